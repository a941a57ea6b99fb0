"""Rules of the ordinary procedure up to the decision, pure: each step names the article that asks for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from core.errors import Problem
from core.i18n import N_
from plugins.penalty.catalogue.rules import FINE, GAINS, STOP, WARNING, Band, Power, power_problems
from plugins.penalty.discretion.rules import GROUNDS, Proposal, Tier, check, proposed
from plugins.penalty.enforcement import serving
from plugins.penalty.fines.ledger import Owed
from plugins.penalty.officers.rules import Certificate, pair_problems
from plugins.penalty.ordinary import commands as cmd
from plugins.penalty.ordinary.earlier import Earlier

# 行政处罚法 46①.
EVIDENCE: Mapping[str, str] = {
    "document": N_("书证"),
    "thing": N_("物证"),
    "recording": N_("视听资料"),
    "electronic": N_("电子数据"),
    "witness": N_("证人证言"),
    "party": N_("当事人的陈述"),
    "expert": N_("鉴定意见"),
    "inspection": N_("勘验笔录、现场笔录"),
}
NO_FACTS = "no_facts"
NO_PENALTY: Mapping[str, str] = {
    **{code: ground.words for code, ground in GROUNDS.items() if ground.waives},
    NO_FACTS: N_("违法事实不能成立（行政处罚法57①(三)）"),
}
AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Facts:
    """What guards know of a case; sums are in yuan.

    Attributes:
        filed_on: the day on which the head filed it; today before that.
        standing_back: a recusal waits for the head's decision (43③).
        preserving: things are registered and nothing was decided on them yet (56).
        told_on: the day on which the party was told; None before.
        hearing_due: the party has a right to a hearing (63); it may ask for it until `ask_until`, None before
            the notice was served.
        asked, heard: it did; it was held, or counts as given up.
        hearing_on: the day for which it is called.
        earlier: the decision that was revoked, where it is decided anew.
        publication, overturned: it is published or drafted; a review or court overturned the decision.
        passed: what the last legal review said; None without one.
        undone_since: the day by which what is still undone of the decision was to be done; None where all is done.
        remedy_until: the last day on which it can be contested; `apply_until` the last to go to court with it.
        urge_until: from the day after it the court can be asked, where the party was urged.
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
    evidence: int = 0
    standing_back: bool = False
    preserving: bool = False
    told_on: dt.date | None = None
    told_warning: bool = False
    told_fine: Decimal | None = None
    told_gains: Decimal = Decimal()
    told_stop: bool = False
    proposal: Proposal | None = None
    reasons: str = ""
    reviewer: str = ""
    grave: bool = False
    hearing_due: bool = False
    ask_until: dt.date | None = None
    asked: bool = False
    hearing_on: dt.date | None = None
    heard: bool = False
    passed: bool | None = None
    discussed: bool = False
    decided_on: dt.date | None = None
    fined: bool = False
    corrects: bool = False
    checked: bool = False
    corrected: bool = False
    executed: bool = False
    served_on: dt.date | None = None
    pay_due: dt.date | None = None
    deferred: bool = False
    stayed_on: dt.date | None = None
    last_stay: dt.date | None = None
    owed: Owed | None = None
    refund_due: Decimal = Decimal()
    defending: bool = False
    undone_since: dt.date | None = None
    remedy_until: dt.date | None = None
    apply_until: dt.date | None = None
    urge_until: dt.date | None = None
    applied: bool = False
    publication: bool = False
    overturned: bool = False
    earlier: Earlier | None = None
    reported: bool = True
    cash: bool = False
    handed_in: bool = False
    banked: bool = False

    @property
    def reviews(self) -> bool:
        """Whether 58 asks for a legal review: it was heard, or is grave or complicated."""
        return self.grave or self.asked


def filled(problems: list[Problem], *asked: tuple[str, str, str]) -> list[Problem]:
    """What of (field, what was typed, message) is empty, added to the problems."""
    return [*problems, *(Problem(message, name) for name, typed, message in asked if not typed.strip())]


def open_problems(
    command: cmd.OpenCase, officers: tuple[Certificate, ...], power: Power, today: dt.date
) -> list[Problem]:
    """What stands in the way of a clue: two officers, a power, a party with an address (59①(一)), and facts."""
    problems = [*pair_problems(officers, today), *power_problems(power, today, today)]
    if command.found_on > today:
        problems.append(Problem(N_("发现线索的日期不能晚于今天。"), "found_on"))
    elif command.found_on < command.acted_on:
        problems.append(Problem(N_("发现线索的日期不能早于违法行为的日期。"), "found_on"))
    return filled(
        problems,
        ("name", command.name, N_("请填写当事人的姓名或者名称。")),
        ("address", command.address, N_("请填写当事人的地址，处罚决定书应当载明（行政处罚法59①(一)）。")),
        ("place", command.place, N_("请填写地点。")),
        ("facts", command.facts, N_("请写明查明的违法事实。")),
        ("clue", command.clue, N_("请写明线索的来源。")),
    )


def competent(facts: Facts) -> list[Problem]:
    """Two valid certificates (42), and a power that held at the filing and holds today."""
    return [*pair_problems(facts.officers, facts.today), *power_problems(facts.power, facts.filed_on, facts.today)]


def file(facts: Facts, command: cmd.File) -> list[Problem]:
    """Another limit needs the law that gives it (60)."""
    if command.days is not None and not command.source.strip():
        return [Problem(N_("另有期限的，请写明规定它的法律、法规、规章（行政处罚法60）。"), "source")]
    return []


def reasoned(facts: Facts, command: cmd.NotFile | cmd.LaterFiling | cmd.Drop | cmd.AskStandBack) -> list[Problem]:
    """Why."""
    return filled([], ("reasons", command.reasons, N_("请写明理由。")))


def add_evidence(facts: Facts, command: cmd.AddEvidence) -> list[Problem]:
    """A kind of 46①, words, where it is from; two officers who showed their cards (42, 55)."""
    problems = [*pair_problems(facts.officers, command.taken_on)]
    if command.kind not in EVIDENCE:
        problems.append(Problem(N_("请选择证据的种类。"), "kind"))
    if command.taken_on > facts.today:
        problems.append(Problem(N_("取证日期不能晚于今天。"), "taken_on"))
    if not command.cards_shown:
        problems.append(Problem(N_("执法人员在调查时应当主动出示执法证件（行政处罚法55①）。"), "cards_shown"))
    return filled(
        problems,
        ("words", command.words, N_("请写明证据的内容和证明的事实。")),
        ("source", command.source, N_("请写明证据的来源。")),
    )


def not_preserving(facts: Facts) -> list[Problem]:
    """One at a time."""
    return [Problem(N_("已经登记保存的物品还没有作出处理决定（行政处罚法56）。"))] if facts.preserving else []


def preserving(facts: Facts) -> list[Problem]:
    """There is something to decide on."""
    return [] if facts.preserving else [Problem(N_("没有先行登记保存的物品。"))]


def preserve(facts: Facts, command: cmd.Preserve) -> list[Problem]:
    """What, where, and that it may be lost or hard to get later (56)."""
    return filled(
        [],
        ("things", command.things, N_("请写明登记保存的物品。")),
        ("place", command.place, N_("请写明保存的地点。")),
        ("reasons", command.reasons, N_("请写明证据可能灭失或者以后难以取得的理由（行政处罚法56）。")),
    )


def settle(facts: Facts, command: cmd.SettlePreserved) -> list[Problem]:
    """What was decided."""
    return filled([], ("decision", command.decision, N_("请写明处理决定。")))


def correct(facts: Facts, command: cmd.Correct) -> list[Problem]:
    """What is to be put right by when (28①)."""
    problems = []
    if command.correct_by < facts.today:
        problems.append(Problem(N_("改正的期限不能早于今天。"), "correct_by"))
    return filled(problems, ("demand", command.demand, N_("请写明责令改正的内容。")))


def not_standing_back(facts: Facts) -> list[Problem]:
    """One at a time."""
    return [Problem(N_("当事人的回避申请还没有决定（行政处罚法43③）。"))] if facts.standing_back else []


def standing_back(facts: Facts) -> list[Problem]:
    """There is something to decide on."""
    return [] if facts.standing_back else [Problem(N_("没有待决定的回避申请。"))]


def decide_recusal(facts: Facts, command: cmd.DecideStandBack) -> list[Problem]:
    """Reasons, and where it is granted another officer instead of one of the two."""
    problems = []
    if command.granted and (command.leaves is None or command.comes is None):
        problems.append(Problem(N_("决定回避的，请选择由谁接替谁。"), "comes"))
    return filled(problems, ("reasons", command.reasons, N_("请写明理由。")))


def investigated(facts: Facts) -> list[Problem]:
    """Whatever is typed: able officers, evidence (40), and nobody whose recusal is open."""
    problems = [*competent(facts), *not_standing_back(facts)]
    if not facts.evidence:
        problems.append(Problem(N_("还没有证据；违法事实不清、证据不足的，不得给予行政处罚（行政处罚法40）。")))
    return problems


def known(facts: Facts, given: cmd.Notify | cmd.Penalise) -> list[Problem]:
    """Whether the offence knows these kinds of penalty (4), and one is given at all."""
    problems = []
    for chosen, kind, name, message in (
        (given.warning, WARNING, "warning", N_("这一违法行为的处罚种类没有警告。")),
        (given.fine > 0, FINE, AMOUNT, N_("这一违法行为的处罚种类没有罚款。")),
        (given.gains > 0, GAINS, "gains", N_("这一违法行为的处罚种类没有没收违法所得。")),
        (given.stop, STOP, "stop", N_("这一违法行为的处罚种类没有责令停业整顿。")),
    ):
        if chosen and kind not in facts.kinds:
            problems.append(Problem(message, name))
    if given.fine > 0 and WARNING in facts.kinds and not given.warning:
        problems.append(Problem(N_("这一违法行为应当给予警告，并处罚款。"), "warning"))
    if not (given.warning or given.fine or given.gains or given.stop):
        problems.append(Problem(N_("请选择处罚；不予处罚的，请用“不予行政处罚”。"), AMOUNT))
    return problems


def notify(facts: Facts, command: cmd.Notify) -> list[Problem]:
    """What the party is told is within the law and the standard, and names its rights (44)."""
    proposal, problems = proposed(facts, command)
    problems = [*known(facts, command), *problems]
    if proposal is not None:
        problems += check(proposal, command.fine, command.reasons, command.reviewer)
    if command.fine > 0 and not facts.tiers and not command.reasons.strip():
        problems.append(Problem(N_("这一事项还没有公布的裁量基准，罚款的应当说明理由。"), "reasons"))
    problems += no_heavier(facts, command)
    if not command.rights:
        words = N_("应当告知当事人拟作出的处罚及其事实、理由、依据，以及陈述、申辩的权利（行政处罚法44）。")
        problems.append(Problem(words, "rights"))
    return problems


def no_heavier(facts: Facts, given: cmd.Notify | cmd.Penalise) -> list[Problem]:
    """What the party says makes nothing heavier (45②), neither at the decision nor by telling it again."""
    if facts.told_fine is None:
        return []
    problems = []
    for heavier, name, told in (
        (given.fine > facts.told_fine, AMOUNT, facts.told_fine),
        (given.gains > facts.told_gains, "gains", facts.told_gains),
    ):
        if heavier:
            words = N_("不得因陈述、申辩加重处罚（行政处罚法45②），告知的是%(told)s元。")
            problems.append(Problem(words, name, {"told": told}))
    for heavier, name in (
        (given.warning and not facts.told_warning, "warning"),
        (given.stop and not facts.told_stop, "stop"),
    ):
        if heavier:
            problems.append(Problem(N_("没有告知过这种处罚，不能给予（行政处罚法44、45②）。"), name))
    return problems


def serve_notice(facts: Facts, command: cmd.ServeNotice) -> list[Problem]:
    """After the notice, as every service."""
    too_early = N_("送达日期应当在告知书作出以后，不晚于今天。")
    return serving.served(command, facts.told_on, facts.today, too_early)


def defend(facts: Facts, command: cmd.Defend) -> list[Problem]:
    """What was said is kept and examined (45①); the five days to ask for a hearing are waited for (64(一))."""
    problems = filled(
        [],
        ("said", command.said, N_("请写明当事人的陈述和申辩；明确放弃的，写明“放弃陈述和申辩”。")),
        ("examined", command.examined, N_("请写明对当事人意见的复核情况；没有意见的，写明“没有意见”。")),
    )
    if facts.asked and not command.gives_up:
        problems.append(Problem(N_("当事人要求听证的，应当先组织听证（行政处罚法63）。"), "gives_up"))
    if facts.hearing_due and not facts.asked and facts.ask_until is None and not command.gives_up:
        words = N_("告知书还没有登记送达；当事人收到告知书以后才开始计算要求听证的五日（行政处罚法64(一)）。")
        problems.append(Problem(words, "gives_up"))
    waits = facts.hearing_due and not facts.asked and facts.ask_until is not None and facts.today <= facts.ask_until
    if waits and not command.gives_up:
        words = N_("当事人可以在%(until)s以前要求听证（行政处罚法64(一)），期满或者当事人明确放弃以后才能办理这一步。")
        problems.append(Problem(words, "gives_up", {"until": facts.ask_until}))
    return problems
