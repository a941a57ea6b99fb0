"""What one sees of duties, in which order, page by page."""

from __future__ import annotations

import datetime as dt

import pytest

from core.accounts.actor import Actor, Held
from core.accounts.permissions import Perm
from core.db import Scope, new_id
from core.duties import queries, rules
from core.duties.measures import rules_on
from core.duties.models import Duty
from core.duties.queries import DutyFilter
from core.errors import NotFound
from tests.core.duties.conftest import MONTHLY, Scheme
from tests.sample import HUSA

D = dt.date


def seen(scheme: Scheme, actor: Actor, **wanted: object) -> list[Duty]:
    with scheme.reading() as session:
        given = DutyFilter(rules_on(session, scheme.tenant), **wanted)  # type: ignore[arg-type]
        pages, after = [], None
        while True:
            page = queries.page(session, actor, given, after, limit=10)
            pages += page.rows
            after = page.after
            if after is None:
                break
        assert queries.count(session, actor, given) == len(pages)
        session.expunge_all()
    return pages


def leader(scheme: Scheme) -> Actor:
    held = Held("leader", scheme.unit("LD"), False, frozenset({Perm.READ_DUTIES, Perm.SUBMIT}))
    return Actor(new_id(), "乡长", scheme.tenant, (held,))


def test_one_sees_what_the_own_units_owe_and_receive(scheme: Scheme) -> None:
    own, receiver = scheme.unit("NYZ"), scheme.unit("DZB")
    assert {duty.unit_id for duty in seen(scheme, scheme.of("NYZ"))} == {own}
    received = seen(scheme, scheme.of("DZB"), receivers=(receiver,))
    assert {duty.receiver_id for duty in received} == {receiver}
    assert len({duty.unit_id for duty in received}) > 5


def test_who_reads_all_sees_all_and_nobody_else_does(scheme: Scheme) -> None:
    assert len(seen(scheme, leader(scheme))) == scheme.count(Duty)
    assert seen(scheme, Actor(new_id(), "无岗", scheme.tenant)) == []


def test_gaps_come_first_then_the_earliest(scheme: Scheme) -> None:
    scheme.submit(scheme.of("NYZ"), scheme.duty(MONTHLY, "NYZ", "2026-04"))
    rows = seen(scheme, scheme.of("NYZ"))
    keys = [(duty.state not in rules.OWED, duty.due_on, duty.id) for duty in rows]
    assert keys == sorted(keys)
    assert rows[-1].state == rules.SUBMITTED


def test_a_list_is_narrowed_by_period_and_state(scheme: Scheme) -> None:
    scheme.submit(scheme.of("NYZ"), scheme.duty(MONTHLY, "NYZ", "2026-04"))
    assert {duty.period for duty in seen(scheme, leader(scheme), period="2026-04")} == {"2026-04"}
    assert [duty.period for duty in seen(scheme, leader(scheme), states=(rules.SUBMITTED,))] == ["2026-04"]


def test_what_is_due_between_two_days_is_what_is_still_owed(scheme: Scheme) -> None:
    scheme.submit(scheme.of("NYZ"), scheme.duty(MONTHLY, "NYZ", "2026-04"))
    with scheme.reading() as session:
        given = (session, leader(scheme), (MONTHLY,))
        days = (D(2026, 4, 25), D(2026, 5, 25))
        found = queries.due_between(*given, *days, scheme.unit("NYZ"))
        assert [duty.period for duty in found] == ["2026-05"]
        assert len(queries.due_between(*given, *days)) > len(found)
        assert queries.due_between(session, scheme.of("LYZ"), (MONTHLY,), *days, scheme.unit("NYZ")) == []


def test_a_measure_that_is_off_hides_its_duties(scheme: Scheme) -> None:
    duty = scheme.duty(MONTHLY, "NYZ", "2026-04")
    scheme.turn("supervision", to=False)
    assert MONTHLY not in {duty.rule for duty in seen(scheme, leader(scheme))}
    with scheme.reading() as session, pytest.raises(NotFound):
        queries.get_duty(session, leader(scheme), rules_on(session, scheme.tenant), duty.id)


def test_a_duty_of_another_unit_or_township_is_not_there(scheme: Scheme) -> None:
    duty = scheme.duty(MONTHLY, "NYZ", "2026-04")
    with scheme.reading() as session:
        assert queries.get_duty(session, scheme.of("NYZ"), (MONTHLY,), duty.id).id == duty.id
        with pytest.raises(NotFound):
            queries.get_duty(session, scheme.of("LYZ"), (MONTHLY,), duty.id)
    with scheme.database.read(Scope.one(HUSA)) as session, pytest.raises(NotFound):
        queries.get_duty(session, leader(scheme), (MONTHLY,), duty.id)
