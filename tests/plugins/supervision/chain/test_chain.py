"""责任倒查: only at a missed limit, the person heard first, concluded by another, no 处分 among the outcomes."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from core import clock
from core.accounts.models import Account
from core.cases import papers, queries
from core.cases.models import Case
from core.db import new_id
from core.duties.models import Duty
from core.errors import DomainError, Forbidden, NotFound
from core.exchange.delivery import carry
from core.notices.models import Notice
from plugins.supervision.chain import queries as chains
from plugins.supervision.chain import rules, services
from plugins.supervision.chain.models import Chain
from plugins.supervision.complaint.models import Tip
from tests.plugins.supervision.office import CLERK_OF_IT, HEAD_OF_IT, Desk, unit_of
from tests.sample import CLERK, COUNTY, HANDLER, HEAD, LEADER, MENGYUE, NOON, TODAY, account
from tests.site import Page, Site

DAY = dt.timedelta(days=1)


@pytest.fixture
def late(desk: Desk) -> str:
    """The number of the sample's case that missed its limit in somebody's hands."""
    with desk.reading() as session:
        rows = session.scalars(select(Case).where(Case.handler_id.is_not(None)).order_by(Case.id))
        for case in rows:
            try:
                if any(hand.account_id for hand in chains.case_missed(session, case.number).hands):
                    return case.number
            except DomainError:
                continue
    pytest.fail("no case of the sample is late")


def begun(desk: Desk, number: str, login: str = CLERK_OF_IT, key: str = "") -> Case:
    with desk.writing() as session:
        return services.begin(
            session, desk.who(session, login), chains.case_missed(session, number), key or new_id().hex
        )


def asked(desk: Desk, number: str) -> tuple[Case, str]:
    """A look back in which the first who had it is asked, and their login."""
    case = begun(desk, number)
    with desk.reading() as session:
        person = UUID(chains.people_of(session, case)[0][0])
        login = session.get_one(Account, person).login
    return desk.act(case, CLERK_OF_IT, "ask", rules.Ask, person_id=person, question="为什么超期"), login


def hear(desk: Desk, case: Case, login: str, words: str = "等待材料") -> Case:
    with desk.writing() as session:
        version = session.get_one(Case, (MENGYUE, case.id)).version
        return services.hear(session, desk.who(session, login), case.id, words, version, new_id().hex)


def conclude(
    desk: Desk, case: Case, login: str = HEAD_OF_IT, outcome: str = "talk", words: str = "应当及时转办"
) -> Case:
    return desk.act(case, login, "conclude", rules.Conclude, outcome=outcome, words=words)


def test_only_what_missed_its_limit_is_looked_back_at(desk: Desk, late: str) -> None:
    with desk.reading() as session:
        missed = chains.case_missed(session, late)
        assert missed.due_on < (missed.ended_on or TODAY)
        in_time = [
            case.number
            for case in session.scalars(select(Case).where(Case.due_on > TODAY, Case.closed_at.is_(None)))
            if all(clock.ended_on is None for clock in queries.clocks_of(session, case))
        ]
        with pytest.raises(DomainError, match="没有超过办理期限"):
            chains.case_missed(session, in_time[0])
        with pytest.raises(DomainError, match="没有找到"):
            chains.case_missed(session, "无此号")


def test_standard_and_hands_are_frozen_when_it_is_opened(desk: Desk, late: str) -> None:
    key = new_id().hex
    case = begun(desk, late, key=key)
    assert begun(desk, late, key=key).id == case.id
    with desk.reading() as session:
        row = session.get_one(Chain, (MENGYUE, case.id))
        missed = chains.case_missed(session, late)
        assert (row.due_on, row.rule) == (missed.due_on, missed.rule)
        assert [hand["name"] for hand in json.loads(row.hands)] == [hand.name for hand in missed.hands]


def test_nobody_but_the_supervision_office_opens_one(desk: Desk, late: str) -> None:
    for login in (HANDLER, HEAD, LEADER):
        with pytest.raises(Forbidden):
            begun(desk, late, login)


def test_who_is_asked_is_told_and_reads_it_on_a_page_of_their_own(here: Site, desk: Desk, late: str) -> None:
    case, login = asked(desk, late)
    url = f"/w/{MENGYUE}/accountability/heard/{case.id}"
    client = here.sign_in(login)
    assert "为什么超期" in client.get(url).get_data(as_text=True)
    assert client.get(f"/w/{MENGYUE}/cases/{case.id}").status_code == 404
    with desk.reading() as session:
        told = session.scalars(select(Notice.account_id).where(Notice.matter_id == case.id)).all()
        assert told == [account(session, login).id]
    for other in {CLERK, LEADER, HEAD_OF_IT} - {login}:
        assert here.sign_in(other).get(url).status_code == 404
    assert "请写明情况" in Page(here.fill(client, url, {"words": " "})).told["words"]
    assert here.fill(client, url, {"words": "当时在等补正"}).status_code == 303
    assert "当时在等补正" in here.sign_in(HEAD_OF_IT).get(f"/w/{MENGYUE}/cases/{case.id}").get_data(as_text=True)


def test_nobody_speaks_for_another(desk: Desk, late: str) -> None:
    case, _login = asked(desk, late)
    with pytest.raises(NotFound):
        hear(desk, case, HEAD_OF_IT)


def test_nothing_is_concluded_before_the_person_spoke_or_the_day_for_it_passed(desk: Desk, late: str) -> None:
    case, login = asked(desk, late)
    with pytest.raises(DomainError, match="还没有说明情况"):
        conclude(desk, case)
    with clock.moved(NOON + 8 * DAY):
        assert conclude(desk, case).state == "concluded"
    case, login = asked(desk, late)
    hear(desk, case, login)
    assert conclude(desk, case).state == "concluded"


def test_it_is_concluded_by_another_than_who_opened_it(desk: Desk, late: str) -> None:
    case = begun(desk, late, HEAD_OF_IT)
    with desk.reading() as session:
        person = next(iter(chains.facts(session, case).hands))
    desk.act(case, CLERK_OF_IT, "ask", rules.Ask, person_id=person, question="为什么")
    with clock.moved(NOON + 8 * DAY), pytest.raises(DomainError, match="由另一人决定"):
        conclude(desk, case)
    with pytest.raises(Forbidden):
        conclude(desk, case, CLERK_OF_IT)


def test_no_penalty_is_among_the_outcomes() -> None:
    assert set(rules.OUTCOMES) == {"no_fault", "talk", "criticism", "self_review", "rectify", "circular", "transfer"}
    assert not any("处分" in words for words in rules.OUTCOMES.values())
    command = rules.Conclude(version=1, outcome="demotion", words="样")
    known = rules.Known(until=TODAY)
    assert [problem.field for problem in rules.conclude(known, command)] == ["outcome"]


def test_only_who_had_it_is_asked_and_nobody_asks_themselves(desk: Desk, late: str) -> None:
    case = begun(desk, late)
    with desk.reading() as session:
        stranger = account(session, CLERK_OF_IT).id
    with pytest.raises(DomainError, match="请选择经手的人"):
        desk.act(case, CLERK_OF_IT, "ask", rules.Ask, person_id=stranger, question="样")


def test_the_conclusion_is_a_paper_with_what_was_said(desk: Desk, late: str) -> None:
    case, login = asked(desk, late)
    hear(desk, case, login, "等待测绘结果")
    done = conclude(desk, case, outcome="no_fault", words="依法等待")
    with desk.reading() as session:
        (paper,) = papers.of_case(session, done)
        said, name = json.loads(paper.context), paper.name
    assert (name, said["outcome"], said["heard"]) == ("责任倒查结论书", "无责任", "等待测绘结果")


def test_what_is_for_the_county_goes_there_by_parcel(desk: Desk, late: str) -> None:
    case, login = asked(desk, late)
    hear(desk, case, login)
    conclude(desk, case, outcome="transfer", words="涉嫌违纪")
    carry(desk.database, MENGYUE)
    with desk.reading(COUNTY) as session:
        assert any("涉嫌违纪" in told for told in session.scalars(select(Tip.told)))


def test_a_late_duty_lay_with_its_unit(here: Site, desk: Desk) -> None:
    with desk.reading() as session:
        duties = chains.late_duties(session)
        assert duties, "the sample has a duty that is late"
        duty_id = duties[0].id
        missed = chains.duty_missed(session, duty_id)
        assert sum(hand.days for hand in missed.hands) == chains.working(missed.start_on, missed.ended_on or TODAY)
    client = here.sign_in(CLERK_OF_IT)
    made = here.fill(client, f"/w/{MENGYUE}/accountability/new", {"duty": str(duty_id)})
    assert made.status_code == 303
    assert missed.called in client.get(made.location).get_data(as_text=True)


def test_what_lay_with_a_unit_alone_is_asked_of_its_head(here: Site, desk: Desk) -> None:
    with desk.writing() as session:
        missed = next(
            found
            for found in (chains.duty_missed(session, duty.id) for duty in chains.late_duties(session))
            if not any(hand.account_id for hand in found.hands)
        )
        case = services.begin(session, desk.who(session, CLERK_OF_IT), missed, new_id().hex)
        assert session.get_one(Duty, (MENGYUE, missed.subject_id)).unit_id == unit_of(session, "LD")
        leader = account(session, LEADER).id
        assert (str(leader), account(session, LEADER).display_name) in chains.people_of(session, case)
    with pytest.raises(DomainError, match="还没有询问当事人"):
        conclude(desk, case)
    desk.act(case, CLERK_OF_IT, "ask", rules.Ask, person_id=leader, question="为什么逾期")
    hear(desk, case, LEADER)
    assert conclude(desk, case).state == "concluded"


def test_what_lay_with_a_unit_of_which_nobody_can_be_asked_is_concluded_about_the_unit(here: Site, desk: Desk) -> None:
    with desk.writing() as session:
        duty = session.get_one(Duty, (MENGYUE, chains.late_duties(session)[0].id))
        mine, duty.unit_id = duty.unit_id, unit_of(session, "LXH")
        session.flush()
        missed = chains.duty_missed(session, duty.id)
        case = services.begin(session, desk.who(session, CLERK_OF_IT), missed, new_id().hex)
        assert chains.people_of(session, case) == []
    with pytest.raises(DomainError, match="无责任、整改或者通报") as refused:
        conclude(desk, case)
    assert [problem.field for problem in refused.value.problems] == ["outcome"]
    assert conclude(desk, case, outcome="rectify", words="明确专人负责").state == "concluded"
    page = here.sign_in(HEAD_OF_IT).get(f"/w/{MENGYUE}/cases/{case.id}").get_data(as_text=True)
    assert "明确专人负责" in page
    assert "没有可以询问的人" in page
    with desk.writing() as session:
        session.get_one(Duty, (MENGYUE, missed.subject_id)).unit_id = mine


def test_it_is_walked_by_its_forms(here: Site, desk: Desk, late: str) -> None:
    client = here.sign_in(CLERK_OF_IT)
    new = f"/w/{MENGYUE}/accountability/new"
    assert new in Page(client.get(f"/w/{MENGYUE}/campaigns/")).links
    assert "没有找到" in Page(here.fill(client, new, {"number": "无此号"})).told["number"]
    url = here.fill(client, new, {"number": late}).location.partition("?")[0]
    case_id = url.rpartition("/")[2]
    form = f"/w/{MENGYUE}/accountability/{case_id}/ask"
    options = Page(client.get(form)).posted().fields["person"].options
    typed: dict[str, Any] = {"person": options[1], "question": "为什么超期"}
    assert here.fill(client, form, typed).status_code == 303
    with clock.moved(NOON + 8 * DAY):
        head = here.sign_in(HEAD_OF_IT)
        act = f"/w/{MENGYUE}/accountability/{case_id}/conclude"
        assert here.fill(head, act, {"outcome": "talk", "words": "及时转办"}).status_code == 303
    assert here.sign_in(HANDLER).get(new).status_code == 403
