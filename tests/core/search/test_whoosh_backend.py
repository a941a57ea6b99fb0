"""Whoosh as a backend, and the traps of Whoosh 2.7.4 one by one."""

from __future__ import annotations

import stat
import sys
import threading
from pathlib import Path

import pytest

from core.db import WriteBusy
from core.search import tokens, whoosh_backend
from core.search.backend import Doc, IndexUnusable, Query
from core.search.whoosh_backend import WhooshBackend
from tests.core.search.conformance import PUBLIC, VIEWERS, Conformance, found
from tests.core.search.corpus import SOURCES, doc, documents, expected, key

pytestmark = pytest.mark.only_on("sqlite", "the index is a folder of its own")


@pytest.fixture
def backend(tmp_path: Path) -> WhooshBackend:
    made = WhooshBackend(tmp_path / "index", wait=0.2)
    made.rebuild([])
    return made


class TestWhoosh(Conformance):
    @pytest.fixture
    def backend(self, tmp_path: Path) -> WhooshBackend:
        made = WhooshBackend(tmp_path / "index", wait=0.2)
        made.rebuild([])
        return made


def test_no_index_yet_finds_nothing_and_asks_for_a_rebuild(tmp_path: Path) -> None:
    backend = WhooshBackend(tmp_path / "data" / "index")
    assert backend.search(Query("低保", PUBLIC, SOURCES)).total == 0
    assert not backend.stats().usable
    with pytest.raises(IndexUnusable, match="rebuild"):
        backend.index([doc(1, "低保")])
    backend.rebuild([])
    backend.index([doc(1, "低保")])
    assert found(backend, "低保") == [key("item", 1)]


@pytest.mark.filterwarnings("ignore:unclosed file:ResourceWarning")  # Whoosh forgets the file it could not read
@pytest.mark.parametrize("suffix", ["toc", "seg"])
def test_a_broken_index_is_rebuilt_not_written(backend: WhooshBackend, suffix: str) -> None:
    backend.index([doc(1, "低保")])
    for path in backend.root.glob(f"ix-*/*.{suffix}"):
        path.write_bytes(b"\x80\x04broken")
    backend.close()
    assert not backend.stats().usable
    assert found(backend, "低保") == []
    with pytest.raises(IndexUnusable):
        backend.index([doc(2, "低保")])
    backend.rebuild([doc(1, "低保")])
    assert found(backend, "低保") == [key("item", 1)]


def test_an_index_of_other_tokens_is_not_used(backend: WhooshBackend, monkeypatch: pytest.MonkeyPatch) -> None:
    backend.index([doc(1, "低保")])
    monkeypatch.setattr(tokens, "VERSION", tokens.VERSION + 1)
    backend.close()
    assert not backend.stats().usable
    assert found(backend, "低保") == []
    backend.rebuild([doc(1, "低保")])
    assert found(backend, "低保") == [key("item", 1)]


def test_the_folder_is_ours_alone_because_opening_an_index_runs_its_pickles(backend: WhooshBackend) -> None:
    folders = [backend.root, *backend.root.glob("ix-*")]
    assert [stat.S_IMODE(folder.stat().st_mode) for folder in folders] == [0o700, 0o700]


@pytest.mark.parametrize("count", [1, 2, 3, 9])
def test_the_rights_lose_no_hit_in_a_small_index(backend: WhooshBackend, count: int) -> None:
    """Whoosh's own Or of three weightless terms or more keeps one hit per segment only."""
    backend.index([doc(number, "低保", acl=["pub", "a", "b"]) for number in range(count)])
    query = Query("低保", frozenset({"1|pub", "1|a", "1|b", "1|c"}), SOURCES)
    assert backend.search(query).total == count


def test_totals_stay_true_over_many_segments_and_a_long_list_of_rights(backend: WhooshBackend) -> None:
    docs = documents(300, seed=11)
    for start in range(0, 300, 20):
        backend.index(docs[start : start + 20])
    acl = VIEWERS[-1] | {f"1|visit.read:{number:032x}" for number in range(400)}
    for words in ("行政", "税", "军", "行政复议 申请"):
        query = Query(words, acl, SOURCES, per_page=1_000)
        assert backend.search(query).total == len(expected(docs, query))


def test_field_syntax_in_the_box_is_words_not_syntax(backend: WhooshBackend) -> None:
    backend.index([doc(1, "说明 acl 2 pub or"), doc(2, "低保", tenant="2")])
    assert found(backend, "acl:2|pub") == [key("item", 1)]
    assert found(backend, "低保 OR acl:2|pub") == []
    assert found(backend, "*") == []


@pytest.mark.parametrize("token", ["1|a b", "1|a\u3000b", "1|甲", "2|pub", "11|pub", "pub", "", "1|a\n"])
def test_a_token_that_would_become_two_or_is_of_another_tenant_is_refused(token: str) -> None:
    good = doc(1)
    with pytest.raises(ValueError, match="not an acl token of tenant 1"):
        Doc(good.key, "1", "item", frozenset({token}), good.date, "", "", "", "", 1)


def test_a_phrase_does_not_reach_over_a_comma(backend: WhooshBackend) -> None:
    backend.index([doc(1, "到广瓦，村里"), doc(2, "到广瓦村里"), doc(3, "广瓦2村")])
    assert found(backend, "“广瓦村”") == [key("item", 2)]


def test_one_character_is_found_wherever_it_stands(backend: WhooshBackend) -> None:
    backend.index([doc(1, "税务"), doc(2, "地税"), doc(3, "交税款"), doc(4, "税"), doc(5, "无")])
    assert sorted(found(backend, "税")) == [key("item", number) for number in (1, 2, 3, 4)]


def test_a_rebuild_commits_in_batches(backend: WhooshBackend, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(whoosh_backend, "BATCH", 7)
    docs = documents(45)
    assert backend.rebuild([*docs, *docs[:20]]) == 45
    assert backend.stats().documents == 45


def test_one_writer_at_a_time(backend: WhooshBackend) -> None:
    backend.index([doc(1, "低保")])
    second = WhooshBackend(backend.root, wait=0.1)
    with backend._turn.take():
        refused: list[type] = []

        def write() -> None:
            for act in (lambda: second.index([doc(2, "低保")]), lambda: second.rebuild([])):
                try:
                    act()
                except WriteBusy as error:
                    refused.append(type(error))

        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
    assert refused == [WriteBusy, WriteBusy]
    assert found(second, "低保") == [key("item", 1)]
    second.index([doc(2, "低保")])
    assert len(found(second, "低保")) == 2


def test_a_writer_that_fails_adds_nothing_and_frees_the_lock(
    backend: WhooshBackend, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend.index([doc(1, "低保")])
    with monkeypatch.context() as patch:
        patch.setattr(whoosh_backend, "_fields", lambda doc: {}["nothing"])
        with pytest.raises(KeyError):
            backend.index([doc(1, "新"), doc(2, "低保")])
    assert found(backend, "低保") == [key("item", 1)]
    backend.index([doc(2, "低保")])
    assert len(found(backend, "低保")) == 2


def test_readers_of_another_process_see_commits_and_rebuilds(backend: WhooshBackend) -> None:
    reader = WhooshBackend(backend.root, refresh=0)
    lazy = WhooshBackend(backend.root, refresh=3600)
    for number in range(1, 4):
        backend.index([doc(number, "低保")])
        assert len(found(reader, "低保")) == number
        assert len(found(lazy, "低保")) == 1
    backend.rebuild([doc(9, "低保")])
    assert found(reader, "低保") == [key("item", 9)]


def test_threads_that_read_at_once_read_what_each_asked_for(backend: WhooshBackend) -> None:
    backend.rebuild([doc(n, "低保" if n % 2 else "行政许可", "行政复议申请期限") for n in range(800)])
    wrong: list[object] = []

    def read(words: str, total: int) -> None:
        try:
            for _ in range(10):
                found = backend.search(Query(words, PUBLIC, SOURCES)).total
                wrong.extend([(words, found)] if found != total else ())
        except Exception as error:
            wrong.append(error)

    often, usual = 1e-6, sys.getswitchinterval()
    sys.setswitchinterval(often)
    try:
        threads = [
            threading.Thread(target=read, args=asked) for asked in (("低保", 400), ("行政许可", 400), ("期限", 800)) * 2
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(usual)
    assert wrong == []


def test_threads_go_on_reading_while_the_index_is_written_and_rebuilt(backend: WhooshBackend) -> None:
    docs = [doc(number, "低保", "行政复议申请期限") for number in range(30)]
    backend.rebuild(docs)
    reader = WhooshBackend(backend.root, refresh=0)
    totals: set[int] = set()
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            totals.add(reader.search(Query("行政复议", PUBLIC, SOURCES)).total)

    errors: list[object] = []
    hook, threading.excepthook = threading.excepthook, errors.append
    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    try:
        for at in range(12):
            if at % 4 == 3:
                backend.rebuild(docs)
            else:
                backend.index(docs[at : at + 5])
    finally:
        stop.set()
        for thread in threads:
            thread.join()
        threading.excepthook = hook
    assert errors == []
    assert totals == {30}
