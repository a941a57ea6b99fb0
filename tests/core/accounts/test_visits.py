"""A superior in a township: let in for a reason, for two hours, in one browser; reads only, and is on the audit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from core import clock
from core.accounts.models import Account, Grant, Visit
from core.audit.models import Audit
from core.db import Scope
from tests.sample import CLERK, COUNTY, COUNTY_ADMIN, HUSA, LEADER, MENGYUE, NOON, account
from tests.site import Page, Site

REASON = "核查12345工单反映的超期问题"


@pytest.fixture
def visitor(site: Site) -> Iterator[FlaskClient]:
    """The county's administrator who has entered 勐约乡."""
    client = site.sign_in(COUNTY_ADMIN)
    assert enter(site, client) == f"/w/{MENGYUE}/"
    yield client
    site.post(client, f"/county/visits/{MENGYUE}/leave", {})


def enter(site: Site, client: FlaskClient, township: int = MENGYUE) -> str:
    answer = site.fill(client, f"/county/visits/{township}", {"reason": REASON})
    assert answer.status_code == 303
    return str(answer.location)


def acts(site: Site, tenant: int, action: str) -> list[Audit]:
    with site.database.read(Scope.one(tenant)) as session:
        rows = list(session.scalars(select(Audit).where(Audit.action == action).order_by(Audit.at, Audit.id)))
        session.expunge_all()
    return rows


def test_without_entering_the_county_opens_nothing_of_a_township(site: Site) -> None:
    client, case = site.sign_in(COUNTY_ADMIN), site.case("勐约许1")
    for page in ("", "cases", f"cases/{case.id}", "search"):
        assert client.get(f"/w/{MENGYUE}/{page}").status_code == 404


def test_a_visitor_reads_the_cases_with_a_banner_on_every_page(site: Site, visitor: FlaskClient) -> None:
    case = site.case("勐约许1")
    for page in ("", "cases", f"cases/{case.id}", "search?q=x"):
        answer = visitor.get(f"/w/{MENGYUE}/{page}")
        assert answer.status_code == 200, page
        assert REASON in answer.text
    assert visitor.get(f"/w/{HUSA}/").status_code == 404, "another township was not entered"
    assert REASON not in visitor.get("/county/").text


def test_a_reason_is_required_and_the_form_keeps_what_was_typed(site: Site) -> None:
    client = site.sign_in(COUNTY_ADMIN)
    for typed in ("", "  ", "查"):
        answer = site.fill(client, f"/county/visits/{MENGYUE}", {"reason": typed})
        assert answer.status_code == 422
        assert "请写明进入的理由" in Page(answer).told["reason"]
    assert client.get(f"/w/{MENGYUE}/").status_code == 404


def test_only_a_township_of_the_county_can_be_entered(site: Site) -> None:
    client = site.sign_in(COUNTY_ADMIN)
    for place in (COUNTY, 999999):
        assert client.get(f"/county/visits/{place}").status_code == 404
        assert site.post(client, f"/county/visits/{place}", {"reason": REASON}).status_code == 404


def test_a_visitor_acts_on_nothing(site: Site, visitor: FlaskClient) -> None:
    case = site.case("勐约许1")
    page = visitor.get(f"/w/{MENGYUE}/cases/{case.id}").text
    assert "当前没有您可以办理的步骤" in page
    assert "显示联系方式" not in page
    urls = [f"/w/{MENGYUE}/cases/{case.id}/contact", f"/w/{MENGYUE}/messages/read", f"/w/{MENGYUE}/admin/switches"]
    urls += [f"/w/{MENGYUE}/approval/cases/{case.id}/{act}" for act in ("propose", "decide", "accept", "withdraw")]
    for url in urls:
        assert site.post(visitor, url, {"version": case.version}).status_code == 403, url
    assert site.case("勐约许1").version == case.version
    assert visitor.get(f"/w/{MENGYUE}/approval/intake").status_code in {403, 404}


def test_entering_reading_and_leaving_are_on_the_audit_of_both_sides(site: Site) -> None:
    client, case = site.sign_in(COUNTY_ADMIN), site.case("勐约许1")
    before = {tenant: len(acts(site, tenant, "core.visit.enter")) for tenant in (COUNTY, MENGYUE)}
    pages = len(acts(site, MENGYUE, "core.visit.read"))
    enter(site, client)
    client.get(f"/w/{MENGYUE}/cases/{case.id}").close()
    client.get(f"/w/{MENGYUE}/cases/no-such").close()
    site.post(client, f"/county/visits/{MENGYUE}/leave", {})
    for tenant in (COUNTY, MENGYUE):
        opened = acts(site, tenant, "core.visit.enter")
        assert len(opened) == before[tenant] + 1
        assert (opened[-1].body["reason"], opened[-1].subject) == (REASON, str(MENGYUE))
        assert acts(site, tenant, "core.visit.leave")[-1].body["visit"] == opened[-1].body["visit"]
    read = acts(site, MENGYUE, "core.visit.read")
    assert [(row.subject, row.body["page"]) for row in read[pages:]] == [
        (str(case.id), f"/w/{MENGYUE}/cases/{case.id}")
    ]


def test_leaving_ends_it_at_once(site: Site, visitor: FlaskClient) -> None:
    assert visitor.get(f"/w/{MENGYUE}/").status_code == 200
    assert site.post(visitor, f"/county/visits/{MENGYUE}/leave", {}).status_code == 303
    assert visitor.get(f"/w/{MENGYUE}/").status_code == 404


def test_it_ends_by_itself_after_two_hours(site: Site) -> None:
    client = site.sign_in(COUNTY_ADMIN)
    with clock.moved(NOON):
        enter(site, client)
    for minutes in (*range(14, 119, 14), 119):
        with clock.moved(NOON + dt.timedelta(minutes=minutes)), client.get(f"/w/{MENGYUE}/") as answer:
            assert answer.status_code == 200, minutes
    with clock.moved(NOON + dt.timedelta(minutes=121)):
        assert client.get(f"/w/{MENGYUE}/").status_code == 404
        assert client.get("/county/").status_code == 200


def test_another_browser_of_the_same_person_is_not_let_in(site: Site, visitor: FlaskClient) -> None:
    assert site.sign_in(COUNTY_ADMIN).get(f"/w/{MENGYUE}/").status_code == 404


def test_who_may_not_enter_any_more_is_out_on_the_next_request(site: Site, visitor: FlaskClient) -> None:
    def until(day: dt.date | None) -> None:
        with site.database.write(Scope.one(COUNTY)) as session:
            who = account(session, COUNTY_ADMIN)
            session.execute(update(Grant).where(Grant.account_id == who.id).values(to_on=day))

    until(NOON.date() - dt.timedelta(days=1))
    try:
        assert visitor.get(f"/w/{MENGYUE}/").status_code == 404
    finally:
        until(None)
    assert visitor.get(f"/w/{MENGYUE}/").status_code == 200


def test_a_visit_does_not_become_the_place_of_work(site: Site, visitor: FlaskClient) -> None:
    visitor.get(f"/w/{MENGYUE}/").close()
    with site.database.read(Scope.system("where somebody worked last")) as session:
        who = session.scalars(select(Account).where(Account.login == COUNTY_ADMIN)).one()
        assert who.last_tenant_id != MENGYUE
        assert session.scalars(select(Visit.tenant_id)).all().count(MENGYUE) >= 1


@pytest.mark.parametrize("login", [CLERK, LEADER])
def test_nobody_of_a_township_enters_another(site: Site, login: str) -> None:
    client = site.sign_in(login)
    assert client.get(f"/county/visits/{HUSA}").status_code == 404
    assert site.post(client, f"/county/visits/{HUSA}", {"reason": REASON}).status_code == 404
