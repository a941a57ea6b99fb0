"""What the scheme (实施方案四(三)) asks of key work in numbers, pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping

from core.contracts import Quota, Submission
from core.errors import Problem
from core.i18n import N_

LEAST, MOST = 1, 2
SHARE = Quota("inspected", N_("抽查单位的百分比"), 50, most=100)
LEAST_SHARE: Mapping[str, int] = {SHARE.code: SHARE.least}


def one_or_two(submission: Submission) -> list[Problem]:
    """A unit selects one or two goals a year (四(三)1)."""
    found = len(submission.parts["goals"])
    if LEAST <= found <= MOST:
        return []
    words = N_("重点工作选报%(least)d至%(most)d项，现在是%(found)d项。")
    return [Problem(words, "goals", {"least": LEAST, "most": MOST, "found": found})]


def enough_inspected(submission: Submission, quotas: Mapping[str, int] = LEAST_SHARE) -> list[Problem]:
    """Half of the organs are inspected (四(三)3), or the year's share, rounded up; a unit named twice counts once."""
    total = unicodedata.normalize("NFKC", submission.parts["organs"][0])
    if not total.isdecimal():
        return [Problem(N_("应查单位总数应当是一个数字。"), "organs")]
    least, found = -(-int(total) * quotas[SHARE.code] // 100), len(set(submission.parts["inspected"]))
    if found >= least:
        return []
    words = N_("应当至少抽查%(least)d个单位，现在是%(found)d个。")
    return [Problem(words, "inspected", {"least": least, "found": found})]
