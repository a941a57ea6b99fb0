"""Goals: a measure that a township turns on for itself alone; a village's agent enters the village's own key works."""

from __future__ import annotations

import pytest

from core import plugins
from tests.plugins.measure import Measure


class TestPlugin(Measure):
    name = "goals"
    preview = False

    @pytest.mark.parametrize("role", ["window_clerk"])
    def test_the_counter_may_not(self, role: str) -> None:
        super().test_the_counter_may_not(role)

    def test_a_village_reads_and_enters_its_own(self) -> None:
        role = plugins.registry().roles["village_agent"]
        assert {"goals.case.read", "goals.case.edit"} <= role.permissions
        assert role.own_unit
