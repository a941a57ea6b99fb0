"""What the acts of publication are told."""

from __future__ import annotations

from dataclasses import dataclass

from plugins.penalty.fines.commands import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class Publish(Act):
    """A decision of some social impact is to be published (48①): what the impact is, and what is told of it."""

    impact: str
    summary: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeDown(Act):
    """What was published is taken down within three days, and why (48②)."""

    reason: str
