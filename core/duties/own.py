"""Every duty rule by its code: the measures' own, and those a township set itself 自设任务 (`core.deadlines.own`)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from core import plugins
from core.contracts import DutyRule, Units
from core.deadlines import own
from core.duties.who import (
    GENERAL_OFFICE,
    GOVERNMENT,
    ORGANS_AND_VILLAGES,
    STATIONS,
    STATIONS_AND_VILLAGES,
    TO_GENERAL_OFFICE,
    VILLAGES,
)
from core.i18n import N_

# Who may owe one: code → (in words, the units).
WHO: Mapping[str, tuple[str, Units]] = {
    "units": (N_("各村、各站所"), STATIONS_AND_VILLAGES),
    "organs": (N_("各村、各站所和内设机构"), ORGANS_AND_VILLAGES),
    "villages": (N_("各村"), VILLAGES),
    "stations": (N_("各站所"), STATIONS),
    "office": (N_("党政办公室"), GENERAL_OFFICE),
    "government": (N_("乡镇人民政府"), GOVERNMENT),
}


def rule_of(code: str) -> DutyRule:
    """A duty rule.

    Raises:
        KeyError: there is none of this code.
    """
    known = plugins.registry().duties
    return known[code] if code in known else _own(code)


def owner_of(code: str) -> str:
    """The measure a duty belongs to; raises what `rule_of` does."""
    found = own.read(code)
    return plugins.registry().owner[code] if found is None else found.measure


@lru_cache(maxsize=4096)
def _own(code: str) -> DutyRule:
    found = own.read(code)
    if found is None or found.who not in WHO:
        raise KeyError(code)
    to = "" if found.who == "office" else TO_GENERAL_OFFICE
    return DutyRule(code=code, owes=WHO[found.who][1], to=to, once=found.every == own.ONCE, nil=True)
