"""Taking an act back 撤销: by whoever did it, within seconds, before anybody did anything else with the case.

It is an act of its own, with its line on the timeline and its row in the audit; what was done and undone both stand.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from uuid import UUID, uuid5

from sqlalchemy import select

from core import clock as time
from core import plugins
from core.accounts.actor import Actor
from core.accounts.permissions import Perm
from core.cases import before, handing
from core.cases.models import Case, FormOnce, Reversible
from core.cases.services import allowed, find_transition, locked, once
from core.cases.timeline import enter
from core.contracts import CaseKind, Undo
from core.db import ScopedSession
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.i18n import N_
from core.notices import services as notices
from core.webhooks import services as webhooks

UNDO = "undo"
LATE = N_("已经超过%(seconds)d秒，不能再撤销。如果办错了，请按可以办理的步骤改正。")
MOVED = N_("这一步之后案件又有变动，不能再撤销。")
LEFT = N_("这一步的提醒已经发出，不能再撤销。")


def undo(session: ScopedSession, actor: Actor, case_id: UUID, key: str) -> Case:
    """Take back what the form with a key did: the case stands as before, those who were told of it are told no more.

    The same call again changes nothing and returns the case. What was typed can be asked for before it (`typed_in`).

    Raises:
        NotFound: no such case in this tenant.
        Forbidden: the actor may not do the act any more.
        DomainError: it is too late, it is not the actor's, or something was done since.
    """
    case = locked(session, case_id)
    own = uuid5(UUID(int=0), f"{UNDO}:{key}").hex
    if done := once(session, own, UNDO, case_id):
        return done
    if case is None:
        raise NotFound(case_id)
    kept = of_form(session, actor, case_id, key)
    if kept is None or time.now() - kept.at > before.WITHIN:
        raise DomainError(Problem(LATE, params={"seconds": int(before.WITHIN.total_seconds())}))
    kind = plugins.registry().case_kinds[case.kind]
    label, how = _how(kind, actor, case, kept)
    if case.version != kept.version:
        raise DomainError(Problem(MOVED))
    told, announced = before.told_by(kept)
    if not notices.take_back(session, told) or not webhooks.take_back(session, announced):
        raise DomainError(Problem(LEFT))
    before.put_back(session, case, kept, how)
    # The form that did it may be sent again, and then meets a case that has moved on.
    session.delete(session.get_one(FormOnce, (session.tenant, key)))
    session.delete(kept)
    session.add(FormOnce(tenant_id=session.tenant, key=own, case_id=case.id, act=UNDO, at=time.now()))
    enter(session, actor, case, UNDO, N_("撤销上一步"), "", label, body={"undone": kept.act})
    session.flush()
    return case


def of_form(session: ScopedSession, actor: Actor, case_id: UUID, key: str) -> Reversible | None:
    """What a form of the actor's did on a case and might be taken back; None where there is nothing."""
    query = select(Reversible).where(Reversible.key == key, Reversible.case_id == case_id)
    return session.scalar(query.where(Reversible.account_id == actor.account_id))


def remember(session: ScopedSession, key: str, typed: Mapping[str, Sequence[str]]) -> None:
    """Keep what was typed into a form that can be taken back; nothing happens for others."""
    if kept := session.get(Reversible, (session.tenant, key)):
        kept.typed = json.dumps(dict(typed), ensure_ascii=False)


def typed_in(kept: Reversible) -> dict[str, list[str]]:
    """What was typed into the form: {field: values}."""
    typed: dict[str, list[str]] = json.loads(kept.typed)
    return typed


def _how(kind: CaseKind, actor: Actor, case: Case, kept: Reversible) -> tuple[str, Undo]:
    """The act's word and how it is taken back; only by who might do it now.

    Raises:
        NotFound: it is no longer declared as one that can be.
        Forbidden: the actor may not do it.
    """
    if kept.act == handing.HAND_OVER:
        if actor.visiting or not actor.may(Perm.ASSIGN, case.unit_id):
            raise Forbidden(Perm.ASSIGN)
        return handing.LABEL, handing.BACK
    transition = find_transition(kind, kept.act)
    if transition.undo is None:
        raise NotFound(kept.act)
    if not allowed(actor, case, transition):
        raise Forbidden(transition.permission)
    return transition.label, transition.undo
