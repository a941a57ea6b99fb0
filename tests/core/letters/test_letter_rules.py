"""Whose turn a thread is, how long a letter can be taken back, and what a template may name."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import slots
from core.letters import rules
from core.letters.rules import CLOSE, NOBODY, OFFICE, PARTY, Entry, Standing

T = dt.datetime(2026, 11, 24, 4, tzinfo=dt.UTC)


def at(minutes: int) -> dt.datetime:
    return T + dt.timedelta(minutes=minutes)


ENTRIES = st.lists(
    st.builds(
        Entry, st.sampled_from([OFFICE, PARTY, CLOSE]), st.just(T), wants_reply=st.booleans(), recalled=st.booleans()
    )
).map(lambda rows: [Entry(e.act, at(place), e.wants_reply, e.recalled) for place, e in enumerate(rows)])


def test_a_letter_of_the_party_waits_for_the_office_until_it_is_answered_or_closed() -> None:
    asked = [Entry(PARTY, at(0)), Entry(PARTY, at(5))]
    assert rules.standing(asked) == Standing(OFFICE, at(0)), "the oldest without an answer counts"
    assert rules.standing([*asked, Entry(OFFICE, at(9))]) == Standing()
    assert rules.standing([*asked, Entry(CLOSE, at(9))]) == Standing()


def test_the_office_waits_for_the_party_only_where_it_asked() -> None:
    assert rules.standing([Entry(OFFICE, at(0), wants_reply=True)]) == Standing(PARTY, at(0))
    assert rules.standing([Entry(OFFICE, at(0), wants_reply=True), Entry(PARTY, at(1))]) == Standing(OFFICE, at(1))


@given(ENTRIES)
def test_what_was_taken_back_was_never_written(entries: list[Entry]) -> None:
    assert rules.standing(entries) == rules.standing([entry for entry in entries if not entry.recalled])


@given(ENTRIES)
def test_nothing_of_the_party_is_forgotten(entries: list[Entry]) -> None:
    """The office is waited for exactly when its last word is older than a letter of the party."""
    spoken = [entry for entry in entries if not entry.recalled]
    open_ = bool(spoken) and spoken[-1].act == PARTY
    found = rules.standing(entries)
    assert (found.waits_for == OFFICE) == open_
    assert (found.since is None) == (found.waits_for == NOBODY)
    if open_:
        since = next(place for place, entry in enumerate(spoken) if entry.at == found.since)
        assert all(entry.act == PARTY for entry in spoken[since:])
        assert since == 0 or spoken[since - 1].act != PARTY


@pytest.mark.parametrize(
    ("entry", "seconds", "can"),
    [
        (Entry(PARTY, T), 0, True),
        (Entry(OFFICE, T), 599, True),
        (Entry(OFFICE, T), 600, False),
        (Entry(OFFICE, T, read=True), 1, False),
        (Entry(OFFICE, T, recalled=True), 1, False),
        (Entry(CLOSE, T), 1, False),
    ],
)
def test_a_letter_can_be_taken_back_for_ten_minutes_while_nobody_read_it(entry: Entry, seconds: int, can: bool) -> None:
    assert rules.recallable(entry, T + dt.timedelta(seconds=seconds)) is can


def test_reminders_come_on_the_third_working_day_and_from_the_fifth_on() -> None:
    assert [days for days in range(9) if rules.warned(days)] == [3, 5, 6, 7, 8]


@pytest.mark.parametrize("body", ["{密码}", "{}", "{编号.code}", "{0}", "{编号!r}", "{编号", "编号}", "{{编号}}"])
def test_a_template_names_only_our_slots(body: str) -> None:
    assert [problem.field for problem in rules.slot_problems(body)] == ["body"]


def test_every_template_of_core_names_only_our_slots() -> None:
    assert [one.code for one in rules.STARTERS if rules.slot_problems(one.body)] == []
    assert rules.slot_problems("".join(f"{{{name}}}" for name in rules.SLOTS)) == []


def test_what_fills_a_slot_is_never_a_slot_itself() -> None:
    assert slots.filled("{事项}，{编号}", {"事项": "{编号}", "编号": "1号"}) == "{编号}，1号"


@pytest.mark.parametrize(("body", "bad"), [("", True), (" \n", True), ("x" * 4000, False), ("x" * 4001, True)])
def test_a_letter_says_something_and_not_too_much(body: str, bad: bool) -> None:
    assert bool(rules.text_problems(body)) is bad
