"""Who gets the next new case, from who is there, what was given lately and what each has open."""

from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from core.cases.turns import OFF, RULES, Given, choose

A, B, C, GONE = (UUID(int=number) for number in (1, 2, 4, 3))
ALL = (C, A, B)


def test_turns_go_round_whoever_is_there() -> None:
    assert choose("in_turn", ALL, [], {}, "") == A
    found, given = [], list[Given]()
    for _ in range(7):
        one = choose("in_turn", ALL, given, {}, "")
        assert one is not None
        found.append(one)
        given.insert(0, Given(one, ""))
    assert found == [A, B, C, A, B, C, A]


def test_the_turn_goes_on_behind_somebody_who_is_gone() -> None:
    assert choose("in_turn", ALL, [Given(GONE, ""), Given(A, "")], {}, "") == C
    assert choose("in_turn", (A, B), [Given(C, "")], {}, "") == A


def test_the_fewest_open_cases_count_and_among_as_many_the_turn() -> None:
    assert choose("least_load", ALL, [], {A: 3, B: 1, C: 2}, "") == B
    assert choose("least_load", ALL, [], {A: 1, B: 1}, "") == C, "who has nothing is not in the count"
    assert choose("least_load", ALL, [Given(A, "")], {}, "") == B


def test_an_item_goes_to_who_had_it_last_while_they_are_there() -> None:
    given = [Given(A, "乙事"), Given(GONE, "甲事"), Given(B, "甲事"), Given(C, "甲事")]
    assert choose("by_item", ALL, given, {B: 9}, "甲事") == B
    assert choose("by_item", (A, C), given, {}, "甲事") == C
    assert choose("by_item", ALL, given, {A: 1, B: 1}, "丙事") == C, "nobody had it: the fewest open cases"


def test_nobody_gets_it_where_nobody_is_there_or_no_rule_was_chosen() -> None:
    assert all(choose(rule, [], [Given(A, "")], {A: 1}, "") is None for rule in RULES)
    assert choose(OFF, ALL, [], {}, "") is None
    assert choose("by lot", ALL, [], {}, "") is None


people = st.lists(st.integers(1, 9).map(lambda number: UUID(int=number)), max_size=6, unique=True)
given_lately = st.lists(st.builds(Given, st.integers(1, 9).map(lambda n: UUID(int=n)), st.sampled_from("甲乙")))


@given(people, given_lately, st.dictionaries(st.integers(1, 9).map(lambda n: UUID(int=n)), st.integers(0, 5)))
def test_only_somebody_who_is_there_ever_gets_it(hands: list[UUID], recent: list[Given], load: dict[UUID, int]) -> None:
    for rule in RULES:
        found = choose(rule, hands, recent, load, "甲")
        assert (found in hands) if hands else (found is None)
        assert found == choose(rule, hands[::-1], recent, load, "甲"), "the order in which they are read says nothing"


@given(people.filter(bool), given_lately)
def test_over_a_round_everybody_gets_one(hands: list[UUID], recent: list[Given]) -> None:
    found = set()
    for _ in hands:
        one = choose("in_turn", hands, recent, {}, "")
        assert one is not None
        found.add(one)
        recent = [Given(one, ""), *recent]
    assert found == set(hands)
