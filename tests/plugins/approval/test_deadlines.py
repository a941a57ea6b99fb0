"""The limits of approval in the cases the law itself names; tests/core/deadlines/test_catalogue.py has the page."""

from __future__ import annotations

import datetime as dt

import pytest

from core.deadlines.counting import compute
from core.deadlines.errors import DeadlineError
from core.deadlines.receipt import walk
from core.deadlines.rules import Bearer, Catalogue
from plugins.approval.deadlines import RULES

D = dt.date.fromisoformat
CATALOGUE = Catalogue(RULES)


def test_only_laws_and_regulations_may_give_another_length() -> None:
    may = {rule.code: rule.override for rule in RULES if rule.override}
    assert may == {
        "licensing.decide": ("法律", "法规"),
        "licensing.decide_joint": ("法律", "法规"),
        "licensing.first_review": ("法律", "法规"),
        "licensing.renewal_apply": ("法律", "法规", "规章"),
        **dict.fromkeys(("service.agent_submit", "service.deferral", "service.bad_review"), ("本级规定",)),
        "service.village_opinion": ("本级规定",),
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
