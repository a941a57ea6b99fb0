"""The register of approval 办件登记簿: every application received in a period, with where it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from core import plugins
from core.accounts.actor import Actor
from core.cases import lists
from core.cases.lists import CaseFilter
from core.clock import local_date
from core.contracts import Register, RegisterColumn
from core.db import ScopedSession
from core.db.masks import mask_name
from core.i18n import N_
from plugins.approval.permissions import Perm
from plugins.approval.workflow import KIND

PAGE = 1000
Row = tuple[str | int | dt.date | None, ...]


def _rows(session: ScopedSession, actor: Actor, since: dt.date, until: dt.date) -> Iterator[Row]:
    wanted = CaseFilter(kinds=(KIND,), open_only=False, order="received", received=(since, until))
    states = {state.code: state.label for state in plugins.registry().case_kinds[KIND].states}
    after = None
    while True:
        page = lists.page(session, actor, wanted, after, limit=PAGE)
        who = lists.handlers_of(session, page.rows)
        for case in page.rows:
            yield (
                case.number,
                case.title,
                mask_name(case.party),
                case.received_on,
                case.due_on,
                local_date(case.closed_at) if case.closed_at is not None else None,
                states.get(case.state, case.state),
                who.get(case.id, ""),
                int(case.is_open),
                int(not case.is_open),
            )
        after = page.after
        if after is None:
            return


REGISTER = Register(
    "approval.cases",
    N_("办件登记簿"),
    N_("期间收到的申请，按收件日期排列。"),
    Perm.READ,
    (
        RegisterColumn(N_("编号"), 10),
        RegisterColumn(N_("事项"), 14),
        RegisterColumn(N_("申请人")),
        RegisterColumn(N_("收件日期")),
        RegisterColumn(N_("到期日")),
        RegisterColumn(N_("办结日期")),
        RegisterColumn(N_("状态")),
        RegisterColumn(N_("承办")),
        RegisterColumn(N_("在办"), 3, total=True),
        RegisterColumn(N_("办结"), 3, total=True),
    ),
    _rows,
)
