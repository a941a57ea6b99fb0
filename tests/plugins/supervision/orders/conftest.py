"""The desk of orders and of the log."""

from __future__ import annotations

from tests.plugins.supervision.desk import desk, monday

__all__ = ["desk", "monday"]
