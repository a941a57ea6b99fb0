"""Uploads in pieces: a cut line and a restart cost one piece, and nobody goes on with another's."""

from __future__ import annotations

import base64
import datetime as dt
import random
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from core import clock
from core.app import create_app
from core.db import Scope
from core.files import fixity, uploads
from core.files.kinds import MIB, Limits
from core.files.models import StoredFile, Upload
from core.files.stores.disk import DiskStore
from tests.core.files.test_kinds import PDF
from tests.sample import ADMIN, CLERK, COUNTY, COUNTY_ADMIN, HUSA, MENGYUE, NOON
from tests.site import Page, Site, opened

BIG = PDF + b"\n%" + random.Random(5).randbytes(3 * uploads.PIECE) + b"\n%%EOF\n"
HERE = f"/t/{MENGYUE}/uploads/"


@pytest.fixture(scope="module")
def small(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An installation that takes files of 2 MiB."""
    with opened(sample, tmp_path_factory.mktemp("small"), max_upload_mb=2) as made:
        yield made


def begin(
    site: Site, client: FlaskClient, name: str = "户口簿.pdf", size: int = len(BIG), at: str = HERE
) -> TestResponse:
    named = base64.b64encode(name.encode()).decode()
    headers = {"X-CSRFToken": site.token(client), "Upload-Length": str(size), "Upload-Metadata": f"filename {named}"}
    return client.post(at, headers=headers)


def piece(site: Site, client: FlaskClient, url: str, offset: int, content: bytes) -> TestResponse:
    headers = {
        "X-CSRFToken": site.token(client),
        "Upload-Offset": str(offset),
        "Content-Type": "application/offset+octet-stream",
    }
    return client.patch(url, data=content, headers=headers)


def all_of(site: Site, client: FlaskClient, url: str, content: bytes = BIG, offset: int = 0) -> None:
    while offset < len(content):
        answer = piece(site, client, url, offset, content[offset : offset + uploads.PIECE])
        assert answer.status_code == 204, answer.text
        offset = int(answer.headers["Upload-Offset"])


def materials(site: Site, client: FlaskClient) -> str:
    who = site.post(client, f"/t/{MENGYUE}/items/MY-XK-01/start", {}).location
    return str(who.replace("/who", "/materials"))


def with_form(site: Site, client: FlaskClient, url: str, *ids: str) -> TestResponse:
    held = Page(client.get(url)).posted().held
    return client.post(url, data={**held, "stay": "1", "file-household.uploaded": list(ids)})


def stored(site: Site) -> list[tuple[str, int]]:
    with site.database.read(Scope.one(MENGYUE)) as session:
        return [(row[0], row[1]) for row in session.execute(select(StoredFile.name, StoredFile.size))]


def left(site: Site) -> tuple[int, list[str]]:
    with site.database.read(Scope.one(MENGYUE)) as session:
        rows = session.scalar(select(func.count()).select_from(Upload)) or 0
    return rows, list(DiskStore(site.config.files).keys(uploads.PARTS))


def test_a_file_comes_in_pieces_and_goes_with_its_form(small: Site) -> None:
    client = small.visitor()
    url = begin(small, client).headers["Location"]
    all_of(small, client, url)
    before = stored(small)
    answer = with_form(small, client, materials(small, client), url.rpartition("/")[2])
    assert "户口簿.pdf" in client.get(answer.location).text
    assert sorted(stored(small)) == sorted([*before, ("户口簿.pdf", len(BIG))])
    assert left(small) == (0, [])
    assert client.head(url).status_code == 404


def test_what_came_stays_with_a_form_that_was_wrong_elsewhere(small: Site) -> None:
    client, case = small.visitor(), small.case("勐约许1")
    small.let_in(client, case)
    url = begin(small, client).headers["Location"]
    all_of(small, client, url)
    letters = f"/t/{MENGYUE}/case/{case.id}/letters"
    told = {"files.uploaded": url.rpartition("/")[2], "body": ""}
    answer = small.post(client, letters, told)
    assert answer.status_code == 422
    assert "户口簿.pdf" in answer.text
    held = next(form.held for form in Page(answer).forms if "body" in form.fields)
    assert held["files.uploaded"] == told["files.uploaded"]
    assert client.post(letters, data={**held, "body": "请看附件"}).status_code == 303
    assert "户口簿.pdf" in client.get(letters).text
    assert client.head(url).status_code == 404


def test_a_restart_of_the_server_costs_nothing(small: Site) -> None:
    client = small.visitor()
    url = begin(small, client).headers["Location"]
    piece(small, client, url, 0, BIG[: uploads.PIECE])
    anew = create_app(small.config).test_client()
    for cookie in client._cookies.values():  # type: ignore[union-attr]
        anew.set_cookie(cookie.key, cookie.value, domain="localhost")
    state = anew.head(url)
    assert (state.headers["Upload-Offset"], state.headers["Upload-Length"]) == (str(uploads.PIECE), str(len(BIG)))
    all_of(small, anew, url, offset=uploads.PIECE)
    assert anew.delete(url, headers={"X-CSRFToken": small.token(anew)}).status_code == 204


def test_a_piece_counts_once_and_only_where_the_last_one_ended(small: Site) -> None:
    client = small.visitor()
    url = begin(small, client).headers["Location"]
    first, second = BIG[: uploads.PIECE], BIG[uploads.PIECE : 2 * uploads.PIECE]
    assert piece(small, client, url, 0, first).status_code == 204
    for offset, content in ((0, first), (uploads.PIECE + 1, second), (2 * uploads.PIECE, second)):
        answer = piece(small, client, url, offset, content)
        assert (answer.status_code, answer.headers["Upload-Offset"]) == (409, str(uploads.PIECE))
    assert len(left(small)[1]) == 1
    client.delete(url, headers={"X-CSRFToken": small.token(client)})


@pytest.mark.parametrize("content", [b"", b"x" * (uploads.PIECE + 1)], ids=["empty", "larger than a piece"])
def test_a_piece_that_is_none_is_refused(small: Site, content: bytes) -> None:
    client = small.visitor()
    url = begin(small, client).headers["Location"]
    assert piece(small, client, url, 0, content).status_code == 422
    assert piece(small, client, url, 0, b"x" * 2**21).status_code == 413
    small_one = begin(small, client, size=3).headers["Location"]
    assert piece(small, client, small_one, 0, b"four").status_code == 422
    for one in (url, small_one):
        client.delete(one, headers={"X-CSRFToken": small.token(client)})


def test_two_pieces_at_once_are_never_mixed(small: Site) -> None:
    holder = uploads.Holder("x", "a")
    store = DiskStore(small.config.files)
    with small.database.write(Scope.one(MENGYUE)) as session:
        row = uploads.begin(session, holder, "a.pdf", 4, Limits(size=2 * MIB))
        session.expunge(row)
    keys = [uploads.put_piece(store, row, 0, content) for content in (b"good", b"evil")]
    with small.database.write(Scope.one(MENGYUE)) as session:
        assert uploads.count_piece(session, holder, row.id, 0, keys[0], 4) == 4
    with small.database.write(Scope.one(MENGYUE)) as session, pytest.raises(uploads.WrongOffset):
        uploads.count_piece(session, holder, row.id, 0, keys[1], 4)
    with small.database.write(Scope.one(MENGYUE)) as session:
        [done] = uploads.finished(session, holder, [row.id])
        assert uploads.stream(store, done.parts).read() == b"good"
        uploads.drop(session, row.id)
    for key in keys:
        store.delete(key)


def test_nobody_goes_on_with_another_s(small: Site) -> None:
    owner, other = small.visitor(), small.visitor()
    url = begin(small, owner).headers["Location"]
    all_of(small, owner, url)
    begin(small, other)
    staff = small.sign_in(CLERK)
    for client, at in (
        (other, url),
        (staff, url),
        (staff, url.replace("/t/", "/w/")),
        (owner, url.replace(str(MENGYUE), str(HUSA))),
    ):
        assert client.head(at).status_code == 404
        assert piece(small, client, at, 0, b"x").status_code == 404
        assert client.delete(at, headers={"X-CSRFToken": small.token(client)}).status_code == 404
    before = stored(small)
    with_form(small, other, materials(small, other), url.rpartition("/")[2])
    assert stored(small) == before
    assert owner.head(url).status_code == 200


def test_a_file_that_is_not_whole_or_no_file_goes_with_no_form(small: Site) -> None:
    client = small.visitor()
    url = begin(small, client).headers["Location"]
    piece(small, client, url, 0, BIG[: uploads.PIECE])
    before = stored(small)
    page = materials(small, client)
    for told in (url.rpartition("/")[2], "none", "\x00", "0" * 3000):
        assert with_form(small, client, page, told).status_code in {303, 422}
    assert stored(small) == before


@pytest.mark.parametrize(
    ("name", "size", "words"),
    [
        ("a.exe", 10, "不接收"),
        ("a.pdf", 0, "空的"),
        ("a.pdf", -1, "空的"),
        ("a.pdf", 2**70, "超过"),
        ("", 10, "不接收"),
    ],
)
def test_what_will_not_be_taken_is_told_before_it_comes(small: Site, name: str, size: int, words: str) -> None:
    answer = begin(small, small.visitor(), name, size)
    assert answer.status_code == 422
    assert words in answer.json["words"]  # type: ignore[index]


def test_what_is_not_what_its_name_says_is_refused_with_the_form_and_leaves_nothing(small: Site) -> None:
    client = small.visitor()
    content = b"MZ\x90\x00 no pdf"
    url = begin(small, client, size=len(content)).headers["Location"]
    all_of(small, client, url, content)
    before = left(small)[0]
    answer = with_form(small, client, materials(small, client), url.rpartition("/")[2])
    assert answer.status_code == 422
    assert "户口簿.pdf" in Page(answer).alert
    assert left(small)[0] == before - 1


def test_headers_that_say_nothing_are_no_fault_of_ours(small: Site) -> None:
    client = small.visitor()
    url = begin(small, client).headers["Location"]
    token = {"X-CSRFToken": small.token(client)}
    for headers in (
        {"Upload-Length": "x" * 5000},
        {"Upload-Length": "9" * 5000},
        {"Upload-Metadata": "filename ÿ"},
        {},
    ):
        assert client.post(HERE, headers={**token, **headers}).status_code == 422
    for headers in ({"Upload-Offset": "9" * 5000}, {"Upload-Offset": "-1"}, {}):
        answer = client.patch(url, data=b"x", headers={**token, **headers})
        assert answer.status_code in {400, 409, 415}
    assert client.patch(url, data=b"x", headers={"Upload-Offset": "0"}).status_code == 400, "no token"


def test_one_browser_and_one_address_have_only_so_much_on_its_way(small: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "OPEN_OF_HOLDER", 2)
    client = small.sign_in(ADMIN)
    at = f"/w/{MENGYUE}/uploads/"
    assert [begin(small, client, at=at).status_code for _n in range(3)] == [201, 201, 422]
    monkeypatch.setattr(uploads, "ROOM_OF_ORIGIN", 0)
    assert begin(small, small.visitor()).status_code == 422


def test_after_a_day_an_upload_is_over(small: Site) -> None:
    client = small.visitor()
    url = begin(small, client).headers["Location"]
    piece(small, client, url, 0, BIG[: uploads.PIECE])
    upload_id = UUID(url.rpartition("/")[2])
    with clock.moved(NOON + dt.timedelta(hours=25)):
        assert client.head(url).status_code == 404
        fixity.run(small.database, MENGYUE)
    with small.database.read(Scope.one(MENGYUE)) as session:
        assert session.get(Upload, (MENGYUE, upload_id)) is None


def test_a_list_to_be_brought_in_comes_in_pieces_too_and_is_not_kept(small: Site) -> None:
    client, new = small.sign_in(ADMIN), f"/w/{MENGYUE}/imports/new/core.people"
    page = client.get(new)
    assert f'data-upload="/w/{MENGYUE}/uploads/"' in page.text
    content = "姓名,登录名,单位,职务,电话\n".encode() + b"x,y,z,,\n" * 100_000
    url = begin(small, client, "人员.csv", len(content), f"/w/{MENGYUE}/uploads/").headers["Location"]
    all_of(small, client, url, content)
    held = {**Page(page).posted().held, "file.uploaded": url.rpartition("/")[2]}
    told = client.post(new, data=held)
    assert told.status_code == 422
    assert "最多" in Page(told).told["file"] + Page(told).alert, "all of it was read"
    number, parts = left(small)
    assert (number, [part for part in parts if UUID(url.rpartition("/")[2]).hex in part]) == (0, [])
    again = client.post(new, data=held)
    assert "请选择文件" in again.text, "its pieces are gone with the first"


def test_attachments_of_what_is_published_come_in_pieces_in_township_and_county(small: Site) -> None:
    for login, desk, code in (
        (ADMIN, f"/w/{MENGYUE}/publications", MENGYUE),
        (COUNTY_ADMIN, "/county/publications", COUNTY),
    ):
        client = small.sign_in(login)
        page = client.get(f"{desk}/new")
        at = f"/w/{code}/uploads/"
        assert f'data-upload="{at}"' in page.text
        url = begin(small, client, "附件.pdf", at=at).headers["Location"]
        all_of(small, client, url)
        form = Page(page).posted()
        typed = {
            "column": form.fields["column"].options[0],
            "title": "样例公开事项",
            "body": "正文。",
            "audience": "public",
        }
        answer = client.post(f"{desk}/new", data={**form.held, **typed, "files.uploaded": url.rpartition("/")[2]})
        assert answer.status_code == 303
        assert "附件.pdf" in client.get(answer.location).text
    assert left(small)[0] == 0
