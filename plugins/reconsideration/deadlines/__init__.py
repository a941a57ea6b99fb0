"""Limits of reconsideration and lawsuit, as data, one module for each law, and what follows when they pass.

They match ``docs/reference/deadline-rules.md``, and a test compares them cell by cell. A township is never the organ
that reconsiders (行政复议法 4): it owes replies, forwarding, reports and the defence; the rest is for information.
"""

from __future__ import annotations

from core.deadlines.chains import Link
from core.deadlines.rules import DeadlineRule
from plugins.reconsideration.deadlines import applying, deciding, litigation

RULES: tuple[DeadlineRule, ...] = (*applying.RULES, *deciding.RULES, *litigation.RULES)

# Counting rule 27: the day on which the first limit has run out is day 0 of the second.
LINKS = (
    Link("reconsideration.nonaction_wait", "reconsideration.apply", "行政复议法实施条例16①(二)"),
    Link("reconsideration.decide", "litigation.after_reconsideration", "行政诉讼法45"),
    Link("reconsideration.decide_summary", "litigation.after_reconsideration", "行政诉讼法45"),
    Link("litigation.inaction_wait", "litigation.inaction_sue", f"{litigation.INTERPRETATION}66"),
    Link("litigation.direct", "compulsion.court_apply", "行政强制法53"),
)
