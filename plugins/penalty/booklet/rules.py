"""Rules of a booklet, pure: from the draft to the issue, each step with who takes it (实施方案四(二)2(2); 处罚法34)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from core.errors import Problem
from core.i18n import N_
from plugins.penalty.permissions import Perm

DRAFT, SUBMITTED, REVIEWED, AGREED, ISSUED = "draft", "submitted", "reviewed", "agreed", "issued"
STATES: Mapping[str, tuple[str, str]] = {
    DRAFT: (N_("起草中"), "plain"),
    SUBMITTED: (N_("已报送，待法制审核"), "wait"),
    REVIEWED: (N_("已审核，待会议审议"), "wait"),
    AGREED: (N_("已审议，待印发"), "wait"),
    ISSUED: (N_("已印发"), "done"),
}
# The last days of a year's drafting and handing in, as the duties `scheme.penalty.discretion` and `.submit` have them.
DRAWN_UP, HANDED_IN = (4, 30), (5, 31)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the road: from which state to which, and whose it is."""

    label: str
    source: str
    target: str
    permission: Perm


STEPS: Mapping[str, Step] = {
    "submit": Step(N_("报送审核"), DRAFT, SUBMITTED, Perm.EDIT),
    "review": Step(N_("登记法制审核"), SUBMITTED, REVIEWED, Perm.REVIEW),
    "meet": Step(N_("登记会议审议"), REVIEWED, AGREED, Perm.DECIDE),
    "issue": Step(N_("印发"), AGREED, ISSUED, Perm.PUBLISH),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """One step as it was typed.

    Attributes:
        agreed: whether the review or the meeting agrees; otherwise the booklet goes back to its draft.
        words: the opinion of the review, the minutes of the meeting, or the number under which it is issued;
            why it goes back.
        on: the day of the meeting.
    """

    version: int
    agreed: bool = True
    words: str = ""
    on: dt.date | None = None


def submit_problems(plan: str, entries: Sequence[Mapping[str, Any]]) -> list[Problem]:
    """Both papers that are owed: standards, and the plan of how they are carried out."""
    problems = []
    if not plan.strip():
        problems.append(Problem(N_("还没有写实施方案；标准和方案应当一并报送。")))
    if not entries:
        problems.append(Problem(N_("现行有效、处罚权已经确认的处罚事项都还没有裁量标准。")))
    return problems


def review_problems(command: Take, reviewer: UUID, maker: UUID) -> list[Problem]:
    """Another person than who drew it up, with an opinion."""
    problems = []
    if reviewer == maker:
        problems.append(Problem(N_("起草人不能自己作法制审核，请由另一人审核。")))
    if not command.words.strip():
        problems.append(Problem(N_("请写明法制审核的意见。"), "words"))
    return problems


def meet_problems(command: Take, reviewed_on: dt.date, today: dt.date) -> list[Problem]:
    """A meeting since the review, with its minutes."""
    problems = []
    if command.on is None or not reviewed_on <= command.on <= today:
        problems.append(Problem(N_("会议日期应当在法制审核以后，不晚于今天。"), "on"))
    if not command.words.strip():
        problems.append(Problem(N_("请写明会议的名称和审议的结论。"), "words"))
    return problems


def issue_problems(command: Take, changed: Sequence[str]) -> list[Problem]:
    """Its number; and nothing that was reviewed has been changed since.

    Args:
        changed: the codes of the offences whose standard is another now.
    """
    problems = []
    if not command.words.strip():
        problems.append(Problem(N_("请填写文号或者退回的理由。"), "words"))
    if changed and command.agreed:
        words = N_("报送以后，这些事项的裁量标准又改了，请退回重新报送：%(codes)s。")
        problems.append(Problem(words, params={"codes": tuple(changed)}))
    return problems


def late(year: int, submitted_on: dt.date | None, today: dt.date) -> bool:
    """Whether it was, or is, not handed in by 31 May."""
    return (submitted_on or today) > dt.date(year, *HANDED_IN)
