"""What the pages of a day's work cost: few queries, and as many for ten rows as for fifty."""

from __future__ import annotations

import datetime as dt

import pytest
from flask import Flask

from core.accounts.queries import actor_of
from core.cases import lists as cases
from core.cases.lists import CaseFilter, Place, count, page, place
from core.cases.models import Case, Participant, Reply, Timeline
from core.db import Database, Scope, ScopedSession
from core.db.ids import new_id
from core.search import service
from core.web import workspace
from tests.core.seed.test_counts import statements
from tests.sample import CLERK, HEAD, MENGYUE, NOON, TODAY, account
from tests.site import Site

LIST = f"/w/{MENGYUE}/cases?closed=1"
# What the pages of a day's work may ask the database; the frame with its tenant, rights, menu and bell asks five.
MOST = {"list": 15, "case": 15, "workbench": 15, "search": 15}
ON_ONE = pytest.mark.only_on("sqlite", "the same statements go to both, and here a transaction begins without one")


@ON_ONE
@pytest.mark.parametrize("login", [CLERK, HEAD])
def test_a_list_sends_few_queries_and_no_more_for_more_rows(
    app: Flask, monkeypatch: pytest.MonkeyPatch, login: str
) -> None:
    site, found = Site(app), {}
    for rows in (2, 10, 50):
        monkeypatch.setattr(workspace, "_rows", lambda rows=rows: rows)
        found[rows] = statements(site.sign_in(login), LIST)
    assert found[2] == found[10] == found[50]
    assert found[50] <= MOST["list"]


@ON_ONE
@pytest.mark.parametrize("login", [CLERK, HEAD])
def test_a_cases_page_sends_few_queries_and_no_more_for_more_rows(app: Flask, login: str) -> None:
    site = Site(app)
    case = site.case("勐约许1")
    url = f"/w/{MENGYUE}/cases/{case.id}"
    found = {}
    for rows in (10, 50):
        with site.database.write(Scope.one(MENGYUE)) as session:
            _lengthen(session, case, rows)
        found[rows] = statements(site.sign_in(login), url)
    assert found[10] == found[50] <= MOST["case"]


@ON_ONE
@pytest.mark.parametrize("login", [CLERK, HEAD])
def test_the_workbench_sends_few_queries_and_no_more_for_more_rows(
    app: Flask, monkeypatch: pytest.MonkeyPatch, login: str
) -> None:
    site, found, whole = Site(app), {}, cases.page
    for rows in (1, 10):
        monkeypatch.setattr(cases, "page", lambda *given, rows=rows, **named: whole(*given, **{**named, "limit": rows}))
        found[rows] = statements(site.sign_in(login), f"/w/{MENGYUE}/")
    assert found[1] == found[10] <= MOST["workbench"]


@ON_ONE
@pytest.mark.parametrize("login", [CLERK, HEAD])
def test_a_search_sends_few_queries_and_no_more_for_more_rows(
    app: Flask, monkeypatch: pytest.MonkeyPatch, login: str
) -> None:
    site, found = Site(app), {}
    for rows in (10, 50):
        monkeypatch.setattr(service, "PER_PAGE", rows)
        found[rows] = statements(site.sign_in(login), f"/w/{MENGYUE}/search?q=勐约许")
    assert found[10] == found[50] <= MOST["search"]


def _lengthen(session: ScopedSession, case: Case, rows: int) -> None:
    """Give a case more of everything its page shows."""
    for number in range(rows):
        key = {"tenant_id": case.tenant_id, "case_id": case.id}
        at = NOON + dt.timedelta(minutes=number)
        session.add(Participant(**key, role="interested", name=f"样{number}"))
        session.add(Reply(**key, at=at, act="note", words=str(number)))
        session.add(
            Timeline(
                **key,
                at=at,
                on=TODAY,
                actor_id=new_id(),
                actor_name="样",
                code="note",
                label="样",
                state="样",
                article="样",
            )
        )


def test_counting_ends_where_it_is_told_to(app: Flask) -> None:
    database: Database = app.extensions["xiaoneng.database"]
    with database.read(Scope.one(MENGYUE)) as session:
        actor = actor_of(session, account(session, CLERK))
        wanted = CaseFilter(open_only=False)
        whole = count(session, actor, wanted)
        assert whole > 3
        assert count(session, actor, wanted, 3) == 4
        assert count(session, actor, wanted, whole) == whole


def test_the_place_of_a_case_is_its_number_in_the_lists_own_order(app: Flask) -> None:
    database: Database = app.extensions["xiaoneng.database"]
    with database.read(Scope.one(MENGYUE)) as session:
        actor = actor_of(session, account(session, CLERK))
        for order in ("due", "received"):
            wanted = CaseFilter(order=order)
            rows = page(session, actor, wanted).rows
            ids = [None, *(case.id for case in rows), None]
            for number, case in enumerate(rows, 1):
                found = place(session, actor, wanted, case, 1000)
                assert found == Place(ids[number - 1], ids[number + 1], number, len(rows))
            last = place(session, actor, wanted, rows[-1], 2)
            assert (last.number, last.total) == (4, 3)
            closed = page(session, actor, CaseFilter(open_only=False, states=("delivered",))).rows
            gone = place(session, actor, wanted, closed[0], 1000)
            assert (gone.number, gone.total) == (0, len(rows))
