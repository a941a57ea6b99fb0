"""The event file: what RFC 5545 asks of lines, text and dates."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from core.deadlines.ics import Event, feed, single
from tests.core.deadlines.toys import D

UID = UUID(int=7)
MADE = dt.datetime(2026, 11, 25, 8, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))


def made(day: dt.date, title: str, words: str, at: dt.datetime) -> str:
    """A file with one event."""
    return single(Event(UID, day, title, words, at))


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
    source = made(D("2026-12-31"), "作出决定", "行政许可法42①", MADE)
    found = read(source)
    assert found["DTSTART;VALUE=DATE"] == "20261231"
    assert found["DTEND;VALUE=DATE"] == "20270101"
    assert found["DTSTAMP"] == "20261125T000000Z"
    assert found["UID"] == str(UID)
    assert source.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert source.endswith("END:VEVENT\r\nEND:VCALENDAR\r\n")
    assert made(D("2026-12-31"), "作出决定", "行政许可法42①", MADE) == source


def test_no_line_is_longer_than_75_octets_and_no_character_is_cut() -> None:
    for ahead in range(4):
        title, words = "a" * ahead + "限" * 90, "\\n;,\r\nEND:VEVENT：" * 20
        source = made(D("2026-11-26"), title, words, MADE)
        assert max(len(line.encode()) for line in source.split("\r\n")) <= 75
        assert "\n" not in source.replace("\r\n", "")
        assert source.split("\r\n").count("END:VEVENT") == 1
        found = read(source)
        assert (found["SUMMARY"], found["DESCRIPTION"]) == (title, words.replace("\r", ""))


def test_a_feed_says_its_name_how_often_to_ask_and_all_its_events() -> None:
    events = [Event(UUID(int=number), D("2026-12-31"), "甲", "", MADE, sequence=number) for number in (1, 2)]
    source = feed(events, "勐约乡,期限", "PT4H")
    lines = source.split("\r\n")
    assert {"METHOD:PUBLISH", "X-WR-CALNAME:勐约乡\\,期限", "X-PUBLISHED-TTL:PT4H"} <= set(lines)
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT4H" in lines
    assert [line for line in lines if line.startswith("SEQUENCE")] == ["SEQUENCE:1", "SEQUENCE:2"]
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT") == 2
    assert not any(line.startswith("URL") for line in lines)
    assert feed([], "空", "PT4H").endswith("X-PUBLISHED-TTL:PT4H\r\nEND:VCALENDAR\r\n")
