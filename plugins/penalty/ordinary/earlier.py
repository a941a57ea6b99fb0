"""A decision that a review or court revoked, kept for the one made anew: it may not be the same again (复议法 64②)."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from core.errors import Problem
from core.i18n import N_
from plugins.penalty.fines.models import yuan
from plugins.penalty.ordinary import commands as cmd


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was decided before; sums are yuan as text.

    Attributes:
        procedural: it fell for its procedure alone, so that the same may be decided again.
    """

    warning: bool
    fine: str
    gains: str
    stop: bool
    facts: str
    procedural: bool

    @classmethod
    def of(cls, row: Any, *, procedural: bool) -> Earlier:
        """The decision as the case has it."""
        return cls(row.warning, str(yuan(row.fine)), str(yuan(row.gains)), row.stop, row.facts, procedural)

    @classmethod
    def read(cls, kept: str) -> Earlier | None:
        """As it was kept; None where nothing was."""
        return cls(**json.loads(kept)) if kept else None

    def kept(self) -> str:
        """To be kept."""
        return json.dumps(asdict(self), ensure_ascii=False)

    def lightened(self, given: cmd.Penalise) -> bool:
        """Whether a decision is lighter than this one in anything."""
        lower = given.fine < Decimal(self.fine) or given.gains < Decimal(self.gains)
        return lower or (self.warning and not given.warning) or (self.stop and not given.stop)


def not_again(earlier: Earlier | None, given: cmd.Penalise) -> list[Problem]:
    """Not the same or nearly the same on the same facts and reasons, unless the procedure alone was wrong (64②)."""
    if earlier is None or earlier.procedural or earlier.lightened(given):
        return []
    same = "".join(given.facts.split()) == "".join(earlier.facts.split())
    if given.anew.strip() and not same:
        return []
    words = N_(
        "原决定已被撤销，不得以同一事实和理由作出相同或者基本相同的处罚决定（行政复议法64②、行政诉讼法71）；"
        "请写明新查明的事实，并说明与原决定不同的事实和理由。"
    )
    return [Problem(words, "facts" if same else "anew")]
