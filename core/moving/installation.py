"""A whole installation from SQLite to PostgreSQL: rows carried, counts and the heads of the audit compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core import plugins
from core.audit import chain, heads
from core.audit.chain import Head
from core.db import Database, Scope, migrations
from core.db.carry import carry
from core.moving.exporting import Refused


@dataclass(frozen=True, slots=True)
class Carried:
    """What was carried: rows by table, and the head of every chain, equal in both databases."""

    counts: Mapping[str, int]
    heads: tuple[Head, ...]


def carry_installation(source: Database, target: Database) -> Carried:
    """Make the tables in `target` and carry everything there; nobody writes meanwhile, and `source` stays as it is.

    Raises:
        Refused: not from SQLite to PostgreSQL, or the tables here are not up to date.
        NotFresh: `target` holds rows already.
    """
    if not source.is_sqlite or target.is_sqlite:
        raise Refused("an installation moves from SQLite to PostgreSQL")
    branches = plugins.registry().migrations
    if not migrations.is_current(source, branches):
        raise Refused("the database is not up to date: run `xiaoneng db upgrade`")
    migrations.upgrade(target, branches)
    counts = carry(source, target)
    ends = _heads(source)
    if _heads(target) != ends:
        raise RuntimeError("the heads of the audit differ")
    for head in ends:
        with target.read(Scope.one(head.tenant)) as session:
            verdict = chain.verify(session, [head])
        if not verdict.good:
            raise RuntimeError(f"audit of {head.tenant}: row {verdict.seq} {verdict.problem}")
    return Carried(counts, tuple(ends))


def _heads(database: Database) -> list[Head]:
    with database.read(Scope.system("the heads of every chain")) as session:
        return heads.of_every(session)
