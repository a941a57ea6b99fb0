"""Every route of frontline work with every role, where it is on: who opens it, and for whom it is shut or not there."""

from __future__ import annotations

import io
from collections.abc import Mapping
from itertools import product

import pytest
from flask import url_for
from sqlalchemy import select

from core.db import Scope, new_id
from core.files import services as files
from core.files import stores
from core.files.kinds import Limits
from core.tenancy.services import put_switch
from plugins.frontline.consult import queries as consultations
from plugins.frontline.diary.commands import Plan
from plugins.frontline.diary.services import plan as plan_visit
from plugins.frontline.projects import queries as projects
from plugins.frontline.projects.models import ProjectStage
from tests.core.duties.conftest import Scheme, on
from tests.plugins.frontline.road import MONDAY, OFFICE, Road, of_login, unit
from tests.plugins.frontline.test_consult import asked, said
from tests.plugins.frontline.test_diary import write
from tests.plugins.frontline.test_issue_pages import PNG
from tests.plugins.frontline.test_projects import planned, public
from tests.sample import (
    ADMIN,
    AGENT,
    AUDITOR,
    CLERK,
    COUNTY_ADMIN,
    HANDLER,
    HEAD,
    HUSA,
    LEADER,
    MENGYUE,
    OTHER_LEADER,
)
from tests.site import Site

pytestmark = pytest.mark.only_on("sqlite", "who may call what is decided before a statement is sent")
OTHER_HEAD = "pai.yangjia"
OWN = (HANDLER, HEAD, OFFICE, LEADER, OTHER_HEAD, CLERK, AGENT, ADMIN)
FOREIGN = (OTHER_LEADER, COUNTY_ADMIN, AUDITOR)
STATION = frozenset({HANDLER, HEAD})
STAFF = STATION | {OFFICE, LEADER, OTHER_HEAD}
SEE = STATION | {OFFICE, LEADER}
# Who opens what of the handler's station; the consultation is the leader's own.
OPENS: dict[str, frozenset[str]] = {
    "frontline_issues.index": STAFF,
    "frontline_issues.collected": STAFF | {CLERK, AGENT},
    "frontline_issues.new": STAFF | {CLERK, AGENT},
    # Shown once, in the browser that took it in.
    "frontline_issues.slip": frozenset(),
    "frontline_issues.act": STATION,
    "frontline_diary.index": STAFF,
    "frontline_diary.new": STAFF,
    "frontline_diary.show": SEE,
    "frontline_visits.index": STAFF,
    "frontline_visits.new_visit": frozenset({LEADER}),
    "frontline_visits.drop": frozenset({LEADER}),
    "frontline_projects.index": STAFF,
    "frontline_projects.new": STAFF,
    "frontline_projects.show": SEE,
    "frontline_projects.edit": STATION | {LEADER},
    "frontline_projects.stage": STATION | {LEADER},
    "frontline_projects.note": STATION | {LEADER},
    "frontline_projects.end": STATION | {LEADER},
    "frontline_projects.file": SEE,
    "frontline_consultations.index": STAFF,
    "frontline_consultations.new": STAFF,
    "frontline_consultations.show": frozenset({OFFICE, LEADER}),
    "frontline_consultations.comment": frozenset({LEADER}),
    "frontline_circular.show": STAFF,
    "frontline_offline.page": STAFF | {CLERK, AGENT},
    "frontline_offline.script": STAFF | {CLERK, AGENT},
    "frontline_offline.token": STAFF | {CLERK, AGENT},
}


@pytest.fixture(scope="module")
def values(site: Site, township: Scheme) -> Mapping[str, object]:
    """The ids of one row of each kind, of the handler's station."""
    with on(MONDAY):
        road, project, draft = Road.collected(site).sorted(), public(township), planned(township)
        entry, consultation = write(township), asked(site, township)
        comment = said(township, consultation)
        with township.writing() as session:
            leader = of_login(session, LEADER)
            told = Plan(leader_id=leader.account_id, village_id=unit(site, "205"), planned_on=MONDAY, purpose="看路")
            visit = plan_visit(session, leader, told, new_id().hex).id
            stage = session.scalars(select(ProjectStage).where(ProjectStage.project_id == project)).first()
            assert stage is not None
            kept = files.keep(stores.of(site.config), io.BytesIO(PNG), "样.png", Limits(size=1_000_000))
            photo = files.attach(session, kept, owner_kind=projects.PHOTOS, owner_id=stage.id).id
    return {
        "code": MENGYUE,
        "case_id": road.id,
        "act": "progress",
        "entry_id": entry.id,
        "visit_id": visit,
        "project_id": project,
        "draft_id": draft,
        "no": 1,
        "file_id": photo,
        "consultation_id": consultation,
        "comment_id": comment,
        "name": "offline",
    }


def rules(site: Site) -> list[tuple[str, frozenset[str]]]:
    """The staff's routes of frontline work that show something, with what stands in their addresses."""
    return [
        (rule.endpoint, frozenset(rule.arguments))
        for rule in site.app.url_map.iter_rules()
        if rule.endpoint.startswith("frontline_") and str(rule).startswith("/w/") and "GET" in (rule.methods or ())
    ]


def address(site: Site, endpoint: str, names: frozenset[str], values: Mapping[str, object]) -> str:
    with site.app.test_request_context():
        return url_for(endpoint, **{name: values[name] for name in names})  # type: ignore[arg-type]


def test_every_staff_route_is_in_the_table(site: Site) -> None:
    assert {endpoint for endpoint, _names in rules(site)} == OPENS.keys()


def test_who_may_open_a_page_does_and_nobody_else(site: Site, values: Mapping[str, object]) -> None:
    clients = {login: site.sign_in(login) for login in (*OWN, *FOREIGN)}
    wrong = []
    for (endpoint, names), (login, client) in product(rules(site), clients.items()):
        given = {**values, "project_id": values["draft_id"]} if endpoint == "frontline_projects.edit" else values
        with client.get(address(site, endpoint, names, given)) as answer:
            fits = {200} if login in OPENS[endpoint] else {404} if login in FOREIGN else {403, 404}
            if answer.status_code not in fits:
                wrong.append((endpoint, login, answer.status_code))
    assert wrong == []


def test_an_id_of_this_township_is_not_there_under_anothers(site: Site, values: Mapping[str, object]) -> None:
    with site.database.write(Scope.one(HUSA)) as session:
        put_switch(session, HUSA, "frontline", on=True, by="test")
    client, wrong = site.sign_in(OTHER_LEADER), []
    for endpoint, names in rules(site):
        if any(name.endswith("_id") for name in names):
            status = client.get(address(site, endpoint, names, {**values, "code": HUSA})).status_code
            wrong += [(endpoint, status)] if status not in {403, 404} else []
    for path in (f"projects/{values['project_id']}", f"consultations/{values['consultation_id']}"):
        assert site.visitor().get(f"/t/{HUSA}/{path}").status_code == 404
        assert site.visitor().get(f"/t/{MENGYUE}/{path}").status_code == 200
    assert wrong == []
    with site.database.read(Scope.one(HUSA)) as session:
        assert consultations.of_actor(session, of_login(session, OTHER_LEADER)) == []


def test_what_is_sent_by_who_may_not_changes_nothing(site: Site, values: Mapping[str, object]) -> None:
    wrong = []
    for login in (OTHER_HEAD, CLERK, AGENT, ADMIN, *FOREIGN):
        client = site.sign_in(login)
        token = site.token(client)
        for endpoint, names in rules(site):
            if login in OPENS[endpoint] or not any(name.endswith("_id") for name in names):
                continue
            url = address(site, endpoint, names, values)
            status = client.post(url, data={"csrf_token": token}).status_code
            wrong += [(endpoint, login, status)] if status not in {403, 404, 405} else []
    assert wrong == []
