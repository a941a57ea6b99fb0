"""Giving parts out with the act, answering one, and dropping those that nobody needs any more."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import select

from core import cases
from core import clock as time
from core.accounts.actor import Actor
from core.cases.models import Case
from core.cases.notices import TURN, handlers
from core.cases.queries import parties_of
from core.cases.services import Opening, Party
from core.db import ScopedSession
from core.errors import DomainError, Problem
from core.files import services as files
from core.files.services import Kept
from core.i18n import N_
from core.notices import services as notices
from core.notices.services import News
from core.tenancy.models import Tenant
from plugins.approval.handling.services import kept_of
from plugins.approval.joint import commands as cmd
from plugins.approval.joint import queries
from plugins.approval.joint.models import Part

ANSWERED = N_("%(number)s的一个协办单位已经答复。")
SOURCE = N_("统一办理通知")


def share_out(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.ShareOut) -> None:
    """Open a part in each unit, with copies of the applicant's files.

    Raises:
        DomainError: a unit is the lead itself, or nobody there handles applications.
    """
    known = queries.units(session, case.unit_id)
    if set(command.units) - known.keys():
        raise DomainError(Problem(N_("请从有承办人员的单位中选择。"), "units"))
    kept_of(session, case).joint = True
    for unit_id in dict.fromkeys(command.units):
        _open(session, actor, case, unit_id, command)


def answer_part(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.AnswerPart) -> None:
    """Keep the unit's opinion, and tell the lead."""
    part, lead = queries.part_of(session, case)
    part.agrees, part.opinion, part.answered_by = command.agrees, command.opinion.strip(), actor.title
    news = News(TURN.code, lead.id, ANSWERED, {"number": lead.number})
    notices.tell(session, news, set(handlers(session, lead)) - {actor.account_id})


def drop(session: ScopedSession, case: Case) -> None:
    """End the open parts of an application that ended itself."""
    query = select(Case).where(Case.parent_id == case.id, Case.kind == queries.KIND, Case.is_open.is_(True))
    for part in session.scalars(query).all():
        command = cmd.DropPart(version=part.version)
        cases.act(session, Actor.system(session.tenant), part.id, "drop_part", command, f"drop:{part.id.hex}")


def _open(session: ScopedSession, actor: Actor, case: Case, unit_id: UUID, command: cmd.ShareOut) -> None:
    tenant = session.get_one(Tenant, case.tenant_id)
    applicant = parties_of(session, case)[0]
    opening = Opening(
        title=case.title,
        series=f"{tenant.settings['prefix']}协",
        unit_id=unit_id,
        parties=(Party("applicant", applicant.name),),
        received_on=time.today(),
        channel=case.channel,
        parent_id=case.id,
        values={"days": command.days},
    )

    def detail(part: Case) -> list[object]:
        found = files.of_owner(session, "case", case.id)
        for file in found:
            kept = Kept(file.sha256, file.size, file.media_type, file.name)
            files.attach(session, kept, owner_kind="case", owner_id=part.id, slot=file.slot, at_most=len(found))
        return [Part(tenant_id=part.tenant_id, case_id=part.id, asked=command.asked.strip())]

    cases.open_case(session, actor, queries.KIND, opening, detail, f"part:{case.id.hex}:{unit_id.hex}")
