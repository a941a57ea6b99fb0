"""The papers of handling, with the elements the law requires on each."""

from __future__ import annotations

import json
from typing import Any

from core.cases.models import Case
from core.cases.queries import clocks_of
from core.db import ScopedSession
from core.db.masks import mask_name
from core.i18n import N_
from plugins.approval import queries
from plugins.approval.documents import common, due_of, paper
from plugins.approval.handling import commands as cmd
from plugins.approval.handling import rules
from plugins.approval.limits import HEARING_NOTICE, HEARING_REQUEST
from plugins.approval.rules import Facts


def interested_notice(session: ScopedSession, case: Case, facts: Facts, command: cmd.TellInterested) -> dict[str, Any]:
    """利害关系人告知书: what the application is, and what of theirs it touches (许可法 36)."""
    return {
        **common(session, case, facts),
        "who": command.name.strip(),
        "interest": command.interest,
        "told_on": command.told_on.isoformat(),
    }


def hearing_rights(session: ScopedSession, case: Case, facts: Facts, command: cmd.TellHearing) -> dict[str, Any]:
    """听证权利告知书: the right, and the last day to use it (许可法 47)."""
    return {
        **common(session, case, facts),
        "interest": command.interest,
        "ask_by": due_of(clocks_of(session, case), HEARING_REQUEST),
    }


def hearing_notice(session: ScopedSession, case: Case, facts: Facts, command: Any) -> dict[str, Any]:
    """听证通知书: day, place, host, and the right to have the host replaced (许可法 48①一、三)."""
    return _called(session, case, facts)


def hearing_announcement(
    session: ScopedSession, case: Case, facts: Facts, command: cmd.AnnounceHearing
) -> dict[str, Any]:
    """听证公告: what is heard in public, where and when; the applicant stands masked (许可法 46, 48①二)."""
    hearing = _hearing(session, case)
    return {
        **_called(session, case, facts),
        "applicant": mask_name(case.party),
        "ground": rules.GROUNDS[command.ground],
        "basis_of_hearing": hearing["basis"],
        "tell_by": due_of(clocks_of(session, case), HEARING_NOTICE),
    }


def hearing_record(session: ScopedSession, case: Case, facts: Facts, command: cmd.RecordHearing) -> dict[str, Any]:
    """听证笔录: what was said, and who signed it (许可法 48①五)."""
    kept = queries.handling_of(session, case)
    said = json.loads(kept.record) if kept is not None else {}
    return {
        **_called(session, case, facts),
        "record": said["text"],
        "signed": said["signed"],
        "signed_day": said["signed_on"],
    }


def _called(session: ScopedSession, case: Case, facts: Facts) -> dict[str, Any]:
    hearing = _hearing(session, case)
    return {
        **common(session, case, facts),
        "held_on": hearing["held_on"],
        "place": hearing["place"],
        "host": hearing["host_name"],
    }


def _hearing(session: ScopedSession, case: Case) -> dict[str, Any]:
    kept = queries.handling_of(session, case)
    return kept.hearing if kept is not None else {}


PAPERS = (
    paper("interested_notice", N_("利害关系人告知书"), "行政许可法36", interested_notice, "who", "interest"),
    paper("hearing_rights", N_("听证权利告知书"), "行政许可法47①", hearing_rights, "interest", "ask_by"),
    paper("hearing_notice", N_("听证通知书"), "行政许可法48①一", hearing_notice, "held_on", "place", "host"),
    paper(
        "hearing_announcement",
        N_("听证公告"),
        "行政许可法46",
        hearing_announcement,
        "held_on",
        "place",
        "host",
        "basis_of_hearing",
    ),
    paper("hearing_record", N_("听证笔录"), "行政许可法48①五", hearing_record, "record", "signed", "host"),
)
