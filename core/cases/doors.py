"""The only anonymous door: a number shows the state, a number with its code shows the case. Both are throttled.

A wrong code and an absent number look the same and take the same time.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, select

from core import plugins
from core.cases import codes
from core.cases.models import Case
from core.db import ScopedSession
from core.db.crypto import blind_index
from core.errors import NotFound

NUMBER = re.compile(
    r"^\s*(?P<series>[^\d\s〔\[(（【]{1,20})\s*[〔\[(（【]?\s*(?P<year>\d{4})\s*[〕\])）】]?"
    r"\s*(?:第)?(?P<seq>\d{1,9})\s*号?\s*$"
)


@dataclass(frozen=True, slots=True)
class PublicState:
    """What a number alone shows: the state's public word, nothing of the content."""

    number: str
    public: str
    received_on: str


def find(session: ScopedSession, number: str) -> Case | None:
    """The case with this number in the session's tenant, however the brackets were typed."""
    wanted = numbered(number)
    return None if wanted is None else session.scalar(select(Case).where(wanted))


def numbered(number: str) -> ColumnElement[bool] | None:
    """The condition for a number, however its brackets were typed; None where it is no number."""
    match = NUMBER.match(number)
    if match is None:
        return None
    return and_(Case.series == match["series"], Case.no_year == int(match["year"]), Case.no_seq == int(match["seq"]))


def public_state(session: ScopedSession, number: str) -> PublicState | None:
    """The state of a case by its number alone, or None."""
    case = find(session, number)
    if case is None:
        return None
    return PublicState(case.number, public_word(case), case.received_on.isoformat())


def public_word(case: Case) -> str:
    """The word of the fixed public vocabulary for the state a case is in."""
    kind = plugins.registry().case_kinds[case.kind]
    return next(state.public for state in kind.states if state.code == case.state)


def by_reference(session: ScopedSession, number: str, code: str) -> Case:
    """A case by its number and its code: the party's way in. The caller throttles (core.accounts.throttle).

    Raises:
        NotFound: no such number, or not its code; nothing tells which.
    """
    given = blind_index(codes.clean(code), "case_code")
    case = find(session, number)
    if case is None or not hmac.compare_digest(case.code_index, given):
        raise NotFound(number)
    return case


def by_token(session: ScopedSession, case_id: UUID, code_index: str) -> Case:
    """A case by what the party's own browser kept after `by_reference`.

    Raises:
        NotFound: the token does not fit.
    """
    case = session.scalar(select(Case).where(Case.id == case_id))
    if case is None or not hmac.compare_digest(case.code_index, code_index):
        raise NotFound(case_id)
    return case
