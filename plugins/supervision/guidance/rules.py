"""The rules of the guidance log and of briefs, pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from core.errors import Problem
from core.i18n import N_

LONGEST, SHORT = 5000, 100
# outcome → its name and tone
OUTCOMES: Mapping[str, tuple[str, str]] = {
    "waiting": (N_("还没有答复"), "wait"),
    "adopted": (N_("已采用"), "done"),
    "declined": (N_("没有采用"), "stop"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewVisit:
    """A visit as it was written; `solved_on` and `solution` where it was solved at once."""

    unit_id: UUID
    on: dt.date
    by: str
    problem: str
    help: str
    solved_on: dt.date | None = None
    solution: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBrief:
    """A brief as it was sent."""

    title: str
    text: str
    sent_to: str
    sent_on: dt.date


def visit(command: NewVisit, today: dt.date) -> list[Problem]:
    """A visit lies in the past, and says who went, what was found and what help was given."""
    told = (
        (command.by, "by", N_("请写明检查指导的人。")),
        (command.problem, "problem", N_("请写明发现的问题；没有问题的写“没有发现问题”。")),
        (command.help, "help", N_("请写明给了什么帮助。")),
    )
    found = [Problem(words, field) for given, field, words in told if not given.strip()]
    if command.on > today:
        found.append(Problem(N_("日期不能晚于今天。"), "on"))
    return found + (solved(command.on, command.solved_on, today) if command.solved_on else [])


def solved(on: dt.date, solved_on: dt.date, today: dt.date) -> list[Problem]:
    """What was found is solved between the visit and today."""
    return [] if on <= solved_on <= today else [Problem(N_("解决日期应当在检查指导之后、今天以前。"), "solved_on")]


def brief(command: NewBrief, today: dt.date) -> list[Problem]:
    """A brief was sent, and has a title and a text."""
    told = (
        (command.title, "title", N_("请填写标题。")),
        (command.text, "text", N_("请填写正文。")),
        (command.sent_to, "sent_to", N_("请写明报送哪里。")),
    )
    found = [Problem(words, field) for given, field, words in told if not given.strip()]
    if command.sent_on > today:
        found.append(Problem(N_("日期不能晚于今天。"), "sent_on"))
    return found


def outcome(sent_on: dt.date, what: str, on: dt.date, today: dt.date) -> list[Problem]:
    """The county answers between the sending and today."""
    if what not in {"adopted", "declined"}:
        return [Problem(N_("请选择是否采用。"), "outcome")]
    return [] if sent_on <= on <= today else [Problem(N_("日期应当在报送之后、今天以前。"), "on")]
