"""Reading what was taken in for the county."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from core import clock as time
from core import plugins
from core.cases.doors import find
from core.cases.models import Case
from core.cases.queries import parties_of
from core.cases.reviews import takers
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


def numbered(session: ScopedSession, case: Case) -> Case | None:
    """The case here that has the number of the act, whatever it is about; None where there is none."""
    document = json.loads(intake_of(session, case).application)["document"]
    return find(session, document, takers()) if document else None


def fined(session: ScopedSession, case: Case, made: Case) -> Decimal | None:
    """The yuan that a case fined, where it decided a penalty of who applies; else None."""
    sums = plugins.registry().case_kinds[made.kind].sums(session, made)
    applicant, party = (parties_of(session, one)[0] for one in (case, made))
    same = applicant.name == party.name and (
        not applicant.id_number or not party.id_number or applicant.id_number == party.id_number
    )
    return sums[0] if sums is not None and same else None


def facts(session: ScopedSession, case: Case) -> IntakeFacts:
    """What guards and clocks know."""
    intake = intake_of(session, case)
    made = numbered(session, case) if intake.role == ORGAN else None
    sum_ = fined(session, case, made) if made is not None else None
    return IntakeFacts(time.today(), case.received_on, intake.role, sum_)


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
