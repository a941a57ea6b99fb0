"""What both procedures do to the limits of a fine: when a suit begins, when it falls due, while it is contested."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from core.cases.models import Case
from core.cases.reviews import ACCEPTED
from core.contracts import Lapse, Restart, Resume, Silence, Start, Stop, Suspend, Transition
from core.i18n import N_
from plugins.penalty.fines import commands as cmd
from plugins.penalty.fines.queries import DEFENCE, PAY
from plugins.penalty.fines.rules import REVIEW

CAP, WAIT, COURT = "penalty.surcharge_cap", "compulsion.surcharge_wait", "compulsion.court_apply"
DAY = dt.timedelta(days=1)
# Fifteen days from the copy of the complaint (行政诉讼法 67①), unless the suit is answered elsewhere.
DEFEND = Start(
    DEFENCE,
    on=lambda facts, command: command.copied_on,
    when=lambda facts, command: command.copied_on is not None,
)
GROUNDS = {True: N_("行政复议期间"), False: N_("行政诉讼期间")}


def _review(facts: Any, command: Any) -> str:
    return GROUNDS[getattr(command, "kind", REVIEW) == REVIEW]


def _document(facts: Any, command: Any) -> str:
    return str(command.document)


def _day_before(facts: Any, command: Any) -> dt.date:
    begun: dt.date = getattr(command, "applied_on", None) or command.on
    return begun - DAY


def _on(facts: Any, command: Any) -> Any:
    return command.on


def _accepted(facts: Any, command: Any) -> bool:
    return bool(command.effect == ACCEPTED)


def _over(facts: Any, command: Any) -> bool:
    return not _accepted(facts, command)


def _court_from(facts: Any, command: Any) -> Any:
    return facts.remedy_until or command.on


def _recounts(facts: Any, command: Any) -> bool:
    """It is over and still owed: the ways against it end on another day than was counted (强制法 53)."""
    begun = getattr(command, "effect", "") == ACCEPTED
    owed = not facts.applied and facts.owed is not None and facts.owed.left > 0
    # Before the day to pay is over nothing of it runs yet: `fall_due` starts it.
    return not begun and owed and facts.pay_due is not None and facts.today > facts.pay_due


# Nothing is added while it is contested (处罚法 73③), so that the day of the most moves.
HALTED = Suspend(CAP, _day_before, _review, _document)
GOES_ON = (Resume(CAP, _on), Restart(COURT, _court_from, _recounts))
REVIEWED = (
    Resume(CAP, _on, _over),
    Suspend(CAP, _day_before, _review, _document, _accepted),
    Restart(COURT, _court_from, _recounts),
)
# What ran because it was unpaid.
RUNNING = (CAP, WAIT, COURT)


def ended(when: Callable[[Any, Any], bool] = lambda facts, command: True) -> tuple[Stop, ...]:
    """Nothing is owed any more, or there is nothing any more that it rests on."""
    return tuple(Stop(rule, when=when) for rule in RUNNING)


def fell_due(
    sources: tuple[str, ...], facts: Callable[[Any, Case], Any], last: Callable[[Any], dt.date | None]
) -> Transition:
    """A fine was not paid by its day: what is added runs to its most, and the ways of 行政强制法 46 and 53 open.

    Args:
        last: of the facts, the last day to contest the decision, from which the court can be asked (53).
    """
    return Transition(
        *("fall_due", N_("罚款到期未缴"), sources, "=", "", cmd.FallDue, "行政处罚法72①"),
        by_system=True,
        facts=facts,
        clocks=(
            Lapse(PAY),
            Start(CAP, _on),
            Start(WAIT, lambda facts, command: command.on + DAY),
            # One that was counted anew on this very day.
            Stop(COURT),
            Start(COURT, lambda facts, command: last(facts) or command.on),
        ),
    )


UNPAID = Silence(PAY, "fall_due", lambda case, on: cmd.FallDue(version=case.version, on=on))
