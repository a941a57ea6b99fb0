"""Lists that leave: what was taken, by whom and why is in the audit; a long one is made by the worker and expires."""

from __future__ import annotations

import datetime as dt
import io
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.accounts.actor import Actor
from core.accounts.queries import actor_now, ordered
from core.audit.services import REVEAL, record
from core.contracts import Owed
from core.db import Database, Scope, ScopedSession
from core.errors import DomainError, NotFound, Problem
from core.files import services as files
from core.files.models import StoredFile
from core.files.stores import of_worker
from core.i18n import N_
from core.jobs.models import Progress
from core.jobs.progress import Step, progress
from core.jobs.services import emit
from core.sheets import cases, writing
from core.sheets.cases import Listing, Shown
from core.sheets.models import SheetExport
from core.sheets.writing import Cell
from core.tenancy.models import Tenant

TOPIC = "core.export"
OWNER = "export"
# Made while its reader waits; beyond, the worker makes it.
AT_ONCE = 2_000
MOST = 50_000
KEPT = dt.timedelta(days=3)
IN_MEMORY = 4 * 1024 * 1024
WORDS = N_("导出列表")
NO_REASON = N_("导出当事人全名，请写明用途。")
TOO_MANY_NAMES = N_("超过%(most)d件的导出不含当事人全名，请先缩小筛选范围。")
NOTHING = N_("没有可以导出的案件。")


@dataclass(frozen=True, slots=True)
class Wanted:
    """An export as it is asked for: the form ``xlsx`` or ``csv``, whether names are told in full, and what for."""

    form: str
    names: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """A file that was made at once, and whose names it tells in full."""

    content: bytes
    total: int
    shown: Shown


def check(wanted: Wanted, total: int) -> None:
    """Refuse what can't be exported so.

    Raises:
        DomainError: nothing in the list; names in full without a reason, or of more cases than are made at once.
    """
    if total == 0:
        raise DomainError(Problem(NOTHING))
    if wanted.names and not wanted.reason.strip():
        raise DomainError(Problem(NO_REASON, "reason"))
    if wanted.names and total > AT_ONCE:
        raise DomainError(Problem(TOO_MANY_NAMES, "names", {"most": AT_ONCE}))


def make(session: ScopedSession, actor: Actor, listing: Listing, wanted: Wanted, title: str) -> Made:
    """The file of a list of up to `AT_ONCE` cases; it leaves only after `note` has written it down."""
    shown = Shown()
    stream = io.BytesIO()
    found = cases.rows(session, actor, listing, most=AT_ONCE, shown=shown if wanted.names else None)
    total = writing.write(stream, wanted.form, title, listing.head(), found)
    return Made(stream.getvalue(), total, shown)


def note(session: ScopedSession, actor: Actor, wanted: Wanted, listing: Listing, made: Made) -> None:
    """Write down that a list was taken; of each case whose name is told in full also that it was read (个保法 45)."""
    for case_id, number in made.shown.cases:
        record(session, actor, REVEAL, str(case_id), {"number": number, "reason": wanted.reason.strip()})
    _record(session, actor, listing, wanted, made.total)


def order(
    session: ScopedSession, actor: Actor, listing: Listing, wanted: Wanted, total: int, title: str, key: str
) -> SheetExport:
    """Have the worker make the file of a long list, with every name masked.

    Args:
        key: the form's key; a second call with the same key returns the first order.

    Raises:
        NotFound: the key is another person's.
    """
    if found := ordered(session, actor, SheetExport, key):
        return found
    now = time.now()
    export = SheetExport(
        tenant_id=session.tenant,
        id=UUID(hex=key),
        account_id=actor.account_id,
        name=title,
        form=wanted.form,
        listing=cases.to_json(listing),
        total=min(total, MOST),
        created_at=now,
        expires_at=now + KEPT,
    )
    session.add(export)
    session.flush()
    _record(session, actor, listing, wanted, export.total)
    emit(session, TOPIC, f"export:{export.id}", {"export": str(export.id)}, priority=80)
    return export


def carry_on(database: Database, tenant: int, payload: Mapping[str, Any]) -> None:
    """Make the file of an ordered list, with what the person who ordered it may read now; again if it died before."""
    with database.read(Scope.one(tenant)) as session:
        export = session.get(SheetExport, (tenant, UUID(payload["export"])))
        if export is None or export.made_at is not None:
            return
        actor = actor_now(session, export.account_id)
        county = session.get_one(Tenant, tenant).is_county
        session.expunge(export)
    kept = _made(database, export, actor, Scope.tree(tenant) if county else Scope.one(tenant))
    with database.write(Scope.one(tenant)) as session:
        row = session.get(SheetExport, (tenant, export.id))
        if row is not None and row.made_at is None:
            files.attach(session, kept, owner_kind=OWNER, owner_id=row.id)
            row.made_at = time.now()


EFFECT = Owed(TOPIC, None, N_("导出列表"), apart=carry_on)


def own(session: ScopedSession, actor: Actor, export_id: UUID) -> tuple[SheetExport, StoredFile | None]:
    """An export of the actor's own, with its file where it is made.

    Raises:
        NotFound: it is absent, expired, or somebody else's, which look the same.
    """
    mine = (SheetExport.id == export_id, SheetExport.account_id == actor.account_id)
    export = session.scalar(select(SheetExport).where(*mine, SheetExport.expires_at > time.now()))
    if export is None:
        raise NotFound(export_id)
    return export, next(iter(files.of_owner(session, OWNER, export.id)), None)


def recent(session: ScopedSession, actor: Actor) -> Sequence[SheetExport]:
    """The actor's exports that are still there, the newest first."""
    mine = select(SheetExport).where(SheetExport.account_id == actor.account_id, SheetExport.expires_at > time.now())
    return session.scalars(mine.order_by(SheetExport.created_at.desc())).all()


def progress_of(session: ScopedSession, export: SheetExport) -> Progress | None:
    """How far the worker says an export is; None before it begins."""
    return session.get(Progress, (export.tenant_id, progress_name(export.id)))


def sweep(session: ScopedSession) -> None:
    """Delete exports whose days are over; their bytes go with the files nobody owns (个人信息保护法 47)."""
    for export in session.scalars(select(SheetExport).where(SheetExport.expires_at <= time.now())):
        for row in files.of_owner(session, OWNER, export.id):
            files.detach(session, row.id, owner_kind=OWNER, owner_id=export.id)
        if (bar := progress_of(session, export)) is not None:
            session.delete(bar)
        session.delete(export)
    session.flush()


def progress_name(export_id: UUID) -> str:
    """Under which name the worker says how far an export is."""
    return f"core.export.{export_id}"


def _made(database: Database, export: SheetExport, actor: Actor, scope: Scope) -> files.Kept:
    listing = cases.from_json(export.listing)
    name = progress_name(export.id)
    with (
        progress(database, export.tenant_id, name, export.total, WORDS) as step,
        tempfile.SpooledTemporaryFile(IN_MEMORY) as stream,
        database.read(scope) as session,
    ):
        found = _stepping(cases.rows(session, actor, listing, most=MOST), step)
        writing.write(stream, export.form, export.name, listing.head(), found)
        stream.seek(0)
        return files.keep_own(
            of_worker(database), stream, f"{export.name}.{export.form}", writing.MEDIA_TYPES[export.form]
        )


def _stepping(rows: Iterator[list[Cell]], step: Step) -> Iterator[list[Cell]]:
    for row in rows:
        step()
        yield row


def _record(session: ScopedSession, actor: Actor, listing: Listing, wanted: Wanted, total: int) -> None:
    body = {"cases": total, "columns": list(listing.columns), "form": wanted.form, "names": wanted.names}
    if wanted.reason.strip():
        body["reason"] = wanted.reason.strip()
    record(session, actor, "core.export.cases", "cases", body)
