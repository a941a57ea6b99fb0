"""Rules of notices: what a person may choose, when nobody is disturbed, and which notices a digest holds. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from core.clock import SHANGHAI
from core.contracts import NoticeKind
from core.i18n import N_

PERSON, UNIT, PARTY = "person", "unit", "party"
RECIPIENTS = (PERSON, UNIT, PARTY)

NOW, DAILY, NONE = "now", "daily", "none"
MODES = {NOW: N_("随时发"), DAILY: N_("每个工作日汇总一次"), NONE: N_("不发")}

# `waiting` is for the next digest; `logged` went into the folder of an installation without a gateway.
WAITING, QUEUED, SENT, LOGGED, FAILED, DROPPED = "waiting", "queued", "sent", "logged", "failed", "dropped"
STATES = (WAITING, QUEUED, SENT, LOGGED, FAILED, DROPPED)
STATE_WORDS = {
    WAITING: N_("等待汇总"),
    QUEUED: N_("等待发送"),
    SENT: N_("已发送"),
    LOGGED: N_("只留了记录"),
    FAILED: N_("发送失败"),
    DROPPED: N_("不再需要发送"),
}

Working = Callable[[dt.date], bool]
QUIET = (21 * 60, 8 * 60)
NEVER_QUIET = (0, 0)
DIGEST_AT = dt.time(8, 30)
LOOK_BACK = 60  # days: no row of rest days is as long


@dataclass(frozen=True, slots=True)
class Window:
    """The time a digest covers: with `since`, without `until`, so that one ends where the next begins."""

    since: dt.datetime
    until: dt.datetime

    def holds(self, at: dt.datetime) -> bool:
        """Whether an instant falls into it."""
        return self.since <= at < self.until


def of_staff(kinds: Mapping[str, NoticeKind]) -> list[NoticeKind]:
    """The kinds that people at work are told of, in the order in which they were registered."""
    return [kind for kind in kinds.values() if not kind.party_only]


def offered(legal: bool) -> tuple[str, ...]:
    """The modes a person may choose for a kind: legal limits can't be muted."""
    return (NOW, DAILY) if legal else (NOW, DAILY, NONE)


def mode(kind: str, *, legal: bool, default: str, chosen: Mapping[str, str]) -> str:
    """How a person is told of a kind; what can't be chosen counts as not chosen."""
    wanted = chosen.get(kind, default)
    return wanted if wanted in offered(legal) else NOW


def allowed_at(at: dt.datetime, quiet_from: int = QUIET[0], quiet_to: int = QUIET[1]) -> dt.datetime:
    """The first instant from `at` on at which a person may be disturbed.

    Args:
        at: aware.
        quiet_from, quiet_to: minutes after midnight in Shanghai; the hours run over midnight where the first is the
            later one, and there are none where both are the same.
    """
    local = at.astimezone(SHANGHAI)
    minute = local.hour * 60 + local.minute
    over_midnight = quiet_from > quiet_to
    quiet = minute >= quiet_from or minute < quiet_to if over_midnight else quiet_from <= minute < quiet_to
    if not quiet:
        return at
    day = local.date() + dt.timedelta(days=1 if over_midnight and minute >= quiet_from else 0)
    return dt.datetime.combine(day, dt.time(quiet_to // 60, quiet_to % 60), SHANGHAI).astimezone(dt.UTC)


def last_digest(now: dt.datetime, is_working: Working) -> dt.datetime:
    """The newest instant up to `now` at which digests go out: half past eight in Shanghai, on working days.

    Raises:
        ValueError: the calendar knows no working day in two months.
    """
    day = now.astimezone(SHANGHAI).date()
    for _ in range(LOOK_BACK):
        instant = dt.datetime.combine(day, DIGEST_AT, SHANGHAI).astimezone(dt.UTC)
        if instant <= now and is_working(day):
            return instant
        day -= dt.timedelta(days=1)
    raise ValueError("the calendar has no working day")


def window(last: dt.datetime | None, first: dt.datetime, now: dt.datetime, is_working: Working) -> Window | None:
    """The digest that is due now: from where the last one ended up to the newest instant of digests; None for none.

    After days of standstill one digest covers all of them.

    Args:
        last: where the digest before ended; None before the first.
        first: when the oldest notice was queued that is in no digest yet. One whose commit came late, after the digest
            of its time, is older than `last`: it goes into this one rather than into none.
    """
    until = last_digest(now, is_working)
    if first >= until or (last is not None and until <= last):
        return None
    return Window(first if last is None else last, until)


def minutes(value: dt.time) -> int:
    """A time of day as minutes after midnight."""
    return value.hour * 60 + value.minute


def clock_time(value: int) -> dt.time:
    """Minutes after midnight as a time of day."""
    return dt.time(value // 60 % 24, value % 60)


def one_line(words: str) -> str:
    """Words for the head of a message: nothing in them ends the line, so that nobody adds a line of their own."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in words).split())
