"""Uploads that are too big or not what their name says: told in words, and what was good is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from core.db import Scope
from core.files.models import StoredFile
from tests.core.files.test_kinds import PDF
from tests.sample import MENGYUE
from tests.site import Page, Site, opened

MIB = 1024 * 1024
DISGUISED = {
    "申请表.pdf": b"MZ\x90\x00 not a pdf",
    "照片.jpg": b"<html><script>alert(1)</script></html>",
    "扫描件.png": PDF,
    "空.pdf": b"",
    "程序.exe": b"MZ\x90\x00",
    "网页.html": b"<html></html>",
    "图.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
    "没有后缀": PDF[:-10] + b"x",
}


@pytest.fixture(scope="module")
def small(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """An installation that takes files of 1 MiB."""
    with opened(sample, tmp_path_factory.mktemp("small"), max_upload_mb=1) as made:
        yield made


def materials(site: Site) -> tuple[FlaskClient, str]:
    client = site.visitor()
    who = site.post(client, f"/t/{MENGYUE}/items/MY-XK-01/start", {}).location
    return client, who.replace("/who", "/materials")


def held(client: FlaskClient, url: str) -> dict[str, str]:
    """What the page's form holds: token and key."""
    return {name: str(value) for name, value in Page(client.get(url)).posted().held.items()}


def send(client: FlaskClient, url: str, fields: dict[str, str], files: dict[str, tuple[str, bytes]]) -> TestResponse:
    """Upload files, name of the field → name and content, in one body held in memory."""
    part = '--x\r\nContent-Disposition: form-data; name="{}"{}\r\n\r\n'
    body = b"".join(part.format(name, "").encode() + value.encode() + b"\r\n" for name, value in fields.items())
    for field, (name, content) in files.items():
        body += part.format(field, f'; filename="{name}"').encode() + content + b"\r\n"
    return client.post(url, data=body + b"--x--\r\n", content_type="multipart/form-data; boundary=x")


def stored(site: Site) -> int:
    with site.database.read(Scope.one(MENGYUE)) as session:
        return session.scalar(select(func.count()).select_from(StoredFile)) or 0


def test_a_file_that_is_too_big_is_told_and_the_good_ones_are_kept(small: Site) -> None:
    client, url = materials(small)
    before = stored(small)
    big = PDF + b"\n%" + b"x" * (MIB + 10)
    files = {"file-application": ("大.pdf", big), "file-household": ("户口簿.pdf", PDF)}
    answer = send(client, url, held(client, url), files)
    assert answer.status_code == 422
    assert "文件超过1 MB" in Page(answer).alert
    assert "户口簿.pdf" in answer.text
    assert stored(small) == before + 1


@pytest.mark.parametrize("lang", ["zh_Hans_CN", "en"])
def test_a_request_that_is_too_big_has_its_page(small: Site, in_words: Callable[[str, str], str], lang: str) -> None:
    client, url = materials(small)
    files = {f"file-{name}": (f"{name}.pdf", PDF + b"x" * MIB) for name in "abcdef"}
    answer = send(client, f"{url}?lang={lang}", held(client, url), files)
    assert answer.status_code == 413
    assert Page(answer).lang.startswith(lang[:2])
    assert in_words("上传的文件超过了大小限制，没有保存。请压缩、拍得小一些，或者分几次上传。", lang) in answer.text
    assert client.get(url).status_code == 200, "the draft is as it was"
    long = small.post(small.visitor(), f"/t/{MENGYUE}/track", {"number": "x" * (4 * MIB)})
    assert long.status_code == 413


@pytest.mark.parametrize("name", DISGUISED)
def test_what_is_not_what_its_name_says_is_not_taken(small: Site, name: str) -> None:
    client, url = materials(small)
    before = stored(small)
    answer = send(client, url, held(client, url), {"file-application": (name, DISGUISED[name])})
    assert answer.status_code == 422
    assert Page(answer).alert.strip()
    assert stored(small) == before
