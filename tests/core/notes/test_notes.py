"""Notes: of the own unit alone, for good, once, with those they name told and nobody else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from core.accounts.actor import Actor, Visiting
from core.accounts.queries import actor_of
from core.audit.models import Audit
from core.cases.models import Case
from core.clock import now
from core.db import Scope, new_id
from core.errors import DomainError, Forbidden, NotFound
from core.notes import queries, services
from core.notes.models import CaseNote
from core.notices.models import Notice
from tests.sample import ADMIN, CLERK, HANDLER, HEAD, HUSA, LEADER, MENGYUE, OTHER_CLERK, account
from tests.site import Site

WORDS = "当事人说明天来"


@pytest.fixture
def own(app: Flask) -> Site:
    """A site of one's own, since these tests write."""
    return Site(app)


@pytest.fixture
def case(own: Site) -> Case:
    """A case of the station of handler and head."""
    return own.case("勐约许1")


def person(site: Site, login: str, tenant: int = MENGYUE) -> Actor:
    with site.database.read(Scope.one(tenant)) as session:
        return actor_of(session, account(session, login))


def write(site: Site, login: str, case: Case, body: str = WORDS, key: str = "") -> CaseNote:
    who = person(site, login)
    with site.database.write(Scope.one(MENGYUE)) as session:
        return services.write(session, who, case.id, body, key or new_id().hex)


def seen(site: Site, login: str, case: Case) -> list[str]:
    who = person(site, login)
    with site.database.read(Scope.one(MENGYUE)) as session:
        return [note.body for note in queries.of_case(session, who, case.id)]


def told(site: Site) -> list[tuple[str, str]]:
    with site.database.read(Scope.one(MENGYUE)) as session:
        names = {account(session, login).id: login for login in (CLERK, HANDLER, HEAD, LEADER)}
        rows = session.scalars(select(Notice).where(Notice.kind == services.NOTE.code))
        return [(names[row.account_id], row.recipient) for row in rows if row.account_id is not None]


def test_a_note_is_read_by_the_own_unit_and_by_no_other_that_may_open_the_case(own: Site, case: Case) -> None:
    write(own, HANDLER, case)
    assert seen(own, HANDLER, case) == seen(own, HEAD, case) == [WORDS]
    for login in (CLERK, LEADER, ADMIN):
        page = own.sign_in(login).get(f"/w/{MENGYUE}/cases/{case.id}/notes")
        assert page.status_code == 200, login
        assert seen(own, login, case) == []
        assert WORDS not in page.get_data(as_text=True)
    assert WORDS in own.sign_in(HEAD).get(f"/w/{MENGYUE}/cases/{case.id}/notes").get_data(as_text=True)


def test_the_number_on_the_tab_counts_what_the_reader_may_read(own: Site, case: Case) -> None:
    write(own, HANDLER, case)
    badge = 'text-bg-secondary">1<'
    assert badge in own.sign_in(HEAD).get(f"/w/{MENGYUE}/cases/{case.id}").get_data(as_text=True)
    assert badge not in own.sign_in(CLERK).get(f"/w/{MENGYUE}/cases/{case.id}").get_data(as_text=True)


def test_a_colleague_who_is_named_is_told_and_nobody_else(own: Site, case: Case) -> None:
    name = person(own, HEAD).name
    write(own, HANDLER, case, f"@{name} {WORDS}")
    assert told(own) == [(HEAD, "person")]


def test_nobody_is_told_of_their_own_note(own: Site, case: Case) -> None:
    write(own, HANDLER, case, f"@{person(own, HANDLER).name} {WORDS}")
    assert told(own) == []


def test_somebody_of_another_unit_can_not_be_named(own: Site, case: Case) -> None:
    with pytest.raises(DomainError) as refused:
        write(own, HANDLER, case, f"@{person(own, CLERK).name} {WORDS}")
    assert [problem.field for problem in refused.value.problems] == ["body"]
    assert seen(own, HANDLER, case) == []


def test_the_same_form_again_is_the_same_note(own: Site, case: Case) -> None:
    key = new_id().hex
    assert write(own, HANDLER, case, key=key).id == write(own, HANDLER, case, key=key).id
    assert seen(own, HANDLER, case) == [WORDS]


def test_a_note_is_in_the_audit_without_its_words(own: Site, case: Case) -> None:
    note = write(own, HANDLER, case)
    with own.database.read(Scope.one(MENGYUE)) as session:
        (row,) = session.scalars(select(Audit).where(Audit.action == "core.note.write"))
        assert (row.subject, row.body["note"]) == (str(case.id), str(note.id))
        assert WORDS not in str(row.body)


def test_the_database_refuses_to_change_a_note(own: Site, case: Case) -> None:
    note = write(own, HANDLER, case)
    with pytest.raises(DBAPIError), own.database.write(Scope.one(MENGYUE)) as session:
        session.execute(update(CaseNote).where(CaseNote.id == note.id).values(body="别的话"))


def test_a_superior_who_visits_reads_and_writes_none(own: Site, case: Case) -> None:
    write(own, HANDLER, case)
    visitor = replace(person(own, HANDLER), visiting=Visiting(new_id(), "检查", now()))
    with own.database.read(Scope.one(MENGYUE)) as session:
        assert queries.of_case(session, visitor, case.id) == []
    with pytest.raises(Forbidden), own.database.write(Scope.one(MENGYUE)) as session:
        services.write(session, visitor, case.id, WORDS, new_id().hex)


def test_a_case_of_another_township_is_not_there_to_be_noted(own: Site, case: Case) -> None:
    stranger = person(own, OTHER_CLERK, HUSA)
    with pytest.raises(NotFound), own.database.write(Scope.one(HUSA)) as session:
        services.write(session, stranger, case.id, WORDS, new_id().hex)


def test_what_is_typed_wrongly_is_told_at_the_field_and_kept(own: Site, case: Case) -> None:
    browser, url = own.sign_in(HANDLER), f"/w/{MENGYUE}/cases/{case.id}/notes"
    typed = f"@没有这个人 {WORDS}"
    answer = own.post(browser, url, {"key": new_id().hex, "body": typed})
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert typed in page
    assert "没有这个人。" in page
    assert own.post(browser, url, {"key": new_id().hex, "body": WORDS}).status_code == 303
    assert seen(own, HEAD, case) == [WORDS]


def test_the_party_sees_no_note(own: Site, case: Case) -> None:
    write(own, HANDLER, case)
    with own.database.read(Scope.one(MENGYUE)) as session:
        number, code = session.get_one(Case, (MENGYUE, case.id)).number, session.get_one(Case, (MENGYUE, case.id)).code
    visitor = own.visitor()
    answer = own.post(visitor, f"/t/{MENGYUE}/track", {"number": number, "code": code})
    page = visitor.get(answer.location)
    assert page.status_code == 200
    assert number in page.get_data(as_text=True)
    assert WORDS not in page.get_data(as_text=True)
