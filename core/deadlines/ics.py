"""All-day events as an iCalendar file (RFC 5545), for the reader's own calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

WIDTH = 75  # octets of a line, its line break left out (RFC 5545 3.1)
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, slots=True)
class Event:
    """One all-day event.

    Attributes:
        uid: the same for the same limit, so that a file taken again replaces the first (RFC 5545 3.8.4.7).
        title, words: plain text; lines are divided by ``\\n``.
        made: when it was made or last changed, with its time zone.
        sequence: grows whenever it is moved (RFC 5545 3.8.7.4).
        url: where to read more; empty for none.
    """

    uid: UUID
    day: dt.date
    title: str
    words: str
    made: dt.datetime
    sequence: int = 0
    url: str = ""


def single(event: Event) -> str:
    """A file with one event, to be taken into a calendar once."""
    return _file((), (event,))


def feed(events: Iterable[Event], name: str, every: str) -> str:
    """A calendar that is subscribed to: its events are all there are, those that are gone were taken out.

    Args:
        name: how the calendar is called in the reader's list.
        every: how often to ask again, as an ISO 8601 duration, e.g. ``PT4H``.
    """
    said = name.translate(ESCAPES)
    about = (
        "METHOD:PUBLISH",
        f"NAME:{said}",
        f"X-WR-CALNAME:{said}",
        f"REFRESH-INTERVAL;VALUE=DURATION:{every}",
        f"X-PUBLISHED-TTL:{every}",
    )
    return _file(about, events)


def _file(about: Iterable[str], events: Iterable[Event]) -> str:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Xiaoneng//Deadlines//ZH", *about]
    for event in events:
        lines += _lines(event)
    return "".join(f"{folded}\r\n" for line in (*lines, "END:VCALENDAR") for folded in _folded(line))


def _lines(event: Event) -> Iterator[str]:
    made = f"{event.made.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{made}"
    yield f"LAST-MODIFIED:{made}"
    yield f"SEQUENCE:{event.sequence}"
    yield f"DTSTART;VALUE=DATE:{_date(event.day)}"
    yield f"DTEND;VALUE=DATE:{_date(event.day + dt.timedelta(days=1))}"
    yield f"SUMMARY:{event.title.translate(ESCAPES)}"
    yield f"DESCRIPTION:{event.words.translate(ESCAPES)}"
    if event.url:
        yield f"URL:{event.url}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _date(day: dt.date) -> str:
    return day.isoformat().replace("-", "")


def _folded(line: str) -> Iterator[str]:
    """The pieces of a line, none over 75 octets, none ending inside a character; each but the first begins blank."""
    piece, size = "", 0
    for character in line:
        octets = len(character.encode())
        if size + octets > WIDTH:
            yield piece
            piece, size = " ", 1
        piece += character
        size += octets
    yield piece
