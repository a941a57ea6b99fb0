"""A document that waits is told to those whose turn it is, and again on each working day that it lies."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest
from sqlalchemy import select

from core import clock
from core.accounts.models import Account
from core.db import Scope
from core.documents import services, telling
from core.documents.models import Document
from core.notices.models import Notice
from tests.core.documents.conftest import SECOND, Desk
from tests.sample import ADMIN, HANDLER, HEAD, LEADER, MENGYUE, NOON
from tests.site import Page, Site


def told(desk: Desk, document_id: UUID) -> list[tuple[str, str]]:
    """Who was told of a document, and in which words, in order."""
    with desk.database.read(Scope.one(MENGYUE)) as session:
        query = select(Account.login, Notice.words).join(Notice, Notice.account_id == Account.id)
        rows = session.execute(query.where(Notice.matter_id == document_id).order_by(Notice.at, Account.login)).all()
    return [(login, words) for login, words in rows]


def test_each_step_tells_those_whose_turn_it_is(desk: Desk) -> None:
    row = desk.write(LEADER, SECOND)
    assert told(desk, row.id) == []
    desk.step(row, "submit", HANDLER)
    assert {login for login, _words in told(desk, row.id)} >= {HEAD, ADMIN}
    assert not {HANDLER, LEADER, SECOND} & {login for login, _words in told(desk, row.id)}
    before = len(told(desk, row.id))
    desk.step(row, "check", HEAD)
    words = "有一份%(kind)s等待您签发。"
    assert set(told(desk, row.id)[before:]) == {(LEADER, words), (SECOND, words)}
    desk.step(row, "sign", LEADER)
    assert len(told(desk, row.id)) == before + 2, "another signature is waited for"
    desk.step(row, "sign", SECOND)
    assert (ADMIN, "有一份%(kind)s等待编号印发。") in told(desk, row.id)[before + 2 :]


def test_who_was_told_of_a_step_that_another_took_has_nothing_left_to_read(desk: Desk) -> None:
    row = desk.signed()
    assert unread(desk, row.id) == {ADMIN}
    desk.step(row, "issue", ADMIN)
    assert unread(desk, row.id) == set()


def unread(desk: Desk, document_id: UUID) -> set[str]:
    with desk.database.read(Scope.one(MENGYUE)) as session:
        query = select(Account.login).join(Notice, Notice.account_id == Account.id)
        return set(session.scalars(query.where(Notice.matter_id == document_id, Notice.read_at.is_(None))))


def test_a_return_tells_its_author(desk: Desk) -> None:
    row = desk.write()
    desk.step(row, "submit", HANDLER)
    desk.step(row, "send_back", HEAD, "数字不对")
    assert told(desk, row.id)[-1] == (HANDLER, "您起草的%(kind)s被退回修改。")


@pytest.mark.parametrize(("urgency", "first"), [("", 2), ("urgent", 1)])
def test_what_lies_is_reminded_of_once_a_working_day(desk: Desk, urgency: str, first: int) -> None:
    row = desk.write(urgency=urgency)
    desk.step(row, "submit", HANDLER)
    desk.step(row, "check", HEAD)
    before = len(told(desk, row.id))
    reminded = []
    for day in range(6):  # from Tuesday, 24 November 2026
        with clock.moved(NOON + dt.timedelta(days=day)):
            telling.remind(desk.database, MENGYUE)
            assert telling.remind(desk.database, MENGYUE) == 0
        reminded.append(len(told(desk, row.id)) - before)
    # Wednesday to Friday, or from Thursday on; not on the weekend.
    assert reminded == ([0, 1, 2, 3, 3, 3] if first == 1 else [0, 0, 1, 2, 2, 2])
    assert told(desk, row.id)[-1] == (LEADER, "有一份%(kind)s等待您签发，已经%(days)s个工作日。")
    with desk.writing() as session:
        version = session.get_one(Document, (MENGYUE, row.id)).version
        services.void(session, desk.people[HANDLER], row.id, "不发了", version)
        assert telling.DOCUMENT.alive(session, [row.id]) == set()


def test_the_notice_leads_to_the_document_and_is_read_by_opening_it(desk: Desk, site: Site) -> None:
    row = desk.write()
    desk.step(row, "submit", HANDLER)
    desk.step(row, "check", HEAD)
    leader, link = site.sign_in(LEADER), f"/w/{MENGYUE}/documents/{row.id}"
    page = leader.get(f"/w/{MENGYUE}/messages")
    assert "有一份通知等待您签发。" in page.text
    assert link in Page(page).links
    with leader.get(link) as answer:
        assert answer.status_code == 200
    with site.database.read(Scope.one(MENGYUE)) as session:
        mine = select(Notice).where(Notice.matter_id == row.id, Notice.words.contains("签发"))
        assert session.scalars(mine).one().read_at
