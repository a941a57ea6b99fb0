"""The only anonymous door: a number shows the state, a number with its code shows the case. Both are throttled.

A wrong code and an absent number look the same and take the same time.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select, update

from core import plugins
from core.cases import codes
from core.cases.models import Case
from core.db import ScopedSession
from core.db.crypto import blind_index
from core.errors import NotFound
from core.tenancy.switches import in_use

SPACE = re.compile(r"\s+")
NUMBER = re.compile(r"(?P<series>[^\d〔\[(（【]{1,20})[〔\[(（【]?(?P<year>\d{4})[〕\])）】]?第?(?P<seq>\d{1,9})号?")


@dataclass(frozen=True, slots=True)
class PublicState:
    """What a number alone shows: the state's public word, and what the organ owes everybody to say of it."""

    number: str
    public: str
    received_on: str
    note: str


def parts(number: str) -> tuple[str, int, int] | None:
    """Series, year and sequence of a number, however brackets and spaces were typed; None where it is no number."""
    match = NUMBER.fullmatch(SPACE.sub("", number))
    return None if match is None else (match["series"], int(match["year"]), int(match["seq"]))


def numbered(number: str) -> ColumnElement[bool] | None:
    """The condition for a number; None where it is no number."""
    named = parts(number)
    if named is None:
        return None
    series, year, seq = named
    return and_(Case.series == series, Case.no_year == year, Case.no_seq == seq)


def _all(session: ScopedSession, number: str) -> Sequence[Case]:
    """The cases with this number: one, unless a township succeeded another that numbered in the same series."""
    wanted = numbered(number)
    if wanted is None:
        return []
    return session.scalars(select(Case).where(wanted, used()).order_by(Case.numbered_by)).all()


def used() -> ColumnElement[bool]:
    """The unit that has the case has the case's measure not off for itself."""
    registry = plugins.registry()
    kinds: dict[str, list[str]] = {}
    for code in registry.case_kinds:
        kinds.setdefault(registry.owner[code], []).append(code)
    return or_(*(and_(Case.kind.in_(codes), in_use(owner, Case)) for owner, codes in kinds.items()))


def find(session: ScopedSession, number: str, kinds: Collection[str] | None = None) -> Case | None:
    """The case with this number in the session's tenant; its own before one of a township it succeeded.

    Args:
        kinds: codes of the kinds whose measure is on; None for all.
    """
    return next((case for case in _all(session, number) if kinds is None or case.kind in kinds), None)


def public_state(session: ScopedSession, number: str, kinds: Collection[str] | None = None) -> PublicState | None:
    """The state of a case by its number alone, or None."""
    case = find(session, number, kinds)
    if case is None:
        return None
    note = plugins.registry().case_kinds[case.kind].public_note(session, case)
    return PublicState(case.number, public_word(case), case.received_on.isoformat(), note)


def public_word(case: Case) -> str:
    """The word of the fixed public vocabulary for the state a case is in."""
    return plugins.registry().case_kinds[case.kind].state(case.state).public


def by_reference(session: ScopedSession, number: str, code: str, kinds: Collection[str] | None = None) -> Case:
    """A case by its number and its code: the party's way in. The caller throttles (core.accounts.throttle).

    Raises:
        NotFound: no such number, or not its code; nothing tells which.
    """
    given = blind_index(codes.clean(code), "case_code")
    for case in _all(session, number):
        if hmac.compare_digest(case.code_index, given) and (kinds is None or case.kind in kinds):
            return case
    raise NotFound(number)


def renew_codes(session: ScopedSession, case_ids: Collection[UUID]) -> None:
    """Give these cases other codes: whoever knew those of before is let in no more."""
    for case_id in case_ids:
        code = codes.new_code()
        # Not through the row: a code is no act on the case, and moves no version under a form that is open.
        session.execute(
            update(Case)
            .where(Case.id == case_id)
            .values(code=code, code_index=blind_index(code, "case_code"))
            .execution_options(synchronize_session=False)
        )


def by_token(session: ScopedSession, case_id: UUID, code_index: str) -> Case:
    """A case by what the party's own browser kept after `by_reference`.

    Raises:
        NotFound: the token does not fit, or the unit that has the case turned the measure off for itself.
    """
    case = session.scalar(select(Case).where(Case.id == case_id, used()))
    if case is None or not hmac.compare_digest(case.code_index, code_index):
        raise NotFound(case_id)
    return case
