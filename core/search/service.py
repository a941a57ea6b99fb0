"""Search as pages and the worker use it: rows checked again on loading, changed rows indexed, everything rebuilt."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from markupsafe import Markup

from core.contracts import Searchable
from core.db import Database, Scope, ScopedSession
from core.i18n import N_
from core.jobs.progress import Step, progress
from core.jobs.services import emit
from core.search import literal, tokens
from core.search.backend import Doc, Hit, Query, SearchBackend
from core.tenancy.queries import county_id, every

if TYPE_CHECKING:
    from core.accounts.actor import Actor
    from core.plugins import Registry

log = logging.getLogger(__name__)

PER_PAGE = 20
TOPIC = "search"  # of the outbox
AFTER_PEOPLE = 150  # what people do now is found before what came in bulk
DOING = N_("重建查询索引")


@dataclass(frozen=True, slots=True)
class Result:
    """A row found, as the page shows it.

    Attributes:
        source, label: the searchable kind, e.g. ``case``, and its name (marked ``N_``).
        doc: the document as it is now; its `url` is a path, or for cases the id.
        title, excerpt: safe HTML with the words marked.
    """

    source: str
    label: str
    doc: Doc
    title: Markup
    excerpt: Markup


@dataclass(frozen=True, slots=True)
class Results:
    """A page of results; `counts` are (label, number) of everything found, in the order of the kinds.

    Attributes:
        literal: whether the index could not be asked, so that not everything was looked through.
    """

    hits: tuple[Result, ...]
    total: int
    page: int
    pages: int
    counts: tuple[tuple[str, int], ...] = ()
    literal: bool = False


def search_page(
    backend: SearchBackend,
    session: ScopedSession,
    searchables: Mapping[str, Searchable],
    acl: frozenset[str],
    viewer: Actor | None,
    words: str,
    page: int,
) -> Results:
    """A page of what the viewer may find.

    The filter is in the query; the check on loading covers the time until the index knows of a right taken away.

    Args:
        searchables: the kinds to look in, of the plugins that are on.
        acl: the viewer's tokens; empty finds nothing.
        words: as typed; any text at all.
        page: from 1.
    """
    query = Query(words, acl, frozenset(searchables), page=page, per_page=PER_PAGE)
    found = backend.search(query)
    if not found.usable:
        found = literal.search(session, searchables, query)
    docs = _load(session, searchables, viewer, found.hits)
    cut = tokens.cut_query(words)
    hits = tuple(
        Result(
            source=hit.source,
            label=searchables[hit.source].label,
            doc=doc,
            title=tokens.mark(doc.title, cut),
            excerpt=tokens.excerpt(doc.body, cut),
        )
        for hit in found.hits
        if (doc := docs.get(hit.key)) is not None
    )
    if stale := len(found.hits) - len(hits):
        log.warning("search: %d hits not visible any more", stale)
    return Results(
        hits=hits,
        total=found.total - stale,
        page=page,
        pages=-(-found.total // PER_PAGE),
        counts=tuple((item.label, found.counts[kind]) for kind, item in searchables.items() if kind in found.counts),
        literal=not found.usable,
    )


def index(
    backend: SearchBackend,
    session: ScopedSession,
    searchables: Mapping[str, Searchable],
    kind: str,
    ids: Iterable[UUID],
) -> None:
    """Bring the index up to date with these rows of the session's tenant as they are now, in one commit.

    Args:
        kind: the searchable kind, which is the part of the outbox key before the colon.
        ids: rows that were made, changed or removed; about 200 at once is cheapest.

    Raises:
        IndexUnusable: rebuild first.
        WriteBusy: a rebuild or another worker writes; try again later.
        ValueError: the plugin gave a document of another kind or tenant.
    """
    wanted = list(ids)
    docs = list(searchables[kind].load(session, wanted))
    for doc in docs:
        if doc.source != kind or doc.tenant != str(session.tenant):
            raise ValueError(f"{doc.key} of tenant {doc.tenant} is not a {kind} of tenant {session.tenant}")
    gone = {f"{kind}:{each}" for each in wanted} - {doc.key for doc in docs}
    backend.index(docs, gone)


def rebuild(backend: SearchBackend, database: Database, registry: Registry) -> int:
    """Make the index anew from the rows of every tenant, and say how many documents it holds.

    About a minute for 10,000 documents. The old index serves until the new one is in its place.
    """
    tenants = every(database)
    if not tenants:
        return backend.rebuild(())
    shown_to = county_id(database) or tenants[0]
    with progress(database, shown_to, "core.index", len(tenants) * len(registry.searchables), DOING) as step:
        return backend.rebuild(_everything(database, tenants, registry, step))


def keys_of(session: ScopedSession, searchables: Mapping[str, Searchable]) -> list[str]:
    """The keys of every document of the session's tenant."""
    return [doc.key for searchable in searchables.values() for doc in searchable.all(session)]


def owe(session: ScopedSession, keys: Iterable[str]) -> None:
    """Owe the index many documents at once, that came to the session's tenant or went with its move.

    The worker has them batch by batch: unlike a rebuild it keeps nobody else's changes waiting.
    """
    for key in keys:
        kind, _, row_id = key.partition(":")
        emit(session, TOPIC, key, {"searchable": kind, "id": row_id}, AFTER_PEOPLE)


def ensure(backend: SearchBackend, database: Database, registry: Registry) -> bool:
    """Rebuild the index if it is missing, broken or of another token version; True when it was rebuilt."""
    if backend.stats().usable:
        return False
    rebuild(backend, database, registry)
    return True


def _everything(database: Database, tenants: Iterable[int], registry: Registry, step: Step) -> Iterator[Doc]:
    for tenant in tenants:
        with database.read(Scope.one(tenant)) as session:
            for searchable in registry.searchables.values():
                yield from searchable.all(session)
                step()


def _load(
    session: ScopedSession, searchables: Mapping[str, Searchable], viewer: Actor | None, hits: Iterable[Hit]
) -> dict[str, Doc]:
    """Documents by key as they are now, of the hits the viewer may still see."""
    keys: dict[str, list[str]] = defaultdict(list)
    for hit in hits:
        keys[hit.source].append(hit.key)
    found: dict[str, Doc] = {}
    for kind, wanted in keys.items():
        visible = searchables[kind].visible(session, wanted, viewer)
        ids = [UUID(key.partition(":")[2]) for key in wanted if key in visible]
        found |= {doc.key: doc for doc in searchables[kind].load(session, ids)}
    return found
