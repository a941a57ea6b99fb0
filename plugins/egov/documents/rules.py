"""The rules of document exchange, pure: what each act needs, and how long an archived document is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from core.documents.rules import SECRECY, SECRET, URGENCIES
from core.errors import Problem
from core.i18n import N_
from plugins.egov.documents import commands as cmd

OFFICE, EVERYONE = "office", "everyone"
# Who reads a document where it arrives, besides the office that signs for it.
AUDIENCES: Mapping[str, str] = {
    OFFICE: N_("收文单位，由其决定传阅范围"),
    EVERYONE: N_("收文单位的全体工作人员"),
}
PROPOSAL, DIRECTION, READING, RESULT = "proposal", "direction", "reading", "result"
OPINIONS: Mapping[str, str] = {
    PROPOSAL: N_("拟办意见"),
    DIRECTION: N_("批示"),
    READING: N_("传阅意见"),
    RESULT: N_("办理结果"),
}
# 保管期限 → years; None for ever. A default: the standard is set by the archives authority (档案法 21).
RETENTIONS: Mapping[str, str] = {"permanent": N_("永久"), "years_30": N_("30年"), "years_10": N_("10年")}
YEARS: Mapping[str, int | None] = {"permanent": None, "years_30": 30, "years_10": 10}
LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class IncomingFacts:
    """What guards know of an incoming document; `owes` an answer that its sender waits for."""

    owes: bool
    today: dt.date


def keep_until(archived_on: dt.date, retention: str) -> dt.date | None:
    """The day from which it may be proposed for destruction: kept in full years after that of its filing."""
    years = YEARS[retention]
    return None if years is None else dt.date(archived_on.year + years + 1, 1, 1)


def send(command: cmd.Send, before: Collection[str], today: dt.date) -> list[Problem]:
    """At least one place, and no place a second time unless that is wanted.

    Args:
        before: names of the places to which the document went already.
    """
    problems = []
    if not command.to:
        problems.append(Problem(N_("请至少选择一个收文单位。"), "to"))
    if command.audience not in AUDIENCES:
        problems.append(Problem(N_("请选择阅看范围。"), "audience"))
    problems += _answer_by(command.wants_answer, command.answer_by, today)
    if before and not command.again:
        words = N_("这份公文已经发给%(places)s。确实要再发一次的，请勾选。")
        problems.append(Problem(words, "again", {"places": tuple(before)}))
    return problems


def enter(command: cmd.Enter, today: dt.date) -> list[Problem]:
    """Who issued it, its title and day; classified matter is refused (保守国家秘密法 31)."""
    problems = []
    if not command.organ.strip():
        problems.append(Problem(N_("请填写来文单位。"), "organ"))
    if not command.title.strip():
        problems.append(Problem(N_("请填写标题。"), "title"))
    if command.urgency not in URGENCIES:
        problems.append(Problem(N_("请选择紧急程度。"), "urgency"))
    if command.dated_on > command.received_on:
        problems.append(Problem(N_("成文日期不能晚于收文日期。"), "dated_on"))
    problems += [
        Problem(SECRET, name)
        for name, words in (("title", command.title), ("body", command.body))
        if SECRECY.search(words)
    ]
    return [*problems, *_answer_by(command.wants_answer, command.answer_by, today)]


def _answer_by(wants_answer: bool, answer_by: dt.date | None, today: dt.date) -> list[Problem]:
    if answer_by is not None and not wants_answer:
        return [Problem(N_("填写答复期限的，请同时勾选需要答复。"), "wants_answer")]
    if answer_by is not None and answer_by < today:
        return [Problem(N_("答复期限不能早于今天。"), "answer_by")]
    return []


def proposed(facts: IncomingFacts, command: cmd.Words) -> list[Problem]:
    """What the office proposes."""
    return _said(command.words, N_("请写明拟办意见。"))


def directed(facts: IncomingFacts, command: cmd.Direct) -> list[Problem]:
    """What the leader decides."""
    return _said(command.words, N_("请写明批示。"))


def circulated(facts: IncomingFacts, command: cmd.Circulate) -> list[Problem]:
    """At least one reader."""
    return [] if command.readers else [Problem(N_("请至少选择一个人。"), "readers")]


def chased(facts: IncomingFacts, command: cmd.Words) -> list[Problem]:
    """What is asked."""
    return _said(command.words, N_("请写明催办要求。"))


def answered(facts: IncomingFacts, command: cmd.Words) -> list[Problem]:
    """How it was dealt with; where the sender waits, the words are the answer."""
    return _said(command.words, N_("请写明办理结果。"))


def sent_back(facts: IncomingFacts, command: cmd.Words) -> list[Problem]:
    """Why it goes back to its sender."""
    return _said(command.words, N_("请写明退文的理由。"))


def merged(facts: IncomingFacts, command: cmd.Merge) -> list[Problem]:
    """The number of the one that goes on."""
    return [] if command.number.strip() else [Problem(N_("请填写并入哪一件的编号。"), "number")]


def archivable(facts: IncomingFacts) -> list[Problem]:
    """What is to be answered is answered first."""
    return [Problem(N_("来文单位等待答复，请先批办并答复，再归档。"))] if facts.owes else []


def archived(facts: IncomingFacts, command: cmd.Archive) -> list[Problem]:
    """A retention class."""
    return [] if command.retention in RETENTIONS else [Problem(N_("请选择保管期限。"), "retention")]


def _said(words: str, missing: str) -> list[Problem]:
    return [] if words.strip() else [Problem(missing, "words")]
