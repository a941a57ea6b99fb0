"""Rules of a review, pure: what is accepted, what must be held before a decision, and what a decision may say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from uuid import UUID

from core.errors import Problem
from core.i18n import N_
from plugins.reconsideration import words as law
from plugins.reconsideration.review import commands as cmd

SUMMARY_MOST = Decimal(3000)  # 53①(三)
HANDLERS_LEAST = 2  # 实施条例 32
DECISION_OF_COUNTY = N_("乡镇人民政府不是行政复议机关，不能受理、决定行政复议（行政复议法4）；请转交县人民政府。")


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """What guards, clocks and papers know of a review.

    Attributes:
        fined, confiscated: the sums that were decided, from the respondent's case; None where they are not known.
        last_day: the last day on which it could be applied for, delays counted; None where no day could be counted.
        barred: the outer limit of five or twenty years has passed (21).
        twice: the same applicant's review of the same document was accepted before (30①七).
        reply_due, decide_due, stay_over: the limits as they run; None where they don't.
        overrun: the time to decide passed without a decision, and the applicant was told of the court.
        counted_from: the last day that was excluded from the count; None where none was.
        noted: which kinds of entries it has.
        on_platform: the respondent gets its papers over the platform.
    """

    today: dt.date
    forum: str
    act: str
    first: tuple[str, ...]
    amount: Decimal | None
    fined: Decimal | None
    confiscated: Decimal | None
    applied_on: dt.date
    last_day: dt.date | None
    barred: bool
    twice: bool
    asked: bool
    accepted_on: dt.date | None
    procedure: str
    on_platform: bool
    copied_on: dt.date | None
    replied_on: dt.date | None
    silent: bool
    reply_due: dt.date | None
    decide_due: dt.date | None
    noted: frozenset[str]
    heard_only_on_paper: bool
    hearing_on: dt.date | None
    hearing_latest: dt.date | None
    handlers: tuple[str, ...]
    stay: str
    stay_over: dt.date | None
    withdrawn_on: dt.date | None
    settled: bool
    damages: bool
    proposed_by: UUID | None
    outcome: str
    redo_days: int | None
    opinion: bool
    decided_on: dt.date | None
    served_on: dt.date | None
    overrun: bool = False
    counted_from: dt.date | None = None

    @property
    def ordinary(self) -> bool:
        """Whether the ordinary procedure counts."""
        return self.procedure == law.ORDINARY

    @property
    def late(self) -> bool:
        """Whether it was applied for too late (20, 21)."""
        return self.barred or (self.last_day is not None and self.applied_on > self.last_day)


def said(value: str, message: str, name: str) -> list[Problem]:
    """The problem of a field that says nothing, if it says nothing."""
    return [] if value.strip() else [Problem(message, name)]


def yuan_of(typed: str) -> Decimal | None:
    """A sum as it was typed; None where nothing was.

    Raises:
        ValueError: it is no sum of at most nine digits and two after the point.
    """
    if not (words := typed.strip().removesuffix("元").strip()):
        return None
    try:
        found = Decimal(words)
    except InvalidOperation:
        raise ValueError(typed) from None
    if not found.is_finite() or not 0 <= found < 10**9 or found != found.quantize(Decimal("0.01")):
        raise ValueError(typed)
    return found


def fen_of(typed: str) -> int | None:
    """The same in fen."""
    found = yuan_of(typed)
    return int(found * 100) if found is not None else None


def apply(command: cmd.Apply, today: dt.date) -> list[Problem]:
    """What an application must say (实施条例19); whether it is accepted is looked at later."""
    problems = []
    for name, message in (
        ("name", N_("请填写申请人的姓名或者名称。")),
        ("claims", N_("请写明行政复议请求。")),
        ("reasons", N_("请写明申请行政复议的主要事实和理由。")),
    ):
        problems += said(getattr(command, name), message, name)
    if command.subject not in law.APPLICANTS:
        problems.append(Problem(N_("请选择申请人是公民还是组织。"), "subject"))
    if command.act not in law.ACTS:
        problems.append(Problem(N_("请选择对哪一类行政行为不服。"), "act"))
    if command.forum not in law.FORUMS:
        problems.append(Problem(N_("请选择被申请人是哪一类机关。"), "forum"))
    elif command.forum == law.TOWNSHIP and not command.respondent:
        problems.append(Problem(N_("请选择是哪个乡镇。"), "respondent"))
    elif command.forum != law.TOWNSHIP and not command.respondent_name.strip():
        problems.append(Problem(N_("请填写被申请人的名称。"), "respondent_name"))
    problems += _days(command, today)
    return [*problems, *sums(command, "amount")]


def _days(command: cmd.Apply, today: dt.date) -> list[Problem]:
    problems = []
    if command.known_on is None:
        problems.append(Problem(N_("请填写知道该行政行为的日期。"), "known_on"))
    named = ("made_on", "known_on", "told_on", "delayed_from", "delayed_to", "applied_on")
    for name in named:
        day = getattr(command, name)
        if day is not None and day > today:
            problems.append(Problem(N_("日期不能晚于今天。"), name))
    if command.made_on and command.known_on and command.known_on < command.made_on:
        problems.append(Problem(N_("知道的日期不能早于行为作出的日期。"), "known_on"))
    if (command.delayed_from is None) != (command.delayed_to is None) or (
        command.delayed_from and command.delayed_to and command.delayed_to < command.delayed_from
    ):
        problems.append(Problem(N_("耽误期限的，请写明障碍从哪一天到哪一天。"), "delayed_to"))
    elif command.delayed_from:
        problems += said(command.delay, N_("请写明耽误期限的不可抗力或者其他正当理由（行政复议法20②）。"), "delay")
    return problems


def once_only(facts: ReviewFacts) -> list[Problem]:
    """Corrections are asked for once (31①)."""
    words = N_("补正通知应当一次性载明需要补正的事项，不能再次要求补正（行政复议法31①）。")
    return [Problem(words)] if facts.asked else []


def worded(message: str) -> Callable[[ReviewFacts, object], list[Problem]]:
    """A guard of an act that asks for words alone."""
    return lambda facts, command: said(getattr(command, "words"), message, "words")  # noqa: B009


def more_time(facts: ReviewFacts, command: cmd.MoreTime) -> list[Problem]:
    """A reasonable time more, for a good reason (31②)."""
    problems = said(command.words, N_("请写明不能按期补正的正当理由（行政复议法31②）。"), "words")
    return problems if command.days > 0 else [*problems, Problem(N_("请填写延长的工作日数。"), "days")]


def accept(facts: ReviewFacts, command: cmd.Accept) -> list[Problem]:
    """The conditions of 30①, and which procedure may be taken (53)."""
    problems = []
    if law.FORUMS[facts.forum].organ:
        problems.append(Problem(N_("不属于本机关管辖，应当不予受理并告知有管辖权的机关（行政复议法30②）。")))
    if facts.late and not command.words.strip():
        message = N_("申请超过法定期限；认定没有超过的，请写明理由（行政复议法20、21）。")
        problems.append(Problem(message, "words"))
    if facts.twice:
        problems.append(Problem(N_("已经受理过同一申请人对同一行政行为的申请（行政复议法30①七）。")))
    if command.procedure not in law.PROCEDURES:
        problems.append(Problem(N_("请选择适用的程序。"), "procedure"))
    if command.procedure == law.SUMMARY:
        problems += _summary(facts, command.procedure_ground)
        if command.procedure_ground == law.AGREED:
            problems += said(command.consent, N_("请写明各方当事人怎样同意适用简易程序（行政复议法53②）。"), "consent")
    return [*problems, *name_handlers(facts, command)]


def name_handlers(facts: ReviewFacts, command: cmd.Accept | cmd.NameHandlers) -> list[Problem]:
    """At least two (实施条例 32)."""
    if len(names(command.handlers)) >= HANDLERS_LEAST:
        return []
    return [Problem(N_("请写明不少于两名行政复议人员（行政复议法实施条例32）。"), "handlers")]


def _summary(facts: ReviewFacts, ground: str) -> list[Problem]:
    allowed = {
        "53①(一)": law.ON_SPOT in facts.first,
        "53①(二)": facts.act == law.PENALTY and not facts.amount,
        "53①(三)": facts.amount is not None and facts.amount <= SUMMARY_MOST,
        "53①(四)": facts.act == law.DISCLOSURE,
        "53②": True,
    }
    if allowed.get(ground):
        return []
    message = N_("请选择可以适用简易程序的情形；本案不符合的，适用普通程序（行政复议法53）。")
    return [Problem(message, "procedure_ground")]


def names(typed: str) -> list[str]:
    """Names as people type them: one a line, or with 、 between them; each counts once."""
    return list(dict.fromkeys(part.strip() for part in typed.replace("、", "\n").splitlines() if part.strip()))


def refuse(facts: ReviewFacts, command: cmd.Refuse) -> list[Problem]:
    """Which condition fails and why; another organ is named where it is competent (30②)."""
    problems = said(command.words, N_("请写明不予受理的理由。"), "words")
    if command.ground not in law.REFUSALS:
        problems.append(Problem(N_("请选择不符合哪一项受理条件。"), "ground"))
    elif command.ground == law.NOT_HERE:
        message = N_("不属于本机关管辖的，应当告知有管辖权的行政复议机关（行政复议法30②）。")
        problems += said(command.organ, message, "organ")
    return problems


def send_copy(facts: ReviewFacts, command: cmd.SendCopy) -> list[Problem]:
    """On paper somebody must say when the respondent had it: its limit runs from then."""
    if facts.on_platform:
        return []
    if command.received_on is None or not (facts.accepted_on or facts.today) <= command.received_on <= facts.today:
        return [Problem(N_("请填写被申请人收到副本的日期，在受理以后、不晚于今天。"), "received_on")]
    return []


def take_reply(facts: ReviewFacts, command: cmd.TakeReply) -> list[Problem]:
    """A reply is in writing, with the evidence on which the act rested (48)."""
    problems = said(command.reply, N_("请写明答复。"), "reply")
    problems += said(command.evidence, N_("请列出作出行政行为的证据、依据和其他有关材料。"), "evidence")
    if not (facts.copied_on or facts.today) <= command.replied_on <= facts.today:
        problems.append(Problem(N_("答复的日期应当在收到副本以后、不晚于今天。"), "replied_on"))
    return [*problems, *sums(command, "fined", "confiscated")]


def sums(command: object, *named: str) -> list[Problem]:
    """Which of the sums of a command are none."""
    problems = []
    for name in named:
        try:
            yuan_of(getattr(command, name))
        except ValueError:
            problems.append(Problem(N_("请填写数字，最多九位整数、两位小数。"), name))
    return problems


def reply_over(facts: ReviewFacts) -> list[Problem]:
    """Silence counts only when the time to reply is over."""
    if facts.reply_due is None or facts.reply_due < facts.today:
        return []
    message = N_("答复期限到%(due)s，还没有届满。")
    return [Problem(message, params={"due": facts.reply_due.isoformat()})]


def grounded(among: Mapping[str, str]) -> Callable[[ReviewFacts, object], list[Problem]]:
    """A guard of an act that rests on one of a law's grounds and gives reasons."""

    def guard(facts: ReviewFacts, command: object) -> list[Problem]:
        ground, words = getattr(command, "ground"), getattr(command, "words")  # noqa: B009
        problems = said(words, N_("请写明理由。"), "words")
        return problems if ground in among else [*problems, Problem(N_("请选择情形。"), "ground")]

    return guard
