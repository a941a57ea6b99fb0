"""Pure rules of pads: what became of each number, in runs, and which were skipped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.errors import Problem
from core.i18n import N_

USED, VOID, LOST = "used", "void", "lost"
BLANK, SKIPPED = "blank", "skipped"
STATES = {USED: N_("已使用"), VOID: N_("已作废"), LOST: N_("已遗失")}
SHOWN = {**STATES, BLANK: N_("空白"), SKIPPED: N_("跳号，没有登记")}
# A pad has some dozens of sheets; who types more has typed a number too many.
MOST = 1_000
LARGEST = 10**9


@dataclass(frozen=True, slots=True)
class Run:
    """Numbers one after the other of which the same became; what was said of them where it is one number."""

    first: int
    last: int
    state: str
    words: str = ""

    @property
    def count(self) -> int:
        """How many numbers it has."""
        return self.last - self.first + 1


def block_problems(first: int, last: int) -> list[Problem]:
    """What is wrong with the numbers of a block."""
    if not 1 <= first <= LARGEST:
        return [Problem(N_("起始号是1以上的整数，最多九位。"), "first")]
    if not first <= last < first + MOST:
        return [Problem(N_("截止号不能小于起始号，一次最多登记%(most)d个号。"), "last", {"most": MOST})]
    return []


def entry_problems(n: int, state: str, words: str, first: int, last: int) -> list[Problem]:
    """What is wrong with an entry of one number."""
    problems = []
    if not first <= n <= last:
        problems.append(Problem(N_("这一本的号码从%(first)d到%(last)d。"), "n", {"first": first, "last": last}))
    if state not in STATES:
        problems.append(Problem(N_("请选择怎么了。"), "state"))
    if state in {VOID, LOST} and not words.strip():
        problems.append(Problem(N_("作废和遗失要写明情况。"), "words"))
    return problems


def ledger(first: int, last: int, entries: Mapping[int, tuple[str, str]]) -> list[Run]:
    """Every number of a block in order, as runs: none is left out.

    A number without an entry is blank, but skipped where a later one was used: pads are used from the front.

    Args:
        entries: number → what became of it, and what was said of it.
    """
    furthest = max((n for n, (state, _words) in entries.items() if state == USED), default=first - 1)
    runs: list[Run] = []
    for n in range(first, last + 1):
        state, words = entries.get(n, (SKIPPED if n < furthest else BLANK, ""))
        before = runs[-1] if runs else None
        if before is not None and (before.state, before.words, words) == (state, "", ""):
            runs[-1] = Run(before.first, n, state)
        else:
            runs.append(Run(n, n, state, words))
    return runs


def counts(runs: list[Run]) -> dict[str, int]:
    """How many numbers of each state some runs have."""
    found: dict[str, int] = {}
    for run in runs:
        found[run.state] = found.get(run.state, 0) + run.count
    return found


def shown(prefix: str, n: int, digits: int) -> str:
    """A number as it is printed on its sheet, e.g. ``No.000123``."""
    return f"{prefix}{n:0{digits}d}"
