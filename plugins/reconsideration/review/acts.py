"""What the acts of a review share: codes of limits, groups of states, and how an act is put down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from core.contracts import Stop, Transition
from core.i18n import N_
from plugins.reconsideration import words as law
from plugins.reconsideration.review import commands as cmd
from plugins.reconsideration.review import queries, services
from plugins.reconsideration.review.queries import DECIDE, DECIDE_SUMMARY, REPLY, REPLY_SUMMARY, STAY_OVER
from plugins.reconsideration.review.rules import ReviewFacts

EXAMINE, NOTICE, CORRECTION = (
    "reconsideration.review",
    "reconsideration.correction_notice",
    "reconsideration.correction_submit",
)
COPY, COPY_SUMMARY, FILING = (
    "reconsideration.copy_send",
    "reconsideration.copy_send_summary",
    "reconsideration.filing",
)
RULE, RULE_TOLD, RULE_PASSED, MAKER, PASSED_REPLY = (
    f"reconsideration.rule_{name}" for name in ("review", "notify", "forward", "maker_reply", "transfer_reply")
)
RULES_DONE = tuple(Stop(rule) for rule in (RULE, RULE_TOLD, RULE_PASSED, MAKER, PASSED_REPLY))
NEW, WAITING, OPEN, TRYING = ("rv_applied",), ("rv_replying",), ("rv_replying", "rv_trying"), ("rv_trying",)
# Accepted and not decided: with the count running, and with it stayed.
UNDECIDED = ("rv_accepted", *OPEN, "rv_proposed")
RUNNING = (*UNDECIDED, "rv_stayed")
BEFORE = ("rv_applied", "rv_to_complete", *RUNNING)
AFTER = ("rv_served", "rv_filed")
DONE = (Stop(DECIDE), Stop(DECIDE_SUMMARY), Stop(STAY_OVER), Stop(REPLY), Stop(REPLY_SUMMARY), *RULES_DONE)
ENDED = (*DONE, Stop(EXAMINE), Stop(NOTICE), Stop(CORRECTION), Stop(COPY), Stop(COPY_SUMMARY))
PROPOSED, RETURNED, CORRECTED, REPLIED = (
    N_("%(number)s已提出复议意见，请审批。"),
    N_("%(number)s的复议意见被退回，请重新审查。"),
    N_("%(number)s的申请人已补正。"),
    N_("%(number)s的被申请人已答复。"),
)
WITHDRAWN, DECIDED = N_("%(number)s的申请人撤回申请，请审查。"), N_("%(number)s已经决定，请送达。")


def today(facts: ReviewFacts, command: Any) -> Any:
    """From today on."""
    return facts.today


def accepted(facts: ReviewFacts, command: Any) -> Any:
    """From acceptance on."""
    return facts.accepted_on or facts.today


def by(procedure: str) -> Callable[[ReviewFacts, Any], bool]:
    """Only in a procedure."""
    return lambda facts, command: facts.procedure == procedure


def copied(facts: ReviewFacts, command: Any) -> Any:
    """From the day on which the copy reached the respondent."""
    return facts.copied_on or facts.today


def before(facts: ReviewFacts, command: cmd.Exclude) -> dt.date:
    """The day before the first that is not counted."""
    return command.from_on - dt.timedelta(days=1)


def stopped(facts: ReviewFacts, command: cmd.Exclude) -> str:
    """For what it is not counted."""
    return law.STOPPED[command.kind]


def by_what(facts: ReviewFacts, command: cmd.Exclude) -> str:
    """What says so."""
    return command.words.strip()


def by_whom(who: str) -> Callable[[ReviewFacts, Any], bool]:
    """Only where somebody made the rule that is looked into."""
    return lambda facts, command: command.ground == law.OF_RULES and command.rule_by == who


def act(
    code: str,
    label: str,
    at: tuple[str, ...],
    target: str | Callable[[Any, Any], str],
    permission: str,
    command: type,
    article: str,
    **more: Any,
) -> Transition:
    """An act of a review; its handler bears its name, unless it is told another."""
    handler = more.pop("handler", None) or getattr(services, code, None)
    return Transition(
        code, label, at, target, permission, command, law.LAW + article, queries.facts, handler=handler, **more
    )


def paper(name: str) -> tuple[str, ...]:
    """A paper of the review."""
    return (f"reconsideration.{name}",)
