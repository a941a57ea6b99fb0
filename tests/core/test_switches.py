"""A measure off in one township is gone there at once, everywhere; the other keeps it; nothing is deleted."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy import func, select

from core import plugins
from core.accounts import queries as people
from core.cases import search as case_search
from core.cases import services
from core.cases.models import Case
from core.cli import main
from core.contracts import Job, PluginInfo
from core.db import Database, Scope, new_id
from core.hookspecs import hookimpl
from core.jobs import periodic
from core.jobs.worker import Worker
from core.tenancy.services import put_switch
from core.tenancy.switches import Switches
from plugins.approval.models import Item
from tests import databases
from tests.sample import ADMIN, HANDLER, HUSA, LEADER, MENGYUE, OTHER_LEADER, account
from tests.site import Page, Site, opened

Off = Callable[[], AbstractContextManager[None]]


def turn(database: Database, town: int, on: bool, name: str = "approval") -> None:
    with database.write(Scope.one(town)) as session:
        put_switch(session, town, name, on=on, by="测试")


@pytest.fixture
def off(site: Site) -> Iterator[Off]:
    """A block in which 勐约 has the measure `approval` off."""

    @contextmanager
    def block() -> Iterator[None]:
        turn(site.database, MENGYUE, on=False)
        yield
        turn(site.database, MENGYUE, on=True)

    yield block
    turn(site.database, MENGYUE, on=True)


@pytest.fixture(scope="module")
def leader(site: Site) -> FlaskClient:
    """The leader's browser: sees every case of the township."""
    return site.sign_in(LEADER)


def portal_pages(town: int) -> list[str]:
    return [f"/t/{town}/items", f"/t/{town}/items/MY-XK-01", f"/t/{town}/resume"]


def test_the_portals_routes(site: Site, off: Off) -> None:
    client = site.visitor()
    with off():
        assert {client.get(url).status_code for url in portal_pages(MENGYUE)} == {404}
        assert site.post(client, f"/t/{MENGYUE}/items/MY-XK-01/start", {}).status_code == 404
        assert client.get(f"/t/{MENGYUE}/").status_code == 200
        assert {client.get(url).status_code for url in portal_pages(HUSA)} == {200}
    assert {client.get(url).status_code for url in portal_pages(MENGYUE)} == {200}


def test_an_open_draft_waits_and_goes_on_where_it_was(site: Site, off: Off) -> None:
    client = site.visitor()
    begun = site.post(client, f"/t/{MENGYUE}/items/MY-XK-01/start", {}).location
    site.fill(client, begun, {"name": "甲乙丙"})
    with off():
        assert client.get(begun).status_code == 404
        assert site.post(client, begun, {"name": "丁"}).status_code == 404
    assert Page(client.get(begun)).values["name"] == "甲乙丙"


def test_the_partys_pages_and_the_number(site: Site, off: Off) -> None:
    client, case, other = site.visitor(), site.case("勐约许1"), site.case("户撒许1")
    page, elsewhere = site.let_in(client, case), site.let_in(client, other)
    pages = [page, f"/t/{MENGYUE}/receipt/{case.id}", f"{page}/act/withdraw"]
    assert {client.get(url).status_code for url in pages} == {200}
    with off():
        assert {client.get(url).status_code for url in pages} == {404}
        for code in ("", case.code):
            answer = site.fill(client, f"/t/{MENGYUE}/track", {"number": case.number, "code": code})
            assert answer.status_code == 422, "a number of a measure that is off is no number"
        assert client.get(elsewhere).status_code == 200
    assert {client.get(url).status_code for url in pages} == {200}


def staff_pages(case: Case) -> list[str]:
    base = f"/w/{case.tenant_id}"
    return [f"{base}/cases/{case.id}", f"{base}/approval/cases/{case.id}/extend"]


def test_the_staffs_routes(site: Site, off: Off, leader: FlaskClient) -> None:
    case, other, neighbour = site.case("勐约许1"), site.case("户撒许1"), site.sign_in(OTHER_LEADER)
    with off():
        assert {leader.get(url).status_code for url in staff_pages(case)} == {404}
        assert site.post(leader, staff_pages(case)[1], {"version": case.version}).status_code == 404
        assert neighbour.get(staff_pages(other)[0]).status_code == 200
    assert leader.get(staff_pages(case)[0]).status_code == 200


def test_the_menu(site: Site, off: Off) -> None:
    clerk, intake = site.sign_in("si.nuojia"), f"/w/{MENGYUE}/approval/intake"
    assert intake in Page(clerk.get(f"/w/{MENGYUE}/")).links
    with off():
        assert intake not in Page(clerk.get(f"/w/{MENGYUE}/")).links
    assert intake in Page(clerk.get(f"/w/{MENGYUE}/")).links


def found(client: FlaskClient, area: str, town: int, words: str) -> int:
    """How many hits a search page counts."""
    page = client.get(f"/{area}/{town}/search", query_string={"q": words}).text
    total = re.search(r"role=\"status\">\D*(\d+)", page)
    return int(total[1]) if total else 0


def test_hits_and_totals_of_the_portals_search(site: Site, off: Off) -> None:
    client = site.visitor()
    before = found(client, "t", MENGYUE, "宅基地")
    assert before > 0
    with off():
        assert found(client, "t", MENGYUE, "宅基地") == 0
        assert found(client, "t", HUSA, "宅基地") > 0
    assert found(client, "t", MENGYUE, "宅基地") == before


def test_hits_and_totals_of_the_staffs_search(site: Site, off: Off, leader: FlaskClient) -> None:
    number = site.case("勐约许1").number
    before = found(leader, "w", MENGYUE, number)
    assert before > 0
    with off():
        assert found(leader, "w", MENGYUE, number) == 0
        assert found(leader, "w", MENGYUE, "宅基地") == 0
        assert found(site.sign_in(OTHER_LEADER), "w", HUSA, site.case("户撒许1").number) > 0
    assert found(leader, "w", MENGYUE, number) == before


def test_a_handlers_own_case_is_not_found_either(site: Site, off: Off) -> None:
    """The case of another unit that was given to a handler: the token is bound to the measure's permission."""
    case = site.case("勐约许6")
    with site.database.write(Scope.one(MENGYUE)) as session:
        who = account(session, HANDLER)
        services.assign(session, people.actor_of(session, who), session.get_one(Case, (MENGYUE, case.id)), who.id)
        actor = people.actor_of(session, who)
    worker = Worker(site.config)
    worker.run_dry()
    worker.database.dispose()
    site.app.extensions["xiaoneng.search"].close()  # looks again at once instead of at the next second
    with site.database.read(Scope.one(MENGYUE)) as session:
        acl = case_search.document(session.get_one(Case, (MENGYUE, case.id))).acl
    client = site.sign_in(HANDLER)
    assert found(client, "w", MENGYUE, case.number) == 1
    assert acl & case_search.viewer_acl(actor, Switches(frozenset({"approval"})))
    assert case_search.viewer_acl(actor, Switches()) == {f"{MENGYUE}|pub:core"}
    with off():
        assert found(client, "w", MENGYUE, case.number) == 0
    assert found(client, "w", MENGYUE, case.number) == 1


def test_the_feed(site: Site, off: Off) -> None:
    client = site.visitor()

    def items(town: int) -> int:
        return client.get(f"/t/{town}/feed.atom").text.count(f"/t/{town}/items/")

    entries = items(MENGYUE)
    assert entries > 0
    with off():
        assert items(MENGYUE) == 0
        assert items(HUSA) > 0
    assert items(MENGYUE) == entries


def test_the_interface(site: Site, off: Off) -> None:
    client = site.visitor()
    with off():
        for url in ("items", "items/MY-XK-01"):
            answer = client.get(f"/api/v1/{MENGYUE}/approval/{url}")
            assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
        assert client.get(f"/api/v1/{HUSA}/approval/items").status_code == 200
    assert client.get(f"/api/v1/{MENGYUE}/approval/items").status_code == 200


def test_the_command(site: Site, off: Off, monkeypatch: pytest.MonkeyPatch) -> None:
    databases.use(monkeypatch, site.config)

    def run(town: int) -> tuple[int, str]:
        answer = CliRunner().invoke(main, ["approval", "items", str(town), "--json"])
        return answer.exit_code, answer.output

    before = run(MENGYUE)
    assert len(json.loads(before[1])) > 5
    with off():
        code, words = run(MENGYUE)
        assert (code, "approval is off" in words) == (1, True)
        assert run(HUSA)[0] == 0
    assert run(MENGYUE) == before
    assert run(999999)[0] == 2


def test_the_jobs(sample: Path, tmp_path: Path) -> None:
    """A job runs for each township where its plugin is on, once a slot; slots that passed while off are not made up."""
    ran: list[int] = []
    extra = SimpleNamespace(
        register_plugin=hookimpl(lambda: PluginInfo("extra", "附加", "", "1")),
        register_jobs=hookimpl(
            lambda: (Job("extra.count", dt.timedelta(days=1), lambda database, tenant: ran.append(tenant)),)
        ),
    )
    with plugins.using({"extra": extra}), opened(sample, tmp_path) as site:
        for town, on in ((MENGYUE, False), (HUSA, True)):
            turn(site.database, town, on, "extra")
        periodic.run_due(site.database)
        assert ran == [HUSA]
        turn(site.database, MENGYUE, on=True, name="extra")
        periodic.run_due(site.database)
        assert ran == [HUSA, MENGYUE]
        periodic.run_due(site.database)
        assert ran == [HUSA, MENGYUE]


def test_the_workbench_and_the_list(site: Site, off: Off, leader: FlaskClient) -> None:
    case = site.case("勐约许1")
    for url in (f"/w/{MENGYUE}/", f"/w/{MENGYUE}/cases"):
        before = Page(leader.get(url)).links
        assert any(str(case.id) in link for link in before)
        with off():
            page = leader.get(url).text
            assert "/cases/" not in page
            assert "待签发" not in page
        assert Page(leader.get(url)).links == before


def test_the_portals_home(site: Site, off: Off) -> None:
    client = site.visitor()

    def offers(town: int) -> bool:
        page = client.get(f"/t/{town}/")
        return 'id="items"' in page.text and f"/t/{town}/items" in Page(page).links

    assert offers(MENGYUE)
    with off():
        assert not offers(MENGYUE)
        assert f"/t/{MENGYUE}/items" not in client.get(f"/t/{MENGYUE}/").text
        assert offers(HUSA)
    assert offers(MENGYUE)


def test_nothing_is_deleted(site: Site, off: Off) -> None:
    def rows() -> list[int]:
        with site.database.read(Scope.one(MENGYUE)) as session:
            return [session.scalar(select(func.count()).select_from(model)) or 0 for model in (Case, Item)]

    before = rows()
    with off():
        assert rows() == before
    assert rows() == before


def test_the_administrators_own_form_turns_it_with_a_word_about_open_cases(site: Site, off: Off) -> None:
    client, url = site.sign_in(ADMIN), f"/w/{MENGYUE}/admin/switches"
    refused = site.post(client, url, {"plugin": "approval", "on": "no"})
    assert refused.status_code == 422
    assert "案件没有办结" in Page(refused).alert
    assert site.visitor().get(f"/t/{MENGYUE}/items").status_code == 200
    assert site.post(client, url, {"plugin": "approval", "on": "no", "keep_open": "y"}).status_code == 303
    assert site.visitor().get(f"/t/{MENGYUE}/items").status_code == 404
    assert site.post(client, url, {"plugin": "approval", "on": "yes"}).status_code == 303
    assert site.visitor().get(f"/t/{MENGYUE}/items").status_code == 200
    unknown = site.post(client, url, {"plugin": new_id().hex, "on": "yes"})
    assert unknown.status_code == 422
    assert "没有这个功能模块" in Page(unknown).alert
