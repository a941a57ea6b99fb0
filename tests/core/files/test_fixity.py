"""Fixity: a flipped bit and a lost file are found, told once, opened by nobody, and good again when they are back."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from core import clock
from core.db import Database, Scope, new_id
from core.errors import DomainError
from core.files import fixity, services, web
from core.files.blobs import place
from core.files.kinds import Limits
from core.files.models import StoredFile
from core.files.stores.disk import DiskStore
from core.notices.models import Notice
from tests.core.files.test_kinds import PDF
from tests.sample import ADMIN, COUNTY, COUNTY_ADMIN, LEADER, MENGYUE, NOON
from tests.site import Site

WORDS = "与收下时不一致"


@pytest.fixture
def noon() -> Iterator[None]:
    with clock.moved(NOON):
        yield


@pytest.fixture
def store(county: Database) -> DiskStore:
    """The store, of which what the sample left there was looked at just now."""
    found = DiskStore(county.data_dir / "files")
    fixity.check(county, MENGYUE, found)
    return found


def some(database: Database, store: DiskStore, number: int = 1) -> list[StoredFile]:
    """Files of a case, each with bytes of its own."""
    made = []
    with database.write(Scope.one(MENGYUE)) as session:
        for n in range(number):
            kept = services.keep(store, io.BytesIO(PDF + b"%%EOF%d" % n), f"{n}.pdf", Limits())
            made.append(services.attach(session, kept, owner_kind="case", owner_id=new_id()))
        session.expunge_all()
    return made


def faults(database: Database) -> dict[str, str]:
    with database.read(Scope.one(MENGYUE)) as session:
        mine = select(StoredFile).where(StoredFile.name.like("_.pdf"))
        return {row.name: row.fault for row in session.scalars(mine)}


def told(database: Database) -> list[str]:
    with database.read(Scope.one(MENGYUE)) as session:
        rows = session.scalars(select(Notice).where(Notice.kind == "core.file"))
        return sorted(f"{row.params['mark']} {WORDS in row.words}" for row in rows)


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[7] ^= 1
    path.write_bytes(bytes(content))


def test_a_flipped_bit_and_a_lost_file_are_found_and_told_once(county: Database, store: DiskStore, noon: None) -> None:
    rows = some(county, store, 3)
    flip(place(store.root, rows[0].sha256))
    place(store.root, rows[1].sha256).unlink()
    assert fixity.check(county, MENGYUE, store) == 3
    assert faults(county) == {"0.pdf": "changed", "1.pdf": "missing", "2.pdf": ""}
    assert told(county) == sorted([f"{rows[0].sha256[:12]} True", f"{rows[1].sha256[:12]} False"])
    with clock.moved(NOON + dt.timedelta(hours=1)):
        assert fixity.check(county, MENGYUE, store) == 2
    assert told(county) == sorted([f"{rows[0].sha256[:12]} True", f"{rows[1].sha256[:12]} False"])


def test_what_is_bad_is_opened_by_nobody_until_its_bytes_are_back(
    county: Database, store: DiskStore, noon: None
) -> None:
    [row] = some(county, store)
    flip(place(store.root, row.sha256))
    fixity.check(county, MENGYUE, store)
    with county.read(Scope.one(MENGYUE)) as session, pytest.raises(DomainError, match=WORDS):
        services.opened(store, session.get_one(StoredFile, (MENGYUE, row.id)))
    flip(place(store.root, row.sha256))
    with clock.moved(NOON + dt.timedelta(hours=1)):
        fixity.check(county, MENGYUE, store)
    with county.read(Scope.one(MENGYUE)) as session:
        services.opened(store, session.get_one(StoredFile, (MENGYUE, row.id))).close()


def test_a_run_stops_when_its_time_is_over_and_the_next_goes_on(
    county: Database, store: DiskStore, noon: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fixity, "SLICE", 2)
    some(county, store, 5)
    counts = [fixity.check(county, MENGYUE, store, seconds=0) for _run in range(4)]
    assert counts == [2, 2, 1, 0]
    with clock.moved(NOON + fixity.AGAIN_AFTER + dt.timedelta(days=1)):
        assert fixity.check(county, MENGYUE, store, seconds=0) == 2


@pytest.mark.parametrize(
    ("state", "words"),
    [({"scan": "waiting"}, "正在查毒"), ({"scan": "found"}, "查出病毒"), ({"fault": "changed"}, WORDS)],
)
def test_a_held_file_is_sent_to_nobody_and_its_page_says_why(site: Site, state: dict[str, str], words: str) -> None:
    case = site.case("勐约许1")
    with site.database.write(Scope.one(MENGYUE)) as session:
        mine = select(StoredFile).where(StoredFile.owner_kind == "case", StoredFile.owner_id == case.id)
        row = session.scalars(mine.order_by(StoredFile.id)).first()
        assert row is not None
        row.scan, row.fault = state.get("scan", "clean"), state.get("fault", "")
        file_id = row.id
    visitor = site.visitor()
    site.let_in(visitor, case)
    at = f"cases/{case.id}/files/{file_id}"
    for client, url in (
        (site.sign_in(LEADER), f"/w/{MENGYUE}/{at}"),
        (visitor, f"/t/{MENGYUE}/{at.replace('cases', 'case')}"),
    ):
        answer = client.get(url)
        assert answer.status_code == 400
        assert words in answer.text
        assert b"%PDF" not in answer.data
    with site.database.write(Scope.one(MENGYUE)) as session:
        row = session.get_one(StoredFile, (MENGYUE, file_id))
        row.scan = row.fault = ""


def test_the_health_page_and_the_administrator_s_page_name_what_is_bad(site: Site) -> None:
    store = DiskStore(site.config.files)
    [row] = some(site.database, store)
    page = site.sign_in(ADMIN).get(f"/w/{MENGYUE}/admin/files/").get_data(as_text=True)
    assert "没有需要处理的文件" in page
    flip(place(store.root, row.sha256))
    fixity.check(site.database, MENGYUE, store)
    admin = site.sign_in(ADMIN)
    for path in ("", str(row.id)):
        page = admin.get(f"/w/{MENGYUE}/admin/files/{path}").get_data(as_text=True)
        assert row.name not in page, "it may name a party"
        assert WORDS in page
        assert row.sha256 in page
    health = site.sign_in(COUNTY_ADMIN).get("/county/health").get_data(as_text=True)
    assert "损坏或者丢失1个" in health
    with site.database.read(Scope.tree(COUNTY)) as session, site.app.test_request_context():
        card = web.health(session)
    assert (card.state, dict(card.places)) == ("bad", {MENGYUE: 1})
