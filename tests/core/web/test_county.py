"""The county over all townships: it finds, counts and opens lists, reads nobody's name, and writes nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from core import plugins
from core.accounts.actor import Actor
from core.accounts.queries import actor_of
from core.cases.models import Case
from core.cases.statistics import Period
from core.db import Scope, ScopeError
from core.stats import queries
from core.tenancy.models import Tenant
from core.tenancy.services import put_switch
from tests.sample import COUNTY, COUNTY_ADMIN, HUSA, MENGYUE, TODAY, ZHANGFENG, account
from tests.site import Page, Site

YEAR = Period(TODAY.replace(month=1, day=1), TODAY)


@pytest.fixture(scope="module")
def county(site: Site) -> FlaskClient:
    """The county's administrator."""
    return site.sign_in(COUNTY_ADMIN)


@pytest.fixture
def approval_off(site: Site) -> Iterator[None]:
    """户撒乡 has approval turned off."""

    def turn(on: bool) -> None:
        with site.database.write(Scope.one(HUSA)) as session:
            put_switch(session, HUSA, "approval", on=on, by="测试")

    turn(False)
    yield
    turn(True)


@pytest.fixture
def overseer(site: Site) -> Actor:
    """The county's administrator as an actor."""
    with site.database.read(Scope.one(COUNTY)) as session:
        return actor_of(session, account(session, COUNTY_ADMIN))


def numbers(client: FlaskClient, url: str, **asked: object) -> set[str]:
    """The numbers of cases in every page of a list."""
    found: set[str] = set()
    answer = client.get(url, query_string=asked)
    while True:
        assert answer.status_code == 200
        found |= set(re.findall(r'class="xn-number">([^<]+)<', answer.text))
        more = re.search(r'rel="next" href="([^"]+)"', answer.text)
        if more is None:
            return found
        answer = client.get(more[1].replace("&amp;", "&"))


def test_a_number_and_an_item_are_found_in_every_township(site: Site, county: FlaskClient) -> None:
    for name in ("勐约许1", "户撒许1"):
        case = site.case(name)
        assert numbers(county, "/county/search", q=case.number, closed=1) == {case.number}
        assert case.number in numbers(county, "/county/search", q=case.title, closed=1)
    everything = numbers(county, "/county/search", closed=1)
    assert {number[:2] for number in everything} >= {"勐约", "户撒"}
    here = numbers(county, "/county/search", closed=1, township=MENGYUE)
    assert {number[:2] for number in here} == {"勐约"}
    assert numbers(county, "/county/search") < everything


def test_nobody_is_found_by_name_and_names_are_masked(site: Site, county: FlaskClient) -> None:
    case = site.case("勐约许1")
    assert numbers(county, "/county/search", q=case.party, closed=1) == set()
    page = county.get("/county/search", query_string={"q": case.number, "closed": 1}).text
    assert case.party not in page
    assert f"{case.party[0]}*" in page


def test_a_measure_that_is_off_in_a_township_takes_its_cases_out_of_search_and_figures(
    site: Site, county: FlaskClient, overseer: Actor, approval_off: None
) -> None:
    found = numbers(county, "/county/search", closed=1)
    assert {number[:2] for number in found} & {"户撒"} == set()
    with site.database.read(Scope.tree(COUNTY)) as session:
        figures = queries.by_dimension(session, overseer, plugins.registry().stats.values(), YEAR, queries.TOWNSHIP)
    counted = {row.key: row.counts["approval.received"] for row in figures.rows}
    assert counted[HUSA] == 0
    assert counted[MENGYUE] > 0


def test_an_odd_address_is_an_empty_list_or_absent(county: FlaskClient) -> None:
    assert county.get("/county/search?township=abc&after=x_y").status_code == 200
    assert county.get("/county/search?township=²").status_code == 200
    assert county.get(f"/county/cases/{ZHANGFENG}/nothing").status_code == 404


def test_what_the_county_reads_it_can_not_write(site: Site) -> None:
    with pytest.raises(ScopeError), site.database.write(Scope.tree(COUNTY)):
        pass
    with site.database.read(Scope.tree(COUNTY)) as session:
        case = session.scalars(select(Case)).first()
        assert case is not None
        case.title = "改了"
        with pytest.raises(ScopeError):
            session.flush()
    with site.database.read(Scope.tree(COUNTY)) as session:
        assert session.scalar(select(Case.id).where(Case.title == "改了")) is None
        assert session.get(Tenant, MENGYUE) is not None


def test_the_search_on_top_of_the_countys_pages_searches_the_county(county: FlaskClient) -> None:
    assert "/county/search" in {form.action for form in Page(county.get("/county/")).forms}
