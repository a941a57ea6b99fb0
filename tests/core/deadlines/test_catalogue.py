"""Every limit the built-in plugins register, compared cell by cell with docs/reference/deadline-rules.md."""

from __future__ import annotations

import calendar
import datetime as dt
import re

import pytest

from core import plugins
from core.deadlines.counting import compute
from core.deadlines.errors import DeadlineError
from core.deadlines.rules import Catalogue, DeadlineRule, Fixed
from tests.core.deadlines import page_words as words
from tests.core.deadlines.page import Row, bare, bearer, bearers, plain, rows

UNITS = {"wd": "working_day", "nd": "natural_day", "mo": "month", "yr": "year"}
WARN = {"–": (), "W1": (1,), "W2": (2, 1), "W3": (5, 2), "W4": (10, 5, 2), "W5": (30, 10, 5)}
MONTHS = list(calendar.month_name)
# The clock of an item's own statutory limit: the page has the promised one only.
NOT_ON_THE_PAGE = {"service.statutory"}
OWNERS = {
    "goals": "goals",
    "licensing": "approval",
    "service": "approval",
    "penalty": "penalty",
    "compulsion": "penalty",
    "reconsideration": "reconsideration",
    "litigation": "reconsideration",
    "disclosure": "egov",
    "publicity": "egov",
    "village": "egov",
    "petition": "egov",
    "hotline": "egov",
    "consult": "frontline",
    "frontline": "frontline",
    "supervision": "supervision",
}
CATALOGUE = Catalogue(plugins.registry().rules)
BY_PLUGIN = {name: tuple(given) for name, given in plugins.registry().each("register_deadline_rules")}
ROWS = rows()
BEARERS = bearers()


def rule_of(row: Row) -> DeadlineRule:
    """The one version that begins when the row does."""
    since = dt.date.fromisoformat(row.since) if row.since else None
    found = [version for version in CATALOGUE.versions(row.code) if version.since == since]
    assert len(found) == 1, row.code
    return found[0]


def name(row: Row) -> str:
    return f"{row.code} {row.since}".strip()


LIMITS = [pytest.param(row, rule_of(row), id=name(row)) for row in ROWS if not row.duty]
DUTIES = [pytest.param(row, rule_of(row), id=name(row)) for row in ROWS if row.duty]
ALL = [*LIMITS, *DUTIES]


def area(row: Row) -> str:
    return row.code.split(".")[0]


def cited(row: Row, cell: str) -> str:
    """The article column in our notation: every law by its name, ``；`` between laws."""
    cell = re.sub(r" \((?:old|\d{4}:|乡级).*?\)|[†‡]|, days local|; design", "", cell)
    if cell == "design":
        return "本级规定"
    if row.duty:
        return f"实施方案{cell}"
    return "；".join(law_named(row, part) for part in cell.split("; "))


def law_named(row: Row, part: str) -> str:
    part = part.replace(" ", "")
    if part.startswith("old"):
        return words.OLD_LAWS[area(row)] + part.removeprefix("old")
    if part.startswith("条例"):
        return words.DECREES[area(row)] + part.removeprefix("条例")
    if part[0].isdigit():
        return words.SECTION_LAWS[area(row)] + part
    for short, full in words.ABBREVIATIONS.items():
        if part.startswith(short) and not part.startswith(full):
            return full + part.removeprefix(short)
    return part


def referring(row: Row, heading: str) -> str:
    """A cell that points to another row, with the area in which it is to be looked up."""
    cell = row[heading]
    return f"{area(row)}: {cell}" if cell in {"as decide", "as direct"} else cell


def test_the_page_and_the_plugins_name_the_same_limits() -> None:
    assert {row.code for row in ROWS} == set(CATALOGUE.codes) - NOT_ON_THE_PAGE
    assert sorted(name(row) for row in ROWS) == sorted(
        f"{rule.code} {rule.since or ''}".strip()
        for rule in plugins.registry().rules
        if rule.code not in NOT_ON_THE_PAGE
    )
    assert len(ROWS) == 146


@pytest.mark.parametrize(("row", "rule"), ALL)
def test_the_plugin_that_owns_it_has_it(row: Row, rule: DeadlineRule) -> None:
    owner = row["owner"] if row.duty else OWNERS[area(row)]
    assert rule in BY_PLUGIN[owner]


@pytest.mark.parametrize(("row", "rule"), LIMITS)
def test_length_unit_kind_and_roll_are_the_pages(row: Row, rule: DeadlineRule) -> None:
    length = row["len"]
    if row["kind"] == "cal":
        assert rule.fixed == fixed(length)
        assert (rule.length, rule.unit) == (None, "fixed")
    elif length == "item":
        assert (rule.length, rule.unit) == (None, "working_day")
    else:
        number, unit = re.fullmatch(r"(\d+)(wd|nd|mo|yr)", length).groups()  # type: ignore[union-attr]
        assert (rule.length, rule.unit) == (int(number), UNITS[unit])
    assert rule.kind == row["kind"]
    assert rule.roll == row["roll"].replace("–", "-")


@pytest.mark.parametrize(("row", "rule"), LIMITS)
def test_names_and_triggers_are_the_pages(row: Row, rule: DeadlineRule) -> None:
    assert rule.name in {plain(row["名称"]), bare(row["名称"])}
    trigger = words.TRIGGERS.get(row["day 0"], row["day 0"])
    assert rule.day_zero in {plain(trigger), bare(trigger)}


@pytest.mark.parametrize(("row", "rule"), LIMITS)
def test_articles_are_the_pages(row: Row, rule: DeadlineRule) -> None:
    assert f"{rule.law}{rule.article}" == cited(row, row["art"])
    old = re.search(r" \((?:old|2018:) ?(.*?)†?\)", row["art"])
    assert rule.formerly == (words.OLD_LAWS[area(row)] + old[1] if old else "")
    if rule.unit == "working_day" and rule.since and not row.default:
        its_own = words.COUNTING.get(area(row), f"{rule.law}{rule.article}")
        old_text = "行政复议法（旧法）40" if row.until and area(row) == "reconsideration" else its_own
        assert rule.count_article == old_text


@pytest.mark.parametrize(("row", "rule"), LIMITS)
def test_the_extension_is_the_pages(row: Row, rule: DeadlineRule) -> None:
    expected = words.EXTENSIONS[row["ext"]]
    if expected is None:
        assert rule.extension is None
    else:
        assert rule.extension is not None
        assert (rule.extension.most, rule.extension.approver) == expected[:2]
        assert expected[2] in rule.extension.notice


@pytest.mark.parametrize(("row", "rule"), LIMITS)
def test_the_grounds_of_suspension_are_the_pages(row: Row, rule: DeadlineRule) -> None:
    assert (rule.stops, rule.stop_article) == words.STOPS[referring(row, "stop / restart")]


@pytest.mark.parametrize(("row", "rule"), LIMITS)
def test_the_effect_of_expiry_is_the_pages(row: Row, rule: DeadlineRule) -> None:
    assert rule.on_expiry == words.EXPIRY[referring(row, "on expiry")]


@pytest.mark.parametrize(("row", "rule"), LIMITS)
def test_what_silence_is_taken_for_is_the_pages(row: Row, rule: DeadlineRule) -> None:
    cell = row["on expiry"]
    assert rule.effect == words.EFFECTS.get(cell)
    assert (rule.effect is not None) or not re.search(r"(?<!\*\*no\*\* )deemed|\*\*consent", cell)


def test_every_silence_of_a_kind_rests_on_an_effect_that_acts() -> None:
    for kind in plugins.registry().case_kinds.values():
        for silence in kind.silences:
            effect = CATALOGUE.newest(silence.rule).effect
            assert effect is not None, silence.rule
            assert not effect.flag, silence.rule


@pytest.mark.parametrize(("row", "rule"), LIMITS)
def test_force_and_warnings_are_the_pages(row: Row, rule: DeadlineRule) -> None:
    assert str(rule.until or "") == row.until
    assert rule.by_filing is row.by_filing
    assert rule.warn == WARN[row["warn"]]


@pytest.mark.parametrize(("row", "rule"), ALL)
def test_who_may_give_another_length_is_the_pages(row: Row, rule: DeadlineRule) -> None:
    expected = ("本级规定",) if row.default else words.OVERRIDES.get(row.code, ())
    assert rule.override == (() if row.until and row.code != "reconsideration.decide" else expected)


@pytest.mark.parametrize(("row", "rule"), ALL)
def test_the_bearer_is_the_pages(row: Row, rule: DeadlineRule) -> None:
    assert rule.bearer == bearer(row.code, BEARERS)


def test_every_bearer_the_page_names_is_one_of_a_limit() -> None:
    for pattern in BEARERS:
        assert [row for row in ROWS if bearer(row.code, {pattern: "found"}) == "found"], pattern


def fixed(cell: str) -> Fixed:
    """The column "len" of a calendar row."""
    if cell == "quarter-end":
        return Fixed("quarter")
    if cell.startswith("07-10 and 01-10"):
        return Fixed("half", 7, 10)
    months = re.search(r"([A-Z][a-z]+)–([A-Z][a-z]+)$", cell)
    within = (MONTHS.index(months[1]), MONTHS.index(months[2])) if months else (1, 12)
    if cell.startswith("month-end"):
        return Fixed("month", within=within)
    if monthly := re.match(r"(\d+) of each month", cell):
        return Fixed("month", day=int(monthly[1]), within=within)
    if following := re.match(r"(\d+)th of the next month", cell):
        return Fixed("month", day=int(following[1]), shift=1)
    month, day = re.match(r"(\d\d)-(\d\d)", cell).groups()  # type: ignore[union-attr]
    return Fixed("year", int(month), int(day), shift=int("of the next year" in cell))


@pytest.mark.parametrize(("row", "rule"), DUTIES)
def test_duties_are_the_pages(row: Row, rule: DeadlineRule) -> None:
    label = plain(row["duty"].partition(";")[0].replace("JM", "联席会议"))
    assert rule.name in {label, re.sub(r"（.*）", "", label)}
    assert f"{rule.law}{rule.article}" == cited(row, row["scheme"])
    assert rule.fixed == fixed(row["len"])
    assert (rule.kind, rule.roll, rule.warn, rule.since) == ("cal", "N", (5, 2), None)


def test_every_limit_is_used_or_says_what_will_use_it() -> None:
    used = set()
    for kind in plugins.registry().case_kinds.values():
        acts = [*kind.opening, *(act for transition in kind.transitions for act in transition.clocks)]
        used |= {act.rule for act in acts} | {silence.rule for silence in kind.silences}
    used |= set(plugins.registry().duties)
    assert used <= set(CATALOGUE.codes)
    said = {rule.code for rule in plugins.registry().rules if rule.used_by}
    assert set(CATALOGUE.codes) - used - said == set(), "used by nothing"
    assert used & said == set(), "used already: drop used_by"


@pytest.mark.parametrize("code", [rule.code for rule in plugins.registry().rules if not rule.stops and not rule.until])
def test_a_row_without_grounds_refuses_a_suspension(code: str) -> None:
    rule = CATALOGUE.newest(code)
    length = 5 if rule.length is None and rule.fixed is None else None
    with pytest.raises(DeadlineError, match="依法不能中止"):
        compute(
            code,
            dt.date(2026, 11, 2),
            catalogue=CATALOGUE,
            suspensions=[(dt.date(2026, 11, 3), dt.date(2026, 11, 4))],
            length=length,
        )
