"""Doors: every route with every role, another township's people, and nobody; a denial always beside one let in."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from flask_smorest import Blueprint
from sqlalchemy import delete, update
from werkzeug.routing import Rule

from core import plugins
from core.accounts.access import requires
from core.accounts.models import Grant, LoginSession
from core.accounts.permissions import Perm
from core.accounts.queries import actor_of
from core.contracts import PluginInfo
from core.db import Scope
from core.holidays.rules import Add
from core.holidays.services import propose
from core.hookspecs import hookimpl
from core.tenancy.services import put_switch
from tests.core.web.conftest import FOREIGN, OWN, Ids, address
from tests.sample import (
    ADMIN,
    AUDITOR,
    CLERK,
    COUNTY,
    COUNTY_ADMIN,
    HANDLER,
    HEAD,
    LEADER,
    MENGYUE,
    NO_ROLE,
    OTHER_CLERK,
    TODAY,
    account,
)
from tests.site import Site, opened

READERS = frozenset({CLERK, HANDLER, HEAD, LEADER, ADMIN})
EVERYBODY = frozenset({*OWN, *FOREIGN})
# Who may open a route of the township; who else of the township may not, gets 403, or 404 for a case not theirs.
STAFF: dict[str, frozenset[str]] = {
    "workspace.home": frozenset(OWN),
    "workspace.cases": frozenset(OWN),
    "style.page": frozenset(OWN),
    "workspace.search": frozenset(OWN),
    "duties.home": frozenset(OWN) - {ADMIN},
    # The sample's duty is the government's own.
    "duties.show": frozenset({LEADER}),
    "notices.home": frozenset(OWN),
    "notices.read": frozenset(OWN),
    "notices.settings": frozenset(OWN),
    "notices.log": frozenset({ADMIN}),
    "letters.waiting": frozenset({CLERK, HANDLER, HEAD, LEADER}),
    "letters.thread": READERS,
    "letters.close": frozenset({CLERK, HANDLER, HEAD, LEADER}),
    "letters.recall": frozenset({CLERK, HANDLER, HEAD, LEADER}),
    "letters.file": READERS,
    "letter_templates.index": frozenset({ADMIN}),
    "letter_templates.edit": frozenset({ADMIN}),
    "workspace.case": READERS,
    "workspace.clock": READERS,
    "workspace.paper": READERS,
    "workspace.file": READERS,
    "workspace.contact": frozenset({CLERK, HANDLER, HEAD, LEADER}),
    "approval_staff.intake": frozenset({CLERK}),
    "approval_staff.receive": frozenset({CLERK}),
    "approval_staff.act": frozenset({HEAD}),
    "feeds.page": frozenset(OWN),
    "admin.home": frozenset({ADMIN, HEAD, LEADER}),
    "admin.switches": frozenset({ADMIN}),
    "admin.switch": frozenset({ADMIN}),
    **{f"units.{name}": frozenset({ADMIN}) for name in ("index", "new", "show", "close", "reopen", "modules")},
    **{
        f"people.{name}": frozenset({ADMIN})
        for name in ("index", "new", "show", "suspend", "resume", "link", "leave", "move", "give", "end")
    },
    "people.deputies": frozenset({ADMIN, HEAD, LEADER}),
    "people.dismiss": frozenset({ADMIN, LEADER}),
    "settings.tenant": frozenset({ADMIN}),
    "settings.county": frozenset({COUNTY_ADMIN}),
    "county_admin.townships": frozenset({COUNTY_ADMIN}),
    "county_admin.modules": frozenset({COUNTY_ADMIN}),
    "county_admin.health": frozenset({COUNTY_ADMIN}),
    "county.home": frozenset({COUNTY_ADMIN}),
    "county.cases": frozenset({COUNTY_ADMIN}),
    "county.search": frozenset({COUNTY_ADMIN}),
    "county.statistics": frozenset({COUNTY_ADMIN}),
    "county_circulars.index": frozenset({COUNTY_ADMIN}),
    "county_circulars.new": frozenset({COUNTY_ADMIN}),
    "county_circulars.show": frozenset({COUNTY_ADMIN}),
    "circulars.inbox": frozenset({ADMIN}),
    "circulars.read": frozenset({ADMIN}),
    "visits.enter": frozenset({COUNTY_ADMIN}),
    "visits.leave": frozenset({COUNTY_ADMIN}),
    "jobs.township": frozenset({ADMIN}),
    "jobs.township_progress": frozenset({ADMIN}),
    "jobs.township_retry": frozenset({ADMIN}),
    "jobs.county": frozenset({COUNTY_ADMIN}),
    "jobs.county_progress": frozenset({COUNTY_ADMIN}),
    "jobs.county_retry": frozenset({COUNTY_ADMIN}),
    "audit.trail": frozenset({AUDITOR}),
    "audit.export": frozenset({AUDITOR}),
    **{
        f"calendar.{name}": frozenset({COUNTY_ADMIN})
        for name in ("home", "days", "bring", "local_days", "proposal", "confirm", "reject", "renew")
    },
    **{
        f"local_days.{name}": frozenset({ADMIN, LEADER})
        for name in ("local_days", "proposal", "confirm", "reject", "renew")
    },
    "workspace.last": EVERYBODY - {NO_ROLE},
    "style.last": EVERYBODY - {NO_ROLE},
    "accounts.me": EVERYBODY,
    "accounts.sign_out": EVERYBODY,
}
PUBLIC = {
    *("web.home", "web.township", "web.search", "web.track", "web.feed", "web.language", "limits.home"),
    *("web.choose", "web.day"),
    *("web.healthz", "web.readyz", "accounts.sign_in", "accounts.activate", "static"),
    *("approval.items", "approval.guide", "approval.start", "approval.resume"),
    *("api_approval.items", "api_approval.item", "api_deadlines.due", "api-docs.openapi_json"),
    "feeds.file",
}
# Public by address, but only with what the browser keeps of its own case or draft.
PARTY = {
    *("party.case", "party.clock", "party.paper", "party.file", "approval.act", "approval.receipt", "approval.step"),
    *("party_letters.own", "party_letters.take_back", "party_letters.own_file", "party_letters.consent"),
}
# What the table of acts below says about each act; the route itself is tried with the station head's.
ACTS: dict[str, tuple[str, frozenset[str]]] = {
    "put_right": ("勐约许3", frozenset({CLERK})),
    "ask_correction": ("勐约许3", frozenset({CLERK})),
    "accept": ("勐约许3", frozenset({CLERK})),
    "refuse_acceptance": ("勐约许3", frozenset({CLERK})),
    "correct": ("勐约许7", frozenset({CLERK})),
    "start_special": ("勐约许1", frozenset({HANDLER, HEAD})),
    "extend": ("勐约许1", frozenset({LEADER})),
    "review": ("勐约许1", frozenset({HANDLER, HEAD})),
    "explain_overrun": ("勐约许8", frozenset({HANDLER, HEAD})),
    "propose": ("勐约许1", frozenset({HEAD})),
    "send_back": ("勐约许8", frozenset({LEADER})),
    "decide": ("勐约许8", frozenset({LEADER})),
    "withdraw": ("勐约许1", frozenset({CLERK})),
}


def routes(site: Site) -> list[Rule]:
    return sorted(site.app.url_map.iter_rules(), key=str)


def ask(site: Site, client: FlaskClient, rule: Rule, url: str) -> int:
    """The status of a route as a person with a valid token gets it: opened, or sent where it can only be sent."""
    if rule.methods is not None and "GET" in rule.methods:
        with client.get(url) as answer:
            return answer.status_code
    return site.post(client, url, {}).status_code


def test_every_route_is_in_one_table(site: Site) -> None:
    """A new route is put here before it can be used: nobody forgets to say who may open it."""
    names = {rule.endpoint for rule in routes(site)}
    assert names - STAFF.keys() - PUBLIC - PARTY == set()
    assert STAFF.keys() & (PUBLIC | PARTY) == set()


def leave_proposals(site: Site, proposal_id: UUID) -> None:
    """A proposal of the county and one of the township, of the same id."""
    change = Add(TODAY, TODAY, "样节", "样政发〔2026〕1号", "ethnic")
    for tenant, login in ((COUNTY, COUNTY_ADMIN), (MENGYUE, ADMIN)):
        with site.database.write(Scope.one(tenant)) as session:
            propose(session, actor_of(session, account(session, login)), change, proposal_id)


def test_every_role_gets_what_is_its_own_and_nothing_else(
    site: Site, ids: Callable[[str], Ids], browsers: dict[str, FlaskClient]
) -> None:
    values = ids("勐约许1").values()
    leave_proposals(site, ids("勐约许1").case.id)
    wrong = []
    for rule in routes(site):
        if rule.endpoint not in STAFF or rule.endpoint == "accounts.sign_out":
            continue
        url = address(site, rule, values)
        for login, client in browsers.items():
            status = ask(site, client, rule, url)
            if login in STAFF[rule.endpoint]:
                good = {200, 302, 303} if "GET" in (rule.methods or ()) else {200, 303, 422}
            elif login in {COUNTY_ADMIN, AUDITOR} and str(rule).startswith("/county/"):
                good = {403}
            elif login in OWN and str(rule).startswith("/w/<int:code>"):
                good = {403, 404}
            else:
                good = {404}
            if status not in good:
                wrong.append((rule.endpoint, login, status))
    assert wrong == []


@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_only_theirs_who_hold_its_permission(
    site: Site, ids: Callable[[str], Ids], browsers: dict[str, FlaskClient], act: str
) -> None:
    number, allowed = ACTS[act]
    case = site.case(number)
    url = f"/w/{MENGYUE}/approval/cases/{case.id}/{act}"
    answers = {login: client.get(url).status_code for login, client in browsers.items()}
    near = {login for login in OWN if answers[login] == 200}
    assert near == allowed & near
    assert near, answers
    assert {answers[login] for login in set(OWN) - near} <= {403, 404}
    assert {answers[login] for login in FOREIGN} == {404}
    before = site.case(number).version
    for login in set(browsers) - near:
        assert site.post(browsers[login], url, {"version": before}).status_code in {403, 404}
    assert site.case(number).version == before


def test_signed_out_staff_pages_lead_to_the_sign_in_and_back(site: Site, ids: Callable[[str], Ids]) -> None:
    values = ids("勐约许1").values()
    for rule in routes(site):
        url = address(site, rule, values) if rule.endpoint in STAFF else ""
        if not url:
            continue
        client = site.visitor()
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            answer = client.get(url) if method == "GET" else site.post(client, url, {})
            assert answer.status_code == 303, (method, url)
            back = "" if method == "POST" else f"?next={url}"
            assert answer.location == f"/sign-in{back}"


def probe() -> SimpleNamespace:
    """A plugin with one route of the interface for those at work in the township."""
    bp = Blueprint("api_probe", "api_probe", url_prefix="/api/v1/<int:code>/probe")

    @bp.get("/")
    @requires(Perm.WORK)
    def answer(code: int) -> dict[str, int]:
        return {"code": code}

    return SimpleNamespace(
        register_plugin=hookimpl(lambda: PluginInfo("probe", "探针", "", "1")), register_api=hookimpl(lambda: (bp,))
    )


def test_the_interface_says_401_where_a_page_leads_to_the_sign_in(sample: Path, tmp_path: Path) -> None:
    with plugins.using({"probe": probe()}), opened(sample, tmp_path) as site:
        url = f"/api/v1/{MENGYUE}/probe/"
        assert site.sign_in(CLERK).get(url).status_code == 404, "off"
        with site.database.write(Scope.one(MENGYUE)) as session:
            put_switch(session, MENGYUE, "probe", on=True, by="测试")
        answer = site.visitor().get(url)
        assert answer.status_code == 401
        assert json.loads(answer.data)["code"] == 401
        assert site.sign_in(OTHER_CLERK).get(url).status_code == 404
        assert site.sign_in(CLERK).get(url).json == {"code": MENGYUE}


def test_public_routes_are_open_to_nobody_in_particular(site: Site, ids: Callable[[str], Ids]) -> None:
    values, client = ids("勐约许1").values(), site.visitor()
    closed = []
    for rule in routes(site):
        if rule.endpoint not in PUBLIC:
            continue
        url = address(site, rule, values) + ("?start=2026-11-02" if rule.endpoint == "api_deadlines.due" else "")
        expected = {"accounts.activate": {410}, "approval.start": {303}, "feeds.file": {404}}.get(
            rule.endpoint, {200, 302}
        )
        if ask(site, client, rule, url) not in expected:
            closed.append(rule.endpoint)
    assert closed == []


def test_signing_out_is_for_everybody_signed_in(site: Site) -> None:
    client = site.sign_in(CLERK)
    assert client.get("/me").status_code == 200
    assert site.post(client, "/sign-out", {}).status_code == 303
    assert client.get("/me").status_code == 303


def test_the_county_looks_on_and_opens_no_case_of_a_township(
    ids: Callable[[str], Ids], browsers: dict[str, FlaskClient]
) -> None:
    client, found = browsers[COUNTY_ADMIN], ids("勐约许1")
    assert client.get("/county/").status_code == 200
    assert client.get(f"/w/{COUNTY}/cases/{found.case.id}").status_code == 403, "who oversees has no desk"
    assert client.get(f"/w/{MENGYUE}/cases/{found.case.id}").status_code == 404


@pytest.fixture
def clerk(site: Site) -> Iterator[FlaskClient]:
    """A clerk at work, whose account is as before when the test ends."""
    client = site.sign_in(CLERK)
    assert client.get(f"/w/{MENGYUE}/").status_code == 200
    yield client
    with site.database.write(Scope.one(MENGYUE)) as session:
        account(session, CLERK).state = "active"
    end_grants(site, None)


def end_grants(site: Site, on: dt.date | None) -> None:
    """Let the clerk's grants end on a day."""
    with site.database.write(Scope.one(MENGYUE)) as session:
        who = account(session, CLERK)
        session.execute(update(Grant).where(Grant.account_id == who.id).values(to_on=on))


def test_a_grant_that_ended_counts_on_the_next_request(site: Site, clerk: FlaskClient) -> None:
    end_grants(site, TODAY)
    assert clerk.get(f"/w/{MENGYUE}/").status_code == 200, "its last day is the clerk's still"
    end_grants(site, TODAY - dt.timedelta(days=1))
    assert clerk.get(f"/w/{MENGYUE}/").status_code == 404


def test_a_session_that_was_deleted_is_over_on_the_next_request(site: Site, clerk: FlaskClient) -> None:
    with site.database.write(Scope.system("signed out from elsewhere")) as session:
        session.execute(delete(LoginSession).where(LoginSession.account_id == account(session, CLERK).id))
    assert clerk.get(f"/w/{MENGYUE}/").status_code == 303


def test_a_suspended_account_is_out_on_the_next_request(site: Site, clerk: FlaskClient) -> None:
    with site.database.write(Scope.system("suspended")) as session:
        account(session, CLERK).state = "suspended"
    assert clerk.get(f"/w/{MENGYUE}/").status_code == 303


def test_the_interface_answers_a_missing_tenant_in_its_own_form(site: Site) -> None:
    answer = site.visitor().get("/api/v1/999999/approval/items")
    assert answer.status_code == 404
    assert json.loads(answer.data)["code"] == 404
