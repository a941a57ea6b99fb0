"""Registering for people of the own village, and receiving what was registered."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID

from core import clock as time
from core.accounts.actor import Actor
from core.cases import services as kernel
from core.cases.models import Case
from core.cases.services import Party
from core.db import ScopedSession
from core.errors import DomainError, Forbidden, NotFound
from core.files import services as files
from core.files.services import Kept
from core.settings import queries as settings
from core.tenancy.models import Unit
from plugins.approval import services
from plugins.approval.agency import rules
from plugins.approval.agency.models import Agency
from plugins.approval.models import Application
from plugins.approval.permissions import Perm
from plugins.approval.rules import Facts
from plugins.approval.services import Registration, Submission
from plugins.approval.settings import WINDOWS, windows


@dataclass(frozen=True, slots=True)
class Registering:
    """What an agent registers: the application, the applicant's village, and how they agreed.

    Attributes:
        village_id: of the applicant, which must be the agent's own.
        pictures: of the signed consent, kept in the store already.
    """

    submission: Submission
    village_id: UUID
    consent: str
    words: str = ""
    pictures: tuple[Kept, ...] = ()


def register(session: ScopedSession, actor: Actor, command: Registering, key: str) -> Case:
    """Register an application for somebody of the own village 代办登记; its slip is its first paper.

    It is no receipt: no limit of the township runs until it takes it in, unless the village is its published window.

    Raises:
        Forbidden: the actor is no village agent.
        DomainError: the applicant is of another village, or did not agree.
    """
    own = own_village(session, actor)
    village = session.get(Unit, (session.tenant, command.village_id))
    if village is None:
        raise NotFound(command.village_id)
    problems = rules.village(own.name, village.name)
    problems += rules.consent(command.consent, command.words, len(command.pictures))
    if problems:
        raise DomainError(problems)
    received = is_window(session, own)

    def rows(case: Case) -> list[object]:
        for kept in command.pictures:
            files.attach(session, kept, owner_kind="case", owner_id=case.id, slot=rules.CONSENT_SLOT)
        return [
            Agency(
                tenant_id=case.tenant_id,
                case_id=case.id,
                village_id=own.id,
                village=own.name,
                agent_id=actor.account_id,
                agent=actor.name,
                registered_on=time.today(),
                reached_on=time.today() if received else None,
                at_window=received,
                consent=command.consent,
                consent_words=command.words.strip(),
            )
        ]

    # The agent's name is the one they signed in with; nobody types it.
    parties = (*command.submission.parties, Party("village_agent", actor.name))
    registration = Registration(actor.account_id, rows, received, own.id)
    wanted = replace(command.submission, parties=parties, channel="village", registration=registration)
    return services.submit(session, actor, wanted, key)


def own_village(session: ScopedSession, actor: Actor, permission: Perm = Perm.REGISTER) -> Unit:
    """The village for which somebody registers, or does what another permission of a village allows.

    Raises:
        Forbidden: they are no village agent.
    """
    own = sorted(actor.own_units(permission))
    if not own or actor.visiting is not None:
        raise Forbidden(permission)
    return session.get_one(Unit, (session.tenant, own[0]))


def is_window(session: ScopedSession, village: Unit) -> bool:
    """Whether the township published a village as its window: what is registered there is received."""
    return village.name in windows(settings.value(session, WINDOWS))


def take_in(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: rules.TakeIn) -> None:
    """Keep the day on which the township received it, and what came; the agent has it no longer."""
    session.get_one(Agency, (case.tenant_id, case.id)).reached_on = command.received_on
    session.get_one(Application, (case.tenant_id, case.id)).on_paper = sorted(set(command.on_paper))
    kernel.pass_on(session, case)
