"""What every measure beside approval must hold: subclass `Measure` and name it."""

from __future__ import annotations

from typing import ClassVar

import pytest

from core import plugins
from core.db import Database, Scope
from core.tenancy.services import enabled_plugins, put_switch
from tests.sample import HUSA, MENGYUE


class Measure:
    """Its officers may read, the counter may not; a township turns it on for itself alone."""

    name: ClassVar[str]
    # Whether it is still on trial: off until a township turns it on.
    preview: ClassVar[bool] = True
    # Roles of the counter that may read all the same.
    also: ClassVar[frozenset[str]] = frozenset()

    @pytest.mark.parametrize("role", ["handler", "station_head", "leader", "county_admin"])
    def test_officers_may_read(self, role: str) -> None:
        assert self.read in plugins.registry().roles[role].permissions

    @pytest.mark.parametrize("role", ["window_clerk", "village_agent"])
    def test_the_counter_may_not(self, role: str) -> None:
        assert (self.read in plugins.registry().roles[role].permissions) == (role in self.also)

    def test_its_permissions_bear_its_name(self) -> None:
        registry = plugins.registry()
        own = [code for code in registry.permissions if registry.owner[code] == self.name]
        assert own
        assert [code for code in own if not code.startswith(f"{self.name}.")] == []

    def test_a_township_turns_it_on_for_itself_alone(self, county: Database) -> None:
        assert plugins.registry().plugins[self.name].preview == self.preview
        assert self.tenants(county) == set()
        with county.write(Scope.one(MENGYUE)) as session:
            put_switch(session, MENGYUE, self.name, on=True, by="test")
        assert self.tenants(county) == {MENGYUE}

    @property
    def read(self) -> str:
        """The permission to read its cases."""
        held = plugins.registry().permissions
        return next(code for code in held if code.startswith(f"{self.name}.") and code.endswith(".read"))

    def tenants(self, county: Database) -> set[int]:
        """Of two townships, those where it is on."""
        with county.read(Scope.system("where a measure is on")) as session:
            return {tenant for tenant in (MENGYUE, HUSA) if self.name in enabled_plugins(session, tenant)}
