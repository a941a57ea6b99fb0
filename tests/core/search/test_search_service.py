"""The service: rows checked again on loading, changed rows of one tenant indexed, all tenants rebuilt."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from core.contracts import Searchable
from core.db import Database, Scope, ScopedSession
from core.search import service
from core.search.backend import Doc
from core.search.service import Results
from core.search.whoosh_backend import WhooshBackend
from core.tenancy.models import Tenant
from tests.core.search.corpus import doc

TENANTS = (1, 2)
PUBLIC = frozenset({"1|pub"})


@dataclass
class Rows:
    """Rows of a made plugin, by tenant; `hidden` keys are not visible any more."""

    kind: str
    held: dict[str, Doc] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)

    def put(self, *docs: Doc) -> None:
        self.held |= {each.key: each for each in docs}

    def all(self, session: ScopedSession) -> Iterator[Doc]:
        yield from (each for each in self.held.values() if each.tenant == str(session.scope.tenant))

    def load(self, session: ScopedSession, ids: Iterable[UUID]) -> Iterable[Doc]:
        wanted = {f"{self.kind}:{each}" for each in ids}
        return [each for each in self.all(session) if each.key in wanted]

    def visible(self, session: ScopedSession, keys: Iterable[str], viewer: Any) -> set[str]:
        return set(keys) - self.hidden

    def searchable(self) -> Searchable:
        return Searchable(self.kind, f"种类 {self.kind}", self.load, self.all, self.visible)


@dataclass
class House:
    """A database of two tenants, an index, and two kinds of rows."""

    database: Database
    backend: WhooshBackend
    items: Rows
    cases: Rows

    @property
    def searchables(self) -> Mapping[str, Searchable]:
        return {rows.kind: rows.searchable() for rows in (self.items, self.cases)}

    @property
    def registry(self) -> Any:
        return SimpleNamespace(searchables=self.searchables)

    def search(self, words: str, acl: frozenset[str] = PUBLIC, page: int = 1, kinds: str = "item case") -> Results:
        chosen = {kind: item for kind, item in self.searchables.items() if kind in kinds.split()}
        with self.database.read(Scope.one(1)) as session:
            return service.search_page(self.backend, session, chosen, acl, None, words, page)

    def index(self, kind: str, *numbers: int, tenant: int = 1) -> None:
        with self.database.read(Scope.one(tenant)) as session:
            service.index(self.backend, session, self.searchables, kind, [UUID(int=number) for number in numbers])


@pytest.fixture
def house(make_database: Callable[..., Database], tmp_path: Path) -> House:
    database = make_database()
    with database.write(Scope.system("make the tenants of a test")) as session:
        session.add_all(Tenant(id=each, name=f"镇{each}", tier="township", division_code=str(each)) for each in TENANTS)
    made = House(database, WhooshBackend(tmp_path / "index"), Rows("item"), Rows("case"))
    service.rebuild(made.backend, database, made.registry)
    return made


def titles(results: Results) -> list[str]:
    return [hit.doc.title for hit in results.hits]


def test_rows_are_indexed_as_they_are_now_and_taken_out_when_they_are_gone(house: House) -> None:
    house.items.put(doc(1, "宅基地审批"), doc(2, "宅基地转让"))
    house.index("item", 1, 2)
    assert sorted(titles(house.search("宅基地"))) == ["宅基地审批", "宅基地转让"]
    house.items.held.pop(doc(1).key)
    house.items.put(doc(2, "林木采伐"))
    house.index("item", 1, 2, 77)
    assert house.search("宅基地").total == 0
    assert titles(house.search("采伐")) == ["林木采伐"]


def test_a_result_carries_its_kind_its_row_and_safe_marks(house: House) -> None:
    house.items.put(doc(1, "<b>宅基地</b>", "申请<script>宅基地</script>"))
    house.index("item", 1)
    (hit,) = house.search("宅基地").hits
    assert (hit.source, hit.label) == ("item", "种类 item")
    assert hit.title == "&lt;b&gt;<mark>宅基地</mark>&lt;/b&gt;"
    assert hit.excerpt == "申请&lt;script&gt;<mark>宅基地</mark>&lt;/script&gt;"


def test_a_right_taken_away_counts_before_the_index_knows(house: House) -> None:
    house.items.put(doc(1, "低保"), doc(2, "低保"))
    house.index("item", 1, 2)
    house.items.hidden.add(doc(1).key)
    results = house.search("低保")
    assert [hit.doc.key for hit in results.hits] == [doc(2).key]
    assert results.total == 1


def test_a_row_gone_from_the_database_is_not_shown(house: House) -> None:
    house.items.put(doc(1, "低保"))
    house.index("item", 1)
    house.items.held.clear()
    assert house.search("低保") == Results((), 0, 1, 1, (("种类 item", 1),))


def test_a_row_of_another_tenant_is_not_loaded_even_if_the_index_were_wrong(house: House) -> None:
    house.items.put(doc(1, "低保", tenant="2"))
    house.backend.index([replace(doc(1, "低保"))])
    assert house.search("低保").hits == ()


def test_a_measure_that_is_off_is_neither_shown_nor_counted(house: House) -> None:
    house.items.put(doc(1, "低保"))
    house.cases.put(doc(1, "低保", source="case"))
    house.index("item", 1)
    house.index("case", 1)
    assert house.search("低保").counts == (("种类 item", 1), ("种类 case", 1))
    results = house.search("低保", kinds="item")
    assert (results.total, results.counts) == (1, (("种类 item", 1),))
    assert house.search("低保", kinds="").total == 0


def test_no_rights_find_nothing(house: House) -> None:
    house.items.put(doc(1, "低保"))
    house.index("item", 1)
    assert house.search("低保", acl=frozenset()).total == 0


def test_pages(house: House) -> None:
    house.items.put(*(doc(number, "低保") for number in range(45)))
    house.index("item", *range(45))
    pages = [house.search("低保", page=page) for page in range(1, 5)]
    assert [len(page.hits) for page in pages] == [20, 20, 5, 0]
    assert {(page.total, page.pages) for page in pages} == {(45, 3)}
    assert len({hit.doc.key for page in pages for hit in page.hits}) == 45


@pytest.mark.parametrize("words", ["", "*", '"', "a:b AND (", "😀", "宅" * 10_000])
def test_any_input_is_taken(house: House, words: str) -> None:
    assert house.search(words).total == 0


def test_a_plugin_that_gives_another_kind_or_tenant_is_refused(house: House) -> None:
    for wrong in (doc(1, source="case"), doc(1, tenant="2")):
        bad = replace(house.items.searchable(), load=lambda session, ids, wrong=wrong: [wrong])
        with house.database.read(Scope.one(1)) as session, pytest.raises(ValueError, match="is not a item of tenant 1"):
            service.index(house.backend, session, {"item": bad}, "item", [UUID(int=1)])


def test_a_rebuild_reads_every_tenant_and_every_kind(house: House) -> None:
    house.items.put(doc(1, "低保"), doc(2, "低保", tenant="2"))
    house.cases.put(doc(1, "低保", source="case", acl=["visit.read:all"]))
    house.backend.index([doc(9, "低保")])
    assert service.rebuild(house.backend, house.database, house.registry) == 3
    assert house.search("低保").total == 1
    assert house.search("低保", PUBLIC | {"1|visit.read:all"}).total == 2
    assert house.backend.stats().documents == 3


def test_a_missing_index_is_made_once(house: House, tmp_path: Path) -> None:
    house.items.put(doc(1, "低保"))
    fresh = WhooshBackend(tmp_path / "other")
    assert service.ensure(fresh, house.database, house.registry)
    assert not service.ensure(fresh, house.database, house.registry)
    assert fresh.stats().documents == 1
