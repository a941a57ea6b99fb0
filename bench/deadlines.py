"""How fast limits are computed, against chinesecalendar day by day and numpy's business days in the same run.

Prints both figures and their ratio:  python bench/deadlines.py [LINES]
"""

from __future__ import annotations

import datetime as dt
import json
import random
import subprocess
import sys
import time
import timeit

import chinese_calendar
import numpy as np

from core.cases.catalogue import catalogue
from core.deadlines.counting import Request, compute, many
from core.deadlines.errors import DeadlineError
from core.deadlines.rules import DeadlineRule

LENGTH, MANY = 20, 1_000_000


def lines(count: int) -> list[dt.date]:
    """The days on which the limits begin."""
    return [dt.date(2026, 1, 5) + dt.timedelta(days=number % 300) for number in range(count)]


def ours(days: list[dt.date]) -> float:
    """Seconds of `xiaoneng deadlines batch` over these days, the start of the process with it."""
    given = "\n".join(json.dumps({"rule": "licensing.decide", "start": day.isoformat()}) for day in days)
    command = [sys.executable, "-m", "core.cli", "deadlines", "batch", "-"]
    began = time.perf_counter()
    subprocess.run(command, input=given.encode(), stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - began


def theirs(days: list[dt.date]) -> float:
    """Seconds for the same limits by asking for each day whether it is a working day."""
    began = time.perf_counter()
    for day in days:
        left = LENGTH
        while left:
            day += dt.timedelta(days=1)
            left -= chinese_calendar.is_workday(day)
    return time.perf_counter() - began


def single() -> tuple[float, float]:
    """Seconds of one full `compute` with its result object, and of one walk by day, the best of five."""
    start, known = dt.date(2026, 10, 29), catalogue()
    mine = timeit.repeat(lambda: compute("licensing.decide", start, catalogue=known), number=20_000, repeat=5)
    peer = timeit.repeat(lambda: theirs([start]), number=200, repeat=5)
    return min(mine) / 20_000, min(peer) / 200


def bare() -> tuple[float, float]:
    """Seconds of the bare count of working days, ours and numpy's with the same rest days, the best of five.

    numpy knows no made-up working day: it is given the rest days alone, and counts something easier.
    """
    start, known = dt.date(2026, 10, 29), catalogue().calendar
    rest = [entry.date.isoformat() for entry in known.entries.values() if entry.kind == "off"]
    day, calendar = np.datetime64(start), np.busdaycalendar(holidays=rest)
    ordinal = start.toordinal()
    mine = timeit.repeat(lambda: known.working_after(ordinal, LENGTH), number=50_000, repeat=5)
    peer = timeit.repeat(lambda: np.busday_offset(day, LENGTH, busdaycal=calendar), number=50_000, repeat=5)
    return min(mine) / 50_000, min(peer) / 50_000


def mixed(count: int) -> list[Request]:
    """Requests of every rule over two years: one in four suspended where it may be, others lengthened or shortened."""
    known, pick = catalogue(), random.Random(1)
    return [_request(known.newest(known.codes[at % len(known.codes)]), at, pick.randrange(700)) for at in range(count)]


def _request(rule: DeadlineRule, at: int, day: int) -> Request:
    start = dt.date(2024, 1, 2) + dt.timedelta(days=day)
    if rule.fixed is not None:
        first, last = rule.fixed.within
        return Request(rule.code, start if first <= start.month <= last else start.replace(month=first, day=1))
    stopped = start + dt.timedelta(days=3)
    gaps = [(stopped, stopped + dt.timedelta(days=9))] if rule.stops and at % 4 == 0 else []
    if gaps and at % 8 == 0:
        gaps.append((stopped + dt.timedelta(days=20), stopped + dt.timedelta(days=22)))
    extension = (rule.extension.most or 7) if rule.extension and at % 5 == 0 else 0
    own = rule.length is None or (rule.override and at % 3 == 0)
    return Request(rule.code, start, gaps, extension, 5 + at % 9 if own else None)


def together(count: int) -> tuple[float, float]:
    """Seconds of CPU for `count` mixed limits through `many`, and one by one through `compute`."""
    asked, known = mixed(count), catalogue()
    began = time.process_time()
    refused = sum(isinstance(found, DeadlineError) for found in many(asked, catalogue=known))
    middle = time.process_time()
    for request in asked:
        given = request._asdict()
        compute(given.pop("rule"), given.pop("start"), catalogue=known, **given)
    assert not refused
    return middle - began, time.process_time() - middle


def main() -> None:
    """Compare both over the same days, one by one, bare, and a million at once."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    days = [day for day in lines(count) if day < dt.date(2026, 11, 1)]
    mine, peer = ours(days), theirs(days)
    print(f"xiaoneng deadlines batch: {len(days) / mine:,.0f} lines a second ({mine:.2f} s), JSON in and out")
    print(f"chinesecalendar by day:   {len(days) / peer:,.0f} limits a second ({peer:.2f} s), no JSON, no proof")
    print(f"ratio: {peer / mine:.1f}")
    mine, peer = single()
    print(f"one compute: {mine * 1e6:.1f} µs against {peer * 1e6:.0f} µs by day, ratio {peer / mine:.0f}")
    mine, peer = bare()
    print(
        f"bare count: {mine * 1e9:.0f} ns against {peer * 1e9:.0f} ns of numpy.busday_offset, ratio {peer / mine:.1f}"
    )
    mine, peer = together(MANY)
    print(f"{MANY:,} mixed limits: {mine:.2f} s of CPU against {peer:.2f} s one by one, ratio {peer / mine:.2f}")


if __name__ == "__main__":
    main()
