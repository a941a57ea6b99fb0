"""ClamAV by its own protocol, against a daemon of the test's: clean, found, refused, too slow, not there."""

from __future__ import annotations

import io
import socket
import socketserver
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from core.config import Config, ConfigError
from core.files import clamav
from core.files.scanning import Unreachable

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def clamd(content: bytes) -> bytes | None:
    """What a real one answers; None for no answer at all."""
    if content.startswith(b"slow"):
        return None
    if content.startswith(b"large"):
        return b"INSTREAM size limit exceeded. ERROR\0"
    return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"


class Handler(socketserver.StreamRequestHandler):
    """Speaks INSTREAM as clamd(8) documents it, and drops who does not."""

    def handle(self) -> None:
        if self.rfile.read(10) != b"zINSTREAM\0":
            return
        content = b""
        while length := struct.unpack(">I", self.rfile.read(4))[0]:
            content += self.rfile.read(length)
        answer = clamd(content)
        if answer is None:
            self.server.over.wait(10)  # type: ignore[attr-defined]
        else:
            self.wfile.write(answer)


@contextmanager
def serving(server: socketserver.BaseServer) -> Iterator[None]:
    server.over = threading.Event()  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.over.set()  # type: ignore[attr-defined]
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(params=["tcp", "unix"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where the test's daemon listens."""
    if request.param == "tcp":
        server: socketserver.BaseServer = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        where = f"tcp://127.0.0.1:{server.server_address[1]}"
    else:
        path = tmp_path / "clamd.ctl"
        server = socketserver.ThreadingUnixStreamServer(str(path), Handler)
        where = f"unix:{path}"
    with serving(server):
        yield where


def test_what_is_found_is_named_and_what_is_clean_is_not(address: str) -> None:
    assert clamav.look(address, io.BytesIO(b"clean" * 100_000)) == ""
    assert clamav.look(address, io.BytesIO(b"0" * 70_000 + EICAR)) == "Eicar-Test-Signature"


@pytest.mark.parametrize("content", [b"slow", b"large"])
def test_no_verdict_is_no_clean_verdict(address: str, content: bytes) -> None:
    with pytest.raises(Unreachable):
        clamav.look(address, io.BytesIO(content), seconds=0.2)


def test_a_daemon_that_is_not_there_is_unreachable(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    for where in (f"tcp://127.0.0.1:{port}", f"unix:{tmp_path / 'none.ctl'}"):
        with pytest.raises(Unreachable):
            clamav.look(where, io.BytesIO(b"x"))


@pytest.mark.parametrize("where", ["127.0.0.1:3310", "tcp://host", "unix:", "http://a/b"])
def test_an_address_that_is_none_is_refused(where: str) -> None:
    with pytest.raises(ConfigError, match="clamd"):
        clamav.make(Config(clamd=where))


def test_without_an_address_there_is_no_scanner() -> None:
    maker: Callable[[Config], object] = clamav.CLAMAV.make
    assert maker(Config()) is None
