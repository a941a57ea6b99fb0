"""A measure that one unit turned off for itself is gone for that unit, everywhere; the other units keep it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from uuid import UUID

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy import func, select

from core.accounts.queries import actor_of
from core.audit.models import Audit
from core.cases import figures as cases
from core.cases.models import Case
from core.cli import main
from core.db import Database, Scope
from core.duties import making
from core.duties.models import Duty
from core.errors import DomainError, Forbidden, NotFound
from core.feeds import entries
from core.tenancy.models import Tenant, Unit, UnitPlugin
from core.tenancy.services import narrow
from core.tenancy.switches import switches_of, with_units
from plugins.approval.models import Item
from tests import databases
from tests.core.test_switches import found, staff_pages
from tests.sample import ADMIN, CLERK, COUNTY_ADMIN, HANDLER, HEAD, HUSA, LEADER, MENGYUE, account
from tests.site import Page, Site

Off = Callable[[], AbstractContextManager[None]]


def unit_of(database: Database, code: str = "NYZ") -> UUID:
    with database.read(Scope.one(MENGYUE)) as session:
        return session.scalars(select(Unit.id).where(Unit.code == code)).one()


def turn(database: Database, on: bool, login: str = ADMIN, code: str = "NYZ", plugin: str = "approval") -> None:
    unit = unit_of(database, code)
    with database.write(Scope.one(MENGYUE)) as session:
        who = actor_of(session, account(session, login))
        narrow(session, who, unit, plugin, on, open_cases=cases.open_of_plugin(session, plugin, unit), keep_open=True)


@pytest.fixture
def off(site: Site) -> Iterator[Off]:
    """A block in which the 农业综合服务中心 of 勐约 does without `approval`."""

    @contextmanager
    def block() -> Iterator[None]:
        turn(site.database, on=False)
        yield
        turn(site.database, on=True)

    yield block
    turn(site.database, on=True)


@pytest.fixture(scope="module")
def leader(site: Site) -> FlaskClient:
    """The leader's browser: sees every case of the township."""
    return site.sign_in(LEADER)


@pytest.fixture(scope="module")
def item(site: Site) -> str:
    """An item for which the unit answers."""
    unit = unit_of(site.database)
    with site.database.read(Scope.one(MENGYUE)) as session:
        return session.scalars(select(Item.code).where(Item.unit_id == unit, Item.published.is_(True))).first() or ""


@pytest.fixture(scope="module")
def other_item(site: Site) -> str:
    """An item of another unit."""
    unit = unit_of(site.database)
    with site.database.read(Scope.one(MENGYUE)) as session:
        return session.scalars(select(Item.code).where(Item.unit_id != unit, Item.published.is_(True))).first() or ""


def case_of(site: Site, here: bool = True) -> Case:
    """An open case of the unit, or of another."""
    unit = unit_of(site.database)
    mine = Case.unit_id == unit if here else Case.unit_id != unit
    with site.database.read(Scope.one(MENGYUE)) as session:
        case = session.scalars(select(Case).where(mine, Case.is_open == True).order_by(Case.no_seq)).first()  # noqa: E712
        assert case is not None
        session.expunge(case)
    return case


def test_the_portals_routes(site: Site, off: Off, item: str, other_item: str) -> None:
    client, page = site.visitor(), f"/t/{MENGYUE}/items"
    with off():
        assert client.get(f"{page}/{item}").status_code == 404
        assert site.post(client, f"{page}/{item}/start", {}).status_code == 404
        assert client.get(f"{page}/{other_item}").status_code == 200
        assert f"{page}/{item}" not in Page(client.get(page)).links
    assert client.get(f"{page}/{item}").status_code == 200


def test_the_partys_pages_and_the_number(site: Site, off: Off) -> None:
    client, case = site.visitor(), case_of(site)
    page = site.let_in(client, case)
    with off():
        assert client.get(page).status_code == 404
        for code in ("", case.code):
            typed = {"number": case.number, "code": code}
            assert site.fill(client, f"/t/{MENGYUE}/track", typed).status_code == 422
    assert client.get(page).status_code == 200


def test_the_staffs_routes(site: Site, off: Off, leader: FlaskClient) -> None:
    case, other, own = case_of(site), case_of(site, here=False), site.sign_in(HEAD)
    with off():
        assert {leader.get(url).status_code for url in staff_pages(case)[:1]} == {404}
        assert leader.get(staff_pages(other)[0]).status_code == 200
        for url in staff_pages(case):
            assert own.get(url).status_code == 404
            assert site.post(own, staff_pages(case)[1], {"version": case.version}).status_code == 404
    assert own.get(staff_pages(case)[0]).status_code == 200


def test_the_menu_and_the_workbench(site: Site, off: Off) -> None:
    clerk, intake = site.sign_in(CLERK), f"/w/{MENGYUE}/approval/intake"
    head = site.sign_in(HEAD)
    turn(site.database, on=False, code="BMZ")
    assert intake not in Page(clerk.get(f"/w/{MENGYUE}/")).links
    assert clerk.get(intake).status_code == 404
    turn(site.database, on=True, code="BMZ")
    assert intake in Page(clerk.get(f"/w/{MENGYUE}/")).links
    assert "待审查" in head.get(f"/w/{MENGYUE}/").text
    with off():
        page = head.get(f"/w/{MENGYUE}/").text
        assert "/cases/" not in page
        assert "待审查" not in page


def test_hits_and_totals_of_both_searches(site: Site, off: Off, leader: FlaskClient, item: str) -> None:
    with site.database.read(Scope.one(MENGYUE)) as session:
        name = session.scalars(select(Item.name).where(Item.code == item)).one()
    visitor, case, other = site.visitor(), case_of(site), case_of(site, here=False)
    before = found(visitor, "t", MENGYUE, name)
    assert before > 0
    assert found(leader, "w", MENGYUE, case.number) > 0
    with off():
        assert found(visitor, "t", MENGYUE, name) < before
        assert f"items/{item}" not in visitor.get(f"/t/{MENGYUE}/search", query_string={"q": name}).text
        assert found(leader, "w", MENGYUE, case.number) == 0
        assert found(leader, "w", MENGYUE, other.number) > 0
    assert found(visitor, "t", MENGYUE, name) == before


def test_the_feed_of_the_portal_and_the_calendar_of_the_unit(site: Site, off: Off, item: str) -> None:
    client = site.visitor()

    def limits() -> int:
        with site.app.test_request_context("/"), site.database.read(Scope.one(MENGYUE)) as session:
            maker = actor_of(session, account(session, HEAD))
            reader = entries.Reader(maker, unit_of(site.database), ("approval.application",), "")
            return len(list(entries.of_clocks(session, reader)))

    assert f"items/{item}" in client.get(f"/t/{MENGYUE}/feed.atom").text
    assert limits() > 0
    with off():
        assert f"items/{item}" not in client.get(f"/t/{MENGYUE}/feed.atom").text
        assert limits() == 0


def test_the_interface(site: Site, off: Off, item: str, other_item: str) -> None:
    client, url = site.visitor(), f"/api/v1/{MENGYUE}/approval/items"
    with off():
        assert client.get(f"{url}/{item}").status_code == 404
        assert client.get(f"{url}/{other_item}").status_code == 200
        assert item not in {row["code"] for row in client.get(url).json["items"]}
    assert client.get(f"{url}/{item}").status_code == 200


def test_the_command(site: Site, off: Off, item: str, other_item: str, monkeypatch: pytest.MonkeyPatch) -> None:
    databases.use(monkeypatch, site.config)

    def run() -> set[str]:
        answer = CliRunner().invoke(main, ["approval", "items", str(MENGYUE), "--json"])
        return {line["code"] for line in json.loads(answer.output)}

    assert {item, other_item} <= run()
    with off():
        assert item not in run()
        assert other_item in run()


def test_the_jobs_make_no_duty_for_the_unit(county: Database) -> None:
    village = unit_of(county, "201")
    with county.write(Scope.one(MENGYUE)) as session:
        owed = session.scalars(select(Duty).where(Duty.unit_id == village)).all()
        for duty in owed:
            session.delete(duty)
    turn(county, on=False, code="201")
    making.make(county, MENGYUE)
    with county.read(Scope.one(MENGYUE)) as session:
        assert session.scalar(select(func.count()).select_from(Duty).where(Duty.unit_id == village)) == 0


def test_the_county_s_lists(site: Site, off: Off) -> None:
    case, client = case_of(site), site.sign_in(COUNTY_ADMIN)
    page = f"/county/search?q={case.number}"
    assert case.number in client.get(page).text.replace(f'value="{case.number}"', "")
    with off():
        assert case.number not in client.get(page).text.replace(f'value="{case.number}"', "")


def test_the_rule_is_one_for_the_row_and_for_the_condition(site: Site, off: Off) -> None:
    unit, other = unit_of(site.database), unit_of(site.database, "LYZ")
    with off(), site.database.read(Scope.one(MENGYUE)) as session:
        switches = switches_of(session, MENGYUE)
        assert not switches.uses("approval", unit)
        assert switches.uses("approval", other)
        assert switches.uses("approval")
        users = with_units(session, {MENGYUE: switches})[MENGYUE].users("approval")
        assert users is not None
        assert unit not in users
        assert other in users


def test_who_narrows_what(county: Database) -> None:
    for login, code in ((HANDLER, "NYZ"), (HEAD, "NYZ"), ("yu.yangding", "NYZ")):
        with pytest.raises(Forbidden):
            turn(county, on=False, login=login, code=code)
    turn(county, on=False, login="yu.yangding", code="LYZ")
    with pytest.raises(DomainError, match="没有开启"):
        turn(county, on=False, plugin="training")
    foreign = unit_of(county)
    with county.write(Scope.one(HUSA)) as session, pytest.raises(NotFound):
        narrow(session, actor_of(session, account(session, "cun.nuoyi")), foreign, "approval", False, open_cases=0)


def test_open_cases_keep_it_on_until_someone_says_what_becomes_of_them_and_it_is_audited(county: Database) -> None:
    unit = unit_of(county)
    with county.write(Scope.one(MENGYUE)) as session:
        admin = actor_of(session, account(session, ADMIN))
        with pytest.raises(DomainError) as raised:
            narrow(session, admin, unit, "approval", False, open_cases=2)
        assert raised.value.problems[0].field == "keep_open"
    with county.read(Scope.one(MENGYUE)) as session:
        revision = session.get_one(Tenant, MENGYUE).revision
    turn(county, on=False)
    with county.read(Scope.one(MENGYUE)) as session:
        row = session.scalars(select(UnitPlugin).where(UnitPlugin.unit_id == unit)).one()
        assert (row.off, row.changed_by) == (True, "杨相丙")
        assert session.get_one(Tenant, MENGYUE).revision == revision + 1
        last = session.scalars(select(Audit).where(Audit.action == "core.unit_plugin.switch").order_by(Audit.at.desc()))
        assert last.first().body["unit"] == str(unit)  # type: ignore[union-attr]
