"""Taking the demand for a correction in, and what its acts fill."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core import cases
from core import clock as time
from core.accounts.actor import Actor
from core.cases import services as kernel
from core.cases.models import Case
from core.cases.services import Opening, Party
from core.db import ScopedSession
from core.errors import DomainError, Forbidden, Problem
from core.i18n import N_
from core.tenancy.models import Tenant
from core.tenancy.offices import office
from plugins.egov.disclosure.services import NO_OFFICE
from plugins.egov.permissions import Perm
from plugins.egov.records import commands as cmd
from plugins.egov.records import queries, rules
from plugins.egov.records.models import RecordCorrection

TITLE = N_("更正本人信息")


def ask(session: ScopedSession, actor: Actor, command: cmd.Ask, key: str) -> Case:
    """Take the demand in for the 政府信息公开工作机构, from its person or by staff of that office.

    Raises:
        Forbidden: the actor is neither.
        DomainError: something is missing, or there is no such office.
    """
    own = office(session)
    if not actor.is_party and not actor.may(Perm.DISCLOSE, own.id if own else None):
        raise Forbidden(Perm.DISCLOSE)
    if done := kernel.once(session, key, "open"):
        return done
    problems = rules.ask(command)
    if own is None:
        problems.append(Problem(NO_OFFICE))
    if problems or own is None:
        raise DomainError(problems)
    person = Party("applicant", command.name.strip(), command.id_number.strip(), command.phone.strip())
    opening = Opening(
        title=TITLE,
        series=f"{session.get_one(Tenant, session.tenant).settings['prefix']}更正",
        unit_id=own.id,
        parties=(person,),
        received_on=time.today(),
        channel="online" if actor.is_party else "window",
        label=N_("收到更正要求"),
    )

    def detail(case: Case) -> Sequence[object]:
        words = {name: str(getattr(command, name)).strip() for name in ("record", "wrong", "evidence")}
        return [RecordCorrection(tenant_id=case.tenant_id, case_id=case.id, **words)]

    return cases.open_case(session, actor, queries.KIND, opening, detail, key)


def answer_record(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Words) -> None:
    """Keep what the person is told."""
    queries.record_of(session, case).answer = command.words.strip()


def pass_record(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Pass) -> None:
    """Keep to whom it was sent."""
    row = queries.record_of(session, case)
    row.organ, row.answer = command.organ.strip(), command.words.strip()
