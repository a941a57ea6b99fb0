"""Limits that a township sets itself 自设: the code of one says all there is to it, so that nothing is looked up.

``own.<measure>.<period>.<who>.<name>``, e.g. ``own.egov.once.government.网上审批试点前期准备``: the measure it belongs
to, a key of `EVERY`, who owes it (`core.duties.own.WHO`), and its name. Its day is the last of the period; an earlier
one is set by the scheme of the year, as for every other duty.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from core.deadlines.rules import SPANS, W3, DeadlineRule, Fixed, dated
from core.i18n import N_

PREFIX, ONCE = "own", "once"
EVERY: Mapping[str, str] = {
    ONCE: N_("一次"),
    "year": N_("每年一次"),
    "half": N_("每半年一次"),
    "quarter": N_("每季度一次"),
    "month": N_("每月一次"),
}
WORD = re.compile(r"[a-z_]{1,40}")
NAME = re.compile(r"[\w（）()、，—·-]{2,40}")
LAW = N_("本乡镇年度方案")


@dataclass(frozen=True, slots=True)
class Own:
    """What a code says; `name` is words without spaces."""

    measure: str
    every: str
    who: str
    name: str

    @property
    def code(self) -> str:
        """As it is kept."""
        return ".".join((PREFIX, self.measure, self.every, self.who, self.name))


def is_own(code: str) -> bool:
    """Whether a limit is one that a township set itself."""
    return read(code) is not None


@lru_cache(maxsize=4096)
def read(code: str) -> Own | None:
    """What a code says; None where it is another's."""
    parts = code.split(".", 4)
    if len(parts) < 5 or parts[0] != PREFIX:
        return None
    found = Own(*parts[1:])
    good = WORD.fullmatch(found.measure) and found.every in EVERY and WORD.fullmatch(found.who)
    return found if good and NAME.fullmatch(found.name) else None


@lru_cache(maxsize=4096)
def limit(code: str) -> DeadlineRule | None:
    """The calendar rule of a code; None where it is another's."""
    found = read(code)
    if found is None:
        return None
    every = found.every if found.every in SPANS else "year"
    zero = N_("该期任何一日")
    return dated(code=code, name=found.name, law=LAW, article="", day_zero=zero, warn=W3, fixed=Fixed(every))
