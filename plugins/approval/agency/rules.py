"""The rules of 代办, pure: the own village only, with the applicant's consent, received when the township has it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from core.errors import Problem
from core.i18n import N_
from plugins.approval.commands import Act
from plugins.approval.rules import Facts

SIGNED, SPOKEN = "signed", "spoken"
CONSENTS: Mapping[str, str] = {
    SIGNED: N_("申请人签了委托书（拍照上传）"),
    SPOKEN: N_("申请人当面说同意（记录原话）"),
}
# The place of the picture of a signed consent among the case's files.
CONSENT_SLOT = "consent"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeIn(Act):
    """The township received what a village agent registered: on which day, and which materials came on paper."""

    received_on: dt.date
    on_paper: tuple[str, ...] = ()


def take_in(facts: Facts, command: TakeIn) -> list[Problem]:
    """Received between the registration and today, and only what the item asks for."""
    problems = []
    if command.received_on < facts.received_on:
        words = N_("乡镇收到的日期不能早于代办登记日期（%(date)s）。")
        problems.append(Problem(words, "received_on", {"date": facts.received_on.isoformat()}))
    if command.received_on > facts.today:
        problems.append(Problem(N_("乡镇收到的日期不能晚于今天。"), "received_on"))
    if unknown := [code for code in command.on_paper if code not in facts.materials]:
        problems.append(Problem(N_("该事项没有编码为“%(code)s”的材料。"), "on_paper", {"code": unknown[0]}))
    return problems


def village(own: str, chosen: str) -> list[Problem]:
    """An agent registers for people of the own village; for others there are others."""
    if chosen == own:
        return []
    words = N_("您是%(own)s的代办员，只能为本村群众登记。%(other)s的群众请找该村代办员，或者直接到乡镇窗口办理。")
    return [Problem(words, "village", {"own": own, "other": chosen})]


def consent(way: str, words: str, pictures: int) -> list[Problem]:
    """The applicant agreed, and it can be shown: a picture of the signature, or what they said."""
    if way == SIGNED and not pictures:
        return [Problem(N_("请拍下申请人签名的委托书。"), "picture")]
    if way == SPOKEN and not words.strip():
        return [Problem(N_("请记录申请人怎样说的，以及谁在场。"), "words")]
    return [] if way in CONSENTS else [Problem(N_("请选择申请人怎样表示同意。"), "consent")]
