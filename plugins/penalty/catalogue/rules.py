"""Rules of the catalogue, pure: which text counts for an act (行政处罚法 37), and whose power holds (20, 24)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_UP, Decimal

from core.errors import Problem
from core.i18n import N_

# 行政处罚法 9, as far as offences of a township know them.
WARNING, FINE, GAINS, STOP = "warning", "fine", "gains", "stop"
KINDS: Mapping[str, str] = {
    WARNING: N_("警告"),
    FINE: N_("罚款"),
    GAINS: N_("没收违法所得"),
    STOP: N_("责令停业整顿"),
}
STATUTE, CONFERRED, ENTRUSTED = "statute", "conferred", "entrusted"
TITLES: Mapping[str, str] = {STATUTE: N_("法定"), CONFERRED: N_("赋权"), ENTRUSTED: N_("委托")}
ANY, PERSON, ORGANISATION = "any", "person", "organisation"
SUBJECTS: Mapping[str, str] = {ANY: N_("个人和单位"), PERSON: N_("个人"), ORGANISATION: N_("单位")}
AMOUNT, MULTIPLE, SHARE, AREA = "amount", "multiple", "share", "area"
FEN = Decimal("0.01")
OWN_TEXT, NEW_TEXT, NO_OFFENCE, ASK_ELEMENTS, ASK_WEIGHT = "own", "new", "none", "elements", "weight"


@dataclass(frozen=True, slots=True)
class Range:
    """From `low` to `high`, both included; whatever the unit."""

    low: Decimal
    high: Decimal

    def has(self, amount: Decimal) -> bool:
        """Whether an amount lies in it."""
        return self.low <= amount <= self.high


@dataclass(frozen=True, slots=True)
class Band:
    """One range 幅度 of an offence's fine.

    Attributes:
        unit: yuan, or what is taken of a quantity, which `base` names: times, per cent, yuan a square metre.
        when: the condition under which it is this range (逾期不改正, 情节严重); empty for the plain one.
        source: where the range stands if not in the offence's own article.
    """

    subject: str
    unit: str
    range: Range
    base: str = ""
    when: str = ""
    source: str = ""

    def money(self, quantity: Decimal | None, part: Range | None = None) -> Range:
        """The range, or a part of it, in yuan; what is less than a fen falls inside.

        Args:
            quantity: what it is taken of: yuan of a multiple or a share, square metres of an area.

        Raises:
            ValueError: a quantity is needed and was not given, or is negative.
        """
        part = part or self.range
        if self.unit == AMOUNT:
            return part
        if quantity is None or quantity < 0:
            raise ValueError("a range of this unit is taken of a quantity")
        factor = quantity / 100 if self.unit == SHARE else quantity
        low, high = (part.low * factor).quantize(FEN, ROUND_UP), (part.high * factor).quantize(FEN, ROUND_DOWN)
        return Range(min(low, high), high)


@dataclass(frozen=True, slots=True)
class Text:
    """One edition of an offence's text.

    Attributes:
        until: the last day on which it counts; None while it does.
        elements: what an act must be beside what the edition before asked; empty where the act is the same.
    """

    edition: int
    since: dt.date
    until: dt.date | None
    kinds: frozenset[str]
    bands: tuple[Band, ...]
    elements: str = ""

    def counts_on(self, day: dt.date) -> bool:
        """Whether it is in force on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass(frozen=True, slots=True)
class Applicable:
    """Which text counts, and why.

    Attributes:
        outcome: `OWN_TEXT`, `NEW_TEXT` or `NO_OFFENCE`; `ASK_ELEMENTS` where somebody must say whether the act is an
            offence under the new text, `ASK_WEIGHT` where somebody must say which text is lighter.
        text: the text that counts; None unless one does.
    """

    outcome: str
    text: Text | None = None


def text_on(texts: Iterable[Text], day: dt.date) -> Text | None:
    """The edition in force on a day."""
    return next((text for text in texts if text.counts_on(day)), None)


def applicable(
    texts: Sequence[Text],
    acted_on: dt.date,
    decided_on: dt.date,
    still: bool | None = None,
    lighter: bool | None = None,
) -> Applicable:
    """The text of the day of the act, unless that of the decision is lighter or knows no offence 从旧兼从轻 (37).

    Args:
        acted_on: the day of the act, of a continuing one its last (36②).
        still: whether the act has the elements that the new text added; None while nobody said.
        lighter: whether the new text is lighter, where the ranges alone can't tell; None while nobody said.

    Raises:
        ValueError: the decision lies before the act.
    """
    if decided_on < acted_on:
        raise ValueError("decided before the act")
    own, new = text_on(texts, acted_on), text_on(texts, decided_on)
    if own is None or new is None:
        return Applicable(NO_OFFENCE)
    if own is new:
        return Applicable(OWN_TEXT, own)
    if new.elements and still is None:
        return Applicable(ASK_ELEMENTS)
    if new.elements and not still:
        return Applicable(NO_OFFENCE)
    weight = compare(own, new)
    if weight is None and lighter is None:
        return Applicable(ASK_WEIGHT)
    takes_new = lighter if weight is None else weight < 0
    return Applicable(NEW_TEXT, new) if takes_new else Applicable(OWN_TEXT, own)


def compare(own: Text, new: Text) -> int | None:
    """Whether the new text is lighter (-1), heavier (1) or the same (0); None where the ranges alone can't tell.

    They tell where both have the same kinds and the same ranges but for the numbers: the maximum
    counts first, then the minimum, and every range must point the same way.
    """
    alike = own.kinds == new.kinds and len(own.bands) == len(new.bands)
    if not alike:
        return None
    signs = set()
    for before, after in zip(own.bands, new.bands, strict=True):
        if (before.subject, before.unit, before.base, before.when) != (
            *(after.subject, after.unit, after.base),
            after.when,
        ):
            return None
        old_ends, new_ends = (before.range.high, before.range.low), (after.range.high, after.range.low)
        signs.add((new_ends > old_ends) - (new_ends < old_ends))
    signs.discard(0)
    if len(signs) > 1:
        return None
    return signs.pop() if signs else 0


@dataclass(frozen=True, slots=True)
class Power:
    """By whose power the township punishes an offence.

    Attributes:
        document: the published decision (24) or letter (20②); a statute that names the township needs none.
        since, until: the first and the last day of the power; None where there is no such day.
        confirmed: somebody compared it with what was published.
    """

    title: str
    document: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    confirmed: bool = False


def power_problems(power: Power, filed_on: dt.date, decided_on: dt.date) -> list[Problem]:
    """Why the township may not decide: the power must hold from the filing to the decision, each day of it.

    One withdrawn meanwhile leaves a case that goes to the organ that has it now.
    """
    if power.title not in TITLES:
        return [Problem(N_("没有处罚权的来源。"))]
    if power.title != STATUTE:
        if not power.confirmed:
            return [Problem(N_("赋权或者委托的依据还没有核对确认，不能据以处罚。"))]
        if not power.document or power.since is None:
            return [Problem(N_("没有录入公布的赋权决定或者委托书，不能据以处罚。"))]
    if power.since is not None and filed_on < power.since:
        words = N_("立案时（%(filed)s）还没有处罚权，处罚权自%(since)s起。")
        return [Problem(words, params={"filed": filed_on.isoformat(), "since": power.since.isoformat()})]
    if power.until is not None and decided_on > power.until:
        words = N_("处罚权到%(until)s为止，现在不能决定，应当移送有处罚权的机关。")
        return [Problem(words, params={"until": power.until.isoformat()})]
    return []


def confirm_problems(title: str, document: str, since: dt.date | None, until: dt.date | None) -> list[Problem]:
    """What a power that is confirmed must say: the published document with its day, and its last day after that."""
    problems = []
    if title == STATUTE:
        problems.append(Problem(N_("法定的处罚权由法律、法规规定，不需要确认。")))
    if not document.strip():
        problems.append(Problem(N_("请填写公布的决定或者委托书的名称和文号。"), "document"))
    if since is None:
        problems.append(Problem(N_("请填写起始日期。"), "since"))
    elif until is not None and until < since:
        problems.append(Problem(N_("截止日期不能早于起始日期。"), "until"))
    return problems
