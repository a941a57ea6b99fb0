"""Doors: every route with every role, another township's people, and nobody; a denial always beside one let in."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update
from werkzeug.routing import Rule

from core.accounts.models import Grant, LoginSession
from core.cases.models import Case, Clock, IssuedPaper
from core.db import Scope
from core.files.models import StoredFile
from tests.sample import (
    ADMIN,
    AGENT,
    CLERK,
    COUNTY,
    COUNTY_ADMIN,
    HANDLER,
    HEAD,
    HUSA,
    LEADER,
    MENGYUE,
    NO_ROLE,
    OTHER_ADMIN,
    OTHER_CLERK,
    OTHER_LEADER,
    TODAY,
    account,
)
from tests.site import Page, Site

OWN = (CLERK, HANDLER, HEAD, LEADER, ADMIN, AGENT)
FOREIGN = (OTHER_CLERK, OTHER_LEADER, OTHER_ADMIN, COUNTY_ADMIN, NO_ROLE)
READERS = frozenset({CLERK, HANDLER, HEAD, LEADER, ADMIN})
EVERYBODY = frozenset({*OWN, *FOREIGN})
# Who may open a route of the township; who else of the township may not, gets 403, or 404 for a case not theirs.
STAFF: dict[str, frozenset[str]] = {
    "workspace.home": frozenset(OWN),
    "workspace.cases": frozenset(OWN),
    "workspace.search": frozenset(OWN),
    "workspace.read_notices": frozenset(OWN),
    "workspace.case": READERS,
    "workspace.clock": READERS,
    "workspace.paper": READERS,
    "workspace.file": READERS,
    "workspace.contact": frozenset({CLERK, HANDLER, HEAD, LEADER}),
    "approval_staff.intake": frozenset({CLERK}),
    "approval_staff.receive": frozenset({CLERK}),
    "approval_staff.act": frozenset({HEAD}),
    "admin.switches": frozenset({ADMIN}),
    "county.home": frozenset({COUNTY_ADMIN}),
    "county.cases": frozenset({COUNTY_ADMIN}),
    "workspace.last": EVERYBODY - {NO_ROLE},
    "accounts.me": EVERYBODY,
    "accounts.sign_out": EVERYBODY,
}
PUBLIC = {
    *("web.home", "web.township", "web.search", "web.track", "web.feed", "web.language", "web.elder"),
    *("web.healthz", "web.readyz", "accounts.sign_in", "accounts.activate", "static"),
    *("approval.items", "approval.guide", "approval.start", "approval.resume"),
    *("api_approval.items", "api_approval.item", "api_deadlines.due", "api-docs.openapi_json"),
}
# Public by address, but only with what the browser keeps of its own case or draft.
PARTY = {"party.case", "party.clock", "party.paper", "party.file", "approval.act", "approval.receipt", "approval.step"}
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


@dataclass(frozen=True)
class Ids:
    """What the addresses of one case's pages are made of."""

    case: Case
    clock: UUID
    paper: UUID
    file: UUID | None

    def values(self, code: int | None = None) -> dict[str, object]:
        """The values of every variable in an address, under the case's tenant or another code."""
        return {
            "code": code or self.case.tenant_id,
            "case_id": self.case.id,
            "clock_id": self.clock,
            "paper_id": self.paper,
            "file_id": self.file or self.paper,
            "act": "propose",
            "item_code": "MY-XK-01",
            "township": MENGYUE,
            "figure": "open",
            "on": 0,
            "locale": "en",
            "rule": "licensing.decide",
            "filename": "xiaoneng.js",
            "token": "no-such-token",
        }


@pytest.fixture(scope="module")
def ids(site: Site) -> Callable[[str], Ids]:
    """The ids of a case's parts by its number."""

    def find(number: str) -> Ids:
        case = site.case(number)
        with site.database.read(Scope.one(case.tenant_id)) as session:
            clock_id = session.scalars(select(Clock.id).where(Clock.case_id == case.id)).first()
            paper_id = session.scalars(select(IssuedPaper.id).where(IssuedPaper.case_id == case.id)).first()
            file_id = session.scalar(select(StoredFile.id).where(StoredFile.owner_id == case.id))
        assert clock_id is not None
        assert paper_id is not None
        return Ids(case, clock_id, paper_id, file_id)

    return find


def statuses(client: FlaskClient, urls: list[str]) -> set[int]:
    """What a browser is answered at some addresses."""
    found = set()
    for url in urls:
        with client.get(url) as answer:
            found.add(answer.status_code)
    return found


@pytest.fixture(scope="module")
def browsers(site: Site) -> dict[str, FlaskClient]:
    """A signed-in browser of everyone in the tables."""
    return {login: site.sign_in(login) for login in (*OWN, *FOREIGN)}


def routes(site: Site) -> list[Rule]:
    return sorted(site.app.url_map.iter_rules(), key=str)


def address(site: Site, rule: Rule, values: dict[str, object]) -> str:
    """The path of a rule with its variables filled."""
    adapter = site.app.url_map.bind("localhost")
    return adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments})


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


def test_every_role_gets_what_is_its_own_and_nothing_else(
    site: Site, ids: Callable[[str], Ids], browsers: dict[str, FlaskClient]
) -> None:
    values = ids("勐约许1").values()
    wrong = []
    for rule in routes(site):
        if rule.endpoint not in STAFF or rule.endpoint == "accounts.sign_out":
            continue
        url = address(site, rule, values)
        for login, client in browsers.items():
            status = ask(site, client, rule, url)
            if login in STAFF[rule.endpoint]:
                good = {200, 302, 303}
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


def test_the_interface_says_401_where_a_page_leads_to_the_sign_in(site: Site) -> None:
    from core.accounts.access import _ask_to_sign_in  # the branch has no route of its own yet

    with site.app.test_request_context(f"/api/v1/{MENGYUE}/cases"), pytest.raises(Exception, match="401"):
        _ask_to_sign_in()


def test_public_routes_are_open_to_nobody_in_particular(site: Site, ids: Callable[[str], Ids]) -> None:
    values, client = ids("勐约许1").values(), site.visitor()
    closed = []
    for rule in routes(site):
        if rule.endpoint not in PUBLIC:
            continue
        url = address(site, rule, values) + ("?start=2026-11-02" if rule.endpoint == "api_deadlines.due" else "")
        expected = {"accounts.activate": {410}, "approval.start": {303}}.get(rule.endpoint, {200, 302})
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
    assert client.get(f"/w/{COUNTY}/").status_code == 200
    for code in (COUNTY, MENGYUE):
        assert client.get(f"/w/{code}/cases/{found.case.id}").status_code == 404


def case_pages(found: Ids, code: int, area: str) -> list[str]:
    """The addresses of everything of one case, under a tenant's code."""
    case = f"/{area}/{code}/case{'s' if area == 'w' else ''}/{found.case.id}"
    pages = [case, f"{case}/clocks/{found.clock}", f"{case}/papers/{found.paper}"]
    if found.file is not None:
        pages.append(f"{case}/files/{found.file}")
    if area == "t":
        pages.append(f"/t/{code}/receipt/{found.case.id}")
    return pages


@pytest.mark.parametrize("login", [OTHER_CLERK, OTHER_LEADER, OTHER_ADMIN])
def test_ids_of_another_township_open_nothing_under_ones_own_code(
    site: Site, ids: Callable[[str], Ids], browsers: dict[str, FlaskClient], login: str
) -> None:
    client, foreign, own = browsers[login], ids("勐约许1"), ids("户撒许1")
    assert statuses(client, case_pages(own, HUSA, "w")) == {200}
    assert statuses(client, case_pages(foreign, HUSA, "w")) == {404}
    for act in ("propose", "review", "extend"):
        url = f"/w/{HUSA}/approval/cases/{foreign.case.id}/{act}"
        assert client.get(url).status_code in {403, 404}
        assert site.post(client, url, {"version": foreign.case.version}).status_code in {403, 404}
    assert site.post(client, f"/w/{HUSA}/cases/{foreign.case.id}/contact", {}).status_code == 404


def test_parts_of_another_case_open_nothing_under_a_case_one_may_open(
    ids: Callable[[str], Ids], browsers: dict[str, FlaskClient]
) -> None:
    own = ids("户撒许1")
    base = f"/w/{HUSA}/cases/{own.case.id}"
    for other in (ids("勐约许1"), ids("户撒许2")):
        for part in (f"clocks/{other.clock}", f"papers/{other.paper}", f"files/{other.file or other.paper}"):
            assert browsers[OTHER_LEADER].get(f"{base}/{part}").status_code == 404, part


def test_a_handler_opens_the_cases_of_the_own_unit_only(
    ids: Callable[[str], Ids], browsers: dict[str, FlaskClient]
) -> None:
    own, of_another_unit = ids("勐约许1"), ids("勐约许3")
    assert statuses(browsers[HANDLER], case_pages(own, MENGYUE, "w")) == {200}
    assert statuses(browsers[HANDLER], case_pages(of_another_unit, MENGYUE, "w")) == {404}
    assert statuses(browsers[LEADER], case_pages(of_another_unit, MENGYUE, "w")) == {200}


def test_number_and_code_of_one_case_open_no_other(site: Site, ids: Callable[[str], Ids]) -> None:
    own, others = ids("勐约许1"), [ids("勐约许2"), ids("户撒许1")]
    client = site.visitor()
    assert statuses(client, case_pages(own, MENGYUE, "t")) == {404}
    site.let_in(client, own.case)
    assert statuses(client, case_pages(own, MENGYUE, "t")) == {200}
    assert client.get(f"/t/{MENGYUE}/case/{own.case.id}/act/withdraw").status_code == 200
    for other in others:
        assert statuses(client, case_pages(other, other.case.tenant_id, "t")) == {404}
        assert client.get(f"/t/{other.case.tenant_id}/case/{other.case.id}/act/withdraw").status_code == 404
        for part in (f"clocks/{other.clock}", f"papers/{other.paper}", f"files/{other.file or other.paper}"):
            assert client.get(f"/t/{MENGYUE}/case/{own.case.id}/{part}").status_code == 404, part
    assert statuses(client, case_pages(own, HUSA, "t")) == {404}
    assert statuses(site.visitor(), case_pages(own, MENGYUE, "t")) == {404}
    assert client.get(f"/w/{MENGYUE}/cases/{own.case.id}").status_code == 303


def test_a_code_opens_only_the_number_it_belongs_to(site: Site) -> None:
    own, other, foreign = site.case("勐约许4"), site.case("勐约许5"), site.case("户撒许1")
    client = site.visitor()
    for code, number in ((own.code, other.number), (other.code, own.number), (foreign.code, foreign.number)):
        answer = site.fill(client, f"/t/{MENGYUE}/track", {"number": number, "code": code})
        assert answer.status_code == 422
        assert "编号或者查询码不正确" in Page(answer).told["code"]


def test_a_changed_cookie_opens_nothing(site: Site) -> None:
    case, client = site.case("勐约许1"), site.visitor()
    site.let_in(client, case)
    kept = client.get_cookie("xn_visit")
    assert kept is not None
    body, _, rest = kept.value.partition(".")
    forged = body[:-2] + ("AA" if body[-2:] != "AA" else "BB")
    client.set_cookie("xn_visit", f"{forged}.{rest}")
    assert client.get(f"/t/{MENGYUE}/case/{case.id}").status_code == 404


def test_a_draft_is_only_the_browsers_that_wrote_it(site: Site) -> None:
    client = site.visitor()
    begun = site.post(client, f"/t/{MENGYUE}/items/MY-XK-01/start", {})
    assert client.get(begun.location).status_code == 200
    assert site.visitor().get(begun.location).status_code == 404
    assert client.get(begun.location.replace(str(MENGYUE), str(HUSA))).status_code == 404
    elsewhere = site.post(client, f"/t/{HUSA}/items/MY-XK-01/start", {})
    assert client.get(elsewhere.location).status_code == 200
    assert client.get(begun.location).status_code == 200, "the draft in the other township is kept too"


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
