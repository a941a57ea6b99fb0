"""Two people for each change, a fresh preview for each confirmation, and no township in another's days."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from core.accounts.actor import Actor
from core.audit.models import Audit
from core.calendar.models import CalendarVersion, OverlayVersion
from core.db import Scope, new_id
from core.db.scope import ScopeError
from core.errors import DomainError, Forbidden, NotFound
from core.holidays import services
from core.holidays.models import Proposal
from core.holidays.rules import Add, Bring, Count, Withdraw
from tests.core.holidays.conftest import Office
from tests.core.test_calendar import PASTED, SOURCE
from tests.sample import (
    ADMIN,
    CLERK,
    COUNTY,
    COUNTY_ADMIN,
    COUNTY_SECOND,
    HUSA,
    LEADER,
    MENGYUE,
    OTHER_ADMIN,
    OTHER_LEADER,
)

D = dt.date
NOTICE = Bring(PASTED, SOURCE)
FESTIVAL = Add(D(2027, 2, 22), D(2027, 2, 23), "目瑙纵歌节", "德政办发〔2026〕9号", "ethnic")
COUNTS = Count(True, "德政发〔2026〕3号", "自治条例")


def reasons(refused: pytest.ExceptionInfo[DomainError]) -> list[str]:
    return [str(problem) for problem in refused.value.problems]


def outcomes(office: Office, tenant: int = COUNTY) -> list[str]:
    with office.desk.database.read(Scope.one(tenant)) as session:
        return list(session.scalars(select(Proposal.outcome).order_by(Proposal.id)))


def test_a_notice_counts_from_the_second_persons_word_on(office: Office) -> None:
    waiting = office.propose(NOTICE)
    assert office.parts(MENGYUE).national.is_working(D(2027, 2, 9).toordinal())
    office.confirm(waiting)
    assert not office.parts(MENGYUE).national.is_working(D(2027, 2, 9).toordinal())
    with office.desk.database.read(Scope.one(COUNTY)) as session:
        row = session.scalars(select(CalendarVersion).where(CalendarVersion.year == 2027)).one()
        assert (row.imported_by, row.confirmed_by) == (COUNTY_ADMIN, COUNTY_SECOND)
        acts = session.scalars(select(Audit.action).where(Audit.action.startswith("core.calendar.")))
        assert list(acts) == ["core.calendar.propose", "core.calendar.confirm"]


def test_nobody_confirms_what_they_proposed(office: Office) -> None:
    waiting = office.propose(NOTICE)
    with pytest.raises(DomainError) as refused:
        office.confirm(waiting, COUNTY_ADMIN)
    assert reasons(refused) == [services.SAME]
    assert outcomes(office) == ["open"]


def test_a_proposal_on_a_calendar_that_changed_meanwhile_is_looked_at_anew(office: Office) -> None:
    waiting = office.propose(NOTICE)
    office.make(FESTIVAL)
    with pytest.raises(DomainError) as refused:
        office.confirm(waiting)
    assert reasons(refused) == [services.STALE]
    office.confirm(office.renew(waiting))
    assert outcomes(office) == ["replaced", "confirmed", "confirmed"]
    assert office.parts(MENGYUE).national.published_to == D(2027, 12, 31).toordinal()


def test_who_proposes_again_is_the_first_person(office: Office) -> None:
    waiting = office.propose(NOTICE)
    office.make(FESTIVAL)
    again = office.renew(waiting, COUNTY_SECOND)
    with pytest.raises(DomainError):
        office.confirm(again, COUNTY_SECOND)
    office.confirm(again, COUNTY_ADMIN)


def test_a_decided_proposal_stays_decided(office: Office) -> None:
    waiting = office.propose(NOTICE)
    with pytest.raises(DomainError) as refused:
        office.reject(waiting, reason=" ")
    assert reasons(refused) == ["请写明理由。"]
    office.reject(waiting)
    for act in (office.confirm, office.reject):
        with pytest.raises(DomainError) as decided:
            act(waiting)
        assert reasons(decided) == [services.DECIDED]
    assert office.desk.count(CalendarVersion) == 1


def test_the_first_person_may_take_it_back(office: Office) -> None:
    office.reject(office.propose(NOTICE), COUNTY_ADMIN, reason="抄错一行")
    assert outcomes(office) == ["rejected"]


def test_sent_twice_it_is_proposed_once(office: Office) -> None:
    key = new_id()
    with office.desk.database.write(Scope.one(COUNTY)) as session:
        actor = services_actor(session)
        assert services.propose(session, actor, NOTICE, key) is services.propose(session, actor, NOTICE, key)
    assert outcomes(office) == ["open"]


def services_actor(session: object) -> Actor:
    from core.accounts.queries import actor_of
    from tests.sample import account

    return actor_of(session, account(session, COUNTY_ADMIN))  # type: ignore[arg-type]


def test_every_bad_line_is_told_with_its_number(office: Office) -> None:
    with pytest.raises(DomainError) as refused:
        office.propose(Bring(PASTED + "2027-02-31 off 春节\n2027-03-03 off 圣诞节\n", SOURCE))
    assert reasons(refused) == [
        "第17行：“2027-02-31”不是有效的日期，应当写作2027-02-05。",
        "第18行：“圣诞节”不是法定节日的名称。",
    ]
    assert {problem.field for problem in refused.value.problems} == {"text"}


def test_what_changes_nothing_is_refused(office: Office) -> None:
    office.make(NOTICE)
    for change in (NOTICE, Count(False, "一号", "")):
        with pytest.raises(DomainError):
            office.propose(change)


def test_a_local_day_needs_its_document_and_a_day_that_is_not_one_already(office: Office) -> None:
    with pytest.raises(DomainError) as bare:
        office.propose(Add(D(2027, 2, 23), D(2027, 2, 22), "", "", "weather"))
    assert reasons(bare) == ["请填写文号。", "请填写名称。", "请选择放假的依据。", "末日不能早于首日。"]
    office.make(FESTIVAL)
    with pytest.raises(DomainError) as twice:
        office.propose(Add(D(2027, 2, 23), D(2027, 2, 24), "目瑙纵歌节", "一号", "ethnic"))
    assert reasons(twice) == ["2027-02-23已经是地方放假。"]
    with pytest.raises(DomainError) as unknown:
        office.propose(Withdraw((D(2027, 2, 24),), "二号"))
    assert reasons(unknown) == ["请勾选要撤销的日期。"]
    office.make(Withdraw((D(2027, 2, 23),), "二号"))
    assert list(office.calendar(MENGYUE).local) == [D(2027, 2, 22)]
    assert office.desk.count(OverlayVersion) == 2


def test_a_townships_days_are_its_own(office: Office) -> None:
    office.confirm(office.propose(FESTIVAL, ADMIN, MENGYUE), LEADER, MENGYUE)
    assert list(office.calendar(MENGYUE).local) == [D(2027, 2, 22), D(2027, 2, 23)]
    for other in (HUSA, COUNTY):
        assert not office.calendar(other).local


def test_the_countys_days_hold_in_every_township_beside_its_own(office: Office) -> None:
    office.make(FESTIVAL)
    office.confirm(
        office.propose(Add(D(2027, 4, 12), D(2027, 4, 12), "泼水节", "勐政发〔2027〕1号", "ethnic"), ADMIN, MENGYUE),
        LEADER,
        MENGYUE,
    )
    assert list(office.calendar(MENGYUE).local) == [D(2027, 2, 22), D(2027, 2, 23), D(2027, 4, 12)]
    assert list(office.calendar(HUSA).local) == [D(2027, 2, 22), D(2027, 2, 23)]


@pytest.mark.parametrize(("login", "tenant"), [(OTHER_ADMIN, HUSA), (OTHER_LEADER, HUSA), (COUNTY_SECOND, COUNTY)])
def test_another_tenants_proposal_is_not_there(office: Office, login: str, tenant: int) -> None:
    waiting = office.propose(FESTIVAL, ADMIN, MENGYUE)
    for act in (office.confirm, office.reject, office.renew):
        with pytest.raises(NotFound):
            act(waiting, login, tenant)
    assert outcomes(office, MENGYUE) == ["open"]


def test_a_township_changes_neither_the_notice_nor_whether_days_count(office: Office) -> None:
    for change in (NOTICE, COUNTS):
        with pytest.raises(Forbidden):
            office.propose(change, ADMIN, MENGYUE)
    for login in (CLERK, LEADER):
        with pytest.raises(Forbidden):
            office.propose(FESTIVAL, login, MENGYUE)


def test_an_actor_of_one_tenant_does_nothing_in_anothers_session(office: Office) -> None:
    with office.desk.database.write(Scope.one(COUNTY)) as session:
        actor = services_actor(session)
    with office.desk.database.write(Scope.one(MENGYUE)) as session, pytest.raises(ScopeError):
        services.propose(session, actor, FESTIVAL, new_id())
