"""Assigning new cases by the rule their unit chose 分办规则; where it chose none, or nobody is there, a head does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import func, select

from core import clock as time
from core import plugins
from core.accounts import queries as people
from core.accounts.permissions import Perm
from core.cases.models import Case
from core.cases.turns import OFF, RULES, Given, choose
from core.contracts import Setting
from core.db import ScopedSession
from core.i18n import N_
from core.settings import queries as settings
from core.tenancy.models import Unit

SETTING = Setting(
    "core.assigning",
    "choice",
    N_("新收案件的分办"),
    N_("收件时自动分给本单位能办、没有外出的人；没有这样的人时仍由负责人分办。负责人自己只在没有别人时才分到。"),
    OFF,
    "unit",
    choices={OFF: N_("不自动分办"), **{code: label for code, (_rule, label) in RULES.items()}},
)
# How far back it is looked who had the last case: after a longer rest the turn begins anew.
LATELY, MOST = dt.timedelta(days=90), 200


def chosen_hand(session: ScopedSession, case: Case) -> tuple[UUID, str] | None:
    """Whose a new case is by its unit's rule, and the rule; None where a head is to assign it.

    Two cases that come in the same moment may find the same person: what they have is counted again with the next.
    """
    rule = settings.value(session, SETTING.code, session.get_one(Unit, (session.tenant, case.unit_id)))
    if not isinstance(rule, str) or rule == OFF:
        return None
    there = present_hands(session, case.kind, case.unit_id)
    found = choose(rule, there, _recent(session, case), _load(session, case.unit_id, there), case.title)
    return (found, rule) if found is not None else None


def present_hands(session: ScopedSession, kind: str, unit_id: UUID) -> list[UUID]:
    """Who of a unit can be given a case of a kind today: works on such cases and is not away.

    Away is for whose post there a deputy stands in. A head, who assigns, stands here only where nobody else does.
    """
    able = {account_id for account_id, _name in hands(session, kind, {unit_id})}
    able -= people.stood_in_for(session, unit_id)
    heads = set(people.people_in(session, Perm.ASSIGN, unit_id)) if able else set()
    return sorted(able - heads or able)


def hands(session: ScopedSession, kind: str, units: Collection[UUID]) -> list[tuple[UUID, str]]:
    """Who works on cases of a kind in some units, as their own people: (account, name), by name."""
    return people.own_people(session, plugins.registry().case_kinds[kind].permissions, units)


def _recent(session: ScopedSession, case: Case) -> list[Given]:
    rows = session.execute(
        select(Case.handler_id, Case.title)
        .where(Case.unit_id == case.unit_id, Case.kind == case.kind, Case.handler_id.is_not(None))
        .where(Case.received_on >= time.today() - LATELY, Case.id != case.id)
        .order_by(Case.received_on.desc(), Case.id.desc())
        .limit(MOST)
    )
    return [Given(account_id, item) for account_id, item in rows if account_id is not None]


def _load(session: ScopedSession, unit_id: UUID, accounts: Sequence[UUID]) -> dict[UUID, int]:
    query = (
        select(Case.handler_id, func.count())
        .where(Case.unit_id == unit_id, Case.handler_id.in_(accounts), Case.is_open == True)  # noqa: E712
        .group_by(Case.handler_id)
    )
    return {account_id: number for account_id, number in session.execute(query) if account_id is not None}
