"""What acts do to the clocks of a case."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Start:
    """Start a clock on `on(facts, command)`; `when` may leave it out, `length` and `source` come from the item.

    Attributes:
        bearer: who owes it here, by `core.deadlines.rules.Bearer`, where that is not whom the rule names: what one
            office owes is waited for in another's case.
    """

    rule: str
    on: Callable[[Any, Any], dt.date]
    when: Callable[[Any, Any], bool] = lambda facts, command: True
    length: Callable[[Any, Any], int | None] = lambda facts, command: None
    source: Callable[[Any, Any], str] = lambda facts, command: ""
    bearer: str = ""


@dataclass(frozen=True, slots=True)
class Stop:
    """End a running clock because what it demanded was done, today or `on`; `when` may leave it running."""

    rule: str
    when: Callable[[Any, Any], bool] = lambda facts, command: True
    on: Callable[[Any, Any], dt.date] | None = None


@dataclass(frozen=True, slots=True)
class Suspend:
    """Stop the count from the day after `on(facts, command)`, on `ground`, by a named document; `when` may not."""

    rule: str
    on: Callable[[Any, Any], dt.date]
    ground: Callable[[Any, Any], str]
    document: Callable[[Any, Any], str]
    when: Callable[[Any, Any], bool] = lambda facts, command: True


@dataclass(frozen=True, slots=True)
class Resume:
    """Go on counting from the day after `on(facts, command)`; `when` may not."""

    rule: str
    on: Callable[[Any, Any], dt.date]
    when: Callable[[Any, Any], bool] = lambda facts, command: True


@dataclass(frozen=True, slots=True)
class Restart:
    """Drop the earlier days and count anew from `on(facts, command)`; the old clock stays in the history.

    Attributes:
        length: in place of the old clock's; `when` may leave it running.
    """

    rule: str
    on: Callable[[Any, Any], dt.date]
    when: Callable[[Any, Any], bool] = lambda facts, command: True
    length: Callable[[Any, Any], int | None] = lambda facts, command: None


@dataclass(frozen=True, slots=True)
class Extend:
    """Lengthen a running clock once, by the named approver's decision, on or before its base due day."""

    rule: str
    amount: Callable[[Any, Any], int]


@dataclass(frozen=True, slots=True)
class Lapse:
    """End a clock whose limit passed without the act, because the law takes the silence for one."""

    rule: str


ClockAct = Start | Stop | Suspend | Resume | Restart | Extend | Lapse
