"""The rules of village affairs, pure: what is published, for which period, who looks, and how long it hangs (35)."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from core.errors import Problem
from core.i18n import N_

LAW = "村民委员会组织法35"
GENERAL, FINANCE, MAJOR = "general", "finance", "major"
KINDS: Mapping[str, str] = {
    GENERAL: N_("一般事项（每季度）"),
    FINANCE: N_("财务收支（每月）"),
    MAJOR: N_("涉及村民利益的重大事项（随时）"),
}
# The limit of a kind; what is of great interest is published at once, and no number says when (35③).
LIMITS: Mapping[str, str] = {GENERAL: "village.publication", FINANCE: "village.finance"}
POSTING = "village.posting"
# 35②(一)–(五).
MATTERS: Mapping[str, str] = {
    "decided": N_("村民会议、村民代表会议讨论决定的事项及其实施"),
    "funds": N_("救灾救助、补贴补助等资金物资的管理使用"),
    "assisting": N_("协助人民政府开展工作的情况"),
    "consulted": N_("协商确定的事项及其落实"),
    "other": N_("村民普遍关心的其他事项"),
}
EVERYBODY, BOARD = "everybody", "board"
# Who got aid is read on the board of the village only: never on the web, in a feed or an index.
AUDIENCES: Mapping[str, str] = {EVERYBODY: N_("村务公开栏和乡镇门户"), BOARD: N_("只在村务公开栏（例如救助结果）")}
MOST_ROWS, MOST_CELLS, LONGEST = 100, 8, 5_000


class Stage(StrEnum):
    """How far an item is."""

    HANDED_IN = "handed_in"
    SENT_BACK = "sent_back"
    PUBLISHED = "published"
    ENDED = "ended"


STAGES: Mapping[str, str] = {
    Stage.HANDED_IN: N_("待乡镇核对"),
    Stage.SENT_BACK: N_("已退回修改"),
    Stage.PUBLISHED: N_("村务已公布"),
    Stage.ENDED: N_("村务已撤下"),
}
# Which acts begin where, in the order of the page.
ACTS: Mapping[str, tuple[Stage, ...]] = {
    "revise": (Stage.HANDED_IN, Stage.SENT_BACK),
    "publish": (Stage.HANDED_IN,),
    "send_back": (Stage.HANDED_IN,),
    "post": (Stage.PUBLISHED,),
    "take_down": (Stage.PUBLISHED,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """An item: of which kind and matter, of the period in which `on` lies, its words and a table (first row: heads)."""

    village: UUID
    kind: str
    matter: str
    on: dt.date
    title: str
    body: str
    cells: tuple[tuple[str, ...], ...] = ()
    audience: str = EVERYBODY


def period(kind: str, on: dt.date) -> tuple[dt.date, dt.date]:
    """The first and last day of the quarter or month in which a day lies; of something major the day itself."""
    if kind == MAJOR:
        return on, on
    first = on.month if kind == FINANCE else (on.month - 1) // 3 * 3 + 1
    last = first if kind == FINANCE else first + 2
    return on.replace(month=first, day=1), dt.date(on.year, last, calendar.monthrange(on.year, last)[1])


def cells(typed: str) -> tuple[tuple[str, ...], ...]:
    """A table as it was typed or pasted: a row a line, cells parted by tabs or ``|``.

    A spreadsheet's tabs keep the empty cells at either end; a line of ``|`` may be framed by them.
    """
    lines = [line for line in typed.splitlines() if line.strip()]
    rows = [line.split("\t") if "\t" in line else line.strip("|").split("|") for line in lines]
    return tuple(tuple(cell.strip() for cell in row) for row in rows)


def content(given: Content, villages: Collection[UUID], today: dt.date) -> list[Problem]:
    """What is missing or out of bounds."""
    problems = [
        Problem(words, field)
        for good, field, words in (
            (given.village in villages, "village", N_("请从您负责的村里选择。")),
            (given.kind in KINDS, "kind", N_("请选择公布的种类。")),
            (given.matter in MATTERS, "matter", N_("请选择公布的事项。")),
            (given.audience in AUDIENCES, "audience", N_("请选择公布的范围。")),
            (given.on <= today, "on", N_("日期不能晚于今天。")),
            (given.title.strip(), "title", N_("请填写标题。")),
            (given.body.strip() or given.cells, "body", N_("请填写内容或者表格。")),
        )
        if not good
    ]
    width = {len(row) for row in given.cells}
    if len(width) > 1 or max(width, default=0) > MOST_CELLS or len(given.cells) > MOST_ROWS:
        words = N_("表格每行的格数要相同，最多%(cells)s格、%(rows)s行。")
        problems.append(Problem(words, "cells", {"cells": MOST_CELLS, "rows": MOST_ROWS}))
    return problems


def looked_at(author: UUID, actor: UUID) -> list[Problem]:
    """Who filled it in is not who looks at it for the township."""
    return [Problem(N_("填报人不能核对自己填报的内容，请另一位有核对权限的人核对。"))] if author == actor else []


def posted(on: dt.date, place: str, published_on: dt.date, today: dt.date) -> list[Problem]:
    """When and where it was put on the board."""
    problems = [] if place.strip() else [Problem(N_("请写明张贴的地方。"), "place")]
    if not published_on <= on <= today:
        problems.append(Problem(N_("张贴日期不能早于公布日期，不能晚于今天。"), "on"))
    return problems


def ended(reason: str, wrong: bool, kept_until: dt.date, today: dt.date) -> list[Problem]:
    """Why it goes; what is right hangs fifteen days at least (35③)."""
    problems = [] if reason.strip() else [Problem(N_("请写明撤下的理由。"), "reason")]
    if not wrong and today <= kept_until:
        words = N_("公布的期限不得少于十五日，%(day)s以前不能撤下；内容不真实的除外。")
        problems.append(Problem(words, "reason", {"day": kept_until.isoformat()}))
    return problems
