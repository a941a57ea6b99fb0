"""Make-up 补课 as the head of the unit confirms it, and certificates in a person's archive."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.accounts.actor import Actor
from core.accounts.models import Person
from core.audit.services import record
from core.db import ScopedSession
from core.errors import DomainError, Forbidden, Problem
from core.files import services as files
from core.files.services import Kept
from core.i18n import N_
from plugins.training.archive.queries import PERSON
from plugins.training.models import Attendance, Training
from plugins.training.permissions import Perm
from plugins.training.rules import ABSENT, MADE_UP
from plugins.training.who import may_edit, person_of

# Hours in front of a screen are none of them.
HOWS = {"taught": N_("当面补讲"), "joined": N_("参加同一专题的另一场"), "examined": N_("自学后当面考核")}
CERTIFICATES = 50


def confirm(
    session: ScopedSession,
    actor: Actor,
    unit_id: UUID,
    chosen: Collection[UUID],
    made_up_on: dt.date,
    how: str,
    note: str = "",
) -> int:
    """Confirm that what was missed was made up; from then on its hours count.

    Args:
        chosen: the entries; one that was confirmed meanwhile is passed over.
        how: of `HOWS`.

    Returns:
        How many were confirmed.

    Raises:
        Forbidden: the actor is not the head of the unit.
        DomainError: nothing was chosen, the day is before the session or still to come, or nothing is said on how.
    """
    if not may_confirm(actor, unit_id):
        raise Forbidden(Perm.EDIT)
    rows = _rows(session, unit_id, chosen)
    problems = []
    if not rows:
        problems.append(Problem(N_("请勾选要确认补课的人员。"), "chosen"))
    if how not in HOWS:
        problems.append(Problem(N_("请选择怎么补课的。"), "how"))
    if made_up_on > time.today():
        problems.append(Problem(N_("补课日期不能晚于今天。"), "made_up_on"))
    early = {training.held_on for _, training in rows if made_up_on < training.held_on}
    if early:
        problems.append(Problem(N_("补课日期不能早于培训日期%(day)s。"), "made_up_on", {"day": max(early)}))
    if problems:
        raise DomainError(problems)
    confirmed = [row for row, _ in rows if row.came == ABSENT]
    for row in confirmed:
        row.came, row.made_up_on, row.confirmed_at = MADE_UP, made_up_on, time.now()
        row.made_up_how = f"{HOWS[how]}：{note.strip()}" if note.strip() else HOWS[how]
        row.confirmed_by = actor.title
    body = {"entries": [str(row.id) for row in confirmed], "on": made_up_on.isoformat(), "how": how}
    record(session, actor, "training.make_up.confirm", str(unit_id), body)
    session.flush()
    return len(confirmed)


def revoke(session: ScopedSession, actor: Actor, unit_id: UUID, entry_id: UUID) -> None:
    """Take a confirmation back; its hours count no more. Nothing happens the second time.

    Raises:
        Forbidden: the actor is not the head of the unit.
    """
    if not may_confirm(actor, unit_id):
        raise Forbidden(Perm.EDIT)
    for row, _training in _rows(session, unit_id, [entry_id]):
        if row.came == MADE_UP:
            row.came, row.made_up_on, row.made_up_how, row.confirmed_by, row.confirmed_at = ABSENT, None, "", "", None
            record(session, actor, "training.make_up.revoke", str(unit_id), {"entry": str(row.id)})
    session.flush()


def may_confirm(actor: Actor, unit_id: UUID) -> bool:
    """Whether the actor confirms make-up in a unit: as its head, not as the township's administrator."""
    return may_edit(actor, unit_id) and actor.in_unit(Perm.EDIT, unit_id)


def add_certificates(session: ScopedSession, actor: Actor, person_id: UUID, kept: Sequence[Kept]) -> Person:
    """Keep certificates 证书 in a person's archive: their own, or those of a unit that the actor keeps.

    Raises:
        NotFound: the person is not the actor's to see.
        Forbidden: the actor only reads their archive.
        DomainError: there are too many.
    """
    person = person_of(session, actor, person_id)
    if not may_add(actor, person.account_id, person.unit_id):
        raise Forbidden(Perm.EDIT)
    for each in kept:
        files.attach(session, each, owner_kind=PERSON, owner_id=person.id, at_most=CERTIFICATES)
    record(session, actor, "training.certificate.add", str(person.id), {"files": len(kept)})
    return person


def remove_certificate(session: ScopedSession, actor: Actor, person_id: UUID, file_id: UUID) -> Person:
    """Take a certificate out again; raises what `add_certificates` does."""
    person = person_of(session, actor, person_id)
    if not may_add(actor, person.account_id, person.unit_id):
        raise Forbidden(Perm.EDIT)
    files.detach(session, file_id, owner_kind=PERSON, owner_id=person.id)
    record(session, actor, "training.certificate.remove", str(person.id), {"file": str(file_id)})
    return person


def may_add(actor: Actor, account_id: UUID | None, unit_id: UUID) -> bool:
    """Whether somebody's certificates are the actor's to keep."""
    return actor.visiting is None and (account_id == actor.account_id or may_edit(actor, unit_id))


def _rows(session: ScopedSession, unit_id: UUID, chosen: Collection[UUID]) -> list[tuple[Attendance, Training]]:
    """The chosen entries of people of the unit on lists of sessions."""
    query = (
        select(Attendance, Training)
        .join(Training, (Training.tenant_id == Attendance.tenant_id) & (Training.id == Attendance.session_id))
        .join(Person, (Person.tenant_id == Attendance.tenant_id) & (Person.id == Attendance.person_id))
        .where(Attendance.id.in_(sorted(chosen)), Person.unit_id == unit_id)
        .with_for_update(of=Attendance)
    )
    return [(row, training) for row, training in session.execute(query)]
