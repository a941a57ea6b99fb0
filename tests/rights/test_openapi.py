"""Whatever is sent to any operation of the interface, the answer is one that its own description promises."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from werkzeug.test import TestResponse

from core.accounts import tokens
from core.accounts.queries import actor_of
from core.db import Scope
from tests.sample import ADMIN, COUNTY, HUSA, MENGYUE, TODAY, account
from tests.site import Site, opened

METHODS = {"get", "post", "put", "patch", "delete"}
TYPES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "array": (list,),
    "object": (dict,),
    "null": (type(None),),
}
# What says nothing of whether a value fits.
SILENT = {"description", "example", "format", "readOnly", "writeOnly", "default", "title", "additionalProperties"}
KNOWN = SILENT | {"type", "properties", "required", "items", "$ref", "anyOf", "allOf", "enum", "maxLength"}
BOUNDS = {"minimum", "maximum", "minLength"}
EXAMPLES = 25
# Path, method, description, parameters.
Operation = tuple[str, str, dict[str, Any], list[dict[str, Any]]]
PLACES = [MENGYUE, HUSA, COUNTY]


@pytest.fixture(scope="module")
def own(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An installation for this suite alone: tries are counted in it."""
    with opened(sample, tmp_path_factory.mktemp("openapi")) as site:
        yield site


@pytest.fixture(scope="module")
def document(own: Site) -> dict[str, Any]:
    """What the interface says of itself."""
    found: dict[str, Any] = own.visitor().get("/api/v1/openapi.json").json
    return found


@pytest.fixture(scope="module")
def secret(own: Site) -> str:
    """A token with every scope."""
    own.sign_in(ADMIN)
    with own.database.write(Scope.one(MENGYUE)) as session:
        lent = tokens.Order("样", tuple(tokens.SCOPES), TODAY)
        made = tokens.make(session, actor_of(session, account(session, ADMIN)), lent, "e" * 32)
    assert made is not None
    return made


def resolved(document: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """A part of the document behind its reference."""
    while "$ref" in part:
        names = part["$ref"].removeprefix("#/").split("/")
        part = document
        for name in names:
            part = part[name]
    return part


def wrong(document: dict[str, Any], schema: dict[str, Any], value: Any, place: str = "") -> Iterator[str]:
    """Where a value does not fit a schema; a word of JSON Schema this does not know is wrong too."""
    schema = resolved(document, schema)
    yield from (f"{place}: unknown {word}" for word in schema.keys() - KNOWN - BOUNDS)
    if "anyOf" in schema and all(any(wrong(document, each, value)) for each in schema["anyOf"]):
        yield f"{place}: none of {schema['anyOf']}"
    kinds = schema.get("type", list(TYPES))
    kinds = kinds if isinstance(kinds, list) else [kinds]
    fitting = [kind for kind in kinds if isinstance(value, TYPES[kind])]
    if not fitting or (isinstance(value, bool) and "boolean" not in kinds):
        yield f"{place}: {value!r} is not {kinds}"
    if isinstance(value, dict):
        yield from (f"{place}.{name}: missing" for name in schema.get("required", []) if name not in value)
        described = schema.get("properties", {})
        if described:
            yield from (f"{place}.{name}: not described" for name in value.keys() - described.keys())
        for name in value.keys() & described.keys():
            yield from wrong(document, described[name], value[name], f"{place}.{name}")
    if isinstance(value, list) and "items" in schema:
        for at, each in enumerate(value):
            yield from wrong(document, schema["items"], each, f"{place}[{at}]")


def values(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """What may be sent for a schema: fitting, nearly fitting, and hostile."""
    fitting: st.SearchStrategy[Any] = st.text(max_size=30)
    kind = schema.get("type")
    if kind == "integer":
        fitting = st.integers(schema.get("minimum", 0), schema.get("maximum", 10_000))
    elif kind == "boolean":
        fitting = st.booleans()
    elif schema.get("format") == "date":
        fitting = st.dates().map(str)
    elif schema.get("format") == "uuid":
        fitting = st.uuids().map(str)
    hostile = st.sampled_from(["", "\x00", "9" * 40, "-1", "null", "'\"<script>", "../..", "x" * 5000, "‮", "٣", "1e9"])
    return st.one_of(fitting, hostile, st.text(max_size=20), st.integers())


def bodies(document: dict[str, Any], operation: dict[str, Any]) -> st.SearchStrategy[Any]:
    """What may be sent as a body."""
    if "requestBody" not in operation:
        return st.none()
    shape = resolved(document, operation["requestBody"]["content"]["application/json"]["schema"])
    given_ = {name: values(each) for name, each in shape["properties"].items()}
    anything = st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=9),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
        max_leaves=6,
    )
    return st.fixed_dictionaries({}, optional=given_) | anything


def operations(document: dict[str, Any]) -> Iterator[Operation]:
    """Every operation: path, method, description, parameters."""
    for path, methods in document["paths"].items():
        for method in methods.keys() & METHODS:
            operation = methods[method]
            yield path, method, operation, [*methods.get("parameters", []), *operation.get("parameters", [])]


def promised(document: dict[str, Any], operation: dict[str, Any], answer: TestResponse) -> list[str]:
    """Where an answer is not as it was described."""
    if answer.status_code >= 500:
        return [f"status {answer.status_code}"]
    if answer.status_code in {301, 304, 308}:
        return []
    described = operation["responses"]
    found = resolved(document, described.get(str(answer.status_code), described["default"]))
    if answer.mimetype not in found["content"]:
        return [f"{answer.status_code} as {answer.mimetype}"]
    return list(wrong(document, found["content"][answer.mimetype]["schema"], json.loads(answer.data)))


def test_every_operation_answers_as_it_says(own: Site, document: dict[str, Any], secret: str) -> None:
    answered: set[int] = set()
    for path, method, operation, parameters in operations(document):
        answered |= driven(own, document, secret, (path, method, operation, parameters))
    assert {200, 401, 404, 422} <= answered


def driven(own: Site, document: dict[str, Any], secret: str, one: Operation) -> set[int]:
    """The statuses of an operation under all that is made up for it; each answer is as it was promised."""
    path, method, operation, parameters = one
    answered = set()

    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(st.data())
    def tried(data: st.DataObject) -> None:
        address, asked = path, {}
        for each in parameters:
            drawn = data.draw(values(each["schema"]), each["name"])
            if each["name"] == "code":
                drawn = data.draw(st.sampled_from(PLACES) | st.just(drawn))
            if each["in"] == "path":
                address = address.replace(f"{{{each['name']}}}", quote(str(drawn), safe="") or "-")
            elif data.draw(st.booleans()):
                asked[each["name"]] = str(drawn)
        headers = {"Authorization": f"Bearer {secret}"} if data.draw(st.booleans()) else {}
        body = data.draw(bodies(document, operation))
        sent = {"data": json.dumps(body), "content_type": "application/json"} if method != "get" else {}
        url = f"{address}?{urlencode(asked, errors='replace')}"
        answer = own.visitor().open(url, method=method.upper(), headers=headers, **sent)
        answered.add(answer.status_code)
        assert promised(document, operation, answer) == [], (method, url, body)

    tried()
    return answered


def test_what_is_right_is_answered_as_it_says(own: Site, document: dict[str, Any], secret: str) -> None:
    """The suite proves itself: every operation also answers 200, so that the shapes of its answers are compared."""
    case, client = own.case("勐约许1"), own.visitor()
    publication = client.get(f"/api/v1/{MENGYUE}/publications/").json["items"][0]["id"]
    fit = {
        "code": MENGYUE,
        "publication_id": publication,
        "case_id": case.id,
        "rule": "licensing.decide",
        "item_code": "MY-XK-01",
    }
    for path, method, operation, _ in operations(document):
        sent = {"json": {"number": case.number, "code": case.code}} if method == "post" else {}
        url = path.format(**fit) + "?start=2026-10-29"
        answer = own.visitor().open(url, method=method.upper(), headers={"Authorization": f"Bearer {secret}"}, **sent)
        assert answer.status_code == 200, (url, answer.text)
        assert promised(document, operation, answer) == [], url


def test_an_answer_that_was_not_promised_is_found(document: dict[str, Any]) -> None:
    schema = {"$ref": "#/components/schemas/Place"}
    assert list(wrong(document, schema, {"code": 1, "name": "x", "tier": "county"})) == []
    for bad in (
        {"code": "1", "name": "x", "tier": "y"},
        {"code": 1},
        {"code": 1, "name": "x", "tier": "y", "z": 1},
        [],
    ):
        assert list(wrong(document, schema, bad)), bad
