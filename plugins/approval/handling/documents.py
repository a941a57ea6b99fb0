"""The papers of handling, with the elements the law requires on each."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from core.cases.models import Case
from core.cases.queries import clocks_of
from core.contracts import Paper
from core.db import ScopedSession
from core.db.masks import mask_name
from core.i18n import N_
from plugins.approval.documents import common, due_of, paper
from plugins.approval.handling import commands as cmd
from plugins.approval.handling import rules
from plugins.approval.handling.models import Handling
from plugins.approval.limits import HEARING_NOTICE, HEARING_REQUEST

Common = Callable[[ScopedSession, Case, Any], dict[str, Any]]


def examination(common: Common, prefix: str = "") -> tuple[Paper, ...]:
    """The papers of an examination, in the name of one organ.

    Args:
        common: what every paper of that organ says.
        prefix: of their codes; the templates are the same.
    """

    def interested(session: ScopedSession, case: Case, facts: Any, command: cmd.TellInterested) -> dict[str, Any]:
        """利害关系人告知书: what the application is, and what of theirs it touches (许可法 36)."""
        return {
            **common(session, case, facts),
            "who": command.name.strip(),
            "interest": command.interest,
            "told_on": command.told_on.isoformat(),
        }

    def rights(session: ScopedSession, case: Case, facts: Any, command: cmd.TellHearing) -> dict[str, Any]:
        """听证权利告知书: the right, and the last day to use it (许可法 47)."""
        return {
            **common(session, case, facts),
            "interest": command.interest,
            "ask_by": due_of(clocks_of(session, case), HEARING_REQUEST),
        }

    def notice(session: ScopedSession, case: Case, facts: Any, command: Any) -> dict[str, Any]:
        """听证通知书: day, place, host, and the right to have the host replaced (许可法 48①一、三)."""
        hearing = _kept(session, case).hearing
        where = {"held_on": hearing["held_on"], "place": hearing["place"], "host": hearing["host_name"]}
        return {**common(session, case, facts), **where}

    def announcement(session: ScopedSession, case: Case, facts: Any, command: cmd.AnnounceHearing) -> dict[str, Any]:
        """听证公告: what is heard in public, where and when; the applicant stands masked (许可法 46, 48①二)."""
        return {
            **notice(session, case, facts, command),
            "applicant": mask_name(case.party),
            "ground": rules.GROUNDS[command.ground],
            "basis_of_hearing": _kept(session, case).hearing["basis"],
            "tell_by": due_of(clocks_of(session, case), HEARING_NOTICE),
        }

    def record(session: ScopedSession, case: Case, facts: Any, command: cmd.RecordHearing) -> dict[str, Any]:
        """听证笔录: what was said, and who signed it (许可法 48①五)."""
        said = json.loads(_kept(session, case).record)
        return {
            **notice(session, case, facts, command),
            "record": said["text"],
            "signed": said["signed"],
            "signed_day": said["signed_on"],
        }

    def made(code: str, name: str, article: str, context: Any, *required: str) -> Paper:
        return paper(f"{prefix}{code}", name, article, context, *required, template=code)

    where = ("held_on", "place", "host")
    return (
        made("interested_notice", N_("利害关系人告知书"), "行政许可法36", interested, "who", "interest"),
        made("hearing_rights", N_("听证权利告知书"), "行政许可法47①", rights, "interest", "ask_by"),
        made("hearing_notice", N_("听证通知书"), "行政许可法48①一", notice, *where),
        made("hearing_announcement", N_("听证公告"), "行政许可法46", announcement, *where, "basis_of_hearing"),
        made("hearing_record", N_("听证笔录"), "行政许可法48①五", record, "record", "signed", "host"),
    )


def _kept(session: ScopedSession, case: Case) -> Handling:
    return session.get_one(Handling, (case.tenant_id, case.id))


PAPERS = examination(common)
