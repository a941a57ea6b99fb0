"""Who gets the next new case of a unit 分办, pure: in turn, by what each has open, or by the item."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from core.i18n import N_

OFF = "off"


@dataclass(frozen=True, slots=True)
class Given:
    """A case of the unit that somebody got: who, and its item."""

    account_id: UUID
    item: str


def in_turn(hands: Sequence[UUID], recent: Sequence[Given], load: Mapping[UUID, int], item: str) -> UUID:
    """The one after whoever got the last case, in the order of the accounts; the first where nobody got any."""
    return _from_next(hands, recent)[0]


def least_load(hands: Sequence[UUID], recent: Sequence[Given], load: Mapping[UUID, int], item: str) -> UUID:
    """The one with the fewest open cases; among several with as few, the one whose turn it is."""
    return min(_from_next(hands, recent), key=lambda one: load.get(one, 0))


def by_item(hands: Sequence[UUID], recent: Sequence[Given], load: Mapping[UUID, int], item: str) -> UUID:
    """The one who got the last case of the same item; the one with the fewest where none of them did."""
    known = (given.account_id for given in recent if given.item == item and given.account_id in set(hands))
    return next(known, None) or least_load(hands, recent, load, item)


Rule = Callable[[Sequence[UUID], Sequence[Given], Mapping[UUID, int], str], UUID]
# The rules a unit may choose from, with what setting, timeline and audit call them.
RULES: Mapping[str, tuple[Rule, str]] = {
    "in_turn": (in_turn, N_("轮流分办")),
    "least_load": (least_load, N_("分给在办最少的人")),
    "by_item": (by_item, N_("同一事项分给上次办的人")),
}


def choose(
    rule: str, hands: Sequence[UUID], recent: Sequence[Given], load: Mapping[UUID, int], item: str
) -> UUID | None:
    """Whose the new case is; None where nobody can have it or the rule is none, so that a head assigns it.

    Args:
        hands: who may handle it and is here.
        recent: what the unit's people got lately, the newest first, also those who are no hands now.
        load: account → how many open cases it has in the unit.
        item: of the new case.
    """
    known = RULES.get(rule)
    return known[0](hands, recent, load, item) if known is not None and hands else None


def _from_next(hands: Sequence[UUID], recent: Sequence[Given]) -> list[UUID]:
    """The hands in the order of the accounts, whoever stands after the last that got a case first."""
    order = sorted(hands)
    if not recent:
        return order
    last = recent[0].account_id
    return [one for one in order if one > last] + [one for one in order if one <= last]
