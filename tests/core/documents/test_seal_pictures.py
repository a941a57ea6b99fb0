"""The picture of a seal needs two persons of the county, is shown to nobody else, and used where a township says so."""

from __future__ import annotations

import io
import struct
import zlib
from uuid import UUID

import pytest
from sqlalchemy import select

from core.accounts.queries import actor_of
from core.db import Scope, new_id
from core.documents import seal_pictures, settings
from core.documents.issuing import Press
from core.documents.models import IssuedDocument, SealPicture
from core.documents.seals import BY_HAND, PICTURED
from core.errors import Forbidden
from core.files import services as files
from core.settings.services import TENANT, Change, change
from tests.core.documents import drawn
from tests.core.documents.conftest import Desk
from tests.core.files.test_kinds import PDF
from tests.sample import ADMIN, AUDITOR, COUNTY_ADMIN, COUNTY_HANDLER, COUNTY_SECOND, MENGYUE, account
from tests.site import Page, Site

URL = "/county/seals/"


def png(colour: bytes = b"\xc7\x00\x0b\x80") -> bytes:
    """A red, half transparent square of 4 by 4."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", 4, 4, 8, 6, 0, 0, 0)
    rows = (b"\x00" + colour * 4) * 4
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def pictures(site: Site) -> dict[UUID, str]:
    with site.database.read(Scope.one(MENGYUE)) as session:
        return {row.id: row.stage for row in session.scalars(select(SealPicture).order_by(SealPicture.brought_at))}


def bring(site: Site, content: bytes = b"", name: str = "章.png", place: str = str(MENGYUE)) -> UUID:
    client = site.sign_in(COUNTY_ADMIN)
    typed = {"place": place, "file": (io.BytesIO(content or png()), name)}
    answer = site.fill(client, URL, typed, content_type="multipart/form-data")
    assert answer.status_code == 303, Page(answer).told
    return list(pictures(site))[-1]


def say(desk: Desk, words: str) -> None:
    with desk.writing() as session:
        change(session, desk.people[ADMIN], Change({settings.SEAL_PICTURE: words}, TENANT))


def issued(desk: Desk) -> tuple[IssuedDocument, bytes]:
    row = desk.step(desk.signed(), "issue", ADMIN, Press(desk.store, substitutes=lambda: ()))
    with desk.writing() as session:
        [file] = files.of_owner(session, "document", row.id)
        with files.opened(desk.store, file) as stream:
            return row, stream.read()


def images(pdf: bytes) -> int:
    return sum(len(page.images) for page in drawn.pages(pdf))


def test_a_picture_counts_when_another_confirmed_it_and_ends_the_one_before(site: Site) -> None:
    first = bring(site)
    assert pictures(site)[first] == "waits"
    own = site.post(site.sign_in(COUNTY_ADMIN), f"{URL}{first}/confirm", {})
    assert own.status_code == 422
    assert "不能自己确认" in own.text
    assert site.post(site.sign_in(COUNTY_SECOND), f"{URL}{first}/confirm", {}).status_code == 303
    assert pictures(site)[first] == "counts"
    second = bring(site, png(b"\xff\x00\x00\xff"))
    assert site.post(site.sign_in(COUNTY_SECOND), f"{URL}{second}/confirm", {}).status_code == 303
    assert (pictures(site)[first], pictures(site)[second]) == ("ended", "counts")
    again = site.post(site.sign_in(COUNTY_SECOND), f"{URL}{first}/confirm", {})
    assert "确认过或者停用" in again.text


def test_only_who_keeps_seals_sees_them(site: Site) -> None:
    seal = bring(site)
    for login in (ADMIN, COUNTY_HANDLER, AUDITOR):
        client = site.sign_in(login)
        assert {client.get(url).status_code for url in (URL, f"{URL}{seal}/picture")} <= {403, 404}
    with site.sign_in(COUNTY_SECOND).get(f"{URL}{seal}/picture") as answer:
        assert answer.data == png()
        assert "no-store" in answer.headers["Cache-Control"]
    assert site.sign_in(COUNTY_SECOND).get(f"{URL}{new_id()}/picture").status_code == 404
    with site.database.write(Scope.one(MENGYUE)) as session, pytest.raises(Forbidden):
        seal_pictures.end(session, actor_of(session, account(session, ADMIN)), seal)


@pytest.mark.parametrize(
    ("content", "name", "place", "field"),
    [(PDF, "章.pdf", str(MENGYUE), "file"), (b"MZ", "章.png", str(MENGYUE), "file"), (png(), "章.png", "1", "place")],
)
def test_what_is_no_picture_of_a_seal_is_told_at_its_field(
    site: Site, content: bytes, name: str, place: str, field: str
) -> None:
    before = pictures(site)
    typed = {"place": place, "file": (io.BytesIO(content), name)}
    answer = site.fill(site.sign_in(COUNTY_ADMIN), URL, typed, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert Page(answer).told[field]
    assert pictures(site) == before


def test_a_picture_is_put_on_documents_where_the_township_says_so_and_not_before(site: Site, desk: Desk) -> None:
    seal = bring(site)
    site.post(site.sign_in(COUNTY_SECOND), f"{URL}{seal}/confirm", {})
    row, pdf = issued(desk)
    assert (row.seal, images(pdf)) == (BY_HAND, 0)
    say(desk, "yes")
    row, pdf = issued(desk)
    assert (row.seal, images(pdf)) == (PICTURED, 1)
    assert '"seal"' not in row.data, "what was frozen names no picture"
    assert site.post(site.sign_in(COUNTY_ADMIN), f"{URL}{seal}/end", {}).status_code == 303
    row, pdf = issued(desk)
    assert (row.seal, images(pdf)) == (BY_HAND, 0)
    say(desk, "")
