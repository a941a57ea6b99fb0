"""The rules of requests for information, pure: receipt by channel, correction, opinions of others, the replies."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from core import remedies
from core.errors import Problem
from core.i18n import N_
from plugins.egov.disclosure import commands as cmd
from plugins.egov.disclosure.consulting.rules import Asked

ONLINE = "online"
# How it came → label; those whose day of receipt is the day both sides confirmed (条例 31).
CHANNELS: Mapping[str, str] = {
    "in_person": N_("当面提交"),
    "signed_mail": N_("邮寄（签收）"),
    "plain_mail": N_("平常信函"),
    ONLINE: N_("互联网"),
    "fax": N_("传真"),
}
CONFIRMED = ("plain_mail", ONLINE, "fax")
# How the case itself was received.
CASE_CHANNELS: Mapping[str, str] = {ONLINE: "online"}
FORMS: Mapping[str, str] = {
    "paper": N_("纸质复印件"),
    "electronic": N_("电子文件"),
    "look": N_("现场查阅、抄录"),
}
REFUSED, PARTLY, ELSEWHERE, PROVIDED, NO_REQUEST = "refused", "partly", "elsewhere", "provided", "no_request"


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the replies of the law.

    Attributes:
        remedy: how it is contested: what is refused goes to reconsideration first (行政复议法 23①四).
    """

    label: str
    article: str
    remedy: str = remedies.DIRECT


REPLIES: Mapping[str, Answer] = {
    "published": Answer(N_("已经主动公开，告知获取方式和途径"), "政府信息公开条例36(一)"),
    PROVIDED: Answer(N_("予以公开"), "政府信息公开条例36(二)"),
    PARTLY: Answer(N_("部分公开"), "政府信息公开条例37", remedies.REVIEW_FIRST),
    REFUSED: Answer(N_("不予公开"), "政府信息公开条例36(三)", remedies.REVIEW_FIRST),
    "absent": Answer(N_("经检索信息不存在"), "政府信息公开条例36(四)"),
    ELSEWHERE: Answer(N_("不属于本机关负责公开"), "政府信息公开条例36(五)"),
    "repeated": Answer(N_("不予重复处理"), "政府信息公开条例36(六)"),
    "special": Answer(N_("依照有关法律、行政法规的规定办理"), "政府信息公开条例36(七)"),
    NO_REQUEST: Answer(N_("不作为政府信息公开申请处理"), "政府信息公开条例39"),
    "excessive": Answer(N_("申请理由不合理，不予处理"), "政府信息公开条例35"),
}
PRIVACY = "privacy"
# Why something is not given (条例 14–16).
GROUNDS: Mapping[str, str] = {
    "secret": N_("国家秘密，或者法律、行政法规禁止公开"),
    "danger": N_("公开后可能危及国家安全、公共安全、经济安全、社会稳定"),
    PRIVACY: N_("商业秘密、个人隐私，第三方不同意公开"),
    "internal": N_("内部事务信息"),
    "process": N_("过程性信息"),
    "case_file": N_("行政执法案卷"),
}
WITHHOLDS, GIVES = (REFUSED, PARTLY), (PROVIDED, PARTLY)
LONGEST, MOST_EXTENSION, MOST_CORRECTION = 2_000, 20, 30


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What guards know of a request.

    Attributes:
        corrected: the applicant was asked for a correction already; it is done once (条例 30).
        notice_due: the last day on which a correction may be asked.
        asked: whoever was asked for an opinion last.
        contested: a third party said no, whichever of those who were asked.
    """

    corrected: bool
    notice_due: dt.date | None
    extended: bool
    asked: Asked | None
    contested: bool
    reply: str
    received_on: dt.date
    today: dt.date


def ask(command: cmd.Ask, today: dt.date) -> list[Problem]:
    """Name, proof of identity and a way to answer, what is wanted, and in which form (条例 29②)."""
    problems = []
    for field, words in (
        ("name", N_("请填写申请人的姓名或者名称。")),
        ("id_number", N_("请填写身份证明号码。")),
        ("phone", N_("请填写联系电话。")),
        ("wanted", N_("请写明需要的信息：名称、文号或者便于查找的描述。")),
    ):
        if not str(getattr(command, field)).strip():
            problems.append(Problem(words, field))
    if command.form not in FORMS:
        problems.append(Problem(N_("请选择获取信息的形式。"), "form"))
    if command.channel not in CHANNELS:
        problems.append(Problem(N_("请选择申请从哪里来。"), "channel"))
    if command.received_on is not None and command.received_on > today:
        problems.append(Problem(N_("收件日期不能晚于今天。"), "received_on"))
    return problems


def confirm(facts: RequestFacts, command: cmd.Confirm) -> list[Problem]:
    """Between the day it came and today."""
    if facts.received_on <= command.confirmed_on <= facts.today:
        return []
    return [Problem(N_("确认日期应当在提交之后、今天以前。"), "confirmed_on")]


def correctable(facts: RequestFacts) -> list[Problem]:
    """Once, within seven working days of the receipt."""
    if facts.corrected:
        return [Problem(N_("已经告知过一次补正，应当根据现有内容答复。"))]
    if facts.notice_due is not None and facts.today > facts.notice_due:
        return [Problem(N_("已经过了七个工作日的补正告知期限，应当根据现有内容答复。"))]
    return []


def ask_correction(facts: RequestFacts, command: cmd.AskCorrection) -> list[Problem]:
    """What is unclear, and a reasonable number of days."""
    problems = _said(command.words, N_("请一次性写明需要补正的内容。"))
    if not 1 <= command.days <= MOST_CORRECTION:
        params = {"most": MOST_CORRECTION}
        problems.append(Problem(N_("补正期限应当为1至%(most)s个工作日。"), "days", params))
    return problems


def correct(facts: RequestFacts, command: cmd.Words) -> list[Problem]:
    """What the applicant says now."""
    return _said(command.words, N_("请写明补正后的申请内容。"))


def extendable(facts: RequestFacts) -> list[Problem]:
    """Once."""
    return [Problem(N_("答复期限只能延长一次。"))] if facts.extended else []


def extend(facts: RequestFacts, command: cmd.Extend) -> list[Problem]:
    """At most twenty working days, with the reason the applicant is told."""
    problems = []
    if not 1 <= command.days <= MOST_EXTENSION:
        problems.append(Problem(N_("延长的期限应当为1至%(most)s个工作日。"), "days", {"most": MOST_EXTENSION}))
    if not command.reason.strip():
        problems.append(Problem(N_("请写明延长的理由。"), "reason"))
    return problems


def draft(facts: RequestFacts, command: cmd.Draft) -> list[Problem]:
    """One of the replies, its words, the ground of what is not given; a third party's objection counts (条例 32).

    What is given in part need not be what the third party keeps back: then that is the ground of the rest.
    """
    problems = [] if command.reply in REPLIES else [Problem(N_("请选择答复类型。"), "reply")]
    problems += _said(command.words, N_("请写明答复的内容。"))
    if command.reply in WITHHOLDS and command.ground not in GROUNDS:
        problems.append(Problem(N_("不予公开的，请选择法定理由。"), "ground"))
    gives = command.reply == PROVIDED or (command.reply == PARTLY and command.ground != PRIVACY)
    if gives and facts.contested and not command.override.strip():
        words = N_("第三方不同意公开。认为不公开可能对公共利益造成重大影响、决定公开的，请写明理由，并书面告知第三方。")
        problems.append(Problem(words, "override"))
    return problems


def send_back(facts: RequestFacts, command: cmd.Words) -> list[Problem]:
    """What is to be changed."""
    return _said(command.words, N_("请写明退回的理由。"))


def _said(words: str, missing: str) -> list[Problem]:
    return [] if words.strip() else [Problem(missing, "words")]
