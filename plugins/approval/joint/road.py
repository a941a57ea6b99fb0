"""Joint handling as data: the lead's acts, and the short road of a part (行政许可法 26, 42②)."""

from __future__ import annotations

from core.contracts import HANDLER, PARTY, CaseKind, Extend, Start, Stop, Tell, Transition
from core.i18n import N_
from plugins.approval import queries as applications
from plugins.approval import rules as road
from plugins.approval.joint import commands as cmd
from plugins.approval.joint import queries, rules, services
from plugins.approval.limits import DECIDE_JOINT
from plugins.approval.permissions import Perm
from plugins.approval.states import OF_ASKED, licensing, seldom

ASKED = N_("%(number)s请本单位协办，请在期限内答复。")
JOINT = (
    Transition(
        "share_out",
        N_("确定统一、联合办理"),
        ("received", "corrected"),
        "=",
        Perm.ACCEPT,
        cmd.ShareOut,
        licensing("26"),
        facts=applications.facts,
        ready=rules.shared,
        guard=rules.share_out,
        handler=services.share_out,
        applies=lambda facts: facts.licence and not facts.first_review and not facts.examined.joint,
        leads=seldom,
    ),
    Transition(
        "extend_joint",
        N_("延长统一、联合办理期限"),
        ("accepted", "reviewed", "proposed"),
        "=",
        Perm.EXTEND,
        cmd.ExtendJoint,
        licensing("42②"),
        facts=applications.facts,
        ready=road.extendable,
        guard=rules.extend_joint,
        clocks=(Extend(DECIDE_JOINT, amount=lambda facts, command: command.days),),
        papers=("approval.extension",),
        note=lambda facts, command: command.reason,
        applies=lambda facts: facts.examined.joint and facts.decide_due is not None,
        leads=seldom,
        notify=(Tell(PARTY),),
    ),
)
PART = CaseKind(
    code=queries.KIND,
    label=N_("协办件"),
    series="协",
    initial="asked",
    states=OF_ASKED,
    transitions=(
        Transition(
            "answer_part",
            N_("答复协办意见"),
            ("asked",),
            "answered",
            Perm.HANDLE,
            cmd.AnswerPart,
            "行政许可法26②",
            facts=queries.facts,
            guard=rules.answer_part,
            handler=services.answer_part,
            clocks=(Stop(DECIDE_JOINT),),
        ),
        Transition(
            "drop_part",
            N_("申请终止，不再需要答复"),
            ("asked",),
            "dropped",
            "",
            cmd.DropPart,
            "行政许可法26②",
            facts=queries.facts,
            clocks=(Stop(DECIDE_JOINT),),
            by_system=True,
            notify=(Tell(HANDLER),),
        ),
    ),
    # A share of the whole limit, as the lead gave it.
    opening=(
        Start(
            DECIDE_JOINT,
            on=lambda facts, opening: opening.received_on,
            length=lambda facts, opening: opening.values["days"],
            source=lambda facts, opening: services.SOURCE,
        ),
    ),
    opening_article="行政许可法26②",
    answerable=False,
    letters=False,
    read=Perm.READ,
    act_endpoint="approval_staff.act",
    detail_template="approval/_part.html",
    detail=queries.detail,
    facts=queries.facts,
)
