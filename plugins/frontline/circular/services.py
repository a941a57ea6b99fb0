"""Drafting the circular; it is checked, signed and published like every publication."""

from __future__ import annotations

from sqlalchemy import select

from core import clock as time
from core.accounts.actor import Actor
from core.audit.services import record
from core.contracts import PublicationType
from core.db import ScopedSession
from core.errors import DomainError, Forbidden
from core.i18n import N_
from core.publishing import services as publishing
from core.publishing.models import Publication
from core.publishing.services import Content
from core.publishing.types import CIRCULAR as TYPE
from core.tenancy.models import Tenant
from plugins.frontline.circular import queries
from plugins.frontline.permissions import Perm

COLUMN = "frontline"
CIRCULAR = PublicationType(
    code="frontline.circular",
    label=N_("一线工作通报"),
    column=COLUMN,
    column_label=N_("一线工作通报"),
    article="实施方案四(四)3",
    minimum=TYPE.minimum,
    order=51,
)


def draft(session: ScopedSession, actor: Actor, key: str) -> Publication:
    """Draft a circular of everything the actor's units still owe the public, and note in which one each stands.

    The same form a second time is the same draft.

    Raises:
        Forbidden: the actor drafts none here, or writes no publications.
        DomainError: there is nothing to tell.
    """
    if not actor.may(Perm.CIRCULATE):
        raise Forbidden(Perm.CIRCULATE)
    if (known := session.scalar(select(Publication).where(Publication.form_key == key))) is not None:
        return known
    stages, issues = queries.stages(session, actor), queries.issues(session, actor)
    if not stages and not issues:
        raise DomainError(N_("现在没有需要通报的内容。"))
    blocks = [
        f"{head}\n" + "\n".join(f"{no}. {one.words}" for no, one in enumerate(rows, 1))
        for head, rows in (("为民办实事项目进展", stages), ("群众反映问题的办理", issues))
        if rows
    ]
    place, today = session.get_one(Tenant, session.tenant).name, time.today()
    title = f"{place}一线工作通报（{today}）"
    made = publishing.write(session, actor, Content(COLUMN, title, "\n\n".join(blocks)), key)
    for one in (*stages, *issues):
        one.row.circular_id = made.id
    told = {"stages": len(stages), "issues": len(issues)}
    record(session, actor, "frontline.circular.draft", str(made.id), told)
    session.flush()
    return made
