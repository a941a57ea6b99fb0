"""The papers of orders, as an office prints them."""

from __future__ import annotations

from typing import Any

from core import clock as time
from core.cases.models import Case
from core.contracts import Paper, PaperClass
from core.db import ScopedSession
from core.settings import queries as settings
from core.tenancy.models import Tenant, Unit
from plugins.supervision.orders import queries
from plugins.supervision.orders.rules import KINDS


def context(session: ScopedSession, case: Case, facts: Any, command: Any) -> dict[str, Any]:
    """What every one of them says: who orders whom to do what until when, and what it is about."""
    found = queries.detail(session, case)
    order, tenant = found["order"], session.get_one(Tenant, case.tenant_id)
    issuer = session.get_one(Unit, (case.tenant_id, order.issuer_id))
    return {
        "organ": f"{tenant.name}人民政府" if issuer.kind == "leadership" else f"{tenant.name}{_office(issuer.name)}",
        "acting": "",
        "number": case.number,
        "applicant": found["unit"],
        "item": order.matter,
        "item_code": "",
        "demand": order.demand,
        "person": order.person,
        "due": order.limit_on.isoformat(),
        "days": str(order.days),
        "about": found["about"].number if found["about"] is not None else "",
        "sample": issuer.sample,
        "date": time.today().isoformat(),
        "phone": settings.value(session, "core.phone", issuer) or "",
    }


def _office(name: str) -> str:
    return name[1:] if name[:1] in {"乡", "镇"} else name


REQUIRED = ("organ", "number", "applicant", "item", "demand", "person", "due", "date")
PAPERS = tuple(
    Paper(
        code=f"supervision.{kind}",
        name=label,
        template="supervision/papers/order.html",
        article="本级规定",
        required=REQUIRED,
        context=context,
        grade=PaperClass.DECISION,
    )
    for kind, (label, _letter) in KINDS.items()
)
