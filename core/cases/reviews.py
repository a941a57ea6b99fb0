"""News of the reconsideration 行政复议 of what was decided in a case: what its parcel says, and how it is taken in.

A plugin whose acts are reviewed registers `receiver` for its kinds, and gives each of them an act ``take_news``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from core import cases, plugins
from core.accounts.actor import Actor
from core.cases.doors import find
from core.cases.models import Case
from core.contracts import Receiver
from core.db import ScopedSession
from core.errors import DomainError, Problem
from core.exchange import services as exchange
from core.exchange.models import ParcelReceived
from core.exchange.parcel import Parcel
from core.i18n import N_

# How it goes on.
ACCEPTED, DECIDED, ENDED = "accepted", "decided", "ended"
EFFECTS: Mapping[str, str] = {
    ACCEPTED: N_("复议已受理"),
    DECIDED: N_("复议已有决定"),
    ENDED: N_("复议已了结，没有对原行为作出决定"),
}
# What a review, or a court, makes of the act (行政复议法 63–71, 73).
UPHELD, CHANGED, REVOKED, REVOKED_PART, UNLAWFUL, VOID, DISMISSED, ORDERED, LIABLE, MEDIATED = (
    "upheld",
    "changed",
    "revoked",
    "revoked_part",
    "unlawful",
    "void",
    "dismissed",
    "ordered",
    "liable",
    "mediated",
)
OUTCOMES: Mapping[str, str] = {
    UPHELD: N_("维持"),
    DISMISSED: N_("驳回"),
    CHANGED: N_("变更原决定"),
    REVOKED: N_("撤销原决定"),
    REVOKED_PART: N_("部分撤销原决定"),
    UNLAWFUL: N_("确认违法"),
    VOID: N_("确认无效"),
    ORDERED: N_("责令履行"),
    LIABLE: N_("承担行政协议责任"),
    MEDIATED: N_("调解结案"),
}
# After which of them something of the act is left, with what was changed of it.
LEAVING = frozenset({CHANGED, REVOKED_PART, MEDIATED})
# What of a penalty (行政处罚法 9) can fall away and leave the rest.
DROPS: Mapping[str, str] = {
    "warning": N_("警告"),
    "fine": N_("罚款"),
    "gains": N_("没收违法所得"),
    "stop": N_("责令停业整顿"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Contested:
    """What a review or a court made of an act, by its document.

    Attributes:
        version: of the case, as the actor saw it.
        kind: ``review``, ``suit``, or ``own`` where the organ changed its act itself.
        outcome: a key of `OUTCOMES`.
        fine, gains: the yuan that count instead; None where they stay as they were.
        dropped: keys of `DROPS`, what of the penalty falls away.
        again: the days within which the organ decides anew, or does what it was ordered to; None where it does not.
        procedural: it fell for its procedure alone, so that the same may be decided again (行政复议法 64②).
    """

    version: int
    kind: str
    outcome: str
    document: str
    on: dt.date
    reasons: str
    fine: Decimal | None = None
    gains: Decimal | None = None
    dropped: tuple[str, ...] = ()
    again: int | None = None
    procedural: bool = False

    @property
    def alters(self) -> bool:
        """Whether it says what counts of a penalty from now on."""
        return self.outcome in LEAVING and (self.fine is not None or self.gains is not None or bool(self.dropped))


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeNews(Contested):
    """The same as the reviewing organ sent it, the review's begin and end without a decision among it.

    Attributes:
        effect: a key of `EFFECTS`.
        applied_on: the day of the application, where it was accepted.
    """

    effect: str
    applied_on: dt.date | None = None


def known(command: TakeNews) -> list[Problem]:
    """Whether it says something that is known here."""
    odd = command.effect not in EFFECTS or (command.effect == DECIDED and command.outcome not in OUTCOMES)
    return [Problem(N_("不认识的复议情况。"))] if odd or not DROPS.keys() >= set(command.dropped) else []


def take(session: ScopedSession, actor: Actor, case: Case, told: Mapping[str, Any], key: str) -> Case:
    """Carry news out on the case that it is about.

    Args:
        told: as the parcel has it: `TakeNews` by name, days in ISO form, sums as text.

    Raises:
        DomainError: the news does not fit the case.
    """
    applied_on, again = told.get("applied_on"), told.get("remake_days")
    fine, gains = (Decimal(str(told[name])) if told.get(name) is not None else None for name in ("fine", "gains"))
    command = TakeNews(
        version=case.version,
        kind=str(told.get("kind") or "review"),
        effect=str(told["effect"]),
        outcome=str(told.get("outcome") or ""),
        document=str(told.get("document") or ""),
        on=dt.date.fromisoformat(told["on"]),
        applied_on=dt.date.fromisoformat(applied_on) if applied_on else None,
        reasons=str(told.get("reasons") or ""),
        fine=fine,
        gains=gains,
        dropped=tuple(told.get("dropped") or ()),
        again=int(again) if again is not None else None,
        procedural=bool(told.get("procedural")),
    )
    return cases.act(session, actor, case.id, "take_news", command, key)


def takers() -> frozenset[str]:
    """The kinds of case whose acts are reviewed: those that take such news."""
    known = plugins.registry().case_kinds.values()
    return frozenset(kind.code for kind in known if any(one.command is TakeNews for one in kind.transitions))


def sums_of(session: ScopedSession, number: str) -> tuple[Decimal, Decimal] | None:
    """The fine and the confiscated gains of the case of this number here, in yuan; None where it decided none."""
    case = find(session, number, takers()) if number else None
    return plugins.registry().case_kinds[case.kind].sums(session, case) if case is not None else None


def receiver(kind: str, of: frozenset[str]) -> Receiver:
    """What takes in news about cases of some kinds.

    Args:
        kind: of the parcel, ``<plugin>.contested``.
        of: codes of the kinds of case.
    """

    def receive(session: ScopedSession, received: ParcelReceived, parcel: Parcel) -> None:
        """Take it into the case that it is about, and sign for it.

        Raises:
            DomainError: there is no such case here, or the news does not fit it.
        """
        told, actor = parcel.details, Actor.system(session.tenant)
        case = find(session, str(told["case_number"]), of)
        if case is None:
            words = N_("这里没有编号为%(number)s的案件。")
            raise DomainError(Problem(words, params={"number": told["case_number"]}))
        take(session, actor, case, told, f"parcel:{received.id.hex}")
        exchange.acknowledge(session, actor, received.id, number=case.number)

    return Receiver(kind, receive)
