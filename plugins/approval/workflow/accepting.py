"""From receipt to acceptance, as data: 行政许可法 chapter 4, section 1."""

from __future__ import annotations

from core.contracts import HANDLER, PARTY, Ask, Bulk, Lapse, Restart, Start, Stop, Tell, Transition
from core.i18n import N_
from core.serving import WAYS
from plugins.approval import commands as cmd
from plugins.approval import queries, rules, services
from plugins.approval.limits import BAN, CONTEST, DONE_DECIDING, NOTICE, RUN_ACCEPTED, to_deliver
from plugins.approval.permissions import Perm
from plugins.approval.rules import WAITING, Facts
from plugins.approval.states import FILLED, licensing

CORRECTED = N_("%(number)s的当事人已补正材料，请审查是否受理。")


def _put_right_note(facts: Facts, command: cmd.PutRight) -> str:
    return "；".join(line.strip() for line in command.corrections if line.strip())


def _settled(facts: Facts, command: cmd.Settle) -> tuple[str, ...]:
    return ("approval.certificate", "approval.settled") if facts.licence else ("approval.settled",)


ACCEPTING = (
    # What the item lets be settled on the spot takes this short road; every other is accepted first.
    Transition(
        "settle",
        N_("当场办结"),
        ("received", "corrected"),
        "decided",
        Perm.ACCEPT,
        cmd.Settle,
        licensing("34②"),
        facts=queries.facts,
        ready=rules.complete,
        guard=rules.settle,
        handler=services.settle,
        # The limits run and end on the one day, so that its receipts show both.
        clocks=(
            Stop(NOTICE),
            *RUN_ACCEPTED,
            *DONE_DECIDING,
            to_deliver(lambda facts, command: facts.today),
        ),
        papers=_settled,
        reply=lambda facts, command: command.reasons,
        applies=rules.on_the_spot,
        notify=(Tell(PARTY),),
    ),
    Transition(
        "accept",
        N_("受理"),
        ("received", "corrected"),
        "accepted",
        Perm.ACCEPT,
        cmd.Accept,
        licensing("32①五"),
        facts=queries.facts,
        ready=rules.complete,
        guard=rules.accept,
        handler=services.accept,
        clocks=(Stop(NOTICE), *RUN_ACCEPTED),
        papers=("approval.acceptance",),
        reply=lambda facts, command: N_("已受理，并出具受理通知书。"),
        notify=(Tell(PARTY),),
        bulk=Bulk(
            lambda version, typed: cmd.Accept(version=version, accepted_on=typed["accepted_on"]),
            (Ask("accepted_on", N_("受理日期"), "day"),),
        ),
    ),
    Transition(
        "put_right",
        N_("当场更正"),
        ("received", "corrected"),
        "=",
        Perm.ACCEPT,
        cmd.PutRight,
        licensing("32①三"),
        facts=queries.facts,
        guard=rules.put_right,
        handler=services.put_right,
        note=_put_right_note,
        undo=FILLED,
    ),
    Transition(
        "take_papers",
        N_("收取补交的材料"),
        ("received", "corrected"),
        "=",
        Perm.ACCEPT,
        cmd.TakePapers,
        licensing("32②"),
        facts=queries.facts,
        guard=rules.take_papers,
        handler=services.take_papers,
        papers=("approval.materials_receipt",),
        note=lambda facts, command: "、".join(facts.materials[code] for code in command.on_paper),
        notify=(Tell(PARTY),),
    ),
    Transition(
        "ask_correction",
        N_("一次性告知补正"),
        ("received",),
        "correcting",
        Perm.ACCEPT,
        cmd.AskCorrection,
        licensing("32①四"),
        facts=queries.facts,
        ready=rules.in_time,
        guard=rules.ask_correction,
        handler=services.ask_correction,
        clocks=(Stop(NOTICE),),
        papers=("approval.correction_notice",),
        reply=lambda facts, command: N_("已一次性告知需要补正的全部内容。"),
        notify=(Tell(PARTY),),
    ),
    Transition(
        "correct",
        N_("提交补正材料"),
        ("correcting",),
        "corrected",
        Perm.RECEIVE,
        cmd.Correct,
        licensing("32①五"),
        facts=queries.facts,
        handler=services.correct,
        clocks=(Restart(NOTICE, on=lambda facts, command: facts.today),),
        papers=("approval.materials_receipt",),
        by_party=True,
        notify=(Tell(HANDLER, CORRECTED),),
    ),
    Transition(
        "accept_by_silence",
        N_("视为受理"),
        ("received", "corrected"),
        "accepted",
        "",
        cmd.AcceptBySilence,
        licensing("32①四"),
        facts=queries.facts,
        handler=services.accept_by_silence,
        clocks=(Lapse(NOTICE), *RUN_ACCEPTED),
        papers=("approval.acceptance",),
        reply=lambda facts, command: N_("逾期未告知补正，依法自收到申请材料之日起即为受理。"),
        by_system=True,
        notify=(Tell(PARTY),),
    ),
    Transition(
        "refuse_acceptance",
        N_("决定不予受理"),
        (WAITING, "received", "corrected"),
        "not_accepted",
        Perm.ACCEPT,
        cmd.RefuseAcceptance,
        licensing("32"),
        facts=queries.facts,
        guard=rules.refuse_acceptance,
        handler=services.refuse_acceptance,
        clocks=(
            Stop(NOTICE),
            Start(
                BAN,
                on=lambda facts, command: facts.today,
                when=lambda facts, command: (
                    facts.licence and command.ground == rules.FALSE_PAPERS and command.public_safety
                ),
            ),
        ),
        papers=("approval.non_acceptance",),
        reply=lambda facts, command: command.reasons,
        notify=(Tell(PARTY),),
    ),
    Transition(
        "serve_refusal",
        N_("送达不予受理决定书"),
        ("not_accepted",),
        "=",
        Perm.DELIVER,
        cmd.ServeRefusal,
        licensing("32②"),
        facts=queries.facts,
        guard=rules.serve_refusal,
        handler=services.deliver,
        clocks=CONTEST,
        papers=("approval.delivery",),
        note=lambda facts, command: WAYS[command.service.way],
        applies=lambda facts: not facts.served,
        notify=(Tell(PARTY),),
    ),
)
