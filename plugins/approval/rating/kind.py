"""The road of a bad rating, as data: verified, put right, answered, within five working days (国办发〔2019〕51号)."""

from __future__ import annotations

from core.contracts import CaseKind, Start, State, Stop, Tell, Transition
from core.i18n import N_
from plugins.approval.permissions import Perm
from plugins.approval.rating import queries, rules, services

RULE = "service.bad_review"
SOURCE = "国办发〔2019〕51号"
TO_PUT_RIGHT = N_("%(number)s的差评已经核实，请整改。")
TO_ANSWER = N_("%(number)s的差评可以答复了。")

STATES = (
    State("rated_low", N_("差评待核实"), "已收件"),
    State("verified", N_("差评属实待整改"), "办理中"),
    State("put_right", N_("差评待答复"), "办理中"),
    State("settled", N_("差评已答复"), "已答复", final=True),
)
TRANSITIONS = (
    Transition(
        "verify",
        N_("核实差评"),
        ("rated_low",),
        lambda facts, command: rules.after_verifying(command.founded),
        Perm.RATING_VERIFY,
        rules.Verify,
        SOURCE,
        facts=queries.facts,
        guard=rules.verify,
        handler=services.verify,
        notify=(Tell(Perm.RATING_FIX, TO_PUT_RIGHT),),
    ),
    Transition(
        "put_right",
        N_("登记整改"),
        ("verified",),
        "put_right",
        Perm.RATING_FIX,
        rules.PutRight,
        SOURCE,
        facts=queries.facts,
        guard=rules.put_right,
        handler=services.put_right,
        notify=(Tell(Perm.RATING_VERIFY, TO_ANSWER),),
    ),
    Transition(
        "answer",
        N_("答复评价人"),
        ("put_right",),
        "settled",
        Perm.RATING_VERIFY,
        rules.Answer,
        SOURCE,
        facts=queries.facts,
        guard=rules.answer,
        handler=services.answer,
        clocks=(Stop(RULE),),
        reply=lambda facts, command: command.words,
    ),
)
RATING = CaseKind(
    code=services.KIND,
    label=N_("差评"),
    series="评",
    initial="rated_low",
    states=STATES,
    transitions=TRANSITIONS,
    opening=(Start(RULE, on=lambda facts, opening: opening.received_on),),
    opening_article=SOURCE,
    read=Perm.RATING_READ,
    act_endpoint="approval_ratings.act",
    detail_template="approval/_rating.html",
    detail=queries.detail,
    facts=queries.facts,
    nameless=True,
)
