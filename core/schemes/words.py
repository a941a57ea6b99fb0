"""Schemes in words: the day of a duty, and the document with which a scheme is issued."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from core import plugins
from core.cases.catalogue import catalogue
from core.contracts import DutyRule
from core.deadlines.rules import SPANS, Fixed
from core.duties.own import owner_of
from core.duties.terms import MONTH_END, Term, Terms
from core.i18n import N_
from core.schemes.rules import Line
from core.tenancy.models import UNIT_FUNCTIONS, UNIT_KIND_WORDS, Unit

Worded = tuple[str, Mapping[str, int]]  # a msgid and its values
OWN = "（本乡镇自设）"
NUMERALS = "一二三四五六七八九十"


def day_words(fixed: Fixed, term: Term) -> Worded:
    """The day of a duty as people write it: ``3月31日``, ``每月25日``, ``次月5日``."""
    given = {"month": term.month, "day": term.day}
    if fixed.every == "month":
        if term.day == MONTH_END:
            return N_("每月月底"), {}
        return N_("次月%(day)d日") if fixed.shift else N_("每月%(day)d日"), {"day": term.day}
    if fixed.every == "year":
        return N_("次年%(month)d月%(day)d日") if fixed.shift else N_("%(month)d月%(day)d日"), given
    return N_("每%(span)d个月的第%(month)d个月%(day)d日"), {"span": SPANS[fixed.every], **given}


def owing_words(duty: DutyRule) -> list[str]:
    """Who owes a duty: the kinds of unit and the functions it names."""
    kinds = [UNIT_KIND_WORDS[kind] for kind in UNIT_KIND_WORDS if kind in duty.owes.kinds]
    return kinds + [UNIT_FUNCTIONS[name] for name in UNIT_FUNCTIONS if name in duty.owes.functions]


def title_of(year: int) -> str:
    """The title of the document, in Chinese as the paper is."""
    return f"关于印发{year}年度效能建设实施方案的通知"


def sent_to(units: Iterable[Unit]) -> str:
    """Who the document goes to 主送."""
    kinds = {unit.kind for unit in units}
    return "、".join((*(["各村（社区）"] if "village" in kinds else []), "各站所"))


def body_of(lines: Sequence[Line], terms: Terms, year: int) -> str:
    """The body of the document: every duty by its measure, with who owes it, its day and its quotas."""
    registry, limits, by_measure = plugins.registry(), catalogue(), dict[str, list[Line]]()
    for line in lines:
        by_measure.setdefault(owner_of(line.code), []).append(line)
    found = [f"为明确{year}年度各项任务的责任单位、完成时限和要求，现将实施方案印发给你们，请遵照执行。"]
    for number, (name, own) in enumerate(by_measure.items()):
        found.append(f"{NUMERALS[number % len(NUMERALS)]}、{registry.plugins[name].label}")
        found += [
            f"{index}.{limits.newest(line.code).name}{OWN if line.own else ''}："
            f"{_sentence(line, terms.get(line.code, line.bound))}"
            for index, line in enumerate(own, 1)
        ]
    return "\n".join(found)


def _sentence(line: Line, term: Term) -> str:
    quotas = "，".join(f"{quota.label}不少于{term.quotas[quota.code]}" for quota in line.duty.quotas)
    words, params = day_words(line.fixed, term)
    return f"{'、'.join(owing_words(line.duty))}，{words % params}前{'；' + quotas if quotas else ''}。"
