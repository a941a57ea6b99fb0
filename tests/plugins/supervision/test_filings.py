"""Plans that units file: each takes a number and an opinion with its acceptance, and stands in the register."""

from __future__ import annotations

import datetime as dt

import pytest

from core.accounts.queries import actor_of
from core.duties import rules
from core.duties.lines import known
from core.errors import DomainError
from core.tenancy.models import Unit
from plugins.supervision.filings import REGISTER
from plugins.supervision.queries import law_of_month
from tests.core.duties.conftest import PLAN, PLAN_PARTS, Scheme, on, scheme, township
from tests.sample import LEADER, MENGYUE, account

__all__ = ["scheme", "township"]
D = dt.date


def filed(scheme: Scheme, code: str) -> None:
    duty = scheme.duty(PLAN, code, rules.ONCE)
    scheme.submit(scheme.of(code), duty, parts={**PLAN_PARTS, "contact": (f"{code}的专人 8100000",)})


def register(scheme: Scheme, since: D, until: D) -> list[list[object]]:
    with scheme.reading() as session:
        actor = actor_of(session, account(session, LEADER))
        return [list(row) for row in REGISTER.rows(session, actor, since, until)]


def test_a_filing_takes_its_number_and_opinion_with_its_acceptance(scheme: Scheme) -> None:
    with on(D(2026, 3, 20)):
        for code in ("NYZ", "LYZ", "CZS"):
            filed(scheme, code)
        duty = scheme.duty(PLAN, "NYZ", rules.ONCE)
        with pytest.raises(DomainError, match="请写明备案的意见"):
            scheme.answer("accept", scheme.of("DZB"), duty)
        assert scheme.again(duty).number == ""
        for code in ("NYZ", "LYZ"):
            scheme.answer("accept", scheme.of("DZB"), scheme.duty(PLAN, code, rules.ONCE), "同意备案")
    rows = register(scheme, D(2026, 3, 1), D(2026, 3, 31))
    assert {row[1] for row in rows} == {"效能备〔2026〕1号", "效能备〔2026〕2号", ""}
    accepted = next(row for row in rows if row[1] == "效能备〔2026〕1号")
    assert (accepted[0], accepted[2], accepted[3]) == ("农业综合服务中心", D(2026, 3, 20), "已接收")
    assert accepted[-2:] == ["NYZ的专人 8100000", "同意备案"]
    assert all(len(row) == len(REGISTER.columns) for row in rows)
    assert register(scheme, D(2026, 1, 1), D(2026, 3, 19)) == []


def test_what_a_month_says_of_the_law_is_entered_once(scheme: Scheme) -> None:
    with on(D(2026, 4, 20)):
        report = scheme.duty("scheme.progress_report.monthly", "NYZ", "2026-04")
        scheme.submit(scheme.of("NYZ"), report, parts={"law": ("举办执法培训1期",)})
        law = scheme.duty("scheme.law_report.monthly", "NYZ", "2026-04")
        with scheme.reading() as session:
            unit = session.get_one(Unit, (MENGYUE, law.unit_id))
            assert law_of_month(session, unit, law.start_on, law.due_on) == {"law": ("举办执法培训1期",)}
            assert law_of_month(session, unit, D(2026, 5, 1), D(2026, 5, 31)) == {"law": ()}


def test_the_years_report_begins_with_its_own_figures(scheme: Scheme) -> None:
    with on(D(2026, 5, 20)):
        scheme.submit(scheme.of("LYZ"), scheme.duty("scheme.progress_report.monthly", "LYZ", "2026-05"), "正常")
    with on(D(2026, 6, 29)):
        late = scheme.duty("scheme.progress_report.monthly", "LYZ", "2026-06")
        scheme.submit(scheme.of("LYZ"), late, "补报", late_reason="停电")
    summary = scheme.duty("scheme.summary_report", "LYZ", "2026")
    with scheme.reading() as session:
        unit = session.get_one(Unit, (MENGYUE, summary.unit_id))
        lines = known(session, unit, summary.rule, summary.start_on, D(2026, 12, 31))["figures"]
    assert lines[-2:] == ["报送进展情况：2次", "迟报进展情况：1次"]


def test_a_filing_that_goes_back_has_no_number(scheme: Scheme) -> None:
    with on(D(2026, 3, 20)):
        filed(scheme, "NYZ")
        duty = scheme.duty(PLAN, "NYZ", rules.ONCE)
        scheme.answer("send_back", scheme.of("DZB"), duty, "缺少措施")
        assert (scheme.again(duty).state, scheme.again(duty).number) == (rules.RETURNED, "")
        scheme.submit(scheme.of("NYZ"), scheme.again(duty), parts=PLAN_PARTS)
        scheme.answer("accept", scheme.of("DZB"), duty, "同意备案")
    assert scheme.again(duty).number == "效能备〔2026〕1号"
