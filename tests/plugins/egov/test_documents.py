"""Documents from the county through its townships to the archive: signed for, read, handled, answered, recalled."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from core import cases, clock
from core.cases.models import Case
from core.db import Scope, new_id
from core.documents.models import Document, IssuedDocument
from core.errors import DomainError, NotFound
from core.jobs.worker import Worker
from core.notices.models import Notice
from core.tenancy.offices import office
from plugins.egov.documents import commands as cmd
from plugins.egov.documents import queries, rules, sending
from plugins.egov.documents.models import Incoming, Opinion
from plugins.egov.documents.road import TRANSITIONS
from tests.databases import REFUSED
from tests.plugins.egov.conftest import MONDAY, OFFICE, carry, of_login
from tests.sample import (
    ADMIN,
    AGENT,
    COUNTY,
    COUNTY_ADMIN,
    HANDLER,
    HUSA,
    LEADER,
    MENGYUE,
    NO_ROLE,
    OTHER_ADMIN,
    ZHANGFENG,
)
from tests.site import Page, Site

TITLE = "关于开展冬季防火检查的通知"


def issued(site: Site) -> UUID:
    """An issued document of the county, without its printing."""
    with site.database.write(Scope.one(COUNTY)) as session:
        unit, actor, number = office(session), of_login(session, COUNTY_ADMIN), new_id().hex[-6:]
        assert unit is not None
        row = Document(
            id=new_id(),
            tenant_id=COUNTY,
            form_key=new_id().hex,
            kind="notice",
            format="letterhead",
            title=TITLE,
            sent_to="各乡镇",
            cc="",
            body="请于月底前报送情况。",
            attachments="",
            notes="",
            urgency="urgent",
            unit_id=unit.id,
            stage="issued",
            author_id=actor.account_id,
            author=actor.name,
            changed_at=clock.now(),
            number=f"陇政发〔2026〕{number}号",
        )
        session.add(row)
        session.flush()
        out = IssuedDocument(
            id=row.id,
            tenant_id=COUNTY,
            kind="notice",
            title=TITLE,
            organ="陇川县人民政府",
            series=number,
            year=2026,
            n=1,
            number=row.number,
            dated_on=MONDAY,
            issued_at=clock.now(),
            issued_by="样例",
            data="{}",
            seal="",
            sha256="0" * 64,
        )
        session.add(out)
        return out.id


def sent(site: Site, document_id: UUID, *to: int, **given: Any) -> UUID:
    with site.database.write(Scope.one(COUNTY)) as session:
        command = cmd.Send(**{"document_id": document_id, "to": to, "audience": "office", **given})
        return sending.send(session, of_login(session, COUNTY_ADMIN), command, new_id().hex).id


def arrived(site: Site, tenant: int = MENGYUE) -> Case:
    with site.database.read(Scope.one(tenant)) as session:
        found = session.scalars(select(Case).where(Case.kind == queries.KIND).order_by(Case.id.desc())).first()
        assert found is not None
        session.expunge(found)
    return found


def act(site: Site, case: Case, login: str, code: str, **given: Any) -> Case:
    made = next(one for one in TRANSITIONS if one.code == code).command
    with site.database.write(Scope.one(case.tenant_id)) as session:
        version = session.get_one(Case, (case.tenant_id, case.id)).version
        command = made(version=version, **given)
        done = cases.act(session, of_login(session, login), case.id, code, command, new_id().hex)
        session.flush()
        session.refresh(done)
        session.expunge(done)
    return done


def lead(site: Site, name: str) -> UUID:
    with site.database.read(Scope.one(MENGYUE)) as session:
        return next(unit for unit, found in queries.handling_units(session).items() if name in found)


def test_a_document_goes_from_the_county_through_the_township_to_the_archive(places: Site, worker: Worker) -> None:
    site = places
    dispatch = sent(site, issued(site), MENGYUE, HUSA, ZHANGFENG, wants_answer=True, answer_by=dt.date(2026, 12, 1))
    carry(worker)
    case = arrived(site)
    assert (case.state, case.party, case.title) == ("doc_arrived", "陇川县人民政府", TITLE)
    act(site, case, OFFICE, "sign_for")
    act(site, case, OFFICE, "propose_handling", words="拟请农业服务中心办理")
    with pytest.raises(DomainError, match="先批办并答复"):
        act(site, case, OFFICE, "archive_document", retention="years_10")
    with site.database.read(Scope.one(MENGYUE)) as session:
        people = {login: of_login(session, login) for login in (LEADER, HANDLER, AGENT)}
    act(site, case, OFFICE, "circulate", readers=tuple(people[one].account_id for one in (LEADER, AGENT)))
    act(site, case, OFFICE, "circulate", readers=(people[AGENT].account_id,))
    # The reader's own page: who is no reader finds nothing, and an opinion stays as it was written.
    address = f"/w/{MENGYUE}/incoming/reading/{case.id}"
    assert site.sign_in(HANDLER).get(address).status_code == 404
    assert site.sign_in(OTHER_ADMIN).get(address).status_code == 404
    agent = site.sign_in(AGENT)
    assert TITLE in agent.get(f"/w/{MENGYUE}/incoming/reading").text
    assert "请于月底前报送情况" in agent.get(address).text
    assert site.fill(agent, address, {"words": "本村已部署"}).status_code == 303
    assert "本村已部署" in agent.get(address).text
    with site.database.read(Scope.one(MENGYUE)) as session:
        reader = {one.name: one.read_at for one in queries.readers_of(session, case.id)}
        assert len(reader) == 2
        assert reader[people[AGENT].name] is not None
        assert reader[people[LEADER].name] is None
    with pytest.raises(DBAPIError, match=REFUSED), site.database.write(Scope.one(MENGYUE)) as session:
        session.scalars(select(Opinion).where(Opinion.case_id == case.id)).first().words = "改了"  # type: ignore[union-attr]
        session.flush()
    given = act(site, case, LEADER, "direct", lead=lead(site, "农业"), words="请农业服务中心牵头")
    assert given.unit_id == lead(site, "农业")
    act(site, case, LEADER, "chase_handling", words="月底前办结")
    back = act(site, case, HANDLER, "answer_document", words="已检查十二个村组，隐患全部整改")
    assert back.state == "doc_answered"
    done = act(site, case, OFFICE, "archive_document", retention="years_10")
    assert (done.state, done.is_open) == ("doc_archived", False)
    with site.database.read(Scope.one(MENGYUE)) as session:
        row = session.get_one(Incoming, (MENGYUE, case.id))
        assert row.keep_until == dt.date(2037, 1, 1)
        found, _next = queries.page(session, of_login(session, ADMIN), queries.Wanted("冬季防火", retention="years_10"))
        assert [one.id for _row, one in found] == [case.id]
        assert not queries.page(session, of_login(session, ADMIN), queries.Wanted("别的"))[0]
    carry(worker)
    county = site.sign_in(COUNTY_ADMIN)
    page = county.get(f"/w/{COUNTY}/dispatches/{dispatch}").text
    assert "已检查十二个村组" in page
    assert case.number in page
    assert "等待答复" in page  # the two others


def test_a_document_that_is_sent_back_merged_or_recalled(places: Site, worker: Worker) -> None:
    site, document_id = places, issued(places)
    first = sent(site, document_id, MENGYUE, HUSA)
    with pytest.raises(DomainError, match="已经发给") as refused:
        sent(site, document_id, MENGYUE)
    assert refused.value.problems[0].field == "again"
    carry(worker)
    kept = arrived(site)
    act(site, kept, OFFICE, "sign_for")
    sent(site, document_id, MENGYUE, again=True)
    carry(worker)
    twice = arrived(site)
    with site.database.read(Scope.one(MENGYUE)) as session:
        alike = queries.alike(session, twice, queries.incoming_of(session, twice))
        assert [one.id for one in alike] == [kept.id]
    act(site, twice, OFFICE, "sign_for")
    merged = act(site, twice, OFFICE, "merge_document", number=kept.number)
    assert merged.state == "doc_merged"
    there = arrived(site, HUSA)
    back = act(site, there, OTHER_ADMIN, "send_document_back", words="不属于本乡职责")
    assert back.state == "doc_returned"
    carry(worker)
    county = site.sign_in(COUNTY_ADMIN)
    address = f"/w/{COUNTY}/dispatches/{first}"
    assert "不属于本乡职责" in county.get(address).text
    wrong = Page(site.fill(county, address, {"reason": " "}))
    assert "请写明撤回的理由" in wrong.told["reason"]
    assert site.fill(county, address, {"reason": "附件有误"}).status_code == 303
    carry(worker)
    with site.database.read(Scope.one(MENGYUE)) as session:
        assert session.get_one(Case, (MENGYUE, kept.id)).state == "doc_recalled"
        assert session.get_one(Incoming, (MENGYUE, kept.id)).recall_reason == "附件有误"
    with pytest.raises(DomainError, match="已经撤回"), site.database.write(Scope.one(COUNTY)) as session:
        sending.recall(session, of_login(session, COUNTY_ADMIN), first, "再撤回")
    with pytest.raises(NotFound), site.database.write(Scope.one(MENGYUE)) as session:
        sending.send(
            session, of_login(session, ADMIN), cmd.Send(document_id=document_id, to=(HUSA,), audience="office"), "k"
        )


def test_everyone_of_a_township_gets_it_in_one_action_and_a_stranger_does_not(places: Site, worker: Worker) -> None:
    site = places
    sent(site, issued(site), MENGYUE, ZHANGFENG, audience="everyone")
    carry(worker)
    case = arrived(site)
    with site.database.read(Scope.one(MENGYUE)) as session:
        staff = queries.staff(session)
        readers = queries.readers_of(session, case.id)
        assert {one.account_id for one in readers} == {account for account, _name in staff}
        told = session.scalars(
            select(Notice.account_id).where(Notice.matter_id == case.id, Notice.kind == "egov.reading")
        )
        assert set(told) == {one.account_id for one in readers}
    for login in (LEADER, AGENT):
        assert site.sign_in(login).get(f"/w/{MENGYUE}/incoming/reading/{case.id}").status_code == 200
    assert site.sign_in(NO_ROLE).get(f"/w/{MENGYUE}/incoming/reading/{case.id}").status_code in {403, 404}
    elsewhere = arrived(site, ZHANGFENG)
    assert site.sign_in(LEADER).get(f"/w/{MENGYUE}/incoming/reading/{elsewhere.id}").status_code == 404


def test_what_came_on_paper_is_entered_by_hand_and_nothing_classified(places: Site) -> None:
    client = places.sign_in(OFFICE)
    page = f"/w/{MENGYUE}/incoming/new"
    typed = {"organ": "陇川县水务局", "title": "关于供水检修的函", "dated_on": "2026-11-20"}
    wrong = Page(places.fill(client, page, {**typed, "title": "机密★十年 关于某事的函", "answer_by": "2026-12-01"}))
    assert "密级" in wrong.told["title"]
    assert wrong.told["wants_answer"]
    assert wrong.values["organ"] == "陇川县水务局"
    made = places.fill(client, page, typed)
    assert made.status_code == 303
    case = arrived(places)
    assert case.state == "doc_registered"
    listed = client.get(f"/w/{MENGYUE}/incoming/?q=供水").text
    assert case.number in listed
    assert client.get(f"/w/{MENGYUE}/cases/{case.id}").status_code == 200
    for code in ("propose_handling", "circulate", "merge_document", "archive_document"):
        assert client.get(f"/w/{MENGYUE}/incoming/cases/{case.id}/{code}").status_code == 200, code
    address = f"/w/{MENGYUE}/incoming/cases/{case.id}/archive_document"
    assert places.fill(client, address, {"retention": "permanent"}).status_code == 303
    assert places.sign_in(AGENT).get(f"/w/{MENGYUE}/incoming/").status_code == 403
    assert places.sign_in(ADMIN).get(f"/w/{MENGYUE}/dispatches/new").status_code == 200
    assert places.sign_in(ADMIN).get(f"/w/{MENGYUE}/dispatches/").status_code == 200
    assert client.get(f"/w/{MENGYUE}/dispatches/").status_code == 403


def test_how_long_a_document_is_kept() -> None:
    assert rules.keep_until(MONDAY, "permanent") is None
    assert rules.keep_until(MONDAY, "years_30") == dt.date(2057, 1, 1)
