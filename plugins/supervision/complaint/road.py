"""The roads as data: a complaint is verified and answered, or goes on to the county; there a tip is answered."""

from __future__ import annotations

from core.contracts import CaseKind, Start, State, Stop, Tell, Transition
from core.i18n import N_
from plugins.supervision.complaint import queries, rules, services
from plugins.supervision.permissions import Perm

RULE = "supervision.complaint"
HANDED_ON = N_("经核查，您反映的问题属于纪检监察机关管辖，已经转交县纪委监委，由其办理和答复；答复在本页可以看到。")
TO_ANSWER = N_("投诉%(number)s已经核查，可以答复了。")

COMPLAINT = CaseKind(
    code=queries.KIND,
    label=N_("作风投诉"),
    series="投",
    nameless=True,
    initial="complained",
    states=(
        State("complained", N_("投诉待核查"), "已收件"),
        State("complaint_checked", N_("投诉待答复"), "办理中"),
        State("complaint_answered", N_("投诉已答复"), "已答复", final=True),
        State("handed_on", N_("已转县纪委监委"), "已答复", final=True),
    ),
    transitions=(
        Transition(
            "verify",
            N_("登记核查情况"),
            ("complained", "complaint_checked"),
            "complaint_checked",
            Perm.COMPLAINT_HANDLE,
            rules.Verify,
            services.ARTICLE,
            facts=queries.facts,
            guard=rules.verify,
            handler=services.verify,
            notify=(Tell(Perm.COMPLAINT_ANSWER, TO_ANSWER),),
        ),
        Transition(
            "answer",
            N_("答复投诉人"),
            ("complaint_checked",),
            "complaint_answered",
            Perm.COMPLAINT_ANSWER,
            rules.Answer,
            services.ARTICLE,
            facts=queries.facts,
            guard=rules.answer,
            clocks=(Stop(RULE),),
            reply=lambda facts, command: command.words,
        ),
        Transition(
            "hand_on",
            N_("转交县纪委监委"),
            ("complained", "complaint_checked"),
            "handed_on",
            Perm.COMPLAINT_ANSWER,
            rules.HandOn,
            services.ARTICLE,
            facts=queries.facts,
            guard=rules.hand_on,
            handler=services.hand_on,
            clocks=(Stop(RULE),),
            reply=lambda facts, command: HANDED_ON,
        ),
        Transition(
            "send_again",
            N_("重新转交"),
            ("handed_on",),
            "=",
            Perm.COMPLAINT_HANDLE,
            rules.SendAgain,
            services.ARTICLE,
            facts=queries.facts,
            ready=rules.may_send_again,
            handler=services.send_again,
        ),
        Transition(
            "forward",
            N_("原样转交县纪委监委"),
            ("complained",),
            "handed_on",
            "",
            rules.SendAgain,
            services.ARTICLE,
            facts=queries.facts,
            clocks=(Stop(RULE),),
            reply=lambda facts, command: services.FORWARDED,
            by_system=True,
        ),
    ),
    opening=(Start(RULE, on=lambda facts, opening: opening.received_on),),
    opening_article=services.ARTICLE,
    read=Perm.COMPLAINT_READ,
    act_endpoint="supervision_complaints.act",
    detail_template="supervision/_complaint.html",
    detail=queries.detail,
    facts=queries.facts,
    hidden=queries.hidden,
)
TIP = CaseKind(
    code=queries.TIP,
    label=N_("问题线索"),
    series="线",
    nameless=True,
    initial="tip",
    states=(
        State("tip", N_("线索待办"), "已收件"),
        State("tip_answered", N_("线索已答复"), "已答复", final=True),
    ),
    transitions=(
        Transition(
            "answer_tip",
            N_("答复提供线索的人"),
            ("tip",),
            "tip_answered",
            Perm.TIP_HANDLE,
            rules.AnswerTip,
            services.ARTICLE,
            guard=rules.answer,
            handler=services.answer_tip,
            reply=lambda facts, command: command.words,
        ),
    ),
    opening_article=services.ARTICLE,
    read=Perm.TIP_READ,
    act_endpoint="supervision_complaints.act",
    detail_template="supervision/_tip.html",
    detail=queries.tip_detail,
)
