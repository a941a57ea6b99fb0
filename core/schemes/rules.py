"""Schemes of the year, pure: what a line of one may say, how it differs from what binds it, and how it is kept."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from core.contracts import DutyRule
from core.deadlines.own import is_own
from core.deadlines.rules import Fixed
from core.duties.terms import MONTH_END, Term, Terms, own_term, strictest
from core.errors import Problem
from core.i18n import N_

DRAFT, PROPOSED, IN_FORCE, REPLACED, DROPPED = "draft", "proposed", "in_force", "replaced", "dropped"
STATES = (DRAFT, PROPOSED, IN_FORCE, REPLACED, DROPPED)
OPEN = (DRAFT, PROPOSED)
LABELS: Mapping[str, str] = {
    DRAFT: N_("草稿"),
    PROPOSED: N_("待确认"),
    IN_FORCE: N_("执行中"),
    REPLACED: N_("已被替换"),
    DROPPED: N_("已放弃"),
}
# From what a scheme is copied.
SOURCES: Mapping[str, str] = {
    "above": N_("县级方案（没有的按规定日期）"),
    "last": N_("本单位上一年度的方案"),
    "now": N_("本年度正在执行的方案"),
}
LONGEST_WHY = 200


@dataclass(frozen=True, slots=True)
class Line:
    """One duty of a scheme with what binds it: the rule, and for a township the county's scheme."""

    duty: DutyRule
    fixed: Fixed
    bound: Term

    @property
    def code(self) -> str:
        """Of the duty."""
        return self.duty.code

    @property
    def own(self) -> bool:
        """Whether the township set it itself, beside the county's template."""
        return is_own(self.duty.code)


@dataclass(frozen=True, slots=True)
class Difference:
    """One duty of which a scheme asks for more than what binds it, or which the township set itself."""

    line: Line
    term: Term


def lines(measures: Iterable[tuple[DutyRule, Fixed]], above: Terms) -> list[Line]:
    """What a scheme may set, each bound by the stricter of its rule and `above`."""
    found = []
    for duty, fixed in measures:
        own = {duty.code: own_term(duty, fixed)}
        given = {duty.code: above[duty.code]} if duty.code in above else {}
        found.append(Line(duty, fixed, strictest([own, given])[duty.code]))
    return found


def copied(lines: Sequence[Line], before: Terms) -> dict[str, Term]:
    """The terms to begin with: those of `before`, made as strict as what binds them now."""
    found = {}
    for line in lines:
        known = {line.code: before[line.code]} if line.code in before else {}
        found[line.code] = strictest([known, {line.code: line.bound}])[line.code]
    return found


def differences(lines: Sequence[Line], terms: Terms) -> list[Difference]:
    """The duties of which a scheme asks for more."""
    return [
        Difference(line, terms[line.code])
        for line in lines
        if line.code in terms and (line.own or _differs(line.bound, terms[line.code]))
    ]


def problems(lines: Sequence[Line], terms: Terms, year: int) -> list[Problem]:
    """Everything that is wrong with the terms of a year, each at its field: they may tighten, never loosen."""
    return [problem for line in lines if line.code in terms for problem in _line_problems(line, terms[line.code], year)]


def field_of(code: str, name: str) -> str:
    """The form's field of a duty's ``month``, ``day``, ``why``, or quota."""
    return f"{name}_{code.replace('.', '_')}"


def to_json(terms: Terms) -> dict[str, Any]:
    """Terms as they are kept."""
    return {code: asdict(term) for code, term in terms.items()}


def from_json(kept: Mapping[str, Any]) -> dict[str, Term]:
    """Terms as they were kept."""
    return {code: Term(**term) for code, term in kept.items()}


def _differs(bound: Term, term: Term) -> bool:
    return (bound.month, bound.day, dict(bound.quotas)) != (term.month, term.day, dict(term.quotas))


def _line_problems(line: Line, term: Term, year: int) -> list[Problem]:
    bound, found = line.bound, []
    if not 1 <= term.month <= bound.month:
        words = N_("月份应当是1到%(most)d之间的数字，只能提前，不能推后。")
        found.append(Problem(words, field_of(line.code, "month"), {"most": bound.month}))
    elif not 1 <= term.day <= MONTH_END:
        found.append(Problem(N_("日应当是1到31之间的数字，31表示月底。"), field_of(line.code, "day")))
    elif (term.month, term.day) > (bound.month, bound.day):
        words = N_("只能提前，不能推后：上级方案或者规定的日期是%(month)d月%(day)d日。")
        if line.fixed.every == "month":
            words = N_("只能提前，不能推后：上级方案或者规定的日期是%(day)d日（31表示月底）。")
        found.append(Problem(words, field_of(line.code, "day"), {"month": bound.month, "day": bound.day}))
    elif line.fixed.every == "year" and monthrange(year, term.month)[1] < term.day < MONTH_END:
        words = N_("%(month)d月没有%(day)d日。")
        found.append(Problem(words, field_of(line.code, "day"), {"month": term.month, "day": term.day}))
    for quota in line.duty.quotas:
        least, given = bound.quotas[quota.code], term.quotas.get(quota.code, 0)
        if not least <= given <= quota.most:
            words = N_("应当是%(least)d到%(most)d之间的数字，只能提高，不能降低。")
            params = {"least": least, "most": quota.most}
            found.append(Problem(words, field_of(line.code, quota.code), params))
    if not found and line.own and not term.why.strip():
        found.append(Problem(N_("请写明设立这项任务的依据。"), field_of(line.code, "why")))
    elif not found and _differs(bound, term) and not term.why.strip():
        found.append(Problem(N_("与上级方案或者规定不同，请写明理由。"), field_of(line.code, "why")))
    if len(term.why) > LONGEST_WHY:
        found.append(Problem(N_("最多%(max)d个字。"), field_of(line.code, "why"), {"max": LONGEST_WHY}))
    return found
