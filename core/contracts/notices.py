"""What people are told of, and the ways on which it leaves."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from core.accounts.actor import Actor
    from core.config import Config
    from core.db import ScopedSession


@dataclass(frozen=True, slots=True)
class Matter:
    """What notices are about: a case, a duty, a circular.

    Attributes:
        path: the page of one, with ``{tenant}`` and ``{id}``; who opens it or a page below it has read its notices.
        alive: of these ids, those that are not done yet and whose measure is on: nothing is sent about the others.
        visible: of these ids, those the reader may open.
        people: the accounts that are told where a notice goes to a unit as a whole.
        telephone: the party's mobile number, empty where there is none.
    """

    code: str
    path: str
    alive: Callable[[ScopedSession, Collection[UUID]], set[UUID]]
    visible: Callable[[ScopedSession, Actor, Collection[UUID]], set[UUID]]
    people: Callable[[ScopedSession, UUID], Collection[UUID]] = lambda session, matter_id: ()
    telephone: Callable[[ScopedSession, UUID], str] = lambda session, matter_id: ""


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """A kind of notice 提醒 that people choose how to be told of.

    Attributes:
        code: ``<plugin>.<kind>``.
        label: marked ``N_``; also the subject of a mail, so it names nobody and nothing.
        legal: it tells of a legal limit, and can't be muted.
        default: ``now``, ``daily`` or ``none``, until a person chooses.
        party_only: only parties are told of it, by what they agreed to.
        private: the words of its message, made when it is sent and kept nowhere; of what a party asked for just now,
            and which goes to the telephone of the case at once, whether or not they agreed to news.
    """

    code: str
    label: str
    matter: Matter
    legal: bool = False
    default: str = "daily"
    party_only: bool = False
    private: Callable[[ScopedSession, UUID], str] | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """What leaves by a channel; `id` stays the same however often it is tried, so that a gateway knows it again."""

    id: UUID
    channel: str
    to: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class Channel:
    """A way on which messages leave the installation.

    Attributes:
        label, hint: how people name it, and what its address looks like (marked ``N_``).
        problem: what is wrong with an address, in words; empty where nothing is.
        sender: made once by the worker from the settings; it sends one message and says what the other side answered.
            Called again after a death or a failure with the same message; what it raises is a failure.
        party: it reaches a party by the telephone of the case, where the party agreed.
    """

    code: str
    label: str
    hint: str
    problem: Callable[[str], str]
    sender: Callable[[Config], Callable[[Message], str]]
    party: bool = False
