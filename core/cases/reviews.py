"""News of the reconsideration 行政复议 of what was decided in a case: what its parcel says, and how it is taken in.

A plugin whose acts are reviewed registers `receiver` for its kinds, and gives each of them an act ``take_news``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from core import cases
from core.accounts.actor import Actor
from core.cases.doors import find
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
# What a review, or a court, makes of the act (行政复议法 63–69).
UPHELD, CHANGED, REVOKED, UNLAWFUL, VOID, DISMISSED = "upheld", "changed", "revoked", "unlawful", "void", "dismissed"
OUTCOMES: Mapping[str, str] = {
    UPHELD: N_("维持"),
    DISMISSED: N_("驳回"),
    CHANGED: N_("变更原决定"),
    REVOKED: N_("撤销原决定"),
    UNLAWFUL: N_("确认违法"),
    VOID: N_("确认无效"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Contested:
    """What a review or a court made of an act, by its document.

    Attributes:
        version: of the case, as the actor saw it.
        kind: ``review`` or ``suit``.
        outcome: a key of `OUTCOMES`.
        fine: in yuan, where it was changed.
        again: the days within which the organ decides anew; None where it does not.
    """

    version: int
    kind: str
    outcome: str
    document: str
    on: dt.date
    reasons: str
    fine: Decimal | None = None
    again: int | None = None


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
    return [Problem(N_("不认识的复议情况。"))] if odd else []


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
        applied_on, again = told.get("applied_on"), told.get("remake_days")
        command = TakeNews(
            version=case.version,
            kind="review",
            effect=str(told["effect"]),
            outcome=str(told.get("outcome") or ""),
            document=str(told.get("document") or ""),
            on=dt.date.fromisoformat(told["on"]),
            applied_on=dt.date.fromisoformat(applied_on) if applied_on else None,
            reasons=str(told.get("reasons") or ""),
            fine=Decimal(str(told["fine"])) if told.get("fine") is not None else None,
            again=int(again) if again is not None else None,
        )
        cases.act(session, actor, case.id, "take_news", command, f"parcel:{received.id.hex}")
        exchange.acknowledge(session, actor, received.id, number=case.number)

    return Receiver(kind, receive)
