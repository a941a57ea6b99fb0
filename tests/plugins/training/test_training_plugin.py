"""Training: a preview that a township turns on for itself alone."""

from __future__ import annotations

from tests.plugins.preview import Preview


class TestPlugin(Preview):
    name = "training"
    also = frozenset({"village_agent"})  # who keeps the village's training
