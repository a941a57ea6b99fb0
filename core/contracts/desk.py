"""What stands on the workspace's desk, on the portal and in the search."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING
from uuid import UUID

from core.i18n import N_

if TYPE_CHECKING:
    from sqlalchemy import Select

    from core.accounts.actor import Actor
    from core.db import ScopedSession
    from core.search.backend import Doc


class Menu(StrEnum):
    """A group of the workspace's menu by what a person does there, in the menu's order; its value is its heading.

    `FIRST` has none: its entries stand above all groups.
    """

    FIRST = ""
    HANDLING = N_("日常办理")
    YEAR = N_("年度工作")
    PAPERS = N_("公文和公开")
    RECORDS = N_("台账和统计")
    ADMIN = N_("管理和运行")


@dataclass(frozen=True, slots=True)
class NavItem:
    """A link in the workspace's menu; shown only where the plugin is on and the actor holds `permission`.

    Attributes:
        order: its place in its group.
    """

    label: str
    endpoint: str
    permission: str
    icon: str = ""
    order: int = 100
    badge: int | None = None
    group: Menu = Menu.HANDLING


@dataclass(frozen=True, slots=True)
class Card:
    """A figure on the workbench that opens its list.

    Attributes:
        value: the number, or the query that counts it: the workbench asks all of them in one statement.
        if_any: left out where there is nothing.
        url: the query of the list of cases that it counts, or the path of another list.
        mine: the next step is the reader's own.
        help: how it is counted, where the label leaves that open (marked ``N_``).
    """

    label: str
    value: int | Select[int]
    url: str
    order: int = 100
    mine: bool = False
    help: str = ""
    if_any: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a portal section and of the feed: the same entry is used in both."""

    title: str
    url: str
    date: dt.date
    summary: str = ""


@dataclass(frozen=True, slots=True)
class PortalSection:
    """A section of the township's home page; empty sections are not shown."""

    code: str
    label: str
    entries: tuple[Entry, ...]
    more_url: str = ""
    order: int = 100


@dataclass(frozen=True, slots=True)
class MeetingItem:
    """Something that waits for the joint meeting 联席会议.

    Attributes:
        key: ``<plugin>.<what>:<id>``, the same as long as it is the same matter.
        title: in Chinese, as it stands in the minutes.
        url: the path of its page.
        topic: of the outbox: its effect is told what the meeting resolved, ``{"key", "outcome", "words", "held_on",
            "document"}`` with the outcome ``agreed`` or ``not_agreed``, the meeting's day and the title of its minutes;
            empty where nothing follows by itself.
    """

    key: str
    title: str
    url: str = ""
    topic: str = ""


@dataclass(frozen=True, slots=True)
class PublicationType:
    """A type of publication 公开事项: who may read it, how long it stays at least, and when its column is not kept up.

    Attributes:
        code: ``<plugin>.<type>``.
        label: its name (marked ``N_``).
        column, column_label: the column it stands in unless the tenant has made others for it; unique among types.
        article: under which it is made public.
        minimum, unit: how long it stays at least, in ``working`` or ``natural`` days after the day of publication;
            0 for no minimum.
        minimum_source: the article of the minimum; empty where it is our own.
        audiences: of ``public``, ``staff`` and ``townships`` (the county's, shown on every township's portal).
        second_signer: someone else than those who wrote and checked it signs before it is published.
        stale_after: days after which a column without anything new counts as not kept up; None for never.
        dated: False for what stands as long as it is right, such as pages.
        occasional: it comes when there is occasion, such as a hearing; its column without anything is no neglect.
        order: its column's place in the menu.
        signed: what its measure does of a publication that was signed, by its id, in the same transaction; a
            `DomainError` raised there refuses the signature.
    """

    code: str
    label: str
    column: str
    column_label: str
    article: str
    minimum: int = 0
    unit: str = "working"
    minimum_source: str = ""
    audiences: tuple[str, ...] = ("public",)
    second_signer: bool = True
    stale_after: int | None = None
    dated: bool = True
    occasional: bool = False
    order: int = 100
    signed: Callable[[ScopedSession, UUID], None] = lambda session, publication_id: None


@dataclass(frozen=True, slots=True)
class Searchable:
    """A kind of document a plugin puts into the index.

    Attributes:
        load: documents of these ids, read anew (a missing id means: remove from the index).
        all: every document of the session's tenant, for a rebuild.
        visible: of these keys, those the viewer may still see, checked when rows are loaded.
    """

    kind: str
    label: str
    load: Callable[[ScopedSession, Iterable[UUID]], Iterable[Doc]]
    all: Callable[[ScopedSession], Iterator[Doc]]
    visible: Callable[[ScopedSession, Iterable[str], Actor | None], set[str]]
