"""What every search backend must do: a second backend subclasses `Conformance` and gives its own fixture."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

import pytest

from core.search.backend import Doc, Query, SearchBackend
from tests.core.search.corpus import ACL, QUESTIONS, SOURCES, TENANTS, doc, documents, expected, key

PUBLIC = frozenset({"1|pub"})
VIEWERS = (
    PUBLIC,
    frozenset({"2|pub", "2|visit.read:aa", "2|handler:cc"}),
    frozenset({"33|visit.read:all", "33|handler:dd"}),
    frozenset(f"{tenant}|{each}" for tenant in TENANTS for each in ACL),
)
GARBAGE = (
    *("", " ", "*", "?", '"', "“", '""', "'", ":", "(", "[]", "AND", "OR NOT", "~2", "^", "\\", "/", "-", ".", "--"),
    *("acl:1|pub OR acl:2|pub", "source:case", "key:*", "[a TO z]", "宅基地*", "宅基地 AND", '"宅基地', "<b>宅</b>"),
    *("😀", "👨‍👩‍👧", "\x00", "\ud800", "\u202e宅", "é", "e\u0301", "ﬁ", "㎡", "İ", "ß", "မြန်မာ", "ไทย", "𠀀𠀁𠀂"),
    *("宅" * 10_000, "a" * 10_000, "a-" * 5_000, '"' * 10_000, " ".join(map(str, range(5_000))), "%s%n{0}'; --"),
)


class Conformance:
    """Keys and totals against a search without any index; rights; changes; rebuilding; any input."""

    @pytest.fixture
    def backend(self) -> SearchBackend:
        """An empty, usable backend."""
        raise NotImplementedError

    @pytest.fixture
    def filled(self, backend: SearchBackend) -> tuple[SearchBackend, list[Doc]]:
        """Documents that came in many commits, some replaced and some taken out since."""
        docs = documents(240)
        backend.rebuild(docs[:120])
        for start in range(120, 240, 30):
            backend.index(docs[start : start + 30])
        changed = [replace(each, title=each.title + "宅基地", body="换了内容") for each in docs[10:20]]
        backend.index(changed, [each.key for each in docs[50:60]])
        return backend, docs[:10] + changed + docs[20:50] + docs[60:]

    @pytest.mark.parametrize("sort", ["best", "newest"])
    def test_keys_totals_and_counts_are_those_of_a_search_without_an_index(self, filled, sort) -> None:
        backend, docs = filled
        for words in QUESTIONS:
            for acl in VIEWERS:
                query = Query(words, acl, SOURCES, sort=sort, per_page=1_000)
                wanted = expected(docs, query)
                page = backend.search(query)
                assert {hit.key for hit in page.hits} == wanted, words
                assert page.total == len(page.hits) == len(wanted), words
                assert page.counts == count_sources(wanted), words

    def test_one_kind_is_asked_and_only_it_is_found_and_counted(self, filled) -> None:
        backend, docs = filled
        query = Query("行政", VIEWERS[-1], frozenset({"case"}), per_page=1_000)
        page = backend.search(query)
        assert {hit.key for hit in page.hits} == expected(docs, query)
        assert set(page.counts) == {"case"}

    def test_pages_are_slices_of_one_order_and_the_total_is_on_each(self, filled) -> None:
        backend, _ = filled
        whole = backend.search(Query("行政", VIEWERS[-1], SOURCES, per_page=1_000))
        pages = [backend.search(Query("行政", VIEWERS[-1], SOURCES, page=page, per_page=7)) for page in range(1, 60)]
        assert [hit for page in pages for hit in page.hits] == list(whole.hits)
        assert {page.total for page in pages} == {whole.total}
        assert len(pages[0].hits) == 7
        assert backend.search(Query("行政", VIEWERS[-1], SOURCES, page=0)).hits == ()

    def test_the_title_comes_before_the_body(self, backend) -> None:
        backend.rebuild([doc(1, "通知", "宅基地审批"), doc(2, "宅基地审批", "通知"), doc(3, "其他", "其他")])
        assert found(backend, "宅基地") == [key("item", 2), key("item", 1)]

    def test_newest_first(self, backend) -> None:
        days = [dt.date(2026, 3, 1), dt.date(2026, 11, 2), dt.date(2025, 12, 31)]
        backend.rebuild([doc(number, "低保", date=day) for number, day in enumerate(days)])
        page = backend.search(Query("低保", PUBLIC, SOURCES, sort="newest"))
        assert [hit.key for hit in page.hits] == [key("item", 1), key("item", 0), key("item", 2)]

    def test_no_rights_find_nothing(self, filled) -> None:
        backend, _ = filled
        for acl, sources in ((frozenset(), SOURCES), (VIEWERS[-1], frozenset())):
            page = backend.search(Query("行政", acl, sources))
            assert (page.hits, page.total, dict(page.counts)) == ((), 0, {})

    def test_documents_of_others_are_neither_shown_nor_counted(self, backend) -> None:
        backend.rebuild(
            [
                doc(1, "低保申请", acl=["visit.read:all", "visit.read:aa"], source="case"),
                doc(2, "低保申请", acl=["visit.read:all", "visit.read:bb"], source="case"),
                doc(3, "低保申请", acl=["visit.read:all", "visit.read:aa"], source="case", tenant="11"),
                doc(4, "低保申请", tenant="11"),
                doc(5, "低保申请", acl=["visit.read:all", "visit.read:bb", "handler:aa"], source="case"),
            ]
        )
        for acl, wanted in (
            ({"1|visit.read:aa"}, {1}),
            ({"1|visit.read:aa", "1|handler:aa"}, {1, 5}),
            ({"1|visit.read:all"}, {1, 2, 5}),
            ({"1|visit.read"}, set()),
            ({"1|pub"}, set()),
            ({"111|pub", "1|visit.read:a"}, set()),
        ):
            page = backend.search(Query("低保", frozenset(acl), SOURCES))
            assert {hit.key for hit in page.hits} == {key("case", number) for number in wanted}
            assert page.total == len(wanted)
            assert sum(page.counts.values()) == len(wanted)

    def test_a_changed_document_is_found_by_its_new_words_and_rights_only(self, backend) -> None:
        backend.rebuild([doc(1, "旧标题"), doc(2, "旧标题")])
        backend.index([doc(1, "新名称")])
        assert found(backend, "旧标题") == [key("item", 2)]
        assert found(backend, "新名称") == [key("item", 1)]
        backend.index([doc(1, "新名称", acl=["visit.read:all"])])
        assert found(backend, "新名称") == []
        assert backend.stats().documents == 2

    def test_gone_documents_are_gone_and_gone_twice_is_no_harm(self, backend) -> None:
        backend.rebuild([doc(1, "低保"), doc(2, "低保")])
        for _ in range(2):
            backend.index([], [key("item", 1), key("item", 99)])
            assert found(backend, "低保") == [key("item", 2)]
        assert backend.stats().documents == 1

    def test_a_key_twice_in_one_batch_is_one_document_the_last(self, backend) -> None:
        backend.index([doc(1, "旧标题"), doc(1, "新名称")])
        assert found(backend, "新名称") == [key("item", 1)]
        assert found(backend, "旧标题") == []
        assert backend.stats().documents == 1

    def test_indexing_again_changes_nothing(self, backend) -> None:
        for _ in range(3):
            backend.index([doc(1, "低保"), doc(2, "低保")])
        assert backend.search(Query("低保", PUBLIC, SOURCES)).total == 2

    def test_rebuilding_replaces_everything_and_counts_a_key_once(self, filled) -> None:
        backend, _ = filled
        assert backend.rebuild([doc(1, "低保"), doc(2, "低保"), doc(1, "低保")]) == 2
        assert backend.stats().documents == 2
        assert backend.search(Query("行政", VIEWERS[-1], SOURCES)).total == 0
        assert backend.search(Query("低保", PUBLIC, SOURCES)).total == 2

    def test_a_rebuild_that_fails_leaves_the_old_index(self, filled) -> None:
        backend, docs = filled

        def broken() -> Iterable[Doc]:
            yield doc(1, "低保")
            raise RuntimeError("the database went away")

        with pytest.raises(RuntimeError, match="went away"):
            backend.rebuild(broken())
        assert backend.stats().documents == len(docs)
        backend.index([doc(999, "新名称")])
        assert found(backend, "新名称") == [key("item", 999)]

    @pytest.mark.parametrize("words", GARBAGE, ids=range(len(GARBAGE)))
    def test_any_input_is_taken_and_opens_nothing(self, backend, words) -> None:
        backend.rebuild([doc(1, "宅基地审批"), doc(2, "宅基地审批", tenant="2"), doc(3, "a b or not", acl=["x"])])
        page = backend.search(Query(words, PUBLIC, SOURCES))
        assert {hit.key for hit in page.hits} <= {key("item", 1)}
        assert page.total == len(page.hits)


def found(backend: SearchBackend, words: str) -> list[str]:
    """The keys the public of tenant 1 finds."""
    return [hit.key for hit in backend.search(Query(words, PUBLIC, SOURCES)).hits]


def count_sources(keys: Iterable[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for each in keys:
        source = each.partition(":")[0]
        counts[source] = counts.get(source, 0) + 1
    return counts
