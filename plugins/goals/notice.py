"""The April notice 公示 of a year's approved key works: drafted from them, checked and signed as every publication."""

from __future__ import annotations

from sqlalchemy import select

from core.accounts.actor import Actor
from core.cases.models import Case
from core.contracts import PublicationType
from core.db import ScopedSession
from core.errors import DomainError, Forbidden
from core.i18n import N_
from core.publishing import services as publishing
from core.publishing.models import Publication
from core.publishing.services import Content
from core.tenancy.models import Tenant, Unit
from plugins.goals import queries
from plugins.goals.models import KeyWork
from plugins.goals.permissions import Perm

COLUMN = "key-works"
NOTICE = PublicationType(
    code=queries.NOTICE,
    label=N_("重点工作公示"),
    column=COLUMN,
    column_label=N_("重点工作公示"),
    article="实施方案四(三)1",
    minimum=5,
    stale_after=None,
    order=40,
)
APPROVED = ("approved", "running")


def draft(session: ScopedSession, actor: Actor, year: int, key: str) -> Publication:
    """Draft the notice of a year's approved key works, with each one's stages.

    Raises:
        Forbidden: the actor does not publish here, or writes for no unit.
        DomainError: none is approved.
    """
    if not actor.may(Perm.PUBLISH):
        raise Forbidden(Perm.PUBLISH)
    rows = session.execute(
        select(KeyWork, Unit.name)
        .join(Case, (Case.tenant_id == KeyWork.tenant_id) & (Case.id == KeyWork.case_id))
        .join(Unit, (Unit.tenant_id == KeyWork.tenant_id) & (Unit.id == KeyWork.unit_id))
        .where(KeyWork.year == year, Case.state.in_(APPROVED))
        .order_by(Unit.code, KeyWork.case_id)
    ).all()
    if not rows:
        raise DomainError(N_("本年度还没有审定的重点工作。"))
    stages = queries.stages_of(session, [work.case_id for work, _ in rows])
    blocks = []
    for number, (work, unit) in enumerate(rows, 1):
        steps = "；".join(f"{stage.name}（{stage.planned_on}）" for stage in stages[work.case_id])
        blocks.append(
            f"{number}. {work.name}\n责任单位：{unit}\n责任主体：{work.body}\n负责人：{work.head}\n"
            f"时间：{work.begins_on}至{work.ends_on}\n标准：{work.standard}\n时限：{work.limit}\n阶段目标：{steps}"
        )
    place = session.get_one(Tenant, session.tenant).name
    title = f"{place}{year}年重点工作公示"
    return publishing.write(session, actor, Content(COLUMN, title, "\n\n".join(blocks)), key)
