"""What the acts on a key work are told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from core.files.services import Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An act on a key work; `version` is the one the actor saw."""

    version: int


@dataclass(frozen=True, slots=True)
class Content:
    """What a unit selects (实施方案四(三)1): the work, who answers for it, from when to when, and by which standard.

    Attributes:
        standard, limit: by which standard and within which time it is handled, said beforehand.
        lost: which steps of the process are dropped or merged 流程再造.
    """

    name: str
    head: str
    body: str
    begins_on: dt.date
    ends_on: dt.date
    standard: str
    limit: str
    lost: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit(Act):
    """Change what a draft says."""

    content: Content


@dataclass(frozen=True, slots=True, kw_only=True)
class PutStage(Act):
    """Add a stage to a draft (`no` 0), change the stage `no`, or take it out."""

    no: int
    name: str
    standard: str
    days: int
    planned_on: dt.date
    after: tuple[int, ...] = ()
    remove: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Submit(Act):
    """Hand the work in; with the reason where the day for it has passed."""

    late_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeBack(Act):
    """Take the work back before it is reviewed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(Act):
    """One side of the joint review 共同审核: passed, or back to the unit with the reason."""

    passed: bool
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolve(Act):
    """What the joint meeting resolved: ``approve``, ``return`` or ``drop``; on which day and by which minutes."""

    decision: str
    held_on: dt.date
    document: str
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publish(Act):
    """The proof that the public was told by a medium: its name, the day, the link."""

    media: str
    media_on: dt.date
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress(Act):
    """How far it is; of a stage, or of the whole work (0)."""

    stage: int
    words: str
    files: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StageDone(Act):
    """A stage is done, with its proof."""

    stage: int
    done_on: dt.date
    proof: str
    files: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Raise(Act):
    """What stands in the way, for a leader to answer."""

    stage: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerObstacle(Act):
    """A leader's answer to an obstacle."""

    entry: UUID
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskChange(Act):
    """Ask for another day of a stage, with the reason."""

    stage: int
    new_on: dt.date
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideChange(Act):
    """Whether the change that is asked for is agreed to."""

    approved: bool
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supervise(Act):
    """What the supervision office found (实施方案四(三)2: dynamic supervision)."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finish(Act):
    """The work is done, with its proof."""

    proof: str
    files: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fail(Act):
    """The work is not done in its year, with the reasons."""

    reasons: str
