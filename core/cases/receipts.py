"""The proof of a limit: a clock and its ledger handed to the independent day-by-day walk of core.deadlines."""

from __future__ import annotations

from collections.abc import Sequence

from core.cases import clocks
from core.cases.catalogue import catalogue
from core.cases.models import Clock, ClockEntry
from core.deadlines import receipt


def of_clock(clock: Clock, entries: Sequence[ClockEntry]) -> receipt.Receipt:
    """The receipt of a clock; while it is suspended, of the days used and left, without a day on which it ends.

    Raises:
        receipt.ReceiptMismatch: the walk does not end on the computed day; the page then shows an error.
    """
    proof = receipt.walk(clocks.compute(clock, entries), catalogue=catalogue())
    since = clocks.open_since(entries)
    return proof if since is None else receipt.paused(proof, since)
