"""Supervision: a measure that a township turns on for itself alone."""

from __future__ import annotations

from tests.plugins.measure import Measure


class TestPlugin(Measure):
    name = "supervision"
    preview = False
    also = frozenset({"village_agent"})  # what a resolution names a village in
