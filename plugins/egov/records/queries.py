"""Reading corrections: what one holds, and its page."""

from __future__ import annotations

from typing import Any

from core.accounts.actor import Actor
from core.cases import lists
from core.cases.lists import CaseFilter
from core.cases.models import Case
from core.contracts import Card
from core.db import ScopedSession
from core.i18n import N_
from plugins.egov.permissions import Perm
from plugins.egov.records.models import RecordCorrection
from plugins.egov.records.rules import RecordFacts

KIND = "egov.record"


def record_of(session: ScopedSession, case: Case) -> RecordCorrection:
    """What a correction holds beyond its case."""
    return session.get_one(RecordCorrection, (case.tenant_id, case.id))


def facts(session: ScopedSession, case: Case) -> RecordFacts:
    """What guards know of a correction."""
    return RecordFacts()


def detail(session: ScopedSession, case: Case) -> dict[str, Any]:
    """What the page of a correction shows."""
    return {"record": record_of(session, case)}


def cards(actor: Actor) -> list[Card]:
    """How many wait to be checked; left out where none does."""
    if not actor.may(Perm.DISCLOSURE):
        return []
    waiting = lists.number_of(actor, CaseFilter(kinds=(KIND,), states=("record_received",)))
    mine = actor.may(Perm.DISCLOSE)
    return [Card(N_("待核实的更正要求"), waiting, "state=record_received", order=94, mine=mine, if_any=True)]
