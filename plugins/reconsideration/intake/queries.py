"""Reading what was taken in for the county."""

from __future__ import annotations

import json
from typing import Any

from core import clock as time
from core.cases.models import Case
from core.cases.queries import parties_of
from core.cases.reviews import sums_of
from core.db import ScopedSession
from core.exchange import queries as exchange
from core.files import services as files
from plugins.reconsideration import parcels
from plugins.reconsideration import words as law
from plugins.reconsideration.intake.models import Intake
from plugins.reconsideration.intake.rules import ORGAN, ROLES, IntakeFacts

KIND = "reconsideration.intake"


def intake_of(session: ScopedSession, case: Case) -> Intake:
    """What was taken in."""
    return session.once(("reconsideration.intake", case.id), lambda: session.get_one(Intake, (case.tenant_id, case.id)))


def facts(session: ScopedSession, case: Case) -> IntakeFacts:
    """What guards and clocks know."""
    intake = intake_of(session, case)
    sums = sums_of(session, json.loads(intake.application)["document"]) if intake.role == ORGAN else None
    return IntakeFacts(time.today(), case.received_on, intake.role, sums[0] if sums is not None else None)


def detail(session: ScopedSession, case: Case) -> dict[str, Any]:
    """What its page shows: the application, the note, and where it is now."""
    intake = intake_of(session, case)
    sent = exchange.sent_under(session, case.tenant_id, parcels.APPLICATION, case.id.hex)
    return {
        "intake": intake,
        "application": json.loads(intake.application),
        "roles": ROLES,
        "law": law,
        "applicants": parties_of(session, case),
        "sent": next(iter(sent), None),
        "files": files.of_owner(session, "case", case.id),
    }
