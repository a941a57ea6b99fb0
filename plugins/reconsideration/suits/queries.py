"""Reading court cases."""

from __future__ import annotations

from typing import Any

from core import clock as time
from core.cases.models import Case
from core.db import ScopedSession
from plugins.reconsideration.suits.models import Suit
from plugins.reconsideration.suits.rules import JUDGEMENTS, SuitFacts

KIND = "reconsideration.suit"


def suit_of(session: ScopedSession, case: Case) -> Suit:
    """What a court case holds."""
    return session.once(("reconsideration.suit", case.id), lambda: session.get_one(Suit, (case.tenant_id, case.id)))


def facts(session: ScopedSession, case: Case) -> SuitFacts:
    """What guards and clocks know."""
    suit = suit_of(session, case)
    return SuitFacts(time.today(), suit.copied_on, suit.defended_on is not None)


def detail(session: ScopedSession, case: Case) -> dict[str, Any]:
    """What its page shows."""
    return {"suit": suit_of(session, case), "judgements": JUDGEMENTS}
