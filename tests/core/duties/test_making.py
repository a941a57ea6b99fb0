"""Making duties: every unit that owes, every period, once; from the day the measure or the unit came."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, update

from core import plugins
from core.duties import board, rules, services
from core.duties.board import BoardFilter
from core.duties.models import Duty, DutyEntry
from core.tenancy.models import Unit
from tests.core.duties.conftest import MEASURES, MONTHLY, PLAN, SUMMARY, Scheme, on
from tests.sample import COUNTY

D = dt.date


def test_every_station_and_village_owes_every_month_once(scheme: Scheme) -> None:
    made = scheme.duties(Duty.rule == MONTHLY)
    with scheme.reading() as session:
        kinds = ("station", "window", "enforcement", "village")
        owing = set(session.scalars(select(Unit.id).where(Unit.kind.in_(kinds))))
    assert Counter(duty.unit_id for duty in made) == dict.fromkeys(owing, 8)
    assert {duty.receiver_id for duty in made} == {scheme.unit("DZB")}
    assert {duty.state for duty in made} == {rules.OPEN}


def test_a_second_run_makes_nothing(scheme: Scheme) -> None:
    assert scheme.make() == 0
    assert scheme.count(DutyEntry, DutyEntry.act == "make") == scheme.count(Duty)


def test_the_job_catches_up_what_was_not_made(scheme: Scheme) -> None:
    with scheme.writing() as session:
        gone = list(session.scalars(select(Duty.id).where(Duty.rule == MONTHLY)))
        session.execute(delete(DutyEntry).where(DutyEntry.duty_id.in_(gone)))
        session.execute(delete(Duty).where(Duty.id.in_(gone)))
    with on(D(2026, 6, 15)):
        assert scheme.make() == len(gone)


def test_who_receives_does_not_owe_to_itself(scheme: Scheme) -> None:
    general_office = scheme.unit("DZB")
    law_reports = scheme.duties(Duty.rule == "scheme.law_report.monthly")
    assert scheme.unit("JCS") in {duty.unit_id for duty in law_reports}
    assert general_office not in {duty.unit_id for duty in law_reports}
    (report,) = scheme.duties(Duty.rule == "scheme.township_report")
    assert (report.unit_id, report.receiver_id) == (general_office, scheme.unit("LXH"))


def test_the_general_office_receives_reminds_of_and_compiles_what_the_scheme_hands_to_nobody(scheme: Scheme) -> None:
    scheme.turn("approval")
    scheme.make()
    office, unowned = (
        scheme.of("DZB"),
        (
            ("scheme.training.quota", "NYZ", "2026"),
            ("scheme.approval.publish_items", "NYZ", "once"),
            ("scheme.penalty.catalogue", "ZFD", "2026"),
            ("scheme.penalty.discretion", "ZFD", "2026"),
            ("scheme.goals.inspection", "JCS", "2026"),
        ),
    )
    wanted = BoardFilter("2026", tuple(code for code, _, _ in unowned))
    with scheme.writing() as session:
        assert board.compiled(session, office, wanted) == set(wanted.codes)
        services.remind_all(session, office, wanted)
    for code, unit, period in unowned:
        duty = scheme.duty(code, unit, period)
        assert duty.receiver_id == scheme.unit("DZB"), code
        assert "remind" in scheme.acts(duty), code


def test_a_receiver_outside_the_township_is_nobody_here(scheme: Scheme) -> None:
    compiled = scheme.duties(Duty.rule == "scheme.law_report.compile")
    assert {(duty.unit_id, duty.receiver_id) for duty in compiled} == {(scheme.unit("DZB"), None)}


def test_a_measure_turned_on_in_july_owes_nothing_due_before(township: Scheme) -> None:
    with on(D(2026, 7, 20)):
        township.turn("supervision")
        township.make()
        made = township.duties()
    assert min(duty.due_on for duty in made) == D(2026, 7, 25)
    assert township.count(Duty, Duty.rule == PLAN) == 0, "its day of this year has passed"
    with on(D(2026, 12, 1)):
        township.make()
    assert {duty.due_on for duty in township.duties(Duty.rule == PLAN)} == {D(2027, 3, 31)}
    with on(D(2027, 12, 1)):
        township.make()
    assert {duty.period for duty in township.duties(Duty.rule == PLAN)} == {rules.ONCE}
    assert len(township.duties(Duty.rule == PLAN)) == len(township.duties(Duty.rule == SUMMARY, Duty.period == "2026"))


def test_a_unit_that_comes_later_owes_from_then_on(scheme: Scheme) -> None:
    with on(D(2026, 9, 1)):
        with scheme.writing() as session:
            session.add(Unit(code="XZ", name="新站", kind="station", legal_title="internal", published=True))
        scheme.make()
        made = scheme.duties(Duty.unit_id == scheme.unit("XZ"), Duty.rule == MONTHLY)
    assert [duty.period for duty in made] == ["2026-09", "2026-10", "2026-11"]


def test_a_measure_that_is_off_makes_nothing_and_deletes_nothing(scheme: Scheme) -> None:
    before = scheme.count(Duty)
    scheme.turn("supervision", to=False)
    with on(D(2026, 12, 1)):
        scheme.make()
    assert scheme.count(Duty, Duty.rule == MONTHLY, Duty.period.like("2027%")) == 0
    assert scheme.count(Duty, Duty.period.like("2027%")) > 0
    assert scheme.count(Duty) > before


def test_open_duties_follow_the_function_to_another_unit(scheme: Scheme) -> None:
    settled = scheme.duty(MONTHLY, "NYZ", "2026-04")
    scheme.submit(scheme.of("NYZ"), settled)
    scheme.answer("accept", scheme.of("DZB"), settled)
    former, new = scheme.unit("DZB"), scheme.unit("JCS")
    with scheme.writing() as session:
        session.execute(update(Unit).where(Unit.code == "DZB").values(function=""))
        session.execute(update(Unit).where(Unit.code == "JCS").values(function="general_office"))
    scheme.make()
    assert scheme.duty(MONTHLY, "NYZ", "2026-05").receiver_id == new
    assert scheme.again(settled).receiver_id == former


def test_the_county_owes_its_own_returns_and_no_township_does(township: Scheme) -> None:
    county = Scheme(township.database, COUNTY)
    with on(D(2026, 1, 5)):
        county.turn("reconsideration", "supervision")
        with county.writing() as session:
            session.execute(update(Unit).values(since_on=D(2020, 1, 1)))
        township.turn("reconsideration")
        county.make()
        township.make()
    assert {(duty.unit_id, duty.period) for duty in county.duties()} == {
        (county.unit("SFJ"), "2026H1"),
        (county.unit("SFJ"), "2026H2"),
    }
    assert township.duties() == []


DAYS = st.dates(D(2026, 1, 1), D(2028, 12, 31))
STEPS = st.lists(st.tuples(DAYS, st.frozensets(st.sampled_from(MEASURES))), min_size=1, max_size=4)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_is_switched_when_no_period_is_doubled_or_missing(
    township: Scheme, steps: list[tuple[dt.date, frozenset[str]]]
) -> None:
    """On every day on which the job runs, what is on has the whole rest of its year."""
    with township.writing() as session:
        session.execute(delete(DutyEntry))
        session.execute(delete(Duty))
    since: dict[str, dt.date] = {}
    for day, wanted in sorted(steps, key=lambda step: step[0]):
        with on(day):
            for name in MEASURES:
                if (name in wanted) != (name in since):
                    township.turn(name, to=name in wanted)
                    since = {**since, name: day} if name in wanted else {k: v for k, v in since.items() if k != name}
            township.make()
        made = township.duties()
        keys = [(duty.rule, duty.unit_id, duty.period) for duty in made]
        assert len(keys) == len(set(keys))
        registry = plugins.registry()
        had = {(duty.rule, duty.due_on) for duty in made}
        once = {duty.rule for duty in made if duty.period == rules.ONCE}
        for code, rule in registry.duties.items():
            start = since.get(registry.owner[code])
            if start is None or rule.tier != "township":
                continue
            fixed = next(found.fixed for found in registry.rules if found.code == code)
            assert fixed is not None
            months = range(fixed.within[0], fixed.within[1] + 1)
            due = {fixed.of(D(day.year, month, 1)) for month in months}
            owed = {found for found in due if found >= start}
            if rule.once:
                assert code in once or not owed
            else:
                assert {(code, found) for found in owed} <= had


@pytest.mark.parametrize("code", ["DZB", "LD", "201"])
def test_no_unit_owes_what_is_not_its_own(scheme: Scheme, code: str) -> None:
    owed = {duty.rule for duty in scheme.duties(Duty.unit_id == scheme.unit(code))}
    assert (MONTHLY in owed) == (code == "201")
