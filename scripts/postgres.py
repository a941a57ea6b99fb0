"""A private PostgreSQL for tests and benches: on a socket in a temporary folder, no TCP, gone when the block ends.

With a command, run it with XIAONENG_DATABASE_URL set:  python scripts/postgres.py COMMAND…
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

PLACES = Path("/usr/lib/postgresql")
ADMIN = "postgres"
OWNER = "xiaoneng"  # not a superuser, whom row-level security would not stop
USERS = ("postgres", "nobody")  # whom a root runs the server as: PostgreSQL refuses root
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": 300,
}


class Cluster:
    """A running server, by the folder of its socket."""

    def __init__(self, socket: Path) -> None:
        self.socket = socket

    def url(self, name: str) -> str:
        """The SQLAlchemy URL of a database."""
        return f"postgresql+psycopg://{OWNER}@/{name}?host={self.socket}"

    def create(self, name: str, template: str = "template0") -> str:
        """Make a database, a copy of `template`, whose connections are closed; its URL."""
        with self.connect(ADMIN) as connection:
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [template])
        with self.connect(OWNER) as connection:
            statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
            connection.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))
        return self.url(name)

    def has(self, name: str) -> bool:
        """Whether there is a database of this name."""
        with self.connect(OWNER) as connection:
            return connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone() is not None

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected to it."""
        with self.connect(ADMIN) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def connect(self, user: str, name: str = "postgres") -> psycopg.Connection:
        """A connection of the driver's own, past the product."""
        return psycopg.connect(host=str(self.socket), user=user, dbname=name, autocommit=True)


def binaries() -> Path | None:
    """The folder of the newest server on this machine, None where there is none."""
    found = [place / "bin" for place in PLACES.glob("*") if (place / "bin" / "initdb").exists()]
    return max(found, key=lambda place: int(place.parent.name), default=None)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Make and start a server, and remove it afterwards.

    Raises:
        FileNotFoundError: PostgreSQL's server is not installed.
    """
    place = binaries()
    if place is None:
        raise FileNotFoundError(f"no PostgreSQL server in {PLACES}")
    folder = Path(tempfile.mkdtemp(prefix="xn-pg-"))  # short: a socket's path has at most 107 bytes
    user = _user()
    if user is not None:
        shutil.chown(folder, user)

    def run(program: str, *words: str) -> None:
        command = [str(place / program), "-D", str(folder / "data"), *words]
        log = subprocess.run(command, user=user, cwd=folder, capture_output=True, text=True)
        if log.returncode:
            raise RuntimeError(f"{program}: {log.stdout}{log.stderr}")

    try:
        run("initdb", "-U", ADMIN, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions")
        options = " ".join(
            f"-c {name}='{value}'" for name, value in {**SETTINGS, "unix_socket_directories": folder}.items()
        )
        run("pg_ctl", "start", "-w", "-l", str(folder / "log"), "-o", options)
        try:
            server = Cluster(folder)
            with server.connect(ADMIN) as connection:
                connection.execute(sql.SQL("CREATE ROLE {} LOGIN CREATEDB CREATEROLE").format(sql.Identifier(OWNER)))
            yield server
        finally:
            run("pg_ctl", "stop", "-w", "-m", "immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _user() -> str | None:
    """Whom to run as; None for oneself."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(user for user in USERS if user in known)


def main() -> int:
    """Run a command on a database of its own."""
    if not sys.argv[1:]:
        print(__doc__, file=sys.stderr)
        return 2
    with cluster() as server:
        environment = {**os.environ, "XIAONENG_DATABASE_URL": server.create("xiaoneng")}
        return subprocess.run(sys.argv[1:], env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
