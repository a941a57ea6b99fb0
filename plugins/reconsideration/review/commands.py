"""What the acts of a review are told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from core.files.services import Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Every act names the version of the case that the actor saw."""

    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Apply:
    """An application 行政复议申请 (行政复议法22, 实施条例19), however it came.

    Attributes:
        respondent: the township's code, 0 where it is none of this county.
        first: which grounds of 23① it names.
        told_on: when the right to apply became known, where the act did not tell of it (20③).
        amount: yuan as text; empty where no sum is at stake.
        applied_on: the day on which it was handed in, posted or taken in by an intake point.
    """

    way: str
    forum: str
    respondent: int = 0
    respondent_name: str = ""
    act: str
    first: tuple[str, ...] = ()
    document: str = ""
    made_on: dt.date | None = None
    known_on: dt.date | None
    told_on: dt.date | None = None
    realty: bool = False
    delayed_from: dt.date | None = None
    delayed_to: dt.date | None = None
    delay: str = ""
    amount: str = ""
    applied_on: dt.date
    subject: str
    name: str
    id_number: str = ""
    phone: str = ""
    address: str = ""
    about: str = ""
    joint: str = ""
    agent: str = ""
    claims: str
    reasons: str
    rule_asked: str = ""
    damages: str = ""
    intake_note: str = ""
    files: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AskCorrection(Act):
    """What has to be put right, once and all of it (31①)."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Correct(Act):
    """What the applicant put right."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoreTime(Act):
    """Working days more for the correction, and the good reason (31②)."""

    days: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Abandon(Act):
    """Nothing was put right in time (31②)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accept(Act):
    """Accepted (30, 36): by which procedure and why, and who handles it; how all parties agreed to it (53②)."""

    procedure: str
    procedure_ground: str = ""
    handlers: str
    words: str = ""
    consent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeemAccepted(Act):
    """The time to examine ran out (30③)."""

    on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Refuse(Act):
    """Not accepted (30②): which condition fails, why, and who is competent where this organ is not."""

    ground: str
    words: str
    organ: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NameHandlers(Act):
    """Who handles it (实施条例 32), one a line, where it counts as accepted without a word or somebody leaves it."""

    handlers: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SendCopy(Act):
    """The copy goes to the respondent (48, 54); on paper with the day on which it was received."""

    received_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeReply(Act):
    """The respondent's answer with its evidence (48).

    Attributes:
        fined, confiscated: the sums that were decided, yuan as text; over the platform from the respondent's case.
    """

    replied_on: dt.date
    reply: str
    evidence: str
    fined: str = ""
    confiscated: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoReply(Act):
    """The respondent let its time pass (70)."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hear(Act):
    """The parties were heard (49): how, whom, and what they said; why on paper, where it was."""

    mode: str
    heard_on: dt.date
    people: str
    words: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetHearing(Act):
    """A hearing is announced (51)."""

    on: dt.date
    place: str
    matters: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldHearing(Act):
    """A hearing was held (50③): its panel, one a line, and its record; who came for the respondent (51③)."""

    host: str
    panel: str
    clerk: str
    respondent: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note(Act):
    """Something else is taken down in the course of the review."""

    kind: str
    noted_on: dt.date
    people: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Halt(Act):
    """Execution of the act stops (42)."""

    ground: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Convert(Act):
    """From the summary to the ordinary procedure (55)."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Prolong(Act):
    """Natural days more, at most thirty, and why (62①)."""

    days: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Stay(Act):
    """The review is suspended (39①); where rules are looked at, by whom: ``own`` or ``other`` (56, 57)."""

    ground: str
    words: str
    rule_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleStep(Act):
    """The maker of a rule was asked to answer, or the rule was passed on to who may decide on it (56, 58)."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume(Act):
    """The cause is gone (39②)."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw(Act):
    """The applicant takes it back, maybe after a settlement (41(一), 74)."""

    words: str
    settled: bool = False
    own_will: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminate(Act):
    """The review ends without a decision on the act (41)."""

    ground: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mediate(Act):
    """An agreement that all parties signed (5, 73).

    Attributes:
        findings, grounds: the facts and the reasons, as the paper has them (实施条例 50②).
        fine, gains, dropped: what it makes of a penalty, as in `Propose`.
    """

    findings: str
    grounds: str
    terms: str
    signed: bool
    fine: str = ""
    gains: str = ""
    dropped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Propose(Act):
    """What the reviewing office proposes, gate by gate: facts, law, ruling, and what comes after.

    Attributes:
        hard: the case is grave, doubtful or complicated (50①, 52②(一)).
        third_evidence: a third party brought evidence for the act (70).
        third_contrary: a third party asked for a heavier change (63②).
        fine, gains: the sums of a penalty that count instead, yuan as text.
        dropped: keys of `core.cases.reviews.DROPS`, what of a penalty falls away.
        fined, confiscated: the sums that were decided, yuan as text, where no reply said them.
        redo_days: natural days to decide anew or to perform; None where nothing is ordered.
    """

    outcome: str
    ground: str
    findings: str
    grounds: str
    ruling: str
    aftermath: str
    hard: bool = False
    third_evidence: bool = False
    third_contrary: bool = False
    fine: str = ""
    gains: str = ""
    dropped: tuple[str, ...] = ()
    fined: str = ""
    confiscated: str = ""
    redo_days: int | None = None
    legal_check: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SendBack(Act):
    """A proposal goes back, with the reason."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Decide(Act):
    """The decision (61①): who of the organ agreed, or the record of the collective discussion."""

    how: str
    agreed: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overrun(Act):
    """The time to decide passed without a decision (34): the applicant may sue."""

    on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclude(Act):
    """A survey on the spot or an expert's appraisal took these days, which are not counted (实施条例 34③, 37)."""

    kind: str
    from_on: dt.date
    to_on: dt.date
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Serve(Act):
    """The decision was served (75②)."""

    served_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class File(Act):
    """The decision is put on file 备案."""

    filed_as: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion(Act):
    """A letter about unlawful or improper acts 行政复议意见书 (76)."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Order(Act):
    """The respondent is ordered to perform within so many days (77②)."""

    days: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakePerformance(Act):
    """The respondent reports what it did."""

    performed_on: dt.date
    words: str
