"""The event file: what RFC 5545 asks of lines, text and dates."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from core.deadlines.ics import event
from tests.core.deadlines.toys import D

UID = UUID(int=7)
MADE = dt.datetime(2026, 11, 25, 8, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def read(source: str) -> dict[str, str]:
    """The properties of the event, unfolded and unescaped as a calendar does it."""
    lines = source.replace("\r\n ", "").split("\r\n")
    pairs = dict(line.split(":", 1) for line in lines if ":" in line)
    plain = {"n": "\n"}
    for name, value in pairs.items():
        out, signs = "", iter(value)
        for sign in signs:
            escaped = next(signs) if sign == "\\" else sign
            out += plain.get(escaped, escaped) if sign == "\\" else sign
        pairs[name] = out
    return pairs


def test_an_all_day_event() -> None:
    source = event(UID, D("2026-12-31"), "作出决定", "行政许可法42①", MADE)
    found = read(source)
    assert found["DTSTART;VALUE=DATE"] == "20261231"
    assert found["DTEND;VALUE=DATE"] == "20270101"
    assert found["DTSTAMP"] == "20261125T000000Z"
    assert found["UID"] == str(UID)
    assert source.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert source.endswith("END:VEVENT\r\nEND:VCALENDAR\r\n")
    assert event(UID, D("2026-12-31"), "作出决定", "行政许可法42①", MADE) == source


def test_no_line_is_longer_than_75_octets_and_no_character_is_cut() -> None:
    for ahead in range(4):
        title, words = "a" * ahead + "限" * 90, "\\n;,\r\nEND:VEVENT：" * 20
        source = event(UID, D("2026-11-26"), title, words, MADE)
        assert max(len(line.encode()) for line in source.split("\r\n")) <= 75
        assert "\n" not in source.replace("\r\n", "")
        assert source.split("\r\n").count("END:VEVENT") == 1
        found = read(source)
        assert (found["SUMMARY"], found["DESCRIPTION"]) == (title, words.replace("\r", ""))
