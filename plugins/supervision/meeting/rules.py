"""The rules of joint meetings, pure: agenda, outcomes, resolutions, and the words of minutes and circular."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from core.errors import Problem
from core.i18n import N_

STATES: Mapping[str, str] = {"called": N_("待召开"), "held": N_("已召开"), "closed": N_("已形成纪要")}
OUTCOMES: Mapping[str, str] = {"agreed": N_("通过"), "not_agreed": N_("不通过"), "deferred": N_("下次再议")}
MOST = 50
SHORT, LONGEST = 100, 2000
NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A meeting as it is called; `keys` of what waits, and free items."""

    title: str
    held_on: dt.date
    place: str
    chair: str
    keys: tuple[str, ...] = ()
    free: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an item, and why."""

    outcome: str
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Who was there, and what became of each item."""

    chair: str
    present: str
    absent: str
    guests: str
    outcomes: Mapping[UUID, Outcome]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolve:
    """What somebody is to do, and by when."""

    item_id: UUID | None
    words: str
    unit_id: UUID
    person: str
    due_on: dt.date


@dataclass(frozen=True, slots=True)
class Said:
    """A line of the minutes: an item with its outcome, or a resolution with its owner."""

    title: str
    outcome: str = ""
    words: str = ""
    resolutions: tuple[str, ...] = ()


def call_problems(call: Call) -> list[Problem]:
    """A meeting has a title, a chair, and something to talk about."""
    found = []
    if not call.title.strip():
        found.append(Problem(N_("请填写名称。"), "title"))
    if not call.chair.strip():
        found.append(Problem(N_("请填写主持人。"), "chair"))
    if not call.keys and not call.free:
        found.append(Problem(N_("请选择或者填写至少一个议题。"), "free"))
    if len(call.keys) + len(call.free) > MOST:
        found.append(Problem(N_("一次会议最多50个议题。"), "free"))
    if any(len(line) > SHORT for line in call.free):
        found.append(Problem(N_("每个议题不能超过100个字。"), "free"))
    return found


def held_problems(state: str, held: Held, items: Sequence[UUID], held_on: dt.date, today: dt.date) -> list[Problem]:
    """A meeting is recorded from its day on; every item got an outcome, and what was not agreed says why."""
    found = []
    if state == "closed":
        found.append(Problem(N_("已经形成纪要，不能再改。")))
    if held_on > today:
        found.append(Problem(N_("会议还没有召开，召开以后才能记录。")))
    if not held.chair.strip():
        found.append(Problem(N_("请填写主持人。"), "chair"))
    if not held.present.strip():
        found.append(Problem(N_("请填写出席人员。"), "present"))
    for item_id in items:
        given = held.outcomes.get(item_id, Outcome(""))
        if given.outcome not in OUTCOMES:
            found.append(Problem(N_("请选择这个议题的结果。"), f"outcome-{item_id.hex}"))
        if given.outcome == "not_agreed" and not given.words.strip():
            found.append(Problem(N_("不通过的，请写明理由。"), f"words-{item_id.hex}"))
    return found


def resolve_problems(state: str, resolve: Resolve, held_on: dt.date, *, working: bool) -> list[Problem]:
    """A resolution says what is to be done, by whom, and by a working day after the meeting."""
    found = []
    if state != "held":
        found.append(Problem(N_("会议召开以后、形成纪要以前才能登记议定事项。")))
    if not resolve.words.strip():
        found.append(Problem(N_("请写明议定的事项。"), "words"))
    if not resolve.person.strip():
        found.append(Problem(N_("请填写责任人。"), "person"))
    if resolve.due_on <= held_on:
        found.append(Problem(N_("完成日期应当晚于会议日期。"), "due_on"))
    elif not working:
        found.append(Problem(N_("这一天是休息日，请改为工作日。"), "due_on"))
    return found


def still_offered(waiting: Sequence[str], before: Mapping[str, str]) -> list[str]:
    """Of keys that wait, those on no agenda yet, or put off by the last.

    Args:
        before: key → the outcome it had last, empty where the meeting is still to come.
    """
    return [key for key in waiting if before.get(key, "deferred") == "deferred"]


def body(said: Sequence[Said], present: str, absent: str, guests: str, opening: str) -> str:
    """The text of the minutes 纪要, in Chinese as the paper is."""
    lines = [opening]
    for number, item in enumerate(said, start=1):
        lines.append(f"{_numeral(number)}、{item.title}")
        if item.outcome:
            lines.append(f"会议议定：{item.outcome}。{item.words}".strip())
        lines += [f"{at}.{words}" for at, words in enumerate(item.resolutions, start=1)]
    lines += [f"{label}：{names}" for label, names in (("出席", present), ("请假", absent), ("列席", guests)) if names]
    return "\n".join(lines)


def circular(said: Sequence[Said], opening: str) -> str:
    """The text of the circular 通报 of what was resolved."""
    words = [resolution for item in said for resolution in item.resolutions]
    return "\n".join([opening, *(f"{_numeral(number)}、{line}" for number, line in enumerate(words, start=1))])


def owed(words: str, unit: str, person: str, due_on: dt.date) -> str:
    """A resolution in one sentence."""
    return (
        f"{words.rstrip('。；')}，由{unit}负责，责任人{person}，{due_on.year}年{due_on.month}月{due_on.day}日前完成。"
    )


def _numeral(number: int) -> str:
    """A number up to 99 as it stands before an item."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else f"{NUMERALS[tens - 1]}十"
    return head + (NUMERALS[ones - 1] if ones else "")
