"""Limits of e-government, as data, one module for each subject.

They match ``docs/reference/deadline-rules.md``, and a test compares them cell by cell.
"""

from __future__ import annotations

from core.deadlines.rules import DeadlineRule
from plugins.egov.deadlines import disclosure, petition, publicity

RULES: tuple[DeadlineRule, ...] = (*disclosure.RULES, *petition.RULES, *publicity.RULES)
