"""What the list of cases costs: few queries, and as many for ten rows as for fifty."""

from __future__ import annotations

import pytest
from flask import Flask

from core.accounts.queries import actor_of
from core.cases.queries import CaseFilter, count, page, place
from core.db import Database, Scope
from core.web import workspace
from tests.core.seed.test_counts import statements
from tests.sample import CLERK, HEAD, MENGYUE, account
from tests.site import Site

LIST = f"/w/{MENGYUE}/cases?closed=1"
MOST_LIST = 15
# What a case's page sends today; it may become less.
MOST_CASE = 34


@pytest.mark.only_on("sqlite", "the same statements go to both, and here a transaction begins without one")
@pytest.mark.parametrize("login", [CLERK, HEAD])
def test_a_list_sends_few_queries_and_no_more_for_more_rows(
    app: Flask, monkeypatch: pytest.MonkeyPatch, login: str
) -> None:
    site, found = Site(app), {}
    for rows in (2, 50):
        monkeypatch.setattr(workspace, "_rows", lambda rows=rows: rows)
        found[rows] = statements(site.sign_in(login), LIST)
    assert found[2] == found[50]
    assert found[50] <= MOST_LIST


@pytest.mark.only_on("sqlite", "the same statements go to both, and here a transaction begins without one")
@pytest.mark.parametrize("login", [CLERK, HEAD])
def test_a_cases_page_sends_no_more_queries_than_it_did(app: Flask, login: str) -> None:
    site = Site(app)
    case = site.case("勐约许1")
    assert statements(site.sign_in(login), f"/w/{MENGYUE}/cases/{case.id}") <= MOST_CASE


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
            places = [place(session, actor, wanted, case, 1000) for case in rows]
            assert places == [(number, len(rows)) for number in range(1, len(rows) + 1)]
            assert place(session, actor, wanted, rows[-1], 2) == (4, 3)
            closed = page(session, actor, CaseFilter(open_only=False, states=("delivered",))).rows
            assert place(session, actor, wanted, closed[0], 1000) == (0, len(rows))
