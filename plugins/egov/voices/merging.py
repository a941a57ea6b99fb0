"""Voices that are the same matter: merged into one that goes on, and never left behind by it.

What ends the main voice for everybody who said the same ends the merged ones with the same words; what ends it for
its own person alone parts them, and their unit handles them again.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from core import cases
from core.accounts.actor import Actor
from core.cases import doors
from core.cases import services as kernel
from core.cases.models import Case
from core.db import ScopedSession
from core.errors import DomainError, Problem
from core.i18n import N_
from plugins.egov.voices import commands as cmd
from plugins.egov.voices import queries, rules

NO_MAIN = N_("没有这个编号、已经定性分办的在办件，请核对编号。")


def merge_voice(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Merge) -> None:
    """Let it be answered with the open voice of the same legal kind that it is the same as.

    Raises:
        DomainError: there is no such open voice, it is of another kind, or others are answered with this one.
    """
    main = doors.find(session, command.number, (queries.KIND,))
    # Nobody ends the main one while this one is hung on it.
    main = main and kernel.locked(session, main.id)
    if main is None or main.id == case.id or main.state not in rules.MAIN_STATES:
        raise DomainError(Problem(NO_MAIN, "number"))
    row, other = queries.voice_of(session, case), queries.voice_of(session, main)
    if other.kind != row.kind:
        kind = rules.KINDS[other.kind]
        raise DomainError(Problem(N_("那一件的法定类别是“%(kind)s”，类别相同的才能并件。"), "number", {"kind": kind}))
    if other.kind == rules.PETITION and main.state == "voice_handling":
        raise DomainError(Problem(N_("那一件还没有书面告知受理，受理以后才能并件。"), "number"))
    if queries.merged_into(session, case):
        raise DomainError(Problem(N_("已经有别的来件并入本件，请把那一件并进来，或者分别办理。"), "number"))
    row.merged_id = main.id


def answer_together(session: ScopedSession, actor: Actor, case: Case) -> None:
    """Give the answer of a voice to everybody who said the same."""
    row = queries.voice_of(session, case)
    given = {"words": row.answer, "verdict": row.verdict, "reasons": row.reasons, "basis": row.basis}
    given |= {"signer": actor.title}
    _each(session, case, "answer_merged", lambda version: cmd.AnswerMerged(version=version, **given))


def divert_together(session: ScopedSession, case: Case) -> None:
    """Tell everybody who said the same of the lawful road."""
    row = queries.voice_of(session, case)
    given = {"road": row.road, "organ": row.organ, "words": row.answer}
    _each(session, case, "divert_merged", lambda version: cmd.Divert(version=version, **given))


def part(session: ScopedSession, case: Case) -> None:
    """Let everybody who said the same have their own handling again: what ended this voice is none of theirs."""
    _each(session, case, "part_merged", lambda version: cmd.Act(version=version))


def answer_merged(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.AnswerMerged) -> None:
    """Keep the answer of the voice it is the same as."""
    row = queries.voice_of(session, case)
    row.answer, row.verdict = command.words, command.verdict
    row.reasons, row.basis = command.reasons, command.basis


def divert_merged(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Divert) -> None:
    """Keep the road, the organ and the reason."""
    row = queries.voice_of(session, case)
    row.road, row.organ, row.answer = command.road, command.organ, command.words


def part_merged(session: ScopedSession, actor: Actor, case: Case, facts: Any, command: cmd.Act) -> None:
    """Nothing goes on in its place any more."""
    queries.voice_of(session, case).merged_id = None


def _each(session: ScopedSession, case: Case, code: str, command: Callable[[int], cmd.Act]) -> None:
    system = Actor.system(session.tenant)
    for one in queries.merged_into(session, case):
        cases.act(session, system, one.id, code, command(one.version), f"{code}:{one.id.hex}:{one.version}")
