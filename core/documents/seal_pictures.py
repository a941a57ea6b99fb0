"""Pictures of seals 印章图片: brought by one person of the county, confirmed by another, shown to nobody else.

They lie in the tenant whose seal it is and are put on its documents only where its own setting says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.accounts.actor import Actor
from core.audit.services import record
from core.db import ScopedSession, new_id
from core.db.queue import queue
from core.documents import settings
from core.documents.models import SealPicture
from core.documents.permissions import Perm
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.files import services as files
from core.files.models import StoredFile
from core.files.services import Kept
from core.files.stores import Store
from core.i18n import N_

OWNER = "seal"
PNG = "image/png"
WAITS, COUNTS, ENDED = "waits", "counts", "ended"
STAGES = {WAITS: N_("待另一人确认"), COUNTS: N_("使用中"), ENDED: N_("已停用")}


def bring(session: ScopedSession, actor: Actor, kept: Kept, key: str) -> SealPicture:
    """Keep a picture for a second person; the same form a second time is the same picture.

    Raises:
        Forbidden: the actor keeps no seals.
        DomainError: it is no PNG.
    """
    _permit(actor)
    if (known := session.scalar(select(SealPicture).where(SealPicture.form_key == key))) is not None:
        return known
    if kept.media_type != PNG:
        raise DomainError(Problem(N_("请上传背景透明的PNG图片。"), "file"))
    row = SealPicture(
        tenant_id=session.tenant,
        id=new_id(),
        form_key=key,
        stage=WAITS,
        brought_by=actor.account_id,
        bringer=actor.title,
        brought_at=time.now(),
    )
    session.add(row)
    session.flush()
    files.attach(session, kept, owner_kind=OWNER, owner_id=row.id)
    record(session, actor, "core.seal.bring", str(row.id), {"sha256": kept.sha256})
    return row


def confirm(session: ScopedSession, actor: Actor, seal_id: UUID) -> SealPicture:
    """Let a picture count, in the place of the one before.

    Raises:
        Forbidden, NotFound: as `end`.
        DomainError: the actor brought it, or it waits no more.
    """
    row = _found(session, actor, seal_id)
    if row.brought_by == actor.account_id:
        raise DomainError(Problem(N_("上传的人不能自己确认，请另一位县级管理员核对后确认。")))
    if row.stage != WAITS:
        raise DomainError(Problem(N_("这张印章图片已经确认过或者停用了。")))
    for before in session.scalars(select(SealPicture).where(SealPicture.stage == COUNTS)):
        _decide(before, actor, ENDED)
    _decide(row, actor, COUNTS)
    record(session, actor, "core.seal.confirm", str(row.id), {"brought_by": str(row.brought_by)})
    session.flush()
    return row


def end(session: ScopedSession, actor: Actor, seal_id: UUID) -> SealPicture:
    """Let a picture count no more, or reject it; what was issued with it stays as it is. Nothing happens twice.

    Raises:
        Forbidden: the actor keeps no seals.
        NotFound: no such picture in this tenant.
    """
    row = _found(session, actor, seal_id)
    if row.stage != ENDED:
        _decide(row, actor, ENDED)
        record(session, actor, "core.seal.end", str(row.id), {})
        session.flush()
    return row


def all_of(session: ScopedSession) -> Sequence[SealPicture]:
    """The pictures that wait or count, and the last that ended, of the session's tenants; the newest first."""
    return session.scalars(select(SealPicture).order_by(SealPicture.brought_at.desc(), SealPicture.id).limit(200)).all()


def one(session: ScopedSession, seal_id: UUID) -> SealPicture:
    """A picture of one of the session's tenants.

    Raises:
        NotFound: they have none of this id.
    """
    row = session.scalar(select(SealPicture).where(SealPicture.id == seal_id))
    if row is None:
        raise NotFound(seal_id)
    return row


def file_of(session: ScopedSession, seal_id: UUID) -> StoredFile:
    """The stored picture.

    Raises:
        NotFound: no such picture in this tenant.
    """
    found = files.of_owner(session, OWNER, seal_id)
    if not found:
        raise NotFound(seal_id)
    return found[0]


def shown(session: ScopedSession, store: Store) -> bytes | None:
    """The picture that is put on the tenant's documents; None where its setting says no, or none counts.

    Raises:
        DomainError: the stored picture is not what it was, or was found to hold a virus.
    """
    if not settings.shows_seal(session):
        return None
    row = session.scalars(select(SealPicture).where(SealPicture.stage == COUNTS)).first()
    if row is None:
        return None
    with files.opened(store, file_of(session, row.id)) as stream:
        return stream.read()


def _found(session: ScopedSession, actor: Actor, seal_id: UUID) -> SealPicture:
    _permit(actor)
    queue(session, "seals")
    return one(session, seal_id)


def _permit(actor: Actor) -> None:
    if actor.visiting is not None or not actor.may(Perm.SEALS):
        raise Forbidden(Perm.SEALS)


def _decide(row: SealPicture, actor: Actor, stage: str) -> None:
    row.stage, row.decider, row.decided_at = stage, actor.title, time.now()
