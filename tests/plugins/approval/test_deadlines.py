"""The limits of approval, compared cell by cell with docs/reference/deadline-rules.md, and the law's own cases."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from core.deadlines.counting import compute
from core.deadlines.errors import DeadlineError
from core.deadlines.receipt import walk
from core.deadlines.rules import Bearer, Catalogue, DeadlineRule
from plugins.approval.deadlines import RULES, SPECIAL

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "deadline-rules.md"
LAWS = {"licensing": "行政许可法", "service": ""}
UNITS = {"wd": "working_day", "nd": "natural_day", "mo": "month", "yr": "year"}
WARN = {"–": (), "W1": (1,), "W2": (2, 1), "W3": (5, 2), "W4": (10, 5, 2), "W5": (30, 10, 5)}
NOT_ON_THE_PAGE = {"service.statutory"}
D = dt.date.fromisoformat
CATALOGUE = Catalogue(RULES)


def _rows() -> dict[str, dict[str, str]]:
    """Rows of this plugin's codes by code, each a dict of the table's own headings."""
    rows: dict[str, dict[str, str]] = {}
    head: list[str] = []
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("|") else []
        if cells[:1] == ["code"]:
            head = cells
        elif cells and cells[0].startswith(("licensing.", "service.")):
            assert cells[0] not in rows, "one version each"
            rows[cells[0]] = dict(zip(head, cells, strict=True))
    return rows


ROWS = _rows()


def _bearers() -> dict[str, str]:
    """Codes the page gives to the party (a prefix with ``*`` for several); the organ bears all others."""
    paragraph = next(line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("**Bearer**"))
    party = re.search(r"\*party\*: (.*?) — ", paragraph)
    assert party
    group, found = "", {}
    for name in re.split(r"[;,] ", party[1]):
        area, dot, limit = name.partition(".")
        group = area if dot else group
        pattern = f"{group}.{limit if dot else name}".replace("*", "")
        for code in ROWS:
            if code == pattern or (name.endswith("*") and code.startswith(pattern)):
                found[code] = "party"
    return found


BEARERS = _bearers()


def _plain(cell: str) -> str:
    """A Chinese cell with our punctuation: full width, and 、 for the slash."""
    return cell.translate(str.maketrans("(),/", "（），、"))


def _bare(cell: str) -> str:
    return re.sub(r"（.*?）", "", _plain(cell.removeprefix("event: "))).strip()


def _as_decide(row: dict[str, str], heading: str) -> str:
    cell = row[heading]
    refers = cell.startswith(("as decide", "licensing.decide's"))
    return ROWS["licensing.decide"][heading] if refers else cell


def _found(code: str) -> DeadlineRule:
    versions = CATALOGUE.versions(code)
    assert len(versions) == 1
    return versions[0]


def test_the_page_and_the_rules_name_the_same_limits() -> None:
    assert set(CATALOGUE.codes) - NOT_ON_THE_PAGE == set(ROWS)
    assert len(ROWS) == 15


@pytest.mark.parametrize("code", ROWS)
def test_length_unit_kind_and_roll_are_the_pages(code: str) -> None:
    row, rule = ROWS[code], _found(code)
    if row["len"] == "item":
        assert (rule.length, rule.unit) == (None, "working_day")
    else:
        number, unit = re.fullmatch(r"(\d+)(wd|nd|mo|yr)", row["len"]).groups()  # type: ignore[union-attr]
        assert (rule.length, rule.unit) == (int(number), UNITS[unit])
    assert rule.kind == row["kind"]
    assert rule.roll == row["roll"].replace("–", "-")


@pytest.mark.parametrize("code", ROWS)
def test_names_triggers_and_articles_are_the_pages(code: str) -> None:
    row, rule = ROWS[code], _found(code)
    assert rule.name in {_plain(row["名称"]), _bare(row["名称"])}
    assert rule.day_zero in {_plain(row["day 0"]), _bare(row["day 0"])}
    cited = row["art"].split("‡")[0]
    assert f"{rule.law}{rule.article}" == f"{LAWS[code.split('.')[0]]}{cited}"


@pytest.mark.parametrize("code", ROWS)
def test_the_extension_is_the_pages(code: str) -> None:
    extension = _found(code).extension
    granted = re.match(r"\+(\d+)(?:wd) (.+?),(.+)", ROWS[code]["ext"])
    if granted is None:
        assert ROWS[code]["ext"].startswith("–")
        assert extension is None
    else:
        assert extension is not None
        assert extension.most == int(granted[1])
        assert granted[2] == f"{extension.approver}批准"
        assert "告知" in granted[3]
        assert "理由" in granted[3]
        assert "告知申请人" in extension.notice


@pytest.mark.parametrize("code", ROWS)
def test_the_grounds_of_suspension_are_the_pages(code: str) -> None:
    cell, rule = _as_decide(ROWS[code], "stop / restart"), _found(code)
    if cell == "none":
        assert (rule.stops, rule.stop_article) == ((), "")
        with pytest.raises(DeadlineError, match="依法不能中止"):
            compute(code, D("2026-11-02"), catalogue=CATALOGUE, suspensions=[(D("2026-11-03"), D("2026-11-04"))])
    else:
        assert rule.stops == tuple(cell.split(", time told")[0].split("、")) == SPECIAL
        assert rule.stop_article == "行政许可法45"


@pytest.mark.parametrize("code", ROWS)
def test_the_effect_of_expiry_force_and_warnings_are_the_pages(code: str) -> None:
    row, rule = ROWS[code], _found(code)
    assert rule.on_expiry
    assert ("视为" in rule.on_expiry) == ("deemed" in _as_decide(row, "on expiry"))
    assert rule.since == (None if row["from–to"] == "any" else D(row["from–to"]))
    assert (rule.until, rule.by_filing) == (None, False)
    assert rule.warn == WARN[row["warn"]]


@pytest.mark.parametrize("code", ROWS)
def test_the_bearer_is_the_pages(code: str) -> None:
    assert str(_found(code).bearer) == BEARERS.get(code, "organ")


def test_four_limits_are_the_partys() -> None:
    assert sorted(BEARERS) == [
        "licensing.hearing_request",
        "licensing.reapply_ban",
        "licensing.reapply_ban_fraud",
        "licensing.renewal_apply",
    ]


def test_only_laws_and_regulations_may_give_another_length() -> None:
    may = {rule.code: rule.override for rule in RULES if rule.override}
    assert may == {
        "licensing.decide": ("法律", "法规"),
        "licensing.decide_joint": ("法律", "法规"),
        "licensing.first_review": ("法律", "法规"),
        "licensing.renewal_apply": ("法律", "法规", "规章"),
        "service.bad_review": ("本级规定",),
    }


def _due(code: str, start: str, *gaps: tuple[str, str], extension: int = 0, length: int | None = None) -> str:
    found = compute(
        code,
        D(start),
        catalogue=CATALOGUE,
        suspensions=[(D(first), D(last)) for first, last in gaps],
        extension=extension,
        length=length,
    )
    assert walk(found, catalogue=CATALOGUE).due == found.due
    return str(found.due)


def test_papers_received_on_a_saturday_night_leave_five_whole_working_days_for_the_notice() -> None:
    assert _due("licensing.correction_notice", "2026-11-28") == "2026-12-04"


def test_a_decision_takes_twenty_working_days_and_ten_more_over_the_national_holiday() -> None:
    assert _due("licensing.decide", "2026-09-10") == "2026-10-14"  # Sunday 09-20 and Saturday 10-10 are made up
    assert _due("licensing.decide", "2026-09-10", extension=10) == "2026-10-28"
    assert _due("licensing.decide_joint", "2026-09-10", extension=15) == "2026-12-09"


def test_an_inspection_is_not_counted_even_in_the_extended_part() -> None:
    assert _due("licensing.decide", "2026-11-02", ("2026-11-10", "2026-11-16")) == "2026-12-07"
    assert _due("licensing.decide", "2026-11-02", ("2026-12-02", "2026-12-03"), extension=10) == "2026-12-16"


def test_a_renewal_is_asked_for_thirty_natural_days_before_and_deemed_granted_on_the_last_day() -> None:
    assert _due("licensing.renewal_apply", "2026-12-31") == "2026-12-01"
    assert _due("licensing.renewal_decide", "2026-11-29") == "2026-11-29"  # a Sunday: never rolled


def test_a_hearing_is_announced_seven_working_days_ahead() -> None:
    assert _due("licensing.hearing_notice", "2026-10-12") == "2026-09-24"


def test_a_ban_ends_on_the_corresponding_day_without_roll() -> None:
    assert _due("licensing.reapply_ban", "2025-11-29") == "2026-11-29"
    assert _due("licensing.reapply_ban_fraud", "2024-02-29") == "2027-02-28"


def test_before_the_law_there_was_no_limit() -> None:
    assert _due("licensing.decide", "2004-06-30") == "None"


@pytest.mark.parametrize("code", ["service.promised", "service.statutory"])
def test_a_service_takes_its_length_from_the_item_and_may_exclude_special_procedures(code: str) -> None:
    assert _due(code, "2026-11-02", length=5) == "2026-11-09"
    assert _due(code, "2026-11-02", ("2026-11-05", "2026-11-06"), length=5) == "2026-11-11"
    assert _due(code, "2026-11-07", length=0) == "2026-11-09"  # 即办, accepted on a Saturday
    with pytest.raises(DeadlineError, match="由事项自定"):
        _due(code, "2026-11-02")
    with pytest.raises(DeadlineError, match="没有延长"):
        _due(code, "2026-11-02", length=5, extension=1)
    assert CATALOGUE.bearer(code) is Bearer.ORGAN
