"""From answers to a tier, and what an amount at every edge of tier and law needs (行政处罚法 30–34)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plugins.penalty.catalogue import library
from plugins.penalty.catalogue.rules import FEN, Band, Range
from plugins.penalty.discretion import rules
from plugins.penalty.discretion.rules import GROUNDS, HEAVY, LIGHT, MUST, NORMAL, WAIVE, Proposal, Tier, check, weigh


def part(low: str, high: str) -> Range:
    return Range(Decimal(low), Decimal(high))


FIRE = Band("person", "amount", part("200", "3000"))
TIERS = (
    Tier(LIGHT, "立即扑灭", (part("200", "600"),)),
    Tier(NORMAL, "", (part("600", "1500"),)),
    Tier(HEAVY, "再次", (part("1500", "3000"),)),
)
REDUCING = sorted(code for code, ground in GROUNDS.items() if not ground.waives)
WAIVING = sorted(code for code, ground in GROUNDS.items() if ground.waives)


def proposal(
    *met: int, grounds: tuple[str, ...] = (), tiers: tuple[Tier, ...] = TIERS, optional: bool = False
) -> Proposal:
    return weigh(FIRE, 0, tiers, met, grounds, optional=optional)


def fields(made: Proposal, amount: str, reasons: str = "", reviewer: str = "") -> list[str | None]:
    return [problem.field for problem in check(made, Decimal(amount), reasons, reviewer)]


@pytest.mark.parametrize(("met", "kinds"), [((), [NORMAL]), ((0,), [LIGHT]), ((2,), [HEAVY]), ((0, 2), [LIGHT, HEAVY])])
def test_answers_lead_to_their_tiers(met: tuple[int, ...], kinds: list[str]) -> None:
    assert [kind for kind, _ in proposal(*met).tiers] == kinds


@pytest.mark.parametrize(("met", "low", "high"), [((0,), "200", "600"), ((), "600", "1500"), ((2,), "1500", "3000")])
def test_both_edges_of_a_tier_are_inside_and_a_fen_further_is_not(met: tuple[int, ...], low: str, high: str) -> None:
    made = proposal(*met)
    assert (fields(made, low), fields(made, high)) == ([], [])
    for outside in (Decimal(low) - FEN, Decimal(high) + FEN):
        found = fields(made, str(outside))
        if outside > FIRE.range.high:
            assert found == ["amount"]
        elif outside < FIRE.range.low:
            assert found == ["amount", "reasons", "reviewer"]
        else:
            assert found == ["reasons", "reviewer"]
            assert fields(made, str(outside), "情节特殊", "李样") == []


def test_the_maximum_is_never_passed() -> None:
    for grounds in ((), ("other",), ("first",)):
        assert fields(proposal(2, grounds=grounds), "3000.01", "样", "样") == ["amount"]


@pytest.mark.parametrize("ground", REDUCING)
def test_below_the_minimum_only_on_a_ground_with_reasons_and_review(ground: str) -> None:
    assert fields(proposal(), "199.99", "样", "样") == ["amount"]
    made = proposal(grounds=(ground,))
    assert fields(made, "199.99", "样", "样") == []
    assert fields(made, "199.99") == ["reasons", "reviewer"]
    assert fields(made, "0", "样", "样") == ["amount"]  # 减轻 is less, not nothing


@pytest.mark.parametrize("ground", [code for code in REDUCING if GROUNDS[code].force == MUST])
def test_who_must_be_punished_more_lightly_is_offered_no_heavier_tier(ground: str) -> None:
    assert [kind for kind, _ in proposal(2, grounds=(ground,)).tiers] == [LIGHT]
    assert fields(proposal(2, grounds=(ground,)), "1500") == ["reasons", "reviewer"]


@pytest.mark.parametrize("ground", WAIVING)
def test_no_penalty_on_a_ground_and_where_the_law_says_so_nothing_else(ground: str) -> None:
    made = proposal(grounds=(ground,))
    assert fields(made, "0") == []
    assert fields(made, "600") == (["amount"] if GROUNDS[ground].force == MUST else [])


def test_nothing_at_all_needs_a_ground_or_a_law_that_leaves_it_open() -> None:
    assert fields(proposal(), "0", "样", "样") == ["amount"]
    assert fields(proposal(optional=True), "0", "样", "样") == []
    assert fields(proposal(optional=True), "0") == ["reasons", "reviewer"]
    waived = (*TIERS, Tier(WAIVE, "首次", (None,)))
    assert fields(proposal(3, tiers=waived), "0") == []


def test_several_circumstances_are_weighed_with_reasons() -> None:
    assert fields(proposal(0, 2), "600") == ["reasons"]
    assert fields(proposal(0, 2), "600", "综合裁量") == []
    assert fields(proposal(0, 2), "1000", "综合裁量") == ["reviewer"]


@pytest.mark.parametrize("amount", ["-0.01", "600.001"])
def test_a_sum_is_of_whole_fen_and_not_negative(amount: str) -> None:
    assert fields(proposal(), amount) == ["amount"]


def test_the_articles_of_the_grounds_are_named() -> None:
    assert proposal(grounds=("first", "undone")).articles == ("行政处罚法33①", "行政处罚法32(一)")
    with pytest.raises(ValueError, match="no such ground"):
        proposal(grounds=("mood",))


@given(
    st.sets(st.integers(0, 2)),
    st.sets(st.sampled_from(sorted(GROUNDS))),
    st.decimals(0, 4000, places=2),
    st.booleans(),
    st.booleans(),
)
def test_what_passes_lies_within_the_law_whatever_was_answered(
    met: set[int], grounds: set[str], amount: Decimal, reasoned: bool, optional: bool
) -> None:
    made = weigh(FIRE, 0, TIERS, met, grounds, optional=optional)
    words = "样" if reasoned else ""
    if check(made, amount, words, words):
        return
    assert amount <= 3000
    forces = {GROUNDS[code].force for code in grounds if GROUNDS[code].waives}
    assert not (MUST in forces and amount > 0)
    if 0 < amount < 200:
        assert grounds & set(REDUCING)
        assert reasoned
    if amount == 0:
        assert grounds & set(WAIVING) or optional
    if not reasoned and amount:
        assert any(part is not None and part.has(amount) for _, part in made.tiers)


OFFENCES = [row for row in library.offences() if row.get("bands")]


@pytest.mark.parametrize("row", OFFENCES, ids=lambda row: f"{row['code']}-{row['edition']}")
def test_every_edge_of_every_band_that_comes_along_is_inside_its_tier(row: dict[str, object]) -> None:
    """The calculator at each edge: inside as it is, a fen above the law refused, whoever asks."""
    offence = library.of(row)
    quantity = Decimal(1000)
    for at, band in enumerate(offence.bands):
        law = band.money(quantity)
        for place, tier in enumerate(offence.tiers):
            edge = tier.ranges[at]
            if edge is None:
                continue
            met = [place] if tier.when else []
            made = weigh(band, at, offence.tiers, met, (), quantity)
            inside = band.money(quantity, edge)
            for amount in (max(inside.low, FEN), inside.high):
                assert check(made, amount) == [], (row["code"], tier.kind, amount)
            assert check(made, law.high + FEN, "样", "样")


@pytest.mark.parametrize("row", OFFENCES, ids=lambda row: f"{row['code']}-{row['edition']}")
def test_the_tiers_that_come_along_cover_the_law_and_stay_within(row: dict[str, object]) -> None:
    offence = library.of(row)
    assert rules.standard_problems(offence.bands, offence.tiers) == []


def test_tiers_that_leave_the_law_or_a_hole_are_refused() -> None:
    hole = (TIERS[0], Tier(NORMAL, "", (part("700", "1500"),)), TIERS[2])
    beyond = (*TIERS[:2], Tier(HEAVY, "再次", (part("1500", "3001"),)))
    short = TIERS[:2]
    unnamed = (Tier(LIGHT, "", TIERS[0].ranges), *TIERS[1:])
    for tiers, words in (
        (hole, "覆盖"),
        (beyond, "超出法定幅度"),
        (short, "覆盖"),
        (unnamed, "只有一个"),
        ((), "只有一个"),
    ):
        assert any(words in str(problem) for problem in rules.standard_problems([FIRE], tiers)), words
