"""户撒乡 goes into 章凤镇: what moves, what keeps its number, what stays, and where the old addresses lead."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

import tenants
from core.accounts.actor import Actor
from core.accounts.models import Account, Grant, Person
from core.audit import chain
from core.audit.models import Audit
from core.cases import doors
from core.cases.models import Case
from core.cli import main
from core.config import Config
from core.db import Database, Scope, bulk
from core.jobs.worker import Worker
from core.moving import merging, rows
from core.moving.exporting import Refused
from core.search import service as search
from core.tenancy.models import Tenant, Unit
from core.tenancy.queries import overview
from core.tenancy.services import put_switch
from core.tenancy.sync import sync
from tests import databases
from tests.core.moving.conftest import found_as_rebuilt
from tests.sample import COUNTY, COUNTY_ADMIN, HUSA, MENGYUE, ZHANGFENG, account

OPERATOR = Actor.system(ZHANGFENG)


def tables(database: Database, tenant: int) -> dict[str, list[dict[str, Any]]]:
    with database.read(Scope.one(tenant)) as session:
        return {model.__tablename__: list(rows.read(session, model)) for model in rows.models()}


def numbers(database: Database, tenant: int) -> dict[Any, tuple[str, str]]:
    with database.read(Scope.one(tenant)) as session:
        return {case.id: (case.number, case.code) for case in session.scalars(select(Case))}


def test_a_plan_writes_nothing(here: Database) -> None:
    before = tables(here, HUSA), tables(here, ZHANGFENG)
    planned = merging.plan(here, HUSA, ZHANGFENG)
    assert planned.refused == ()
    assert planned.moved["core_case"] == len(before[0]["core_case"]) > 0
    assert (tables(here, HUSA), tables(here, ZHANGFENG)) == before


def test_everything_moves_with_its_ids_and_nothing_is_left_but_what_was_recorded(here: Database) -> None:
    old, new = tables(here, HUSA), tables(here, ZHANGFENG)
    merging.merge(here, HUSA, ZHANGFENG, OPERATOR)
    after = tables(here, ZHANGFENG)
    owed = [row for row in after["core_outbox"] if row["priority"] == search.AFTER_PEOPLE]
    assert {row["topic"] for row in owed} == {search.TOPIC}, "only the index is owed what came"
    after["core_outbox"] = [row for row in after["core_outbox"] if row not in owed]
    stays = {model.__tablename__ for model in merging.STAYS}
    for name in set(old) - stays:
        key = "id" if old[name] and "id" in old[name][0] else None
        assert len(after[name]) == len(old[name]) + len(new[name]), name
        if key:
            assert {row["id"] for row in after[name]} == {row["id"] for row in old[name] + new[name]}
    left = tables(here, HUSA)
    assert {name for name, found in left.items() if found} <= stays


def test_the_worker_finds_everything_at_the_successor(here: Database, config: Config) -> None:
    worker = Worker(config)
    worker.run_dry()
    before = found_as_rebuilt(config, here)
    merging.merge(here, HUSA, ZHANGFENG, OPERATOR)
    worker.run_dry()
    after = found_as_rebuilt(config, here)
    assert any(key.startswith("case:") and token.startswith(str(HUSA)) for key, token in before)
    assert [token for _, token in after if token.startswith(str(HUSA))] == []
    assert {key for key, _ in after if key.startswith("case:")} == {key for key, _ in before if key.startswith("case:")}
    worker.database.dispose()


def test_a_case_keeps_its_number_and_is_found_by_it_at_the_successor(here: Database) -> None:
    before = numbers(here, HUSA)
    merging.merge(here, HUSA, ZHANGFENG, OPERATOR)
    after = numbers(here, ZHANGFENG)
    assert {case_id: after[case_id] for case_id in before} == before
    with here.read(Scope.one(ZHANGFENG)) as session:
        for case_id, (number, code) in before.items():
            if number:
                assert doors.by_reference(session, number, code).id == case_id


def test_equal_numbers_of_both_are_told_apart_by_their_codes(here: Database) -> None:
    with here.read(Scope.one(ZHANGFENG)) as session:
        taken = session.scalars(select(Case).where(Case.no_seq.is_not(None))).first()
        number = {name: getattr(taken, name) for name in ("series", "no_year", "no_seq")}
        own = taken.id, taken.code
    with here.write(Scope.one(HUSA)) as session:
        same = session.scalars(select(Case).where(Case.no_seq.is_not(None))).first()
        bulk.update(session, Case, [{"id": same.id, "version": same.version, **number}])
        came = same.id, same.code
    said = f"{number['series']}〔{number['no_year']}〕{number['no_seq']}号"
    assert merging.merge(here, HUSA, ZHANGFENG, OPERATOR).numbers == (said,)
    with here.read(Scope.one(ZHANGFENG)) as session:
        for case_id, code in (own, came):
            assert doors.by_reference(session, said, code).id == case_id
        assert doors.find(session, said).id == own[0]


def test_units_go_on_under_a_code_of_their_own_and_of_two_equal_items_one_is_public(here: Database) -> None:
    planned = merging.merge(here, HUSA, ZHANGFENG, OPERATOR)
    renamed = {(table, code) for table, code, _ in planned.codes}
    after = tables(here, ZHANGFENG)
    assert ("core_unit", "LD") in renamed
    units = {row["code"]: row for row in after["core_unit"]}
    assert units[f"LD-{HUSA}"]["published"]
    items = {row["code"]: row["published"] for row in after["approval_item"]}
    for table, code in renamed:
        if table == "approval_item":
            assert (items[code], items[f"{code}-{HUSA}"]) == (True, False)


def test_people_keep_their_roles_and_who_serves_both_is_one_person(here: Database) -> None:
    with here.read(Scope.one(ZHANGFENG)) as session:
        both = session.scalars(select(Person.account_id)).first()
    with here.write(Scope.one(HUSA)) as session:
        unit = session.scalars(select(Unit)).first()
        session.add(Person(account_id=both, unit_id=unit.id, name="两边的人"))
    grants = {row["id"] for row in tables(here, HUSA)["core_grant"]}
    assert merging.merge(here, HUSA, ZHANGFENG, OPERATOR).people == ("两边的人",)
    with here.read(Scope.one(ZHANGFENG)) as session:
        assert len(session.scalars(select(Person).where(Person.account_id == both)).all()) == 1
        assert grants <= set(session.scalars(select(Grant.id)))


def test_both_audits_say_so_and_both_chains_hold(here: Database) -> None:
    with here.read(Scope.one(HUSA)) as session:
        head = chain.head(session)
    merging.merge(here, HUSA, ZHANGFENG, OPERATOR)
    for tenant, action in ((HUSA, "core.tenant.close"), (ZHANGFENG, "core.tenant.take_over")):
        chain.extend(here, tenant, "sha256")
        with here.read(Scope.one(tenant)) as session:
            assert session.scalars(select(Audit).where(Audit.action == action)).one()
            assert chain.verify(session, [head] if tenant == HUSA else []).good


def test_a_failure_on_the_way_changes_nothing(here: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    before = tables(here, HUSA), tables(here, ZHANGFENG)

    def fail(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(merging, "_close", fail)
    with pytest.raises(OSError, match="disk full"):
        merging.merge(here, HUSA, ZHANGFENG, OPERATOR)
    assert (tables(here, HUSA), tables(here, ZHANGFENG)) == before


def test_the_folder_of_the_old_township_brings_it_not_back(here: Database) -> None:
    merging.merge(here, HUSA, ZHANGFENG, OPERATOR)
    assert [change for change in sync(here, tenants.folder()) if change.tenant == HUSA] == []
    with here.read(Scope.system("what is left")) as session:
        (gone,) = [found for found in overview(session) if found.id == HUSA]
    assert (gone.units, gone.people, gone.plugins, gone.successor) == (0, 0, (), ZHANGFENG)


def test_what_cannot_be_done_is_said_with_every_reason(here: Database) -> None:
    assert merging.plan(here, HUSA, HUSA).refused == ("a township can't go into itself",)
    assert len(merging.plan(here, COUNTY, 999999999).refused) == 3
    with here.write(Scope.one(ZHANGFENG)) as session:
        put_switch(session, ZHANGFENG, "approval", on=False, by="x")
    with pytest.raises(Refused, match=f"turn on in {ZHANGFENG} first: approval"):
        merging.merge(here, HUSA, ZHANGFENG, OPERATOR)


def test_a_successor_may_go_into_another(here: Database) -> None:
    cases = numbers(here, HUSA)
    merging.merge(here, HUSA, ZHANGFENG, OPERATOR)
    merging.merge(here, ZHANGFENG, MENGYUE, OPERATOR)
    assert cases.items() <= numbers(here, MENGYUE).items()
    with here.read(Scope.one(MENGYUE)) as session:
        assert set(session.scalars(select(Case.numbered_by).distinct())) == {0, HUSA, ZHANGFENG}


@pytest.fixture
def merged(app: Flask, county: Database) -> Flask:
    """The application after the merger."""
    merging.merge(county, HUSA, ZHANGFENG, OPERATOR)
    return app


def test_old_addresses_lead_to_the_same_page_of_the_successor(merged: Flask, county: Database) -> None:
    client = merged.test_client()
    answer = client.get(f"/t/{HUSA}/?q=低保&page=2")
    assert answer.status_code == 308
    assert answer.headers["Location"].startswith(f"/t/{ZHANGFENG}/?q=")
    assert client.get(f"/t/{HUSA}/", follow_redirects=True).status_code == 200


def test_a_form_sent_to_the_old_township_is_sent_on(merged: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(merged.config, "WTF_CSRF_ENABLED", False)  # the token of an open page stays good
    answer = merged.test_client().post(f"/t/{HUSA}/track", data={"number": "x", "code": "y"})
    assert (answer.status_code, answer.headers["Location"]) == (308, f"/t/{ZHANGFENG}/track")


def test_staff_open_their_case_at_the_old_address(
    app: Flask, county: Database, sign_in: Callable[[str], FlaskClient]
) -> None:
    with county.read(Scope.one(HUSA)) as session:
        case = session.scalars(select(Case)).first()
        case_id = case.id
        login = session.scalars(
            select(Account.login).join(Grant, Grant.account_id == Account.id).where(Grant.role == "leader")
        ).first()
    client = sign_in(login)
    merging.merge(county, HUSA, ZHANGFENG, OPERATOR)
    answer = client.get(f"/w/{HUSA}/cases/{case_id}", follow_redirects=True)
    assert (answer.status_code, answer.request.path) == (200, f"/w/{ZHANGFENG}/cases/{case_id}")


def test_the_county_lists_the_successor_only(merged: Flask, sign_in: Callable[[str], FlaskClient]) -> None:
    with merged.extensions["xiaoneng.database"].read(Scope.system("its name")) as session:
        name = session.get(Tenant, HUSA).name
    assert name not in merged.test_client().get("/").get_data(as_text=True)
    assert name not in sign_in(COUNTY_ADMIN).get("/county/").get_data(as_text=True)


def test_the_command_plans_refuses_and_merges(here: Database, config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    databases.use(monkeypatch, config)

    def run(*words: object) -> Any:
        return CliRunner().invoke(main, ["tenants", "merge", *map(str, words)])

    assert run(HUSA, "--into", ZHANGFENG).exit_code == 2
    assert run(HUSA, "--into", ZHANGFENG, "--by", COUNTY_ADMIN).exit_code == 2  # never signed in
    planned = run(HUSA, "--into", ZHANGFENG, "--plan")
    assert (planned.exit_code, "moves\tcore_case" in planned.output) == (0, True)
    with here.write(Scope.one(COUNTY)) as session:
        account(session, COUNTY_ADMIN).state = "active"
    assert run(HUSA, "--into", ZHANGFENG, "--by", COUNTY_ADMIN).exit_code == 0
    assert run(HUSA, "--into", ZHANGFENG, "--by", COUNTY_ADMIN).exit_code == 1
    assert run(HUSA, "--into", ZHANGFENG, "--plan").exit_code == 1
