"""A naive reference: reads the notices itself and counts one day after the other."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

DATA = Path(__file__).parents[3] / "core" / "deadlines" / "data"
ONE = dt.timedelta(days=1)


def _read() -> dict[dt.date, str]:
    days: dict[dt.date, str] = {}
    for name in ("holidays-statutory.csv", "holidays-cn.csv"):
        with (DATA / name).open(encoding="utf-8") as file:
            days.update({dt.date.fromisoformat(row["date"]): row["kind"] for row in csv.DictReader(file)})
    return days


DAYS = _read()


def works(day: dt.date) -> bool:
    return DAYS.get(day, "work" if day.weekday() < 5 else "off") == "work"


def corresponding(start: dt.date, months: int) -> dt.date:
    """民法典 202, by trying shorter and shorter days."""
    month = start.month + months
    year = start.year + (month - 1) // 12
    month = (month - 1) % 12 + 1
    for day in (start.day, 30, 29, 28):
        if day <= start.day:
            try:
                return dt.date(year, month, day)
            except ValueError:
                pass
    raise AssertionError


def run(start: dt.date, length: int, unit: str, gaps: list[tuple[dt.date, dt.date]]) -> dt.date:
    """The last counted day."""

    def excluded(day: dt.date) -> bool:
        return any(first <= day <= last for first, last in gaps)

    if unit == "working_day" and length == 0:
        if works(start):
            return start
        length = 1
    if unit in {"month", "year"}:
        length = (corresponding(start, length * (12 if unit == "year" else 1)) - start).days
    day = start
    while length:
        day += ONE
        if not excluded(day) and (unit != "working_day" or works(day)):
            length -= 1
    return day


def roll(day: dt.date, gaps: list[tuple[dt.date, dt.date]]) -> dt.date:
    if works(day):
        return day
    while not works(day) or any(first <= day <= last for first, last in gaps):
        day += ONE
    return day


def back(event: dt.date, length: int, unit: str) -> dt.date:
    if unit == "month":
        return corresponding(event, -length)
    while length:
        event -= ONE
        if unit != "working_day" or works(event):
            length -= 1
    return event


def safe(day: dt.date) -> dt.date:
    while not works(day):
        day -= ONE
    return day
