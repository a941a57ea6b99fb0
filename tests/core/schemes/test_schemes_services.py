"""A scheme's road: copied, tightened, confirmed by another, and what it does to the duties of the year."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import delete, select

from core.cases.catalogue import catalogue
from core.db import new_id
from core.deadlines.own import Own
from core.documents.models import Document, DocumentUnit
from core.duties import board
from core.duties.board import BoardFilter
from core.duties.measures import rules_on
from core.duties.models import Duty, DutyEntry
from core.duties.terms import Term
from core.errors import DomainError, Forbidden
from core.schemes import queries, rules, services
from core.schemes.services import Begin
from core.tenancy.models import Unit
from plugins.goals import inspecting
from plugins.training.archive.queries import unit_year
from tests.core.duties.conftest import MONTHLY, SUMMARY, Scheme, on
from tests.core.schemes.conftest import Desk
from tests.sample import COUNTY, HANDLER, HUSA, MENGYUE

D = dt.date
PILOT = Own("supervision", "once", "government", "乡政务服务大厅搬迁")
EARLIER = Term(1, 20, {}, "便于按月汇总")


def due_days(desk: Desk, rule: str) -> set[D]:
    return {duty.due_on for duty in desk.scheme.duties(Duty.rule == rule)}


def test_what_confirming_moves_is_what_the_preview_showed(desk: Desk) -> None:
    made = desk.begin()
    desk.set(made, scheme_progress_report_monthly=EARLIER)
    with desk.scheme.reading() as session:
        shown = services.moves(session, queries.get_scheme(session, MENGYUE, made))
    assert {(move.old.day, move.new.day) for move in shown} == {(25, 20)}
    assert {day.day for day in due_days(desk, MONTHLY)} == {25}
    desk.step("propose", made, desk.author())
    desk.step("confirm", made, desk.second())
    desk.carry()
    moved = {duty.id: duty.due_on for duty in desk.scheme.duties(Duty.rule == MONTHLY)}
    assert moved == {move.duty_id: move.new for move in shown}
    assert desk.scheme.count(DutyEntry, DutyEntry.act == "scheme") == len(shown)


def test_moving_twice_moves_once_and_each_unit_is_told(desk: Desk) -> None:
    desk.put(scheme_progress_report_monthly=EARLIER)
    before = desk.scheme.count(DutyEntry)
    with desk.scheme.writing() as session:
        assert services.moves(session, queries.all_of(session, MENGYUE)[0]) == []
    assert desk.scheme.make() == 0
    assert desk.scheme.count(DutyEntry) == before
    duty = desk.scheme.duties(Duty.rule == MONTHLY)[0]
    assert desk.scheme.notices(duty) == ["“进展情况”（2026-04）按年度方案由2026-04-25改为最迟于2026-04-20报送。"]


def test_duties_made_later_have_the_days_of_the_scheme(desk: Desk) -> None:
    desk.put(scheme_summary_report=Term(11, 28, {}, "提前总结"))
    with desk.scheme.writing() as session:
        session.execute(delete(DutyEntry))
        session.execute(delete(Duty))
    desk.scheme.make()
    assert due_days(desk, SUMMARY) == {D(2026, 11, 28)}
    # 28 November 2026 is a Saturday: the safe day is the working day before.
    assert {duty.safe_due_on for duty in desk.scheme.duties(Duty.rule == SUMMARY)} == {D(2026, 11, 27)}


def test_nobody_is_made_late_by_a_change(desk: Desk) -> None:
    with on(D(2026, 4, 22)):
        desk.put(scheme_progress_report_monthly=EARLIER)
        days = sorted(due_days(desk, MONTHLY))
    assert days[:2] == [D(2026, 4, 25), D(2026, 5, 20)]


def test_who_wrote_a_scheme_does_not_confirm_it(desk: Desk) -> None:
    made = desk.begin()
    desk.step("propose", made, desk.author())
    with pytest.raises(DomainError, match="编制的人不能自己确认"):
        desk.step("confirm", made, desk.author())
    desk.step("confirm", made, desk.second())
    assert desk.state(made) == rules.IN_FORCE


def test_who_may_not_write_writes_none(desk: Desk) -> None:
    with desk.scheme.writing() as session, pytest.raises(Forbidden):
        services.begin(session, desk.actor(HANDLER, MENGYUE), Begin(2026, "above"), new_id().hex)


def test_the_countys_scheme_binds_its_townships(desk: Desk) -> None:
    desk.put(COUNTY, scheme_progress_report_monthly=Term(1, 22, {}, "全县统一"))
    assert {day.day for day in due_days(desk, MONTHLY)} == {22}
    made = desk.begin()
    with pytest.raises(DomainError, match="只能提前"):
        desk.set(made, scheme_progress_report_monthly=Term(1, 23, {}, "晚一天"))
    desk.set(made, scheme_progress_report_monthly=EARLIER)
    desk.step("propose", made, desk.author())
    desk.step("confirm", made, desk.second())
    desk.carry()
    assert {day.day for day in due_days(desk, MONTHLY)} == {20}


def test_a_version_replaces_the_one_in_force_and_may_go_back_to_what_binds(desk: Desk) -> None:
    first = desk.put(scheme_progress_report_monthly=EARLIER)
    second = desk.put(source="now", scheme_progress_report_monthly=Term(1, 25, {}))
    assert (desk.state(first), desk.state(second)) == (rules.REPLACED, rules.IN_FORCE)
    assert {day.day for day in due_days(desk, MONTHLY)} == {25}


def test_next_years_scheme_is_copied_from_this_years(desk: Desk) -> None:
    desk.put(scheme_progress_report_monthly=EARLIER)
    made = desk.begin(2027, "last")
    with desk.scheme.reading() as session:
        kept = rules.from_json(queries.get_scheme(session, MENGYUE, made).terms)
    assert kept[MONTHLY] == EARLIER


def test_of_a_year_one_scheme_is_worked_on(desk: Desk) -> None:
    made = desk.begin()
    with pytest.raises(DomainError, match="正在编制"):
        desk.begin()
    desk.step("drop", made, desk.author(), 0, "重来")
    assert desk.begin() != made
    with pytest.raises(DomainError, match="没有可以复制的方案"):
        desk.begin(2027, "last")


def test_a_raised_quota_is_what_a_submission_is_measured_by(desk: Desk) -> None:
    quotas = {"topics": 3, "hours_a_topic": 3, "hours_a_year": 12}
    desk.put(scheme_training_quota=Term(12, 31, quotas, "多学"))
    duty = desk.scheme.duty("scheme.training.quota", "NYZ", "2026")
    topics = ("职业道德 4", "依法行政 4", "公文写作 3")
    with pytest.raises(DomainError, match="12"):
        desk.scheme.submit(desk.scheme.of("NYZ"), duty, parts={"topics": topics})
    plan = desk.scheme.duty("scheme.training.plan", "NYZ", "2026")
    with pytest.raises(DomainError, match="12"):
        desk.scheme.submit(desk.scheme.of("NYZ"), plan, parts={"topics": topics})
    with desk.scheme.reading() as session:
        unit = session.scalars(select(Unit).where(Unit.code == "NYZ")).one()
        year = unit_year(session, unit, 2026)
        assert {year.standing.gap.year, year.standing.gap_expected.year, year.people[0].standing.gap.year} == {12}
        assert unit_year(session, unit, 2025).standing.gap.year == 10
    desk.scheme.submit(desk.scheme.of("NYZ"), duty, parts={"topics": (*topics, "信访工作 1")})


def test_what_a_township_sets_itself_is_owed_beside_the_measures_and_stays_for_its_year(desk: Desk) -> None:
    scheme, flood = desk.scheme, Own("supervision", "month", "villages", "报送防汛值班安排")
    made = desk.begin()
    for own, term in ((flood, Term(1, 10, {}, "县防汛办通知")), (PILOT, Term(6, 30, {}, "县方案"))):
        with scheme.writing() as session:
            version = queries.get_scheme(session, MENGYUE, made).version
            services.add_own(session, desk.author(), made, own, term, version)
    desk.step("propose", made, desk.author())
    assert scheme.duties(Duty.rule == flood.code) == []
    desk.step("confirm", made, desk.second())
    desk.carry()
    scheme.make()
    assert scheme.make() == 0
    rows = scheme.duties(Duty.rule == flood.code)
    with scheme.reading() as session:
        villages = set(session.scalars(select(Unit.id).where(Unit.kind == "village", Unit.closed_on.is_(None))))
        assert {row.unit_id for row in rows} == villages
        # Made on 1 April: nobody owes what was due before.
        assert {row.due_on for row in rows} == {D(2026, month, 10) for month in range(4, 13)}
        assert flood.code in rules_on(session, MENGYUE)
        assert flood.code not in rules_on(session, HUSA)
        (pilot,) = session.scalars(select(Duty).where(Duty.rule == PILOT.code))
        assert (pilot.period, pilot.due_on, pilot.rule_version) == ("once", D(2026, 6, 30), None)
        office = board.totals(session, desk.second(), BoardFilter("2026-05", (flood.code,)))
        assert office[flood.code].all == len(villages)
        assert catalogue().newest(flood.code).name == "报送防汛值班安排"
    scheme.nil(scheme.of(village(scheme, rows[0])), rows[0])
    scheme.answer("accept", scheme.of("DZB"), rows[0])
    scheme.turn("supervision", to=False)
    with scheme.reading() as session:
        assert flood.code not in rules_on(session, MENGYUE)
    scheme.turn("supervision")
    again = desk.begin(2026, "now")
    with scheme.writing() as session, pytest.raises(DomainError, match="不能删除"):
        services.drop_own(
            session, desk.author(), again, flood.code, queries.get_scheme(session, MENGYUE, again).version
        )
    after = desk.begin(2027, "last")
    with scheme.writing() as session:
        row = queries.get_scheme(session, MENGYUE, after)
        assert flood.code in row.terms
        services.drop_own(session, desk.author(), after, flood.code, row.version)
    with on(D(2026, 12, 5)):
        scheme.make()
    assert not scheme.duties(Duty.rule == flood.code, Duty.start_on > D(2026, 12, 31))


def village(scheme: Scheme, duty: Duty) -> str:
    """The code of the unit that owes a duty."""
    with scheme.reading() as session:
        return session.get_one(Unit, (MENGYUE, duty.unit_id)).code


def test_a_raised_share_is_what_a_draw_takes_and_the_list_asks_for(desk: Desk) -> None:
    desk.put(scheme_goals_inspection=Term(12, 20, {"inspected": 75}, "多查"))
    with on(dt.date(2026, 12, 11)), desk.scheme.reading() as session:
        assert inspecting.share(session) == (3, 4)
        assert (inspecting.least(session, 2026, 9), inspecting.least(session, 2027, 9)) == (7, 5)


def test_the_document_of_a_scheme_names_every_unit_that_owes(desk: Desk) -> None:
    made = desk.put(scheme_progress_report_monthly=EARLIER)
    with desk.scheme.writing() as session:
        document = services.draft_notice(session, desk.author(), made, new_id().hex)
        body, document_id = document.body, document.id
    assert "进展情况" in body
    assert "每月20日前" in body
    owing = {duty.unit_id for duty in desk.scheme.duties()}
    with desk.scheme.reading() as session:
        named = set(session.scalars(select(DocumentUnit.unit_id).where(DocumentUnit.document_id == document_id)))
        title = session.scalar(select(Document.title).where(Document.id == document_id))
    assert title == "关于印发2026年度效能建设实施方案的通知"
    assert owing <= named
    with desk.scheme.writing() as session, pytest.raises(DomainError, match="已经起草"):
        services.draft_notice(session, desk.author(), made, new_id().hex)
