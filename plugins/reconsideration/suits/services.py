"""Entering a court case, and the handlers its transitions name."""

from __future__ import annotations

from uuid import UUID

from core import cases
from core import clock as time
from core.accounts.actor import Actor
from core.cases.models import Case
from core.cases.services import Opening, Party
from core.db import ScopedSession
from core.errors import DomainError, Forbidden
from core.i18n import N_
from core.tenancy.models import Tenant
from plugins.reconsideration.permissions import Perm
from plugins.reconsideration.suits import commands as cmd
from plugins.reconsideration.suits import queries, rules
from plugins.reconsideration.suits.models import Suit
from plugins.reconsideration.suits.rules import SuitFacts


def enter(session: ScopedSession, actor: Actor, unit_id: UUID, command: cmd.Enter, key: str) -> Case:
    """Enter a court case; its fifteen days run from the copy of the complaint.

    Raises:
        Forbidden: the actor keeps no court cases of the unit.
        DomainError: what `rules.enter` says.
    """
    if not actor.may(Perm.SUIT, unit_id):
        raise Forbidden(Perm.SUIT)
    if problems := rules.enter(command, time.today()):
        raise DomainError(problems)
    copied_on = command.copied_on
    assert copied_on is not None  # looked at above
    opening = Opening(
        title=f"{command.court.strip()}{command.court_number.strip()}",
        series=f"{session.get_one(Tenant, session.tenant).settings['prefix']}诉应",
        unit_id=unit_id,
        parties=(Party("plaintiff", command.plaintiff.strip()),),
        received_on=copied_on,
        channel="window",
        label=N_("收到起诉状副本"),
        handler_id=actor.account_id,
    )

    def detail(case: Case) -> list[object]:
        return [
            Suit(
                tenant_id=case.tenant_id,
                case_id=case.id,
                court=command.court.strip(),
                court_number=command.court_number.strip(),
                review_number=command.review_number.strip(),
                claim=command.claim.strip(),
                copied_on=copied_on,
            )
        ]

    return cases.open_case(session, actor, queries.KIND, opening, detail, key)


def defend(session: ScopedSession, actor: Actor, case: Case, facts: SuitFacts, command: cmd.Defend) -> None:
    """Keep the answer with its evidence."""
    suit = queries.suit_of(session, case)
    suit.defence, suit.evidence, suit.defended_on = (
        command.defence.strip(),
        command.evidence.strip(),
        command.defended_on,
    )


def appear(session: ScopedSession, actor: Actor, case: Case, facts: SuitFacts, command: cmd.Appear) -> None:
    """Keep who came."""
    suit = queries.suit_of(session, case)
    suit.by_head, suit.appeared = command.by_head, command.words.strip()


def judge(session: ScopedSession, actor: Actor, case: Case, facts: SuitFacts, command: cmd.Judge) -> None:
    """Keep the judgement."""
    suit = queries.suit_of(session, case)
    suit.result, suit.judgement, suit.judged_on = command.result, command.words.strip(), command.judged_on
