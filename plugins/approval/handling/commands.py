"""What the acts of handling are told."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from plugins.approval.commands import Act


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignStaff(Act):
    """Two or more members of staff named to ``verify`` (许可法 34③) or to ``inspect`` (55②)."""

    purpose: str
    staff: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TellInterested(Act):
    """A person whose great interests the matter touches is told, in writing (许可法 36)."""

    name: str
    interest: str
    document: str
    told_on: dt.date
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hear(Act):
    """What an interested person said, or that they had nothing to say; `who` is their place in the list."""

    who: str
    said: str
    heard_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class TellHearing(Act):
    """Applicant and interested persons are told of their right to a hearing (许可法 47①)."""

    interest: str
    told_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class AskHearing(Act):
    """Somebody who was told asks for the hearing (许可法 47①)."""

    asked_by: str
    reason: str
    asked_on: dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnounceHearing(Act):
    """A hearing that the law demands or that the organ holds of its own, announced to the public (许可法 46).

    Attributes:
        ground: ``law`` or ``interest``.
    """

    ground: str
    basis: str
    held_on: dt.date
    place: str
    host: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class CallHearing(Act):
    """The hearing that was asked for: its day, place and host, told seven days ahead (许可法 48①一、三)."""

    held_on: dt.date
    place: str
    host: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeHearing(CallHearing):
    """Another day, place or host of a hearing that was called, a host who steps aside among it (许可法 48①三)."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordHearing(Act):
    """The record of the hearing, signed or sealed by those who took part (许可法 48①五)."""

    record: str
    signed: tuple[str, ...]
    signed_on: dt.date
