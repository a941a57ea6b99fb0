"""What is added to a fine that is paid late: 3 % a day, capped, stopped by a review or a suit (行政处罚法 72①, 73③)."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_DOWN, Decimal

from hypothesis import given
from hypothesis import strategies as st

from plugins.penalty.fines.ledger import owed
from plugins.penalty.rules import surcharge

D, ONE = dt.date, dt.timedelta(days=1)
FINE, DUE = Decimal(200), D(2026, 11, 16)
DAYS = st.integers(0, 60).map(lambda number: DUE + number * ONE)


def test_nothing_is_added_up_to_the_last_day_to_pay_and_three_percent_on_the_next() -> None:
    assert owed(FINE, DUE, DUE).added == 0
    assert owed(FINE, DUE, DUE + ONE).added == Decimal(6)
    assert owed(FINE, None, D(2030, 1, 1)).added == 0


def test_it_reaches_the_fine_on_the_thirty_fourth_day_and_grows_no_more() -> None:
    assert owed(FINE, DUE, DUE + 33 * ONE).added == Decimal(198)
    assert not owed(FINE, DUE, DUE + 33 * ONE).capped
    for later in (34, 35, 400):
        found = owed(FINE, DUE, DUE + later * ONE)
        assert (found.added, found.days, found.left, found.capped) == (FINE, 34, Decimal(400), True)


def test_the_days_of_a_review_or_a_suit_add_nothing() -> None:
    stays = [(D(2026, 11, 20), None)]
    assert owed(FINE, DUE, D(2026, 11, 24), stays=stays).added == Decimal(18)
    assert owed(FINE, DUE, D(2026, 11, 24), stays=[(D(2026, 11, 20), D(2026, 11, 23))]).added == Decimal(24)


def test_what_is_paid_goes_to_the_fine_and_only_the_rest_grows() -> None:
    payments = [(DUE + ONE, Decimal(150))]
    found = owed(FINE, DUE, DUE + 3 * ONE, payments)
    assert (found.added, found.fine_left, found.left) == (Decimal("9.00"), Decimal(50), Decimal(59))
    payments.append((DUE + 3 * ONE, Decimal(50)))
    found = owed(FINE, DUE, DUE + 100 * ONE, payments)
    assert (found.fine_left, found.added_left) == (0, Decimal(9))


def test_a_payment_of_a_later_day_is_not_seen_before_it() -> None:
    payments = [(DUE + 5 * ONE, FINE)]
    assert owed(FINE, DUE, DUE + 4 * ONE, payments).paid == 0
    assert owed(FINE, DUE, DUE + 5 * ONE, payments).left == Decimal(30)


@given(DAYS, st.lists(st.tuples(DAYS, st.integers(0, 20)), max_size=3), st.integers(1, 500_000))
def test_without_payments_it_is_the_surcharge_of_the_rule(
    on: dt.date, stays: list[tuple[dt.date, int]], fen: int
) -> None:
    fine = Decimal(fen) / 100
    halted = [(first, first + length * ONE) for first, length in stays]
    assert owed(fine, DUE, on, stays=halted).added == surcharge(fine, DUE, on, halted)


@given(DAYS, st.lists(st.tuples(DAYS, st.integers(1, 9000)), max_size=4), st.lists(st.tuples(DAYS, DAYS), max_size=2))
def test_day_by_day_it_is_three_percent_of_what_is_unpaid(
    on: dt.date, payments: list[tuple[dt.date, int]], stays: list[tuple[dt.date, dt.date]]
) -> None:
    made = [(day, Decimal(fen) / 100) for day, fen in payments]
    added, day = Decimal(), DUE + ONE
    while day <= on:
        unpaid = FINE - sum((amount for when, amount in made if when < day), Decimal())
        if unpaid > 0 and not any(first <= day <= last for first, last in stays):
            added = min(FINE, added + unpaid * 3 / 100)
        day += ONE
    assert owed(FINE, DUE, on, made, stays).added == added.quantize(Decimal("0.01"), ROUND_DOWN)
