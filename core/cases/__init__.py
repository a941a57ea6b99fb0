"""The kernel every measure stands on: cases, their clocks and ledger, and the one door through which they change."""

from core.cases.services import act, assign, open_case

__all__ = ["act", "assign", "open_case"]
