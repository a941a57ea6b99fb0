"""The desk of orders, seen on the live board."""

from __future__ import annotations

from tests.plugins.supervision.desk import desk, monday

__all__ = ["desk", "monday"]
