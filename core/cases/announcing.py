"""What other systems are told of a case: number, kind, state and days; no name, no item, no word of it."""

from __future__ import annotations

from uuid import UUID

from core import plugins
from core.cases.before import HELD
from core.cases.models import Case
from core.db import ScopedSession
from core.webhooks import rules, services


def tell(session: ScopedSession, case: Case, act: str, *, held: bool = False) -> list[UUID]:
    """Owe a message on an act to the addresses that are told of it.

    Args:
        held: the act may be taken back, and stays in the house until then.

    Returns:
        The messages.
    """
    event = rules.OPENED if act == "open" else rules.MOVED if case.is_open else rules.CLOSED
    told = {
        "case": str(case.id),
        "number": case.number,
        "kind": case.kind,
        "act": act,
        "state": case.state,
        "received_on": case.received_on.isoformat(),
        "due_on": case.due_on.isoformat() if case.due_on is not None else None,
        "closed_at": case.closed_at.isoformat() if case.closed_at is not None else None,
        "link": f"/api/v1/{case.tenant_id}/cases/{case.id}",
    }
    needs = plugins.registry().case_kinds[case.kind].read
    return services.announce(session, event, told, needs=needs, unit_id=case.unit_id, held=HELD if held else None)
