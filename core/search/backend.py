"""What a search backend is: documents in, pages out. The viewer's rights are part of every query."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol


class IndexUnusable(RuntimeError):
    """There is no index, it does not open, or its tokens are of another version: it must be rebuilt, not written."""


@dataclass(frozen=True, slots=True)
class Doc:
    """A document as the index takes it.

    Attributes:
        key: ``<searchable kind>:<uuid>``, unique over all tenants.
        acl: who finds it, tokens ``<tenant>|<key>`` such as ``3|pub`` and ``3|approval.case.read:all``.
        url: where it is, in the words of the plugin that made it; not indexed.

    Raises:
        ValueError: an acl token that is empty, not ASCII, has a space in it or is another tenant's. A space would make
            two tokens of one, and a wrong tenant would open the document to strangers.
    """

    key: str
    tenant: str
    kind: str
    acl: frozenset[str]
    date: dt.date
    title: str
    body: str
    docno: str
    url: str
    version: int

    def __post_init__(self) -> None:
        for token in self.acl:
            if not token.startswith(f"{self.tenant}|") or not token.isascii() or token.split() != [token]:
                raise ValueError(f"{self.key}: {token!r} is not an acl token of tenant {self.tenant}")

    @property
    def source(self) -> str:
        """The searchable kind that gave it."""
        return source_of(self.key)


@dataclass(frozen=True, slots=True)
class Query:
    """A question to the index.

    Attributes:
        words: as typed; any text at all.
        acl: the viewer's tokens; empty finds nothing.
        sources: searchable kinds to look in; empty finds nothing.
        page: from 1.
    """

    words: str
    acl: frozenset[str]
    sources: frozenset[str]
    sort: Literal["best", "newest"] = "best"
    page: int = 1
    per_page: int = 20


@dataclass(frozen=True, slots=True)
class Hit:
    """A document found."""

    key: str

    @property
    def source(self) -> str:
        """The searchable kind that gave it."""
        return source_of(self.key)


@dataclass(frozen=True, slots=True)
class Page:
    """A page of hits; `total` and `counts` (per source) are of what the viewer may find, and of nothing else.

    Attributes:
        usable: whether there was an index to look in.
    """

    hits: tuple[Hit, ...] = ()
    total: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)
    usable: bool = True


@dataclass(frozen=True, slots=True)
class Stats:
    """The state of the index; `size` in bytes. Not `usable` means: rebuild."""

    usable: bool
    documents: int
    size: int


class SearchBackend(Protocol):
    """One index over all tenants. Any process searches; only one at a time writes."""

    def index(self, docs: Iterable[Doc], gone: Iterable[str] = ()) -> None:
        """Put in or replace documents by key and take out the keys `gone`, in one commit; the last of a key counts.

        Raises:
            IndexUnusable: it must be rebuilt first.
            WriteBusy: another process writes; nothing was changed.
        """

    def search(self, query: Query) -> Page:
        """A page of what the viewer may find; empty, and says so, when the index is not usable."""

    def rebuild(self, docs: Iterable[Doc]) -> int:
        """Make a new index of these documents, put it in the place of the old one, and say how many it holds.

        Raises:
            WriteBusy: another process writes; nothing was changed.
        """

    def stats(self) -> Stats:
        """Its state now."""


def source_of(key: str) -> str:
    """The searchable kind in a document's key."""
    return key.partition(":")[0]
