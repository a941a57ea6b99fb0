"""Complaints: what must be told, where it goes, and what stands before an answer."""

from __future__ import annotations

import datetime as dt

import pytest

from core.db import new_id
from plugins.supervision.complaint import rules
from plugins.supervision.complaint.rules import Complain, Seen, Verify

TODAY = dt.date(2026, 11, 24)
OFFICE, STATION = new_id(), new_id()


def fields(problems: list) -> list[str]:
    return [problem.field for problem in problems]


def test_a_complaint_needs_what_was_wrong_and_what_happened_and_no_name() -> None:
    assert rules.complain(Complain(kind="take", words="要了两条烟"), TODAY) == []
    assert fields(rules.complain(Complain(kind="", words=" "), TODAY)) == ["kind", "words"]
    tomorrow = Complain(kind="eat", words="样", happened_on=TODAY + dt.timedelta(days=1))
    assert fields(rules.complain(tomorrow, TODAY)) == ["happened_on"]


@pytest.mark.parametrize(
    ("discipline", "about", "county"),
    [(False, STATION, False), (False, None, False), (True, STATION, True), (False, OFFICE, True)],
)
def test_the_county_reads_what_is_about_discipline_or_about_supervision_itself(
    discipline: bool, about: object, county: bool
) -> None:
    told = Complain(kind="take", words="样", about_id=about, discipline=discipline)  # type: ignore[arg-type]
    assert rules.goes_on(told, OFFICE) is county


@pytest.mark.parametrize(("founded", "missing"), [("yes", ["measures"]), ("partly", ["measures"]), ("no", [])])
def test_what_is_so_even_in_part_is_put_right(founded: str, missing: list[str]) -> None:
    assert fields(rules.verify(Seen(), Verify(version=1, founded=founded, findings="查了", measures=" "))) == missing


def test_only_what_came_back_is_sent_again() -> None:
    assert [bool(rules.may_send_again(Seen(state))) for state in ("", "sent", "received", "refused")] == [
        *(True, True, True, False)
    ]
