"""Faults of the machine, made on purpose."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from psycopg import sql

from scripts.postgres import ADMIN
from tests import databases
from tests.site import Site


@contextmanager
def database_away(site: Site) -> Iterator[None]:
    """The database of an installation does not answer: its file is not there, or the server lets nobody in."""
    site.database.dispose()
    if databases.on_postgresql():
        _let_in(site, False)
        yield
        _let_in(site, True)
        return
    kept: Path = site.database.path
    kept.rename(kept.with_suffix(".away"))
    yield
    assert not kept.exists(), "nobody makes an empty one in its place"
    kept.with_suffix(".away").rename(kept)


def _let_in(site: Site, let: bool) -> None:
    name = site.database.url.database
    assert name
    with databases.server().connect(ADMIN) as connection:
        connection.execute(
            sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS {}").format(sql.Identifier(name), sql.SQL(str(let).lower()))
        )
        connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
