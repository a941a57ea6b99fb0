"""`tenants sync`: adds and renames, never reverts the console, never deletes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from sqlalchemy import select

import tenants
from core import clock
from core import plugins as installed
from core.accounts.models import Account, Grant, Person
from core.accounts.queries import actor_of
from core.db import Database, Scope, TenantTree
from core.tenancy.files import read_tenants
from core.tenancy.merge import ADDED, CHANGED, KEPT
from core.tenancy.models import Tenant, TenantPlugin, Unit
from core.tenancy.reading import BadFiles
from core.tenancy.services import enabled_plugins
from core.tenancy.sync import sync
from plugins.approval.items.queries import in_force
from plugins.approval.models import Item, Law
from tests.core.tenancy.conftest import COUNTY, TOWN, replace


def test_a_county_is_loaded_whole(database: Database, folder: Path) -> None:
    sync(database, folder)
    with database.read(Scope.one(TOWN)) as session:
        town = session.get_one(Tenant, TOWN)
        assert (town.name, town.tier, town.parent_id, town.settings["prefix"]) == ("样例乡", "township", COUNTY, "乡")
        assert {unit.code: unit.published for unit in session.scalars(select(Unit))} == {
            "DZB": True,
            "LD": True,
            "201": True,
        }
        assert enabled_plugins(session, TOWN) == {"approval"}
        item = session.scalars(select(Item)).one()
        assert (item.code, item.promised_days, item.fee, item.published) == ("X-1", 5, "无", True)
        account = session.scalars(select(Account).where(Account.login == "yan.yi")).one()
        assert account.state == "invited"
        assert {held.role for held in actor_of(session, account).held} == {"handler", "unit_admin"}
    with database.read(Scope.tree(COUNTY)) as session:
        assert set(session.scalars(select(TenantTree.tenant_id).where(TenantTree.ancestor_id == COUNTY))) == {
            COUNTY,
            TOWN,
        }
        assert len(session.scalars(select(Person)).all()) == 3


def test_a_second_sync_changes_nothing(database: Database, folder: Path) -> None:
    assert sync(database, folder)
    with database.read(Scope.one(TOWN)) as session:
        before = session.get_one(Tenant, TOWN).revision
    with clock.moved(clock.now() + dt.timedelta(days=3)):
        assert sync(database, folder) == []
    with database.read(Scope.one(TOWN)) as session:
        assert session.get_one(Tenant, TOWN).revision == before
        assert len(session.scalars(select(Grant)).all()) == 3


def test_a_rename_in_the_file_is_applied(database: Database, folder: Path) -> None:
    sync(database, folder)
    replace(folder / str(TOWN) / "units.csv", "党政办", "党政综合办公室")
    replace(folder / str(TOWN) / "people.csv", "岩样乙", "岩样丁")
    replace(folder / str(TOWN) / "tenant.toml", "样例乡", "样例镇")
    replace(folder / str(COUNTY) / "plugins" / "approval" / "items.toml", "样例事项", "改名事项")
    changes = {(change.kind, change.key): change.what for change in sync(database, folder)}
    assert changes == {
        ("unit", "DZB"): CHANGED,
        ("person", "yan.yi"): CHANGED,
        ("tenant", str(TOWN)): CHANGED,
        ("approval.item", "X-1"): CHANGED,
    }
    with database.read(Scope.one(TOWN)) as session:
        assert session.scalars(select(Unit.name).where(Unit.code == "DZB")).one() == "党政综合办公室"
        assert session.scalars(select(Account.display_name).where(Account.login == "yan.yi")).one() == "岩样丁"
        names = session.scalars(select(Item.name).order_by(Item.edition)).all()
        assert names == ["样例事项", "改名事项"]
        assert session.scalars(select(Item.name).where(in_force())).one() == "改名事项"
        assert session.get_one(Tenant, TOWN).name == "样例镇"


def test_a_law_comes_with_its_days_and_is_brought_up_to_date_unless_the_console_changed_it(
    database: Database, folder: Path
) -> None:
    laws = folder / str(COUNTY) / "plugins" / "approval" / "laws.toml"
    laws.write_text('[[laws]]\nname = "样例条例"\nfrom = 2020-01-01\n', encoding="utf-8")
    sync(database, folder)
    replace(laws, "2020-01-01", '2020-01-01\nto = 2026-08-14\nreplaced_by = "样例法"')
    assert [(change.kind, change.what) for change in sync(database, folder)] == [("approval.law", CHANGED)]
    with database.write(Scope.one(TOWN)) as session:
        law = session.scalars(select(Law)).one()
        assert (law.in_force_to, law.replaced_by) == (dt.date(2026, 8, 14), "样例法")
        law.in_force_to = dt.date(2027, 1, 1)
    replace(laws, "2026-08-14", "2026-09-14")
    assert sync(database, folder) == []
    with database.read(Scope.one(TOWN)) as session:
        assert session.scalars(select(Law.in_force_to)).one() == dt.date(2027, 1, 1)
    replace(laws, "2026-09-14", '"bald"')
    with pytest.raises(BadFiles, match=r"laws\[0\].to"):
        read_tenants(folder)


def test_what_the_console_changed_stays(database: Database, folder: Path) -> None:
    sync(database, folder)
    with database.write(Scope.one(TOWN)) as session:
        town = session.get_one(Tenant, TOWN)
        town.settings = {**town.settings, "court": "另一法院"}
        session.scalars(select(Unit).where(Unit.code == "DZB")).one().name = "综合办"
        session.scalars(select(Item)).one().published = False
        session.get_one(TenantPlugin, (TOWN, "approval")).enabled = False
        grant = session.scalars(select(Grant).where(Grant.role == "leader")).one()
        session.delete(grant)
    assert sync(database, folder) == []
    replace(folder / str(TOWN) / "units.csv", "党政办", "党政综合办公室")
    replace(folder / str(TOWN) / "tenant.toml", "样例县人民法院", "样例市人民法院")
    assert [(change.key, change.what) for change in sync(database, folder)] == [("DZB", KEPT)]
    assert sync(database, folder) == []
    with database.read(Scope.one(TOWN)) as session:
        assert session.get_one(Tenant, TOWN).settings["court"] == "另一法院"
        assert session.scalars(select(Unit.name).where(Unit.code == "DZB")).one() == "综合办"
        assert session.scalars(select(Item.published)).one() is False
        assert enabled_plugins(session, TOWN) == frozenset()
        assert session.scalars(select(Grant.role).where(Grant.role == "leader")).all() == []


def test_a_unit_has_its_function_and_the_day_it_came(database: Database, folder: Path) -> None:
    units = folder / str(TOWN) / "units.csv"
    replace(units, "legal_title,superior,sample", "legal_title,superior,sample,function")
    units.write_text(units.read_text(encoding="utf-8").replace("样例\n", "样例,\n").replace(",,\n", ",,,\n"), "utf-8")
    replace(units, "DZB,党政办,office,internal,,样例,", "DZB,党政办,office,internal,,样例,general_office")
    with clock.stopped():
        came = clock.today()
        sync(database, folder)
    with clock.moved(clock.now() + dt.timedelta(days=30)):
        replace(units, "DZB,党政办", "DZB,党政综合办")
        sync(database, folder)
    with database.read(Scope.one(TOWN)) as session:
        rows = {unit.code: (unit.function, unit.since_on) for unit in session.scalars(select(Unit))}
    assert rows == {"DZB": ("general_office", came), "LD": ("", came), "201": ("", came)}


def test_a_row_made_in_the_console_is_not_overwritten(database: Database, folder: Path) -> None:
    sync(database, folder)
    with database.write(Scope.one(TOWN)) as session:
        session.add(Unit(code="NYZ", name="农业站", kind="station", legal_title="internal"))
    units = folder / str(TOWN) / "units.csv"
    units.write_text(units.read_text(encoding="utf-8") + "NYZ,农业中心,station,internal,,\n", encoding="utf-8")
    assert sync(database, folder) == []
    with database.read(Scope.one(TOWN)) as session:
        assert session.scalars(select(Unit.name).where(Unit.code == "NYZ")).one() == "农业站"


def test_lines_taken_out_of_a_file_delete_nothing(database: Database, folder: Path) -> None:
    sync(database, folder)
    (folder / str(TOWN) / "people.csv").write_text("name,login,unit\n", encoding="utf-8")
    replace(folder / str(TOWN) / "tenant.toml", '"approval"', "")
    assert sync(database, folder) == []
    with database.read(Scope.one(TOWN)) as session:
        assert len(session.scalars(select(Person)).all()) == 2
        assert enabled_plugins(session, TOWN) == {"approval"}


def test_a_township_s_own_items_come_before_the_county_s(database: Database, folder: Path) -> None:
    template = folder / str(COUNTY) / "plugins" / "approval" / "items.toml"
    own = folder / str(TOWN) / "plugins" / "approval" / "items.toml"
    own.parent.mkdir(parents=True)
    own.write_text(template.read_text(encoding="utf-8").replace("X-1", "Y-1"), encoding="utf-8")
    sync(database, folder)
    with database.read(Scope.one(TOWN)) as session:
        assert session.scalars(select(Item.code)).all() == ["Y-1"]


def test_a_footer_setting_changed_in_the_console_leaves_the_others_to_the_file(
    database: Database, folder: Path
) -> None:
    about = folder / str(TOWN) / "tenant.toml"
    about.write_text(about.read_text(encoding="utf-8") + '[settings.site]\na = "1"\nb = "1"\n', encoding="utf-8")
    sync(database, folder)
    with database.write(Scope.one(TOWN)) as session:
        town = session.get_one(Tenant, TOWN)
        town.settings = {**town.settings, "site": {"a": "9", "b": "1"}}
    replace(about, 'b = "1"', 'b = "2"')
    sync(database, folder)
    with database.read(Scope.one(TOWN)) as session:
        assert session.get_one(Tenant, TOWN).settings["site"] == {"a": "9", "b": "2"}


def test_the_tenants_that_come_with_the_software_load(database: Database) -> None:
    changes = sync(database, tenants.folder())
    assert {change.what for change in changes} == {ADDED}
    assert sync(database, tenants.folder()) == []
    with database.read(Scope.public(533124205)) as session:
        items = session.scalars(select(Item).order_by(Item.code)).all()
        assert len(items) == 10
        assert {item.type for item in items if item.is_licence} == {"行政许可"}
        assert sum(item.is_licence for item in items) == 5
        assert all(item.materials and item.fields and item.sample and item.fee == "无" for item in items)
        villages = session.scalars(select(Unit.name).where(Unit.kind == "village").order_by(Unit.code)).all()
        assert villages == ["营盘村民委员会", "广瓦村民委员会", "帮中村民委员会", "邦瓦村民委员会", "瓦幕村民委员会"]


def test_every_item_can_be_handled_proposed_and_decided_where_it_is_published(database: Database) -> None:
    sync(database, tenants.folder())
    roles = installed.registry().roles
    for files in read_tenants(tenants.folder()):
        with database.read(Scope.one(files.code)) as session:
            held = set(session.execute(select(Grant.unit_id, Grant.role)))
            assert files.is_county or {"window_clerk", "leader", "unit_admin"} <= {role for _, role in held}
            for item in session.scalars(select(Item)):
                assert {(item.unit_id, "handler"), (item.unit_id, "station_head")} <= held, (files.name, item.name)
            assert {role for _, role in held} <= set(roles)


def test_all_that_is_invented_is_marked() -> None:
    for files in read_tenants(tenants.folder()):
        assert files.sample
        assert all(person.sample for person in files.people)
        assert all(unit.sample == (unit.kind != "village") for unit in files.units)
