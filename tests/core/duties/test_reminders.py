"""Reminders on the warning days, once a day, and once when the day has passed; to the owing unit's people."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select, update

from core.accounts.models import Grant
from core.duties import notices
from core.duties.measures import rules_on
from core.duties.models import Duty
from core.duties.reminders import remind
from core.notices.models import Notice
from core.tenancy.models import Unit
from tests.core.duties.conftest import MONTHLY, Scheme, on
from tests.sample import HANDLER, account

D = dt.date
DUE = "“进展情况”（2026-04）最迟于2026-04-25报送。"
PASSED = "“进展情况”（2026-04）已于2026-04-25到期，至今没有报送。"


@pytest.fixture
def duty(scheme: Scheme) -> Duty:
    """Due on Saturday 25 April, safe on Friday the 24th: warned 5 and 2 working days before it, and on it."""
    found = scheme.duty(MONTHLY, "NYZ", "2026-04")
    assert found.safe_due_on == D(2026, 4, 24)
    return found


def reminded(scheme: Scheme, duty: Duty, day: dt.date) -> set[str]:
    """What is told on a day that was not told before."""
    before = len(scheme.notices(duty))
    with on(day):
        remind(scheme.database, scheme.tenant)
        remind(scheme.database, scheme.tenant)
    return set(scheme.notices(duty)[before:])


def test_people_are_told_on_the_warning_days_only(scheme: Scheme, duty: Duty) -> None:
    days = {D(2026, 4, day): reminded(scheme, duty, D(2026, 4, day)) for day in range(10, 26)}
    assert [day for day, told in days.items() if told] == [D(2026, 4, 17), D(2026, 4, 22), D(2026, 4, 24)]
    assert days[D(2026, 4, 17)] == {DUE}


def test_each_of_the_units_people_is_told_once_a_day(scheme: Scheme, duty: Duty) -> None:
    reminded(scheme, duty, D(2026, 4, 24))
    with scheme.reading() as session:
        told = session.scalars(select(Notice.account_id).where(Notice.matter_id == duty.id)).all()
        of_unit = session.scalar(select(func.count(Grant.account_id.distinct())).where(Grant.unit_id == duty.unit_id))
    assert len(told) == len(set(told)) == of_unit


def test_that_the_day_has_passed_is_said_once(scheme: Scheme, duty: Duty) -> None:
    assert reminded(scheme, duty, D(2026, 4, 25)) == set()
    assert reminded(scheme, duty, D(2026, 4, 28)) == {PASSED}, "also after the job was down"
    assert reminded(scheme, duty, D(2026, 7, 1)) == set()
    assert scheme.acts(duty) == ["make", "overdue"]


def test_what_was_handed_in_is_not_reminded_of(scheme: Scheme, duty: Duty) -> None:
    scheme.submit(scheme.of("NYZ"), duty)
    assert reminded(scheme, duty, D(2026, 4, 24)) == reminded(scheme, duty, D(2026, 4, 26)) == set()


def test_a_measure_that_is_off_reminds_nobody(scheme: Scheme, duty: Duty) -> None:
    scheme.turn("supervision", to=False)
    assert reminded(scheme, duty, D(2026, 4, 24)) == set()


def test_a_target_is_never_said_to_be_late(township: Scheme) -> None:
    with on(D(2026, 2, 1)):
        township.turn("approval")
        township.make()
    (target,) = township.duties(Duty.rule == "scheme.approval.centralise")
    assert reminded(township, target, D(2027, 6, 30))
    assert reminded(township, target, D(2027, 7, 1)) == set()


def test_the_desk_shows_the_newest_to_those_it_was_sent_to(scheme: Scheme, duty: Duty) -> None:
    reminded(scheme, duty, D(2026, 4, 22))
    reminded(scheme, duty, D(2026, 4, 27))
    with on(D(2026, 4, 27)), scheme.reading() as session:
        from core.accounts.queries import actor_of

        actor = actor_of(session, account(session, HANDLER))
        shown = list(notices.of_desk(session, actor, rules_on(session, scheme.tenant)))
        assert [told.notice.words for told in shown if told.duty.id == duty.id] == [notices.OVERDUE]
        assert {told.duty.unit_id for told in shown} == {duty.unit_id}
        assert notices.of_desk(session, actor, []) == []


def test_a_unit_without_people_is_told_as_a_whole(scheme: Scheme) -> None:
    with scheme.writing() as session:
        unit = session.scalars(select(Unit).where(Unit.code == "NYZ")).one()
        session.execute(update(Grant).where(Grant.unit_id == unit.id).values(to_on=D(2026, 1, 1)))
    duty = scheme.duty(MONTHLY, "NYZ", "2026-04")
    reminded(scheme, duty, D(2026, 4, 24))
    with on(D(2026, 4, 24)), scheme.reading() as session:
        codes = rules_on(session, scheme.tenant)
        from core.accounts.permissions import Perm

        of_unit = notices.of_desk(session, scheme.of("NYZ", Perm.WORK), codes)
        assert [(told.duty.id, told.mine) for told in of_unit if told.duty.id == duty.id] == [(duty.id, False)]
        assert notices.of_desk(session, scheme.of("DZB", Perm.WORK), codes) == []
