"""A mail server on the loopback that takes what it is sent, refuses whom it is told to, and drops the line if asked."""

from __future__ import annotations

import base64
import email
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP
from typing import cast


class Mailbox(socketserver.ThreadingTCPServer):
    """The server; `letters` are (sender, receivers, message as it came) of every letter taken."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.letters: list[tuple[str, tuple[str, ...], EmailMessage]] = []
        self.refused: set[str] = set()  # mailboxes that are unknown here
        self.drops_after: int | None = None  # the line is cut instead of taking the letter after so many
        self.talks = 0
        self.passwords: list[str] = []

    @property
    def url(self) -> str:
        """What the settings say."""
        return f"smtp://127.0.0.1:{self.server_address[1]}"


class _Talk(socketserver.StreamRequestHandler):
    server: Mailbox

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.server.talks += 1
        self.say("220 here")
        sender, to = "", list[str]()
        while line := self.rfile.readline().decode().rstrip("\r\n"):
            verb, _, rest = line.partition(" ")
            match verb.upper():
                case "EHLO":
                    self.say("250-here\r\n250 AUTH PLAIN")
                case "AUTH":
                    self.server.passwords.append(base64.b64decode(rest.partition(" ")[2]).decode())
                    self.say("235 ok")
                case "MAIL":
                    sender, to = _path(rest), []
                    self.say("250 ok")
                case "RCPT" if _path(rest) in self.server.refused:
                    self.say("550 nobody")
                case "RCPT":
                    to.append(_path(rest))
                    self.say("250 ok")
                case "DATA":
                    self.say("354 go on")
                    raw = b"".join(iter(self.rfile.readline, b".\r\n"))
                    if self.server.drops_after == len(self.server.letters):
                        return
                    made = email.message_from_bytes(raw, policy=SMTP)
                    self.server.letters.append((sender, tuple(to), cast(EmailMessage, made)))
                    self.say("250 taken")
                case "QUIT":
                    self.say("221 bye")
                    return
                case _:
                    self.say("250 ok")


def _path(rest: str) -> str:
    return rest.partition("<")[2].partition(">")[0]


@contextmanager
def mailbox() -> Iterator[Mailbox]:
    """A running server."""
    with Mailbox() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
