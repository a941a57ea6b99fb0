"""Reading approval: the facts of an application, and the items a township publishes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock as time
from core import remedies
from core.cases import clocks as kernel
from core.cases.models import Case, Clock
from core.errors import NotFound
from core.files.models import StoredFile
from core.tenancy.models import Tenant, Unit
from plugins.approval.models import Application, Item
from plugins.approval.rules import Facts


def facts(session: Session, case: Case) -> Facts:
    """Everything guards, clocks and papers need to know of an application, as of now."""
    application = session.get_one(Application, (case.tenant_id, case.id))
    item = session.get_one(Item, (case.tenant_id, application.item_id))
    clocks = session.scalars(select(Clock).where(Clock.case_id == case.id)).all()
    decide = _alive(clocks, "licensing.decide")
    promised = _alive(clocks, "service.promised")
    today = time.today()
    return Facts(
        licence=item.is_licence,
        first_review=item.first_review,
        received_on=case.received_on,
        corrected_on=application.corrected_on,
        accepted_on=application.accepted_on,
        today=today,
        legal_days=item.legal_days,
        promised_days=item.promised_days,
        materials={material["code"]: material["name"] for material in item.materials},
        missing=missing_materials(session, case, application, item),
        decide_due=decide.due_on if decide else None,
        extended=any(clock.extension for clock in clocks),
        special_told_on=dt.date.fromisoformat(application.special["told_on"]) if application.special else None,
        promise_missed=bool(promised and promised.due_on and promised.due_on < today),
        reviewed_by=application.reviewed_by,
        decision=application.decision,
        remedies=remedy_words(session, item),
    )


def missing_materials(session: Session, case: Case, application: Application, item: Item) -> list[str]:
    """Names of required materials nobody handed in, online or on paper; deferrable ones (可容缺) are not required."""
    files = session.scalars(
        select(StoredFile.slot).where(StoredFile.owner_kind == "case", StoredFile.owner_id == case.id)
    )
    have = {*files, *application.on_paper}
    return [
        material["name"]
        for material in item.materials
        if material["code"] not in have and not material.get("deferrable")
    ]


def remedy_words(session: Session, item: Item) -> str:
    """The sentence on remedies for decisions under an item (许可法 38②)."""
    tenant = session.get_one(Tenant, item.tenant_id)
    kind = item.remedy if item.remedy in remedies.REMEDIES else remedies.DIRECT
    return remedies.words(kind, review=tenant.settings["review_organ"], court=tenant.settings["court"])


def published_items(session: Session, words: str = "") -> Sequence[Item]:
    """The items a public session sees, by code; `words` narrows by name."""
    query = select(Item).where(Item.published.is_(True)).order_by(Item.code)
    if words:
        query = query.where(Item.name.contains(words))
    return session.scalars(query).all()


def item_by_code(session: Session, code: str) -> Item:
    """A published item by its code.

    Raises:
        NotFound: the tenant publishes no such item.
    """
    item = session.scalar(select(Item).where(Item.code == code, Item.published.is_(True)))
    if item is None:
        raise NotFound(code)
    return item


def application_of(session: Session, case: Case) -> tuple[Application, Item]:
    """An application with its item."""
    application = session.get_one(Application, (case.tenant_id, case.id))
    return application, session.get_one(Item, (case.tenant_id, application.item_id))


def unit_of(session: Session, unit_id: UUID, tenant_id: int) -> Unit:
    """The handling unit of an item."""
    return session.get_one(Unit, (tenant_id, unit_id))


def _alive(clocks: Sequence[Clock], rule: str) -> Clock | None:
    return next((clock for clock in clocks if clock.rule == rule and clock.state in kernel.ALIVE), None)
