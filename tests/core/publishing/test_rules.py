"""Pure rules of publishing: minimum periods, second signers, what is counted as not kept up."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from uuid import UUID

import pytest

from core.contracts import PublicationType
from core.deadlines.calendar import standard
from core.publishing import marks, rules
from core.publishing.rules import Health, Kept
from core.publishing.types import CIRCULAR, HEARING, NEWS, NOTICE, PAGE, POSTED, TYPES

DAY = dt.timedelta(days=1)
TODAY = dt.date(2026, 11, 24)
NATURAL = PublicationType("x.list", "村务", "village", "村务公开", "村民委员会组织法30", minimum=15, unit="natural")
ONE, OTHER = UUID(int=7), UUID(int=8)
FINE = Health((), TODAY, waiting=0, unanswered=0, services=True, blank=())


@pytest.mark.parametrize(
    ("kind", "on", "until"),
    [
        (NOTICE, dt.date(2026, 9, 28), dt.date(2026, 10, 10)),  # the holiday is skipped, the made-up Saturday counts
        (NOTICE, dt.date(2026, 11, 20), dt.date(2026, 11, 27)),
        (HEARING, dt.date(2026, 11, 20), dt.date(2026, 12, 1)),
        (POSTED, dt.date(2026, 11, 20), dt.date(2026, 11, 27)),
        (CIRCULAR, dt.date(2026, 11, 20), dt.date(2026, 12, 4)),
        (NATURAL, dt.date(2026, 11, 20), dt.date(2026, 12, 5)),
        (NEWS, dt.date(2026, 11, 20), None),
    ],
)
def test_the_minimum_period_begins_on_the_day_after_publication(
    kind: PublicationType, on: dt.date, until: dt.date | None
) -> None:
    assert rules.kept_until(kind, on, standard()) == until


def test_what_only_ends_waits_for_the_last_day_of_its_period_and_what_must_go_does_not() -> None:
    until = TODAY
    assert [p.field for p in rules.end_problems("over", "期满", until, until)] == ["ground"]
    assert rules.end_problems("over", "期满", until, until + DAY) == []
    assert rules.end_problems("over", "期满", None, until) == []
    for ground in set(rules.GROUNDS) - {"over"}:
        assert rules.end_problems(ground, "理由", until, until - DAY) == []


def test_taking_down_needs_a_ground_and_a_reason_and_says_both_at_once() -> None:
    assert {p.field for p in rules.end_problems("because", "  ", None, TODAY)} == {"ground", "reason"}


def test_who_wrote_or_checked_it_does_not_sign_it() -> None:
    assert rules.signer_problems(NEWS, ONE, (ONE, OTHER))
    assert rules.signer_problems(NEWS, OTHER, (ONE, OTHER))
    assert rules.signer_problems(NEWS, UUID(int=9), (ONE, OTHER)) == []
    assert rules.signer_problems(replace(NEWS, second_signer=False), ONE, (ONE, ONE)) == []


@pytest.mark.parametrize(("days", "stale"), [(0, False), (14, False), (15, True)])
def test_news_are_not_kept_up_after_two_weeks(days: int, stale: bool) -> None:
    column = Kept("news", "", NEWS.stale_after, TODAY - days * DAY)
    assert column.is_stale(TODAY) is stale


def test_pages_never_grow_stale_and_an_empty_column_is_empty_and_not_stale() -> None:
    assert not Kept("about", "", PAGE.stale_after, TODAY - 999 * DAY).is_stale(TODAY)
    empty = Kept("news", "", 14, None)
    assert empty.is_empty()
    assert not empty.is_stale(TODAY)


def test_a_healthy_portal_fails_nothing() -> None:
    assert FINE.failures(TODAY) == []


@pytest.mark.parametrize(
    ("health", "failures"),
    [
        (replace(FINE, home_on=TODAY - 14 * DAY), 0),
        (replace(FINE, home_on=TODAY - 15 * DAY), 1),
        (replace(FINE, home_on=None), 1),
        (replace(FINE, unanswered=1), 1),
        (replace(FINE, waiting=9), 0),
        (replace(FINE, services=False), 1),
        (replace(FINE, columns=(Kept("a", "", 14, TODAY - 15 * DAY),) * 4), 0),
        (replace(FINE, columns=(Kept("a", "", 14, TODAY - 15 * DAY),) * 5), 1),
        (replace(FINE, columns=(Kept("a", "", 14, None),) * 4), 0),
        (replace(FINE, columns=(Kept("a", "", 14, None),) * 5), 1),
        (replace(FINE, columns=(Kept("a", "", 14, TODAY - 366 * DAY),) * 10), 2),
        (replace(FINE, columns=(Kept("a", "", 14, TODAY - 365 * DAY),) * 10), 1),
    ],
)
def test_each_counter_of_the_check_fails_a_portal_at_its_threshold(health: Health, failures: int) -> None:
    assert len(health.failures(TODAY)) == failures


def test_every_type_of_core_has_an_article_and_asks_for_a_second_signer() -> None:
    assert all(given.article and given.second_signer and "public" in given.audiences for given in TYPES)


def test_required_marks_that_are_not_there_are_named_and_optional_ones_are_not() -> None:
    every = dict.fromkeys(marks.MARKS, "有")
    assert marks.blank(every) == ()
    assert marks.blank({**every, "icp": "", "operator": ""}) == (marks.MARKS["icp"],)
    assert len(marks.blank({})) == len(marks.MARKS) - len(marks.OPTIONAL)
