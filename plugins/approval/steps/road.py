"""Steps and village opinions as data: what leads to receipt, what asks a village, and the short road of its answer."""

from __future__ import annotations

from core.contracts import HANDLER, PARTY, CaseKind, Restart, Start, Stop, Tell, Transition
from core.i18n import N_
from plugins.approval import queries as applications
from plugins.approval.limits import BRING_UP, NOTICE, VILLAGE_OPINION
from plugins.approval.permissions import Perm
from plugins.approval.rules import REGISTERED, WAITING, Facts
from plugins.approval.states import OF_ASKED, seldom
from plugins.approval.steps import commands as cmd
from plugins.approval.steps import queries, rules, services

ASSISTS = "村民委员会组织法6②"  # a village helps the township with its work
READY = N_("%(number)s的前置环节已经完成，乡镇已经收到，请审查是否受理。")
INCOMPLETE = N_("%(number)s的村级意见被退回，请补充后再答复。")
PAST = N_("%(number)s的村级意见不再等待。")


def _by_agent(facts: Facts, command: cmd.StepsDone) -> bool:
    return facts.steps.by_agent


ACTS = (
    Transition(
        "steps_done",
        N_("前置环节完成"),
        (WAITING,),
        lambda facts, command: REGISTERED if facts.steps.by_agent else "received",
        "",
        cmd.StepsDone,
        lambda facts: facts.basis,
        facts=applications.facts,
        ready=rules.came_first,
        by_system=True,
        receives=lambda facts, command: facts.today,
        clocks=(
            Start(BRING_UP, on=lambda facts, command: facts.today, when=_by_agent),
            Start(
                NOTICE,
                on=lambda facts, command: facts.today,
                when=lambda facts, command: facts.licence and not facts.steps.by_agent,
            ),
        ),
        papers=lambda facts, command: ("approval.slip" if facts.steps.by_agent else "approval.receipt",),
        notify=(Tell(PARTY), Tell(HANDLER, READY)),
    ),
    Transition(
        "ask_village",
        N_("征求村级意见"),
        (WAITING, "received", "corrected", "accepted", "reviewed"),
        "=",
        Perm.ACCEPT,
        cmd.AskVillage,
        lambda facts: facts.basis,
        facts=applications.facts,
        ready=rules.not_asked,
        guard=rules.ask_village,
        handler=services.ask_village,
        note=lambda facts, command: command.asked.strip(),
        applies=lambda facts: facts.steps.opinion_days is not None and not facts.steps.opinion,
    ),
    Transition(
        "return_opinion",
        N_("退回村级意见补充"),
        (WAITING, "received", "corrected", "accepted", "reviewed"),
        "=",
        Perm.HANDLE,
        cmd.ReturnOpinion,
        lambda facts: facts.basis,
        facts=applications.facts,
        ready=rules.answered,
        guard=rules.return_opinion,
        handler=services.return_opinion,
        note=lambda facts, command: command.lacking.strip(),
        applies=lambda facts: facts.steps.opinion == "answered",
        leads=seldom,
    ),
    Transition(
        "go_on",
        N_("村级意见逾期，继续办理"),
        (WAITING, "received", "corrected", "accepted", "reviewed"),
        "=",
        Perm.HANDLE,
        cmd.GoOn,
        lambda facts: facts.basis,
        facts=applications.facts,
        ready=rules.over,
        guard=rules.go_on,
        handler=services.go_on,
        note=lambda facts, command: command.words.strip(),
        applies=lambda facts: facts.steps.opinion == "asked",
        notify=(Tell(PARTY),),
    ),
)
ENDORSEMENT = CaseKind(
    code=queries.KIND,
    label=N_("村级意见"),
    series="村",
    initial="asked",
    states=OF_ASKED,
    transitions=(
        Transition(
            "answer_village",
            N_("答复村级意见"),
            ("asked",),
            "answered",
            Perm.ENDORSE,
            cmd.AnswerVillage,
            ASSISTS,
            facts=queries.asked_facts,
            guard=rules.answer,
            handler=services.answer,
            clocks=(Stop(VILLAGE_OPINION),),
        ),
        Transition(
            "reopen_village",
            N_("退回补充村级意见"),
            ("answered",),
            "asked",
            "",
            cmd.ReopenVillage,
            ASSISTS,
            facts=queries.asked_facts,
            # As many days again as it had.
            clocks=(Restart(VILLAGE_OPINION, on=lambda facts, command: facts.today),),
            note=lambda facts, command: command.lacking.strip(),
            by_system=True,
            notify=(Tell(Perm.ENDORSE, INCOMPLETE),),
        ),
        Transition(
            "drop_village",
            N_("不再等待村级意见"),
            ("asked",),
            "dropped",
            "",
            cmd.DropVillage,
            ASSISTS,
            facts=queries.asked_facts,
            clocks=(Stop(VILLAGE_OPINION),),
            by_system=True,
            notify=(Tell(HANDLER, PAST),),
        ),
    ),
    opening=(
        Start(
            VILLAGE_OPINION,
            on=lambda facts, opening: opening.received_on,
            length=lambda facts, opening: opening.values["days"],
            source=lambda facts, opening: services.PROMISE,
        ),
    ),
    answerable=False,
    letters=False,
    read=Perm.READ,
    act_endpoint="approval_staff.act",
    detail_template="approval/_asked.html",
    detail=queries.asked_detail,
    facts=queries.asked_facts,
)
