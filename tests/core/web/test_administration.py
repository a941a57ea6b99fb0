"""The administrators' pages: what is refused is said at its field and kept; superiors enter first."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from core.accounts.models import Person
from core.audit.models import Audit
from core.db import Scope
from core.tenancy.models import Tenant, Unit
from core.tenancy.services import put_switch
from tests.sample import ADMIN, COUNTY, COUNTY_ADMIN, HANDLER, HEAD, HUSA, MENGYUE, ZHANGFENG, account
from tests.site import Page, Site

BASE = f"/w/{MENGYUE}/admin"


@pytest.fixture(scope="module")
def admin(site: Site) -> FlaskClient:
    return site.sign_in(ADMIN)


def person(site: Site, login: str) -> UUID:
    with site.database.read(Scope.one(MENGYUE)) as session:
        return session.scalars(select(Person.id).where(Person.account_id == account(session, login).id)).one()


def unit(site: Site, code: str) -> UUID:
    with site.database.read(Scope.one(MENGYUE)) as session:
        return session.scalars(select(Unit.id).where(Unit.code == code)).one()


def test_the_first_page_offers_each_their_own(site: Site, admin: FlaskClient) -> None:
    links = set(Page(admin.get(f"{BASE}/")).links)
    assert {f"{BASE}/units/", f"{BASE}/people/", f"{BASE}/settings", f"{BASE}/switches"} <= links
    head = set(Page(site.sign_in(HEAD).get(f"{BASE}/")).links)
    assert f"{BASE}/people/deputies" in head
    assert f"{BASE}/people/" not in head


def test_a_bad_unit_is_refused_at_its_fields_with_what_was_typed(site: Site, admin: FlaskClient) -> None:
    typed = {"code": "NYZ", "name": "重名站", "kind": "station", "legal_title": "internal", "function": ""}
    answer = site.fill(admin, f"{BASE}/units/new", typed)
    assert answer.status_code == 422
    page = Page(answer)
    assert "已经有了" in page.told["code"]
    assert page.values["name"] == "重名站"


def test_a_new_person_gets_a_link_that_is_shown_once(site: Site, admin: FlaskClient) -> None:
    typed = {"name": "新样人", "login": "xin.yangren", "unit": str(unit(site, "NYZ")), "title": "", "phone": ""}
    made = site.fill(admin, f"{BASE}/people/new", typed)
    assert made.status_code == 303
    shown = site.post(admin, f"{made.location}/link", {})
    assert "/activate/" in shown.text
    assert "/activate/" not in admin.get(made.location).text
    given = {"role": "handler", "unit": str(unit(site, "NYZ")), "from_on": "2026-11-24", "to_on": ""}
    assert site.fill(admin, f"{made.location}/posts", given).status_code == 303
    assert "承办人" in admin.get(made.location).text


def test_who_leaves_hands_over_on_the_page_that_lists_the_cases(site: Site, admin: FlaskClient) -> None:
    page = f"{BASE}/people/{person(site, HANDLER)}/leave"
    shown = admin.get(page).text
    assert "要交接的未办结案件" in shown
    refused = site.fill(admin, page, {"taker": ""})
    assert refused.status_code == 422
    assert "请先选择接手的人" in Page(refused).told["taker"]


def test_days_the_wrong_way_round_are_said_at_the_field_of_a_deputy(site: Site, admin: FlaskClient) -> None:
    typed = {"grant": "x", "deputy": "", "from_on": "2026-11-30", "to_on": "2026-13-01", "reason": "培训"}
    answer = site.fill(admin, f"{BASE}/people/deputies", typed)
    assert answer.status_code == 422
    assert Page(answer).values["reason"] == "培训"


def test_a_bad_setting_is_said_at_its_field_and_a_good_one_counts_on_the_portal(site: Site, admin: FlaskClient) -> None:
    refused = site.fill(admin, f"{BASE}/settings", {"core-page_rows": "viele", "core-site-contact": "样办公室"})
    assert refused.status_code == 422
    assert "整数" in Page(refused).told["core-page_rows"]
    assert Page(refused).values["core-site-contact"] == "样办公室"
    assert site.fill(admin, f"{BASE}/settings", {"core-site-contact": "样办公室"}).status_code == 303
    assert "样办公室" in site.visitor().get(f"/t/{MENGYUE}/").text
    assert "样办公室" not in site.visitor().get(f"/t/{HUSA}/").text


def test_the_language_of_the_portal_counts_for_who_chose_none(site: Site, admin: FlaskClient) -> None:
    home = f"/t/{MENGYUE}/"
    assert Page(site.visitor().get(home)).lang.startswith("zh")
    site.fill(admin, f"{BASE}/settings", {"core-language": "en"})
    assert Page(site.visitor().get(home)).lang.startswith("en")
    assert Page(site.visitor().get(f"{home}?lang=zh_Hans_CN")).lang.startswith("zh")
    assert Page(site.visitor().get(f"/t/{HUSA}/")).lang.startswith("zh")
    site.fill(admin, f"{BASE}/settings", {"core-language": ""})
    assert Page(site.visitor().get(home)).lang.startswith("zh")


def test_a_unit_that_takes_nothing_online_says_where_to_go(site: Site, admin: FlaskClient) -> None:
    guide = f"/t/{MENGYUE}/items/MY-XK-01"
    with site.database.read(Scope.one(MENGYUE)) as session:
        units = list(session.scalars(select(Unit.id)))
    visitor = site.visitor()
    site.fill(admin, f"{BASE}/settings", {"approval-online": "no"})
    assert "不接受网上申请" in visitor.get(guide).text
    assert site.post(visitor, f"{guide}/start", {}).location.endswith("#start")
    site.fill(admin, f"{BASE}/settings", {"approval-online": "", "approval-online_from": "2026-12-01"})
    assert "不接受网上申请" in visitor.get(guide).text
    site.fill(admin, f"{BASE}/settings", {"approval-online_from": ""})
    assert "不接受网上申请" not in visitor.get(guide).text
    assert units


def test_what_turning_a_measure_off_does_is_said_before(admin: FlaskClient) -> None:
    page = admin.get(f"{BASE}/switches/approval").text
    for words in ("未办结案件", "门户不再有“办事指南”", "工作台菜单不再有：窗口收件", "数据不删除"):
        assert words in page
    assert admin.get(f"{BASE}/switches/training").status_code == 404


def test_the_county_s_word_binds_and_differences_are_shown(site: Site, admin: FlaskClient) -> None:
    county = site.sign_in(COUNTY_ADMIN)
    assert site.post(county, "/county/modules", {"plugin": "approval", "rule": "on"}).status_code == 303
    refused = site.post(admin, f"{BASE}/switches", {"plugin": "approval", "on": "no", "keep_open": "y"})
    assert refused.status_code == 422
    assert "县里规定各乡镇都要开启" in Page(refused).alert
    assert "与规定不同</span>" not in county.get("/county/modules").text
    with site.database.write(Scope.one(ZHANGFENG)) as session:
        put_switch(session, ZHANGFENG, "approval", on=False, by="测试")
    assert county.get("/county/modules").text.count("与规定不同</span>") == 1
    with site.database.write(Scope.one(ZHANGFENG)) as session:
        put_switch(session, ZHANGFENG, "approval", on=True, by="测试")
    site.post(county, "/county/modules", {"plugin": "approval", "rule": "free"})


@pytest.fixture
def manager(site: Site) -> Iterator[FlaskClient]:
    """The county's administrator who has entered 勐约乡 to manage it."""
    client = site.sign_in(COUNTY_ADMIN)
    typed = {"purpose": "manage", "reason": "单位管理员休产假，代为新增单位"}
    assert site.fill(client, f"/county/visits/{MENGYUE}", typed).location == f"{BASE}/"
    yield client
    site.post(client, f"/county/visits/{MENGYUE}/leave", {})


def test_a_superior_manages_after_entering_and_reads_no_case(site: Site, manager: FlaskClient) -> None:
    case = site.case("勐约许1")
    for page in ("", f"cases/{case.id}", "cases"):
        assert manager.get(f"/w/{MENGYUE}/{page}").status_code in {403, 404}
    assert "进行管理，不能查看案件" in manager.get(f"{BASE}/units/").text
    typed = {"code": "XZ1", "name": "县建站", "kind": "station", "legal_title": "internal", "function": ""}
    assert site.fill(manager, f"{BASE}/units/new", typed).status_code == 303
    with site.database.read(Scope.one(MENGYUE)) as session:
        row = session.scalars(select(Audit).where(Audit.action == "core.unit.add")).one()
        assert (row.actor_name, "visit" in row.body) == ("刀相丁", True)
    for tenant in (COUNTY, MENGYUE):
        with site.database.read(Scope.one(tenant)) as session:
            entered = session.scalars(select(Audit).where(Audit.action == "core.visit.enter")).all()
            assert {row.body["purpose"] for row in entered} == {"manage"}


def test_without_entering_nobody_manages_a_township(site: Site) -> None:
    client = site.sign_in(COUNTY_ADMIN)
    for page in ("", "units/", "people/", "settings", "switches"):
        assert client.get(f"{BASE}/{page}").status_code == 404


def test_health_shows_every_card_and_the_figures_of_each_township(site: Site) -> None:
    page = site.sign_in(COUNTY_ADMIN).get("/county/health").text
    for words in ("后台事项", "停下的事项", "定期任务", "查询索引", "审计链", "备份", "工作日历", "磁盘", "邮件"):
        assert words in page
    with site.database.read(Scope.one(MENGYUE)) as session:
        assert session.get_one(Tenant, MENGYUE).name
