"""Reading the examination of an application: what guards need, what its page shows, and what waits for one person."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from core.accounts.actor import Actor
from core.accounts.models import Account
from core.accounts.queries import people_for
from core.cases import clocks as kernel
from core.cases.models import Case, Clock
from core.db import ScopedSession
from plugins.approval.handling.models import VERIFY, Handling, Verifier
from plugins.approval.handling.rules import Examined, Hearing
from plugins.approval.permissions import Perm

PART, ABOVE = "approval.part", "approval.county_review"


def examined(kept: Handling | None, parts_open: int, named: Sequence[Verifier], clocks: Sequence[Clock]) -> Examined:
    """What guards know of the examination of a case; most cases have nothing of it."""
    if kept is None:
        return Examined()
    told = interested(kept)
    due = {clock.rule: clock.due_on for clock in clocks if clock.state in kernel.ALIVE}
    said = kept.hearing
    return Examined(
        verifiers=[(row.name, row.signed_at is not None) for row in named if row.purpose == VERIFY],
        inspectors=[(row.name, row.signed_at is not None) for row in named if row.purpose != VERIFY],
        interested={str(place): row["name"] for place, row in enumerate(told)},
        unheard=[str(place) for place, row in enumerate(told) if not row.get("said")],
        joint=kept.joint,
        parts_open=parts_open,
        hearing=Hearing(
            stage=said.get("stage", ""),
            ask_by=due.get("licensing.hearing_request"),
            hold_by=due.get("licensing.hearing_hold"),
            held_on=_day(said.get("held_on")),
            told_on=_day(said.get("told_on")),
            host=said.get("host_name", ""),
        ),
    )


def parts_open(session: ScopedSession, case: Case, kept: Handling | None) -> int:
    """How many units taking part have not answered; only what is handled together has any."""
    if kept is None or not kept.joint:
        return 0
    query = select(func.count()).select_from(Case)
    return session.scalar(query.where(Case.parent_id == case.id, Case.kind == PART, Case.is_open.is_(True))) or 0


def verifiers(session: ScopedSession, case: Case) -> Sequence[Verifier]:
    """Who was named to verify or inspect, in the order in which they were."""
    return session.scalars(select(Verifier).where(Verifier.case_id == case.id).order_by(Verifier.id)).all()


def interested(kept: Handling) -> list[dict[str, Any]]:
    """The interested persons that were told, each with what they said."""
    found: list[dict[str, Any]] = json.loads(kept.interested)
    return found


def record(kept: Handling) -> dict[str, Any]:
    """The record of the hearing: `text`, `signed` and `signed_on`; empty before there is one."""
    found: dict[str, Any] = json.loads(kept.record)
    return found


def staff(session: ScopedSession, case: Case) -> dict[UUID, str]:
    """Who may be named to verify or inspect: those who handle such cases in any unit of the tenant."""
    return _named(session, people_for(session, Perm.REVIEW_HANDLE if case.kind == ABOVE else Perm.HANDLE))


def hosts(session: ScopedSession, case: Case) -> dict[UUID, str]:
    """Who may host the hearing of a case; whoever examines it is told apart when one is named (许可法 48①三)."""
    permission = Perm.REVIEW_HANDLE if case.kind == ABOVE else Perm.HOST
    return _named(session, people_for(session, permission, case.unit_id))


def mine(session: ScopedSession, actor: Actor) -> Sequence[tuple[Verifier, Case]]:
    """The applications a person was named for and has not signed, the earliest limit first."""
    query = (
        select(Verifier, Case)
        .join(Case, (Case.tenant_id == Verifier.tenant_id) & (Case.id == Verifier.case_id))
        .where(Verifier.account_id == actor.account_id, Verifier.signed_at.is_(None), Case.is_open.is_(True))
        .order_by(Case.listed_on, Case.id)
        .limit(200)
    )
    return [(row, case) for row, case in session.execute(query)]


def waiting(session: ScopedSession, actor: Actor) -> int:
    """How many applications wait for a person's signature."""
    query = (
        select(func.count())
        .select_from(Verifier)
        .join(Case, (Case.tenant_id == Verifier.tenant_id) & (Case.id == Verifier.case_id))
        .where(Verifier.account_id == actor.account_id, Verifier.signed_at.is_(None), Case.is_open.is_(True))
    )
    return session.scalar(query) or 0


def shown(kept: Handling | None, named: Sequence[Verifier]) -> Mapping[str, Any]:
    """What the page of a case shows of its examination, to staff."""
    if kept is None:
        return {}
    return {
        "verifiers": named,
        "interested": interested(kept),
        "hearing": kept.hearing,
        "record": record(kept),
    }


def _named(session: ScopedSession, accounts: Sequence[UUID]) -> dict[UUID, str]:
    query = select(Account.id, Account.display_name).where(Account.id.in_(accounts), Account.state != "suspended")
    rows = session.execute(query.order_by(Account.display_name, Account.id))
    return {row.id: row.display_name for row in rows}


def _day(kept: str | None) -> dt.date | None:
    return dt.date.fromisoformat(kept) if kept else None
