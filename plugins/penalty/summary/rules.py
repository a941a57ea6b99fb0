"""Rules of the summary procedure, pure: what may be decided on the spot, by whom, after what, and how it is paid."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from core.errors import Problem
from core.i18n import N_
from plugins.penalty.catalogue.rules import (
    FINE,
    ORGANISATION,
    PERSON,
    WARNING,
    Band,
    Power,
    power_problems,
)
from plugins.penalty.discretion.rules import GROUNDS, Proposal, Tier, check, proposed
from plugins.penalty.fines.ledger import Owed
from plugins.penalty.officers.rules import Certificate, pair_problems
from plugins.penalty.summary import commands as cmd

# 行政处罚法 51: yuan, by who is fined.
MOST: Mapping[str, Decimal] = {PERSON: Decimal(200), ORGANISATION: Decimal(3000)}
PARTIES: Mapping[str, str] = {PERSON: N_("公民（个体工商户按公民）"), ORGANISATION: N_("法人或者其他组织")}
# 行政处罚法 68(一), 68(二), 69.
# Where forms show what is wrong with a fine: the calculator's own field.
AMOUNT_FIELD = "amount"
SMALL, HARD, REMOTE = "small", "hard", "remote"
SMALL_MOST = Decimal(100)
CASH: Mapping[str, str] = {
    SMALL: N_("依法给予一百元以下罚款（行政处罚法68(一)）"),
    HARD: N_("不当场收缴事后难以执行（行政处罚法68(二)）"),
    REMOTE: N_("边远、水上、交通不便地区，当事人提出到银行或者通过电子支付缴纳确有困难（行政处罚法69）"),
}


@dataclass(frozen=True, slots=True)
class SpotFacts:
    """What guards know of a case.

    Attributes:
        told_fine: what the party was told it would be fined; None before it was told.
        proposal: what the discretion standard said to what was answered then; None for a warning alone.
        bands, tiers, optional: the offence's ranges, its standard, and whether the law leaves a fine open.
        reported, handed_in, banked, checked: whether these were done.
        cash: the fine was taken on the spot.
        remedy_until: the last day on which it can be contested; None before the decision.
        stayed: a review or lawsuit runs.
    """

    subject: str
    kinds: frozenset[str]
    power: Power
    filed_on: dt.date
    today: dt.date
    officers: tuple[Certificate, ...]
    bands: tuple[Band, ...] = ()
    tiers: tuple[Tier, ...] = ()
    optional: bool = False
    told_fine: Decimal | None = None
    told_warning: bool = False
    proposal: Proposal | None = None
    reasons: str = ""
    reviewer: str = ""
    decided_on: dt.date | None = None
    corrects: bool = False
    checked: bool = False
    corrected: bool = False
    executed: bool = False
    reported: bool = False
    cash: bool = False
    handed_in: bool = False
    banked: bool = False
    pay_due: dt.date | None = None
    remedy_until: dt.date | None = None
    stayed_on: dt.date | None = None
    last_stay: dt.date | None = None
    owed: Owed | None = None
    refund_due: Decimal = Decimal()
    defending: bool = False
    applied: bool = False


def open_problems(command: cmd.Open, officers: tuple[Certificate, ...], power: Power, today: dt.date) -> list[Problem]:
    """What stands in the way of beginning: two officers who showed their cards, a power, and facts with evidence."""
    problems = [*pair_problems(officers, today), *power_problems(power, today, today)]
    if command.subject not in MOST:
        problems.append(Problem(N_("请选择当事人的类别。"), "subject"))
    for name, value, words in (
        ("name", command.name, N_("请填写当事人的姓名或者名称。")),
        ("place", command.place, N_("请填写地点。")),
        ("facts", command.facts, N_("请写明查明的违法事实。")),
        ("evidence", command.evidence, N_("请写明证据；违法事实不清、证据不足的，不得处罚。")),
    ):
        if not value.strip():
            problems.append(Problem(words, name))
    if not command.cards_shown:
        problems.append(Problem(N_("执法人员应当先向当事人出示执法证件（行政处罚法52①）。"), "cards_shown"))
    if command.acted_on > today:
        problems.append(Problem(N_("违法行为的日期不能晚于今天。"), "acted_on"))
    return problems


def limits(facts: SpotFacts, warning: bool, fine: Decimal) -> list[Problem]:
    """Whether a penalty may be decided on the spot at all (51), and whether the offence knows it."""
    problems = []
    if fine > MOST[facts.subject]:
        words = N_("当场处罚对%(who)s最多罚款%(most)d元（行政处罚法51），超过的应当适用普通程序。")
        params = {"who": PARTIES[facts.subject], "most": int(MOST[facts.subject])}
        problems.append(Problem(words, AMOUNT_FIELD, params))
    if not warning and fine == 0:
        problems.append(Problem(N_("请给予警告或者罚款；不予处罚的，请用“不予行政处罚”。"), AMOUNT_FIELD))
    if warning and WARNING not in facts.kinds:
        problems.append(Problem(N_("这一违法行为的处罚种类没有警告。"), "warning"))
    if fine > 0 and WARNING in facts.kinds and not warning:
        problems.append(Problem(N_("这一违法行为应当给予警告，并处罚款。"), "warning"))
    if fine > 0 and FINE not in facts.kinds:
        problems.append(Problem(N_("这一违法行为的处罚种类没有罚款。"), AMOUNT_FIELD))
    return problems


def competent(facts: SpotFacts) -> list[Problem]:
    """Two valid certificates and a power that holds on the day, whatever is typed."""
    return [*pair_problems(facts.officers, facts.today), *power_problems(facts.power, facts.filed_on, facts.today)]


def tell(facts: SpotFacts, command: cmd.Told) -> list[Problem]:
    """What the party is told is within 51 and the discretion standard, and names their rights (44)."""
    proposal, problems = proposed(facts, command)
    problems = [*limits(facts, command.warning, command.fine), *problems]
    if proposal is not None:
        problems += check(proposal, command.fine, command.reasons, command.reviewer)
    problems += _no_heavier(facts, command.fine)
    if command.fine > 0 and not facts.tiers and not command.reasons.strip():
        problems.append(Problem(N_("这一事项还没有公布的裁量基准，罚款的应当说明理由。"), "reasons"))
    if not command.rights:
        words = N_("应当告知当事人拟作出的处罚及其事实、理由、依据，以及陈述、申辩的权利（行政处罚法44）。")
        problems.append(Problem(words, "rights"))
    return problems


def _no_heavier(facts: SpotFacts, fine: Decimal) -> list[Problem]:
    """What the party says makes nothing heavier (45②), neither at the decision nor by telling it again."""
    if facts.told_fine is None or fine <= facts.told_fine:
        return []
    words = N_("不得因陈述、申辩加重处罚（行政处罚法45②），告知的是%(told)s元。")
    return [Problem(words, AMOUNT_FIELD, {"told": facts.told_fine})]


def hear(facts: SpotFacts, command: cmd.Hear) -> list[Problem]:
    """What was said is written down; what was brought forward is checked (45①)."""
    problems = []
    if not command.said.strip():
        words = N_("请写明当事人的陈述和申辩；明确放弃的，写明“放弃陈述和申辩”。")
        problems.append(Problem(words, "said"))
    if not command.examined.strip():
        words = N_("请写明对当事人意见的复核情况；没有意见的，写明“没有意见”。")
        problems.append(Problem(words, "examined"))
    return problems


def ask_recusal(facts: SpotFacts, command: cmd.AskRecusal) -> list[Problem]:
    """What relation the officer has to the case."""
    if command.reasons.strip():
        return []
    return [Problem(N_("请写明申请回避的是谁、有什么利害关系。"), "reasons")]


def decide_recusal(facts: SpotFacts, command: cmd.DecideRecusal) -> list[Problem]:
    """Reasons, and where it is granted another officer instead of one of the two."""
    problems = []
    if not command.reasons.strip():
        problems.append(Problem(N_("请写明理由。"), "reasons"))
    if command.granted and (command.leaves is None or command.comes is None):
        problems.append(Problem(N_("决定回避的，请选择由谁接替谁。"), "comes"))
    return problems


def decide(facts: SpotFacts, command: cmd.Decide) -> list[Problem]:
    """The decision is what the party was told, or lighter (45②), within 51, handed over, and collected as 67–70 say."""
    problems = limits(facts, command.warning, command.fine)
    problems += _no_heavier(facts, command.fine)
    if command.warning and not facts.told_warning:
        problems.append(Problem(N_("没有告知过警告，不能给予（行政处罚法44）。"), "warning"))
    if facts.proposal is not None:
        problems += check(facts.proposal, command.fine, facts.reasons, facts.reviewer)
    if not command.signed and not command.refusal.strip():
        problems.append(Problem(N_("当事人拒绝签收的，应当在决定书上注明（行政处罚法52①）。"), "refusal"))
    problems += _collecting(command)
    if command.correct_by is not None and command.correct_by < facts.today:
        problems.append(Problem(N_("改正的期限不能早于今天。"), "correct_by"))
    if (command.pad is None) != (command.pad_number is None):
        problems.append(Problem(N_("使用预印文书的，请选择哪一本并填写号码。"), "pad_number"))
    return problems


def _collecting(command: cmd.Decide) -> list[Problem]:
    """Officers take money on the spot only on a ground of the law, and with a receipt (67②, 68–70)."""
    if not command.cash:
        return []
    problems = []
    if command.fine == 0:
        problems.append(Problem(N_("没有罚款，不能当场收缴。"), "taken"))
    if command.cash not in CASH:
        problems.append(Problem(N_("请选择当场收缴的法定情形。"), "taken"))
    if command.cash == SMALL and command.fine > SMALL_MOST:
        problems.append(Problem(N_("超过一百元的，不能依据这一项当场收缴（行政处罚法68(一)）。"), "taken"))
    if not command.receipt.strip():
        words = N_("当场收缴的，必须出具财政部门统一制发的专用票据，请填写票据号码（行政处罚法70）。")
        problems.append(Problem(words, "receipt"))
    return problems


def waive(facts: SpotFacts, command: cmd.Waive) -> list[Problem]:
    """No penalty only on a ground of the law, with reasons, and with education (33③)."""
    problems = []
    if command.ground not in GROUNDS or not GROUNDS[command.ground].waives:
        problems.append(Problem(N_("请选择不予行政处罚的法定情形。"), "ground"))
    if not command.reasons.strip():
        problems.append(Problem(N_("请写明理由。"), "reasons"))
    if not command.education.strip():
        problems.append(Problem(N_("请写明对当事人进行教育的情况（行政处罚法33③）。"), "education"))
    return problems


def turn(facts: SpotFacts, command: cmd.Turn) -> list[Problem]:
    """Why it can't be decided on the spot."""
    return [] if command.reasons.strip() else [Problem(N_("请写明理由。"), "reasons")]
