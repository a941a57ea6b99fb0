"""No number of a pad is ever left out of its ledger."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.pads import rules
from core.pads.rules import Run


def test_what_lies_before_the_last_used_number_was_skipped_and_what_lies_behind_is_blank() -> None:
    entries = {1: ("used", ""), 2: ("used", ""), 4: ("void", "写错"), 5: ("used", "甲"), 7: ("lost", "雨淋")}
    assert rules.ledger(1, 9, entries) == [
        Run(1, 2, "used"),
        Run(3, 3, "skipped"),
        Run(4, 4, "void", "写错"),
        Run(5, 5, "used", "甲"),
        Run(6, 6, "blank"),
        Run(7, 7, "lost", "雨淋"),
        Run(8, 9, "blank"),
    ]


@given(
    st.integers(1, 500),
    st.integers(0, 40),
    st.dictionaries(st.integers(1, 540), st.tuples(st.sampled_from(list(rules.STATES)), st.sampled_from(["", "样"]))),
)
def test_the_runs_are_the_whole_block_without_gap_or_overlap(
    first: int, more: int, entries: dict[int, tuple[str, str]]
) -> None:
    own = {n: entry for n, entry in entries.items() if first <= n <= first + more}
    runs = rules.ledger(first, first + more, own)
    numbers = [n for run in runs for n in range(run.first, run.last + 1)]
    assert numbers == list(range(first, first + more + 1))
    assert sum(rules.counts(runs).values()) == more + 1
    for run in runs:
        for n in range(run.first, run.last + 1):
            assert own.get(n, (run.state, "")) == (run.state, run.words)


def test_numbers_are_shown_as_they_are_printed() -> None:
    assert rules.shown("No.", 123, 6) == "No.000123"
