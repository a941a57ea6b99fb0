"""Pure rules of publishing: the stages, who may sign, when something may end, and when a column is not kept up."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from core.contracts import PublicationType
from core.deadlines.calendar import WorkCalendar
from core.errors import Problem
from core.i18n import N_


class Stage(StrEnum):
    """How far a publication is."""

    DRAFT = "draft"
    CHECKED = "checked"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


STAGES = {
    Stage.DRAFT: N_("草稿"),
    Stage.CHECKED: N_("待签发"),
    Stage.PUBLISHED: N_("已发布"),
    Stage.WITHDRAWN: N_("已撤回"),
    Stage.REPLACED: N_("已被替换"),
}
AUDIENCES = {
    "public": N_("社会公众（本级门户）"),
    "townships": N_("社会公众（县门户和各乡镇门户）"),
    "staff": N_("本机关工作人员（不上门户）"),
}
# Why something is taken down. Only the last one waits for the end of the minimum period.
GROUNDS = {
    "leak": N_("含有不应公开的个人信息、商业秘密或者其他不予公开的内容"),
    "wrong": N_("内容有错误"),
    "revoked": N_("所依据的决定被撤销、变更或者确认违法、无效"),
    "over": N_("公示期满或者不再适用"),
}
OVER, LEAK = "over", "leak"
ORIGIN = re.compile(r"https://[a-z0-9-]+(\.[a-z0-9-]+)+(:[0-9]{1,5})?")

# What the national check of portals counts (screens of the check: news two weeks, notices and policy six months).
STALE_MOST, EMPTY_MOST, LONG_STALE_MOST = 5, 5, 10
HOME_DAYS = 14
LONG_STALE = dt.timedelta(days=365)
UNANSWERED = dt.timedelta(days=90)


def frames(typed: str) -> list[str]:
    """The sites that may show a column in a frame: plain https origins; whatever else was typed is left out."""
    return [one for one in typed.split() if ORIGIN.fullmatch(one)]


def kept_until(kind: PublicationType, published_on: dt.date, calendar: WorkCalendar) -> dt.date | None:
    """The last day of the minimum period; it begins on the day after publication. None where there is none."""
    if not kind.minimum:
        return None
    if kind.unit == "natural":
        return published_on + dt.timedelta(days=kind.minimum)
    return dt.date.fromordinal(calendar.working_after(published_on.toordinal(), kind.minimum))


def end_problems(ground: str, reason: str, until: dt.date | None, today: dt.date) -> list[Problem]:
    """Why something may not be taken down now: no ground, no reason, or its minimum period still runs."""
    problems = []
    if ground not in GROUNDS:
        problems.append(Problem(N_("请选择撤回的情形。"), "ground"))
    if not reason.strip():
        problems.append(Problem(N_("请写明撤回的理由，读者会看到。"), "reason"))
    if ground == OVER and until is not None and today <= until:
        words = N_("最短公开期到%(day)s为止，期满以前不能以这个情形撤下。")
        problems.append(Problem(words, "ground", {"day": until.isoformat()}))
    return problems


def signer_problems(kind: PublicationType, signer: UUID, hands: Collection[UUID | None]) -> list[Problem]:
    """Why this person may not sign: whoever wrote or checked it leaves the last look to another."""
    if kind.second_signer and signer in hands:
        return [Problem(N_("拟稿人和核对人不能签发自己经手的内容，请另一位有签发权限的人签发。"))]
    return []


@dataclass(frozen=True, slots=True)
class Kept:
    """A column with what says how it is kept up.

    Attributes:
        column, label: the column's code and name.
        stale_after: days; None where nothing new is expected.
        last_on: the day of its newest publication, None where it is empty.
    """

    column: str
    label: str
    stale_after: int | None
    last_on: dt.date | None

    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return self.last_on is None

    def is_stale(self, today: dt.date) -> bool:
        """Whether nothing new came within its days."""
        if self.stale_after is None or self.last_on is None:
            return False
        return today - self.last_on > dt.timedelta(days=self.stale_after)

    def is_long_stale(self, today: dt.date) -> bool:
        """Whether it is stale and nothing came for a year."""
        return self.is_stale(today) and self.last_on is not None and today - self.last_on > LONG_STALE


@dataclass(frozen=True, slots=True)
class Health:
    """One portal against what the national check counts.

    Attributes:
        columns: those that are on.
        home_on: the newest day of anything on the home page.
        unanswered: messages about mistakes that wait longer than three months; `waiting` are all that wait.
        services: whether there is a section of services.
        blank: labels of the footer's marks that are not filled in.
    """

    columns: tuple[Kept, ...]
    home_on: dt.date | None
    waiting: int
    unanswered: int
    services: bool
    blank: tuple[str, ...]

    def stale(self, today: dt.date) -> list[Kept]:
        """The columns that are not kept up."""
        return [column for column in self.columns if column.is_stale(today)]

    def long_stale(self, today: dt.date) -> list[Kept]:
        """Those to which nothing came for a year."""
        return [column for column in self.columns if column.is_long_stale(today)]

    def empty(self) -> list[Kept]:
        """The columns in which nothing stands; the portal hides them."""
        return [column for column in self.columns if column.is_empty()]

    def home_is_old(self, today: dt.date) -> bool:
        """Whether the home page has not changed for two weeks."""
        return self.home_on is None or today - self.home_on > dt.timedelta(days=HOME_DAYS)

    def failures(self, today: dt.date) -> list[str]:
        """Each reason for which the check would fail this portal outright."""
        counted: Iterable[tuple[bool, str]] = (
            (self.home_is_old(today), N_("首页超过两周没有更新")),
            (len(self.stale(today)) >= STALE_MOST, N_("五个以上栏目没有按时更新")),
            (len(self.long_stale(today)) >= LONG_STALE_MOST, N_("十个以上栏目长期没有更新")),
            (len(self.empty()) >= EMPTY_MOST, N_("五个以上栏目没有内容")),
            (self.unanswered > 0, N_("有留言超过三个月没有答复")),
            (not self.services, N_("没有办事服务栏目")),
        )
        return [words for failed, words in counted if failed]
