"""Limits of penalty, as data, one module for each law, and what follows when they pass.

They match ``docs/reference/deadline-rules.md``, and a test compares them cell by cell.
"""

from __future__ import annotations

from core.deadlines.rules import DeadlineRule
from plugins.penalty.deadlines import compulsion, duties, penalty

RULES: tuple[DeadlineRule, ...] = (*penalty.RULES, *compulsion.RULES, *duties.RULES)
