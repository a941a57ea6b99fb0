"""Rules of what follows a decision, pure: its report, payments, cash, review or suit, correction, end."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Protocol

from core.errors import Problem
from core.i18n import N_
from plugins.penalty.fines import commands as cmd
from plugins.penalty.fines.ledger import Owed

CASH_WAY = "on_spot"
WAYS: Mapping[str, str] = {"bank": N_("银行"), "electronic": N_("电子支付")}
REVIEW, SUIT = "review", "suit"
STAYS: Mapping[str, str] = {REVIEW: N_("行政复议"), SUIT: N_("行政诉讼")}


class Contestable(Protocol):
    """What these rules read of a decision that can be contested.

    Attributes:
        defending: the court waits for the organ's defence.
        stayed_on: the first day of the review or lawsuit that runs; `last_stay` is the last day of the one before.
    """

    @property
    def today(self) -> dt.date: ...
    @property
    def decided_on(self) -> dt.date | None: ...
    @property
    def stayed_on(self) -> dt.date | None: ...
    @property
    def last_stay(self) -> dt.date | None: ...
    @property
    def defending(self) -> bool: ...


class Decided(Contestable, Protocol):
    """What these rules read of a penalty of either procedure.

    Attributes:
        reported, handed_in, banked, checked, corrected, executed: whether these were done.
        cash: the fine was taken on the spot.
        corrects: a correction was ordered.
        refund_due: the yuan to be given back.
    """

    @property
    def corrects(self) -> bool: ...
    @property
    def checked(self) -> bool: ...
    @property
    def corrected(self) -> bool: ...
    @property
    def executed(self) -> bool: ...
    @property
    def reported(self) -> bool: ...
    @property
    def cash(self) -> bool: ...
    @property
    def handed_in(self) -> bool: ...
    @property
    def banked(self) -> bool: ...
    @property
    def owed(self) -> Owed | None: ...
    @property
    def refund_due(self) -> Decimal: ...


def not_reported(facts: Decided) -> list[Problem]:
    """It is reported once."""
    return [Problem(N_("已经报备案。"))] if facts.reported else []


def unpaid(facts: Decided) -> list[Problem]:
    """There is something to pay."""
    left = facts.owed is not None and facts.owed.left > 0
    return [] if left else [Problem(N_("罚款已经缴清。"))]


def pay(
    owed_then: Owed, decided_on: dt.date, last_paid: dt.date | None, today: dt.date, command: cmd.Pay
) -> list[Problem]:
    """A payment of some day since the decision, after those before it, of no more than was owed then.

    Args:
        owed_then: what was owed on the day of the payment.
    """
    problems = []
    if not decided_on <= command.paid_on <= today:
        problems.append(Problem(N_("缴纳日期应当在决定以后，不晚于今天。"), "paid_on"))
    elif last_paid is not None and command.paid_on < last_paid:
        words = N_("不能早于上一次缴纳的日期（%(day)s）。")
        problems.append(Problem(words, "paid_on", {"day": last_paid.isoformat()}))
    elif not 0 < command.amount <= owed_then.left:
        params = {"left": owed_then.left}
        problems.append(Problem(N_("缴纳的金额应当大于0，不超过当日应缴的%(left)s元。"), "amount", params))
    if command.way not in WAYS:
        problems.append(Problem(N_("请选择缴纳方式。"), "way"))
    if not command.receipt.strip():
        problems.append(Problem(N_("请填写银行或者电子票据的号码。"), "receipt"))
    return problems


def hand_in(facts: Decided, command: cmd.HandIn) -> list[Problem]:
    """Money goes on after it was taken, not before, and not in the future."""
    if facts.decided_on is not None and facts.decided_on <= command.on <= facts.today:
        return []
    return [Problem(N_("日期应当在收缴以后，不晚于今天。"), "on")]


def cash_taken(facts: Decided) -> list[Problem]:
    """Cash was taken and is not handed in yet."""
    return [] if facts.cash and not facts.handed_in else [Problem(N_("没有待交的当场收缴罚款。"))]


def cash_here(facts: Decided) -> list[Problem]:
    """Cash is at the organ and not at the bank yet."""
    return [] if facts.handed_in and not facts.banked else [Problem(N_("没有待缴付银行的罚款。"))]


def stay(facts: Contestable, command: cmd.Stay) -> list[Problem]:
    """A review or lawsuit since the decision, after the last one, with the paper that says so."""
    problems = []
    if command.kind not in STAYS:
        problems.append(Problem(N_("请选择行政复议或者行政诉讼。"), "kind"))
    if facts.decided_on is None or not facts.decided_on <= command.on <= facts.today:
        problems.append(Problem(N_("日期应当在决定以后，不晚于今天。"), "on"))
    elif facts.last_stay is not None and command.on <= facts.last_stay:
        words = N_("日期应当晚于上一次复议、诉讼期间的最后一日（%(day)s）。")
        problems.append(Problem(words, "on", {"day": facts.last_stay.isoformat()}))
    if not command.document.strip():
        problems.append(Problem(N_("请填写受理通知书、应诉通知书等的文号。"), "document"))
    if command.copied_on is not None:
        if command.kind != SUIT:
            problems.append(Problem(N_("行政诉讼才有起诉状副本。"), "copied_on"))
        elif not command.on <= command.copied_on <= facts.today:
            problems.append(Problem(N_("日期应当在起诉以后，不晚于今天。"), "copied_on"))
    return problems


def defending(facts: Contestable) -> list[Problem]:
    """The court waits for a defence."""
    return [] if facts.defending else [Problem(N_("没有待提交的答辩状。"))]


def defended(facts: Contestable, command: cmd.Defended) -> list[Problem]:
    """Handed in during the suit, not in the future."""
    if facts.stayed_on is not None and facts.stayed_on <= command.on <= facts.today:
        return []
    return [Problem(N_("日期应当在起诉以后，不晚于今天。"), "on")]


def refundable(facts: Decided) -> list[Problem]:
    """More was paid than is owed (行政强制法 41)."""
    return [] if facts.refund_due > 0 else [Problem(N_("没有应当退还的款项。"))]


def refund(facts: Decided, command: cmd.Refunded) -> list[Problem]:
    """No more than is to be given back, with a receipt."""
    problems = []
    if command.on > facts.today or (facts.decided_on is not None and command.on < facts.decided_on):
        problems.append(Problem(N_("日期应当在决定以后，不晚于今天。"), "on"))
    if not 0 < command.amount <= facts.refund_due:
        words = N_("退还的金额应当大于0，不超过应当退还的%(due)s元。")
        problems.append(Problem(words, "amount", {"due": facts.refund_due}))
    if not command.receipt.strip():
        problems.append(Problem(N_("请填写退款凭证的号码。"), "receipt"))
    return problems


def not_stayed(facts: Contestable) -> list[Problem]:
    """One at a time."""
    return [Problem(N_("复议或者诉讼期间还没有结束。"))] if facts.stayed_on is not None else []


def stayed(facts: Contestable) -> list[Problem]:
    """One runs."""
    return [] if facts.stayed_on is not None else [Problem(N_("没有进行中的复议或者诉讼。"))]


def end_stay(facts: Contestable, command: cmd.EndStay) -> list[Problem]:
    """It ends after it began, and not in the future."""
    assert facts.stayed_on is not None  # `stayed` is ready
    if facts.stayed_on <= command.on <= facts.today:
        return []
    return [Problem(N_("日期应当在复议、诉讼开始以后，不晚于今天。"), "on")]


def to_check(facts: Decided) -> list[Problem]:
    """A correction was ordered and was not seen yet."""
    return [] if facts.corrects and not facts.corrected else [Problem(N_("没有待检查的改正。"))]


def checked(facts: Contestable, command: cmd.Checked) -> list[Problem]:
    """What was seen is written down."""
    return [] if command.words.strip() else [Problem(N_("请写明检查的情况。"), "words")]


def accounted(facts: Decided) -> list[Problem]:
    """What the organ itself has to do: reported, handed on, and given back what was too much."""
    problems = []
    if not facts.reported:
        problems.append(Problem(N_("当场处罚决定还没有报备案（行政处罚法52③）。")))
    if facts.refund_due > 0:
        words = N_("还有%(left)s元应当退还（行政强制法41）。")
        problems.append(Problem(words, params={"left": facts.refund_due}))
    if facts.cash and not facts.banked:
        problems.append(Problem(N_("当场收缴的罚款还没有缴付银行（行政处罚法71）。")))
    return problems


def closable(facts: Decided) -> list[Problem]:
    """Accounted for, paid with what was added, put right, and contested no more."""
    problems = accounted(facts)
    if facts.owed is not None and facts.owed.left > 0 and not facts.executed:
        problems.append(Problem(N_("还有%(left)s元没有缴纳。"), params={"left": facts.owed.left}))
    if facts.corrects and not facts.checked:
        problems.append(Problem(N_("还没有检查改正的情况（行政处罚法28①）。")))
    elif facts.corrects and not facts.corrected and not facts.executed:
        problems.append(Problem(N_("违法行为还没有改正，也没有强制执行（行政处罚法28①）。")))
    problems += not_stayed(facts)
    return problems
