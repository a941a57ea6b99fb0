"""Settings: the narrower level counts, each level sets its own, bad values are said at the field, all is audited."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace

import pytest

from core import plugins
from core.accounts.models import Account
from core.accounts.queries import actor_of
from core.contracts import PluginInfo, Setting
from core.db import Database, Scope
from core.errors import DomainError, Forbidden
from core.hookspecs import hookimpl
from core.plugins import PluginError
from core.settings.queries import differing, value
from core.settings.rules import parse, resolve, written
from core.settings.services import COUNTY, TENANT, UNIT, Change, change
from core.tenancy.models import Tenant, Unit
from tests.core.people.conftest import actor, audited, unit_id
from tests.sample import ADMIN, COUNTY_ADMIN, HANDLER, HUSA, MENGYUE
from tests.sample import COUNTY as COUNTY_ID

TEXT = Setting("toy.text", "text", "文字", default="甲", level="unit", longest=4)
KINDS = {
    "number": Setting("toy.number", "number", "数字", default=3, least=1, most=9),
    "flag": Setting("toy.flag", "flag", "开关", default=False),
    "choice": Setting("toy.choice", "choice", "选项", default="a", choices={"a": "甲", "b": "乙"}),
    "date": Setting("toy.date", "date", "日期"),
    "text": TEXT,
}


@pytest.fixture
def database(county: Database) -> Database:
    return county


def test_the_narrowest_level_that_spoke_counts_and_the_others_are_told() -> None:
    said = {"county": {"toy.text": "乙"}, "tenant": {"toy.text": "丙"}, "unit": {}}
    found = resolve(TEXT, said)
    assert (found.value, found.origin, found.inherited) == ("丙", "tenant", "乙")
    assert dict(found.said) == {"default": "甲", "county": "乙", "tenant": "丙"}
    assert resolve(TEXT, {}).origin == "default"


def test_what_is_each_tenant_s_own_is_not_the_county_s_to_say() -> None:
    own = Setting("toy.own", "text", "自己", default="", own=True)
    assert resolve(own, {"county": {"toy.own": "县"}}).value == ""


@pytest.mark.parametrize(
    ("kind", "typed", "expected"),
    [
        ("number", " ５ ", 5),
        ("flag", "yes", True),
        ("flag", "no", False),
        ("choice", "b", "b"),
        ("date", "2026年11月24日", dt.date(2026, 11, 24)),
        ("text", " 文字 ", "文字"),
        ("number", "", None),
    ],
)
def test_a_value_is_read_and_written_back_as_itself(kind: str, typed: str, expected: object) -> None:
    found = parse(KINDS[kind], typed)
    assert found == expected
    assert parse(KINDS[kind], written(found)) == expected


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("number", "十"),
        ("number", "10"),
        ("flag", "maybe"),
        ("choice", "c"),
        ("date", "2026-02-30"),
        ("text", "一二三四五"),
    ],
)
def test_what_is_no_value_is_refused_at_its_field(kind: str, typed: str) -> None:
    with pytest.raises(DomainError) as raised:
        parse(KINDS[kind], typed)
    assert raised.value.problems[0].field == f"toy-{kind}"


def test_county_tenant_and_unit_each_set_their_own_and_the_narrower_counts(database: Database) -> None:
    with database.write(Scope.one(COUNTY_ID)) as session:
        change(session, actor(session, COUNTY_ADMIN), Change({"core.page_rows": "20"}, COUNTY))
    for town, expected in ((MENGYUE, 20), (HUSA, 20)):
        with database.read(Scope.one(town)) as session:
            assert value(session, "core.page_rows") == expected
    with database.write(Scope.one(MENGYUE)) as session:
        change(session, actor(session, ADMIN), Change({"core.page_rows": "30", "core.phone": "1"}, TENANT))
        unit = unit_id(session, "NYZ")
        change(session, actor(session, ADMIN), Change({"core.phone": "2"}, UNIT, unit))
        assert value(session, "core.page_rows") == 30
        assert value(session, "core.phone") == "1"
        assert value(session, "core.phone", session.get_one(Unit, (MENGYUE, unit))) == "2"
        change(session, actor(session, ADMIN), Change({"core.page_rows": ""}, TENANT))
        assert value(session, "core.page_rows") == 20
    rows = [row.body for row in audited(database, "core.setting.change") if row.subject == "core.page_rows"]
    assert [(row["before"], row["after"]) for row in rows] == [(None, 30), (30, None)]


def test_a_change_moves_the_revision_of_everyone_who_shows_it(database: Database) -> None:
    def revisions() -> dict[int, int]:
        with database.read(Scope.one(COUNTY_ID)) as session:
            return {code: session.get_one(Tenant, code).revision for code in (COUNTY_ID, MENGYUE, HUSA)}

    before = revisions()
    with database.write(Scope.one(MENGYUE)) as session:
        assert change(session, actor(session, ADMIN), Change({"core.phone": "1"}, TENANT)) == ["core.phone"]
        assert change(session, actor(session, ADMIN), Change({"core.phone": "1"}, TENANT)) == []
    assert revisions() == {**before, MENGYUE: before[MENGYUE] + 1}
    with database.write(Scope.one(COUNTY_ID)) as session:
        change(session, actor(session, COUNTY_ADMIN), Change({"core.page_rows": "20"}, COUNTY))
    assert revisions()[HUSA] == before[HUSA] + 1


def test_every_bad_value_is_said_at_once_and_nothing_is_written(database: Database) -> None:
    told = {"core.page_rows": "viele", "core.prefix": "", "core.phone": "5", "core.site.icp": "x" * 61}
    with database.write(Scope.one(MENGYUE)) as session:
        with pytest.raises(DomainError) as raised:
            change(session, actor(session, ADMIN), Change(told, TENANT))
        fields = [problem.field for problem in raised.value.problems]
        assert fields == ["core-page_rows", "core-prefix", "core-site-icp"]
        assert value(session, "core.phone") == "12345"


def test_nobody_sets_at_a_level_that_is_not_theirs(database: Database) -> None:
    with database.write(Scope.one(MENGYUE)) as session:
        nyz, lyz = unit_id(session, "NYZ"), unit_id(session, "LYZ")
        for login, command in (
            (HANDLER, Change({"core.phone": "1"}, TENANT)),
            ("yu.yangding", Change({"core.phone": "1"}, TENANT)),
            ("yu.yangding", Change({"core.phone": "1"}, UNIT, nyz)),
            (ADMIN, Change({"core.phone": "1"}, COUNTY)),
        ):
            with pytest.raises(Forbidden):
                change(session, actor(session, login), command)
        change(session, actor(session, "yu.yangding"), Change({"core.phone": "1"}, UNIT, lyz))
        with pytest.raises(DomainError):
            change(session, actor(session, "yu.yangding"), Change({"core.page_rows": "20"}, UNIT, lyz))


def test_the_county_sees_which_townships_differ(database: Database) -> None:
    with database.write(Scope.one(MENGYUE)) as session:
        change(session, actor(session, ADMIN), Change({"core.page_rows": "30"}, TENANT))
    with database.read(Scope.one(COUNTY_ID)) as session:
        towns = [session.get_one(Tenant, code) for code in (MENGYUE, HUSA)]
        found = differing(towns, session.get_one(Tenant, COUNTY_ID))
    assert {town: effective.value for town, effective in found["core.page_rows"].items()} == {MENGYUE: 30}


def toy(*settings: Setting) -> SimpleNamespace:
    return SimpleNamespace(
        register_plugin=hookimpl(lambda: PluginInfo("toy", "玩具", "", "1")),
        register_settings=hookimpl(lambda: settings),
    )


@pytest.mark.parametrize(
    "bad",
    [
        Setting("other.name", "text", "别人的"),
        Setting("toy.kind", "colour", "颜色"),
        Setting("toy.level", "text", "级别", level="village"),
        Setting("toy.choices", "choice", "没有选项"),
    ],
)
def test_a_setting_that_can_t_be_is_a_start_up_error(bad: Setting) -> None:
    with plugins.using({"toy": toy(bad)}) as registry, pytest.raises(PluginError):
        registry.check()


def test_an_account_of_the_township_is_no_county_s(database: Database) -> None:
    with database.read(Scope.one(MENGYUE)) as session:
        stranger = session.get_one(Account, actor(session, COUNTY_ADMIN).account_id)
        assert actor_of(session, stranger).held == ()
