"""The road of an application that was sent on, in the tenant of the organ that decides (许可法 35, 38, 42①, 43)."""

from __future__ import annotations

from collections.abc import Callable

from core.contracts import HANDLER, CaseKind, Start, State, Stop, Tell, Transition, Undo
from core.i18n import N_
from plugins.approval.county import commands as cmd
from plugins.approval.county import queries, rules, services, timing
from plugins.approval.county.rules import ReviewFacts
from plugins.approval.handling import rules as handling
from plugins.approval.limits import DECIDE, DELIVER, DONE_DECIDING, STATUTORY, to_deliver
from plugins.approval.permissions import Perm
from plugins.approval.rules import GRANT

TO_DECIDE = N_("%(number)s已提出拟办意见，请作出决定。")
RETURNED = N_("%(number)s的拟办意见被退回，请重新审查。")
TO_ANSWER = N_("%(number)s已经决定，请送回乡镇。")
TAKEN_BACK = N_("%(number)s的申请已撤回，不用再办。")
FILLED = Undo(rows=services.filled)


def _law(place: str) -> Callable[[ReviewFacts], str]:
    return lambda facts: f"行政许可法{place}" if facts.licence else facts.basis


def _paper(facts: ReviewFacts, command: cmd.DecideReview) -> tuple[str, ...]:
    if not facts.licence:
        return ("approval.review_result",)
    return ("approval.review_grant" if command.decision == GRANT else "approval.review_refusal",)


REVIEW = CaseKind(
    code=queries.KIND,
    label=N_("转报件"),
    series="报",
    initial="came_up",
    states=(
        State("came_up", N_("已收转报件"), "办理中"),
        State("proposed", N_("待签发"), "待签发"),
        State("ruled", N_("已决定待送回"), "办理中"),
        State("sent_down", N_("已送回乡镇"), "已办结", final=True),
        *timing.STATES,
        State("taken_back", N_("申请已撤回"), "已撤回", final=True),
    ),
    transitions=(
        Transition(
            "propose_review",
            N_("提出拟办意见"),
            ("came_up",),
            "proposed",
            Perm.REVIEW_HANDLE,
            cmd.ProposeReview,
            _law("37"),
            facts=queries.facts,
            ready=lambda facts: [*handling.signed(facts), *handling.settled(facts)],
            guard=rules.propose,
            handler=services.propose,
            notify=(Tell(Perm.REVIEW_DECIDE, TO_DECIDE),),
            undo=FILLED,
        ),
        Transition(
            "decide_review",
            N_("作出决定"),
            ("proposed",),
            "ruled",
            Perm.REVIEW_DECIDE,
            cmd.DecideReview,
            _law("38"),
            facts=queries.facts,
            ready=handling.settled,
            guard=rules.decide,
            handler=services.decide,
            clocks=(*DONE_DECIDING, to_deliver(lambda facts, command: facts.today)),
            papers=_paper,
            notify=(Tell(HANDLER, TO_ANSWER),),
        ),
        Transition(
            "return_review",
            N_("退回"),
            ("proposed",),
            "came_up",
            Perm.REVIEW_DECIDE,
            cmd.ReturnReview,
            _law("37"),
            facts=queries.facts,
            guard=rules.send_back,
            note=lambda facts, command: command.reason,
            notify=(Tell(HANDLER, RETURNED),),
            undo=Undo(),
        ),
        Transition(
            "answer_review",
            N_("送回乡镇"),
            ("ruled",),
            "sent_down",
            Perm.REVIEW_HANDLE,
            cmd.AnswerReview,
            _law("44"),
            facts=queries.facts,
            handler=services.answer,
            # From here the township has the same ten days: its own limit runs from the day of the decision too.
            clocks=(Stop(DELIVER),),
        ),
        *timing.TIMED,
        Transition(
            "drop_review",
            N_("申请人撤回，不再决定"),
            ("came_up", timing.PAUSED, timing.HEARD, "proposed", "ruled"),
            "taken_back",
            "",
            cmd.DropReview,
            _law("29"),
            facts=queries.facts,
            clocks=(*DONE_DECIDING, Stop(DELIVER)),
            by_system=True,
            notify=(Tell(HANDLER, TAKEN_BACK),),
        ),
    ),
    # 许可法 43 counts the first review alone: the organ above has its own twenty days from what it received. Any other
    # item has one limit from acceptance to the end, and what the township used of it is used.
    opening=(
        Start(
            DECIDE,
            on=lambda facts, opening: opening.received_on,
            when=lambda facts, opening: facts.licence,
        ),
        Start(
            STATUTORY,
            on=lambda facts, opening: facts.accepted_on,
            when=lambda facts, opening: not facts.licence and facts.legal_days is not None,
            length=lambda facts, opening: facts.legal_days,
            source=lambda facts, opening: facts.legal_source,
        ),
    ),
    opening_article=_law("35"),
    answerable=False,
    letters=False,
    read=Perm.REVIEW_READ,
    act_endpoint="approval_staff.act",
    detail_template="approval/_review.html",
    detail=queries.detail,
    facts=queries.facts,
)
