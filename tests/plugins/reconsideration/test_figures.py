"""What is counted of reviews equals a recount of the raw rows; court cases and the office's means are kept beside."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from core import clock
from core.cases.lists import count
from core.cases.models import Case
from core.db import new_id
from core.errors import DomainError
from plugins.reconsideration import words as law
from plugins.reconsideration.duties import counted
from plugins.reconsideration.registers import CASES, RETURN
from plugins.reconsideration.review import queries
from plugins.reconsideration.review.models import Review
from plugins.reconsideration.staffing import rules as staffing
from plugins.reconsideration.staffing import services as means
from plugins.reconsideration.stats import STATS
from plugins.reconsideration.suits import commands as suing
from plugins.reconsideration.suits import services as suits
from tests.plugins.reconsideration.conftest import BUREAU_HEAD, GATES, TODAY, D, Reviews
from tests.plugins.reconsideration.test_review import HEARD, PAPER, due, refused
from tests.sample import COUNTY, COUNTY_ADMIN, COUNTY_HANDLER

YEAR = (D(2026, 1, 1), D(2026, 12, 31))
ENDS = ((law.UPHOLD, "68"), (law.REVOKE, "64①(二)"), (law.UNLAWFUL, "65①(二)"), (law.DISMISS, "33"))


def decided(reviews: Reviews, outcome: str, ground: str) -> Case:
    """A paper case decided in one way."""
    case = reviews.accepted(**PAPER, document=outcome)
    reviews.act(case, COUNTY_HANDLER, "enter_reply", replied_on=TODAY, reply="答复", evidence="照片")
    reviews.act(case, COUNTY_HANDLER, "hear", heard_on=TODAY, **HEARD)
    reviews.act(case, COUNTY_HANDLER, "propose", outcome=outcome, ground=ground, **GATES)
    return reviews.act(case, BUREAU_HEAD, "decide", how="head", agreed="样县长")


def test_figures_register_and_return_equal_a_recount(reviews: Reviews) -> None:
    for outcome, ground in ENDS:
        decided(reviews, outcome, ground)
    mediated, refusal, waiting = reviews.accepted(**PAPER), reviews.apply(**PAPER), reviews.apply(**PAPER)
    reviews.act(
        mediated, BUREAU_HEAD, "mediate", findings="搭建一处", grounds="双方自愿", terms="各让一步", signed=True
    )
    reviews.act(refusal, BUREAU_HEAD, "refuse", ground="五", words="不属于复议范围")
    with reviews.reading() as session:
        rows = session.execute(
            select(Review, Case).join(Case, (Case.tenant_id == Review.tenant_id) & (Case.id == Review.case_id))
        ).all()
        raw = [(review, case) for review, case in rows]
        actor = reviews.actor(COUNTY_ADMIN)
        found = {stat.code: count(session, actor, stat.counted(*YEAR)) for stat in STATS if stat.how == "count"}
        ours = [review for review, _case in raw if review.decided_on]
        assert found == {
            "reconsideration.received": len(raw),
            "reconsideration.accepted": sum(review.accepted_on is not None for review, _case in raw),
            "reconsideration.decided": sum(review.outcome in law.OUTCOMES for review in ours),
            "reconsideration.corrected": sum(review.outcome in law.CORRECTING for review in ours),
            "reconsideration.settled": sum(review.outcome in {law.MEDIATED, law.TERMINATED} for review in ours),
        }
        table = list(RETURN.rows(session, actor, *YEAR))
        assert sum(int(str(row[1])) for row in table) == len(raw)
        assert sum(int(str(row[3])) for row in table) == sum(case.state == "rv_refused" for _review, case in raw)
        assert sum(sum(int(str(cell)) for cell in row[4:]) for row in table) == len(ours)
        bureau = queries.bureau(session)
        assert bureau is not None
        given = counted(session, bureau, *YEAR)["figures"]
        assert given[:3] == (f"收到 {len(raw)}", f"受理 {found['reconsideration.accepted']}", "不予受理 1")
        assert len(list(CASES.rows(session, actor, *YEAR))) == len(raw)
        assert not list(RETURN.rows(session, actor, D(2025, 1, 1), D(2025, 12, 31)))
    assert reviews.now(waiting).state == "rv_applied"


def test_a_court_case_has_its_fifteen_days_and_says_who_came(reviews: Reviews) -> None:
    given: dict[str, Any] = {
        "plaintiff": "思样甲",
        "court": "样例中级人民法院",
        "court_number": "（2026）样行初1号",
        "review_number": "陇川复〔2026〕1号",
        "claim": "撤销复议决定",
        "copied_on": TODAY,
    }
    actor = reviews.actor(COUNTY_HANDLER)
    (unit,) = actor.own_units("reconsideration.suit.keep")
    with reviews.writing() as session, pytest.raises(DomainError, match="案号"):
        suits.enter(session, actor, unit, suing.Enter(**{**given, "court_number": ""}), new_id().hex)
    with reviews.writing() as session:
        case = suits.enter(session, actor, unit, suing.Enter(**given), new_id().hex)
        session.expunge_all()
    assert due(reviews, case) == {"defence": "2026-12-09"}
    early = {"defended_on": D(2026, 11, 1), "defence": "合法", "evidence": "案卷"}
    assert "副本以后" in refused(reviews, case, COUNTY_HANDLER, "defend", **early)
    reviews.act(case, COUNTY_HANDLER, "defend", **{**early, "defended_on": TODAY})
    assert due(reviews, case) == {}
    reviews.act(case, COUNTY_HANDLER, "appear", by_head=True, words="副县长出庭")
    reviews.act(case, COUNTY_HANDLER, "judge", result="rejected", judged_on=TODAY, words="驳回诉讼请求")
    assert reviews.now(case).state == "ls_judged"


def test_staff_is_checked_against_three_and_set_against_the_caseload(reviews: Reviews) -> None:
    given: dict[str, Any] = {"year": 2026, "staff": 2, "newcomers": 1, "qualified": 0, "funds": "50000"}
    given |= {"rooms": "受理室、听证室", "devices": "同步录音录像"}
    actor = reviews.actor(COUNTY_HANDLER)
    with reviews.writing() as session, pytest.raises(DomainError, match="不能多于"):
        means.enter(session, actor, staffing.Enter(**{**given, "qualified": 2}))
    for staff, lacking in ((2, 2), (3, 1)):
        with reviews.writing() as session:
            means.enter(session, actor, staffing.Enter(**{**given, "staff": staff}))
        with reviews.reading() as session:
            (year,) = means.years(session)
            assert (year.row.staff, len(year.lacks)) == (staff, lacking)
            assert year.load == staffing.load(year.cases, staff)
    browser = reviews.site.sign_in(COUNTY_HANDLER)
    with clock.moved(dt.datetime.combine(TODAY, dt.time(12), clock.SHANGHAI)):
        page = browser.get(f"/w/{COUNTY}/review-staffing/").get_data(as_text=True)
        assert "初次从事的人员没有全部取得" in page
        answer = reviews.site.fill(browser, f"/w/{COUNTY}/review-staffing/", {**given, "staff": "x"})
        assert answer.status_code == 422
        assert "受理室、听证室" in answer.get_data(as_text=True)
