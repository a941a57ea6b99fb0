"""The rules of 好差评, pure: five grades, words only with a bad one; a bad one is verified, put right and answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.errors import Problem
from core.i18n import N_
from plugins.approval.commands import Act

# 国办发〔2019〕51号: the upper three count as satisfied, the lower two as bad.
GRADES: Mapping[int, str] = {
    5: N_("非常满意"),
    4: N_("满意"),
    3: N_("基本满意"),
    2: N_("不满意"),
    1: N_("非常不满意"),
}
BAD = 2
LONGEST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Verify(Act):
    """Whether what was complained of is so, and what was found."""

    founded: bool
    findings: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PutRight(Act):
    """What was put right."""

    measures: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Act):
    """The answer to who rated."""

    words: str


@dataclass(frozen=True, slots=True)
class Rated:
    """What guards know of a bad rating: whether it was found to be so; None before anybody looked."""

    founded: bool | None


@dataclass(frozen=True, slots=True)
class Figures:
    """The ratings of a township: how many of each grade, and of the bad ones how many are answered."""

    grades: Mapping[int, int]
    answered: int

    @property
    def all(self) -> int:
        """How many there are."""
        return sum(self.grades.values())

    @property
    def bad(self) -> int:
        """How many are bad."""
        return sum(number for grade, number in self.grades.items() if grade <= BAD)

    @property
    def satisfied(self) -> int:
        """The share of those that are not bad, in whole percent; 0 where there is none."""
        return (self.all - self.bad) * 100 // self.all if self.all else 0


def rate(grade: int, words: str, *, final: bool, rated: bool) -> list[Problem]:
    """A service that has ended is rated once; a bad rating says why."""
    if rated:
        return [Problem(N_("这件已经评价过了，一件只评价一次。"))]
    if not final:
        return [Problem(N_("办结以后才能评价。"))]
    if grade not in GRADES:
        return [Problem(N_("请选择满意程度。"), "grade")]
    if grade <= BAD and not words.strip():
        return [Problem(N_("请写明哪里不满意，我们才能核实和整改。"), "words")]
    return []


def verify(facts: Rated, command: Verify) -> list[Problem]:
    """What was found is written down."""
    return [] if command.findings.strip() else [Problem(N_("请写明核实的情况。"), "findings")]


def put_right(facts: Rated, command: PutRight) -> list[Problem]:
    """What was done is written down."""
    return [] if command.measures.strip() else [Problem(N_("请写明整改的措施。"), "measures")]


def answer(facts: Rated, command: Answer) -> list[Problem]:
    """Who rated is answered in words."""
    return [] if command.words.strip() else [Problem(N_("请写明给评价人的答复。"), "words")]


def after_verifying(founded: bool) -> str:
    """What was found to be so is put right before it is answered."""
    return "verified" if founded else "put_right"


def figures(rows: Sequence[tuple[int, int]], answered: int) -> Figures:
    """The figures from (grade, number)."""
    counted = dict(rows)
    return Figures({grade: counted.get(grade, 0) for grade in GRADES}, answered)
