"""Turning measures on and off: what they require, what requires them, the cases they leave open, and the trace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from core import plugins
from core.accounts.actor import Actor, Held
from core.accounts.permissions import Perm
from core.audit.models import Audit
from core.contracts import PluginInfo
from core.db import Database, Scope, ScopeError, new_id
from core.errors import DomainError, Forbidden, NotFound
from core.hookspecs import hookimpl
from core.tenancy.models import Tenant, TenantPlugin
from core.tenancy.reading import BadFiles
from core.tenancy.services import enabled_plugins, switch
from core.tenancy.sync import sync
from tests.core.tenancy.conftest import TOWN, replace


def admin(tenant: int = TOWN, permission: str = Perm.SWITCH) -> Actor:
    return Actor(new_id(), "管理员", tenant, (Held("unit_admin", new_id(), False, frozenset({permission})),))


def plugin(name: str, *requires: str) -> Any:
    @hookimpl
    def register_plugin() -> PluginInfo:
        return PluginInfo(name, f"模块{name}", "", "1", requires)

    return SimpleNamespace(register_plugin=register_plugin)


@pytest.fixture
def loaded(database: Database, folder: Path) -> Iterator[Database]:
    """The small county, with plugin `base` and plugin `upper` that requires it installed too, both off."""
    with plugins.using({"base": plugin("base"), "upper": plugin("upper", "base")}):
        sync(database, folder)
        yield database


def turn(database: Database, name: str, on: bool, open_cases: int = 0, keep_open: bool = False) -> frozenset[str]:
    with database.write(Scope.one(TOWN)) as session:
        switch(session, admin(), TOWN, name, on, open_cases=open_cases, keep_open=keep_open)
    with database.read(Scope.one(TOWN)) as session:
        return enabled_plugins(session, TOWN)


def test_a_switch_is_recorded_with_who_and_when(loaded: Database) -> None:
    with loaded.read(Scope.one(TOWN)) as session:
        before = session.get_one(Tenant, TOWN).revision
    assert turn(loaded, "base", True) == {"approval", "base"}
    with loaded.read(Scope.one(TOWN)) as session:
        row = session.get_one(TenantPlugin, (TOWN, "base"))
        assert (row.enabled, row.changed_by, row.changed_at is not None) == (True, "管理员", True)
        audit = session.scalars(select(Audit)).one()
        assert (audit.action, audit.subject, audit.body["on"]) == ("core.plugin.switch", "base", True)
        assert session.get_one(Tenant, TOWN).revision == before + 1


def test_a_switch_that_already_is_so_leaves_no_trace(loaded: Database) -> None:
    assert turn(loaded, "approval", True) == {"approval"}
    with loaded.read(Scope.one(TOWN)) as session:
        assert session.scalars(select(Audit)).all() == []


def test_what_a_measure_requires_comes_first(loaded: Database) -> None:
    with pytest.raises(DomainError, match="需要先开启：模块base"):
        turn(loaded, "upper", True)
    turn(loaded, "base", True)
    assert turn(loaded, "upper", True) == {"approval", "base", "upper"}


def test_what_others_require_goes_last(loaded: Database) -> None:
    turn(loaded, "base", True)
    turn(loaded, "upper", True)
    with pytest.raises(DomainError, match="模块upper"):
        turn(loaded, "base", False)
    turn(loaded, "upper", False)
    assert turn(loaded, "base", False) == {"approval"}


def test_open_cases_keep_a_measure_on_until_someone_says_what_becomes_of_them(loaded: Database) -> None:
    with pytest.raises(DomainError, match="还有3件案件") as raised:
        turn(loaded, "approval", False, open_cases=3)
    assert raised.value.problems[0].field == "keep_open"
    assert turn(loaded, "approval", False, open_cases=3, keep_open=True) == frozenset()
    with loaded.read(Scope.one(TOWN)) as session:
        assert session.scalars(select(Audit)).one().body == {"on": False, "open_cases": 3, "keep_open": True}


def test_every_reason_is_given_at_once(loaded: Database) -> None:
    turn(loaded, "base", True)
    turn(loaded, "upper", True)
    with pytest.raises(DomainError) as raised:
        turn(loaded, "base", False, open_cases=1)
    assert [problem.field for problem in raised.value.problems] == ["plugin", "keep_open"]


@pytest.mark.parametrize("name", ["nothing", plugins.CORE])
@pytest.mark.parametrize("on", [True, False])
def test_core_and_unknown_names_are_no_measures(loaded: Database, name: str, on: bool) -> None:
    with pytest.raises(DomainError, match="没有这个功能模块"):
        turn(loaded, name, on)


def test_an_unknown_tenant_has_no_switches(loaded: Database) -> None:
    unknown = 999999202
    with pytest.raises(NotFound), loaded.write(Scope.one(unknown)) as session:
        switch(session, admin(unknown), unknown, "base", True, open_cases=0)
    with loaded.read(Scope.one(unknown)) as session:
        assert enabled_plugins(session, unknown) == frozenset()


def test_nobody_switches_another_tenant_s_measures(loaded: Database) -> None:
    for session_of, actor in ((999999, admin()), (TOWN, admin(999999))):
        with pytest.raises(ScopeError), loaded.write(Scope.one(session_of)) as session:
            switch(session, actor, TOWN, "base", True, open_cases=0)


def test_switching_needs_its_permission(loaded: Database) -> None:
    with pytest.raises(Forbidden), loaded.write(Scope.one(TOWN)) as session:
        switch(session, admin(permission=Perm.WORK), TOWN, "base", True, open_cases=0)


def test_the_folder_turns_on_what_it_newly_names_after_what_it_requires(loaded: Database, folder: Path) -> None:
    about = folder / str(TOWN) / "tenant.toml"
    replace(about, '"approval"', '"approval", "upper"')
    with pytest.raises(BadFiles, match=r"plugins\[1\]: “upper”需要同时开启“base”"):
        sync(loaded, folder)
    replace(about, '"upper"', '"upper", "base"')
    sync(loaded, folder)
    with loaded.read(Scope.one(TOWN)) as session:
        assert enabled_plugins(session, TOWN) == {"approval", "base", "upper"}


def test_the_folder_does_not_turn_on_what_rests_on_a_measure_the_console_turned_off(
    loaded: Database, folder: Path
) -> None:
    about = folder / str(TOWN) / "tenant.toml"
    replace(about, '"approval"', '"approval", "base"')
    sync(loaded, folder)
    turn(loaded, "base", False)
    replace(about, '"base"', '"base", "upper"')
    assert sync(loaded, folder) == []
    with loaded.read(Scope.one(TOWN)) as session:
        assert enabled_plugins(session, TOWN) == {"approval"}
