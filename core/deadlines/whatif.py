"""What if: a limit nobody runs, from what somebody typed, with its proof."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from core.deadlines import counting
from core.deadlines.errors import DeadlineError
from core.deadlines.receipt import Receipt, walk
from core.deadlines.rules import Catalogue
from core.i18n import N_

PAIRS = (1, 2, 3)
LONGEST = 8000  # days: the 20 years of the longest limit, with room for a suspension


def prove(given: Mapping[str, Any], catalogue: Catalogue) -> Receipt:
    """The receipt of a limit.

    Args:
        given: ``rule`` and ``start``; where wanted ``length``, ``extended`` for the longest extension or ``extension``
            for so much of it, ``filed``, and ``from1``, ``to1`` to ``from3``, ``to3``, excluded days, both included.

    Raises:
        DeadlineError: it can't be counted so; `part` names the input at fault.
    """
    found = counting.compute(
        given["rule"],
        given["start"],
        catalogue=catalogue,
        suspensions=list(_periods(given)),
        extension=given.get("extension") or (counting.MAX if given.get("extended") else 0),
        length=given.get("length"),
        filed=given.get("filed"),
    )
    if found.due and abs((found.due - found.start).days) > LONGEST:
        raise DeadlineError(N_("这里最多逐日计算%(days)s天。"), part="start", days=LONGEST)
    return walk(found, catalogue=catalogue)


def uid(receipt: Receipt) -> UUID:
    """The same id for the same question, whenever it is asked."""
    limit = receipt.deadline
    filed = str(limit.filed) if limit.rule and limit.rule.by_filing else None
    asked = [
        limit.code,
        str(limit.start),
        limit.length,
        limit.extension,
        filed,
        [*map(str, sum(limit.suspensions, ()))],
    ]
    return uuid5(NAMESPACE_URL, f"xiaoneng:deadlines:{json.dumps(asked)}")


def _periods(given: Mapping[str, Any]) -> Iterator[counting.Interval]:
    for number in PAIRS:
        first, last = given.get(f"from{number}"), given.get(f"to{number}")
        if first and last:
            counting.in_order(first, last, part=f"to{number}")
            yield first, last
        elif first or last:
            missing = "to" if first else "from"
            raise DeadlineError(N_("中止期间要写明首日和末日。"), part=f"{missing}{number}")
