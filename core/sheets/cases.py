"""A list of cases as a sheet: the filter, order and columns its reader sees; the worker reads it again from JSON."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from core import plugins
from core.accounts.actor import Actor
from core.cases import lists
from core.cases.limits import Standing, standing
from core.cases.lists import CaseFilter
from core.cases.models import Case
from core.cases.services import may_handle
from core.db import ScopedSession
from core.db.masks import mask_name
from core.i18n import N_
from core.letters import queries as letters
from core.sheets.writing import Cell

PAGE = 1000
STATUSES = {
    "on_time": N_("期限内"),
    "near": N_("快到期"),
    "at_risk": N_("最后一日遇休息日，应当提前办结"),
    "overdue": N_("已超期"),
    "paused": N_("已暂停计时"),
    "none": N_("没有进行中的时限"),
}
PLACE, NUMBER, TITLE = N_("乡镇"), N_("编号"), N_("事项")
# A column of the list → its heads in the sheet.
HEADS: Mapping[str, tuple[str, ...]] = {
    "party": (N_("当事人"),),
    "state": (N_("状态"),),
    "due": (N_("到期日"), N_("剩余天数"), N_("时限")),
    "received": (N_("收件日期"),),
    "handler": (N_("承办"),),
}


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of cases as its reader sees it.

    Attributes:
        columns: of `HEADS`, in their order.
        words: label (marked ``N_``) → what its reader reads, since a worker has no reader.
        places: townships by code, where the list is the county's.
        turn: whose turn its letters are, as `core.letters.queries.waits` knows it.
    """

    wanted: CaseFilter
    columns: tuple[str, ...]
    words: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[int, str] = field(default_factory=dict)
    turn: str = ""

    def head(self) -> list[str]:
        """The heads of the sheet, in the reader's language."""
        labels = [*([PLACE] if self.places else []), NUMBER, TITLE]
        return [self.say(label) for label in (*labels, *(head for name in self.columns for head in HEADS[name]))]

    def say(self, label: str) -> str:
        """A label in the reader's language."""
        return self.words.get(label, label)


@dataclass
class Shown:
    """Whose names a sheet shows in full: id and number of each case, for the audit."""

    cases: list[tuple[UUID, str]] = field(default_factory=list)


def labels() -> list[str]:
    """Every label a sheet of cases may hold, to be said in its reader's language."""
    heads = (head for names in HEADS.values() for head in names)
    states = (state.label for kind in plugins.registry().case_kinds.values() for state in kind.states)
    return [PLACE, NUMBER, TITLE, *heads, *STATUSES.values(), *states]


def rows(
    session: ScopedSession, actor: Actor, listing: Listing, *, most: int, shown: Shown | None = None
) -> Iterator[list[Cell]]:
    """The rows of a sheet, read page by page.

    Args:
        most: how many at the most.
        shown: takes note of each name that is told in full, which are those of the cases the actor may act on; masked
            are all where it is None.
    """
    wanted, after, left = filter_of(listing), None, most
    while left > 0:
        page = lists.page(session, actor, wanted, after, limit=min(PAGE, left))
        who = lists.handlers_of(session, page.rows) if "handler" in listing.columns else {}
        for case in page.rows:
            yield _row(listing, case, who.get(case.id, ""), _party(case, actor, shown))
        after, left = page.after, left - len(page.rows)
        if after is None:
            return


def filter_of(listing: Listing) -> CaseFilter:
    """The filter of a list, with the conditions that go by a name."""
    return dataclasses.replace(listing.wanted, also=(letters.waits(listing.turn),) if listing.turn else ())


def _party(case: Case, actor: Actor, shown: Shown | None) -> str:
    if shown is None or not case.party or not may_handle(case, actor):
        return mask_name(case.party)
    shown.cases.append((case.id, case.number))
    return case.party


def _row(listing: Listing, case: Case, who: str, party: str) -> list[Cell]:
    now = standing(case)
    cells: dict[str, tuple[Cell, ...]] = {
        "party": (party,),
        "state": (listing.say(_state(case)),),
        "due": _due(listing, now),
        "received": (case.received_on,),
        "handler": (who,),
    }
    place = [listing.places.get(case.tenant_id, str(case.tenant_id))] if listing.places else []
    return [*place, case.number, case.title, *(cell for name in listing.columns for cell in cells[name])]


def _due(listing: Listing, now: Standing) -> tuple[Cell, ...]:
    return now.due, now.days, listing.say(STATUSES[now.status])


def _state(case: Case) -> str:
    states = plugins.registry().case_kinds[case.kind].states
    return next((state.label for state in states if state.code == case.state), case.state)


def to_json(listing: Listing) -> dict[str, Any]:
    """The list as JSON values, so that the worker reads the same; conditions of rooms above go by their names."""
    wanted = {
        part.name: _kept(getattr(listing.wanted, part.name))
        for part in dataclasses.fields(CaseFilter)
        if part.name != "also"
    }
    return {
        "wanted": wanted,
        "columns": list(listing.columns),
        "words": dict(listing.words),
        "places": {str(code): name for code, name in listing.places.items()},
        "turn": listing.turn,
    }


def from_json(kept: Mapping[str, Any]) -> Listing:
    """The list that `to_json` kept."""
    given: dict[str, Any] = {**kept["wanted"]}
    for name in ("unit_id", "handler_id"):
        given[name] = UUID(given[name]) if given[name] else None
    for name in ("due_from", "due_to"):
        given[name] = _day(given[name])
    for name in ("received", "closed"):
        given[name] = tuple(map(_day, given[name])) if given[name] else None
    given |= {name: tuple(given[name]) for name in ("kinds", "states")}
    places = {int(code): name for code, name in kept["places"].items()}
    return Listing(CaseFilter(**given), tuple(kept["columns"]), kept["words"], places, kept["turn"])


def _day(kept: str | None) -> dt.date | None:
    return dt.date.fromisoformat(kept) if kept else None


def _kept(value: Any) -> Any:
    if isinstance(value, UUID | dt.date):
        return str(value)
    return [_kept(one) for one in value] if isinstance(value, Collection) and not isinstance(value, str) else value
