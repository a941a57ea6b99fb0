"""The rules of reviews of petitions, pure: the two levels, what may come of one, and what each act needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from core.errors import Problem
from core.i18n import N_
from plugins.egov.reviews import commands as cmd

REVIEW, RECHECK = "review", "recheck"
LEVELS: Mapping[str, str] = {
    REVIEW: N_("复查（对处理意见不服）"),
    RECHECK: N_("复核（对复查意见不服）"),
}
ARTICLES: Mapping[str, str] = {REVIEW: "信访工作条例35", RECHECK: "信访工作条例36"}
# The limit within which each is asked for.
REQUESTS: Mapping[str, str] = {REVIEW: "petition.review_request", RECHECK: "petition.recheck_request"}
UPHELD, CHANGED, REVOKED = "upheld", "changed", "revoked"
OUTCOMES: Mapping[str, str] = {
    UPHELD: N_("维持原意见"),
    CHANGED: N_("变更原意见"),
    REVOKED: N_("撤销原意见，责令重新处理"),
}
LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """What guards know of a review.

    Attributes:
        late: it was asked for after its thirty days.
        recheck_runs: a recheck of the opinion can be asked for; the limit runs.
        heard_since: the first day of a hearing that goes on.
    """

    level: str
    late: bool
    recheck_runs: bool
    heard_since: dt.date | None
    received_on: dt.date
    today: dt.date

    @property
    def recheck(self) -> bool:
        """Whether it is the second one, the last."""
        return self.level == RECHECK


def ask(command: cmd.Ask, today: dt.date) -> list[Problem]:
    """Who asks, about which opinion, and why; a late request is taken in too, and told so."""
    problems = [
        Problem(words, field)
        for field, words in (
            ("name", N_("请填写信访人的姓名。")),
            ("organ", N_("请填写作出意见的机关。")),
            ("document", N_("请填写意见书的编号。")),
            ("words", N_("请写明请求和理由。")),
        )
        if not str(getattr(command, field)).strip()
    ]
    if command.level not in LEVELS:
        problems.append(Problem(N_("请选择复查还是复核。"), "level"))
    if command.requested_on > today:
        problems.append(Problem(N_("收到请求的日期不能晚于今天。"), "requested_on"))
    if command.answered_on > command.requested_on:
        problems.append(Problem(N_("收到书面答复的日期不能晚于提出请求的日期。"), "answered_on"))
    return problems


def hear(facts: ReviewFacts, command: cmd.Hear) -> list[Problem]:
    """By a notice, from a day on; its time does not count (信访工作条例 36②)."""
    problems = _said(command.document, N_("请填写听证通知书的文号。"), "document")
    if not facts.received_on <= command.on <= facts.today:
        problems.append(Problem(N_("听证开始的日期应当在收到请求之后、今天以前。"), "on"))
    return problems


def end_hearing(facts: ReviewFacts, command: cmd.EndHearing) -> list[Problem]:
    """On a day after it began, with what came of it."""
    problems = _said(command.words, N_("请写明听证的结论。"))
    if not (facts.heard_since or facts.received_on) <= command.on <= facts.today:
        problems.append(Problem(N_("听证结束的日期应当在开始之后、今天以前。"), "on"))
    return problems


def in_time(facts: ReviewFacts) -> list[Problem]:
    """Only a request within thirty days is reviewed; a late one is answered with that."""
    return [Problem(N_("请求已经超过三十日，请告知不予受理和理由。"))] if facts.late else []


def answer(facts: ReviewFacts, command: cmd.Answer) -> list[Problem]:
    """What comes of it, why and under which law."""
    problems = [] if command.outcome in OUTCOMES else [Problem(N_("请选择复查、复核的结论。"), "outcome")]
    problems += _said(command.words, N_("请写明理由。"))
    return problems + _said(command.basis, N_("请写明法律法规依据。"), "basis")


def words(facts: ReviewFacts, command: cmd.Words) -> list[Problem]:
    """The reason that the petitioner is told."""
    return _said(command.words, N_("请写明理由。"))


def _said(text: str, missing: str, field: str = "words") -> list[Problem]:
    return [] if text.strip() else [Problem(missing, field)]
