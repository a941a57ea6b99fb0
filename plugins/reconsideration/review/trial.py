"""Rules of the trial and its end, pure: hearing the parties, stays, withdrawal, the four gates, and what follows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from core.errors import Problem
from core.i18n import N_
from plugins.reconsideration import words as law
from plugins.reconsideration.review import commands as cmd
from plugins.reconsideration.review.rules import HANDLERS_LEAST, ReviewFacts, grounded, names, said, sums, yuan_of

PROLONG_MOST = 30  # 62①
PANEL_LEAST = 2  # 50③
HEAD, COLLECTIVE = "head", "collective"
AGREEING: Mapping[str, str] = {HEAD: N_("行政复议机关的负责人同意"), COLLECTIVE: N_("集体讨论通过")}


def hear(facts: ReviewFacts, command: cmd.Hear) -> list[Problem]:
    """How the parties are heard has a reason; in the ordinary procedure paper alone needs one of theirs (49)."""
    problems = said(command.people, N_("请写明听取了谁的意见。"), "people")
    problems += said(command.words, N_("请写明听取的意见。"), "words")
    if command.mode not in law.MODES:
        problems.append(Problem(N_("请选择听取意见的方式。"), "mode"))
    reason = N_("请写明选择这一方式的理由。")
    if command.mode == law.ON_PAPER and facts.ordinary:
        reason = N_("普通程序只有因当事人原因不能听取意见的才可以书面审理，请写明原因（行政复议法49）。")
    problems += said(command.reason, reason, "reason")
    return problems if command.heard_on <= facts.today else [*problems, Problem(N_("日期不能晚于今天。"), "heard_on")]


def set_hearing(latest: dt.date | None, facts: ReviewFacts, command: cmd.SetHearing) -> list[Problem]:
    """The parties know five working days before (51①); `latest` is the last day to tell them."""
    problems = said(command.place, N_("请填写听证的地点。"), "place")
    problems += said(command.matters, N_("请写明拟听证的事项。"), "matters")
    if latest is None or latest < facts.today:
        message = N_("应当在举行听证的五个工作日前书面通知当事人，请另定日期（行政复议法51①）。")
        problems.append(Problem(message, "on"))
    return problems


def hearing_set(facts: ReviewFacts) -> list[Problem]:
    """A hearing that was announced, and whose day has come."""
    if facts.hearing_on is None:
        return [Problem(N_("还没有通知听证。"))]
    if facts.hearing_on > facts.today:
        return [Problem(N_("听证定在%(day)s，还没有举行。"), params={"day": facts.hearing_on.isoformat()})]
    return []


def hold_hearing(facts: ReviewFacts, command: cmd.HoldHearing) -> list[Problem]:
    """One who presides, at least two beside, and a clerk, all of them different people (50③)."""
    problems = said(command.words, N_("请写明听证笔录。"), "words")
    problems += said(
        command.respondent, N_("请写明被申请人的负责人是否参加；不能参加的，写明理由和委托的人员。"), "respondent"
    )
    panel, others = names(command.panel), {command.host.strip(), command.clerk.strip()}
    if not command.host.strip() or not command.clerk.strip():
        problems.append(Problem(N_("请写明主持人和记录员。"), "host"))
    elif len(set(panel) - others) < PANEL_LEAST or len(others) < 2:
        message = N_("听证由一名主持人、两名以上听证员、一名记录员组成，不能是同一人（行政复议法50③）。")
        problems.append(Problem(message, "panel"))
    return problems


def note(facts: ReviewFacts, command: cmd.Note) -> list[Problem]:
    """What is taken down says when, who and what; evidence is taken by two (45②)."""
    problems = said(command.people, N_("请写明人员。"), "people") + said(command.words, N_("请写明内容。"), "words")
    if command.kind not in law.NOTES:
        problems.append(Problem(N_("请选择记录的种类。"), "kind"))
    if command.kind == law.INQUIRY and len(names(command.people)) < HANDLERS_LEAST:
        message = N_("调查取证时，行政复议人员不得少于两人（行政复议法45②）。")
        problems.append(Problem(message, "people"))
    return problems if command.noted_on <= facts.today else [*problems, Problem(N_("日期不能晚于今天。"), "noted_on")]


def exclude(facts: ReviewFacts, command: cmd.Exclude) -> list[Problem]:
    """Days since the acceptance that are over, after those excluded before, with who surveyed or appraised what."""
    problems = said(command.words, N_("请写明勘验、鉴定的事项、人员和文书。"), "words")
    if command.kind not in law.EXCLUDED:
        problems.append(Problem(N_("请选择是勘验还是鉴定。"), "kind"))
    if facts.accepted_on is None or not facts.accepted_on <= command.from_on <= command.to_on <= facts.today:
        problems.append(Problem(N_("起止日期应当在受理以后、依次在后，不晚于今天。"), "to_on"))
    elif facts.counted_from is not None and command.from_on <= facts.counted_from:
        message = N_("应当晚于上一次不计入期限的最后一日（%(day)s）。")
        problems.append(Problem(message, "from_on", {"day": facts.counted_from.isoformat()}))
    return problems


def suspend(facts: ReviewFacts, command: cmd.Stay) -> list[Problem]:
    """A ground of 39①; who deals with a rule is told where one is looked at."""
    problems = grounded(law.STAYS)(facts, command)
    if command.ground == law.OF_RULES and command.rule_by not in law.RULES_BY:
        problems.append(Problem(N_("请选择由谁处理规范性文件或者依据（行政复议法56、57）。"), "rule_by"))
    return problems


def of_rules(facts: ReviewFacts) -> list[Problem]:
    """Only a review that is stayed for a rule has these steps."""
    return [] if facts.stay == law.OF_RULES else [Problem(N_("本案没有因规范性文件或者依据的审查中止。"))]


def is_summary(facts: ReviewFacts) -> list[Problem]:
    """Only a summary procedure is converted."""
    return [] if facts.procedure == law.SUMMARY else [Problem(N_("本案适用的是普通程序。"))]


def is_ordinary(facts: ReviewFacts) -> list[Problem]:
    """The thirty days of a summary procedure are not lengthened (62②)."""
    return [] if facts.ordinary else [Problem(N_("简易程序的期限不能延长；可以转为普通程序（行政复议法55、62②）。"))]


def prolong(facts: ReviewFacts, command: cmd.Prolong) -> list[Problem]:
    """At most thirty days, because the case is complicated (62①)."""
    problems = said(command.words, N_("请写明情况复杂、不能按期作出决定的理由。"), "words")
    if not 1 <= command.days <= PROLONG_MOST:
        message = N_("延长期限最多不得超过三十日（行政复议法62①）。")
        problems.append(Problem(message, "days"))
    return problems


def withdraw(facts: ReviewFacts, command: cmd.Withdraw) -> list[Problem]:
    """Taking back is the applicant's own will (74②)."""
    problems = said(command.words, N_("请写明撤回申请的理由。"), "words")
    if not command.own_will:
        problems.append(Problem(N_("请确认撤回是申请人的真实意愿。"), "own_will"))
    return problems


def not_withdrawn(facts: ReviewFacts) -> list[Problem]:
    """It is taken back once."""
    return [] if facts.withdrawn_on is None else [Problem(N_("申请人已经撤回申请，等待准予。"))]


def terminate(facts: ReviewFacts, command: cmd.Terminate) -> list[Problem]:
    """Each ground of 41 has what it rests on."""
    problems = grounded(law.ENDS)(facts, command)
    if command.ground == "一" and facts.withdrawn_on is None:
        problems.append(Problem(N_("申请人没有撤回申请，不能以此终止（行政复议法41(一)）。"), "ground"))
    if command.ground == "五" and not (
        facts.stay in law.LIMITED_STAYS and facts.stay_over is not None and facts.stay_over < facts.today
    ):
        message = N_("依照第三十九条第一、二、四项中止满六十日、原因仍未消除的，才能终止（行政复议法41(五)）。")
        problems.append(Problem(message, "ground"))
    return problems


def mediate(facts: ReviewFacts, command: cmd.Mediate) -> list[Problem]:
    """An agreement counts when all parties signed it (73①)."""
    problems = said(command.findings, N_("请写明案件的事实（行政复议法实施条例50②）。"), "findings")
    problems += said(command.grounds, N_("请写明调解的理由（行政复议法实施条例50②）。"), "grounds")
    problems += said(command.terms, N_("请写明调解协议的内容。"), "terms")
    problems += _altered(facts, command)
    if not command.signed:
        message = N_("调解书应当经各方当事人签字或者签章（行政复议法73①）。")
        problems.append(Problem(message, "signed"))
    return problems


def heard(facts: ReviewFacts) -> list[Problem]:
    """Before anything is proposed, two handle it, and the parties of an ordinary procedure are heard (49)."""
    problems = []
    if len(facts.handlers) < HANDLERS_LEAST:
        problems.append(Problem(N_("请先确定不少于两名行政复议人员（行政复议法实施条例32）。")))
    if facts.ordinary and not facts.noted & {law.HEARD, law.HEARING}:
        problems.append(Problem(N_("适用普通程序的，应当先听取当事人的意见（行政复议法49）。")))
    if facts.hearing_on is not None and law.HEARING not in facts.noted:
        problems.append(Problem(N_("已经通知听证，应当先举行听证。")))
    return problems


def propose(facts: ReviewFacts, command: cmd.Propose) -> list[Problem]:
    """The four gates: facts, law, ruling, aftermath; and what 50, 52, 63② and 70 ask of them."""
    problems = []
    for name, message in (
        ("findings", N_("事实关：请写明查明的事实和证据。")),
        ("grounds", N_("法律关：请写明适用的依据和理由。")),
        ("ruling", N_("裁决关：请写明决定的内容。")),
        ("aftermath", N_("善后关：请写明履行、执行和化解争议的安排。")),
        ("legal_check", N_("请写明法制审核的人员和意见。")),
    ):
        problems += said(getattr(command, name), message, name)
    problems += _outcome(facts, command)
    if command.hard and law.HEARING not in facts.noted:
        message = N_("重大、疑难、复杂的案件应当组织听证（行政复议法50①）。")
        problems.append(Problem(message, "hard"))
    if command.hard and law.COMMITTEE not in facts.noted:
        message = N_("重大、疑难、复杂的案件应当提请行政复议委员会提出咨询意见（行政复议法52②）。")
        problems.append(Problem(message, "hard"))
    return problems


def _outcome(facts: ReviewFacts, command: cmd.Propose) -> list[Problem]:
    if command.outcome not in law.OUTCOMES:
        return [Problem(N_("请选择决定的种类。"), "outcome")]
    problems = []
    if command.ground not in law.OUTCOMES[command.outcome].grounds:
        problems.append(Problem(N_("这一种决定不能以所选的情形为依据（行政复议法63至71）。"), "ground"))
    if command.ground == "70" and not facts.silent:
        problems.append(Problem(N_("被申请人已经答复、举证，不能适用第七十条。"), "ground"))
    if facts.silent and command.outcome in {law.UPHOLD, law.CHANGE} and not command.third_evidence:
        message = N_(
            "被申请人没有答复、举证，视为没有证据、依据，应当撤销、确认违法、无效或者责令履行（行政复议法70）。"
        )
        problems.append(Problem(message, "outcome"))
    if command.outcome == law.PERFORM and not command.redo_days:
        problems.append(Problem(N_("请写明履行的期限（行政复议法66）。"), "redo_days"))
    if command.redo_days and command.outcome not in law.REDONE:
        problems.append(Problem(N_("这一种决定没有重新作出或者履行的期限。"), "redo_days"))
    return problems + _changed(facts, command)


def _altered(facts: ReviewFacts, command: cmd.Propose | cmd.Mediate) -> list[Problem]:
    """Sums are sums, and only a penalty has them."""
    problems = sums(command, "fine", "gains")
    if problems or facts.act == law.PENALTY or not (command.fine.strip() or command.gains.strip() or command.dropped):
        return problems
    return [Problem(N_("只有对行政处罚的复议才填写变更后的处罚。"), "fine")]


def _changed(facts: ReviewFacts, command: cmd.Propose) -> list[Problem]:
    """What is changed is never heavier, unless a third party asked for it (63②); of a part, what is left is said."""
    if problems := [*_altered(facts, command), *sums(command, "fined", "confiscated")]:
        return problems
    fined = facts.fined if facts.fined is not None else yuan_of(command.fined)
    confiscated = facts.confiscated if facts.confiscated is not None else yuan_of(command.confiscated)
    given = {"fine": (yuan_of(command.fine), fined), "gains": (yuan_of(command.gains), confiscated)}
    said_so = bool(command.dropped) or any(sum_ is not None for sum_, _ in given.values())
    if command.outcome not in {law.CHANGE, law.REVOKE_PART}:
        message = N_("只有变更、部分撤销的决定才填写变更后的处罚。")
        return [Problem(message, "fine")] if said_so else []
    if command.outcome == law.REVOKE_PART and facts.act == law.PENALTY and not said_so:
        return [Problem(N_("部分撤销处罚的，请填写还剩下的罚款、没收，或者选择撤销的处罚种类。"), "dropped")]
    problems = []
    for name, (sum_, decided) in given.items():
        if sum_ is not None and decided is None:
            message = N_("还不知道原决定的数额，请一并填写原决定的数额。")
            problems.append(Problem(message, name))
        elif sum_ is not None and decided is not None and sum_ > decided and not command.third_contrary:
            message = N_("原决定是%(decided)s元，不得作出对申请人更为不利的变更决定（行政复议法63②）。")
            problems.append(Problem(message, name, {"decided": decided}))
    return problems


def decide(facts: ReviewFacts, command: cmd.Decide) -> list[Problem]:
    """The organ's head agreed, or it was discussed collectively (61①)."""
    problems = said(command.agreed, N_("请写明同意的负责人，或者集体讨论的会议和结果。"), "agreed")
    if command.how not in AGREEING:
        problems.append(Problem(N_("请选择决定的方式（行政复议法61①）。"), "how"))
    return problems


def serve(facts: ReviewFacts, command: cmd.Serve) -> list[Problem]:
    """Service lies between the decision and today."""
    if (facts.decided_on or facts.today) <= command.served_on <= facts.today:
        return []
    return [Problem(N_("送达日期应当在决定以后、不晚于今天。"), "served_on")]


def file(facts: ReviewFacts, command: cmd.File) -> list[Problem]:
    """A filing has a number."""
    return said(command.filed_as, N_("请填写备案编号。"), "filed_as")


def order(facts: ReviewFacts, command: cmd.Order) -> list[Problem]:
    """An order to perform says by when and what (77②)."""
    problems = said(command.words, N_("请写明责令履行的内容。"), "words")
    return problems if command.days > 0 else [*problems, Problem(N_("请填写履行的天数。"), "days")]


def owes(facts: ReviewFacts) -> list[Problem]:
    """Only what the respondent has to do can be ordered (77①)."""
    owed = facts.outcome in law.CORRECTING or facts.outcome == law.MEDIATED or facts.opinion
    return [] if owed else [Problem(N_("被申请人没有需要履行的内容。"))]


def take_performance(facts: ReviewFacts, command: cmd.TakePerformance) -> list[Problem]:
    """A report says when and what."""
    problems = said(command.words, N_("请写明履行情况。"), "words")
    if command.performed_on > facts.today:
        problems.append(Problem(N_("日期不能晚于今天。"), "performed_on"))
    return problems
