"""Search while there is no usable index: documents are read one after another, and the words looked for in their text.

Slow and never whole in a large township, but people find the newest of what they look for while the index is made anew.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from core.contracts import Searchable
from core.db import ScopedSession
from core.search import tokens
from core.search.backend import Doc, Hit, Page, Query

MOST = 2_000  # documents of a kind that are looked through
SECONDS = 3.0


def search(session: ScopedSession, searchables: Mapping[str, Searchable], query: Query) -> Page:
    """A page of what the viewer may find among the documents of the tenant of the session; the best titles first."""
    words = tokens.cut_query(query.words)
    found = [doc for doc in _read(session, searchables) if words and _fits(doc, words, query)]
    found.sort(key=lambda doc: (not _all_in(doc.title, words), -doc.date.toordinal(), doc.key))
    first = (query.page - 1) * query.per_page
    shown = tuple(Hit(doc.key) for doc in found[first : first + query.per_page])
    return Page(shown, len(found), dict(Counter(doc.source for doc in found)), usable=False)


def _read(session: ScopedSession, searchables: Mapping[str, Searchable]) -> Iterator[Doc]:
    until = time.monotonic() + SECONDS
    for searchable in searchables.values():
        for doc in islice(searchable.all(session), MOST):
            if time.monotonic() > until:
                return
            yield doc


def _fits(doc: Doc, words: Iterable[tokens.Word], query: Query) -> bool:
    return bool(doc.acl & query.acl) and _all_in(f"{doc.title}\n{doc.docno}\n{doc.body}", words)


def _all_in(text: str, words: Iterable[tokens.Word]) -> bool:
    said = tokens.norm(text)
    return all(word.text in said for word in words)
