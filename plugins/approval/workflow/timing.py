"""What moves the limits of an application beside its road, as data: 行政许可法 chapter 4, section 3."""

from __future__ import annotations

from core.contracts import HANDLER, PARTY, Ask, Bulk, Extend, Lapse, Stop, Tell, Transition
from core.i18n import N_
from plugins.approval import commands as cmd
from plugins.approval import queries, rules, services
from plugins.approval.handling import rules as handling
from plugins.approval.limits import (
    BRING_UP,
    DECIDE,
    DONE_DECIDING,
    GO_ON,
    NAME_INSPECTORS,
    NOTICE,
    PAUSE,
    PROMISED,
)
from plugins.approval.permissions import Perm
from plugins.approval.rules import WAITING
from plugins.approval.states import HANDLING, UNDECIDED, licensing, seldom

WITHDRAWN = N_("%(number)s的申请已撤回。")

TIMING = (
    Transition(
        "start_special",
        N_("进入特别程序"),
        ("accepted", "reviewed"),
        "special",
        Perm.HANDLE,
        cmd.StartSpecial,
        licensing("45"),
        facts=queries.facts,
        guard=rules.start_special,
        handler=services.start_special,
        clocks=(*PAUSE, NAME_INSPECTORS),
        papers=("approval.special",),
        note=lambda facts, command: f"{command.ground}·{command.document}",
        applies=lambda facts: facts.licence,
        leads=seldom,
        notify=(Tell(PARTY),),
    ),
    Transition(
        "end_special",
        N_("特别程序结束"),
        ("special",),
        "accepted",
        Perm.HANDLE,
        cmd.EndSpecial,
        licensing("45"),
        facts=queries.facts,
        ready=handling.inspected,
        guard=rules.end_special,
        handler=services.end_special,
        clocks=GO_ON,
        note=lambda facts, command: command.result,
        notify=(Tell(PARTY),),
    ),
    Transition(
        "extend",
        N_("延长期限"),
        ("accepted", "reviewed", "proposed"),
        "=",
        Perm.EXTEND,
        cmd.Extend,
        licensing("42①"),
        facts=queries.facts,
        ready=rules.extendable,
        guard=rules.extend,
        clocks=(Extend(DECIDE, amount=lambda facts, command: command.days),),
        papers=("approval.extension",),
        note=lambda facts, command: command.reason,
        applies=lambda facts: facts.decide_due is not None and not facts.examined.joint,
        leads=seldom,
        notify=(Tell(PARTY),),
    ),
    Transition(
        "adopt_edition",
        N_("改按现行版本办理"),
        ("accepted", "reviewed", "proposed"),
        "=",
        Perm.HANDLE,
        cmd.AdoptEdition,
        licensing("8①"),
        facts=queries.facts,
        ready=rules.outdated,
        handler=services.adopt_edition,
        applies=lambda facts: bool(facts.repealed),
        notify=(Tell(PARTY),),
    ),
    Transition(
        "explain_overrun",
        N_("公开说明超时理由"),
        (*HANDLING, "forwarded", "decided"),
        "=",
        Perm.HANDLE,
        cmd.ExplainOverrun,
        "优化营商环境条例36②",
        facts=queries.facts,
        guard=rules.explain_overrun,
        handler=services.explain_overrun,
        clocks=(Lapse(PROMISED),),
        note=lambda facts, command: command.words,
        applies=lambda facts: facts.overran,
        bulk=Bulk(
            lambda version, typed: cmd.ExplainOverrun(version=version, words=typed["words"]),
            (Ask("words", N_("超过办理时间的理由（将公开）")),),
        ),
    ),
    Transition(
        "withdraw",
        N_("撤回申请"),
        UNDECIDED,
        "withdrawn",
        Perm.RECEIVE,
        cmd.Withdraw,
        licensing("29"),
        facts=queries.facts,
        handler=services.withdraw,
        clocks=(Stop(BRING_UP), Stop(NOTICE), *DONE_DECIDING),
        reply=lambda facts, command: N_("已按您的要求撤回申请。"),
        note=lambda facts, command: command.reason,
        leads=seldom,
        by_party=True,
        notify=(Tell(HANDLER, WITHDRAWN),),
    ),
    # Offered nowhere: it is how an import is undone.
    Transition(
        "strike",
        N_("撤销登记"),
        (WAITING, "received"),
        "struck",
        Perm.RECEIVE,
        cmd.Strike,
        licensing("32①三"),
        facts=queries.facts,
        clocks=(Stop(NOTICE),),
        reply=lambda facts, command: N_("登记有误，已经撤销；没有作为申请办理。"),
        note=lambda facts, command: N_("按表格导入有误，撤销导入"),
        applies=lambda facts: False,
    ),
)
