"""What the acts on a grant are told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from core.serving import Service
from plugins.approval.commands import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenMatter:
    """A case about a grant: what it is for, on which ground, and what was asked or found.

    Attributes:
        changes: of a change, what is to stand from now on, by the keys of `rules.CHANGES`.
    """

    matter: str
    request: str
    ground: str = ""
    changes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class TellHolder(Act):
    """The holder is told what is intended, with facts and reasons."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HearHolder(Act):
    """What the holder said."""

    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideMatter(Act):
    """The decision; `until` is a renewed grant's new last day.

    Attributes:
        public_safety: the item directly concerns public safety, health or life (许可法 79).
    """

    decision: str
    reasons: str
    until: dt.date | None = None
    public_safety: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewBySilence(Act):
    """The law's own renewal: nobody decided before the grant ended (许可法 50②)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideAsked(DecideMatter):
    """The decision on what the holder asked for, or where nobody is left to be heard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reissue(Act):
    """A new certificate is signed for what the law renewed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeMatter(Act):
    """The decision is served 送达: from then on it can be contested."""

    service: Service

    @property
    def delivered_on(self) -> dt.date:
        """The day on which it reached its reader."""
        return self.service.served_on


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawMatter(Act):
    """The holder takes back what they asked for."""

    reason: str = ""
