"""Values that are set, the pages where they are, and what the console looks at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

SettingValue = str | int | bool | dt.date | None


@dataclass(frozen=True, slots=True)
class Setting:
    """A value that the county, a tenant or a unit sets for itself; the narrower one counts.

    Attributes:
        code: ``<plugin>.<name>``.
        kind: ``text``, ``number``, ``choice``, ``flag`` or ``date``.
        label, help: its name, and what it does where (marked ``N_``).
        default: what counts where nobody set anything.
        level: the narrowest level that may set it, ``county``, ``tenant`` or ``unit``.
        own: each tenant's own; what the county has of it is no default for its townships.
        required: may not be empty once all levels are looked at.
        choices: value → label (marked ``N_``) of a ``choice``.
        least, most: bounds of a ``number``, both inclusive.
        longest: characters of a ``text``.
    """

    code: str
    kind: str
    label: str
    help: str = ""
    default: SettingValue = None
    level: str = "tenant"
    own: bool = False
    required: bool = False
    choices: Mapping[str, str] = field(default_factory=dict)
    least: int = 0
    most: int = 10**6
    longest: int = 200


@dataclass(frozen=True, slots=True)
class AdminItem:
    """A page of an administrator, on the page “管理”; shown where the plugin is on and the actor holds `permission`.

    Attributes:
        help: one line on what is done there.
        badge: how much waits there.
    """

    label: str
    help: str
    endpoint: str
    permission: str
    icon: str = "gear"
    order: int = 100
    badge: int | None = None


@dataclass(frozen=True, slots=True)
class HealthCard:
    """One thing the county's health page looks at.

    Attributes:
        state: ``good``, ``warn`` or ``bad``.
        words: what was found, translated.
        url: where it is dealt with; empty where that is outside the product.
        places: figure of each township, by its code, where there is one.
    """

    label: str
    state: str
    words: str
    url: str = ""
    order: int = 100
    places: Mapping[int, int] = field(default_factory=dict)
