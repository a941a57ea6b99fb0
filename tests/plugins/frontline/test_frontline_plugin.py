"""Frontline work: a preview that a township turns on for itself alone."""

from __future__ import annotations

from tests.plugins.measure import Measure


class TestPlugin(Measure):
    name = "frontline"
