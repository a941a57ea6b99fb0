"""`tenants sync`: folders into the database; adds and renames, never reverts the console, never deletes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core import plugins
from core.accounts.directory import ensure_account, give
from core.accounts.models import Account, Grant, Person
from core.db import Database, Scope, ScopedSession, TenantTree
from core.db.queue import queue
from core.settings.rules import flat, nested
from core.tenancy.files import PersonLine, TenantFiles, UnitLine, read_tenants
from core.tenancy.merge import ADDED, CHANGED, Change, merge, recall, remember, to_take
from core.tenancy.models import Tenant, TenantPlugin, Unit
from core.tenancy.services import enabled_plugins, put_switch

BY = "tenants sync"


def sync(database: Database, folder: Path) -> list[Change]:
    """Bring every tenant of `folder` up to date; a second run finds nothing to do.

    The folder of a township that went into another stays unread: its units and people are its successor's now.

    Returns:
        what was added, changed, or kept as the console has it though the file changed.

    Raises:
        BadFiles: with every bad place; nothing was written.
    """
    changes: list[Change] = []
    gone = _succeeded(database)
    for files in read_tenants(folder):
        if files.code in gone:
            continue
        # One session writes one tenant, so each folder is one transaction; all were checked before the first.
        with database.write(Scope.one(files.code)) as session:
            queue(session, "sync")
            changes += _sync_tenant(session, files)
    return changes


def _succeeded(database: Database) -> frozenset[int]:
    with database.read(Scope.system("which townships went into another")) as session:
        return frozenset(session.scalars(select(Tenant.id).where(Tenant.successor_id.is_not(None))))


def _sync_tenant(session: ScopedSession, files: TenantFiles) -> list[Change]:
    tenant, changes = _tenant(session, files)
    changes += _settings(session, tenant, files)
    units = {unit.code: unit for unit in session.scalars(select(Unit))}
    for line in files.units:
        changes += _unit(session, line, units.get(line.code))
    session.flush()
    ids = {unit.code: unit.id for unit in session.scalars(select(Unit))}
    for person in files.people:
        account = ensure_account(session, person.login, person.name)
        changes += _person(session, person, account, ids)
        changes += _grants(session, person, account, ids)
    changes += _switches(session, files)
    session.flush()
    on = enabled_plugins(session, files.code)
    given = {"session": session, "tenant": tenant, "folder": files.folder}
    for _, loaded in plugins.registry().each("load_sample", only=lambda name: name in on, **given):
        changes += loaded
    if any(change.what in {ADDED, CHANGED} for change in changes):
        tenant.revision += 1
    return changes


def _tenant(session: ScopedSession, files: TenantFiles) -> tuple[Tenant, list[Change]]:
    parent = None if files.is_county else files.county
    row = session.get(Tenant, files.code)
    said = {"name": files.name, "division_code": files.division_code, "sample": files.sample}

    def make() -> Tenant:
        tier = "county" if files.is_county else "township"
        return Tenant(id=files.code, tier=tier, parent_id=parent, settings={}, revision=0, **said)

    changes = merge(session, "tenant", str(files.code), row, said, make)
    if row is None:
        session.add_all(TenantTree(ancestor_id=above, tenant_id=files.code) for above in {files.county, files.code})
        session.flush()
    return session.get_one(Tenant, files.code), changes


def _settings(session: ScopedSession, tenant: Tenant, files: TenantFiles) -> list[Change]:
    """Each setting by itself: one changed in the console leaves the others to the file."""
    said = flat(files.settings)
    now = flat(tenant.settings)
    taken = to_take(now, recall(session, "settings", "") or {}, said)
    if taken:
        tenant.settings = nested({**now, **taken})
    remember(session, "settings", "", said)
    return [Change(tenant.id, "setting", key, CHANGED if key in now else ADDED) for key in taken]


def _unit(session: ScopedSession, line: UnitLine, row: Unit | None) -> list[Change]:
    said = {name: value for name, value in asdict(line).items() if name != "code"}
    # Units are named on public pages, so they are public from the start.
    return merge(session, "unit", line.code, row, said, lambda: Unit(code=line.code, published=True, **said))


def _person(session: ScopedSession, line: PersonLine, account: Account, units: Mapping[str, UUID]) -> list[Change]:
    last = recall(session, "person", line.login)
    if last is not None and account.display_name == last["name"]:
        account.display_name = line.name
    row = session.scalar(select(Person).where(Person.account_id == account.id))
    said = {"name": line.name, "title": line.title, "unit_id": units[line.unit], "sample": line.sample}
    return merge(session, "person", line.login, row, said, lambda: Person(account_id=account.id, **said))


def _grants(session: ScopedSession, line: PersonLine, account: Account, units: Mapping[str, UUID]) -> list[Change]:
    """Grants the file names for the first time; one that was ended in the console stays ended."""
    held = {
        (grant.unit_id, grant.role) for grant in session.scalars(select(Grant).where(Grant.account_id == account.id))
    }
    changes: list[Change] = []
    for unit, role in line.grants:
        key = f"{line.login}/{unit}/{role}"
        if recall(session, "grant", key) is not None:
            continue
        remember(session, "grant", key, {})
        if (units[unit], role) not in held:
            give(session, account, units[unit], role, time.today())
            changes.append(Change(session.tenant, "grant", key, ADDED))
    return changes


def _switches(session: ScopedSession, files: TenantFiles) -> list[Change]:
    """Turn on what the folder names for the first time, where all it requires is on."""
    rows = session.scalars(select(TenantPlugin).where(TenantPlugin.tenant_id == files.code))
    now = {row.plugin: row.enabled for row in rows}
    said = dict.fromkeys(files.plugins, True)
    on = {plugins.CORE, *(name for name, enabled in now.items() if enabled)}
    changes: list[Change] = []
    taken = to_take(now, recall(session, "plugins", "") or {}, said)
    for info in plugins.registry().switchable:
        if info.name in taken and on.issuperset(info.requires):
            put_switch(session, files.code, info.name, on=True, by=BY)
            on.add(info.name)
            changes.append(Change(files.code, "plugin", info.name, ADDED))
    remember(session, "plugins", "", said)
    return changes
