"""The chain of the audit: what was changed, dropped or swapped is found and named; what commits late is not missed."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from unittest.mock import patch
from uuid import UUID

import pytest
from sqlalchemy import Connection, delete, select, update
from sqlalchemy.exc import DatabaseError

from core import clock
from core.accounts.actor import Actor
from core.audit import chain, heads
from core.audit.models import Audit, AuditLink
from core.audit.services import record
from core.db import Database, Scope, ScopedSession, append_only, ids
from core.db.base import Base
from core.tenancy.models import Tenant
from tests import databases

TENANT = 533124205
OTHER = 533124101
ROWS = 60


@pytest.fixture
def filled(database: Database) -> Database:
    """Two townships with sealed rows."""
    with database.write(Scope.system("two townships")) as session:
        for code in (TENANT, OTHER):
            session.add(Tenant(id=code, name=str(code), tier="township", division_code=str(code)))
    for code in (TENANT, OTHER):
        write(database, code, ROWS)
        chain.extend(database, code, "sha256")
    return database


def write(database: Database, tenant: int, count: int = 1) -> None:
    with database.write(Scope.one(tenant)) as session:
        for number in range(count):
            record(session, Actor.system(tenant), "core.test.act", str(number), {"b": [1, "二"], "a": None})


def verdict(database: Database, tenant: int = TENANT) -> chain.Verdict:
    with database.read(Scope.one(tenant)) as session:
        return chain.verify(session, heads.kept(database.data_dir / "audit").get(tenant, ()))


def tampered(database: Database, act: Callable[[Connection], object]) -> chain.Verdict:
    """What a check finds after someone who owns the database changed it past the triggers."""
    with databases.tampering(database) as raw:
        act(raw)
    return verdict(database)


def id_at(raw: Connection, seq: int) -> UUID:
    found = raw.scalars(select(AuditLink.audit_id).where(AuditLink.tenant_id == TENANT, AuditLink.seq == seq))
    return found.one()


def test_every_row_is_sealed_once_and_a_whole_chain_is_good(filled: Database) -> None:
    assert chain.extend(filled, TENANT, "sha256") == 0
    found = verdict(filled)
    assert found.good
    assert found.links == ROWS
    write(filled, TENANT, 3)
    assert chain.extend(filled, TENANT, "sha256") == 3
    assert verdict(filled).links == ROWS + 3
    assert verdict(filled, OTHER).links == ROWS


def test_a_chain_may_change_its_algorithm_on_the_way(filled: Database) -> None:
    write(filled, TENANT, 2)
    chain.extend(filled, TENANT, "sm3")
    assert verdict(filled).good


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("column", ["actor_name", "action", "subject", "at", "body", "actor_id"])
def test_a_flipped_value_is_named_by_its_place(filled: Database, seed: int, column: str) -> None:
    seq = random.Random(seed).randint(1, ROWS)
    value = {"at": dt.datetime(2020, 1, 1, tzinfo=dt.UTC), "body": {}, "actor_id": UUID(int=1)}.get(column, "别的")

    def flip(raw: Connection) -> None:
        raw.execute(update(Audit).where(Audit.id == id_at(raw, seq)).values({column: value}))

    assert tampered(filled, flip).seq == seq


@pytest.mark.parametrize("seq", [1, 7, ROWS])
def test_a_dropped_row_is_named(filled: Database, seq: int) -> None:
    def drop(raw: Connection) -> None:
        raw.execute(delete(Audit).where(Audit.id == id_at(raw, seq)))

    assert tampered(filled, drop).seq == seq


@pytest.mark.parametrize("seq", [1, 30, ROWS - 1])
def test_a_row_dropped_with_its_link_is_named(filled: Database, seq: int) -> None:
    def drop(raw: Connection) -> None:
        row = id_at(raw, seq)
        raw.execute(delete(AuditLink).where(AuditLink.audit_id == row))
        raw.execute(delete(Audit).where(Audit.id == row))

    assert tampered(filled, drop).seq == seq


@pytest.mark.parametrize("seq", [1, 20, ROWS - 1])
def test_swapped_rows_are_named(filled: Database, seq: int) -> None:
    def swap(raw: Connection) -> None:
        first, second = id_at(raw, seq), id_at(raw, seq + 1)
        link = update(AuditLink).where(AuditLink.tenant_id == TENANT)
        for row, place in ((UUID(int=1), seq), (first, seq + 1), (second, seq)):
            raw.execute(link.where(AuditLink.seq == place).values(audit_id=row))

    assert tampered(filled, swap).seq == seq


def rewritten(raw: Connection, from_seq: int) -> None:
    """Someone who knows how: change a row and hash the rest of the chain anew."""
    raw.execute(update(Audit).where(Audit.id == id_at(raw, from_seq)).values(subject="别的"))
    raw.execute(delete(AuditLink).where(AuditLink.tenant_id == TENANT, AuditLink.seq >= from_seq))


def test_a_chain_written_anew_is_found_by_the_kept_heads(filled: Database) -> None:
    path = heads.export(filled)
    assert len(path.read_text().splitlines()) == 2
    with databases.tampering(filled) as raw:
        rewritten(raw, 10)
    chain.extend(filled, TENANT, "sha256", whole=True)
    with filled.read(Scope.one(TENANT)) as session:
        assert chain.verify(session).good
    found = verdict(filled)
    assert (found.seq, found.problem) == (ROWS, "与库外留存的链头不一致")


def test_a_chain_that_was_cut_off_is_found_by_the_kept_heads(filled: Database) -> None:
    heads.export(filled)

    def cut(raw: Connection) -> None:
        raw.execute(delete(AuditLink).where(AuditLink.tenant_id == TENANT, AuditLink.seq > ROWS - 5))

    assert tampered(filled, cut).seq == ROWS


def test_the_heads_of_a_day_are_written_once(filled: Database) -> None:
    with clock.stopped():
        path = heads.export(filled)
        before = path.read_text()
        write(filled, TENANT)
        chain.extend(filled, TENANT, "sha256")
        assert heads.export(filled).read_text() == before
        assert heads.export(filled, clock.today() + dt.timedelta(days=1)).read_text() != before
    (path.parent / "heads-broken.jsonl").write_text("{}\n")
    with pytest.raises(ValueError, match=r"heads-broken\.jsonl"):
        heads.kept(path.parent)


def test_a_row_whose_commit_came_late_is_sealed_all_the_same(filled: Database) -> None:
    early = ids.new_id()
    write(filled, TENANT, 3)
    chain.extend(filled, TENANT, "sha256")
    late(filled, early)
    assert chain.extend(filled, TENANT, "sha256") == 1
    assert verdict(filled).good


def test_a_row_that_came_hours_late_waits_for_the_look_at_the_whole(filled: Database) -> None:
    late(filled, ids.earlier(ids.new_id(), dt.timedelta(hours=5)))
    assert chain.extend(filled, TENANT, "sha256") == 0
    with filled.read(Scope.one(TENANT)) as session:
        assert len(session.scalars(chain._open(session, whole=True)).all()) == 1
    assert chain.extend(filled, TENANT, "sha256", whole=True) == 1


def late(database: Database, key: object) -> None:
    with database.write(Scope.one(TENANT)) as session, patch("core.db.appending.new_id", lambda: key):
        record(session, Actor.system(TENANT), "core.test.late", "1", {})


@pytest.mark.parametrize("model", [Audit, AuditLink])
def test_the_database_refuses_to_change_what_is_only_added_to(filled: Database, model: type[Audit]) -> None:
    def change(session: ScopedSession) -> None:
        row = session.query(model).first()
        assert row is not None
        row.at = clock.now()
        session.flush()

    def remove(session: ScopedSession) -> None:
        session.query(model).delete()

    for act in (change, remove):
        refusal = "append-only|permission denied"  # on PostgreSQL the role may not even try
        with pytest.raises(DatabaseError, match=refusal), filled.write(Scope.one(TENANT)) as session:
            act(session)
    assert verdict(filled).good


@pytest.mark.parametrize("model", [Audit, AuditLink])
def test_the_database_refuses_its_owner_too(filled: Database, model: type[Audit]) -> None:
    for statement in (update(model).values(tenant_id=1), delete(model)):
        with pytest.raises(DatabaseError, match="append-only"), filled.owner() as connection:
            connection.execute(statement)


@pytest.mark.only_on("sqlite", "INSERT OR REPLACE is SQLite's; PostgreSQL's upsert is an UPDATE, refused above")
def test_replacing_a_row_is_refused_too(filled: Database) -> None:
    with filled.engine.connect() as connection, pytest.raises(DatabaseError, match="append-only"):
        connection.exec_driver_sql("INSERT OR REPLACE INTO core_audit SELECT * FROM core_audit LIMIT 1")


def test_a_missing_trigger_is_named_and_made_anew(filled: Database) -> None:
    with databases.tampering(filled) as connection:
        assert "core_audit_no_delete" in append_only.unprotected(connection, Base.metadata)
        append_only.protect(connection, Base.metadata)
        assert append_only.unprotected(connection, Base.metadata) == []
