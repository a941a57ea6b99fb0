"""How a review ends and what follows, as data (行政复议法 41, 61–79)."""

from __future__ import annotations

from core.contracts import (
    HANDLER,
    PARTY,
    Restart,
    Start,
    Stop,
    Tell,
)
from core.i18n import N_
from plugins.reconsideration import words as law
from plugins.reconsideration.permissions import Perm
from plugins.reconsideration.review import commands as cmd
from plugins.reconsideration.review import rules, services, trial
from plugins.reconsideration.review.acts import (
    AFTER,
    BEFORE,
    DECIDED,
    DONE,
    ENDED,
    FILING,
    PROPOSED,
    RETURNED,
    RUNNING,
    TRYING,
    UNDECIDED,
    WITHDRAWN,
    act,
    paper,
)
from plugins.reconsideration.review.queries import SUIT
from plugins.reconsideration.review.rules import ReviewFacts

OVERRUN = N_("%(number)s的复议期限已经届满，没有作出决定，申请人可以起诉，请尽快作出决定。")


def mediated(facts: ReviewFacts, command: cmd.Serve) -> bool:
    """It ended by an agreement."""
    return facts.outcome == law.MEDIATED


def by_decision(facts: ReviewFacts, command: cmd.Serve) -> bool:
    """It ended by a decision."""
    return not mediated(facts, command)


ENDING = (
    act(
        *("withdraw", N_("撤回复议申请"), BEFORE, "=", Perm.REVIEW, cmd.Withdraw, "41(一)"),
        ready=trial.not_withdrawn,
        guard=trial.withdraw,
        by_party=True,
        notify=(Tell(HANDLER, WITHDRAWN),),
    ),
    act(
        *("terminate", N_("终止复议"), BEFORE, "rv_ended", Perm.DECIDE, cmd.Terminate, "41"),
        guard=trial.terminate,
        clocks=ENDED,
        papers=paper("termination"),
        reply=lambda facts, command: command.words.strip(),
        notify=(Tell(PARTY),),
    ),
    act(
        *("mediate", N_("制作调解书"), RUNNING, "rv_decided", Perm.DECIDE, cmd.Mediate, "73①"),
        guard=trial.mediate,
        clocks=ENDED,
        papers=paper("mediation"),
        reply=lambda facts, command: command.terms.strip(),
        notify=(Tell(PARTY), Tell(HANDLER, DECIDED)),
    ),
    act(
        *("overrun", N_("逾期未作决定"), UNDECIDED, "=", "", cmd.Overrun, "34"),
        clocks=(Start(SUIT, on=lambda facts, command: command.on),),
        by_system=True,
        reply=lambda facts, command: N_("复议期限届满没有作出决定，可以在期满之日起十五日内向人民法院起诉。"),
        notify=(Tell(PARTY), Tell(HANDLER, OVERRUN), Tell(Perm.DECIDE, OVERRUN)),
    ),
    act(
        *("propose", N_("提出复议意见"), TRYING, "rv_proposed", Perm.REVIEW, cmd.Propose, "61①"),
        ready=trial.heard,
        guard=trial.propose,
        notify=(Tell(Perm.DECIDE, PROPOSED),),
    ),
    act(
        *("send_back", N_("退回重新审查"), ("rv_proposed",), "rv_trying", Perm.DECIDE, cmd.SendBack, "61①"),
        guard=rules.worded(N_("请写明退回的理由。")),
        note=lambda facts, command: command.words.strip(),
        notify=(Tell(HANDLER, RETURNED),),
    ),
    act(
        *("decide", N_("作出复议决定"), ("rv_proposed",), "rv_decided", Perm.DECIDE, cmd.Decide, "61①"),
        guard=trial.decide,
        clocks=DONE,
        papers=paper("decision"),
        reply=lambda facts, command: N_("已作出行政复议决定。"),
        notify=(Tell(PARTY), Tell(HANDLER, DECIDED)),
    ),
)
FOLLOWING = (
    act(
        *("serve", N_("登记决定送达"), ("rv_decided",), "rv_served", Perm.REVIEW, cmd.Serve, "75②"),
        guard=trial.serve,
        clocks=(
            Start(FILING, on=lambda facts, command: command.served_on),
            # A mediation is nothing to sue over (73①); a decision opens the court, anew where none came in time.
            Stop(SUIT, when=mediated),
            Restart(SUIT, on=lambda facts, command: command.served_on, when=by_decision),
            Start(
                SUIT,
                on=lambda facts, command: command.served_on,
                when=lambda facts, command: by_decision(facts, command) and not facts.overrun,
            ),
        ),
    ),
    act(
        *("file", N_("登记决定备案"), ("rv_served",), "rv_filed", Perm.REVIEW, cmd.File, "75"),
        guard=trial.file,
        clocks=(Stop(FILING),),
    ),
    act(
        *("opinion", N_("制发意见书"), (*TRYING, *AFTER), "=", Perm.DECIDE, cmd.Opinion, "76"),
        guard=rules.worded(N_("请写明发现的违法或者不当行为和纠正的意见。")),
        papers=paper("opinion"),
    ),
    act(
        *("order_performance", N_("责令限期履行"), AFTER, "=", Perm.DECIDE, cmd.Order, "77②"),
        ready=trial.owes,
        guard=trial.order,
        papers=paper("order"),
    ),
    act(
        *("enter_performance", N_("登记履行情况"), AFTER, "=", Perm.REVIEW, cmd.TakePerformance, "77①"),
        ready=trial.owes,
        guard=trial.take_performance,
        handler=services.take_performance,
    ),
    act(
        *("take_performance", N_("收到履行报告"), AFTER, "=", "", cmd.TakePerformance, "77①"),
        ready=trial.owes,
        guard=trial.take_performance,
        by_system=True,
        notify=(Tell(Perm.REVIEW),),
    ),
)
