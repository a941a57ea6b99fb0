"""The figures of approval, each counted anew row by row."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, select

from core import clock, plugins
from core.accounts.queries import actor_of
from core.cases import clocks
from core.cases.models import Case, Clock
from core.cases.statistics import Period
from core.db import Scope, ScopedSession
from core.stats import queries
from plugins.approval.models import Application, Item
from tests.sample import COUNTY, COUNTY_ADMIN, LEADER, MENGYUE, TODAY, account
from tests.site import Site, opened

PERIODS = [
    Period(dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
    Period(TODAY - dt.timedelta(days=20), TODAY),
    Period(TODAY - dt.timedelta(days=3), TODAY - dt.timedelta(days=3)),
    Period(dt.date(2020, 1, 1), dt.date(2020, 1, 31)),
]
Rows = list[tuple[Case, list[Clock]]]
# Cases of items that are settled on the spot.
INSTANT: set[UUID] = set()


def rows_of(session: ScopedSession) -> Rows:
    """Every application the session sees with its limits."""
    found = session.scalars(select(Case).where(Case.kind == "approval.application")).all()
    limits = defaultdict(list)
    for limit in session.scalars(select(Clock)):
        limits[limit.case_id].append(limit)
    return [(case, limits[case.id]) for case in found]


def promise(limits: list[Clock]) -> Clock | None:
    ended = {clocks.SATISFIED, clocks.LAPSED}
    return next(
        (each for each in limits if each.rule == "service.promised" and each.state in ended and each.due_on), None
    )


def late(limits: list[Clock], rule: str = "") -> bool:
    return any(
        each.bearer == "organ"
        and rule in {"", each.rule}
        and (
            each.state == clocks.LAPSED
            or (
                each.state == clocks.SATISFIED
                and each.ended_on is not None
                and each.due_on is not None
                and each.ended_on > each.due_on
            )
        )
        for each in limits
    )


def naive(rows: Rows, period: Period) -> dict[str, float | None]:
    """The same figures, by going through the rows."""

    def inside(day: dt.date) -> bool:
        return period.since <= day <= period.until

    ended = [(case, limits) for case, limits in rows if case.closed_at and inside(clock.local_date(case.closed_at))]
    promised = [(found, limits) for _, limits in ended if (found := promise(limits)) is not None]
    used = [(each.ended_on - each.start_on).days for each, _ in promised if each.ended_on]
    given = [(each.due_on - each.start_on).days for each, _ in promised if each.due_on]

    def of(values: list[Any], how: Callable[[list[Any]], float]) -> float | None:
        return how(values) if values else None

    online = [case.channel == "online" for case, _ in rows if inside(case.received_on)]
    came = [case.id in INSTANT for case, _ in rows if inside(case.received_on)]
    return {
        "approval.instant": of(came, statistics.fmean),
        "approval.online": of(online, statistics.fmean),
        "approval.received": len([case for case, _ in rows if inside(case.received_on)]),
        "approval.closed": len(ended),
        "approval.late": sum(late(limits) for _, limits in ended),
        "approval.on_time": of([not late(limits) for _, limits in ended], statistics.fmean),
        "approval.kept": of([not late(limits, "service.promised") for _, limits in promised], statistics.fmean),
        "approval.mean_days": of(used, statistics.fmean),
        "approval.median_days": of(used, statistics.median),
        "approval.promised_days": of(given, statistics.fmean),
    }


@pytest.mark.parametrize("by", queries.OF_TOWNSHIP.values(), ids=lambda by: by.code)
@pytest.mark.parametrize("period", PERIODS, ids=lambda period: f"{period.since}")
def test_every_figure_is_what_going_through_the_rows_counts(site: Site, period: Period, by: queries.Dimension) -> None:
    stats = list(plugins.registry().stats.values())
    with site.database.read(Scope.one(MENGYUE)) as session:
        table = queries.by_dimension(session, actor_of(session, account(session, LEADER)), stats, period, by)
        rows = rows_of(session)
        assert dict(table.total.figures) == pytest.approx(naive(rows, period))
        for row in table.rows:
            own = [each for each in rows if getattr(each[0], by.column.key) == row.key]
            assert dict(row.figures) == pytest.approx(naive(own, period)), row.label
    assert bool(table.rows) == (
        period.since.year == 2026 and bool(table.total.counts["approval.received"] or table.rows)
    )


def test_the_county_counts_every_township_by_itself(site: Site) -> None:
    stats = list(plugins.registry().stats.values())
    with site.database.read(Scope.one(COUNTY)) as session:
        actor = actor_of(session, account(session, COUNTY_ADMIN))
    with site.database.read(Scope.tree(COUNTY)) as session:
        table = queries.by_dimension(session, actor, stats, PERIODS[0], queries.TOWNSHIP)
        rows = rows_of(session)
        assert len(table.rows) > 1
        for row in table.rows:
            own = [each for each in rows if each[0].tenant_id == row.key]
            assert dict(row.figures) == pytest.approx(naive(own, PERIODS[0])), row.label


def test_what_was_late_counts_as_late(sample: Path, tmp_path: Path) -> None:
    """One promise is ended after its day, which the sample has none of."""
    stats = list(plugins.registry().stats.values())
    with opened(sample, tmp_path) as site:
        with site.database.write(Scope.one(MENGYUE)) as session:
            limits = [limits for case, limits in rows_of(session) if case.closed_at and promise(limits)]
            broken = promise(limits[0])
            assert broken is not None
            assert broken.due_on is not None
            broken.ended_on = broken.due_on + dt.timedelta(days=3)
        with site.database.read(Scope.one(MENGYUE)) as session:
            actor = actor_of(session, account(session, LEADER))
            table = queries.by_dimension(session, actor, stats, PERIODS[0], queries.ITEM)
            expected = naive(rows_of(session), PERIODS[0])
            assert dict(table.total.figures) == pytest.approx(expected)
    assert expected["approval.late"] == 1
    assert expected["approval.kept"] is not None
    assert expected["approval.kept"] < 1


def test_what_is_settled_on_the_spot_is_told_by_its_item(sample: Path, tmp_path: Path) -> None:
    stats = list(plugins.registry().stats.values())
    with opened(sample, tmp_path) as site:
        with site.database.write(Scope.one(MENGYUE)) as session:
            row = session.scalars(select(Application)).first()
            assert row is not None
            session.get_one(Item, (MENGYUE, row.item_id)).instant = True
            INSTANT.update(session.scalars(select(Application.case_id).where(Application.item_id == row.item_id)))
        with site.database.read(Scope.one(MENGYUE)) as session:
            actor = actor_of(session, account(session, LEADER))
            table = queries.by_dimension(session, actor, stats, PERIODS[0], queries.CHANNEL)
            expected = naive(rows_of(session), PERIODS[0])
            assert dict(table.total.figures) == pytest.approx(expected)
    INSTANT.clear()
    assert 0 < (expected["approval.instant"] or 0) < 1


def test_the_sample_has_something_of_everything(site: Site) -> None:
    """Or the comparison would prove nothing; of what was late there is a test of its own."""
    with site.database.read(Scope.tree(COUNTY)) as session:
        found = naive(rows_of(session), PERIODS[0])
    assert [code for code, value in found.items() if not value] == ["approval.instant", "approval.late"]


def test_public_figures_are_those_of_the_whole_township(site: Site) -> None:
    answer = site.visitor().get(f"/api/v1/{MENGYUE}/statistics/?month=2026-11").json
    with site.database.read(Scope.one(MENGYUE)) as session:
        period = Period(dt.date(2026, 11, 1), TODAY)
        assert {each["code"]: each["value"] for each in answer["figures"]} == pytest.approx(
            naive(rows_of(session), period)
        )
    assert answer["until"] == TODAY.isoformat()


@pytest.mark.parametrize("month", ["2027-01", "2026-13", "1999-01", "now", "٢٠٢٦-١٠"])
def test_a_month_that_is_none_or_has_not_begun_is_told(site: Site, month: str) -> None:
    answer = site.visitor().get(f"/api/v1/{MENGYUE}/statistics/", query_string={"month": month})
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == "month"


def test_all_figures_of_a_period_are_read_in_three_statements(site: Site) -> None:
    sent: list[str] = []

    def note(state: Any) -> None:
        sent.append(str(state.statement))

    with site.database.read(Scope.one(MENGYUE)) as session:
        actor = actor_of(session, account(session, LEADER))
        stats = [stat for stat in plugins.registry().stats.values() if stat.code.startswith("approval.")]
        event.listen(session, "do_orm_execute", note)
        queries.by_dimension(session, actor, stats, PERIODS[0], queries.OF_TOWNSHIP["unit"])
    assert len([statement for statement in sent if "core_case" in statement]) <= 3
