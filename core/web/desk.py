"""The workbench as each of its readers needs it: which blocks stand first, and the figures of those who lead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from core import plugins
from core.accounts.actor import Actor
from core.accounts.permissions import Perm
from core.cases import lists as cases
from core.cases.lists import CaseFilter
from core.contracts import Card, CaseKind
from core.db import ScopedSession
from core.i18n import N_
from core.web.lists import due_windows, month_of

# Who leads sees first what waits for them, then how the whole stands; who works on cases their limits; who
# administers their pages; who does none of this what their unit owes. What has nothing to show is left out.
BLOCKS: Mapping[str, tuple[str, ...]] = {
    "leads": ("told", "mine", "led", "due", "others", "first", "at_hand", "owed", "unit_told"),
    "works": ("told", "mine", "due", "others", "first", "at_hand", "owed", "unit_told"),
    "administers": ("told", "tiles", "mine", "owed", "due", "others", "first", "at_hand", "unit_told"),
    "reports": ("told", "owed", "mine", "others", "at_hand", "unit_told"),
}
# Blocks that list or count cases: for who may read any.
OF_CASES = {"due", "first"}


@dataclass(frozen=True, slots=True)
class Figures:
    """What the reader may see, counted: by legal limit, for those who lead how much there is and how it went, and
    what waits in each measure, in order."""

    due: list[Card]
    led: list[Card]
    waiting: list[Card]


def part_of(actor: Actor, administers: bool, kinds: tuple[str, ...]) -> str:
    """Which of `BLOCKS` is the reader's: the first that fits, so that who leads and works on cases too sees both.

    Args:
        administers: whether the reader has any page of administration.
        kinds: the codes of the kinds of cases that are on.
    """
    on = _known(kinds)
    if actor.may(Perm.ASSIGN) and not actor.visiting:
        return "leads"
    # Who administers keeps those pages also where some act on cases is theirs, as publishing key works is.
    if administers:
        return "administers"
    if any(actor.may(permission) for kind in on for permission in kind.permissions):
        return "works"
    return "works" if any(actor.may(kind.read) for kind in on if kind.read) else "reports"


def blocks_of(actor: Actor, part: str, kinds: tuple[str, ...]) -> tuple[str, ...]:
    """The blocks of a part of `BLOCKS` that can have something for a reader."""
    reads = any(actor.may(kind.read) for kind in _known(kinds) if kind.read)
    return tuple(block for block in BLOCKS[part] if reads or block not in OF_CASES)


def _known(kinds: tuple[str, ...]) -> list[CaseKind]:
    registered = plugins.registry().case_kinds
    return [registered[code] for code in kinds if code in registered]  # a list of nothing names a kind there is not


def figures(
    session: ScopedSession, actor: Actor, kinds: tuple[str, ...], given: Iterable[Card], *, leads: bool
) -> Figures:
    """The figures of the workbench, every one the number of the list its address opens, in one query.

    Args:
        given: the measures' own, counted or to be counted.
    """
    due = [(label, f"due={name}", "", _window(kinds, name)) for name, (label, _dates) in due_windows().items()]
    led = _led(kinds) if leads else []
    own = [Card(label, cases.number_of(actor, wanted), url, help=said) for label, url, said, wanted in (*due, *led)]
    cards = _counted(session, (*own, *given))
    waiting = sorted(cards[len(own) :], key=lambda card: card.order)
    return Figures(
        cards[: len(due)], cards[len(due) : len(own)], [card for card in waiting if card.value or not card.if_any]
    )


def _counted(session: ScopedSession, cards: Sequence[Card]) -> list[Card]:
    """Cards with their numbers: all that are still to be counted in one statement."""
    asked = [card.value.scalar_subquery() for card in cards if not isinstance(card.value, int)]
    numbers = iter(session.execute(select(*asked)).one() if asked else ())
    return [card if isinstance(card.value, int) else replace(card, value=next(numbers)) for card in cards]


def _led(kinds: tuple[str, ...]) -> list[tuple[str, str, str, CaseFilter]]:
    """The five figures of those who lead: label, address of the list, how it is counted, and the same as a filter."""
    received, closed, late = (CaseFilter(kinds, **month_of(name)) for name in ("received", "closed", "late"))
    return [
        (N_("在办案件"), "all=1", N_("已经收件、还没有办结的案件。"), CaseFilter(kinds)),
        (N_("待分办"), "who=nobody", N_("在办案件中还没有承办人的。"), CaseFilter(kinds, unassigned=True)),
        (N_("本月收件"), "month=received", N_("收件日期在本月的案件，包括已经办结的。"), received),
        (N_("本月办结"), "month=closed", N_("在本月办结的案件，不论哪天收件。"), closed),
        (N_("本月超期办结"), "month=late", N_("本月办结的案件中，办理机关的期限超过了截止日期的。"), late),
    ]


def _window(kinds: tuple[str, ...], name: str) -> CaseFilter:
    due_from, due_to = due_windows()[name][1]
    return CaseFilter(kinds, due_from=due_from, due_to=due_to, paused=name == "paused")
