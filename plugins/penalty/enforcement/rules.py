"""Rules after the decision, pure: service, later payment, urging, the court, and what a review makes of it."""

from __future__ import annotations

from collections.abc import Mapping

from core.cases import reviews
from core.cases.reviews import (
    CHANGED,
    DECIDED,
    LEAVING,
    LIABLE,
    ORDERED,
    OUTCOMES,
    REVOKED,
    REVOKED_PART,
    UNLAWFUL,
    VOID,
    Contested,
    TakeNews,
)
from core.errors import Problem
from core.i18n import N_
from plugins.penalty.enforcement import commands as cmd
from plugins.penalty.enforcement import serving
from plugins.penalty.fines import rules as paying
from plugins.penalty.fines.ledger import NOTHING
from plugins.penalty.ordinary.rules import Facts

OVERTURNS = frozenset({CHANGED, REVOKED, REVOKED_PART, UNLAWFUL, VOID})  # 处罚法 48②
GONE = frozenset({REVOKED, VOID})
ENDS: Mapping[str, str] = {
    "died": N_("公民死亡，没有遗产和义务承受人（40(一)）"),
    "dissolved": N_("法人或者其他组织终止，没有财产和义务承受人（40(二)）"),
    "gone": N_("执行标的灭失（40(三)）"),
    "revoked": N_("据以执行的决定被撤销（40(四)）"),
    "other": N_("行政机关认为需要终结的其他情形（40(五)）"),
}  # 强制法 40
REDONE = frozenset({*GONE, REVOKED_PART, UNLAWFUL, ORDERED, LIABLE})


def serve(facts: paying.Contestable, command: cmd.Serve) -> list[Problem]:
    """After the decision, as every service (61)."""
    too_early = N_("送达日期应当在决定以后，不晚于今天。")
    return serving.served(command, facts.decided_on, facts.today, too_early)


def deferrable(facts: Facts) -> list[Problem]:
    """Something is left to pay, and its day is not over."""
    problems = paying.unpaid(facts)
    if facts.deferred:
        problems.append(Problem(N_("已经批准过暂缓或者分期缴纳。")))
    if facts.pay_due is not None and facts.today > facts.pay_due:
        problems.append(Problem(N_("缴纳期限已经届满，不能再批准暂缓或者分期缴纳。")))
    return problems


def defer(facts: Facts, command: cmd.Defer) -> list[Problem]:
    """A later last day, and the difficulty that the party named (66②)."""
    problems = []
    if facts.pay_due is None or command.until <= facts.pay_due:
        problems.append(Problem(N_("应当晚于原来的缴纳期限。"), "until"))
    if not command.reasons.strip():
        words = N_("请写明当事人的申请和经济困难的情况（行政处罚法66②）。")
        problems.append(Problem(words, "reasons"))
    return [*problems, *_instalments(facts, command)]


def _instalments(facts: Facts, command: cmd.Defer) -> list[Problem]:
    """One after the other from today, the last on the last day of all, and together what is left of the fine."""
    days, left = [day for day, _ in command.parts], facts.owed.left if facts.owed is not None else NOTHING
    problems = []
    if days and (days[0] < facts.today or days != sorted(set(days)) or days[-1] != command.until):
        words = N_("各期的日期应当依次在后，第一期不早于今天，最后一期是最后期限。")
        problems.append(Problem(words, "parts"))
    if days and sum(amount for _, amount in command.parts) != left:
        problems.append(Problem(N_("各期的金额合计应当等于未缴的%(left)s元。"), "parts", {"left": left}))
    return problems


def undone(facts: Facts) -> list[Problem]:
    """Something of the decision is not done: money, or the correction that was ordered with it."""
    return [] if facts.undone_since is not None else [Problem(N_("决定的义务已经履行。"))]


def urgeable(facts: Facts) -> list[Problem]:
    """The day to pay or to correct is over, something is left, and no review or suit halts it."""
    problems = [*undone(facts), *paying.not_stayed(facts)]
    if facts.undone_since is None or facts.today <= facts.undone_since:
        problems.append(Problem(N_("履行期限还没有届满，不能催告（行政强制法54）。")))
    return problems


def urge(facts: Facts, command: cmd.Urge) -> list[Problem]:
    """Served after the day to pay or to correct, not in the future."""
    if facts.undone_since is None or not facts.undone_since < command.served_on <= facts.today:
        return [Problem(N_("送达日期应当在履行期限届满以后，不晚于今天。"), "served_on")]
    return []


def court_open(facts: Facts) -> list[Problem]:
    """Nobody contested it in time (53), it was urged and ten days went by (54), and three months are not over (53)."""
    problems = [*undone(facts), *paying.not_stayed(facts)]
    if facts.remedy_until is None or facts.today <= facts.remedy_until:
        day = facts.remedy_until.isoformat() if facts.remedy_until else "—"
        words = N_("申请行政复议、提起诉讼的期限（至%(day)s）还没有届满，不能申请法院强制执行（行政强制法53）。")
        problems.append(Problem(words, params={"day": day}))
    elif facts.apply_until is not None and facts.today > facts.apply_until:
        words = N_("申请法院强制执行的期限已于%(day)s届满，没有正当理由的，法院不予受理（行政强制法53）。")
        problems.append(Problem(words, params={"day": facts.apply_until.isoformat()}))
    if facts.urge_until is None or facts.today <= facts.urge_until:
        problems.append(Problem(N_("申请以前应当催告，催告书送达十日后仍不履行的才能申请（行政强制法54）。")))
    if facts.applied:
        problems.append(Problem(N_("已经申请法院强制执行。")))
    return problems


def apply_to_court(facts: Facts, command: cmd.ApplyToCourt) -> list[Problem]:
    """What there is to execute on (55①(四))."""
    if command.target.strip():
        return []
    return [Problem(N_("请写明申请强制执行标的的情况（行政强制法55①(四)）。"), "target")]


def applied(facts: Facts) -> list[Problem]:
    """The court was asked."""
    return [] if facts.applied else [Problem(N_("还没有申请法院强制执行。"))]


def court_said(facts: Facts, command: cmd.CourtSaid) -> list[Problem]:
    """By which ruling, and what became of it."""
    problems = []
    if command.on > facts.today:
        problems.append(Problem(N_("日期不能晚于今天。"), "on"))
    if not command.document.strip():
        problems.append(Problem(N_("请填写裁定书的文号。"), "document"))
    if command.executed and not command.granted:
        problems.append(Problem(N_("裁定准予执行的，才能执行完毕。"), "executed"))
    return problems


def end_execution(facts: paying.Contestable, command: cmd.EndExecution) -> list[Problem]:
    """A ground of 40, and why; nothing that contests the decision runs."""
    problems = [] if command.ground in ENDS else [Problem(N_("请选择终结执行的情形。"), "ground")]
    if not command.reasons.strip():
        problems.append(Problem(N_("请写明理由。"), "reasons"))
    return [*problems, *paying.not_stayed(facts)]


def contested(facts: paying.Decided, command: Contested) -> list[Problem]:
    """By which document, since the decision; what counts instead is never heavier (复议法 63②)."""
    problems = _ruled(facts, command)
    sums = command.fine is not None or command.gains is not None or bool(command.dropped)
    if sums and command.outcome not in LEAVING:
        problems.append(Problem(N_("只有变更、部分撤销、调解的，才填写变更以后的处罚。"), "fine"))
    elif command.fine is not None and facts.owed is not None and command.fine > facts.owed.fine:
        problems.append(Problem(N_("不得作出对申请人更为不利的变更（行政复议法63②）。"), "fine"))
    if command.outcome == REVOKED_PART and not command.alters:
        problems.append(Problem(N_("部分撤销的，请填写还剩下的罚款、没收，或者选择撤销的处罚种类。"), "dropped"))
    elif command.outcome == CHANGED and not command.alters and not command.reasons.strip():
        problems.append(Problem(N_("变更的，请填写变更以后的处罚，或者写明变更了什么。"), "reasons"))
    if command.again is not None and command.outcome not in REDONE:
        problems.append(Problem(N_("这一结果没有重新作出或者履行的期限。"), "again"))
    return problems


def _ruled(facts: paying.Decided, command: Contested) -> list[Problem]:
    problems = []
    if facts.decided_on is None or not facts.decided_on <= command.on <= facts.today:
        problems.append(Problem(N_("日期应当在决定以后，不晚于今天。"), "on"))
    if command.outcome not in OUTCOMES:
        problems.append(Problem(N_("请选择结果。"), "outcome"))
    if not command.document.strip():
        problems.append(Problem(N_("请填写决定书、判决书的文号。"), "document"))
    return problems


def take_news(facts: paying.Decided, command: TakeNews) -> list[Problem]:
    """A decision, which binds as the reviewing organ made it (复议法 77①); a begin only where none runs."""
    if command.effect == DECIDED:
        return [*reviews.known(command), *_ruled(facts, command)]
    if problems := reviews.known(command):
        return problems
    return paying.not_stayed(facts) if command.effect == reviews.ACCEPTED else []


def closable(facts: Facts) -> list[Problem]:
    """Paid with what was added, or executed; put right, and contested no more."""
    return paying.closable(facts)


def gone(command: Contested) -> bool:
    """Whether a review or a court took the decision away."""
    return getattr(command, "effect", DECIDED) == DECIDED and command.outcome in GONE


def overturns(command: Contested) -> bool:
    """Whether what was published of the decision no longer holds (处罚法 48②)."""
    decided = getattr(command, "effect", DECIDED) == DECIDED
    return decided and (command.outcome in OVERTURNS or command.alters)


def after(facts: Facts, command: Contested) -> str:
    """The state that follows: what is gone is over, or investigated again where it is to be decided anew."""
    if not gone(command):
        return "="
    return "investigating" if command.again is not None else "overturned"
