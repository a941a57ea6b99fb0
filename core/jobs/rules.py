"""Rules of the worker: how long to rest after a failure, which slot an instant falls in, what to say of an error."""

from __future__ import annotations

import datetime as dt
import time
import traceback
from collections.abc import Iterable, Iterator
from typing import TypeVar

TRIES = 5
AT_ONCE = dt.timedelta(0)
KEPT = dt.timedelta(days=30)
OURS = ("core", "plugins")
T = TypeVar("T")


def rest(attempts: int) -> dt.timedelta:
    """How long to wait after the `attempts`-th failure: 5 s, 25 s, 2 min, 10 min; the fifth is the last."""
    return dt.timedelta(seconds=5**attempts)


def slot_at(at: dt.datetime, every: dt.timedelta, begins: dt.timedelta = AT_ONCE) -> int:
    """The number of the slot of length `every` in which an instant falls; the first began `begins` after 1970."""
    return int((at - begins).timestamp() // every.total_seconds())


def slot_after(at: dt.datetime, every: dt.timedelta, begins: dt.timedelta = AT_ONCE) -> dt.datetime:
    """When the slot after that of `at` begins."""
    return dt.datetime.fromtimestamp((slot_at(at, every, begins) + 1) * every.total_seconds(), dt.UTC) + begins


def fault(error: BaseException) -> str:
    """What an error is and the place in our code it came through; its message stays in the log.

    A message may quote what somebody typed or a row holds (个人信息保护法 6), and this is shown on a page.
    """
    places = [
        (str(frame.f_globals.get("__name__", "")), line) for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    ours = [place for place in places if place[0].partition(".")[0] in OURS] or places
    module, line = ours[-1] if ours else ("?", 0)
    return f"{type(error).__name__} ({module}:{line})"


def for_a_turn(things: Iterable[T], seconds: float, least: int = 1) -> Iterator[T]:
    """As many of them, `least` at any rate, as fit into a write turn of so many seconds; others wait for the next."""
    end = time.monotonic() + seconds
    for number, thing in enumerate(things, 1):
        yield thing
        if number >= least and time.monotonic() >= end:
            return
