"""What the acts of asking others for their opinion fill: one row for each who was asked."""

from __future__ import annotations

import datetime as dt
from typing import Any

from core import clock as time
from core.accounts.actor import Actor
from core.cases.models import Case
from core.db import ScopedSession, new_id
from plugins.egov.disclosure import commands as cmd
from plugins.egov.disclosure.consulting import queries, rules
from plugins.egov.disclosure.models import Consultation


def consult_others(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Consult) -> None:
    """Keep whom the organ asks, and on what."""
    session.add(
        Consultation(
            tenant_id=case.tenant_id,
            id=new_id(),
            case_id=case.id,
            whom=command.whom,
            name=command.name.strip(),
            document=command.document.strip(),
            about=command.words.strip(),
            sent_on=time.today(),
        )
    )
    session.flush()


def enter_receipt(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Receive) -> None:
    """Keep when they received the letter."""
    queries.of_request(session, case)[-1].received_on = command.received_on


def end_consulting(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.EndConsulting) -> None:
    """Keep what came, and when."""
    came_on = command.came_on if command.opinion != rules.SILENT else None
    _keep(session, case, command.opinion, command.words.strip(), came_on)


def maker_consents(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Act) -> None:
    """A co-maker that said nothing consents (条例 34)."""
    _keep(session, case, rules.SILENT)


def third_party_silent(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Act) -> None:
    """Where a third party says nothing, the organ decides by itself (条例 32)."""
    _keep(session, case, rules.SILENT)


def _keep(session: ScopedSession, case: Case, opinion: str, words: str = "", came_on: dt.date | None = None) -> None:
    row = queries.of_request(session, case)[-1]
    row.opinion, row.words, row.came_on = opinion, words, came_on
