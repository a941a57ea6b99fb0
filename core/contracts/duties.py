"""What units owe in every period, and what they hand in for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.db import ScopedSession
    from core.errors import Problem
    from core.tenancy.models import Unit


@dataclass(frozen=True, slots=True)
class Units:
    """Units of a tenant, named by what they are or by what they do there; one of both is enough."""

    kinds: frozenset[str] = frozenset()
    functions: frozenset[str] = frozenset()

    def hold(self, kind: str, function: str) -> bool:
        """Whether a unit of this kind and function is among them."""
        return kind in self.kinds or function in self.functions


@dataclass(frozen=True, slots=True)
class Part:
    """What a submission holds beside its text: lines under a heading, one thing a line.

    Attributes:
        needed: it can't be left empty; where no part is needed, one of them or the text is enough.
        figures: its lines name a thing and end in its number, which are added up over the units.
    """

    code: str
    label: str
    help: str = ""
    needed: bool = True
    figures: bool = False


@dataclass(frozen=True, slots=True)
class Quota:
    """A number that a duty must reach; a year's scheme may ask for more, never for less.

    Attributes:
        least: what the rule itself asks for, and `most` what it could at most be set to.
    """

    code: str
    label: str
    least: int
    most: int = 1000


@dataclass(frozen=True, slots=True)
class Submission:
    """What a unit hands in for a duty: one text, and lines for each part the duty asks for."""

    text: str = ""
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


Fill = Callable[["ScopedSession", "Unit", dt.date, dt.date], Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Prefill:
    """What a plugin knows of another plugin's duty: lines of its parts, for a unit and the days of the period.

    Attributes:
        duty: the code of the duty; where it is not there, nothing is filled.
        part: the part that it fills, if it is one: a return of that part alone asks nobody else.
    """

    duty: str
    fill: Fill
    part: str = ""


@dataclass(frozen=True, slots=True)
class DutyRule:
    """A duty 任务 that units owe in every period of a calendar rule, and to whom they hand it in.

    Attributes:
        code: the code of its calendar rule (kind ``cal``), which gives name, date, source and warning days.
        owes: the units of the tenant that owe it; the one that receives it never does.
        to: who receives it: the function or else the kind of a unit. Empty: nobody. One that the tenant does not have
            lies outside it, and the unit itself confirms that it was handed in there.
        tier: the level of tenant that owes it, ``township`` or ``county``.
        once: there is only ever one for a unit.
        target: something to strive for 力争, never overdue.
        nil: nothing to report is an answer, given with one click.
        parts: what a submission holds beside its text.
        check: pure; what is missing or out of bounds in a submission, all at once.
        series: of a filing 备案, which takes a number of this series and an opinion when it is accepted.
        quotas: numbers that a submission must reach, which a year's scheme may raise.
        measured: pure; what of a submission falls short of the year's quotas, by their codes.
        measured_by: the duty whose quotas those are, where a plan is measured by what it plans; empty: its own.
        prefill: lines of parts that the plugin knows already, for a unit and the first and last day of the period.
    """

    code: str
    owes: Units
    to: str = ""
    tier: str = "township"
    once: bool = False
    target: bool = False
    nil: bool = False
    parts: tuple[Part, ...] = ()
    check: Callable[[Submission], list[Problem]] = lambda submission: []
    series: str = ""
    quotas: tuple[Quota, ...] = ()
    measured: Callable[[Submission, Mapping[str, int]], list[Problem]] = lambda submission, quotas: []
    measured_by: str = ""
    prefill: Fill = lambda session, unit, first, last: {}
