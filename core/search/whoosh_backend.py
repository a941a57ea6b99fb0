"""The index in Whoosh 2.7.4: good to about 50,000 documents on one machine.

Whoosh pickles its index, so opening one runs what is in it: the folder is ours alone (0700), and an index is rebuilt
from the database, never restored or copied from elsewhere. It never calls fsync: after a power cut, rebuild.
Each rebuild makes a folder ``ix-<token version>-<n>``; the file ``current`` names the one in use.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import threading
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from whoosh import fields, sorting
from whoosh.index import FileIndex, create_in, open_dir
from whoosh.query import And, AndMaybe, Or, Phrase, Prefix, Term
from whoosh.query import Query as WhooshQuery
from whoosh.query.compound import DefaultOr
from whoosh.searching import Searcher

from core.db.turn import WriteTurn
from core.search import tokens
from core.search.backend import Doc, Hit, IndexUnusable, Page, Query, Stats

log = logging.getLogger(__name__)

# limitmb of the writer undercounts: what bounds its memory is a commit every so many documents.
BATCH = 2_000
WRITER_MB = 128
TITLE_BOOST = 2.0
BROKEN = "broken"  # a file in a folder that did not answer
_NAME = re.compile(r"ix-(\d+)-(\d+)")


def schema() -> fields.Schema:
    """Fields of the index. Tokens are given as lists, so Whoosh's analyzers never see text; no text is stored."""
    return fields.Schema(
        key=fields.ID(unique=True, stored=True),
        source=fields.ID(sortable=True),
        acl=fields.KEYWORD(),
        date=fields.NUMERIC(int, sortable=True),
        title=fields.TEXT(phrase=False),
        words=fields.TEXT(phrase=True),
    )


class WhooshBackend:
    """A `SearchBackend` in a folder.

    Args:
        root: the folder of the index, made when absent.
        refresh: seconds for which a reader may lag behind another process's commit.
        wait: seconds to wait for another writer.
    """

    def __init__(self, root: Path, refresh: float = 1.0, wait: float = 10.0) -> None:
        self.root = Path(root)
        self.refresh = refresh
        self.root.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.root.chmod(0o700)
        self._turn = WriteTurn(self.root / "writer.lock", wait)
        self._guard = threading.Lock()
        self._reading = threading.Lock()
        self._searcher: Searcher | None = None
        self._place: Path | None = None
        self._looked = float("-inf")

    def index(self, docs: Iterable[Doc], gone: Iterable[str] = ()) -> None:
        """See `SearchBackend.index`."""
        # A writer does not see what it added itself, so a key given twice would stay twice.
        latest = {doc.key: doc for doc in docs}
        with self._turn.take():
            place = self._current()
            index = _open(place) if place is not None else None
            if index is None:
                raise IndexUnusable("the search index must be rebuilt: xiaoneng search rebuild")
            with index.writer(limitmb=WRITER_MB) as writer:
                # One query, not one per key as update_document does: each opens the whole index.
                writer.delete_by_query(Or([Term("key", key) for key in {*latest, *gone}]))
                for doc in latest.values():
                    writer.add_document(**_fields(doc))
        self._look_again()

    def search(self, query: Query) -> Page:
        """See `SearchBackend.search`."""
        words = tokens.cut_query(query.words)
        if not words or not query.acl or not query.sources or query.page < 1:
            return Page()
        searcher = self._reader()
        if searcher is None:
            return Page(usable=False)
        try:
            return self._search(searcher, query, words)
        except Exception:
            # A damaged file raises anything. What was read beside a rebuild is whole in the new index.
            log.exception("the search index in %s does not answer", self._place)
            self._give_up(searcher)
            return Page(usable=False)

    def _search(self, searcher: Searcher, query: Query, words: list[tokens.Word]) -> Page:
        newest = [sorting.FieldFacet("date", reverse=True), sorting.ScoreFacet()] if query.sort == "newest" else None
        # One thread at a time: Whoosh's matchers seek in one file of postings that they all share.
        with self._reading:
            # Grouping makes Whoosh visit every match, which alone gives true totals; it ignores `limit`, hence
            # the slice below.
            found = searcher.search(
                _query(words, query.acl, query.sources),
                limit=None,
                sortedby=newest,
                groupedby=sorting.FieldFacet("source", maptype=sorting.Count),
            )
            counts = {source: number for source, number in found.groups("source").items() if number}
            first = (query.page - 1) * query.per_page
            last = min(first + query.per_page, sum(counts.values()))
            hits = tuple(Hit(found.fields(at)["key"]) for at in range(first, last))
        return Page(hits, sum(counts.values()), counts)

    def rebuild(self, docs: Iterable[Doc]) -> int:
        """See `SearchBackend.rebuild`. The turn is held throughout: what changes meanwhile waits in the outbox."""
        with self._turn.take():
            numbers = [int(match[2]) for path in self.root.iterdir() if (match := _NAME.fullmatch(path.name))]
            place = self.root / f"ix-{tokens.VERSION}-{max(numbers, default=0) + 1}"
            place.mkdir(mode=0o700)
            try:
                count = _fill(create_in(str(place), schema()), docs)
                self._put_in_place(place)
            except BaseException:
                shutil.rmtree(place, ignore_errors=True)
                raise
            for path in self.root.glob("ix-*"):
                if path != place:
                    shutil.rmtree(path, ignore_errors=True)  # readers keep the files they have mapped
        self._look_again()
        return count

    def stats(self) -> Stats:
        """See `SearchBackend.stats`."""
        place = self._current()
        index = _open(place) if place is not None else None
        if place is None or index is None:
            return Stats(usable=False, documents=0, size=0)
        return Stats(True, index.doc_count(), sum(path.stat().st_size for path in _files(place)))

    def close(self) -> None:
        """Let go of the reader."""
        with self._guard:
            self._place = self._searcher = None
            self._look_again()

    def _current(self) -> Path | None:
        """The folder in use; None when there is none, it is broken, or its tokens are of another version."""
        try:
            name = (self.root / "current").read_text(encoding="ascii")
        except (FileNotFoundError, UnicodeDecodeError):
            return None
        match = _NAME.fullmatch(name)
        place = self.root / name
        return place if match and int(match[1]) == tokens.VERSION and not (place / BROKEN).exists() else None

    def _put_in_place(self, place: Path) -> None:
        draft = self.root / "current.new"
        with draft.open("w", encoding="ascii") as file:
            file.write(place.name)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.root / "current")

    def _reader(self) -> Searcher | None:
        """The shared searcher, looked after at most once per `refresh`. A new one is opened beside the old:
        Whoosh's own refresh() closes what other threads still read."""
        with self._guard:
            if time.monotonic() - self._looked >= self.refresh:
                self._looked = time.monotonic()
                self._renew(self._current())
            return self._searcher

    def _renew(self, place: Path | None) -> None:
        if place is None:
            self._place = self._searcher = None
        elif self._searcher is not None and place == self._place and self._searcher.up_to_date():
            return
        elif (index := _open(place)) is not None:
            self._place, self._searcher = place, index.searcher()
        # When it does not open, a rebuild may just have taken it away: the old one serves till next time.

    def _give_up(self, searcher: Searcher) -> None:
        """Mark the index as broken, if it is still the one in use: who writes it makes it anew."""
        with self._guard:
            if searcher is self._searcher and self._place is not None and self._place == self._current():
                (self._place / BROKEN).touch()
            self._place = self._searcher = None
        self._look_again()

    def _look_again(self) -> None:
        self._looked = float("-inf")


def _open(place: Path) -> FileIndex | None:
    """The index in a folder; None when it does not open, for whatever reason: a broken pickle raises anything."""
    try:
        index = open_dir(str(place), schema=schema())
        index.reader().close()
        return index
    except Exception as error:
        log.error("the search index %s does not open: %r", place.name, error)
        return None


def _files(place: Path) -> Iterator[Path]:
    return (path for path in place.iterdir() if path.is_file())


def _fill(index: FileIndex, docs: Iterable[Doc]) -> int:
    """Add every document once, the first of a key, in commits of `BATCH`."""
    seen: set[str] = set()
    todo = iter(docs)
    while batch := list(islice(todo, BATCH)):
        with index.writer(limitmb=WRITER_MB) as writer:
            for doc in batch:
                if doc.key not in seen:
                    seen.add(doc.key)
                    writer.add_document(**_fields(doc))
    return len(seen)


def _fields(doc: Doc) -> dict[str, Any]:
    title = tokens.index_tokens(doc.title)
    return {
        "key": doc.key,
        "source": doc.source,
        "acl": sorted(doc.acl),
        "date": doc.date.toordinal(),
        "title": title,
        "words": [*title, *tokens.index_tokens(doc.docno), *tokens.index_tokens(doc.body)],
    }


def _query(words: Iterable[tokens.Word], acl: Iterable[str], sources: Iterable[str]) -> WhooshQuery:
    """Every word, in what the viewer may find. Built as objects: a parser would take `tenant:…` and `*` for syntax.

    The filters are terms of weight 0; as constant-score queries they make Whoosh 2.7.4 lose hits. A plain Or of them
    does so too in an index of up to 5,000: it adds up scores in an array, where 0 means no hit. DefaultOr never does.
    """
    words = list(words)
    required = And(
        [
            *(_word(word) for word in words),
            DefaultOr([Term("acl", token, boost=0.0) for token in sorted(acl)]),
            DefaultOr([Term("source", source, boost=0.0) for source in sorted(sources)]),
        ]
    )
    in_title = [Term("title", token, boost=TITLE_BOOST) for word in words for token in word.tokens]
    return AndMaybe(required, Or(in_title))


def _word(word: tokens.Word) -> WhooshQuery:
    if len(word.tokens) > 1:
        return Phrase("words", list(word.tokens))
    if word.is_cjk and len(word.text) == 1:
        return Prefix("words", word.text)
    return Term("words", word.tokens[0])
