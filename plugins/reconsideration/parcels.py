"""What goes between the county and its townships 县乡之间的复议往来: kinds, keys, and what each parcel says.

Neither end knows the other's tables; a parcel's key names the review. What an office is told about its own act goes by
the kind ``<plugin of the act>.contested``, where that plugin takes it.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from core import plugins
from core.cases import papers
from core.cases.models import Case
from core.db import ScopedSession
from core.exchange import services as exchange
from core.exchange.parcel import EnclosedFile, EnclosedPaper, Parcel
from core.files import services as files
from core.tenancy.queries import county

APPLICATION = "reconsideration.application"
COPY, NEWS = "reconsideration.copy", "reconsideration.news"
REPLY, PERFORMED = "reconsideration.reply", "reconsideration.performed"
# Which plugin of the township made an act of 行政复议法 11 and takes news of its review.
OWNERS = {"penalty": "penalty", "compulsion": "penalty", "licence": "approval", "disclosure": "egov"}
# What news are about.
HALTED, STAYED, RESUMED, PROLONGED, HEARING, DECIDED, ENDED, OPINION, ORDERED = (
    "halted",
    "stayed",
    "resumed",
    "prolonged",
    "hearing",
    "decided",
    "ended",
    "opinion",
    "ordered",
)


def to_county(session: ScopedSession, kind: str, parcel: Parcel, key: str) -> None:
    """Owe the county a parcel.

    Raises:
        LookupError: this installation has no county.
    """
    above = county(session)
    if above is None:
        raise LookupError("no county")
    exchange.send(session, above, kind, parcel, key)


def enclosed(session: ScopedSession, case: Case, slot: str | None = None) -> tuple[EnclosedFile, ...]:
    """The files of a case, or those of one slot, by their hashes."""
    return tuple(
        EnclosedFile(file.name, file.sha256, file.size, file.media_type)
        for file in files.of_owner(session, "case", case.id)
        if slot is None or file.slot == slot
    )


def last_paper(session: ScopedSession, case: Case, codes: tuple[str, ...]) -> tuple[EnclosedPaper, ...]:
    """The last paper of some codes, sealed; none where none was issued."""
    found = [row for row in papers.of_case(session, case) if row.code in codes]
    return tuple(EnclosedPaper.sealed(row.name, row.issued_on, row.context) for row in found[-1:])


def tell_owner(
    session: ScopedSession, case: Case, respondent: int, act: str, effect: str, words: str, details: dict[str, Any]
) -> None:
    """Tell the plugin that made the act what its review came to, where it takes such news."""
    kind = f"{OWNERS.get(act, '')}.contested"
    if not respondent or not details["case_number"] or kind not in plugins.registry().receivers:
        return
    parcel = Parcel(case.title, words, "行政复议法42", details={"effect": effect, **details})
    exchange.send(session, respondent, kind, parcel, f"{case.id.hex}:{effect}")


def day(words: str) -> dt.date | None:
    """A day as a parcel has it; None where it has none."""
    return dt.date.fromisoformat(words) if words else None


def act_of(maker: str) -> str:
    """The act of 行政复议法 11 that a plugin's decisions mostly are; empty of one that makes none."""
    return next((act for act, owner in OWNERS.items() if owner == maker), "")
