"""What the acts of the ordinary procedure are told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from plugins.penalty.enforcement.commands import Serve
from plugins.penalty.fines.commands import Act
from plugins.penalty.summary.commands import AskRecusal, DecideRecusal, Hear, Open, Told, Waive


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase(Open):
    """A clue 线索 that two officers want to file.

    Attributes:
        found_on: the day on which the act was found (54②).
        clue: where it came from.
    """

    found_on: dt.date
    clue: str


@dataclass(frozen=True, slots=True, kw_only=True)
class File(Act):
    """The head files the case 立案; `days` and `source` where another law gives a longer limit (60)."""

    days: int | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotFile(Act):
    """The head does not file it, and why."""

    reasons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterFiling(Act):
    """Fifteen more working days to look at a clue, and why."""

    reasons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddEvidence(Act):
    """One piece of evidence (46), with its files; taken by two officers who showed their cards (55)."""

    kind: str
    words: str
    source: str
    taken_on: dt.date
    cards_shown: bool
    files: tuple[Any, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Preserve(Act):
    """The head approves that things are registered and kept as they are 先行登记保存 (56)."""

    things: str
    place: str
    reasons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlePreserved(Act):
    """What becomes of what was registered, within seven days (56)."""

    decision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePreserved(Act):
    """The seven days passed without a decision on what was registered: it is free again (56)."""

    on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Correct(Act):
    """The organ orders the act to be put right, by a day (28①)."""

    demand: str
    correct_by: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class AskStandBack(AskRecusal):
    """As in the summary procedure; the investigation does not stop (43③)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideStandBack(DecideRecusal):
    """As in the summary procedure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notify(Told):
    """事先告知: the penalty intended with facts, grounds and basis, and the party's rights (44, 63).

    Attributes:
        gains: illegal gains to be confiscated, in yuan.
        stop: business is to be stopped.
        grave: complicated, or a grave act, so that it is reviewed (58) and discussed (57②).
        beyond: a law of its own gives a hearing, though the thresholds do not.
    """

    gains: Decimal = Decimal()
    stop: bool = False
    grave: bool = False
    beyond: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ServeNotice(Serve):
    """The notice of the intended penalty 事先告知书 was served: from there the party may ask for a hearing (64(一))."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Defend(Hear):
    """What the party said (45).

    Attributes:
        gives_up: the party gave up expressly what it could say (62) and its hearing (64).
    """

    gives_up: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AskHearing(Act):
    """The party asks for a hearing, on this day (64(一))."""

    on: dt.date
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallHearing(Act):
    """Where, when and by whom it is heard (64(二)–(四)); where it is closed, why."""

    on: dt.date
    at: str
    place: str
    host: UUID
    closed: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordHearing(Act):
    """The record of the hearing 听证笔录 (64(八)), on which the decision rests (65).

    Attributes:
        absent: the party did not come without reason, so that it counts as given up (64(六)).
    """

    said: str
    opinion: str
    signed: bool
    absent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LegalReview(Act):
    """法制审核 (58); `qualified`: whoever does it for the first time passed the examination (58②)."""

    passed: bool
    opinion: str
    qualified: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Discuss(Act):
    """集体讨论 (57②): who was there, what they said, what they came to."""

    on: dt.date
    present: str
    opinions: str
    conclusion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Penalise(Act):
    """The head's decision (57①(一)), never heavier than what was told.

    Attributes:
        performance: how and by when what is confiscated is handed over and business is stopped (59①(四)).
        put_right: the act is put right already, or there is nothing to put right (28①).
        anew: what of its facts and reasons is other than in the decision that was revoked (行政复议法 64②).
    """

    warning: bool
    fine: Decimal
    gains: Decimal = Decimal()
    stop: bool = False
    facts: str
    correct_by: dt.date | None = None
    anew: str = ""
    performance: str = ""
    put_right: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveOff(Waive):
    """不予行政处罚 (57①(二)(三)), on a ground of 30–33 or because there is no such act."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOver(Act):
    """移送 (27, 57①(四)): to whom, by which letter, and why."""

    to: str
    document: str
    reasons: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop(Act):
    """撤销案件: why there is nothing to go on with."""

    reasons: str
