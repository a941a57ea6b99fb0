"""Forms as people fill them in, knowing nothing but what the page draws; and what is put in by who means ill."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from tests.rights.crawling import Offer
from tests.rights.watch import Written
from tests.site import Field, Form, Page

TEXT, DAY, NUMBER = "照实填写的一句话", "2026-11-24", "1"
KNOWN = {
    "until": "2027-11-24",
    "held_on": "2026-12-08",
    "id_number": "990000198504121013",
    "phone": "199 0000 1111",
    "password": "correct horse battery 9",
}
BY_KIND = {"date": DAY, "number": NUMBER, "tel": KNOWN["phone"], "password": KNOWN["password"], "email": "a@b.cn"}
DRAWN_ONCE = {"hidden", "submit", "button"}
# What no form asks for under these names gets there anyway: each value can be told wherever it lands.
POISON_ID = "0199dead-beef-7000-8000-00000000beef"
POISON: dict[str, str] = {
    **dict.fromkeys(("id", "case_id", "handler_id", "created_by", "actor_id", "account_id", "owner_id"), POISON_ID),
    **dict.fromkeys(("parent_id", "item_id", "proposed_by", "decided_by", "submitted_by", "sent_by"), POISON_ID),
    **dict.fromkeys(("state", "status", "role", "kind", "permissions", "bearer", "outcome", "series"), "xnpoison"),
    **dict.fromkeys(("no_seq", "no_year", "revision", "size", "attempts", "numbered_by"), "987654"),
    **dict.fromkeys(("due_on", "safe_due_on", "received_on", "opened_on", "decided_on", "to_on"), "2031-01-31"),
    **dict.fromkeys(("is_open", "published", "sample", "nil", "parked", "accepted_by_silence"), "y"),
}
GARBAGE = ("2026-02-30", "-1e999", "<script>alert(1)</script>", "'; DROP TABLE core_case; --", "长" * 8_000)
UNSEEN = "\x00\x07\u202e"


def visible(form: Form) -> list[Field]:
    """What a person sees of a form and can fill in."""
    return [drawn for drawn in form.fields.values() if drawn.kind not in DRAWN_ONCE | {"file"}]


def typable(form: Form) -> list[Field]:
    """The fields into which anything can be typed."""
    return [drawn for drawn in visible(form) if drawn.kind not in {"radio", "checkbox", "select"}]


def filled(offer: Offer) -> dict[str, Any]:
    """A form filled in, every box ticked, the button pressed."""
    typed: dict[str, Any] = dict(offer.form.held)
    for drawn in visible(offer.form):
        typed[drawn.name] = _answer(drawn, str(offer.form.held.get(drawn.name, "")))
    name, value = offer.button
    return {**typed, name: value} if name else typed


def _answer(drawn: Field, held: str) -> Any:
    if drawn.kind == "checkbox":
        return drawn.options
    if drawn.kind in {"radio", "select"}:
        return held or next(filter(None, drawn.options), "")
    known = next((value for name, value in KNOWN.items() if drawn.name.endswith(name)), None)
    return known or held or BY_KIND.get(drawn.kind, TEXT)


def again(page: Page, form: Form) -> Form | None:
    """The same form on the page that came back."""
    names = {drawn.name for drawn in visible(form)}
    return next((other for other in page.forms if names <= {drawn.name for drawn in visible(other)}), None)


def lost(page: Page, form: Form, typed: Mapping[str, Any], but: Iterable[str] = ()) -> set[str]:
    """Fields of which what was typed is not on the page that came back."""
    found = again(page, form)
    if found is None:
        return {"(the form)"} if typable(form) else set()
    kept = {name: str(value).strip() for name, value in found.held.items()}
    asked = [drawn for drawn in typable(form) if drawn.kind != "password" and drawn.name not in set(but)]
    return {drawn.name for drawn in asked if kept.get(drawn.name, "") != str(typed.get(drawn.name, "")).strip()}


def values_of(rows: Iterable[Written]) -> set[str]:
    """Every value that was written, as text."""
    return {text for row in rows for value in row.values.values() for text in _flat(value)}


def _flat(value: Any) -> Iterable[str]:
    if isinstance(value, Mapping):
        return [text for part in value.values() for text in _flat(part)]
    if isinstance(value, list | tuple | set | frozenset):
        return [text for part in value for text in _flat(part)]
    return [str(UUID(bytes=value))] if isinstance(value, bytes) and len(value) == 16 else [str(value)]
