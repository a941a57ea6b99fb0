"""Drafting a decision's publication, and taking it down; core's desk checks and signs it like any other."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from core import cases
from core.accounts.actor import Actor
from core.cases.models import Case
from core.cases.queries import parties_of
from core.contracts import PublicationType
from core.db import ScopedSession, new_id
from core.db.masks import mask_name
from core.i18n import N_
from core.publishing import services as publishing
from core.publishing.models import Publication
from core.publishing.rules import Stage
from core.publishing.services import Content
from core.tenancy.models import Tenant
from plugins.penalty.catalogue.rules import PERSON
from plugins.penalty.fines.commands import Act
from plugins.penalty.ordinary import queries
from plugins.penalty.ordinary.models import Inquiry
from plugins.penalty.ordinary.rules import Facts
from plugins.penalty.publication import commands as cmd

OUT = "decision_published"


def out(session: ScopedSession, publication_id: UUID) -> None:
    """End the limit of the case of whose decision a publication tells, now that it was signed.

    Raises:
        DomainError: the decision was overturned meanwhile.
    """
    query = select(Case).join(Inquiry, (Inquiry.tenant_id == Case.tenant_id) & (Inquiry.case_id == Case.id))
    told(session, session.scalar(query.where(Inquiry.publication_id == publication_id)), OUT, publication_id)


def told(session: ScopedSession, case: Case | None, act: str, publication_id: UUID) -> None:
    """Enter in a case, where there is one, that its publication is out."""
    if case is not None:
        command = Act(version=case.version)
        cases.act(session, Actor.system(session.tenant), case.id, act, command, f"publication:{publication_id.hex}")


DECISIONS = PublicationType(
    code="penalty.decision",
    label=N_("行政处罚决定公开"),
    column="penalties",
    column_label=N_("行政处罚决定"),
    article="行政处罚法48①",
    order=45,
    signed=out,
)
REVOKED = "revoked"  # core's ground of taking down: the decision it rests on was overturned


def publish(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.Publish) -> None:
    """Draft it with the party masked; core's check masks numbers, and another person signs.

    Raises:
        Forbidden: the actor writes for no unit here.
    """
    found = queries.whole(session, case)
    party, organ = parties_of(session, case)[0], session.get_one(Tenant, case.tenant_id).name
    name = mask_name(party.name) if found.inquiry.subject == PERSON else party.name
    penalty = "，".join(f"{kind}{f'{amount}元' if amount else ''}" for kind, amount in queries.decided(found))
    assert found.inquiry.decided_on is not None
    body = (
        f"决定书文号：{case.number}\n当事人：{name}\n违法行为：{found.offence.name}\n处罚依据：{found.offence.basis}\n"
        f"处罚内容：{penalty}\n作出决定的机关：{organ}人民政府\n决定日期：{found.inquiry.decided_on.isoformat()}\n\n"
        f"{command.summary.strip()}"
    )
    content = Content(DECISIONS.column, f"{case.number}行政处罚决定", body)
    found.inquiry.publication_id = publishing.write(session, actor, content, new_id().hex).id
    found.inquiry.impact = command.impact.strip()


def take_down(session: ScopedSession, actor: Actor, case: Case, facts: Facts, command: cmd.TakeDown) -> None:
    """Take it down with the reason for everybody to read; what was not published yet goes no further.

    Raises:
        Forbidden: the actor signs no publications here.
    """
    row = queries.whole(session, case).inquiry
    take_back(session, actor, row.publication_id, command.reason)
    row.publication_id = None


def take_back(session: ScopedSession, actor: Actor, publication_id: UUID | None, reason: str) -> None:
    """Withdraw a publication for what was overturned, or discard its draft.

    Raises:
        Forbidden: the actor signs no publications here.
    """
    shown = session.get(Publication, (session.tenant, publication_id))
    if shown is None:
        return
    if shown.stage == Stage.PUBLISHED:
        publishing.withdraw(session, actor, shown.id, REVOKED, reason, shown.version)
        return
    if shown.stage == Stage.CHECKED:
        shown = publishing.send_back(session, actor, shown.id, reason, shown.version)
    if shown.stage == Stage.DRAFT:
        publishing.discard(session, actor, shown.id, shown.version)
