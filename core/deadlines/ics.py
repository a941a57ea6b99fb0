"""One all-day event as an iCalendar file (RFC 5545), for the reader's own calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from uuid import UUID

WIDTH = 75  # octets of a line, its line break left out (RFC 5545 3.1)
ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


def event(uid: UUID, day: dt.date, title: str, words: str, made: dt.datetime) -> str:
    """A calendar with one event on `day`.

    Args:
        uid: the same for the same limit, so that a file taken again replaces the first (RFC 5545 3.8.4.7).
        title, words: plain text; lines are divided by ``\\n``.
        made: when the file was made, with its time zone.
    """
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Xiaoneng//Deadlines//ZH",
        "BEGIN:VEVENT",
        f"UID:{uid}",
        f"DTSTAMP:{made.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{_date(day)}",
        f"DTEND;VALUE=DATE:{_date(day + dt.timedelta(days=1))}",
        f"SUMMARY:{title.translate(ESCAPES)}",
        f"DESCRIPTION:{words.translate(ESCAPES)}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


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
