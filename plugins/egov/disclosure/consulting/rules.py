"""The rules of asking others for their opinion, pure (政府信息公开条例 32–34)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.errors import Problem
from core.i18n import N_

if TYPE_CHECKING:
    from plugins.egov.disclosure import commands as cmd
    from plugins.egov.disclosure.rules import RequestFacts

THIRD_PARTY, CO_MAKER = "third_party", "co_maker"
CONSULTED: Mapping[str, str] = {THIRD_PARTY: N_("第三方"), CO_MAKER: N_("共同制作的行政机关")}
ARTICLES: Mapping[str, str] = {THIRD_PARTY: "政府信息公开条例32", CO_MAKER: "政府信息公开条例34"}
LIMITS: Mapping[str, str] = {THIRD_PARTY: "disclosure.third_party", CO_MAKER: "disclosure.co_maker"}
LETTERS: Mapping[str, str] = {THIRD_PARTY: "egov.third_party_letter", CO_MAKER: "egov.co_maker_letter"}
AGREES, OBJECTS, UNFOUNDED, SILENT = "agrees", "objects", "unfounded", "silent"
OPINIONS: Mapping[str, str] = {
    AGREES: N_("同意公开"),
    OBJECTS: N_("不同意公开，有合理理由"),
    UNFOUNDED: N_("不同意公开，没有合理理由"),
    SILENT: N_("逾期没有提出意见"),
}
# A third party that said no, and is told in writing if it is published all the same.
AGAINST = (OBJECTS, UNFOUNDED)


@dataclass(frozen=True, slots=True)
class Asked:
    """Whoever was asked last.

    Attributes:
        received_on: the day on which the letter was received; None while that is not known.
        due: the last of the fifteen working days from then.
        opinion: a key of `OPINIONS`; empty while none came.
    """

    whom: str
    sent_on: dt.date
    received_on: dt.date | None
    due: dt.date | None
    opinion: str

    @property
    def article(self) -> str:
        """The article under which they are asked."""
        return ARTICLES[self.whom]


def consult(facts: RequestFacts, command: cmd.Consult) -> list[Problem]:
    """Whom, by which letter, and on what."""
    problems = [] if command.whom in CONSULTED else [Problem(N_("请选择征求谁的意见。"), "whom")]
    for field, words in (
        ("name", N_("请填写被征求意见的人或者机关。")),
        ("document", N_("请填写征求意见书的文号。")),
        ("words", N_("请写明就哪些信息征求意见。")),
    ):
        if not str(getattr(command, field)).strip():
            problems.append(Problem(words, field))
    return problems


def receivable(facts: RequestFacts) -> list[Problem]:
    """Once for each letter."""
    if facts.asked is not None and facts.asked.received_on is not None:
        return [Problem(N_("已经登记对方收到的日期。"))]
    return []


def receive(facts: RequestFacts, command: cmd.Receive) -> list[Problem]:
    """Between the day it was sent and today."""
    if facts.asked is not None and facts.asked.sent_on <= command.received_on <= facts.today:
        return []
    return [Problem(N_("收到征求意见书的日期应当在发出之后、今天以前。"), "received_on")]


def endable(facts: RequestFacts) -> list[Problem]:
    """The fifteen working days begin with the receipt."""
    if facts.asked is not None and facts.asked.received_on is None:
        return [Problem(N_("请先登记对方收到征求意见书的日期。"))]
    return []


def end(facts: RequestFacts, command: cmd.EndConsulting) -> list[Problem]:
    """What came and when; an objection has its reason, and nobody is silent before their days are over."""
    problems, asked = [] if command.opinion in OPINIONS else [Problem(N_("请选择意见。"), "opinion")], facts.asked
    if command.opinion in AGAINST and not command.words.strip():
        problems.append(Problem(N_("请写明不同意公开的理由。"), "words"))
    if asked is None or asked.received_on is None:
        return problems
    if command.opinion == SILENT:
        if asked.due is not None and facts.today <= asked.due:
            words = N_("对方可以在%(due)s以前提出意见，期满以前不能登记为逾期。")
            problems.append(Problem(words, "opinion", {"due": asked.due}))
    elif command.came_on is None:
        problems.append(Problem(N_("请填写收到意见的日期。"), "came_on"))
    elif not asked.received_on <= command.came_on <= facts.today:
        problems.append(Problem(N_("收到意见的日期应当在对方收到征求意见书之后、今天以前。"), "came_on"))
    return problems


def resumed_on(facts: RequestFacts, came_on: dt.date | None) -> dt.date:
    """The last day that does not count: the opinion's, at most the last of the fifteen working days."""
    due = facts.asked.due if facts.asked is not None else None
    days = [day for day in (came_on, due) if day is not None]
    return min(days, default=facts.today)
