"""Publishing a decision to take a building down within twenty working days 其他执法决定公示, and taking that back."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from core.accounts.actor import Actor
from core.cases.models import Case
from core.cases.queries import parties_of
from core.contracts import PublicationType
from core.db import ScopedSession, new_id
from core.db.masks import mask_name
from core.errors import Problem
from core.i18n import N_
from core.publishing import services as publishing
from core.publishing.services import Content
from core.tenancy.models import Tenant
from plugins.penalty.catalogue.rules import PERSON
from plugins.penalty.fines.commands import Act
from plugins.penalty.orders import queries
from plugins.penalty.orders.models import Order
from plugins.penalty.orders.rules import OrderFacts
from plugins.penalty.publication import commands as pub
from plugins.penalty.publication.services import take_back, told

NOTICE, PUBLICITY, OUT = "国办发〔2018〕118号", "publicity.enforcement", "order_published"


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishOrder(Act):
    """What is told of it; who, what and when are put there by the software."""

    summary: str


def publishable(facts: OrderFacts) -> list[Problem]:
    """Decided and served, and not on its way already."""
    problems = []
    if not facts.demolition or facts.to_serve:
        problems.append(Problem(N_("强制拆除决定还没有送达，不能公开。")))
    if facts.publication:
        problems.append(Problem(N_("已经起草或者公开。")))
    return problems


def summarised(facts: OrderFacts, command: PublishOrder) -> list[Problem]:
    """A summary that names nobody needlessly."""
    return [] if command.summary.strip() else [Problem(N_("请写明公开的内容。"), "summary")]


def published(facts: OrderFacts) -> list[Problem]:
    """Something is to be taken down."""
    return [] if facts.publication else [Problem(N_("没有公开这一决定。"))]


def publish_order(session: ScopedSession, actor: Actor, case: Case, facts: OrderFacts, command: PublishOrder) -> None:
    """Draft it with the party masked; core's desk checks it and another person signs.

    Raises:
        Forbidden: the actor writes for no unit here.
    """
    found, party = queries.whole(session, case), parties_of(session, case)[0]
    name = mask_name(party.name) if found.order.subject == PERSON else party.name
    organ = session.get_one(Tenant, case.tenant_id).name
    assert found.order.decided_on is not None  # publishable
    body = (
        f"决定书文号：{case.number}\n当事人：{name}\n违法行为：{found.offence.name}\n决定内容：强制拆除\n"
        f"作出决定的机关：{organ}人民政府\n决定日期：{found.order.decided_on.isoformat()}\n\n{command.summary.strip()}"
    )
    content = Content(DECISIONS.column, f"{case.number}行政强制执行决定", body)
    found.order.publication_id = publishing.write(session, actor, content, new_id().hex).id


def take_order_down(session: ScopedSession, actor: Actor, case: Case, facts: OrderFacts, command: pub.TakeDown) -> None:
    """Take it down with the reason for everybody to read.

    Raises:
        Forbidden: the actor signs no publications here.
    """
    row = queries.whole(session, case).order
    take_back(session, actor, row.publication_id, command.reason)
    row.publication_id = None


def out(session: ScopedSession, publication_id: UUID) -> None:
    """End the limit of the case of whose decision a publication tells, now that it was signed.

    Raises:
        DomainError: the decision was overturned meanwhile.
    """
    query = select(Case).join(Order, (Order.tenant_id == Case.tenant_id) & (Order.case_id == Case.id))
    told(session, session.scalar(query.where(Order.publication_id == publication_id)), OUT, publication_id)


DECISIONS = PublicationType(
    code="penalty.order",
    label=N_("行政强制执行决定公开"),
    column="enforcement-decisions",
    column_label=N_("行政强制执行决定"),
    article=NOTICE,
    occasional=True,
    order=46,
    signed=out,
)
