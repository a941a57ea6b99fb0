"""The rules of a grant's later life, pure: which ground carries which matter, and what is checked before each act."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from core.errors import Problem
from core.i18n import N_
from core.serving import problems
from plugins.approval.grants import commands as cmd

RENEW, CHANGE, WITHDRAW, REVOKE, CANCEL = "renew", "change", "withdraw", "revoke", "cancel"
MATTERS: Mapping[str, str] = {
    RENEW: N_("延续"),
    CHANGE: N_("变更"),
    WITHDRAW: N_("撤回许可"),
    REVOKE: N_("撤销许可"),
    CANCEL: N_("注销许可"),
}
# What the holder asks for, online or at the counter; everything else the organ begins.
ASKED = (RENEW, CHANGE)
# What a change can change 变更 (许可法 49); the holder's own name and address, and what the grant permits.
CHANGES: Mapping[str, str] = {
    "name": N_("被许可人的名称或者姓名"),
    "address": N_("住所或者地址"),
    "content": N_("许可的内容"),
}
STANDING: Mapping[str, str] = {
    "valid": N_("有效"),
    WITHDRAW: N_("已撤回"),
    REVOKE: N_("已撤销"),
    CANCEL: N_("已注销"),
}
EXPIRED = N_("有效期届满")
FRAUD = "fraud"
# Taken away already, and struck off for it 注销.
VOID = "void"
# matter → ground → (words, article).
GROUNDS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    RENEW: {"": (N_("被许可人申请延续有效期"), "行政许可法50")},
    CHANGE: {"": (N_("被许可人申请变更许可事项"), "行政许可法49")},
    WITHDRAW: {
        "law": (N_("所依据的法律、法规、规章修改或者废止"), "行政许可法8②"),
        "facts": (N_("准予许可所依据的客观情况发生重大变化"), "行政许可法8②"),
    },
    REVOKE: {
        "abuse": (N_("工作人员滥用职权、玩忽职守作出准予决定"), "行政许可法69①一"),
        "power": (N_("超越法定职权作出准予决定"), "行政许可法69①二"),
        "procedure": (N_("违反法定程序作出准予决定"), "行政许可法69①三"),
        "conditions": (N_("对不具备申请资格或者不符合法定条件的申请人准予许可"), "行政许可法69①四"),
        FRAUD: (N_("被许可人以欺骗、贿赂等不正当手段取得许可"), "行政许可法69②"),
    },
    CANCEL: {
        "expired": (N_("有效期届满未延续"), "行政许可法70一"),
        "died": (N_("赋予公民特定资格的许可，该公民死亡或者丧失行为能力"), "行政许可法70二"),
        "ended": (N_("法人或者其他组织依法终止"), "行政许可法70三"),
        VOID: (N_("许可依法被撤销、撤回，或者许可证件依法被吊销"), "行政许可法70四"),
        "impossible": (N_("因不可抗力导致许可事项无法实施"), "行政许可法70五"),
        "other": (N_("法律、法规规定的应当注销的其他情形"), "行政许可法70六"),
    },
}
# Nobody is there, or nothing is taken from them: the holder need not be heard first.
UNHEARD = ("expired", "died", "ended", VOID)


@dataclass(frozen=True, slots=True)
class MatterFacts:
    """What guards and clocks know of a case about a grant."""

    matter: str
    ground: str
    valid_until: dt.date | None
    today: dt.date
    received_on: dt.date
    decision: str = ""
    decided_on: dt.date | None = None
    remedy: str = ""

    @property
    def asked(self) -> bool:
        """The holder asked for it."""
        return self.matter in ASKED

    @property
    def contestable(self) -> bool:
        """What was asked for was refused, or something was taken away: the holder can contest it (许可法 7)."""
        return bool(self.decision) and (self.decision == "grant") != self.asked

    @property
    def adverse(self) -> bool:
        """Something is taken from the holder, who is told and heard before."""
        return self.matter not in ASKED and self.ground not in UNHEARD

    @property
    def article(self) -> str:
        """The article the matter rests on."""
        return GROUNDS[self.matter].get(self.ground, ("", ""))[1]


def open_matter(command: cmd.OpenMatter, valid_until: dt.date | None, today: dt.date) -> list[Problem]:
    """A ground of the law for what the organ begins, and a grant that still runs for what the holder asks."""
    problems = []
    if command.ground not in GROUNDS[command.matter]:
        problems.append(Problem(N_("请选择法定情形。"), "ground"))
    if not command.request.strip():
        problems.append(Problem(N_("请写明申请的内容，或者查明的事实和证据。"), "request"))
    over = valid_until is not None and valid_until < today
    if command.matter in ASKED and over:
        problems.append(Problem(N_("有效期已经届满，应当重新申请许可。")))
    if command.matter == CHANGE and not any(words.strip() for words in command.changes.values()):
        problems.append(Problem(N_("请写明变更成什么，至少填写一项。"), "content"))
    if command.matter == RENEW and valid_until is None:
        problems.append(Problem(N_("该许可长期有效，不需要延续。")))
    if command.ground == "expired" and not over:
        problems.append(Problem(N_("有效期没有届满。"), "ground"))
    return problems


def may_open(matter: str, standing: str) -> bool:
    """A grant that stands may be changed or ended; one that was withdrawn or revoked is still struck off (70四)."""
    return standing == "valid" or (matter == CANCEL and standing in {WITHDRAW, REVOKE})


def still_open(command: cmd.OpenMatter, standing: str) -> list[Problem]:
    """Nothing is done to a grant that ended, but what was taken away is struck off on that ground alone."""
    if not may_open(command.matter, standing):
        return [Problem(N_("该许可已经终止。"))]
    if standing != "valid" and command.ground != VOID:
        return [Problem(N_("该许可已经被撤销或者撤回，应当以这一情形注销。"), "ground")]
    return []


def tell_holder(facts: MatterFacts, command: cmd.TellHolder) -> list[Problem]:
    """The holder is told facts, grounds and what is intended."""
    return [] if command.words.strip() else [Problem(N_("请写明拟作出的决定及其事实和理由。"), "words")]


def hear_holder(facts: MatterFacts, command: cmd.HearHolder) -> list[Problem]:
    """What the holder said, or that nothing was said."""
    if command.said.strip():
        return []
    return [Problem(N_("请写明陈述和申辩的内容；没有意见的，写明“没有意见”。"), "said")]


def heard(facts: MatterFacts) -> list[Problem]:
    """Nothing is taken away before the holder was told and heard (许可法 7)."""
    return [Problem(N_("应当先告知被许可人，并听取其陈述和申辩。"))] if facts.adverse else []


def decide(facts: MatterFacts, command: cmd.DecideMatter) -> list[Problem]:
    """Which way, why, and of a renewal until when."""
    problems = []
    if command.decision not in {"grant", "refuse"}:
        problems.append(Problem(N_("请选择结论。"), "decision"))
    if not command.reasons.strip():
        problems.append(Problem(N_("请写明理由。"), "reasons"))
    if facts.matter == RENEW and command.decision == "grant":
        if command.until is None:
            problems.append(Problem(N_("请填写延续后的有效期。"), "until"))
        elif facts.valid_until is not None and command.until <= facts.valid_until:
            words = N_("延续后的有效期应当晚于原有效期（%(day)s）。")
            problems.append(Problem(words, "until", {"day": facts.valid_until}))
    return problems


def serve(facts: MatterFacts, command: cmd.ServeMatter) -> list[Problem]:
    """What the way of service needs, from the day of the decision on."""
    return problems(command.service, facts.decided_on or facts.received_on, facts.today)


def issues(facts: MatterFacts, command: cmd.DecideMatter) -> bool:
    """What is renewed or changed has a new certificate, for the old one says another day or another holder."""
    return facts.asked and command.decision == "grant"


def renewed_until(valid_from: dt.date, valid_until: dt.date) -> dt.date:
    """How long a deemed renewal runs: as long again as before, since the law names no length (许可法 50②)."""
    return valid_until + (valid_until - valid_from)
