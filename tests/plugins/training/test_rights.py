"""Every route of training with every role, where it is on: who opens it, and for whom it is shut or not there."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from flask import url_for

from core.db import Scope, new_id
from core.files import services as files
from core.files import stores
from core.files.kinds import Limits
from core.tenancy.services import put_switch
from plugins.training.archive import services as archive
from plugins.training.checks import services as checks
from plugins.training.sessions import services as sessions
from tests.plugins.training.conftest import BASE, OFFICE, YEAR, Study, township
from tests.plugins.training.test_archive import OTHER_HEAD, PDF
from tests.plugins.training.test_returns import entered
from tests.sample import ADMIN, AGENT, CLERK, COUNTY, COUNTY_ADMIN, HANDLER, HEAD, HUSA, LEADER, MENGYUE, OTHER_LEADER

pytestmark = pytest.mark.only_on("sqlite", "who may call what is decided before a statement is sent")
ROLES = (HEAD, HANDLER, OFFICE, LEADER, ADMIN, OTHER_HEAD, CLERK, AGENT, OTHER_LEADER, COUNTY_ADMIN)
SEES_ALL = frozenset({OFFICE, LEADER, ADMIN})
UNIT = SEES_ALL | {HEAD, HANDLER}
PEOPLE = SEES_ALL | {HEAD}
KEEPS = frozenset({HEAD, ADMIN})
EVERYBODY = UNIT | {OTHER_HEAD, AGENT}
# Who may open what of the station's; the handler's own entry and archive are theirs too.
OPENS: dict[str, frozenset[str]] = {
    "training.home": EVERYBODY,
    "training.unit": UNIT,
    "training.unit_pdf": PEOPLE,
    "training.make_up": PEOPLE,
    "training.revoke": frozenset({HEAD}),
    "training_archive.mine": EVERYBODY | {CLERK},
    "training_archive.person": PEOPLE | {HANDLER},
    "training_archive.person_pdf": PEOPLE | {HANDLER},
    "training_archive.certificate": PEOPLE | {HANDLER},
    "training_plan.show": UNIT,
    "training_plan.topics": KEEPS,
    "training_plan.needs": KEEPS,
    "training_sessions.new": KEEPS,
    "training_sessions.show": UNIT,
    "training_sessions.edit": KEEPS,
    "training_sessions.attendance": KEEPS,
    "training_sessions.sheet": KEEPS,
    "training_sessions.courseware": UNIT,
    "training_sessions.answers": frozenset({HANDLER}),
    "training_checks.index": EVERYBODY,
    "training_checks.new": frozenset({OFFICE}),
    "training_checks.show": UNIT,
    "training_reading.show": UNIT,
}


@pytest.fixture(scope="module")
def study(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    """A station with something behind every address; the head was not there."""
    with township(sample, tmp_path_factory.mktemp("rights")) as made:
        with made.site.database.write(Scope.one(HUSA)) as session:
            put_switch(session, HUSA, "training", on=True, by="test")
        yield made


@pytest.fixture(scope="module")
def values(study: Study) -> dict[str, Any]:
    """What addresses are made of."""
    study.plan()
    training, handler = study.hold("c1", dt.date(2026, 5, 8)), study.person("金相丙")
    study.attend(training, handler)
    kept = files.keep(stores.of(study.site.config), io.BytesIO(PDF), "课件.pdf", Limits())
    with study.writing() as session:
        sessions.add_courseware(session, study.actor(HEAD), training.id, [kept])
        archive.add_certificates(session, study.actor(HANDLER), handler, [kept])
        check = checks.enter(session, study.actor(OFFICE), study.unit(), YEAR, entered(), new_id().hex).id
        ware = files.of_owner(session, "training_session", training.id)[0].id
        certificate = files.of_owner(session, "training_person", handler)[0].id
    return {
        **{"code": MENGYUE, "unit_id": study.unit(), "year": YEAR, "person_id": handler, "session_id": training.id},
        **{"check_id": check, "entry_id": new_id(), "ware": ware, "certificate": certificate},
    }


def address(study: Study, endpoint: str, values: dict[str, Any]) -> str:
    """A route's address with the station's ids."""
    rule = next(rule for rule in study.site.app.url_map.iter_rules() if rule.endpoint == endpoint)
    file = values["ware"] if endpoint == "training_sessions.courseware" else values["certificate"]
    given = {name: {**values, "file_id": file}[name] for name in rule.arguments}
    with study.site.app.test_request_context():
        return url_for(endpoint, **given)


def test_every_route_stands_in_the_table(study: Study) -> None:
    names = {rule.endpoint for rule in study.site.app.url_map.iter_rules()}
    assert {name for name in names if name.partition(".")[0].startswith("training")} == OPENS.keys()


def test_every_role_opens_its_own_and_nothing_else(study: Study, values: dict[str, Any]) -> None:
    browsers = {login: study.browser(login) for login in ROLES}
    wrong = []
    for endpoint, login in product(OPENS, ROLES):
        url = address(study, endpoint, values)
        if endpoint == "training.revoke":
            status = study.site.post(browsers[login], url, {}).status_code
        else:
            with browsers[login].get(url) as answered:
                status = answered.status_code
        if (status in {200, 303}) is not (login in OPENS[endpoint]):
            wrong.append((endpoint, login, status))
    assert wrong == []


def test_what_is_sent_by_who_may_not_changes_nothing(study: Study, values: dict[str, Any]) -> None:
    """A form sent with nothing is refused to who may not open its page, and told what is missing to who may."""
    sent = {"training_plan.topics", "training_plan.needs", "training_sessions.new", "training_sessions.edit"}
    wrong = []
    for endpoint, login in product(sorted(sent), ROLES):
        status = study.site.post(study.browser(login), address(study, endpoint, values), {}).status_code
        if (status == 422) is not (login in OPENS[endpoint]):
            wrong.append((endpoint, login, status))
    assert wrong == []


def test_ids_of_this_township_are_not_there_under_another(study: Study, values: dict[str, Any]) -> None:
    browser = study.browser(OTHER_LEADER)
    assert browser.get(f"/w/{HUSA}/training/").status_code == 200
    for endpoint in OPENS:
        if endpoint in {"training.home", "training_checks.index", "training_archive.mine", "training.revoke"}:
            continue
        with browser.get(address(study, endpoint, {**values, "code": HUSA})) as answered:
            assert answered.status_code in {403, 404}, endpoint


def test_a_superior_who_visits_reads_and_changes_nothing(study: Study, values: dict[str, Any]) -> None:
    visitor = study.browser(COUNTY_ADMIN)
    study.site.post(visitor, f"/county/visits/{MENGYUE}", {"reason": "核查培训情况"})
    for endpoint in ("training.home", "training.unit", "training_plan.show", "training_archive.person"):
        page = visitor.get(address(study, endpoint, values))
        assert page.status_code == 200, endpoint
        assert "修改专题" not in page.text
    for endpoint in ("training_plan.topics", "training_sessions.new", "training_checks.new"):
        assert visitor.get(address(study, endpoint, values)).status_code == 403, endpoint


def test_where_it_is_off_there_is_no_page(study: Study) -> None:
    assert study.browser(COUNTY_ADMIN).get(f"/w/{COUNTY}/training/").status_code in {403, 404}
    with study.site.database.write(Scope.one(HUSA)) as session:
        put_switch(session, HUSA, "training", on=False, by="test")
    assert study.browser(OTHER_LEADER).get(f"/w/{HUSA}/training/").status_code == 404


@pytest.mark.parametrize("typed", ["9" * 30, "\x00", "\ud800x", "NaN", "-1", "x" * 40_000])
def test_hostile_words_are_told_and_break_nothing(study: Study, values: dict[str, Any], typed: str) -> None:
    browser = study.browser(HEAD)
    given = typed.encode("utf-8", "surrogatepass")
    for endpoint, names in {
        "training_plan.topics": ("rows", "r0-name", "r0-quarters", "version", "theme"),
        "training_sessions.new": ("topic_code", "quarters", "begins", "ends", "held_on", "purpose"),
        "training_sessions.attendance": ("present", "excused", "names", "version"),
        "training.make_up": ("chosen", "how", "made_up_on"),
        "training_reading.show": ("title", "book", "held_on"),
    }.items():
        url = address(study, endpoint, values)
        for act in ("", "book", "note", "event"):
            sent = {**dict.fromkeys(names, given), **({"act": act} if act else {}), "key": new_id().hex}
            status = study.site.post(browser, url, sent).status_code
            assert status in {200, 303, 400, 422}, (endpoint, act, status)
    for path in ("units/" + "9" * 20 + f"/{YEAR}", f"units/{values['unit_id']}/{'9' * 12}", "?year=" + "9" * 20):
        assert browser.get(f"{BASE}/{path}").status_code in {200, 404}
