"""The fixed public vocabulary of case states: one word, one sentence, and whose turn it is (screens for everyone)."""

from __future__ import annotations

from dataclasses import dataclass

from core.i18n import N_


@dataclass(frozen=True, slots=True)
class PublicState:
    """What the public reads for a state; `turn` is who has to act now: ``you``, ``office`` or ``nobody``."""

    word: str
    meaning: str
    turn: str
    tone: str
    icon: str


OTHER = PublicState("", "", "office", "plain", "info-circle")

PUBLIC_STATES = {
    state.word: state
    for state in (
        PublicState(
            N_("代办登记"),
            N_("村级代办员已经登记，材料还没有送到乡镇；收件以乡镇收到为准，办理期限从那时起计算。"),
            "office",
            "plain",
            "pencil-square",
        ),
        PublicState(
            N_("前置环节"),
            N_("收件之前的环节还没有全部完成；全部完成以后乡镇才算收到，办理期限从那时起计算。"),
            "office",
            "plain",
            "list-check",
        ),
        PublicState(N_("已收件"), N_("您的材料已经收到，正在核对是否齐全。"), "office", "plain", "inbox"),
        PublicState(
            N_("待补正"), N_("材料需要补正，请按一次性告知书的内容补齐。"), "you", "wait", "exclamation-triangle-fill"
        ),
        PublicState(N_("已受理"), N_("申请已经受理，法定办理期限已经开始计算。"), "office", "busy", "check-circle"),
        PublicState(N_("办理中"), N_("工作人员正在审查和办理。"), "office", "busy", "hourglass-split"),
        PublicState(
            N_("特别程序（停钟）"),
            N_("正在进行听证、检验、鉴定等法定程序，所需时间不计入办理期限。"),
            "office",
            "pause",
            "pause-circle",
        ),
        PublicState(N_("待签发"), N_("已经审查完毕，等待负责人签发。"), "office", "busy", "pencil-square"),
        PublicState(N_("已办结"), N_("已经作出决定，正在向您送达。"), "office", "done", "check2-circle"),
        PublicState(N_("已送达"), N_("决定已经送达，本件办理完毕。"), "nobody", "done", "check2-circle"),
        PublicState(N_("已答复"), N_("已经答复，本件办理完毕。"), "nobody", "done", "check2-circle"),
        PublicState(N_("不予受理"), N_("申请没有受理，理由和救济途径见决定书。"), "nobody", "stop", "x-circle"),
        PublicState(
            N_("登记已撤销"),
            N_("登记有误，已经撤销，没有作为申请办理；需要办理的请重新申请。"),
            "nobody",
            "stop",
            "arrow-counterclockwise",
        ),
        PublicState(N_("已撤回"), N_("申请已经撤回，不再办理。"), "nobody", "stop", "arrow-counterclockwise"),
    )
}


def public_state(word: str) -> PublicState:
    """The entry of a public word; a plain one where a plugin says something else."""
    return PUBLIC_STATES.get(word, OTHER)
