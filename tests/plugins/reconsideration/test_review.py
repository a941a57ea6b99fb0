"""A review at the county: from the application to the filed decision, and every step the law forbids."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from core.cases import papers
from core.cases.limits import standing
from core.cases.models import Case
from core.cases.queries import clocks_of
from core.cases.sweep import sweep
from core.clock import SHANGHAI, moved
from core.errors import DomainError, Forbidden
from plugins.reconsideration import words as law
from plugins.reconsideration.review.models import Review
from plugins.reconsideration.review.queries import DECIDE_SUMMARY, REPLY_SUMMARY
from tests.plugins.reconsideration.conftest import BUREAU_HEAD, GATES, TODAY, D, Reviews
from tests.sample import COUNTY, COUNTY_HANDLER, LEADER, MENGYUE

PAPER: dict[str, Any] = {"forum": law.DEPARTMENT, "respondent": 0, "respondent_name": "县自然资源局"}
HEARD = {"mode": law.TELEPHONE, "people": "思样甲", "words": "没有搭建", "reason": "路远"}
REPLY = {"reply": "事实清楚", "evidence": "现场照片"}


def refused(reviews: Reviews, case: Case, login: str, code: str, day: dt.date = TODAY, **given: Any) -> str:
    """The words in which an act is refused."""
    with pytest.raises((DomainError, Forbidden)) as found:
        reviews.act(case, login, code, day, **given)
    error = found.value
    return "".join(problem.message for problem in error.problems) if isinstance(error, DomainError) else "forbidden"


def due(reviews: Reviews, case: Case) -> dict[str, str]:
    """The running limits of a case."""
    with reviews.reading(case.tenant_id) as session:
        return {
            clock.rule.partition(".")[2]: str(clock.due_on)
            for clock in clocks_of(session, reviews.now(case))
            if clock.state == "running"
        }


def codes(reviews: Reviews, case: Case) -> list[str]:
    """The papers that went out, in order."""
    with reviews.reading() as session:
        return [paper.code.partition(".")[2] for paper in papers.of_case(session, case)]


def test_a_paper_case_goes_the_ordinary_road_to_its_filing(reviews: Reviews) -> None:
    case = reviews.apply(**PAPER, first=(), act=law.LICENCE, amount="")
    assert due(reviews, case) == {"review": "2026-12-01", "correction_notice": "2026-12-01"}
    accept = {"procedure": law.ORDINARY, "handlers": "董早甲、尹相丙"}
    assert "不少于两名" in refused(reviews, case, COUNTY_HANDLER, "accept", **{**accept, "handlers": "董早甲"})
    summary = {**accept, "procedure": law.SUMMARY, "procedure_ground": "53①(一)"}
    assert "53" in refused(reviews, case, COUNTY_HANDLER, "accept", **summary)
    reviews.act(case, COUNTY_HANDLER, "accept", **accept)
    assert due(reviews, case) == {"decide": "2027-01-25", "copy_send": "2026-12-03"}  # 23 January is a Saturday
    assert "收到副本的日期" in refused(reviews, case, COUNTY_HANDLER, "send_copy")
    reviews.act(case, COUNTY_HANDLER, "send_copy", received_on=TODAY)
    assert due(reviews, case)["reply"] == "2026-12-08"
    assert "还没有届满" in refused(reviews, case, COUNTY_HANDLER, "no_reply", words="催告")
    reviews.act(case, COUNTY_HANDLER, "enter_reply", D(2026, 12, 7), replied_on=D(2026, 12, 7), **REPLY)

    day = D(2026, 12, 8)
    decision = {"outcome": law.REVOKE, "ground": "64①(一)", **GATES}
    assert "49" in refused(reviews, case, COUNTY_HANDLER, "propose", day, **decision)
    paper = {**HEARD, "mode": law.ON_PAPER, "reason": "", "heard_on": day}
    assert "49" in refused(reviews, case, COUNTY_HANDLER, "hear", day, **paper)
    reviews.act(case, COUNTY_HANDLER, "hear", day, heard_on=day, **HEARD)
    hearing = {"place": "县司法局", "matters": "是否违法"}
    assert "51①" in refused(reviews, case, COUNTY_HANDLER, "set_hearing", day, on=D(2026, 12, 11), **hearing)
    reviews.act(case, COUNTY_HANDLER, "set_hearing", day, on=D(2026, 12, 18), **hearing)
    panel = {"host": "董早甲", "clerk": "尹相丙", "respondent": "局长参加", "words": "各方陈述"}
    held = D(2026, 12, 18)
    assert "还没有举行" in refused(reviews, case, COUNTY_HANDLER, "hold_hearing", day, panel="段诺乙、李样甲", **panel)
    assert "50③" in refused(reviews, case, COUNTY_HANDLER, "hold_hearing", held, panel="段诺乙、董早甲", **panel)
    assert "举行听证" in refused(reviews, case, COUNTY_HANDLER, "propose", held, **decision)
    reviews.act(case, COUNTY_HANDLER, "hold_hearing", held, panel="段诺乙、李样甲", **panel)
    assert "52②" in refused(reviews, case, COUNTY_HANDLER, "propose", held, hard=True, **decision)
    note = {"kind": law.INQUIRY, "noted_on": held, "people": "董早甲", "words": "现场勘验"}
    assert "45②" in refused(reviews, case, COUNTY_HANDLER, "note", held, **note)
    reviews.act(case, COUNTY_HANDLER, "note", held, **{**note, "kind": law.COMMITTEE})
    assert "不能以所选" in refused(reviews, case, COUNTY_HANDLER, "propose", held, **{**decision, "ground": "68"})
    assert "第七十条" in refused(reviews, case, COUNTY_HANDLER, "propose", held, **{**decision, "ground": "70"})
    reviews.act(case, COUNTY_HANDLER, "propose", held, hard=True, redo_days=30, **decision)

    agreed = {"how": "head", "agreed": "样县长"}
    assert refused(reviews, case, COUNTY_HANDLER, "decide", held, **agreed) == "forbidden"
    reviews.act(case, BUREAU_HEAD, "decide", held, **agreed)
    assert due(reviews, case) == {}
    reviews.act(case, COUNTY_HANDLER, "serve", D(2026, 12, 21), served_on=D(2026, 12, 21))
    assert due(reviews, case) == {"filing": "2027-01-12", "after_reconsideration": "2027-01-05"}
    reviews.act(case, COUNTY_HANDLER, "file", D(2026, 12, 22), filed_as="陇府复备〔2026〕1号")
    assert reviews.now(case).state == "rv_filed"
    reviews.act(case, BUREAU_HEAD, "order_performance", D(2027, 3, 1), days=10, words="重新作出决定")
    reviews.act(case, COUNTY_HANDLER, "enter_performance", D(2027, 3, 2), performed_on=D(2027, 3, 2), words="已经作出")
    assert set(codes(reviews, case)) == {
        *("receipt", "acceptance", "reply_notice", "hearing_notice", "decision", "order"),
    }


def test_corrections_are_asked_once_and_silence_accepts_or_abandons(reviews: Reviews) -> None:
    silent, put_right, left = (reviews.apply(D(2026, 11, 20), document=str(at)) for at in range(3))
    for case in (put_right, left):
        reviews.act(case, COUNTY_HANDLER, "ask_correction", D(2026, 11, 23), words="请补交决定书")
    assert due(reviews, left) == {"correction_submit": "2026-12-07"}
    reviews.act(put_right, "party", "correct", D(2026, 11, 26), words="已补交")
    assert due(reviews, put_right) == {"review": "2026-12-03"}
    assert "31①" in refused(reviews, put_right, COUNTY_HANDLER, "ask_correction", D(2026, 11, 27), words="再补")
    with moved(dt.datetime(2026, 12, 8, 9, tzinfo=SHANGHAI)):
        sweep(reviews.site.database, COUNTY)
    assert [reviews.now(case).state for case in (silent, put_right, left)] == [
        *("rv_accepted", "rv_accepted", "rv_abandoned"),
    ]
    assert reviews.review(silent).accepted_on == D(2026, 11, 27)  # 5 working days after 20 November
    assert due(reviews, silent)["decide"] == "2027-01-26"


def test_what_came_late_or_to_the_wrong_organ_is_told_so(reviews: Reviews) -> None:
    accept = {"procedure": law.ORDINARY, "handlers": "董早甲、尹相丙"}
    late = reviews.apply(made_on=D(2026, 9, 1), known_on=D(2026, 9, 1), document="甲")
    assert "20、21" in refused(reviews, late, COUNTY_HANDLER, "accept", **accept)
    delayed = reviews.apply(
        made_on=D(2026, 9, 1),
        known_on=D(2026, 9, 1),
        document="乙",
        delayed_from=D(2026, 10, 1),
        delayed_to=D(2026, 10, 31),
        delay="山洪断路",
    )
    reviews.act(delayed, COUNTY_HANDLER, "accept", **accept)
    again = reviews.apply(document="乙")  # another number, but nobody's ID number: it can't be told whose it is
    reviews.act(again, COUNTY_HANDLER, "accept", **accept)
    tax = reviews.apply(forum=law.VERTICAL, respondent=0, respondent_name="税务局", document="丙")
    assert "30②" in refused(reviews, tax, COUNTY_HANDLER, "accept", **accept)
    wrong = {"ground": "六", "words": "垂直领导"}
    assert "30②" in refused(reviews, tax, BUREAU_HEAD, "refuse", **wrong)
    assert refused(reviews, tax, COUNTY_HANDLER, "refuse", **wrong, organ="上一级税务局") == "forbidden"
    reviews.act(tax, BUREAU_HEAD, "refuse", **wrong, organ="上一级税务局")
    assert reviews.now(tax).state == "rv_refused"
    old = reviews.apply(made_on=D(2021, 1, 4), known_on=D(2026, 11, 2), document="丁")
    assert "20、21" in refused(reviews, old, COUNTY_HANDLER, "accept", **accept)


def test_the_summary_procedure_is_short_and_can_be_converted_and_then_prolonged(reviews: Reviews) -> None:
    case = reviews.accepted(procedure=law.SUMMARY, **PAPER)
    assert due(reviews, case) == {"decide_summary": "2026-12-24", "reply_summary": "2026-12-01"}
    longer = {"days": 30, "words": "复杂"}
    assert "不能延长" in refused(reviews, case, BUREAU_HEAD, "prolong", **longer)
    assert refused(reviews, case, COUNTY_HANDLER, "convert", words="争议大") == "forbidden"
    reviews.act(case, BUREAU_HEAD, "convert", words="争议大")
    assert due(reviews, case)["decide"] == "2027-01-25"
    assert "三十日" in refused(reviews, case, BUREAU_HEAD, "prolong", **{**longer, "days": 31})
    reviews.act(case, BUREAU_HEAD, "prolong", **longer)
    assert due(reviews, case)["decide"] == "2027-02-22"


def test_a_respondent_who_is_silent_has_no_evidence(reviews: Reviews) -> None:
    case = reviews.accepted(procedure=law.SUMMARY, **PAPER)
    late = D(2026, 12, 2)
    # The respondent's delay is none of the county's: its own case bears the limit, and is not due before it decides.
    with reviews.writing(late) as session:
        running = {clock.rule: clock for clock in clocks_of(session, case)}
        assert (running[REPLY_SUMMARY].bearer, running[REPLY_SUMMARY].due_on) == ("other", D(2026, 12, 1))
        assert standing(running[REPLY_SUMMARY]).status == "none"
        assert session.get_one(Case, (COUNTY, case.id)).due_rule == DECIDE_SUMMARY
    reviews.act(case, COUNTY_HANDLER, "no_reply", late, words="电话催告两次，没有答复")
    upheld = {"outcome": law.UPHOLD, "ground": "68", **GATES}
    assert "70" in refused(reviews, case, COUNTY_HANDLER, "propose", late, **upheld)
    reviews.act(case, COUNTY_HANDLER, "propose", late, outcome=law.REVOKE, ground="70", **GATES)
    assert "61①" in refused(reviews, case, BUREAU_HEAD, "decide", late, how="", agreed="")
    reviews.act(case, BUREAU_HEAD, "send_back", late, words="请补写理由")
    changed = {"outcome": law.CHANGE, "ground": "63①(一)", "third_evidence": True, **GATES}
    assert "63②" in refused(reviews, case, COUNTY_HANDLER, "propose", late, fine="300", **changed)
    assert "还不知道" in refused(reviews, case, COUNTY_HANDLER, "propose", late, gains="50", **changed)
    less = {"fine": "100", "gains": "50", "confiscated": "80"}
    reviews.act(case, COUNTY_HANDLER, "propose", late, **less, **changed)
    reviews.act(case, BUREAU_HEAD, "decide", late, how="collective", agreed="12月2日会议")
    assert reviews.review(case).fine == 100_00


def test_a_stay_stops_the_count_and_ends_the_review_after_sixty_days(reviews: Reviews) -> None:
    case = reviews.accepted(D(2026, 11, 2), procedure=law.ORDINARY, **PAPER)
    stay = D(2026, 11, 12)
    reviews.act(case, BUREAU_HEAD, "halt", stay, ground="三", words="执行将难以恢复")
    reviews.act(case, BUREAU_HEAD, "suspend", stay, ground="一", words="近亲属未确定")
    assert due(reviews, case) == {"stay_terminate": "2027-01-11", "reply": "2026-11-16"}
    ending = {"ground": "五", "words": "原因仍未消除"}
    assert "41(五)" in refused(reviews, case, BUREAU_HEAD, "terminate", D(2026, 12, 1), **ending)
    reviews.act(case, COUNTY_HANDLER, "resume", D(2026, 11, 22), words="长子参加复议")
    assert reviews.now(case).state == "rv_replying"
    assert due(reviews, case)["decide"] == "2027-01-11"  # ten days later than 1 January
    reviews.act(case, BUREAU_HEAD, "suspend", D(2026, 11, 23), ground="二", words="丧失行为能力")
    reviews.act(case, BUREAU_HEAD, "terminate", D(2027, 1, 25), **ending)
    assert reviews.now(case).state == "rv_ended"


def test_settled_and_withdrawn_or_mediated_it_ends_without_a_decision(reviews: Reviews) -> None:
    settled, mediated = (reviews.accepted(document=f"和{at}") for at in range(2))
    ending = {"ground": "一", "words": "准予撤回"}
    assert "41(一)" in refused(reviews, settled, BUREAU_HEAD, "terminate", **ending)
    assert "真实意愿" in refused(reviews, settled, "party", "withdraw", words="和解", own_will=False)
    reviews.act(settled, "party", "withdraw", words="达成和解", settled=True)
    reviews.act(settled, BUREAU_HEAD, "terminate", **ending)
    assert reviews.now(settled).state == "rv_ended"
    assert "73①" in refused(
        reviews,
        mediated,
        BUREAU_HEAD,
        "mediate",
        findings="搭建一处",
        grounds="双方自愿",
        terms="罚款减为一百元",
        signed=False,
    )
    with reviews.writing() as session:
        session.get_one(Review, (COUNTY, mediated.id)).redo_days = 30  # of a proposal that was sent back
    reviews.act(
        mediated,
        BUREAU_HEAD,
        "mediate",
        findings="搭建一处",
        grounds="双方自愿",
        terms="罚款减为一百元",
        signed=True,
        fine="100",
    )
    assert "mediation" in codes(reviews, mediated)
    assert reviews.review(mediated).redo_days is None
    reviews.act(mediated, COUNTY_HANDLER, "serve", served_on=TODAY)
    assert "after_reconsideration" not in due(reviews, mediated)  # nothing to sue over


def test_a_missed_decision_opens_the_court_and_two_people_handle_what_silence_accepted(reviews: Reviews) -> None:
    """Silence accepts (30③) and names nobody; a survey is not counted (实施条例 34③); then the court is open."""
    start, who = D(2026, 8, 24), BUREAU_HEAD  # whose post began early enough for days of 2026 alone
    case = reviews.apply(start, who, document="默认受理", known_on=D(2026, 8, 3), made_on=D(2026, 8, 3), **PAPER)
    _sweep(reviews, D(2026, 9, 1))
    assert reviews.now(case).state == "rv_accepted"
    reviews.act(case, who, "send_copy", D(2026, 9, 1), received_on=D(2026, 9, 1))
    replied = {"reply": "事实清楚", "evidence": "照片", "replied_on": D(2026, 9, 3)}
    reviews.act(case, who, "enter_reply", D(2026, 9, 3), **replied)
    reviews.act(case, who, "hear", D(2026, 9, 3), heard_on=D(2026, 9, 3), **HEARD)
    ruling = {"outcome": law.UPHOLD, "ground": "68", **GATES}
    assert "实施条例32" in refused(reviews, case, who, "propose", D(2026, 9, 3), **ruling)
    assert "两名" in refused(reviews, case, who, "name_handlers", D(2026, 9, 3), handlers="董早甲")
    reviews.act(case, who, "name_handlers", D(2026, 9, 3), handlers="董早甲、尹相丙")
    counted = dt.date.fromisoformat(due(reviews, case)["decide"])
    survey = {"kind": "survey", "from_on": D(2026, 9, 7), "to_on": D(2026, 9, 9), "words": "现场勘验笔录"}
    assert "依次在后" in refused(reviews, case, who, "exclude", D(2026, 9, 8), **survey)
    reviews.act(case, who, "exclude", D(2026, 9, 9), **survey)
    assert "晚于上一次" in refused(reviews, case, who, "exclude", D(2026, 9, 9), **survey)
    over = dt.date.fromisoformat(due(reviews, case)["decide"])
    assert (counted, over) == (D(2026, 10, 30), D(2026, 11, 2))
    reviews.act(case, COUNTY_HANDLER, "propose", D(2026, 11, 2), **ruling)
    _sweep(reviews, D(2026, 11, 3))
    _sweep(reviews, D(2026, 11, 4))
    assert due(reviews, case) == {"decide": "2026-11-02", "after_reconsideration": "2026-11-17"}
    reviews.act(case, BUREAU_HEAD, "decide", D(2026, 11, 5), how="head", agreed="样县长")
    reviews.act(case, who, "serve", D(2026, 11, 6), served_on=D(2026, 11, 6))
    assert due(reviews, case)["after_reconsideration"] == "2026-11-23"  # the fifteenth day is a Saturday


def _sweep(reviews: Reviews, day: dt.date) -> None:
    with moved(dt.datetime.combine(day, dt.time(3), SHANGHAI)):
        sweep(reviews.site.database, COUNTY)


def test_a_township_decides_nothing(reviews: Reviews) -> None:
    case = reviews.accepted(document="乡")
    assert refused(reviews, case, LEADER, "decide", how="head", agreed="乡长") == "forbidden"
    browser = reviews.site.sign_in(LEADER)
    assert browser.get(f"/w/{COUNTY}/reconsideration/cases/{case.id}/decide").status_code == 404
    assert browser.get(f"/w/{MENGYUE}/reconsideration/cases/{case.id}/decide").status_code in {403, 404}
    from plugins.reconsideration.review import applying
    from plugins.reconsideration.review import commands as cmd
    from tests.plugins.reconsideration.conftest import APPLIED

    with reviews.writing(tenant=MENGYUE) as session, pytest.raises(DomainError, match="行政复议法4"):
        applying.apply(session, reviews.actor(LEADER, MENGYUE), cmd.Apply(**APPLIED, applied_on=TODAY), "0" * 32)
