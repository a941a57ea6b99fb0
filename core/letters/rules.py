"""Rules of letters: whose turn a thread is, until when a letter can be taken back, what a template may name. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from core import slots
from core.errors import Problem
from core.i18n import N_

OFFICE, PARTY, CLOSE = "office", "party", "close"
ACTS = (OFFICE, PARTY, CLOSE)
NOBODY = ""
SIDES = (NOBODY, OFFICE, PARTY)

RECALL = dt.timedelta(minutes=10)
LONGEST = 4_000
# A party who was not answered may write so many letters on top of each other.
MOST_WAITING = 10
FILES = 5

# Working days: the house's own promise, stricter than the three months that the check of portals allows.
REMIND_AFTER, REPLY_WITHIN = 3, 5

SLOTS = {
    "编号": N_("办件编号"),
    "事项": N_("办件的事项"),
    "单位": N_("办理单位"),
    "电话": N_("乡镇的咨询电话"),
    "期限": N_("最近的期限"),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """A letter as the rules see it."""

    act: str
    at: dt.datetime
    wants_reply: bool = False
    recalled: bool = False
    read: bool = False


@dataclass(frozen=True, slots=True)
class Standing:
    """Whose turn a thread is, and since when: of several letters without an answer the oldest counts."""

    waits_for: str = NOBODY
    since: dt.datetime | None = None


def standing(entries: Iterable[Entry]) -> Standing:
    """Whose turn it is after some letters, the oldest first; what was taken back was never written."""
    now = Standing()
    for entry in entries:
        if entry.recalled:
            continue
        turn = {PARTY: OFFICE, OFFICE: PARTY if entry.wants_reply else NOBODY, CLOSE: NOBODY}[entry.act]
        if turn != now.waits_for:
            now = Standing(turn, entry.at if turn else None)
    return now


def recallable(entry: Entry, now: dt.datetime) -> bool:
    """Whether a letter can still be taken back: for ten minutes, and only while nobody on the other side read it."""
    return entry.act != CLOSE and not entry.recalled and not entry.read and now - entry.at < RECALL


def warned(days: int) -> bool:
    """Whether people are reminded so many working days after a letter came: on the third, and from the fifth on."""
    return days == REMIND_AFTER or days >= REPLY_WITHIN


def text_problems(body: str) -> list[Problem]:
    """What is wrong with the text of a letter."""
    if not body.strip():
        return [Problem(N_("请填写内容。"), "body")]
    if len(body) > LONGEST:
        return [Problem(N_("内容最多%(limit)d个字。"), "body", {"limit": LONGEST})]
    return []


def slot_problems(body: str) -> list[Problem]:
    """What is wrong with the slots of a template."""
    return slots.problems(body, SLOTS)


@dataclass(frozen=True, slots=True)
class Starter:
    """A template every township begins with, until its administrator writes another under the same code."""

    code: str
    title: str
    body: str
    wants_reply: bool = False


STARTERS = (
    Starter(
        "received",
        "已收到，正在办理",
        "您好：\n您的“{事项}”（{编号}）我们已经收到，正在办理。有结果会及时告诉您。\n{单位}",
    ),
    Starter(
        "ask",
        "请补充说明",
        "您好：\n您的“{事项}”（{编号}）还有一点需要向您核实：\n\n请在这里回复，或者拨打{电话}。\n{单位}",
        wants_reply=True,
    ),
    Starter("progress", "告知办理进展", "您好：\n您的“{事项}”（{编号}）已经办到下一步，最近的期限是{期限}。\n{单位}"),
    Starter(
        "result", "请领取结果", "您好：\n您的“{事项}”（{编号}）已经办结，请到{单位}领取结果，咨询电话{电话}。\n{单位}"
    ),
)
