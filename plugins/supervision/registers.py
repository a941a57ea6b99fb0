"""The registers of supervision, as XLSX: orders, the guidance log, briefs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from core import plugins
from core.accounts.actor import Actor
from core.cases import lists
from core.cases.lists import CaseFilter
from core.contracts import Register, RegisterColumn
from core.db import ScopedSession
from core.i18n import N_
from plugins.supervision.guidance import queries as guidance
from plugins.supervision.guidance.rules import OUTCOMES
from plugins.supervision.orders import queries as orders
from plugins.supervision.orders.rules import KINDS
from plugins.supervision.permissions import Perm

PAGE = 500
Row = tuple[str | int | dt.date | None, ...]


def _orders(session: ScopedSession, actor: Actor, since: dt.date, until: dt.date) -> Iterator[Row]:
    wanted = CaseFilter((orders.KIND,), open_only=False, order="received", received=(since, until))
    states = {state.code: state.label for state in plugins.registry().case_kinds[orders.KIND].states}
    after = None
    while True:
        page = lists.page(session, actor, wanted, after, limit=PAGE)
        for line in orders.lines(session, page.rows):
            case, order = line.case, line.order
            yield (
                *(case.number, KINDS[order.kind][0], order.matter, line.unit, order.person),
                *(case.received_on, order.limit_on, order.answered_on, states[case.state]),
                *(int(case.is_open), int(not case.is_open)),
            )
        after = page.after
        if after is None:
            return


def _visits(session: ScopedSession, actor: Actor, since: dt.date, until: dt.date) -> Iterator[Row]:
    after = None
    while True:
        rows, after = guidance.visits(session, period=(since, until), after=after, limit=PAGE)
        for visit, unit in rows:
            yield visit.on, unit, visit.by, visit.problem, visit.help, visit.solved_on, int(visit.solved_on is None)
        if after is None:
            return


def _briefs(session: ScopedSession, actor: Actor, since: dt.date, until: dt.date) -> Iterator[Row]:
    after = None
    while True:
        rows, after = guidance.briefs(session, period=(since, until), after=after, limit=PAGE)
        for brief in rows:
            adopted = int(brief.outcome == "adopted")
            yield brief.sent_on, brief.title, brief.sent_to, OUTCOMES[brief.outcome][0], brief.outcome_on, 1, adopted
        if after is None:
            return


REGISTERS = (
    Register(
        "supervision.orders",
        N_("督查单登记簿"),
        N_("期间发出的交办单、催办单、督办单和整改通知单，按发出日期排列。"),
        Perm.ORDER_READ,
        (
            RegisterColumn(N_("编号"), 10),
            RegisterColumn(N_("种类")),
            RegisterColumn(N_("事项"), 14),
            RegisterColumn(N_("责任单位"), 8),
            RegisterColumn(N_("责任人")),
            RegisterColumn(N_("发出日期")),
            RegisterColumn(N_("期限")),
            RegisterColumn(N_("答复日期")),
            RegisterColumn(N_("状态")),
            RegisterColumn(N_("在办"), 3, total=True),
            RegisterColumn(N_("办结"), 3, total=True),
        ),
        _orders,
    ),
    Register(
        "supervision.visits",
        N_("检查指导登记簿"),
        N_("期间的检查指导，最近的在前。"),
        Perm.GUIDANCE_READ,
        (
            RegisterColumn(N_("日期")),
            RegisterColumn(N_("单位"), 8),
            RegisterColumn(N_("检查指导的人"), 8),
            RegisterColumn(N_("发现的问题"), 16),
            RegisterColumn(N_("给了什么帮助"), 16),
            RegisterColumn(N_("解决日期")),
            RegisterColumn(N_("还没有解决"), 4, total=True),
        ),
        _visits,
    ),
    Register(
        "supervision.briefs",
        N_("信息报送登记簿"),
        N_("期间报送的信息和采用情况，最近的在前。"),
        Perm.GUIDANCE_READ,
        (
            RegisterColumn(N_("报送日期")),
            RegisterColumn(N_("标题"), 20),
            RegisterColumn(N_("报送哪里"), 8),
            RegisterColumn(N_("采用情况")),
            RegisterColumn(N_("答复日期")),
            RegisterColumn(N_("报送"), 3, total=True),
            RegisterColumn(N_("采用"), 3, total=True),
        ),
        _briefs,
    ),
)
