"""Where the copies come from: a county, a township and its cases, made by the services in an installation of their own.

So a seeded case holds what a real one holds, to the last paper; only what a form and the worker leave behind is not
copied: keys of forms, effects owed and had, and runs of jobs.
"""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from core import plugins
from core.accounts.models import Account
from core.audit.models import Audit
from core.cases.models import Case
from core.config import Config
from core.db import Base, Scope, ScopedSession, crypto
from core.demo import Stage
from core.moving import rows
from core.moving.rows import Row
from core.tenancy.models import Tenant

# Tables whose rows stay behind.
LEFT = {
    "core_audit_link",
    "core_counter",
    "core_desk_draft",
    "core_draft",
    "core_effect",
    "core_form_once",
    "core_job",
    "core_job_progress",
    "core_notice",
    "core_outbox",
    "core_parcel_received",
    "core_parcel_sent",
    "core_reversible",
    "core_synced",
    "core_webhook",
    "core_webhook_delivery",
}
NOTHING = UUID(int=0)
SINCE = 480  # working days before today since when the people hold their posts


@dataclass(frozen=True, slots=True)
class CaseStencil:
    """One case with all that belongs to it, each row with its class, a row before those that point at it."""

    case: Row
    rows: tuple[tuple[type[Base], Row], ...]


@dataclass(frozen=True, slots=True)
class PlaceStencil:
    """A tenant without its cases: its own row, its accounts, and its rows by class."""

    tenant: Row
    accounts: tuple[Row, ...]
    rows: tuple[tuple[type[Base], Row], ...]
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stencils:
    """All there is to copy."""

    county: PlaceStencil
    township: PlaceStencil
    cases: tuple[CaseStencil, ...] = field(repr=False)


def make(scratch: Path, today: dt.date, number: int) -> Stencils:
    """Make a county with one township in the empty folder `scratch` and play about `number` cases there."""
    from core.commands import load_tenants, prepare

    config = Config(data=scratch / "data")
    county, township = _folders(scratch / "tenants")
    database = prepare(config)
    try:
        stage = Stage(database, config, today)
        with stage.at(stage.back(SINCE)):
            load_tenants(database, scratch / "tenants")
        for _ in plugins.registry().each("make_stencils", stage=stage, tenant=township, number=number):
            pass
        with database.read(Scope.one(county)) as session:
            upper = _place(session)
        with database.read(Scope.one(township)) as session:
            lower, cases = _place(session), tuple(_cases(session))
        return Stencils(upper, lower, cases)
    finally:
        database.dispose()
        crypto.forget_keys()


def _folders(to: Path) -> tuple[int, int]:
    """Copy the sample county and its last township; their codes."""
    import tenants

    codes = sorted(path.name for path in tenants.folder().iterdir() if path.name.isdigit())
    chosen = codes[0], codes[-1]
    for code in chosen:
        shutil.copytree(tenants.folder() / code, to / code)
    return int(chosen[0]), int(chosen[1])


def _place(session: ScopedSession) -> PlaceStencil:
    from core.tenancy.services import enabled_plugins

    tenant = session.get_one(Tenant, session.tenant)
    accounts = tuple(_row(account) for account in session.scalars(rows.accounts(session)))
    held = [(model, row) for model, row in _rows(session) if model is not Audit and _belongs(model, row) == NOTHING]
    # What plays no cases of its own would stand empty in every township.
    plays = {impl.plugin_name for impl in plugins.registry().manager.hook.make_stencils.get_hookimpls()}
    on = tuple(sorted(enabled_plugins(session, session.tenant) & plays))
    return PlaceStencil(_row(tenant), accounts, tuple(held), on)


def _cases(session: ScopedSession) -> Iterator[CaseStencil]:
    """The cases in the order in which they were received."""
    every = list(_rows(session))
    owner = {row["id"]: row["id"] for model, row in every if model is Case}
    owner |= {row["id"]: row["case_id"] for _, row in every if row.get("case_id") in owner and "id" in row}
    found: dict[UUID, list[tuple[type[Base], Row]]] = {case_id: [] for case_id in owner.values()}
    for model, row in every:
        if (key := _belongs(model, row)) in owner:
            found[owner[key]].append((model, row))
    made = [CaseStencil(next(row for model, row in held if model is Case), tuple(held)) for held in found.values()]
    yield from sorted(made, key=lambda stencil: (stencil.case["opened_at"], stencil.case["no_seq"]))


def _belongs(model: type[Base], row: Mapping[str, Any]) -> UUID:
    """The id by which a row belongs to a case: its own, one it points at, or the one an audit row speaks of."""
    if model is Case:
        own: UUID = row["id"]
        return own
    if model is Audit:
        return UUID(row["subject"]) if len(row["subject"]) == len(str(NOTHING)) else NOTHING
    return next((row[name] for name in ("case_id", "clock_id", "owner_id") if row.get(name)), NOTHING)


def _rows(session: ScopedSession) -> Iterator[tuple[type[Base], Row]]:
    for model in rows.models():
        if model.__tablename__ not in LEFT:
            for row in rows.read(session, model):
                yield model, {name: _settled(value) for name, value in row.items()}


def _row(found: Tenant | Account) -> Row:
    return {column.key: _settled(getattr(found, column.key)) for column in found.__mapper__.column_attrs}


def _settled(value: Any) -> Any:
    """An instant to the minute: how long the playing itself took is nothing to copy."""
    return value.replace(second=0, microsecond=0) if isinstance(value, dt.datetime) else value
