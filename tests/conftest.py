"""What every test gets: a fresh file database on request, and no network outside this machine."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import MetaData

from core.db.base import Base
from core.db.engine import Database

LOOPBACK = {"localhost", "127.0.0.1", "::1", "0.0.0.0", ""}


class NetworkForbidden(AssertionError):
    """A test tried to reach another machine."""


@pytest.fixture(autouse=True)
def _loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Fail at once when a test connects, sends or looks up a name outside the loopback."""
    connect, connect_ex, sendto, look_up = (
        socket.socket.connect,
        socket.socket.connect_ex,
        socket.socket.sendto,
        socket.getaddrinfo,
    )

    def check(address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else ""
        host = host.decode() if isinstance(host, bytes) else host
        if host is not None and host not in LOOPBACK and not str(host).startswith("127."):
            raise NetworkForbidden(f"network access to {address}")

    def guarded_connect(self: socket.socket, address: Any) -> None:
        check(address)
        connect(self, address)

    def guarded_connect_ex(self: socket.socket, address: Any) -> int:
        check(address)
        return connect_ex(self, address)

    def guarded_sendto(self: socket.socket, data: Any, *rest: Any) -> int:
        check(rest[-1])
        return sendto(self, data, *rest)

    def guarded_look_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        check((host,))
        return look_up(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket.socket, "connect_ex", guarded_connect_ex)
    monkeypatch.setattr(socket.socket, "sendto", guarded_sendto)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_look_up)


@pytest.fixture
def make_database(tmp_path: Path) -> Iterator[Callable[..., Database]]:
    """Make a file database with the tables of `metadata` (default: all that are mapped on core's base)."""
    made: list[Database] = []

    def make(metadata: MetaData = Base.metadata, name: str = "test") -> Database:
        database = Database(f"sqlite:///{tmp_path / name}.db", tmp_path, metadata)
        made.append(database)
        metadata.create_all(database.engine)
        return database

    yield make
    for database in made:
        database.dispose()


@pytest.fixture
def database(make_database: Callable[..., Database]) -> Database:
    """A fresh file database with every table of core's base."""
    return make_database()
