"""The register of key works 重点工作登记簿: every work selected in a period, with how far it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import select

from core.accounts.actor import Actor
from core.cases.models import Case
from core.cases.queries import readable
from core.contracts import Register, RegisterColumn
from core.db import ScopedSession
from core.i18n import N_
from core.tenancy.models import Unit
from plugins.goals import queries
from plugins.goals.models import KeyWork
from plugins.goals.permissions import Perm
from plugins.goals.road import STATES

Row = tuple[str | int | dt.date | None, ...]
LABELS = {state.code: state.label for state in STATES}


def _rows(session: ScopedSession, actor: Actor, since: dt.date, until: dt.date) -> Iterator[Row]:
    found = session.execute(
        select(KeyWork, Case, Unit.name)
        .join(Case, (Case.tenant_id == KeyWork.tenant_id) & (Case.id == KeyWork.case_id))
        .join(Unit, (Unit.tenant_id == KeyWork.tenant_id) & (Unit.id == KeyWork.unit_id))
        .where(Case.received_on.between(since, until), readable(actor, (queries.KIND,)))
        .order_by(Unit.code, Case.received_on, Case.id)
    ).all()
    stages = queries.stages_of(session, [case.id for _, case, _ in found])
    for work, case, unit in found:
        done = sum(stage.done_on is not None for stage in stages[case.id])
        yield (
            case.number,
            unit,
            work.name,
            work.head,
            work.begins_on,
            work.ends_on,
            LABELS[case.state],
            work.outcome_on,
            len(stages[case.id]),
            done,
        )


REGISTER = Register(
    "goals.key_works",
    N_("重点工作登记簿"),
    N_("期间选报的重点工作，按单位排列。"),
    Perm.READ,
    (
        RegisterColumn(N_("编号"), 9),
        RegisterColumn(N_("责任单位"), 9),
        RegisterColumn(N_("重点工作"), 14),
        RegisterColumn(N_("负责人")),
        RegisterColumn(N_("开始")),
        RegisterColumn(N_("总体完成时间")),
        RegisterColumn(N_("状态")),
        RegisterColumn(N_("结束日期")),
        RegisterColumn(N_("阶段"), 3, total=True),
        RegisterColumn(N_("完成阶段"), 3, total=True),
    ),
    _rows,
)
