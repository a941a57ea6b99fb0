"""The quota of training (实施方案四(一)2), pure: three separate tests, so that 3×3 = 9 学时 is short."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from decimal import Decimal

from core.contracts import Quota, Submission
from core.errors import Problem
from core.i18n import N_

TOPICS, HOURS_A_TOPIC, HOURS_A_YEAR = 3, Decimal(3), Decimal(10)
QUOTAS = (
    Quota("topics", N_("培训专题（个）"), TOPICS, most=100),
    Quota("hours_a_topic", N_("每个专题（学时）"), int(HOURS_A_TOPIC), most=100),
    Quota("hours_a_year", N_("全年累计（学时）"), int(HOURS_A_YEAR), most=1000),
)
LEAST: Mapping[str, int] = {quota.code: quota.least for quota in QUOTAS}
TOPIC = re.compile(r"(?P<name>.*[^\d.])(?P<hours>\d+(?:\.\d+)?)\s*(?:个?学时)?")


def quota(submission: Submission, least: Mapping[str, int] = LEAST) -> list[Problem]:
    """At least three topics, each of at least 3 学时, and 10 学时 in the year; a shorter topic adds its hours only.

    Args:
        least: the year's quotas, where a scheme raised them.
    """
    wanted, of_topic, of_year = least["topics"], Decimal(least["hours_a_topic"]), Decimal(least["hours_a_year"])
    topics = submission.parts["topics"]
    hours = [hours_of(line) for line in topics]
    if unread := tuple(line for line, found in zip(topics, hours, strict=True) if found is None):
        return [Problem(N_("请在末尾写明学时：%(lines)s。"), "topics", {"lines": unread})]
    known = [found for found in hours if found is not None]
    short = tuple(line for line, found in zip(topics, known, strict=True) if found < of_topic)
    problems = []
    if len(known) < wanted:
        words = N_("培训专题至少%(least)d个，现在是%(found)d个。")
        problems.append(Problem(words, "topics", {"least": wanted, "found": len(known)}))
    if short and len(known) - len(short) < wanted:
        words = N_("满%(hours)s学时的专题至少%(least)d个，不满的有：%(short)s。")
        problems.append(Problem(words, "topics", {"hours": str(of_topic), "least": wanted, "short": short}))
    if sum(known) < of_year:
        words = N_("全年累计至少%(least)s学时，现在是%(found)s学时。")
        problems.append(Problem(words, "topics", {"least": str(of_year), "found": str(sum(known))}))
    return problems


def hours_of(line: str) -> Decimal | None:
    """The 学时 at the end of a line such as ``职业道德 3``; None where there are none."""
    match = TOPIC.fullmatch(unicodedata.normalize("NFKC", line).strip())
    return Decimal(match["hours"]) if match else None
