"""Orders of the hotline 12345, 96128 from its file: one row is one order, taken in as if it were typed at the desk.

What is answered goes back with the register of voices, which has each order's number and its answer.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import select

from core import cases
from core import clock as time
from core.accounts.actor import Actor
from core.calendar import services as calendars
from core.cases.models import Case, Timeline
from core.contracts import Sheet, SheetChange, SheetColumn
from core.db import ScopedSession
from core.db.ids import new_id
from core.errors import DomainError, Forbidden, Problem
from core.i18n import N_
from core.tenancy.offices import office
from core.web import days
from plugins.egov.permissions import Perm
from plugins.egov.voices import commands as cmd
from plugins.egov.voices import queries, rules, services

# The first entries of a case that was opened and given to somebody; with any other it is no longer as it came.
UNTOUCHED = frozenset({"open", "assign"})
OLDEST = dt.timedelta(days=366)
MOVED = N_("%(number)s已经开始办理。")
UNDONE = N_("撤销按表格登记的工单。")


def _day(text: str) -> str:
    try:
        day = days.read(text, time.today(), calendars.latest())
    except ValueError:
        raise DomainError(Problem(days.UNREADABLE, "received_on")) from None
    if day > time.today():
        raise DomainError(Problem(N_("收件日期不能晚于今天。"), "received_on"))
    if day < time.today() - OLDEST:
        raise DomainError(Problem(N_("收件日期在一年以前，请核对。"), "received_on"))
    return day.isoformat()


def _kinds(session: ScopedSession) -> Mapping[str, str]:
    return {label: code for code, label in rules.KINDS.items()}


def _look(
    session: ScopedSession, actor: Actor, rows: Sequence[Mapping[str, Any]]
) -> Callable[[Mapping[str, Any]], str]:
    known = queries.of_orders(session, rules.HOTLINE, [row["order"] for row in rows])

    def judge(values: Mapping[str, Any]) -> str:
        if (number := known.get(values["order"])) is not None:
            raise DomainError(Problem(services.TAKEN_IN, "order", {"number": number}))
        return "created"

    return judge


def _take(session: ScopedSession, actor: Actor, values: Mapping[str, Any]) -> SheetChange:
    """Take the order in as the desk does."""
    _permit(session, actor)
    command = cmd.Say(
        source=rules.HOTLINE,
        received_on=dt.date.fromisoformat(values["received_on"]),
        **{name: values.get(name, "") for name in ("kind", "words", "name", "phone", "order")},
    )
    case = services.say(session, actor, command, new_id().hex)
    return SheetChange("created", case.id, {}, {"number": case.number})


def _touched(session: ScopedSession, change: SheetChange) -> Problem | None:
    query = select(Timeline.id).where(Timeline.case_id == change.target, Timeline.code.not_in(UNTOUCHED)).limit(1)
    return Problem(MOVED, params={"number": change.after["number"]}) if session.scalar(query) is not None else None


def _undo(session: ScopedSession, actor: Actor, change: SheetChange) -> None:
    """The case keeps its number and ends as entered in error: what was received is never simply gone."""
    _permit(session, actor)
    case = session.get_one(Case, (session.tenant, change.target))
    cases.act(
        session, actor, case.id, "strike_voice", cmd.Words(version=case.version, words=UNDONE), f"strike:{case.id.hex}"
    )


def _permit(session: ScopedSession, actor: Actor) -> None:
    """Orders come to the office that sorts."""
    own = office(session)
    if not actor.may(Perm.TRIAGE, own.id if own else None):
        raise Forbidden(Perm.TRIAGE)


ORDERS = Sheet(
    "egov.orders",
    N_("热线工单"),
    N_("一行一件工单，按工单编号登记，从收到之日起计算办理期限；答复在登记簿里导出，反馈给热线平台。"),
    Perm.TRIAGE,
    "egov_voices.index",
    (
        SheetColumn("order", N_("工单编号"), required=True, unique=True, longest=100),
        SheetColumn(
            "received_on",
            N_("收件日期"),
            N_("不晚于今天；期限从这一天起算。"),
            required=True,
            read=_day,
            longest=30,
            example="2026-11-24",
        ),
        SheetColumn("kind", N_("法定类别"), required=True, choices=_kinds),
        SheetColumn("name", N_("姓名"), required=True, longest=100, example="样甲"),
        SheetColumn("phone", N_("电话"), longest=100),
        SheetColumn("words", N_("内容"), required=True, longest=rules.LONGEST, example="三组的路灯坏了半个月"),
    ),
    _look,
    _take,
    _touched,
    _undo,
    N_("工单已经登记，请定性分办。"),
)
