"""Rules of discretion, pure: from answers to a tier and its band, what an amount outside needs (行政处罚法 30–34).

The maximum of the law is never passed. Below its minimum there is only 减轻 on a ground of 30 to 32, and no penalty at
all on one of 30, 31 and 33. A standard guides: another amount within the law needs reasons and a legal review.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from core.errors import Problem
from core.i18n import N_
from plugins.penalty.catalogue.rules import AMOUNT, ANY, FEN, Band, Range

WAIVE, LIGHT, NORMAL, HEAVY = "waive", "light", "normal", "heavy"
TIERS: Mapping[str, str] = {
    WAIVE: N_("不予处罚"),
    LIGHT: N_("从轻"),
    NORMAL: N_("一般"),
    HEAVY: N_("从重"),
}
MUST, MAY = "must", "may"


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground of the law that leaves the ordinary range.

    Attributes:
        waives: no penalty at all; without it, a lighter one 从轻或者减轻.
        force: whether the law says must (应当, 不予) or may (可以).
    """

    words: str
    article: str
    waives: bool
    force: str


# The words are those of 行政处罚法 30–33.
GROUNDS: Mapping[str, Ground] = {
    "child": Ground(N_("不满十四周岁的未成年人"), "30", True, MUST),
    "youth": Ground(N_("已满十四周岁不满十八周岁的未成年人"), "30", False, MUST),
    "unable": Ground(N_("精神病人、智力残疾人在不能辨认或者不能控制自己行为时"), "31", True, MUST),
    "partly": Ground(N_("尚未完全丧失辨认或者控制自己行为能力的精神病人、智力残疾人"), "31", False, MAY),
    "undone": Ground(N_("主动消除或者减轻违法行为危害后果"), "32(一)", False, MUST),
    "forced": Ground(N_("受他人胁迫或者诱骗实施违法行为"), "32(二)", False, MUST),
    "told": Ground(N_("主动供述行政机关尚未掌握的违法行为"), "32(三)", False, MUST),
    "helped": Ground(N_("配合行政机关查处违法行为有立功表现"), "32(四)", False, MUST),
    "other": Ground(N_("法律、法规、规章规定其他应当从轻或者减轻行政处罚"), "32(五)", False, MUST),
    "minor": Ground(N_("违法行为轻微并及时改正，没有造成危害后果"), "33①", True, MUST),
    "first": Ground(N_("初次违法且危害后果轻微并及时改正"), "33①", True, MAY),
    "blameless": Ground(N_("有证据足以证明没有主观过错"), "33②", True, MUST),
}


@dataclass(frozen=True, slots=True)
class Tier:
    """One tier 裁量阶次 of an offence.

    Attributes:
        when: its circumstances, asked as a question; empty for the tier of who answers none with yes.
        ranges: for each range of the offence the part that belongs to the tier; None where there is none.
    """

    kind: str
    when: str
    ranges: tuple[Range | None, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What answers lead to, in yuan.

    Attributes:
        statutory: the range of the law.
        tiers: the tiers that the circumstances name, each with its range; more than one is weighed by a person.
        waives: the grounds on which there may be no penalty; `bound` says that there must be none.
        reduces: the grounds on which it may go below the minimum.
        optional: the law leaves it open whether to fine.
    """

    statutory: Range
    tiers: tuple[tuple[str, Range | None], ...]
    waives: tuple[str, ...] = ()
    bound: bool = False
    reduces: tuple[str, ...] = ()
    optional: bool = False

    @property
    def articles(self) -> tuple[str, ...]:
        """The articles of the grounds, as they are noted."""
        return tuple(f"行政处罚法{GROUNDS[code].article}" for code in (*self.waives, *self.reduces))


def weigh(
    band: Band,
    index: int,
    tiers: Sequence[Tier],
    met: Collection[int],
    grounds: Collection[str],
    quantity: Decimal | None = None,
    *,
    optional: bool = False,
) -> Proposal:
    """From what was answered to the tier and its range in yuan.

    Args:
        index: which of the offence's ranges `band` is.
        met: the tiers whose circumstances were answered with yes, by their places.
        quantity: what a multiple, a share or an area is taken of.

    Raises:
        ValueError: a quantity is needed, or a ground or a tier is none there is.
    """
    if unknown := [code for code in grounds if code not in GROUNDS]:
        raise ValueError(f"no such ground: {unknown[0]}")
    named = [tiers[place] for place in sorted(met)] or [tier for tier in tiers if not tier.when]
    kinds = [code for code in GROUNDS if code in grounds]
    reduces = tuple(code for code in kinds if not GROUNDS[code].waives)
    if any(GROUNDS[code].force == MUST for code in reduces):
        # 应当从轻或者减轻: nothing above the light tier is proposed, whatever else was answered.
        named = [tier for tier in named if tier.kind in {WAIVE, LIGHT}] or [
            tier for tier in tiers if tier.kind == LIGHT
        ]
    waives = tuple(code for code in kinds if GROUNDS[code].waives)
    return Proposal(
        statutory=band.money(quantity),
        tiers=tuple((tier.kind, _part(band, tier.ranges[index], quantity)) for tier in named),
        waives=waives,
        bound=any(GROUNDS[code].force == MUST for code in waives),
        reduces=reduces,
        optional=optional,
    )


def _part(band: Band, part: Range | None, quantity: Decimal | None) -> Range | None:
    return None if part is None else band.money(quantity, part)


class Asked(Protocol):
    """What the calculator knows of a case: its party, and the ranges, standard and freedom of its offence."""

    @property
    def subject(self) -> str: ...
    @property
    def bands(self) -> tuple[Band, ...]: ...
    @property
    def tiers(self) -> tuple[Tier, ...]: ...
    @property
    def optional(self) -> bool: ...


class Answered(Protocol):
    """What was answered to it."""

    @property
    def band(self) -> int | None: ...
    @property
    def met(self) -> tuple[int, ...]: ...
    @property
    def grounds(self) -> tuple[str, ...]: ...
    @property
    def quantity(self) -> Decimal | None: ...


def proposed(facts: Asked, command: Answered) -> tuple[Proposal | None, list[Problem]]:
    """What the standard says to the answers, and what is wrong with these; None where the offence knows no fine."""
    if not facts.bands:
        return None, []
    if command.band is None or not 0 <= command.band < len(facts.bands):
        return None, [Problem(N_("请选择适用的幅度。"), "band")]
    band = facts.bands[command.band]
    if band.subject not in {ANY, facts.subject}:
        return None, [Problem(N_("这一幅度不适用于这类当事人。"), "band")]
    if band.unit != AMOUNT and command.quantity is None:
        return None, [Problem(N_("请填写%(base)s。"), "quantity", {"base": band.base})]
    tiers = facts.tiers
    if any(not 0 <= place < len(tiers) for place in command.met):
        return None, [Problem(N_("裁量基准已经变动，请重新选择情节。"), "met")]
    proposal = weigh(band, command.band, tiers, command.met, command.grounds, command.quantity, optional=facts.optional)
    return proposal, []


def needs_review(proposal: Proposal, amount: Decimal) -> bool:
    """Whether an amount leaves the standard, so that it needs reasons and a legal review."""
    if amount == 0 and proposal.waives:
        return False
    inside = [part for kind, part in proposal.tiers if (part is not None and part.has(amount)) or _none(kind, amount)]
    return bool(proposal.tiers) and not inside


def _none(kind: str, amount: Decimal) -> bool:
    return kind == WAIVE and amount == 0


def check(proposal: Proposal, amount: Decimal, reasons: str = "", reviewer: str = "") -> list[Problem]:
    """Every reason why a fine may not be so much, at once; 0 is none.

    Args:
        amount: in yuan, with at most two digits after the point.
        reasons: why it leaves the standard, goes below the minimum, or weighs several tiers.
        reviewer: who made the legal review.
    """
    if amount < 0 or amount != amount.quantize(FEN):
        return [Problem(N_("金额应当是0以上、最多两位小数的数。"), "amount")]
    law = proposal.statutory
    if proposal.bound and amount > 0:
        params = {"article": proposal.articles[0]}
        return [Problem(N_("依据%(article)s，不予行政处罚，不能罚款。"), "amount", params)]
    if amount > law.high:
        return [Problem(N_("不能超过法定的最高限%(high)s元。"), "amount", {"high": law.high})]
    problems = []
    if amount == 0:
        waived = proposal.waives or any(kind == WAIVE for kind, _ in proposal.tiers)
        if not (waived or proposal.optional):
            problems.append(Problem(N_("没有不予处罚的法定情形（行政处罚法30、31、33），不能不罚款。"), "amount"))
    elif amount < law.low and not proposal.reduces:
        words = N_("低于法定的最低限%(low)s元是减轻，要有行政处罚法30、31、32的情形。")
        problems.append(Problem(words, "amount", {"low": law.low}))
    outside = needs_review(proposal, amount)
    lowered = 0 < amount < law.low
    if (outside or lowered or len(proposal.tiers) > 1) and not reasons.strip():
        problems.append(Problem(N_("在裁量基准之外、减轻，或者同时有几种情节的，应当说明理由。"), "reasons"))
    if (outside or lowered) and not reviewer.strip():
        problems.append(Problem(N_("在裁量基准之外或者减轻的，应当经过法制审核，请填写审核人。"), "reviewer"))
    return problems


def standard_problems(bands: Sequence[Band], tiers: Sequence[Tier]) -> list[Problem]:
    """What is wrong with the tiers of an offence: each within the law, no hole, one of them without a question."""
    problems = []
    if bands and [tier.when for tier in tiers].count("") != 1:
        problems.append(Problem(N_("应当有一个（只有一个）不需要特别情节的档。")))
    for at, band in enumerate(bands):
        parts = [tier.ranges[at] for tier in tiers if len(tier.ranges) > at]
        known = sorted((part.low, part.high) for part in parts if part is not None)
        if any(low > high or low < band.range.low or high > band.range.high for low, high in known):
            problems.append(Problem(N_("第%(number)d种幅度有档超出法定幅度。"), params={"number": at + 1}))
        ends = [band.range.low, *(high for _, high in known)]
        if (
            not known
            or ends[-1] != band.range.high
            or any(low > end for (low, _), end in zip(known, ends, strict=False))
        ):
            problems.append(Problem(N_("第%(number)d种幅度没有被各档全部覆盖。"), params={"number": at + 1}))
    return problems
