"""Rules of an order and of demolition, pure; each names its article of 行政强制法."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace

from core.cases import reviews
from core.cases.reviews import DECIDED, OUTCOMES, REVOKED, VOID, Contested, TakeNews
from core.deadlines.calendar import WorkCalendar
from core.deadlines.hours import execution_problems
from core.errors import Problem
from core.i18n import N_
from plugins.penalty.catalogue.rules import Power, power_problems
from plugins.penalty.enforcement import rules as enforcement
from plugins.penalty.fines import rules as paying
from plugins.penalty.officers.rules import Certificate, pair_problems
from plugins.penalty.orders import commands as cmd
from plugins.penalty.ordinary.rules import filled
from plugins.penalty.summary.commands import Hear

# Only where a statute lets the township take it down itself (强制法 13): its order says so.
OWN_POWER = "可以拆除"
SUSPENSIONS: Mapping[str, str] = {
    "unable": N_("当事人履行确有困难或者暂无履行能力（39①(一)）"),
    "third": N_("第三人主张权利，确有理由（39①(二)）"),
    "harm": N_("执行可能造成难以弥补的损失，且中止不损害公共利益（39①(三)）"),
    "other": N_("行政机关认为需要中止的其他情形（39①(四)）"),
}
ENDS: Mapping[str, str] = {
    "accepted": N_("当事人的理由成立，撤销责令决定（36）"),
    **enforcement.ENDS,
    "three_years": N_("中止满三年，没有明显社会危害，当事人确无能力履行（39②）"),
}


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """What guards know of an order.

    Attributes:
        served_on: the day on which the newest paper, the order or the decision to demolish, was served.
        to_serve: that paper waits for its service.
        remedy_until: the last day on which the order or the decision can be contested; None before they are served.
        abandon_from: the day from which a suspended execution is given up.
        defending: the court waits for the organ's defence.
        publication: the decision to demolish is published, or drafted for it.
        stayed_on, last_stay: the first day of the review or lawsuit that runs, the last day of the one before.
    """

    today: dt.date
    power: Power
    filed_on: dt.date
    officers: tuple[Certificate, ...]
    decided_on: dt.date | None = None
    served_on: dt.date | None = None
    to_serve: bool = False
    correct_by: dt.date | None = None
    checked: bool = False
    urge_until: dt.date | None = None
    demolition: bool = False
    announced: bool = False
    leave_until: dt.date | None = None
    remedy_until: dt.date | None = None
    abandon_from: dt.date | None = None
    stayed_on: dt.date | None = None
    last_stay: dt.date | None = None
    defending: bool = False
    publication: bool = False


def competent(facts: OrderFacts) -> list[Problem]:
    """Two valid certificates, and a power that holds."""
    return [*pair_problems(facts.officers, facts.today), *power_problems(facts.power, facts.filed_on, facts.today)]


def to_serve(facts: OrderFacts) -> list[Problem]:
    """A paper waits for its service."""
    return [] if facts.to_serve else [Problem(N_("没有待送达的决定。"))]


def served(facts: OrderFacts) -> list[Problem]:
    """The newest paper is served, and nothing halts it."""
    problems = [Problem(N_("决定书还没有送达。"))] if facts.to_serve or facts.served_on is None else []
    return [*problems, *not_halted(facts)]


def not_halted(facts: OrderFacts) -> list[Problem]:
    """No review or lawsuit runs."""
    return paying.not_stayed(facts)


def urgeable(facts: OrderFacts) -> list[Problem]:
    """Served, its day is over, and somebody saw that nothing was put right (34, 35)."""
    problems = served(facts)
    if facts.correct_by is None or facts.today <= facts.correct_by:
        problems.append(Problem(N_("改正的期限还没有届满，不能催告（行政强制法34、35）。")))
    elif not facts.checked:
        problems.append(Problem(N_("请先检查改正情况。")))
    return problems


def urge(facts: OrderFacts, command: cmd.UrgeOrder) -> list[Problem]:
    """Served after the day to put it right, with a last day of its own (35(一))."""
    problems = []
    if facts.correct_by is None or not facts.correct_by < command.served_on <= facts.today:
        problems.append(Problem(N_("送达日期应当在改正期限届满以后，不晚于今天。"), "served_on"))
    if command.until <= command.served_on:
        problems.append(Problem(N_("催告的履行期限应当晚于送达日期（行政强制法35(一)）。"), "until"))
    return problems


def hear(facts: OrderFacts, command: Hear) -> list[Problem]:
    """What was said, and how it was looked at (36)."""
    return filled(
        [],
        ("said", command.said, N_("请写明当事人的陈述和申辩；没有提出的，写明“没有提出”。")),
        ("examined", command.examined, N_("请写明对当事人意见的复核情况；没有意见的，写明“没有意见”。")),
    )


def decidable(facts: OrderFacts) -> list[Problem]:
    """Urged in vain (37①)."""
    problems = [*competent(facts), *not_halted(facts)]
    if facts.urge_until is None or facts.today <= facts.urge_until:
        day = facts.urge_until.isoformat() if facts.urge_until else "—"
        words = N_("催告的履行期限（至%(day)s）还没有届满，不能作出强制执行决定（行政强制法37①）。")
        problems.append(Problem(words, params={"day": day}))
    return problems


def decide(facts: OrderFacts, command: cmd.DecideDemolition) -> list[Problem]:
    """Why, how and when (37②(二)(三))."""
    return filled(
        [],
        ("reasons", command.reasons, N_("请写明强制执行的理由（行政强制法37②(二)）。")),
        ("manner", command.manner, N_("请写明强制执行的方式和时间（行政强制法37②(三)）。")),
    )


def announceable(facts: OrderFacts) -> list[Problem]:
    """The decision to demolish is served."""
    return served(facts)


def announce(facts: OrderFacts, command: cmd.Announce) -> list[Problem]:
    """Until when and where it is read (44)."""
    problems = []
    if command.until <= facts.today:
        problems.append(Problem(N_("自行拆除的期限应当晚于今天（行政强制法44）。"), "until"))
    return filled(problems, ("posted", command.posted, N_("请写明公告张贴或者发布的地方。")))


def demolishable(facts: OrderFacts) -> list[Problem]:
    """The announced days are over, and so are those to ask for a review and to sue; nobody contests it (44)."""
    problems = [*competent(facts), *not_halted(facts)]
    if facts.leave_until is None or facts.today <= facts.leave_until:
        day = facts.leave_until.isoformat() if facts.leave_until else "—"
        words = N_("公告的自行拆除期限（至%(day)s）还没有届满（行政强制法44）。")
        problems.append(Problem(words, params={"day": day}))
    if facts.remedy_until is None or facts.today <= facts.remedy_until:
        day = facts.remedy_until.isoformat() if facts.remedy_until else "—"
        words = N_("申请行政复议、提起行政诉讼的期限（至%(day)s）还没有届满，不能强制拆除（行政强制法44）。")
        problems.append(Problem(words, params={"day": day}))
    return problems


def demolish(facts: OrderFacts, command: cmd.Demolish, calendar: WorkCalendar) -> list[Problem]:
    """Not at night nor on a public holiday unless it was urgent, and without cutting anything off (43)."""
    problems = []
    day = command.at.date()
    if day > facts.today or (facts.remedy_until is not None and day <= facts.remedy_until):
        problems.append(Problem(N_("拆除日期应当在复议、诉讼期限届满以后，不晚于今天。"), "on"))
    else:
        found = execution_problems(command.at, calendar, urgent=bool(command.urgency.strip()))
        problems += [replace(problem, field="at") for problem in found]
    if not command.no_cut:
        words = N_("不得对居民生活采取停止供水、供电、供热、供燃气等方式迫使当事人履行（行政强制法43②）。")
        problems.append(Problem(words, "no_cut"))
    return filled(problems, ("record", command.record, N_("请写明拆除的经过、在场的人和财物的处理。")))


def suspend(facts: OrderFacts, command: cmd.Suspend) -> list[Problem]:
    """A ground of 39①, and why."""
    problems = [] if command.ground in SUSPENSIONS else [Problem(N_("请选择中止的情形。"), "ground")]
    return filled(problems, ("reasons", command.reasons, N_("请写明理由。")))


def resume(facts: OrderFacts, command: cmd.Resume) -> list[Problem]:
    """Why."""
    return filled([], ("reasons", command.reasons, N_("请写明理由。")))


def give_up(facts: OrderFacts, command: cmd.GiveUp) -> list[Problem]:
    """A ground of 36, 39② or 40, and why."""
    problems = [] if command.ground in ENDS else [Problem(N_("请选择撤销或者终结的情形。"), "ground")]
    if command.ground == "three_years" and (facts.abandon_from is None or facts.today < facts.abandon_from):
        problems.append(Problem(N_("中止执行还没有满三年（行政强制法39②）。"), "ground"))
    return filled(problems, ("reasons", command.reasons, N_("请写明理由。")))


def contested(facts: OrderFacts, command: Contested) -> list[Problem]:
    """By which document, since the order."""
    problems = []
    if facts.decided_on is None or not facts.decided_on <= command.on <= facts.today:
        problems.append(Problem(N_("日期应当在决定以后，不晚于今天。"), "on"))
    if command.outcome not in OUTCOMES:
        problems.append(Problem(N_("请选择结果。"), "outcome"))
    if not command.document.strip():
        problems.append(Problem(N_("请填写决定书、判决书的文号。"), "document"))
    return problems


def take_news(facts: OrderFacts, command: TakeNews) -> list[Problem]:
    """A decision as one entered by hand; a begin only where none runs."""
    if command.effect == DECIDED:
        return contested(facts, command)
    if problems := reviews.known(command):
        return problems
    return not_halted(facts) if command.effect == reviews.ACCEPTED else []


def gone(command: Contested) -> bool:
    """Whether a review or a court took the order away."""
    return getattr(command, "effect", DECIDED) == DECIDED and command.outcome in {REVOKED, VOID}
