"""The interface described: the OpenAPI document for programs, the same as a page for people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, current_app, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.accounts.access import public

bp = Blueprint("api_reference", __name__, url_prefix="/api/v1")
SPOKEN = ("summary", "description")


@dataclass(frozen=True, slots=True)
class Operation:
    """One address with its method, as the page shows it.

    Attributes:
        asked: what goes in, as (name, where, type, whether it must be there, in words).
        answered: what comes out, as (name, type).
    """

    method: str
    path: str
    summary: str
    description: str
    token: bool
    asked: list[tuple[str, str, str, bool, str]]
    answered: list[tuple[str, str]]


@bp.get("/openapi.json")
@public
def document() -> ResponseReturnValue:
    """The OpenAPI document, in the reader's language."""
    spoken: dict[str, Any] = _spoken(_document())
    return spoken


@bp.get("/")
@public
def page() -> ResponseReturnValue:
    """Every operation by what it is about, with what it takes and gives."""
    found = _spoken(_document())
    labels = {tag["name"]: tag["description"] for tag in found["tags"]}
    groups: dict[str, list[Operation]] = {label: [] for label in labels.values()}
    for tag, operation in _operations(found):
        groups[labels[tag]].append(operation)
    return render_template("portal/api.html", groups=groups)


def _document() -> dict[str, Any]:
    found: dict[str, Any] = current_app.extensions["xiaoneng.openapi"]
    return found


def _spoken(part: Any) -> Any:
    """A part of the document with its words translated."""
    if isinstance(part, list):
        return [_spoken(each) for each in part]
    if isinstance(part, dict):
        return {
            name: gettext(each) if name in SPOKEN and isinstance(each, str) else _spoken(each)
            for name, each in part.items()
        }
    return part


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, Operation]]:
    for path, methods in document["paths"].items():
        shared = methods.get("parameters", [])
        for method, given in methods.items():
            if method != "parameters":
                yield given["tags"][0], _operation(document, method, path, given, shared)


def _operation(
    document: dict[str, Any], method: str, path: str, given: dict[str, Any], shared: list[dict[str, Any]]
) -> Operation:
    asked = [
        (each["name"], each["in"], _type(each["schema"]), each.get("required", False), each.get("description", ""))
        for each in (*shared, *given.get("parameters", []))
    ]
    body = _schema(document, given.get("requestBody", {}))
    asked += [
        (name, "body", _type(each), name in body.get("required", []), each.get("description", ""))
        for name, each in body.get("properties", {}).items()
    ]
    shape = _schema(document, given["responses"].get("200", {}))
    inner = shape["items"] if shape.get("type") == "array" else shape
    answered = [(name, _type(each)) for name, each in _resolved(document, inner).get("properties", {}).items()]
    summary, description = given.get("summary", ""), given.get("description", "")
    return Operation(method.upper(), path, summary, description, "security" in given, asked, answered)


def _schema(document: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = part.get("content", {}).get("application/json", {}).get("schema", {})
    return _resolved(document, found)


def _resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    name = schema.get("$ref", "").rpartition("/")[2]
    found: dict[str, Any] = document["components"]["schemas"][name] if name else schema
    return found


def _type(schema: dict[str, Any]) -> str:
    """The type of a value in short, e.g. ``string (date)`` or ``list of Case``."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "items" in schema:
        return f"[{_type(schema['items'])}]"
    kinds = schema.get("type", "")
    words = " / ".join(kinds) if isinstance(kinds, list) else str(kinds)
    return f"{words} ({schema['format']})" if "format" in schema else words
