"""ClamAV as a scanner, by the INSTREAM command of clamd; a sample of how another one is hung up by the hook.

``clamd = "tcp://127.0.0.1:3310"`` or ``"unix:/run/clamav/clamd.ctl"`` in the settings. Documented in clamd(8): the
command, then pieces of a length in four bytes (big-endian) and as many bytes, an empty one last; the answer is
``stream: OK`` or ``stream: NAME FOUND``, and ends with a NUL as the command does.
"""

from __future__ import annotations

import socket
import struct
from typing import IO
from urllib.parse import urlsplit

from core.config import Config, ConfigError
from core.contracts import Scan, Scanner
from core.files.scanning import Unreachable
from core.i18n import N_

SECONDS = 60.0  # in which clamd must take each piece and answer
PIECE = 64 * 1024
LONGEST = 4096


def make(config: Config) -> Scan | None:
    """The scanner that the settings give an address; None where they give none.

    Raises:
        ConfigError: it is no address.
    """
    address = config.clamd
    if not address:
        return None
    parts = urlsplit(address)
    if not (parts.scheme == "unix" and parts.path) and not (parts.scheme == "tcp" and parts.hostname and parts.port):
        raise ConfigError(f"clamd must be tcp://HOST:PORT or unix:/PATH, not {address!r}")
    return lambda stream: look(address, stream)


def look(address: str, stream: IO[bytes], seconds: float = SECONDS) -> str:
    """What clamd calls that which it found in a stream; empty where it found nothing.

    Raises:
        Unreachable: it is not there, is too slow, or refused to look, e.g. at more than its StreamMaxLength.
    """
    try:
        with _connected(address, seconds) as server:
            server.sendall(b"zINSTREAM\0")
            while piece := stream.read(PIECE):
                server.sendall(struct.pack(">I", len(piece)) + piece)
            server.sendall(struct.pack(">I", 0))
            answer = _answer(server)
    except OSError as error:
        raise Unreachable(f"clamd at {address}: {error}") from error
    if answer == "stream: OK":
        return ""
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        return answer.removeprefix("stream: ").removesuffix(" FOUND")
    raise Unreachable(f"clamd at {address}: {answer or 'no answer'}")


def _connected(address: str, seconds: float) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "tcp":
        return socket.create_connection((parts.hostname, parts.port), seconds)
    server = socket.socket(socket.AF_UNIX)
    server.settimeout(seconds)
    try:
        server.connect(parts.path)
    except OSError:
        server.close()
        raise
    return server


def _answer(server: socket.socket) -> str:
    answer = b""
    while b"\0" not in answer and len(answer) < LONGEST and (more := server.recv(LONGEST)):
        answer += more
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


CLAMAV = Scanner("core.clamav", N_("ClamAV"), make)
