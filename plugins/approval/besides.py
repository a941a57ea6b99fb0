"""What an application has beside its road, of the rooms around it: who registered it, and how it was rated."""

from __future__ import annotations

from typing import Any

from core.cases.models import Case
from core.db import ScopedSession
from core.files import services as files
from plugins.approval.agency import queries as agencies
from plugins.approval.agency.rules import CONSENT_SLOT, CONSENTS
from plugins.approval.models import Application
from plugins.approval.rating import queries as ratings
from plugins.approval.rating.rules import GRADES


def registered(session: ScopedSession, case: Case) -> dict[str, Any]:
    """What papers say of a registration by a village agent; nothing where there was none."""
    agency = agencies.of_case(session, case)
    if agency is None:
        return {"registered_on": "", "village": "", "agent": "", "window": False}
    return {
        "registered_on": agency.registered_on.isoformat(),
        "village": agency.village,
        "agent": agency.agent,
        "window": agency.at_window,
    }


def detail(session: ScopedSession, case: Case, application: Application) -> dict[str, Any]:
    """What the case's page shows of them, for staff and party alike."""
    agency = agencies.of_case(session, case)
    return {
        "agency": agency,
        "consent": CONSENTS[agency.consent] if agency is not None else "",
        "pictures": [row for row in files.of_owner(session, "case", case.id) if row.slot == CONSENT_SLOT]
        if agency is not None
        else [],
        "oral": application.oral,
        "rating": ratings.of_case(session, case),
        "grades": GRADES,
    }
