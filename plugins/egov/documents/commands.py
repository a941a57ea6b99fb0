"""What sending a document, entering one, and the acts on an incoming one are told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from core.files.services import Kept


@dataclass(frozen=True, slots=True, kw_only=True)
class Send:
    """Where an issued document goes.

    Attributes:
        to: tenants.
        audience: a key of `rules.AUDIENCES`.
        again: it went to one of them before, and is to go again.
    """

    document_id: UUID
    to: tuple[int, ...]
    audience: str
    wants_answer: bool = False
    answer_by: dt.date | None = None
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Enter:
    """A document that came on paper."""

    organ: str
    document_number: str
    title: str
    dated_on: dt.date
    received_on: dt.date
    urgency: str = ""
    body: str = ""
    wants_answer: bool = False
    answer_by: dt.date | None = None
    files: tuple[Kept, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """The version of the case that the actor saw."""

    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Words(Act):
    """An opinion, an answer, a reason."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Direct(Words):
    """Which unit handles it 主办, and what it is told."""

    lead: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Circulate(Act):
    """Accounts that read it."""

    readers: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge(Act):
    """The number of the incoming document that it is the same as."""

    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive(Act):
    """How long it is kept: a key of `rules.RETENTIONS`."""

    retention: str
