"""The rules of corrections, pure (政府信息公开条例 41)."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import Problem
from core.i18n import N_
from plugins.egov.records import commands as cmd

LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class RecordFacts:
    """Nothing beyond the case: the state alone says what may be done."""


def ask(command: cmd.Ask) -> list[Problem]:
    """Who asks, of which record, what is wrong, and the proof."""
    return [
        Problem(words, field)
        for field, words in (
            ("name", N_("请填写姓名或者名称。")),
            ("id_number", N_("请填写身份证明号码。")),
            ("phone", N_("请填写联系电话。")),
            ("record", N_("请写明是哪一条信息、从哪里得到的。")),
            ("wrong", N_("请写明哪里不准确、应当是什么。")),
            ("evidence", N_("请写明有什么证据。")),
        )
        if not str(getattr(command, field)).strip()
    ]


def told(facts: RecordFacts, command: cmd.Words) -> list[Problem]:
    """What the person is told."""
    return [] if command.words.strip() else [Problem(N_("请写明告知本人的内容。"), "words")]


def pass_on(facts: RecordFacts, command: cmd.Pass) -> list[Problem]:
    """Which organ may correct it."""
    problems = [] if command.organ.strip() else [Problem(N_("请填写有权更正的机关。"), "organ")]
    return [*problems, *told(facts, command)]
