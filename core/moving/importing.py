"""A township from another installation: read twice, first to see that it is whole, then in one transaction."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from core import plugins
from core.accounts.actor import Actor
from core.accounts.directory import account_by_login
from core.accounts.models import Account
from core.audit import chain
from core.audit.services import record
from core.backup import archive
from core.backup.stream import Damaged
from core.calendar import proofs
from core.cases import reindex as cases
from core.db import Database, Scope, ScopedSession, TenantTree, bulk, crypto, migrations
from core.db.queue import queue
from core.files.blobs import key_of
from core.files.stores import Store
from core.files.stores.disk import ON_ITS_WAY
from core.moving import rows
from core.moving.exporting import ABOUT, ACCOUNTS, CALENDARS, FORMAT, SWITCHES, Refused
from core.organisations import services as organisations
from core.search import service as search
from core.tenancy.models import Tenant, TenantPlugin
from core.tenancy.queries import county as county_of

ROWS = re.compile(r"^rows/(\w+)/\d{6}\.jsonl$")
FILE = re.compile(r"^files/([0-9a-f]{64})$")


@dataclass(frozen=True, slots=True)
class Imported:
    """What was imported.

    Attributes:
        people: logins that are new here and need a link.
        renamed: logins that somebody else has here, with what they are called now.
        calendars: versions of the calendar kept for proof only.
    """

    tenant: int
    name: str
    rows: int
    people: tuple[str, ...]
    renamed: Mapping[str, str]
    calendars: tuple[str, ...]


def import_(database: Database, files: Store, path: Path, key: Path) -> Imported:
    """Import a township that `export` made, with every id and number as it was; all of it or nothing.

    The worker puts it into the index afterwards.

    Raises:
        Refused: other tables, a tenant that is here already, or no county to come under.
        WrongKey: the file was sealed with another key.
        Damaged: a part is not as it was exported, by its name.
    """
    secret = crypto.read_key(key)
    manifest = _seen_whole(database, files, path, secret)
    with archive.reading(path, secret) as reader:
        parts = reader.parts()
        about = _about(parts)
        tenant = int(about["tenant"]["id"])
        with database.write(Scope.one(tenant)) as session:
            queue(session, "import")
            _refuse(session, about)
            _add_tenant(session, about)
            made = _Made()
            for name, source in parts:
                _take(session, made, name, source)
            session.flush()
            cases.reindex(session)
            organisations.reindex(session)
            _prove(session, about, manifest)
            search.owe(session, search.keys_of(session, plugins.registry().searchables))
            body = {"head": about["head"], "exported_at": about["made_at"], "rows": manifest["counts"]}
            record(session, Actor.system(tenant), "core.tenant.import", str(tenant), body)
    total = sum(manifest["counts"].values())
    return Imported(tenant, about["tenant"]["name"], total, tuple(made.people), made.renamed, tuple(made.calendars))


class _Made:
    """What came of the parts so far, for the report."""

    def __init__(self) -> None:
        self.people: list[str] = []
        self.renamed: dict[str, str] = {}
        self.calendars: list[str] = []
        self.models = {model.__tablename__: model for model in rows.models()}


def _about(parts: Any) -> dict[str, Any]:
    name, source = next(parts)
    said: dict[str, Any] = json.loads(source.read()) if name == ABOUT else {}
    if said.get("format") != FORMAT:
        raise Damaged(f"{name}: not an exported township")
    return said


def _seen_whole(database: Database, files: Store, path: Path, secret: bytes) -> Mapping[str, Any]:
    """Read all of it before anything is written but the bytes of files, which a sweep takes away if nobody names them.

    What is refused is refused before the files are looked at.
    """
    with archive.reading(path, secret) as reader:
        parts = reader.parts()
        about = _about(parts)
        with database.read(Scope.one(int(about["tenant"]["id"]))) as session:
            _refuse(session, about)
        for name, source in parts:
            if file := FILE.match(name):
                _keep(files, file[1], source)
    return reader.manifest


def _keep(store: Store, sha256: str, source: IO[bytes]) -> None:
    """Put the bytes of a file into the store, also where they are there: from now on they are new to a sweep."""
    with tempfile.NamedTemporaryFile(dir=store.scratch, prefix=ON_ITS_WAY, delete=False) as incoming:
        shutil.copyfileobj(source, incoming, archive.CHUNK)
        incoming.seek(0)
        whole = hashlib.file_digest(incoming, "sha256").hexdigest() == sha256
    if whole:
        store.put(key_of(sha256), Path(incoming.name))
    else:
        Path(incoming.name).unlink()  # it was changed before it was exported, as the manifest says


def _refuse(session: ScopedSession, about: Mapping[str, Any]) -> None:
    tenant = session.tenant
    if list(migrations.applied(session)) != about["revisions"]:
        raise Refused(f"made with other tables ({about['version']}): bring both installations to the same version")
    if session.get(Tenant, tenant) is not None:
        raise Refused(f"{tenant} is here already")
    if county_of(session) is None:
        raise Refused("there is no county here for it to come under: run `xiaoneng tenants sync`")


def _add_tenant(session: ScopedSession, about: Mapping[str, Any]) -> None:
    county = county_of(session)
    assert county is not None
    said = about["tenant"]
    session.add(Tenant(tier="township", parent_id=county, revision=about["revision"] + 1, **said))
    session.flush()
    session.add_all(TenantTree(ancestor_id=above, tenant_id=said["id"]) for above in (county, said["id"]))
    session.flush()


def _take(session: ScopedSession, made: _Made, name: str, source: IO[bytes]) -> None:
    if match := ROWS.match(name):
        model = made.models[match[1]]
        bulk.copy(session, model, [rows.from_line(model, line) for line in source.read().splitlines()])
    elif name == ACCOUNTS:
        for line in source.read().splitlines():
            _account(session, made, rows.from_line(Account, line))
        session.flush()
    elif name == SWITCHES:
        known = plugins.registry().plugins
        for line in source.read().splitlines():
            row = rows.from_line(TenantPlugin, line)
            if row["plugin"] in known:
                session.add(TenantPlugin(tenant_id=session.tenant, **row))
        session.flush()
    elif name == CALENDARS:
        for line in source.read().splitlines():
            part = json.loads(line)
            if proofs.keep(session, part):
                made.calendars.append(part["version"])


def _account(session: ScopedSession, made: _Made, row: rows.Row) -> None:
    """An account that is here keeps its login and state; a login that somebody else has gets the township's code."""
    if (here := session.get(Account, row["id"])) is not None:
        here.admin = here.admin or row["admin"]
        return
    login = row["login"]
    if account_by_login(session, login) is not None:
        row["login"] = made.renamed[login] = f"{login}.{session.tenant}"
    session.add(Account(state="invited", password_hash=None, last_tenant_id=session.tenant, **row))
    made.people.append(row["login"])


def _prove(session: ScopedSession, about: Mapping[str, Any], manifest: Mapping[str, Any]) -> None:
    """Every table has the rows that were sent, and the audit's chain ends where it ended."""
    for model in rows.models():
        there, sent = rows.count(session, model), manifest["counts"].get(model.__tablename__, 0)
        if there != sent:
            raise Damaged(f"{model.__tablename__}: {there} rows of {sent}")
    if about["head"] is not None:
        verdict = chain.verify(session, [chain.Head(**about["head"])])
        if not verdict.good:
            raise Damaged(f"audit: row {verdict.seq} {verdict.problem}")
