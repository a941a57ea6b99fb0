"""The workbench by who reads it: what stands first, and the figures of those who lead, each the number of its list."""

from __future__ import annotations

import html
import re

import pytest
from flask import Flask
from sqlalchemy import select, update

from core import clock, plugins
from core.accounts.models import Grant
from core.accounts.queries import actor_of
from core.cases.models import Case
from core.db import Scope
from core.tenancy.services import put_switch
from core.web.desk import BLOCKS, part_of
from tests.core.seed.test_counts import statements
from tests.sample import ADMIN, AGENT, CLERK, HANDLER, HEAD, LEADER, MENGYUE, NOON, account
from tests.site import Site

HOME = f"/w/{MENGYUE}/"
SECTION = re.compile(r'<section[^>]*aria-labelledby="led">.*?</section>', re.DOTALL)
FIGURE = re.compile(r'<a class="xn-figure[^"]*" href="([^"]+)">\s*<strong>(\d+)</strong> <span>([^<]+)<')
LABELS = ["在办案件", "待分办", "本月收件", "本月办结", "本月超期办结"]


def led(site: Site, login: str) -> list[tuple[str, int, str]]:
    page = site.sign_in(login).get(HOME).get_data(as_text=True)
    found = SECTION.search(page)
    return [
        (html.unescape(url), int(number), label) for url, number, label in FIGURE.findall(found[0] if found else "")
    ]


@pytest.mark.parametrize("login", [HEAD, LEADER])
def test_who_leads_sees_five_figures_each_the_number_of_the_list_it_opens(app: Flask, login: str) -> None:
    site = Site(app)
    with site.database.write(Scope.one(MENGYUE)) as session:
        some = session.scalars(select(Case.id).where(Case.is_open == True).limit(1)).one()  # noqa: E712
        session.execute(update(Case).where(Case.id == some).values(handler_id=None))
        session.execute(update(Case).where(Case.closed_at.is_not(None)).values(closed_at=NOON))
    with clock.moved(NOON):
        figures, browser = led(site, login), site.sign_in(login)
        assert [label for *_, label in figures] == LABELS
        for url, number, label in figures:
            assert f"共{number}件" in browser.get(url).get_data(as_text=True), label
    if login == LEADER:
        assert all(number for _, number, label in figures if label in {"在办案件", "待分办", "本月收件", "本月办结"})


def test_a_case_closed_last_month_is_none_of_this_months(app: Flask) -> None:
    site = Site(app)
    with clock.moved(NOON):
        before = {label: number for _, number, label in led(site, LEADER)}["本月办结"]
        with site.database.write(Scope.one(MENGYUE)) as session:
            session.execute(update(Case).where(Case.closed_at.is_not(None)).values(closed_at=NOON.replace(month=10)))
        assert before > 0
        assert {label: number for _, number, label in led(site, LEADER)}["本月办结"] == 0


@pytest.mark.parametrize("login", [CLERK, HANDLER, AGENT, ADMIN])
def test_who_does_not_lead_has_none_of_them(app: Flask, login: str) -> None:
    assert led(Site(app), login) == []


@pytest.mark.parametrize(
    ("login", "part"),
    [
        (LEADER, "leads"),
        (HEAD, "leads"),
        (HANDLER, "works"),
        (CLERK, "works"),
        (ADMIN, "administers"),
        (AGENT, "works"),
    ],
)
def test_everybody_begins_with_what_is_theirs_to_do(app: Flask, login: str, part: str) -> None:
    site = Site(app)
    with site.database.read(Scope.one(MENGYUE)) as session:
        actor = actor_of(session, account(session, login))
        on = tuple(code for code in plugins.registry().case_kinds if code.startswith("approval."))
        assert part_of(actor, login == ADMIN, on) == part
    assert site.sign_in(login).get(HOME).status_code == 200


def test_the_desk_of_an_administrator_begins_with_the_pages_of_administration(app: Flask) -> None:
    page = Site(app).sign_in(ADMIN).get(HOME).get_data(as_text=True)
    assert 0 < page.index('id="tiles"') < page.index('id="due"')


def test_who_may_read_no_case_is_shown_no_list_of_cases(app: Flask) -> None:
    site = Site(app)
    with site.database.write(Scope.one(MENGYUE)) as session:
        reporter = account(session, AGENT)
        session.execute(update(Grant).where(Grant.account_id == reporter.id).values(role="office_admin"))
    page = site.sign_in(AGENT).get(HOME).get_data(as_text=True)
    assert 'id="first"' not in page
    assert 'id="due"' not in page


def test_every_desk_has_what_was_told_and_what_waits_for_the_reader() -> None:
    assert all({"told", "mine", "owed", "unit_told"} <= set(blocks) for blocks in BLOCKS.values())


def test_a_month_in_the_address_that_is_none_restricts_nothing(app: Flask) -> None:
    browser = Site(app).sign_in(CLERK)
    whole = browser.get(f"/w/{MENGYUE}/cases?all=1").get_data(as_text=True)
    number = re.search(r"共(\d+)件", whole)
    assert number is not None
    for month in ("x", "%00", "9" * 500):
        assert number[0] in browser.get(f"/w/{MENGYUE}/cases?month={month}").get_data(as_text=True)


@pytest.mark.only_on("sqlite", "the same statements go to both, and here a transaction begins without one")
@pytest.mark.parametrize("login", [LEADER, ADMIN])
def test_the_workbench_sends_few_queries_with_every_measure_on(app: Flask, login: str) -> None:
    site = Site(app)
    with site.database.write(Scope.one(MENGYUE)) as session:
        for measure in plugins.registry().switchable:
            put_switch(session, MENGYUE, measure.name, on=True, by="样例")
    assert statements(site.sign_in(login), HOME) <= 15
