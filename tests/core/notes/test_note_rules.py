"""Whom a note names, and what it may say."""

from __future__ import annotations

from uuid import UUID

import pytest

from core.notes.rules import LONGEST, Mentions, mentions, problems

LI, LIMING, LIMING_TOO = UUID(int=1), UUID(int=2), UUID(int=3)
PEOPLE = [(LI, "样李"), (LIMING, "样李明"), (LIMING_TOO, "样李明")]


@pytest.mark.parametrize(
    ("body", "people", "unknown"),
    [
        ("请看第3页", set(), ()),
        ("@样李请核对", {LI}, ()),
        ("＠样李 请核对", {LI}, ()),
        ("@样李明请核对", {LIMING, LIMING_TOO}, ()),
        ("@样李，@样李明", {LI, LIMING, LIMING_TOO}, ()),
        ("@样张 请核对，@样张", set(), ("样张",)),
        ("寄到 a.b@example.cn", set(), ()),
        ("@", set(), ()),
        ("@ 样李", set(), ()),
    ],
)
def test_a_note_names_colleagues_by_their_full_names(body: str, people: set[UUID], unknown: tuple[str, ...]) -> None:
    assert mentions(body, PEOPLE) == Mentions(frozenset(people), unknown)


def test_an_empty_long_or_misaddressed_note_is_told_at_its_text() -> None:
    nobody = Mentions(frozenset(), ())
    assert problems("样", nobody) == []
    assert problems("样" * LONGEST, nobody) == []
    for body, named in ((" ", nobody), ("样" * (LONGEST + 1), nobody), ("@样张", Mentions(frozenset(), ("样张",)))):
        (problem,) = problems(body, named)
        assert problem.field == "body"
