"""The proof of a limit: a clock and its ledger handed to the independent day-by-day walk of core.deadlines."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy.orm import object_session

from core.calendar import services as calendars
from core.cases import clocks
from core.cases.catalogue import catalogue
from core.cases.models import Clock, ClockEntry
from core.deadlines import receipt


def of_clock(clock: Clock, entries: Sequence[ClockEntry]) -> receipt.Receipt:
    """The receipt of a clock on the calendar it was counted on.

    While it is suspended, of the days used and left, without a day on which it ends.

    Raises:
        receipt.ReceiptMismatch: the walk does not end on the computed day, or that is not the day kept with the clock;
            the page then shows an error.
        UnknownCalendar: the calendar it was counted on was not kept.
    """
    known = catalogue(calendars.shown(object_session(clock), clock.calendar_version))
    proof = receipt.walk(clocks.compute(clock, entries, known), catalogue=known)
    since = clocks.open_since(entries)
    proof = proof if since is None else receipt.paused(proof, since)
    kept, found = (clock.due_on, clock.unrolled_on, clock.safe_due_on), proof.deadline
    if kept != (found.due, found.unrolled, found.safe_due):
        raise receipt.ReceiptMismatch(f"{clock.rule} {clock.id}: walked to {found.due}, kept {clock.due_on}")
    return proof
