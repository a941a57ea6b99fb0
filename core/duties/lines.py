"""Lines that measures give the returns of the scheme: what the records hold already, so that nobody types it again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, select

from core import plugins
from core.cases.models import Case
from core.contracts import Fill
from core.db import ScopedSession
from core.duties.own import rule_of
from core.tenancy.models import Unit
from core.tenancy.switches import switches_of

MONTHLY = "scheme.progress_report.monthly"  # to which every measure gives a part
LAW = "law"  # the part about law-based administration, which is a return of its own too


def so_many(numbers: Iterable[tuple[str, int | None]]) -> tuple[str, ...]:
    """Lines of ``(words with a place for the number, the number)``; what did not happen has none."""
    return tuple(words.format(number) for words, number in numbers if number)


def counted(session: ScopedSession, unit: Unit, detail: type[Any], *wanted: ColumnElement[bool]) -> Sequence[int]:
    """How many of a unit's cases meet each condition, in one statement.

    Args:
        detail: the table of what these cases hold, by its ``case_id``.
    """
    query = (
        select(*(func.count().filter(each) for each in wanted))
        .select_from(detail)
        .join(Case, (Case.tenant_id == detail.tenant_id) & (Case.id == detail.case_id))
        .where(Case.unit_id == unit.id)
    )
    return session.execute(query).one()


def known(
    session: ScopedSession, unit: Unit, duty: str, first: dt.date, last: dt.date, part: str = ""
) -> dict[str, list[str]]:
    """What the measures that a unit uses know of its duty in a period: lines by part, the duty's own measure first.

    Args:
        part: ask only who fills this part; the duty's own measure is not asked then.
    """
    switches = switches_of(session, unit.tenant_id)
    others = [each for name, each in plugins.registry().prefills if each.duty == duty and switches.uses(name, unit.id)]
    fills: list[Fill] = [each.fill for each in others if part in ("", each.part)]
    found: dict[str, list[str]] = {}
    for fill in fills if part else [rule_of(duty).prefill, *fills]:
        for code, lines in fill(session, unit, first, last).items():
            found.setdefault(code, []).extend(lines)
    return found
