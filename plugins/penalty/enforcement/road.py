"""The road after the decision, as data: service, payment, urging, the court, and what a review makes of it."""

from __future__ import annotations

from typing import Any

from core.cases.reviews import Contested, TakeNews
from core.contracts import HANDLER, ClockAct, Extend, Start, Stop, Tell, Transition
from core.i18n import N_
from plugins.penalty.enforcement import commands as cmd
from plugins.penalty.enforcement import rules, services
from plugins.penalty.fines import commands as fine
from plugins.penalty.fines import rules as paying
from plugins.penalty.fines.queries import DEFENCE, PAY
from plugins.penalty.fines.road import COURT, DEFEND, GOES_ON, HALTED, REVIEWED, ended, fell_due
from plugins.penalty.ordinary import queries
from plugins.penalty.ordinary.rules import Facts
from plugins.penalty.permissions import Perm
from plugins.penalty.publication.road import WITHDRAW

DELIVER, DECIDE = "penalty.deliver", "penalty.decide"
URGE = queries.URGE
ACCEPT = "compulsion.court_accept"
CONTESTED = N_("%(number)s：复议或者诉讼有结果，请查看并办理。")
SERVED = ("to_perform",)
AFTER = ("decided", "to_perform", "case_closed")


def _of(
    code: str,
    label: str,
    sources: tuple[str, ...],
    target: Any,
    permission: str,
    command: type,
    article: str,
    **more: Any,
) -> Transition:
    return Transition(code, label, sources, target, permission, command, article, facts=queries.facts, **more)


def _paid(facts: Facts, command: Any) -> bool:
    return facts.owed is not None and facts.owed.fine_left == 0


def _settled(facts: Facts, command: Any) -> bool:
    return facts.owed is not None and facts.owed.left == 0


def _court_from(facts: Facts) -> Any:
    days = [day for day in (facts.remedy_until, facts.pay_due if facts.deferred else None) if day is not None]
    return max(days, default=None)


def _later(facts: Facts, command: cmd.Defer) -> int:
    assert facts.pay_due is not None
    return (command.until - facts.pay_due).days


def _again(facts: Facts, command: Contested) -> bool:
    # What stands is not decided anew: no act would end the limit.
    return rules.gone(command) and command.again is not None


def _gone(facts: Facts, command: Any) -> bool:
    return rules.gone(command)


def _over(facts: Facts, command: Any) -> bool:
    """Nothing is owed any more: the decision is gone, or what is left of its fine is paid."""
    return rules.gone(command) or (command.alters and _settled(facts, command))


def _published(facts: Facts, command: Any) -> bool:
    return facts.publication and rules.overturns(command)


def _on(facts: Facts, command: Any) -> Any:
    return command.on


# What is gone is neither served nor paid any more; what was published is taken down (48②), what is decided anew has
# the days that the review named.
OVERTURNED: tuple[ClockAct, ...] = (
    Stop(DELIVER, when=_gone),
    Stop(PAY, when=_over),
    *ended(_over),
    Start(WITHDRAW, on=_on, when=_published),
    Start(
        DECIDE,
        on=_on,
        when=_again,
        length=lambda facts, command: command.again,
        source=lambda facts, command: command.document,
    ),
)
TRANSITIONS = (
    _of(
        *("serve", N_("登记送达"), ("decided",), "to_perform", Perm.HANDLE, cmd.Serve, "行政处罚法61"),
        guard=rules.serve,
        handler=services.serve,
        clocks=(
            Stop(DELIVER, on=lambda facts, command: command.served_on),
            Start(PAY, on=lambda facts, command: command.served_on, when=lambda facts, command: facts.fined),
        ),
        note=lambda facts, command: "；".join(filter(None, (command.signed_by, command.detail))),
    ),
    _of(
        *("pay_fine", N_("登记缴款"), SERVED, "=", Perm.PAY, fine.Pay, "行政处罚法67③"),
        ready=paying.unpaid,
        applies=lambda facts: facts.fined,
        handler=services.pay,
        clocks=(Stop(PAY, when=_paid, on=lambda facts, command: command.paid_on), *ended(_settled)),
    ),
    fell_due(SERVED, queries.facts, _court_from),
    _of(
        *("defer", N_("批准暂缓或者分期缴纳"), SERVED, "=", Perm.DECIDE, cmd.Defer, "行政处罚法66②"),
        ready=rules.deferrable,
        applies=lambda facts: facts.fined,
        guard=rules.defer,
        handler=services.defer,
        clocks=(Extend(PAY, _later),),
        papers=("penalty.deferral",),
    ),
    _of(
        *("begin_halt", N_("登记复议或者诉讼开始"), ("decided", *SERVED), "=", Perm.FILE, fine.Stay, "行政处罚法73③"),
        ready=paying.not_stayed,
        guard=paying.stay,
        handler=services.stay,
        clocks=(DEFEND, HALTED),
    ),
    _of(
        *("file_defence", N_("登记提交答辩状"), ("decided", *SERVED), "=", Perm.FILE, fine.Defended, "行政诉讼法67①"),
        ready=paying.defending,
        applies=lambda facts: facts.defending,
        guard=paying.defended,
        clocks=(Stop(DEFENCE, on=_on),),
    ),
    _of(
        *("end_halt", N_("登记复议或者诉讼结束"), ("decided", *SERVED), "=", Perm.FILE, fine.EndStay, "行政处罚法73③"),
        ready=paying.stayed,
        guard=paying.end_stay,
        handler=services.end_stay,
        clocks=(Stop(DEFENCE, on=_on), *GOES_ON),
    ),
    _of(
        *(
            "refund",
            N_("登记退还款项"),
            (*SERVED, "case_closed", "overturned"),
            "=",
            Perm.PAY,
            fine.Refunded,
            "行政强制法41",
        ),
        ready=paying.refundable,
        applies=lambda facts: facts.refund_due > 0,
        guard=paying.refund,
        handler=services.refund,
    ),
    _of(
        *("check_correction", N_("检查改正情况"), ("defended", "decided", *SERVED), "=", Perm.HANDLE),
        *(fine.Checked, "行政处罚法28①"),
        ready=paying.to_check,
        applies=lambda facts: facts.corrects,
        guard=paying.checked,
        handler=services.check,
    ),
    _of(
        *("urge", N_("催告履行"), SERVED, "=", Perm.HANDLE, cmd.Urge, "行政强制法54"),
        ready=rules.urgeable,
        applies=lambda facts: facts.fined or facts.corrects,
        guard=rules.urge,
        handler=services.urge,
        clocks=(Start(URGE, on=lambda facts, command: command.served_on),),
        papers=("penalty.urging",),
    ),
    _of(
        *("apply_to_court", N_("申请法院强制执行"), SERVED, "=", Perm.DECIDE, cmd.ApplyToCourt, "行政强制法53—55"),
        ready=rules.court_open,
        applies=lambda facts: facts.fined or facts.corrects,
        guard=rules.apply_to_court,
        handler=services.apply_to_court,
        clocks=(Stop(URGE), Stop(COURT), Start(ACCEPT, on=lambda facts, command: facts.today)),
        papers=("penalty.court_application",),
    ),
    _of(
        *("court_said", N_("登记法院裁定"), SERVED, "=", Perm.FILE, cmd.CourtSaid, "行政强制法56—58"),
        ready=rules.applied,
        applies=lambda facts: facts.applied,
        guard=rules.court_said,
        handler=services.court_said,
        clocks=(Stop(ACCEPT, on=lambda facts, command: command.on),),
    ),
    _of(
        *("end_execution", N_("终结执行"), SERVED, "case_closed", Perm.DECIDE, cmd.EndExecution, "行政强制法40"),
        guard=rules.end_execution,
        handler=services.end_execution,
        clocks=(Stop(PAY), Stop(URGE), Stop(ACCEPT), *ended()),
        note=lambda facts, command: command.reasons,
    ),
    _of(
        *("contested", N_("登记复议决定或者判决"), AFTER, rules.after, Perm.FILE, Contested, "行政复议法63—69"),
        guard=rules.contested,
        handler=services.contested,
        clocks=(*GOES_ON, *OVERTURNED),
        notify=(Tell(HANDLER, CONTESTED), Tell(Perm.DECIDE, CONTESTED)),
    ),
    Transition(
        *("take_news", N_("收到复议情况"), AFTER, rules.after, "", TakeNews, "行政复议法63—69"),
        by_system=True,
        facts=queries.facts,
        guard=rules.take_news,
        handler=services.take_news,
        clocks=(*REVIEWED, *OVERTURNED),
        notify=(Tell(HANDLER, CONTESTED), Tell(Perm.DECIDE, CONTESTED)),
    ),
    _of(
        *("end_case", N_("结案"), SERVED, "case_closed", Perm.FILE, fine.Close, "行政处罚法66①"),
        ready=rules.closable,
        clocks=(Stop(PAY), *ended()),
    ),
)
