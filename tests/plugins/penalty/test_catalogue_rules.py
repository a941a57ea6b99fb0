"""Which text counts for an act (行政处罚法 37), and whose power holds from filing to decision (20, 24)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plugins.penalty.catalogue.rules import (
    AREA,
    ASK_ELEMENTS,
    ASK_WEIGHT,
    CONFERRED,
    MULTIPLE,
    NEW_TEXT,
    NO_OFFENCE,
    OWN_TEXT,
    SHARE,
    STATUTE,
    Band,
    Power,
    Range,
    Text,
    applicable,
    compare,
    confirm_problems,
    power_problems,
)

D = dt.date
CHANGE = D(2026, 8, 15)
BEFORE, AFTER = CHANGE - dt.timedelta(days=1), CHANGE
DECIDED = D(2026, 11, 24)


def band(low: str, high: str, **given: str) -> Band:
    return Band("any", "amount", Range(Decimal(low), Decimal(high)), **given)


def text(edition: int, low: str, high: str, kinds: str = "fine", elements: str = "") -> Text:
    days = (D(2018, 1, 1), BEFORE) if edition == 1 else (CHANGE, None)
    return Text(edition, *days, frozenset({kinds}), (band(low, high),), elements)


OLD = text(1, "100", "500")
LIGHTER, SAME, HEAVIER = text(2, "100", "400"), text(2, "100", "500"), text(2, "100", "1000")


@pytest.mark.parametrize(
    ("new", "acted_on", "outcome"),
    [
        (LIGHTER, BEFORE, NEW_TEXT),
        (SAME, BEFORE, OWN_TEXT),
        (HEAVIER, BEFORE, OWN_TEXT),
        (LIGHTER, AFTER, OWN_TEXT),
        (HEAVIER, AFTER, OWN_TEXT),
    ],
)
def test_the_text_of_the_act_counts_unless_the_new_one_is_lighter(new: Text, acted_on: dt.date, outcome: str) -> None:
    found = applicable([OLD, new], acted_on, DECIDED)
    assert found.outcome == outcome
    assert found.text == (new if outcome == NEW_TEXT or acted_on == AFTER else OLD)


def test_before_the_change_the_new_text_counts_for_nothing() -> None:
    assert applicable([OLD, LIGHTER], BEFORE, BEFORE).text == OLD
    with pytest.raises(ValueError, match="before the act"):
        applicable([OLD, LIGHTER], AFTER, BEFORE)


def test_what_no_text_knows_any_more_or_did_not_know_yet_is_no_offence() -> None:
    assert applicable([OLD], BEFORE, DECIDED).outcome == NO_OFFENCE
    assert applicable([HEAVIER], BEFORE, DECIDED).outcome == NO_OFFENCE
    assert applicable([HEAVIER], AFTER, DECIDED).text == HEAVIER


def test_an_element_that_the_new_text_added_is_asked_for() -> None:
    narrower = text(2, "100", "500", elements="在禁止的区域")
    assert applicable([OLD, narrower], BEFORE, DECIDED).outcome == ASK_ELEMENTS
    assert applicable([OLD, narrower], BEFORE, DECIDED, still=False).outcome == NO_OFFENCE
    assert applicable([OLD, narrower], BEFORE, DECIDED, still=True).text == OLD
    assert applicable([OLD, narrower], AFTER, DECIDED).text == narrower


def test_which_kind_is_lighter_somebody_says() -> None:
    other = text(2, "100", "500", kinds="warning")
    assert applicable([OLD, other], BEFORE, DECIDED).outcome == ASK_WEIGHT
    assert applicable([OLD, other], BEFORE, DECIDED, lighter=True).text == other
    assert applicable([OLD, other], BEFORE, DECIDED, lighter=False).text == OLD


def test_the_maximum_is_compared_before_the_minimum() -> None:
    assert compare(OLD, text(2, "200", "400")) == -1
    assert compare(OLD, text(2, "50", "500")) == -1
    assert compare(OLD, text(2, "200", "500")) == 1


def test_ranges_that_point_both_ways_or_differ_in_kind_are_not_compared() -> None:
    two = replace(OLD, bands=(band("100", "500"), band("1", "9", when="情节严重")))
    both = replace(HEAVIER, bands=(band("100", "400"), band("1", "10", when="情节严重")))
    assert compare(two, both) is None
    assert compare(two, OLD) is None
    assert compare(OLD, replace(SAME, bands=(band("100", "500", when="情节严重"),))) is None


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine draws slowly
@given(st.tuples(*[st.integers(0, 9)] * 4), st.dates(D(2025, 1, 1), D(2027, 1, 1)), st.integers(0, 400))
def test_nobody_is_punished_by_the_heavier_of_two_texts(ends: tuple[int, ...], acted_on: dt.date, later: int) -> None:
    old_low, old_high = sorted(map(str, ends[:2]))
    new_low, new_high = sorted(map(str, ends[2:]))
    old, new = text(1, old_low, old_high), text(2, new_low, new_high)
    found = applicable([old, new], acted_on, acted_on + dt.timedelta(days=later))
    assert found.text is not None
    highest = {one.bands[0].range.high for one in (old, new) if one.counts_on(acted_on)}
    assert found.text.bands[0].range.high <= max(highest)


GOOD = Power(CONFERRED, "样政发〔2024〕1号", D(2026, 1, 1), D(2026, 12, 31), True)


@pytest.mark.parametrize(
    ("power", "filed_on", "decided_on", "words"),
    [
        (GOOD, D(2026, 1, 1), D(2026, 12, 31), ""),
        (GOOD, D(2025, 12, 31), D(2026, 1, 1), "立案时"),
        (GOOD, D(2026, 12, 31), D(2027, 1, 1), "移送有处罚权的机关"),
        (replace(GOOD, until=None), D(2026, 1, 1), D(2099, 1, 1), ""),
        (replace(GOOD, confirmed=False), D(2026, 1, 1), D(2026, 1, 1), "还没有核对确认"),
        (replace(GOOD, document=""), D(2026, 1, 1), D(2026, 1, 1), "没有录入公布"),
        (replace(GOOD, since=None), D(2026, 1, 1), D(2026, 1, 1), "没有录入公布"),
        (Power(STATUTE), D(2026, 1, 1), D(2026, 1, 1), ""),
        (Power("heard of"), D(2026, 1, 1), D(2026, 1, 1), "没有处罚权的来源"),
    ],
)
def test_a_power_holds_from_the_filing_to_the_decision(
    power: Power, filed_on: dt.date, decided_on: dt.date, words: str
) -> None:
    found = [str(problem) for problem in power_problems(power, filed_on, decided_on)]
    assert [words in told for told in found] == ([True] if words else [])


def test_a_power_is_confirmed_by_a_document_with_its_days() -> None:
    assert confirm_problems(CONFERRED, "样", D(2026, 1, 1), D(2026, 1, 1)) == []
    fields = {problem.field for problem in confirm_problems(CONFERRED, " ", None, None)}
    assert fields == {"document", "since"}
    assert [one.field for one in confirm_problems(CONFERRED, "样", D(2026, 1, 2), D(2026, 1, 1))] == ["until"]
    assert confirm_problems(STATUTE, "样", D(2026, 1, 1), None)


@pytest.mark.parametrize(
    ("unit", "low", "high", "quantity", "yuan"),
    [
        (MULTIPLE, "3", "5", "100", ("300", "500")),
        (SHARE, "10", "20", "333.33", ("33.34", "66.66")),
        (AREA, "0", "2", "66.67", ("0", "133.34")),
        (AREA, "0.6", "1.4", "0.01", ("0.01", "0.01")),
    ],
)
def test_a_range_of_a_quantity_stays_inside_to_the_fen(
    unit: str, low: str, high: str, quantity: str, yuan: tuple[str, str]
) -> None:
    found = Band("any", unit, Range(Decimal(low), Decimal(high))).money(Decimal(quantity))
    assert (found.low, found.high) == (Decimal(yuan[0]), Decimal(yuan[1]))


def test_a_range_of_a_quantity_needs_it() -> None:
    share = Band("any", SHARE, Range(Decimal(1), Decimal(2)))
    for wrong in (None, Decimal(-1)):
        with pytest.raises(ValueError, match="quantity"):
            share.money(wrong)
