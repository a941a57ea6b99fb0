"""How fast limits are computed, against the day-by-day look-ups of chinesecalendar in the same run.

Prints lines a second of both and their ratio:  python bench/deadlines.py [LINES]
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import time
import timeit

import chinese_calendar

from core.cases.catalogue import catalogue
from core.deadlines.counting import compute

LENGTH = 20


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


def main() -> None:
    """Compare both over the same days, then one by one."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    days = [day for day in lines(count) if day < dt.date(2026, 11, 1)]
    mine, peer = ours(days), theirs(days)
    print(f"xiaoneng deadlines batch: {len(days) / mine:,.0f} lines a second ({mine:.2f} s), JSON in and out")
    print(f"chinesecalendar by day:   {len(days) / peer:,.0f} limits a second ({peer:.2f} s), no JSON, no proof")
    print(f"ratio: {peer / mine:.1f}")
    mine, peer = single()
    print(f"one compute: {mine * 1e6:.1f} µs against {peer * 1e6:.0f} µs by day, ratio {peer / mine:.0f}")


if __name__ == "__main__":
    main()
