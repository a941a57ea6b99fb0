"""Figures of a period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement

    from core.cases.lists import CaseFilter


@dataclass(frozen=True, slots=True)
class Stat:
    """A figure of a period 统计指标, over the cases of one kind.

    Attributes:
        code: ``<plugin>.<name>``.
        definition: in a sentence, what is counted, by which day, and what is left out.
        unit: ``件``, ``%``, ``天`` or ``元``.
        kind: the kind of case, whose `read` permission opens the figure.
        counted: from the first and the last day of a period the filter of the list behind the figure.
        value: what each case of that list counts as, for shares 1 or 0, for sums fen; None where cases themselves are
            counted.
        how: ``count``, ``share``, ``mean`` or ``median`` of the values, or ``yuan``: their sum.
        public: anybody may read it, for a whole tenant.
    """

    code: str
    label: str
    definition: str
    unit: str
    kind: str
    counted: Callable[[dt.date, dt.date], CaseFilter]
    value: Callable[[], ColumnElement[int]] | None = None
    how: str = "count"
    public: bool = False
