"""The offences that come with the measure, in ``offences.toml``: texts as published, tiers and powers as samples."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from plugins.penalty.catalogue.rules import Band, Range
from plugins.penalty.discretion.rules import Tier

FILE = Path(__file__).with_name("offences.toml")


@dataclass(frozen=True, slots=True)
class Fine:
    """The ranges and the tiers of an offence as rules read them."""

    bands: tuple[Band, ...]
    tiers: tuple[Tier, ...]


@cache
def offences() -> tuple[dict[str, Any], ...]:
    """Every edition of every offence that comes with the measure, in the order of the file."""
    return tuple(tomllib.loads(FILE.read_text(encoding="utf-8"))["offences"])


def bands_of(rows: Sequence[Mapping[str, Any]]) -> tuple[Band, ...]:
    """Ranges as they are kept, as rules read them."""
    return tuple(
        Band(
            row["subject"],
            row["unit"],
            Range(Decimal(row["low"]), Decimal(row["high"])),
            row.get("base", ""),
            row.get("when", ""),
            row.get("source", ""),
        )
        for row in rows
    )


def tiers_of(rows: Sequence[Mapping[str, Any]]) -> tuple[Tier, ...]:
    """Tiers as they are kept, as rules read them."""
    return tuple(
        Tier(
            row["kind"],
            row["when"],
            tuple(Range(Decimal(part[0]), Decimal(part[1])) if part else None for part in row["ranges"]),
        )
        for row in rows
    )


def of(row: Mapping[str, Any]) -> Fine:
    """The fine of one row of the file."""
    return Fine(bands_of(row.get("bands", ())), tiers_of(row.get("tiers", ())))
