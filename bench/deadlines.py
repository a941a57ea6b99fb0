"""How fast limits are computed, against the day-by-day look-ups of chinesecalendar in the same run.

Prints lines a second of both and their ratio:  python bench/deadlines.py [LINES]
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import time

import chinese_calendar

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


def main() -> None:
    """Compare both over the same days."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    days = [day for day in lines(count) if day < dt.date(2026, 11, 1)]
    mine, peer = ours(days), theirs(days)
    print(f"xiaoneng deadlines batch: {len(days) / mine:,.0f} lines a second ({mine:.2f} s), JSON in and out")
    print(f"chinesecalendar by day:   {len(days) / peer:,.0f} limits a second ({peer:.2f} s), no JSON, no proof")
    print(f"ratio: {peer / mine:.2f}")


if __name__ == "__main__":
    main()
