"""Compiled reports 汇总材料: gathering what was handed in, keeping what was made of it, finding it again."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select, true

from core import clock as time
from core.accounts.actor import Actor
from core.accounts.permissions import Perm
from core.audit.services import record
from core.contracts import DutyRule
from core.db import ScopedSession
from core.documents import elements
from core.documents.rules import LETTER
from core.documents.settings import letterhead
from core.duties import attachments, board, compiling, rules
from core.duties.board import BoardFilter
from core.duties.compiling import LONGEST, Handed
from core.duties.measures import rules_on
from core.duties.models import Duty, DutyReport
from core.duties.own import rule_of
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.i18n import N_
from core.tenancy.models import Unit

PERIOD = re.compile(r"[12][0-9]{3}(-[0-9]{2}|Q[1-4]|H[12])?")
CHANGED = N_("打开页面以后又有单位报送、撤回或者被退回。新报送的已经补在各栏末尾，请核对后再生成。")


@dataclass(frozen=True, slots=True)
class Gathered:
    """What there is of one duty for a period: handed in, in the order of the units' codes, and who still owes it."""

    rule: DutyRule
    period: str
    handed: Sequence[tuple[Duty, Handed]]
    owing: Sequence[str]
    receiver_id: UUID | None

    @property
    def keys(self) -> frozenset[str]:
        """Of everything that is handed in."""
        return frozenset(each.key for _, each in self.handed)


@dataclass(frozen=True, slots=True)
class Compile:
    """Make a report of a duty: its title, and by heading the text as it was edited.

    `seen` is what the text was merged from, as `core.duties.compiling.seen` says it.
    """

    rule: str
    period: str
    title: str
    texts: Mapping[str, str]
    seen: frozenset[str]


def gather(session: ScopedSession, actor: Actor, code: str, period: str) -> Gathered:
    """Everything of one duty that the actor answers for.

    Raises:
        NotFound: there is no such duty here, its measure is off, or none of it is the actor's to compile.
    """
    if code not in rules_on(session, session.tenant) or not PERIOD.fullmatch(period):
        raise NotFound(code)
    rows = session.execute(
        select(Duty, Unit.name)
        .join(Unit, (Unit.tenant_id == Duty.tenant_id) & (Unit.id == Duty.unit_id))
        .where(board.handled(actor), *board.conditions(BoardFilter(period, (code,))))
        .order_by(Unit.code)
    ).all()
    if not rows:
        raise NotFound(code)
    rule = rule_of(code)
    handed = [(duty, _handed(rule, duty, name)) for duty, name in rows if duty.state not in rules.OWED]
    owing = [name for duty, name in rows if duty.state in rules.OWED]
    return Gathered(rule, period, handed, owing, rows[0][0].receiver_id)


def compile_report(session: ScopedSession, actor: Actor, command: Compile, key: str) -> DutyReport:
    """Keep a report of what is handed in by now, with what it was compiled from.

    Args:
        key: the form's key; a second call with the same key returns the report that the first made.

    Raises:
        Forbidden: the actor receives nothing.
        NotFound: as `gather`.
        DomainError: every reason why it is refused, in words; among them a character that no font here can print.
    """
    own = actor.own_units(Perm.RECEIVE)
    if not own:
        raise Forbidden(Perm.RECEIVE)
    if (made := session.scalar(select(DutyReport).where(DutyReport.key == key))) is not None:
        return made
    gathered = gather(session, actor, command.rule, command.period)
    if problems := _refusals(gathered, command):
        raise DomainError(problems)
    handed = [each for _, each in gathered.handed]
    unit_id = gathered.receiver_id if gathered.receiver_id in own else min(own)
    content = compiling.content(gathered.rule, handed, gathered.owing, command.texts)
    report = DutyReport(
        tenant_id=session.tenant,
        key=key,
        rule=command.rule,
        period=command.period,
        unit_id=unit_id,
        title=command.title.strip(),
        content={**content, **_signature(session, unit_id)},
        sources={
            "duties": [
                {"id": str(duty.id), "unit": each.unit, "key": each.key, "files": [dict(one) for one in each.files]}
                for duty, each in gathered.handed
            ]
        },
        made_by=actor.account_id,
        made_by_name=actor.title,
        made_at=time.now(),
    )
    elements.complete("decision", paper_of(report))
    session.add(report)
    session.flush()
    counts = {"rule": report.rule, "period": report.period, "units": len(handed), "owing": len(gathered.owing)}
    record(session, actor, "core.duty.compile", str(report.id), counts)
    return report


def paper_of(report: DutyReport, content: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """What the typesetter is given of a report: the same for the same report, whenever it is asked for.

    Args:
        content: in place of what the report keeps.
    """
    return compiling.paper(report.title, time.local_date(report.made_at), content or report.content)


def visible(actor: Actor) -> ColumnElement[bool]:
    """The predicate of the reports an actor may read: those of their own units, or all of the tenant, on what is
    received."""
    own = sorted(actor.own_units(Perm.RECEIVE))
    return true() if own and actor.may(Perm.READ_DUTIES) else DutyReport.unit_id.in_(own)


def get_report(session: ScopedSession, actor: Actor, codes: Sequence[str], report_id: UUID) -> DutyReport:
    """A report the actor may read.

    Raises:
        NotFound: it is absent, its measure is off, or it is not theirs to see, which look the same.
    """
    wanted = (DutyReport.id == report_id, DutyReport.rule.in_(codes), visible(actor))
    report = session.scalar(select(DutyReport).where(*wanted))
    if report is None:
        raise NotFound(report_id)
    return report


def newest(session: ScopedSession, actor: Actor, code: str, period: str) -> DutyReport | None:
    """The last report of a duty that the actor may read."""
    wanted = (DutyReport.rule == code, DutyReport.period == period, visible(actor))
    made = select(DutyReport).where(*wanted).order_by(DutyReport.made_at.desc(), DutyReport.id.desc())
    return session.scalars(made.limit(1)).first()


def page(
    session: ScopedSession, actor: Actor, codes: Sequence[str], number: int, limit: int = 50
) -> Sequence[DutyReport]:
    """Page `number`, from 1, of the reports that the actor may read, the newest first; one row more tells of a next."""
    wanted = (DutyReport.rule.in_(codes), visible(actor))
    made = select(DutyReport).where(*wanted).order_by(DutyReport.made_at.desc(), DutyReport.id.desc())
    return session.scalars(made.limit(limit + 1).offset((number - 1) * limit)).all()


def _handed(rule: DutyRule, duty: Duty, unit: str) -> Handed:
    on: dt.date | None = time.local_date(duty.submitted_at) if duty.submitted_at else None
    late = on if on is not None and on > duty.due_on and not rule.target else None
    at = duty.submitted_at.isoformat() if duty.submitted_at else ""
    given = duty.content or {"text": "", "parts": {}}
    files = attachments.of(duty)
    return Handed(f"{duty.id}:{at}", unit, given["text"], given["parts"], duty.nil, late, duty.late_reason, files)


def _signature(session: ScopedSession, unit_id: UUID) -> dict[str, str]:
    """The organ on the head of a report, and who signs: the unit, or the organ itself where its head compiles."""
    unit, head = session.get_one(Unit, (session.tenant, unit_id)), letterhead(session, LETTER)
    signed_by = head.organ if unit.kind == "leadership" else unit.name
    return {"organ": head.organ, "signed_by": signed_by, "sample": head.sample}


def _refusals(gathered: Gathered, command: Compile) -> list[Problem]:
    found = []
    if not command.title.strip():
        found.append(Problem(N_("请写明标题。"), "title"))
    if not gathered.handed:
        found.append(Problem(N_("还没有单位报送，没有可以汇总的内容。")))
    if compiling.seen(gathered.keys) != command.seen:
        found.append(Problem(CHANGED))
    return found + [
        Problem(N_("最多%(max)d个字。"), code, {"max": longest})
        for code, text, longest in (
            ("title", command.title, LONGEST["title"]),
            *((compiling.field_of(code), text, LONGEST["section"]) for code, text in command.texts.items()),
        )
        if len(text) > longest
    ]
