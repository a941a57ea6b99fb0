"""The rules of the road, pure: what is checked before each act; a guard returns every reason why it is refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from core.errors import Problem
from core.i18n import N_
from core.publishing import masking
from core.serving import problems
from plugins.approval import commands as cmd
from plugins.approval.deadlines import DECIDE_DAYS, SPECIAL
from plugins.approval.handling import rules as handling
from plugins.approval.handling.rules import Examined
from plugins.approval.steps import rules as steps

GRANT, REFUSE = "grant", "refuse"
# The state of what a village agent registered and the township has not received yet.
REGISTERED = "registered"
# Of what waits for the steps before it: no limit runs, and the township has not received it.
WAITING = "waiting"
# The longest special procedure that can be told, in days: a longer one is a slip.
MOST_SPECIAL = 365
FALSE_PAPERS = "false_papers"
REFUSALS: Mapping[str, str] = {
    "not_needed": N_("申请事项依法不需要取得行政许可"),
    "not_competent": N_("申请事项依法不属于本行政机关职权范围"),
    "incomplete": N_("告知补正后仍未提交全部补正材料"),
    FALSE_PAPERS: N_("隐瞒有关情况或者提供虚假材料"),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What guards and clocks know of an application.

    Attributes:
        complete_on: the day the newest papers came, the earliest on which acceptance can rest.
        legal_source: where the item has its limit from; of a licence the law or regulation that gives it another.
        basis: what the item itself rests on, cited where the licensing law does not govern.
        missing: names of required materials that nobody handed in yet and nobody promised for later.
        notice_due: the last day to tell what is missing while that clock runs; None when it is not certain yet.
        decide_due: the statutory day of decision or first review while its clock runs, else None.
        extended: the statutory limit was lengthened already.
        overran: the time that was promised, or the law's, was exceeded, and nobody explained it in public yet.
        registered: a village agent registered it, and the township has not received it yet.
        deferred: names of materials that may come later 容缺 and did not come yet, once the applicant promised them.
        promise_days: the working days of that promise; `promise_due` its last day while its clock runs.
        brought: names of what the applicant brought online of it and nobody confirmed yet.
        may_defer: something that may come later did not come yet.
        banned_until: the last day on which the applicant may not apply again.
        examined: who was named, heard and asked while it was examined.
        remedy: how a decision under the item is contested, a key of `core.remedies.REMEDIES`.
        served: the decision was handed over, or the refusal to accept.
        above: the organ that decides has it on the platform, so that its decision comes by itself.
        steps: what comes before it and what its village says.
        instant: the item is settled on the spot 即办件.
        repealed: the laws the item rests on that are in force no more, while it is not decided.
        links: the names of the links whose time the published guide leaves out (许可法 45).
    """

    licence: bool
    first_review: bool
    basis: str
    received_on: dt.date
    complete_on: dt.date
    corrected_on: dt.date | None
    accepted_on: dt.date | None
    today: dt.date
    legal_days: int | None
    legal_source: str
    promised_days: int | None
    materials: Mapping[str, str]
    missing: Sequence[str]
    notice_due: dt.date | None
    decide_due: dt.date | None
    extended: bool
    special_told_on: dt.date | None
    overran: bool
    reviewed_by: UUID | None
    decided_on: dt.date | None
    decision: str
    remedies: Mapping[str, str]
    registered: bool = False
    deferred: Sequence[str] = ()
    promise_days: int | None = None
    promise_due: dt.date | None = None
    brought: Sequence[str] = ()
    may_defer: bool = False
    banned_until: dt.date | None = None
    examined: Examined = field(default_factory=Examined)
    remedy: str = ""
    served: bool = False
    above: bool = False
    steps: steps.Steps = field(default_factory=steps.Steps)
    instant: bool = False
    repealed: Sequence[str] = ()
    links: Sequence[str] = ()

    @property
    def contestable(self) -> bool:
        """What is granted is not contested; a ground of not accepting is kept where a decision stands."""
        return self.decision != GRANT


def limits_of(days: int | None, source: str, promised: int | None, *, licence: bool) -> list[Problem]:
    """Why an item can't have these limits: another length of a licence names its source (许可法 42①, 43), and what is
    promised is never longer than the law (优化营商环境条例 36②).

    Args:
        days, promised: working days by law and as promised, None where there are none.
    """
    problems = []
    if licence and days not in {None, DECIDE_DAYS} and not source.strip():
        words = N_("行政许可的法定时限是%(days)s个工作日；法律、法规另有规定的，请写明依据。")
        problems.append(Problem(words, "legal_source", {"days": DECIDE_DAYS}))
    lawful = days or (DECIDE_DAYS if licence else None)
    if lawful is not None and promised is not None and promised > lawful:
        words = N_("承诺时限不能长于法定时限（%(days)s个工作日）。")
        problems.append(Problem(words, "promised_days", {"days": lawful}))
    return problems


def put_right(facts: Facts, command: cmd.PutRight) -> list[Problem]:
    """Something must have been put right."""
    if not any(line.strip() for line in command.corrections):
        return [Problem(N_("请写明当场更正了什么。"), "corrections")]
    return []


def take_papers(facts: Facts, command: cmd.TakePapers) -> list[Problem]:
    """Something was handed in, and only what the item asks for."""
    if unknown := [code for code in command.on_paper if code not in facts.materials]:
        return [Problem(N_("该事项没有编码为“%(code)s”的材料。"), "on_paper", {"code": unknown[0]})]
    if not command.on_paper:
        return [Problem(N_("请勾选窗口收到的材料。"), "on_paper")]
    return []


def ask_correction(facts: Facts, command: cmd.AskCorrection) -> list[Problem]:
    """Everything at once, each with what to do (许可法 32①四: 一次告知需要补正的全部内容)."""
    problems = []
    if not command.asked:
        problems.append(Problem(N_("请勾选需要补正的材料，并写明如何补正。"), "asked"))
    problems += [
        Problem(N_("请写明“%(material)s”如何补正。"), f"asked-{code}", {"material": facts.materials.get(code, code)})
        for code, words in command.asked.items()
        if not words.strip()
    ]
    return problems


def accept(facts: Facts, command: cmd.Accept) -> list[Problem]:
    """Complete papers are accepted, on a day between their receipt and today (许可法 32①五)."""
    by_law = facts.corrected_on or facts.received_on  # the day silence accepts from, whatever came in since
    problems = [] if command.accepted_on == by_law else in_time(facts)
    if command.accepted_on < facts.complete_on:
        problems.append(
            Problem(
                N_("受理日期不能早于材料齐全之日（%(date)s）。"), "accepted_on", {"date": facts.complete_on.isoformat()}
            )
        )
    if command.accepted_on > facts.today:
        problems.append(Problem(N_("受理日期不能晚于今天。"), "accepted_on"))
    return problems


def complete(facts: Facts) -> list[Problem]:
    """Nothing the item asks for is missing and nothing bars the applicant, or acceptance waits (许可法 32①, 78, 79)."""
    if facts.banned_until is not None:
        words = N_("申请人在%(day)s之前不得再次申请该许可（行政许可法第七十八条、第七十九条），应当决定不予受理。")
        return [Problem(words, None, {"day": facts.banned_until})]
    if first := steps.came_first(facts):
        return first
    if not facts.missing:
        return []
    words = N_("还缺少材料：%(names)s。材料收齐后才能受理，可以请申请人当场补交，或者一次性告知补正。")
    return [Problem(words, None, {"names": tuple(facts.missing)})]


def settle(facts: Facts, command: cmd.Settle) -> list[Problem]:
    """Complete papers, and nothing that the office has to look into first: then it is decided at once (许可法 34②)."""
    problems = in_force(facts, GRANT)
    if not command.reasons.strip():
        problems.append(Problem(N_("请写明理由。"), "reasons"))
    if command.valid_until is not None and command.valid_until <= facts.today:
        problems.append(Problem(N_("有效期应当晚于今天。"), "valid_until"))
    return problems


def on_the_spot(facts: Facts) -> bool:
    """Whether an application can be settled at the window: its item says so, no unit or village is asked, and no
    material is promised for later."""
    plain = not facts.first_review and not facts.examined.joint and facts.steps.opinion_days is None
    return facts.instant and plain and not facts.registered and not facts.deferred


def refuse_acceptance(facts: Facts, command: cmd.RefuseAcceptance) -> list[Problem]:
    """A ground of the law, its reasons, and the right organ where it is not ours (许可法 32①一、二、五)."""
    problems = []
    if command.ground not in REFUSALS:
        problems.append(Problem(N_("请选择不予受理的法定情形。"), "ground"))
    if not command.reasons.strip():
        problems.append(Problem(N_("请写明不予受理的理由。"), "reasons"))
    if command.ground == "not_competent" and not command.right_organ.strip():
        problems.append(Problem(N_("请写明申请人应当向哪个行政机关申请。"), "right_organ"))
    if command.ground == "incomplete":
        problems += in_time(facts)
        if facts.corrected_on is None:
            problems.append(Problem(N_("尚未一次性告知补正，不能以材料不齐为由不予受理。"), "ground"))
    return problems


def start_special(facts: Facts, command: cmd.StartSpecial) -> list[Problem]:
    """A ground of 许可法 45, a written notice, and its length."""
    problems = []
    if not facts.licence:
        problems.append(Problem(N_("该事项不是行政许可，不适用行政许可法第四十五条。")))
    if command.ground not in SPECIAL:
        problems.append(Problem(N_("请选择行政许可法第四十五条列举的情形。"), "ground"))
    if not command.document.strip():
        problems.append(Problem(N_("请写明书面告知申请人的文书名称或文号。"), "document"))
    if facts.accepted_on is not None and command.told_on < facts.accepted_on:
        problems.append(Problem(N_("告知日期不能早于受理日期。"), "told_on"))
    if facts.decide_due is not None and command.told_on >= facts.decide_due:
        words = N_("停止计算从告知的次日开始，办理期限%(due)s届满，不能再停止计算。")
        problems.append(Problem(words, "told_on", {"due": facts.decide_due}))
    if command.told_on > facts.today:
        problems.append(Problem(N_("告知日期不能晚于今天。"), "told_on"))
    if not 1 <= command.expected_days <= MOST_SPECIAL:
        words = N_("特别程序所需的天数应当为1至%(most)s天。")
        problems.append(Problem(words, "expected_days", {"most": MOST_SPECIAL}))
    return problems


def end_special(facts: Facts, command: cmd.EndSpecial) -> list[Problem]:
    """The day the result arrived, not before the notice and not in the future."""
    problems = []
    if facts.special_told_on is not None and command.arrived_on < facts.special_told_on:
        problems.append(Problem(N_("结果送达日期不能早于特别程序告知日期。"), "arrived_on"))
    if command.arrived_on > facts.today:
        problems.append(Problem(N_("结果送达日期不能晚于今天。"), "arrived_on"))
    if not command.result.strip():
        problems.append(Problem(N_("请写明特别程序的结果。"), "result"))
    return problems


def extendable(facts: Facts) -> list[Problem]:
    """The law lengthens a limit once (许可法 42①)."""
    return [Problem(N_("该期限已经延长过一次，法律只允许延长一次。"))] if facts.extended else []


def extend(facts: Facts, command: cmd.Extend) -> list[Problem]:
    """At most ten working days, before the limit passes, with the reason told (许可法 42①)."""
    problems = []
    if not facts.licence:
        problems.append(Problem(N_("该事项不是行政许可，没有法定的延长。")))
    if facts.first_review:
        problems.append(Problem(N_("该事项由上级机关决定，初审期限不能延长。")))
    if not 1 <= command.days <= 10:
        problems.append(Problem(N_("延长天数应当为1至10个工作日。"), "days"))
    if not command.reason.strip():
        problems.append(Problem(N_("请写明延长期限的理由，理由将告知申请人。"), "reason"))
    return problems


def review(facts: Facts, command: cmd.Review) -> list[Problem]:
    """What was found is written down, and two persons signed where the substance was checked (许可法 34③)."""
    problems = handling.verified(facts, substance=command.substance)
    if not command.findings.strip():
        problems.append(Problem(N_("请写明核查情况。"), "findings"))
    if not command.opinion.strip():
        problems.append(Problem(N_("请写明审查意见。"), "opinion"))
    return problems


def propose(facts: Facts, command: cmd.Propose) -> list[Problem]:
    """A proposal says which way and why; what another organ decides is sent on to it (许可法 35)."""
    problems = _decision(command.decision, command.reasons) + in_force(facts, command.decision)
    if facts.first_review:
        problems.insert(0, Problem(N_("该事项由上级机关决定，请办理初审转报。")))
    return problems


def decide(facts: Facts, command: cmd.Decide) -> list[Problem]:
    """A decision says which way and why; a refusal always gives reasons (许可法 38②)."""
    problems = _decision(command.decision, command.reasons) + handling.on_record(facts, command.on_record)
    problems += handling.named_ground(facts, command) + in_force(facts, command.decision)
    if command.valid_until is not None and command.valid_until <= facts.today:
        problems.append(Problem(N_("有效期应当晚于今天。"), "valid_until"))
    return problems


def send_back(facts: Facts, command: cmd.SendBack) -> list[Problem]:
    """The proposer is told why."""
    return [] if command.reason.strip() else [Problem(N_("请写明退回的理由。"), "reason")]


def forward(facts: Facts, command: cmd.Forward) -> list[Problem]:
    """Only 初审转报 items are sent on, with an opinion (许可法 35)."""
    problems = []
    if not facts.first_review:
        problems.append(Problem(N_("该事项由本机关决定，不需要转报。")))
    if not command.opinion.strip():
        problems.append(Problem(N_("请写明初审意见。"), "opinion"))
    problems += [replace(problem, field=None) for problem in in_force(facts, GRANT)]
    return problems


def by_hand(facts: Facts) -> list[Problem]:
    """A decision is entered by hand only where the organ that decides is not on the platform."""
    if not facts.above:
        return []
    return [Problem(N_("决定机关在本平台上办理，决定作出后自动转回，不用登记。"))]


def relay(facts: Facts, command: cmd.Relay) -> list[Problem]:
    """The other organ's document, its day, which way and why."""
    problems = _decision(command.decision, command.reasons) + handling.named_ground(facts, command)
    if not command.document.strip():
        problems.append(Problem(N_("请写明决定文书的名称或文号。"), "document"))
    if command.decided_on > facts.today:
        problems.append(Problem(N_("决定日期不能晚于今天。"), "decided_on"))
    if facts.accepted_on is not None and command.decided_on < facts.accepted_on:
        problems.append(Problem(N_("决定日期不能早于受理日期。"), "decided_on"))
    return problems


def deliver(facts: Facts, command: cmd.Deliver) -> list[Problem]:
    """What the way of service needs, from the day of the decision on."""
    return problems(command.service, facts.decided_on or facts.received_on, facts.today)


def serve_refusal(facts: Facts, command: cmd.ServeRefusal) -> list[Problem]:
    """As of every service; what was served is not served again."""
    if facts.served:
        return [Problem(N_("不予受理决定书已经送达。"))]
    return deliver(facts, command)


def explain_overrun(facts: Facts, command: cmd.ExplainOverrun) -> list[Problem]:
    """An explanation is owed once the time is exceeded, also of what was decided too late (优化营商环境条例 36②)."""
    problems = []
    if not facts.overran:
        problems.append(Problem(N_("办理时间尚未超过，不需要公开说明。")))
    if not command.words.strip():
        problems.append(Problem(N_("请写明超过办理时间的理由，该说明将公开。"), "words"))
    if found := masking.find(command.words):
        words = N_("该说明将公开，请删去其中的个人号码：%(numbers)s。")
        problems.append(Problem(words, "words", {"numbers": tuple(each.masked for each in found)}))
    return problems


def in_force(facts: Facts, decision: str) -> list[Problem]:
    """Nothing is granted on a law in force no more: it is refused, or goes on under the item's edition of today."""
    if decision != GRANT or not facts.repealed:
        return []
    words = N_("依据“%(law)s”已经失效，不能再据此准予；事项有现行版本的，请先“改按现行版本办理”。")
    return [Problem(words, "decision", {"law": facts.repealed[0]})]


def outdated(facts: Facts) -> list[Problem]:
    """Only what rests on a repealed law goes on under another edition."""
    return [] if facts.repealed else [Problem(N_("该申请的依据没有失效，按原版本办理。"))]


def in_time(facts: Facts) -> list[Problem]:
    """Nobody was told in time: the law accepted the application on the day of receipt (许可法 32①四)."""
    if facts.notice_due is None or facts.today <= facts.notice_due:
        return []
    words = N_("告知补正的期限已于%(due)s届满，依法自收到申请材料之日起即为受理。")
    return [Problem(words, None, {"due": facts.notice_due})]


def _decision(decision: str, reasons: str) -> list[Problem]:
    problems = []
    if decision not in {GRANT, REFUSE}:
        problems.append(Problem(N_("请选择准予或者不予。"), "decision"))
    if not reasons.strip():
        problems.append(Problem(N_("请写明理由。"), "reasons"))
    return problems
