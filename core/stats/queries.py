"""Counting what plugins registered, by one dimension, all figures over the same cases at once; totals are sums of rows.

A figure and the list behind it are made from the same filter, so that they cannot differ.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from core import plugins
from core.accounts.actor import Actor
from core.cases.lists import CaseFilter, conditions, ended_late
from core.cases.models import Case
from core.cases.queries import readable
from core.cases.statistics import Period, median
from core.contracts import Stat
from core.db import ScopedSession
from core.db.ids import read_id
from core.i18n import N_
from core.tenancy.models import Tenant, Unit

CHANNELS = {"online": N_("网上"), "window": N_("窗口"), "village": N_("村级代办"), "oral": N_("口头")}
LARGEST = 2**31
LONGEST = 100
Histogram = dict[int, int]


@dataclass(frozen=True, slots=True)
class Dimension:
    """What figures are told apart by.

    Attributes:
        read: the value an address names; None where it is none.
        names: of some values their labels.
        field: the field of a list's filter that says the same; empty where none does.
        every: the values that have a row even where nothing is counted.
    """

    code: str
    label: str
    column: InstrumentedAttribute[Any]
    read: Callable[[str], Any]
    names: Callable[[ScopedSession, Collection[Any]], Mapping[Any, str]]
    field: str = ""
    every: Callable[[ScopedSession], Collection[Any]] = lambda session: ()


@dataclass(frozen=True, slots=True)
class Row:
    """One value of a dimension with its figures by code; a figure is None where there is nothing to count."""

    key: Any
    label: str
    figures: Mapping[str, float | None]
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Table:
    """The figures of a period by a dimension, and of all together."""

    rows: Sequence[Row]
    total: Row


def offered(actor: Actor, is_on: Callable[[str], bool]) -> list[Stat]:
    """The figures of the measures that are on whose cases the actor may read."""
    registry = plugins.registry()
    return [
        stat
        for stat in registry.stats.values()
        if is_on(registry.owner[stat.code]) and actor.may(registry.case_kinds[stat.kind].read)
    ]


def wanted(stat: Stat, period: Period, by: Dimension | None = None, key: Any = None) -> CaseFilter:
    """The list behind a figure, of one value of a dimension where one is given; only where the measure is on."""
    filter_ = replace(stat.counted(period.since, period.until), kinds=(stat.kind,), county=True)
    if by is None or key is None:
        return filter_
    if by.field:
        return replace(filter_, **{by.field: key})
    return replace(filter_, also=(*filter_.also, by.column == key))


def by_dimension(session: ScopedSession, actor: Actor, stats: Iterable[Stat], period: Period, by: Dimension) -> Table:
    """The figures of a period, a row for each value of the dimension, in the order of their labels."""
    found = _counted(session, lambda kind: readable(actor, (kind,)), stats, period, by.column)
    registered = plugins.registry().stats
    keys = {key for histograms in found.values() for key in histograms} | (set(by.every(session)) if found else set())
    names = by.names(session, keys)

    def row(key: Any, label: str, histograms: Mapping[str, Histogram]) -> Row:
        figures = {code: figure(registered[code], histogram) for code, histogram in histograms.items()}
        return Row(key, label, figures, {code: sum(histogram.values()) for code, histogram in histograms.items()})

    rows = [
        row(key, names.get(key, str(key)), {code: histograms.get(key, {}) for code, histograms in found.items()})
        for key in keys
    ]
    everything = {code: _merged(histograms.values()) for code, histograms in found.items()}
    order = {key: place for place, key in enumerate(names)}
    return Table(
        sorted(rows, key=lambda each: (order.get(each.key, len(order)), each.label)), row(None, "", everything)
    )


def public(session: ScopedSession, tenant: int, period: Period) -> dict[str, float | None]:
    """The public figures of a whole tenant, by code; measures that are off have none."""
    shown = [stat for stat in plugins.registry().stats.values() if stat.public]

    def own(kind: str) -> ColumnElement[bool]:
        return and_(Case.tenant_id == tenant, Case.kind == kind)

    found = _counted(session, own, shown, period, Case.tenant_id)
    return {stat.code: figure(stat, _merged(found[stat.code].values())) for stat in shown}


def figure(stat: Stat, histogram: Histogram) -> float | None:
    """The figure of values given as value → how often: cases, a share from 0 to 1, days, or yuan; None of nothing."""
    number = sum(histogram.values())
    if stat.how == "count":
        return number
    if stat.how == "yuan":
        return sum(value * often for value, often in histogram.items()) / 100
    if not number:
        return None
    if stat.how == "median":
        return median(sorted(histogram.items()))
    return sum(value * often for value, often in histogram.items()) / number


def _merged(histograms: Iterable[Histogram]) -> Histogram:
    found: Histogram = {}
    for histogram in histograms:
        for value, often in histogram.items():
            found[value] = found.get(value, 0) + often
    return found


def _counted(
    session: ScopedSession,
    seen: Callable[[str], ColumnElement[bool]],
    stats: Iterable[Stat],
    period: Period,
    column: InstrumentedAttribute[Any],
) -> dict[str, dict[Any, Histogram]]:
    """For each figure and value of a column how often each value of the figure occurs.

    Figures over the same cases are read in one statement: what only some of these cases count for is a value that the
    others don't have.

    Args:
        seen: a kind of case → the condition of what is counted of it.
    """
    groups: dict[CaseFilter, list[tuple[Stat, CaseFilter]]] = {}
    found: dict[str, dict[Any, Histogram]] = {}
    for stat in stats:
        full = wanted(stat, period)
        groups.setdefault(replace(full, late=False, also=()), []).append((stat, full))
        found[stat.code] = {}
    for base, members in groups.items():
        values = {(stat.counted, stat.value): _value(stat, full) for stat, full in members}
        names = {pair: f"value{place}" for place, pair in enumerate(values)}
        columns = [values[pair].label(name) for pair, name in names.items()]
        # The offset keeps SQLite from asking each value anew for every place it stands in.
        # Grouped outside: PostgreSQL takes an expression with parameters for another one when it is written twice.
        each = select(column.label("key"), *columns).where(seen(base.kinds[0]), *conditions(base)).offset(0).subquery()
        kept = [each.c.key, *(each.c[name] for name in names.values())]
        for row in session.execute(select(*kept, func.count().label("often")).group_by(*kept)).mappings():
            for stat, _full in members:
                if (number := row[names[stat.counted, stat.value]]) is not None:
                    histogram = found[stat.code].setdefault(row["key"], {})
                    histogram[number] = histogram.get(number, 0) + row["often"]
    return found


def _value(stat: Stat, full: CaseFilter) -> ColumnElement[Any]:
    """What a case counts as; nothing where the figure's own list leaves it out."""
    value = literal(1) if stat.value is None else stat.value()
    only = [*full.also, *([ended_late()] if full.late else [])]
    return case((and_(*only), value), else_=None) if only else value


def _short(text: str) -> str | None:
    return text if 0 < len(text) <= LONGEST else None


def _code(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 11 and 0 < int(text) < LARGEST else None


def _units(session: ScopedSession, keys: Collection[Any]) -> Mapping[Any, str]:
    query = select(Unit.id, Unit.name).where(Unit.id.in_(keys)).order_by(Unit.code, Unit.id)
    return dict(session.execute(query).all())


def _places(session: ScopedSession, keys: Collection[Any]) -> Mapping[Any, str]:
    query = select(Tenant.id, Tenant.name).where(Tenant.id.in_(keys)).order_by(Tenant.id)
    return dict(session.execute(query).all())


def _townships(session: ScopedSession) -> Collection[Any]:
    return session.scalars(select(Tenant.id).where(Tenant.tier != "county", Tenant.successor_id.is_(None))).all()


def _themselves(session: ScopedSession, keys: Collection[Any]) -> Mapping[Any, str]:
    return {key: key for key in sorted(keys)}


def _channels(session: ScopedSession, keys: Collection[Any]) -> Mapping[Any, str]:
    return {code: label for code, label in CHANNELS.items() if code in keys}


TOWNSHIP = Dimension("township", N_("乡镇"), Case.tenant_id, _code, _places, "tenant_id", _townships)
ITEM = Dimension("item", N_("事项"), Case.title, _short, _themselves)
UNIT = Dimension("unit", N_("单位"), Case.unit_id, read_id, _units, "unit_id")
CHANNEL = Dimension("channel", N_("渠道"), Case.channel, _short, _channels)
OF_TOWNSHIP = {each.code: each for each in (ITEM, UNIT, CHANNEL)}
# A unit is a township's own; the county tells apart by what all have.
OF_COUNTY = {each.code: each for each in (TOWNSHIP, ITEM, CHANNEL)}
