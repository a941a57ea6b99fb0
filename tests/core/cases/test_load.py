"""What each person has: of the units one assigns for, by name, each figure the number of the list it opens."""

from __future__ import annotations

import html
import re

from flask import Flask
from sqlalchemy import select, update

from core.accounts.queries import actor_of
from core.cases import load
from core.cases.load import UnitLoad
from core.cases.models import Case
from core.db import Scope
from tests.sample import CLERK, HANDLER, HEAD, HUSA, LEADER, MENGYUE, OTHER_CLERK, account
from tests.site import Site

KINDS = ("approval.application",)


def loads(site: Site, login: str, tenant: int = MENGYUE) -> list[UnitLoad]:
    with site.database.read(Scope.one(tenant)) as session:
        return load.of_units(session, actor_of(session, account(session, login)), KINDS)


def test_a_head_sees_the_people_of_the_own_unit_and_nobody_elses(app: Flask) -> None:
    site = Site(app)
    (unit,) = loads(site, HEAD)
    with site.database.read(Scope.one(MENGYUE)) as session:
        held = actor_of(session, account(session, HEAD)).held[0]
        names = {account(session, login).display_name for login in (HEAD, HANDLER)}
    assert unit.unit_id == held.unit_id
    assert names <= {one.name for one in unit.people}
    assert len(loads(site, LEADER)) > 1, "a leader assigns for every unit"
    assert all(one.people for one in loads(site, LEADER)), "where nobody handles cases there is nothing to even out"
    for login in (CLERK, HANDLER):
        assert loads(site, login) == []
        assert site.sign_in(login).get(f"/w/{MENGYUE}/load").status_code == 403
    assert not {one.unit_id for one in loads(site, OTHER_CLERK, HUSA)} & {one.unit_id for one in loads(site, LEADER)}


def test_people_stand_by_name_and_what_nobody_has_stands_last(app: Flask) -> None:
    site = Site(app)
    case = site.case("勐约许1")
    with site.database.write(Scope.one(MENGYUE)) as session:
        session.execute(update(Case).where(Case.id == case.id).values(handler_id=None))
    (unit,) = loads(site, HEAD)
    names = [one.name for one in unit.people]
    assert names[-1] == ""
    assert names[:-1] == sorted(names[:-1])
    assert unit.people[-1].open >= 1


def test_who_has_nothing_stands_there_too(app: Flask) -> None:
    site = Site(app)
    with site.database.write(Scope.one(MENGYUE)) as session:
        head, handler = account(session, HEAD).id, account(session, HANDLER).id
        session.execute(update(Case).where(Case.handler_id == handler).values(handler_id=head))
    (unit,) = loads(site, HEAD)
    assert [one.open for one in unit.people if one.account_id == handler] == [0]


def test_every_figure_opens_the_list_of_what_it_counts(app: Flask) -> None:
    site = Site(app)
    with site.database.write(Scope.one(MENGYUE)) as session:
        one = session.scalars(select(Case).where(Case.handler_id.is_not(None), Case.is_open == True)).first()  # noqa: E712
        assert one is not None
        session.execute(update(Case).where(Case.id == one.id).values(handler_id=None))
    browser = site.sign_in(HEAD)
    page = browser.get(f"/w/{MENGYUE}/load").get_data(as_text=True)
    figures = re.findall(r'href="(/w/\d+/cases\?[^"]*who=[^"]*)">(\d+)<', page)
    (unit,) = loads(site, HEAD)
    assert len(figures) == sum(bool(n) for who in unit.people for n in (who.open, who.near, who.overdue)) > 0
    for url, number in figures:
        listed = browser.get(html.unescape(url)).get_data(as_text=True)
        assert re.search(rf"共{number}件", listed), url


def test_a_person_or_unit_in_the_address_that_is_none_restricts_nothing(app: Flask) -> None:
    browser = Site(app).sign_in(HEAD)
    for address in ("who=x", "unit=x", "who=%00", "unit=" + "9" * 500):
        assert browser.get(f"/w/{MENGYUE}/cases?{address}").status_code == 200
