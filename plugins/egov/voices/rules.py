"""The rules of voices, pure: the legal kinds, the lawful roads, and what each act needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from core.errors import Problem
from core.i18n import N_
from plugins.egov.voices import commands as cmd

PORTAL, HOTLINE, TRANSFERRED = "portal", "hotline", "transferred"
SOURCES: Mapping[str, str] = {
    PORTAL: N_("网上提交"),
    "letter": N_("来信"),
    "visit": N_("来访"),
    "phone": N_("来电"),
    HOTLINE: N_("热线工单"),
    TRANSFERRED: N_("上级转送、交办"),
}
CASE_CHANNELS: Mapping[str, str] = {PORTAL: "online", "phone": "oral", HOTLINE: "oral"}
PETITION = "petition"
KINDS: Mapping[str, str] = {
    "question": N_("咨询"),
    "suggestion": N_("建议意见"),
    "complaint": N_("投诉"),
    PETITION: N_("信访（申诉求决）"),
}
# The article under which each kind is handled.
ARTICLES: Mapping[str, str] = {
    "question": "实施方案四(五)3",
    "suggestion": "信访工作条例29",
    "complaint": "实施方案四(五)3",
    PETITION: "信访工作条例31",
}
# 依法分类处理 (信访工作条例 31(一)–(五)).
ROADS: Mapping[str, str] = {
    "suit": N_("诉讼"),
    "review": N_("行政复议"),
    "arbitration": N_("仲裁"),
    "ruling": N_("行政裁决、行政确认"),
    "permit": N_("行政许可"),
    "penalty": N_("申请查处违法行为"),
    "organ": N_("向有权处理的机关提出"),
}
ROAD_ARTICLES: Mapping[str, str] = {
    "suit": "信访工作条例31(一)",
    "review": "信访工作条例31(四)",
    "arbitration": "信访工作条例31(二)",
    "ruling": "信访工作条例31(四)",
    "permit": "信访工作条例31(四)",
    "penalty": "信访工作条例31(五)",
    "organ": "信访工作条例23①",
}
VERDICTS: Mapping[str, str] = {
    "supported": N_("予以支持"),
    "explained": N_("事由合理但缺乏法律依据，作出解释说明"),
    "not_supported": N_("不予支持"),
}


@dataclass(frozen=True, slots=True)
class Refusal:
    """A ground on which a petition is not accepted, or no longer, and the paper that says so."""

    label: str
    article: str
    paper: str


REFUSALS: Mapping[str, Refusal] = {
    "pending": Refusal(
        N_("同一信访事项已经受理或者正在办理，在规定期限内又向上级提出"), "信访工作条例19③", "egov.petition_refusal"
    ),
    "ended": Refusal(N_("不服复核意见，仍以同一事实和理由提出"), "信访工作条例36③", "egov.petition_no_more"),
}
LONGEST, MOST_EXTENSION = 2_000, 30
# Where a voice stands that others may be merged into: its legal kind is fixed, and it is not answered yet.
MAIN_STATES = ("voice_handling", "voice_accepted", "petition_drafted", "voice_reopened")


@dataclass(frozen=True, slots=True)
class VoiceFacts:
    """What guards know of a voice.

    Attributes:
        at_office: it lies with the office that sorts.
        vetoed: the person said before that it was not solved.
        petition_runs: the limits of a petition run.
        transferred: a superior or the 信访部门 sent it here (信访工作条例 23③).
        objection_due: until when it may be objected that it is not this organ's.
        accepted: it was accepted as a petition, in writing.
        ground: of `REFUSALS`, where it was not.
        review_runs: a review of the opinion can be asked for; the limit runs.
        answer: the answer as it is drafted.
    """

    kind: str
    at_office: bool
    vetoed: bool
    extended: bool
    petition_runs: bool
    accepted: bool
    transferred: bool
    objection_due: dt.date | None
    ground: str
    review_runs: bool
    answer: str
    received_on: dt.date
    today: dt.date

    @property
    def petition(self) -> bool:
        """Whether it is handled as a petition."""
        return self.kind == PETITION


def say(command: cmd.Say, today: dt.date) -> list[Problem]:
    """What, from where, and whom to answer; a hotline order and what was transferred have their number."""
    problems = []
    if command.source not in SOURCES:
        problems.append(Problem(N_("请选择从哪里来。"), "source"))
    if command.kind not in KINDS:
        problems.append(Problem(N_("请选择是哪一类。"), "kind"))
    if not command.words.strip():
        problems.append(Problem(N_("请写明想说的事。"), "words"))
    if not command.name.strip():
        problems.append(Problem(N_("请填写姓名，办理结果要答复本人。"), "name"))
    if command.source == HOTLINE and not command.order.strip():
        problems.append(Problem(N_("请填写工单编号。"), "order"))
    if command.source == TRANSFERRED and not command.order.strip():
        problems.append(Problem(N_("请填写转送、交办单的编号。"), "order"))
    if command.source == TRANSFERRED and command.kind != PETITION:
        problems.append(Problem(N_("转送、交办的是信访事项，请选择信访。"), "kind"))
    if command.received_on is not None and command.received_on > today:
        problems.append(Problem(N_("收件日期不能晚于今天。"), "received_on"))
    return problems


def triage(facts: VoiceFacts, command: cmd.Triage) -> list[Problem]:
    """A legal kind; a petition's official number may come later."""
    return [] if command.kind in KINDS else [Problem(N_("请选择是哪一类。"), "kind")]


def mergeable(facts: VoiceFacts) -> list[Problem]:
    """Each petitioner is told in writing that it is accepted (信访工作条例 23) before it is handled with another's."""
    if facts.petition and not facts.accepted:
        return [Problem(N_("信访事项请先书面告知受理，再并件。"))]
    return []


def merge(facts: VoiceFacts, command: cmd.Merge) -> list[Problem]:
    """The number of the one that goes on."""
    return [] if command.number.strip() else [Problem(N_("请填写并入哪一件的编号。"), "number")]


def pass_back(facts: VoiceFacts, command: cmd.Words) -> list[Problem]:
    """Why it is not this unit's."""
    return said(command.words, N_("请写明退回的理由。"))


def objectionable(facts: VoiceFacts) -> list[Problem]:
    """Within five working days of the receipt (信访工作条例 23③); afterwards it is this organ's to handle."""
    if facts.objection_due is not None and facts.today > facts.objection_due:
        return [Problem(N_("已经过了五个工作日的异议期限，应当办理。"))]
    return []


def objection(facts: VoiceFacts, command: cmd.Words) -> list[Problem]:
    """The reasons in detail."""
    return said(command.words, N_("请详细说明不属于本机关职权范围的理由。"))


def strike(facts: VoiceFacts, command: cmd.Words) -> list[Problem]:
    """What was wrong with the entry."""
    return said(command.words, N_("请写明哪里登记有误。"))


def accept(facts: VoiceFacts, command: cmd.Words) -> list[Problem]:
    """By which road and in which steps it is dealt with (信访工作条例 23)."""
    return said(command.words, N_("请写明处理的途径和程序。"))


def divert(facts: VoiceFacts, command: cmd.Divert) -> list[Problem]:
    """Which road, to whom, and why."""
    problems = [] if command.road in ROADS else [Problem(N_("请选择应当走的法定途径。"), "road")]
    if not command.organ.strip():
        problems.append(Problem(N_("请填写应当向哪个机关提出。"), "organ"))
    return [*problems, *said(command.words, N_("请写明理由，告知本人怎么提出。"))]


def extendable(facts: VoiceFacts) -> list[Problem]:
    """Once."""
    return [Problem(N_("办理期限只能延长一次。"))] if facts.extended else []


def extend(facts: VoiceFacts, command: cmd.Extend) -> list[Problem]:
    """At most thirty days, with the reason the person is told (信访工作条例 34)."""
    problems = []
    if not 1 <= command.days <= MOST_EXTENSION:
        problems.append(Problem(N_("延长的期限应当为1至%(most)s日。"), "days", {"most": MOST_EXTENSION}))
    if not command.reason.strip():
        problems.append(Problem(N_("请写明延长的理由。"), "reason"))
    return problems


def answerable(facts: VoiceFacts) -> list[Problem]:
    """A petition is accepted in writing, and its opinion signed (信访工作条例 23, 32)."""
    if facts.petition:
        return [Problem(N_("信访事项请先书面告知受理，再拟写处理意见，或者引导到法定途径。"))]
    return []


def answer(facts: VoiceFacts, command: cmd.Answer) -> list[Problem]:
    """The words."""
    return said(command.words, N_("请写明给本人的答复。"))


def opinion(facts: VoiceFacts, command: cmd.Opinion) -> list[Problem]:
    """What it comes to, facts and reasons, the opinion, and under which law (信访工作条例 32)."""
    problems = [] if command.verdict in VERDICTS else [Problem(N_("请选择处理意见。"), "verdict")]
    if not command.reasons.strip():
        problems.append(Problem(N_("请写明查明的事实和理由。"), "reasons"))
    problems += said(command.words, N_("请写明给本人的答复。"))
    if not command.basis.strip():
        problems.append(Problem(N_("请写明法律法规依据。"), "basis"))
    return problems


def send_back(facts: VoiceFacts, command: cmd.Words) -> list[Problem]:
    """What is to be changed."""
    return said(command.words, N_("请写明退回的理由。"))


def refusable(facts: VoiceFacts) -> list[Problem]:
    """Only a petition is refused; whatever else is said is answered."""
    return [] if facts.petition else [Problem(N_("不是信访事项，请答复本人。"))]


def refuse(facts: VoiceFacts, command: cmd.Refuse) -> list[Problem]:
    """A ground of the law, and what shows it."""
    problems = [] if command.ground in REFUSALS else [Problem(N_("请选择不予受理、不再受理的情形。"), "ground")]
    return [*problems, *said(command.words, N_("请写明事实和理由，告知本人。"))]


def at_once(facts: VoiceFacts, command: cmd.Words) -> list[Problem]:
    """The words; a petition is never answered without triage."""
    return said(command.words, N_("请写明给本人的答复。"))


def veto(facts: VoiceFacts, command: cmd.Words) -> list[Problem]:
    """What is not solved."""
    return said(command.words, N_("请写明哪里没有解决，我们才能继续办。"))


def said(words: str, missing: str) -> list[Problem]:
    """That something is said at all."""
    return [] if words.strip() else [Problem(missing, "words")]
