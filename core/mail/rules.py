"""What a letter and its server are, pure: addresses, the server's URL, and the message as it goes out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

if TYPE_CHECKING:
    import datetime as dt
    from uuid import UUID

# One plain mailbox: no name beside it, no list, no quotes, nothing that could end a header or begin another.
ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)*[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
)
LONGEST = 254  # of a path, RFC 5321 4.5.3.1.3 without the brackets
LINE_ENDS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
PORTS = {"smtp": 25, "smtps": 465}
HERE = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True, slots=True)
class Server:
    """Where letters are handed over.

    Attributes:
        encrypted: TLS from the first byte (``smtps``).
        starttls: TLS is asked for, and nothing is sent without it.
        password: not shown when this is printed.
    """

    host: str
    port: int
    encrypted: bool = False
    starttls: bool = False
    user: str = ""
    password: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to one mailbox; `files` are name → text and go with it."""

    to: str
    subject: str
    text: str
    files: Mapping[str, str] = field(default_factory=dict)


def server_of(url: str) -> Server:
    """The server of ``smtp://user:password@host:port?starttls=1`` or ``smtps://…``.

    Raises:
        ValueError: it is no such URL, or a password would go over the network in the clear; the URL is not quoted.
    """
    parts = urlsplit(url)
    options = parse_qs(parts.query, keep_blank_values=True)
    if parts.scheme not in PORTS or not parts.hostname or parts.path.strip("/") or options.keys() - {"starttls"}:
        raise ValueError("not smtp://USER:PASSWORD@HOST:PORT?starttls=1 or smtps://USER:PASSWORD@HOST:PORT")
    encrypted, starttls = parts.scheme == "smtps", options.get("starttls", ["0"])[-1] in {"1", "true", "yes"}
    if parts.password and not (encrypted or starttls or parts.hostname in HERE):
        raise ValueError("the password would be sent in the clear: add ?starttls=1, or use smtps://")
    return Server(
        parts.hostname,
        parts.port or PORTS[parts.scheme],
        encrypted,
        starttls and not encrypted,
        unquote(parts.username or ""),
        unquote(parts.password or ""),
    )


def address(text: str) -> str:
    """A mailbox, without spaces round it.

    Raises:
        ValueError: it is not one mailbox in plain letters.
    """
    found = text.strip()
    if len(found) > LONGEST or not ADDRESS.fullmatch(found):
        raise ValueError(f"not an address: {found[:LONGEST]!r}")
    return found


def message(letter: Letter, sender: str, letter_id: UUID, at: dt.datetime) -> EmailMessage:
    """A letter as it goes out.

    Args:
        letter_id: names it for good: sent again after a death, it is known as the same.
        at: when it was written.

    Raises:
        ValueError: an address is none.
    """
    made = EmailMessage(policy=SMTP)
    made["From"] = address(sender)
    made["To"] = address(letter.to)
    made["Subject"] = LINE_ENDS.sub(" ", letter.subject).strip()
    made["Date"] = format_datetime(at)
    made["Message-ID"] = f"<{letter_id.hex}@{address(sender).partition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"  # RFC 3834: no holiday notice answers it
    made.set_content(letter.text)
    for name, text in letter.files.items():
        made.add_attachment(text, subtype="plain", filename=LINE_ENDS.sub(" ", name))
    return made
