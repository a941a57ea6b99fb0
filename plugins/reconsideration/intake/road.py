"""The road of an application taken in for the county, as data (行政复议法 22, 32): it only goes on."""

from __future__ import annotations

from core.contracts import PARTY, CaseKind, Start, State, Stop, Tell, Transition
from core.i18n import N_
from plugins.reconsideration.intake import commands as cmd
from plugins.reconsideration.intake import queries, rules, services
from plugins.reconsideration.permissions import Perm

SAME_DAY, BY_ORGAN = "reconsideration.agent_forward", "reconsideration.forward_by_agency"
DONE = (Stop(SAME_DAY), Stop(BY_ORGAN))
INTAKE = CaseKind(
    code=queries.KIND,
    label=N_("代收的复议申请"),
    series="复转",
    initial="ri_taken",
    states=(
        State("ri_taken", N_("复议申请待转交"), "已收件"),
        State("ri_forwarded", N_("复议申请已转交"), "已办结", final=True),
        State("ri_changed", N_("原机关已改变处罚决定"), "已办结", final=True),
    ),
    transitions=(
        Transition(
            "forward_review",
            N_("转交县人民政府"),
            ("ri_taken",),
            "ri_forwarded",
            Perm.TAKE_IN,
            cmd.Forward,
            "行政复议法22、32②",
            queries.facts,
            handler=services.forward_review,
            clocks=DONE,
            reply=lambda facts, command: N_("已转交县人民政府，由县人民政府审查、受理。"),
        ),
        Transition(
            "change_own",
            N_("登记改变处罚决定"),
            ("ri_taken",),
            "ri_changed",
            Perm.SIGN,
            cmd.ChangeOwn,
            "行政复议法32②",
            queries.facts,
            guard=rules.change_own,
            handler=services.change_own,
            clocks=DONE,
            reply=lambda facts, command: command.words.strip(),
            notify=(Tell(PARTY),),
        ),
    ),
    opening=(
        Start(
            SAME_DAY,
            on=lambda facts, opening: opening.received_on,
            when=lambda facts, opening: facts.role == rules.AGENT,
        ),
        Start(
            BY_ORGAN,
            on=lambda facts, opening: opening.received_on,
            when=lambda facts, opening: facts.role == rules.ORGAN,
        ),
    ),
    opening_papers=("reconsideration.intake_receipt",),
    opening_article="行政复议法22",
    read=Perm.READ,
    act_endpoint="reconsideration_intake.act",
    detail_template="reconsideration/_intake.html",
    detail=queries.detail,
    facts=queries.facts,
)
