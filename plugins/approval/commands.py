"""What each act on an application is told: plain data from a form, the sweep or the sample cases."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from core.serving import Service


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Any act: `version` is the one the actor saw."""

    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PutRight(Act):
    """Errors corrected on the spot (许可法 32①三), one line each."""

    corrections: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakePapers(Act):
    """Materials brought to the counter before acceptance: `pieces` says of each how many, one where it is silent."""

    on_paper: tuple[str, ...]
    pieces: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskCorrection(Act):
    """Everything missing, at once: material code or ``form`` → what to do (许可法 32①四)."""

    asked: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Correct(Act):
    """Corrected papers handed in; `on_paper` are materials brought to the counter, `pieces` of each how many."""

    on_paper: tuple[str, ...] = ()
    pieces: Mapping[str, int] = field(default_factory=dict)
    form: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accept(Act):
    """Acceptance, on the day the papers were complete."""

    accepted_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptBySilence(Act):
    """The law's own acceptance: nobody asked for anything in five working days (许可法 32①四)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseAcceptance(Act):
    """Acceptance refused on a `ground` of `rules.REFUSALS`.

    Attributes:
        public_safety: of false papers, that the item directly concerns public safety, health or life (许可法 78).
    """

    ground: str
    reasons: str
    right_organ: str = ""
    public_safety: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StartSpecial(Act):
    """A special link that stops the clock, told to the applicant in writing with its length (许可法 45)."""

    ground: str
    document: str
    told_on: dt.date
    expected_days: int


@dataclass(frozen=True, slots=True, kw_only=True)
class EndSpecial(Act):
    """The result of the special link arrived."""

    arrived_on: dt.date
    result: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Extend(Act):
    """The head lengthens the limit, with the reason that the applicant is told (许可法 42①)."""

    days: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(Act):
    """The handler's findings, on the papers or on the substance that two persons verified (许可法 34③)."""

    substance: bool
    findings: str
    opinion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Propose(Act):
    """The station head's proposal 拟办意见: ``grant`` or ``refuse``."""

    decision: str
    reasons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SendBack(Act):
    """The leader returns a proposal, with the reason."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(Act):
    """A decision, with its reasons (许可法 38).

    Attributes:
        false_papers: it is refused because something was concealed or false materials were handed in (许可法 78).
        public_safety: of such a refusal, that the item directly concerns public safety, health or life.
    """

    decision: str
    reasons: str
    false_papers: bool = False
    public_safety: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide(Decision):
    """The township's own decision; `on_record` says how it follows the record of a hearing (许可法 48②).

    Attributes:
        valid_until: the last day of a licence; None where it does not end by itself.
    """

    on_record: str = ""
    valid_until: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settle(Act):
    """An item that is settled on the spot 即办件: accepted and granted in one act at the window (许可法 34②).

    Attributes:
        valid_until: the last day of a licence; None where it does not end by itself.
    """

    reasons: str
    valid_until: dt.date | None = None

    @property
    def decision(self) -> str:
        """Nobody is refused on the spot."""
        return "grant"

    @property
    def false_papers(self) -> bool:
        """What is granted rests on no false papers."""
        return False

    public_safety = false_papers


@dataclass(frozen=True, slots=True, kw_only=True)
class Forward(Act):
    """Opinion and all papers sent on to the organ that decides (许可法 35)."""

    opinion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relay(Decision):
    """The decision of the organ to which the papers were sent on came back: its document, day, way and reasons."""

    document: str
    decided_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliver(Act):
    """The decision is served 送达: how, when, into whose hands, with what proves it."""

    service: Service

    @property
    def delivered_on(self) -> dt.date:
        """The day on which it reached its reader."""
        return self.service.served_on


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeRefusal(Deliver):
    """The refusal to accept 不予受理决定书 handed over: from then on it can be contested."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw(Act):
    """The applicant takes the application back."""

    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AdoptEdition(Act):
    """The law it rested on was repealed: it goes on under the item's edition of today."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Strike(Act):
    """What was brought in from a sheet was entered in error: it keeps its number and goes no further."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainOverrun(Act):
    """Why the time was exceeded, explained in public (优化营商环境条例 36②)."""

    words: str
