"""A receipt that was taken away, proved again from its own inputs on the calendar it names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from core.deadlines.counting import compute
from core.deadlines.errors import DeadlineError
from core.deadlines.receipt import Receipt, paused, walk
from core.deadlines.rules import Catalogue
from core.i18n import N_

# What a receipt claims; its words may be said better since.
CLAIMS = ("due", "unrolled", "safe_due", "provisional", "version", "calendar_version", "used", "left")
OF_A_DAY = ("date", "mark", "number")
UNREADABLE = N_("这不是期限计算数据：缺少或者不能读取“%(name)s”。")


def again(kept: Mapping[str, Any], catalogue: Catalogue) -> Receipt:
    """The receipt that the inputs of `kept` have today on the catalogue's calendar.

    Args:
        kept: what `Receipt.to_json` wrote.

    Raises:
        DeadlineError: it is no such data, or the rule refuses its inputs.
        ReceiptMismatch: its inputs are proved no more.
    """
    start, filed = _day(kept, "start"), _day(kept, "filed")
    rule = catalogue.rule(_read(kept, "rule", str), start, filed)
    length, extension = kept.get("length"), _read(kept, "extension", int)
    proof = walk(
        compute(
            _read(kept, "rule", str),
            start,
            catalogue=catalogue,
            suspensions=_intervals(kept),
            extension=extension,
            length=None if rule is None or length == rule.length or rule.fixed is not None else length,
            filed=filed,
        ),
        catalogue=catalogue,
    )
    if kept.get("left") is None or not proof.days:
        return proof
    days = _read(kept, "days", list)
    last = _day(days[-1] if days and isinstance(days[-1], dict) else {}, "date")
    return paused(proof, last + dt.timedelta(days=1))


def differences(kept: Mapping[str, Any], proof: Receipt) -> tuple[str, ...]:
    """The names of what `kept` claims and its proof does not; empty where it holds."""
    now = proof.to_json()
    found = [name for name in CLAIMS if kept.get(name) != now[name]]
    return (*found, "days") if _days(kept) != _days(now) else tuple(found)


def _days(receipt: Mapping[str, Any]) -> list[object]:
    days = receipt.get("days")
    if not isinstance(days, list):
        return []
    return [[day.get(name) for name in OF_A_DAY] if isinstance(day, dict) else day for day in days]


def _read(kept: Mapping[str, Any], name: str, wanted: type) -> Any:
    if not isinstance(value := kept.get(name), wanted):
        raise DeadlineError(UNREADABLE, name=name)
    return value


def _day(kept: Mapping[str, Any], name: str) -> dt.date:
    try:
        return dt.date.fromisoformat(_read(kept, name, str))
    except ValueError:
        raise DeadlineError(UNREADABLE, name=name) from None


def _intervals(kept: Mapping[str, Any]) -> list[tuple[dt.date, dt.date]]:
    pairs = _read(kept, "suspensions", list)
    if not all(isinstance(pair, list) and len(pair) == 2 for pair in pairs):
        raise DeadlineError(UNREADABLE, name="suspensions")
    days = [[_day({"suspensions": day}, "suspensions") for day in pair] for pair in pairs]
    return [(first, last) for first, last in days]
