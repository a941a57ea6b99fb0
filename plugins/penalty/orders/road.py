"""The road of an order, as data: ordered, urged, heard, decided, announced, taken down (强制法 34–44)."""

from __future__ import annotations

from typing import Any

from core.cases.reviews import Contested, TakeNews
from core.contracts import HANDLER, CaseKind, Start, State, Stop, Tell, Transition
from core.i18n import N_
from plugins.penalty.enforcement import commands as after
from plugins.penalty.enforcement import rules as serving
from plugins.penalty.enforcement.road import CONTESTED
from plugins.penalty.fines import commands as fine
from plugins.penalty.fines import rules as paying
from plugins.penalty.fines.queries import DEFENCE
from plugins.penalty.fines.road import DEFEND
from plugins.penalty.orders import commands as cmd
from plugins.penalty.orders import publication, queries, rules, services
from plugins.penalty.orders.publication import PUBLICITY
from plugins.penalty.orders.rules import OrderFacts
from plugins.penalty.ordinary import rules as correcting
from plugins.penalty.ordinary.commands import Correct
from plugins.penalty.permissions import Perm
from plugins.penalty.publication import commands as pub
from plugins.penalty.publication import rules as publishing
from plugins.penalty.summary.commands import Hear

TO_ORDER = N_("%(number)s：待责令停止建设、限期改正。")
TO_DEMOLISH = N_("%(number)s：待决定是否强制拆除。")
STATES = (
    State("order_found", N_("违法建设待责令改正"), "办理中"),
    State("order_ordered", N_("已责令待改正"), "办理中"),
    State("order_urged", N_("已催告待听取意见"), "办理中"),
    State("order_heard", N_("待决定强制拆除"), "办理中"),
    State("order_decided", N_("已决定强制拆除待公告"), "办理中"),
    State("order_announced", N_("已公告待自行拆除"), "办理中"),
    State("order_suspended", N_("强制拆除已中止"), "办理中"),
    State("order_corrected", N_("违法建设已改正"), "已办结", final=True),
    State("order_demolished", N_("已强制拆除"), "已办结", final=True),
    State("order_ended", N_("责令改正已撤销或者终结执行"), "已办结", final=True),
)
BEFORE = ("order_ordered", "order_urged", "order_heard")
EXECUTING = ("order_decided", "order_announced")
OPEN = (*BEFORE, *EXECUTING, "order_suspended")
DECIDED = (*EXECUTING, "order_suspended", "order_demolished", "order_corrected")
AFTER = (*OPEN, "order_corrected", "order_demolished")


def _checked(facts: OrderFacts, command: fine.Checked) -> str:
    return "order_corrected" if command.corrected else "="


def _resumed(facts: OrderFacts, command: cmd.Resume) -> str:
    return "order_announced" if facts.announced else "order_decided"


def _after(facts: OrderFacts, command: Contested) -> str:
    return "order_ended" if rules.gone(command) else "="


def _gone(facts: OrderFacts, command: Any) -> bool:
    return rules.gone(command)


OVERTURNED = (Stop(queries.ABANDON, when=_gone), Stop(PUBLICITY, when=_gone))


def _of(
    code: str,
    label: str,
    sources: tuple[str, ...],
    target: Any,
    permission: str,
    command: type,
    article: str,
    **more: Any,
) -> Transition:
    return Transition(code, label, sources, target, permission, command, article, facts=queries.facts, **more)


TRANSITIONS = (
    _of(
        *("command", N_("责令停止建设、限期改正"), ("order_found",), "order_ordered", Perm.DECIDE, Correct),
        *("城乡规划法65",),
        ready=rules.competent,
        guard=correcting.correct,
        handler=services.command,
        papers=("penalty.order",),
        notify=(Tell(HANDLER),),
    ),
    _of(
        *("serve_order", N_("登记送达"), ("order_ordered", "order_decided"), "=", Perm.HANDLE, after.Serve),
        *("行政强制法38",),
        ready=rules.to_serve,
        guard=serving.serve,
        handler=services.serve,
        note=lambda facts, command: "；".join(filter(None, (command.signed_by, command.detail))),
    ),
    _of(
        *("check_order", N_("检查改正情况"), (*BEFORE, *EXECUTING), _checked, Perm.HANDLE, fine.Checked),
        *("城乡规划法65",),
        guard=paying.checked,
        handler=services.check,
    ),
    _of(
        *("urge_order", N_("催告"), ("order_ordered",), "order_urged", Perm.HANDLE, cmd.UrgeOrder, "行政强制法35"),
        ready=rules.urgeable,
        guard=rules.urge,
        handler=services.urge,
        papers=("penalty.order_urging",),
    ),
    _of(
        *("hear_order", N_("听取陈述和申辩"), ("order_urged",), "order_heard", Perm.HANDLE, Hear),
        *("行政强制法36",),
        guard=rules.hear,
        handler=services.hear,
        notify=(Tell(Perm.DECIDE, TO_DEMOLISH),),
    ),
    _of(
        *("decide_demolition", N_("作出强制拆除决定"), ("order_heard",), "order_decided", Perm.DECIDE),
        *(cmd.DecideDemolition, "行政强制法37"),
        ready=rules.decidable,
        guard=rules.decide,
        handler=services.decide,
        clocks=(Start(PUBLICITY, on=lambda facts, command: facts.today),),
        papers=("penalty.demolition",),
        notify=(Tell(HANDLER),),
    ),
    _of(
        *("announce", N_("公告限期自行拆除"), ("order_decided",), "order_announced", Perm.DECIDE, cmd.Announce),
        *("行政强制法44",),
        ready=rules.announceable,
        guard=rules.announce,
        handler=services.announce,
        papers=("penalty.demolition_notice",),
    ),
    _of(
        *("demolish", N_("登记强制拆除"), ("order_announced",), "order_demolished", Perm.HANDLE, cmd.Demolish),
        *("行政强制法43、44",),
        ready=rules.demolishable,
        handler=services.demolish,
    ),
    _of(
        *("suspend_order", N_("中止执行"), EXECUTING, "order_suspended", Perm.DECIDE, cmd.Suspend, "行政强制法39①"),
        guard=rules.suspend,
        handler=services.suspend,
        clocks=(Start(queries.ABANDON, lambda facts, command: facts.today),),
        note=lambda facts, command: command.reasons,
    ),
    _of(
        *("resume_order", N_("恢复执行"), ("order_suspended",), _resumed, Perm.DECIDE, cmd.Resume, "行政强制法39②"),
        guard=rules.resume,
        clocks=(Stop(queries.ABANDON),),
        note=lambda facts, command: command.reasons,
    ),
    _of(
        *("give_up_order", N_("撤销责令或者终结执行"), ("order_found", *OPEN), "order_ended", Perm.DECIDE, cmd.GiveUp),
        *("行政强制法36、39②、40",),
        guard=rules.give_up,
        handler=services.give_up,
        clocks=(Stop(queries.ABANDON), Stop(PUBLICITY)),
        note=lambda facts, command: command.reasons,
    ),
    _of(
        *("publish_order", N_("起草公开强制拆除决定"), DECIDED, "=", Perm.PUBLISH, publication.PublishOrder),
        *(publication.NOTICE,),
        applies=lambda facts: facts.demolition,
        ready=publication.publishable,
        guard=publication.summarised,
        handler=publication.publish_order,
    ),
    _of(
        *(publication.OUT, N_("强制拆除决定已公开"), DECIDED, "=", "", fine.Act, publication.NOTICE),
        by_system=True,
        clocks=(Stop(PUBLICITY),),
    ),
    _of(
        *("take_order_down", N_("撤回公开的强制拆除决定"), (*DECIDED, "order_ended"), "=", Perm.PUBLISH),
        *(pub.TakeDown, publication.NOTICE),
        applies=lambda facts: facts.publication,
        ready=publication.published,
        guard=publishing.take_down,
        handler=publication.take_order_down,
        note=lambda facts, command: command.reason,
    ),
    _of(
        *("begin_halt", N_("登记复议或者诉讼开始"), OPEN, "=", Perm.FILE, fine.Stay, "行政强制法44"),
        ready=rules.not_halted,
        guard=paying.stay,
        handler=services.halt,
        clocks=(DEFEND,),
    ),
    _of(
        *("file_defence", N_("登记提交答辩状"), OPEN, "=", Perm.FILE, fine.Defended, "行政诉讼法67①"),
        ready=paying.defending,
        applies=lambda facts: facts.defending,
        guard=paying.defended,
        clocks=(Stop(DEFENCE, on=lambda facts, command: command.on),),
    ),
    _of(
        *("end_halt", N_("登记复议或者诉讼结束"), OPEN, "=", Perm.FILE, fine.EndStay, "行政强制法44"),
        ready=paying.stayed,
        guard=paying.end_stay,
        handler=services.end_halt,
        clocks=(Stop(DEFENCE, on=lambda facts, command: command.on),),
    ),
    _of(
        *("contested", N_("登记复议决定或者判决"), AFTER, _after, Perm.FILE, Contested, "行政复议法63—69"),
        guard=rules.contested,
        handler=services.contested,
        clocks=OVERTURNED,
        notify=(Tell(HANDLER, CONTESTED), Tell(Perm.DECIDE, CONTESTED)),
    ),
    Transition(
        *("take_news", N_("收到复议情况"), AFTER, _after, "", TakeNews, "行政复议法63—69"),
        by_system=True,
        facts=queries.facts,
        guard=rules.take_news,
        handler=services.take_news,
        clocks=OVERTURNED,
        notify=(Tell(HANDLER, CONTESTED), Tell(Perm.DECIDE, CONTESTED)),
    ),
)
CASE = CaseKind(
    code=queries.KIND,
    label=N_("违法建设责令改正和强制拆除"),
    series=services.SERIES,
    initial="order_found",
    states=STATES,
    transitions=TRANSITIONS,
    opening_article="城乡规划法65",
    answerable=False,
    read=Perm.READ,
    act_endpoint="penalty_orders.act",
    detail_template="penalty/cases/_order.html",
    detail=queries.detail,
    facts=queries.facts,
)
