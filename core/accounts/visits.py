"""A superior's explicit session 进入乡镇: opened for a stated reason, over after two hours.

It is to read cases and do nothing, or to manage the township and read no case.

It is audited on both sides. The county's row comes first: an opening that was cut off between the two is noted and
opened nothing.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from core import clock as time
from core.accounts.actor import Actor
from core.accounts.directory import hash_of
from core.accounts.models import Visit
from core.accounts.permissions import Perm
from core.accounts.queries import running_visits
from core.audit.services import record
from core.db import Database, Scope, ScopedSession, TenantTree, new_id
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.i18n import N_

LENGTH = dt.timedelta(hours=2)
SHORTEST_REASON = 4


READ, MANAGE = "read", "manage"
NEEDED = {READ: Perm.VISIT, MANAGE: Perm.MANAGE}


def enter(database: Database, actor: Actor, secret: str, township: int, reason: str, purpose: str = READ) -> UUID:
    """Open a township to a superior's browser for two hours.

    Args:
        actor: the superior in the own tenant.
        secret: of the browser's sign-in; no other browser of the account gets in by it.

    Raises:
        Forbidden: the actor may not enter townships.
        NotFound: it is not one of the actor's tenant.
        DomainError: no reason is given.
    """
    if not actor.may(NEEDED[purpose]):
        raise Forbidden(NEEDED[purpose])
    with database.read(Scope.one(actor.tenant)) as session:
        if township == actor.tenant or session.get(TenantTree, (actor.tenant, township)) is None:
            raise NotFound(township)
    if len(reason.strip()) < SHORTEST_REASON:
        raise DomainError(Problem(N_("请写明进入的理由，例如核查哪一件事。"), "reason"))
    now = time.now()
    visit = Visit(
        tenant_id=township,
        id=new_id(),
        account_id=actor.account_id,
        session_hash=hash_of(secret),
        from_tenant=actor.tenant,
        purpose=purpose,
        reason=reason.strip(),
        opened_at=now,
        ends_at=now + LENGTH,
    )
    body = {
        "visit": str(visit.id),
        "purpose": purpose,
        "reason": visit.reason,
        "from": actor.tenant,
        "until": visit.ends_at.isoformat(),
    }
    with database.write(Scope.one(actor.tenant)) as session:
        record(session, actor, "core.visit.enter", str(township), body)
    with database.write(Scope.one(township)) as session:
        session.add(visit)
        record(session, actor, "core.visit.enter", str(township), body)
    return visit.id


def leave(database: Database, actor: Actor, secret: str, township: int) -> None:
    """End what this browser has open in a township; nothing happens where nothing is."""
    with database.write(Scope.one(township)) as session:
        now = time.now()
        visits = session.scalars(running_visits(hash_of(secret), actor.account_id)).all()
        bodies = [{"visit": str(visit.id), "from": visit.from_tenant, "until": now.isoformat()} for visit in visits]
        for visit, body in zip(visits, bodies, strict=True):
            visit.left_at = now
            record(session, actor, "core.visit.leave", str(township), body)
    if bodies:
        with database.write(Scope.one(actor.tenant)) as session:
            for body in bodies:
                record(session, actor, "core.visit.leave", str(township), body)


def note_page(session: ScopedSession, actor: Actor, subject: str, path: str) -> None:
    """Audit one page a visitor opened, in the tenant that was visited."""
    if actor.visiting is not None:
        record(session, actor, "core.visit.read", subject, {"visit": str(actor.visiting.id), "page": path})
