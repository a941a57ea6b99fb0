"""Two officers, each with a valid certificate (行政处罚法 42), and who comes for who stands back (43)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import UUID

import pytest

from core.accounts.actor import Actor
from core.errors import DomainError
from plugins.penalty.officers.rules import Certificate, certificate_problems, pair_problems, successor_problems
from plugins.penalty.officers.services import other, own

D = dt.date
FIRST, LAST = D(2026, 1, 1), D(2026, 12, 31)
A, B, C = (Certificate(UUID(int=number), f"样{number}", f"样-{number}", FIRST, LAST) for number in (1, 2, 3))


@pytest.mark.parametrize(
    ("day", "good"),
    [(D(2025, 12, 31), False), (FIRST, True), (LAST, True), (D(2027, 1, 1), False)],
)
def test_a_certificate_counts_from_its_first_to_its_last_day(day: dt.date, good: bool) -> None:
    assert A.valid_on(day) is good
    assert (pair_problems([A, B], day) == []) is good


def test_one_that_was_stopped_counts_no_more_from_that_day() -> None:
    stopped = replace(A, stopped_on=D(2026, 6, 1))
    assert stopped.valid_on(D(2026, 5, 31))
    assert not stopped.valid_on(D(2026, 6, 1))
    assert "样-1" in str(pair_problems([stopped, B], D(2026, 6, 1))[0])


def test_two_certificates_of_one_person_are_one_officer() -> None:
    assert pair_problems([A], FIRST)
    assert pair_problems([A, replace(A, number="样-9")], FIRST)
    assert pair_problems([A, B], FIRST) == []


def test_another_officer_who_may_act_comes_for_one_of_the_two() -> None:
    assert successor_problems([A, B], B.account_id, C, FIRST) == []
    for leaves, comes in (
        (C.account_id, C),
        (B.account_id, A),
        (B.account_id, B),
        (B.account_id, replace(C, valid_to=FIRST)),
    ):
        assert successor_problems([A, B], leaves, comes, D(2026, 1, 2)), (leaves, comes)


def test_a_certificate_has_a_number_and_its_days() -> None:
    assert certificate_problems("样-1", FIRST, FIRST) == []
    assert [one.field for one in certificate_problems(" ", None, None)] == ["number", "valid_from", "valid_to"]
    assert [one.field for one in certificate_problems("样-1", LAST, FIRST)] == ["valid_to"]


def test_who_investigates_does_nothing_else_in_a_case_and_nobody_else_does_that() -> None:
    first, stranger = Actor(A.account_id, A.name, 1), Actor(C.account_id, C.name, 1)
    own(first, (A, B))
    other(stranger, (A, B))
    with pytest.raises(DomainError, match="只有本案的执法人员"):
        own(stranger, (A, B))
    with pytest.raises(DomainError, match="执法人员以外的人"):
        other(first, (A, B))
