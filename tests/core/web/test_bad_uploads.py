"""Uploads that are too big or not what their name says: told in words, and what was good is kept."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

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


def stored(site: Site) -> int:
    with site.database.read(Scope.one(MENGYUE)) as session:
        return session.scalar(select(func.count()).select_from(StoredFile)) or 0


def test_a_file_that_is_too_big_is_told_and_the_good_ones_are_kept(small: Site) -> None:
    client, url = materials(small)
    before = stored(small)
    big = PDF + b"\n%" + b"x" * (MIB + 10)
    typed = {"file-application": (io.BytesIO(big), "大.pdf"), "file-household": (io.BytesIO(PDF), "户口簿.pdf")}
    answer = small.fill(client, url, typed)
    assert answer.status_code == 422
    assert "文件超过1 MB" in Page(answer).alert
    assert "户口簿.pdf" in answer.text
    assert stored(small) == before + 1


@pytest.mark.parametrize("lang", ["zh_Hans_CN", "en"])
def test_a_request_that_is_too_big_has_its_page(small: Site, in_words: Callable[[str, str], str], lang: str) -> None:
    client, url = materials(small)
    part = b'--x\r\nContent-Disposition: form-data; name="file-application"; filename="a.pdf"\r\n\r\n'
    answer = client.post(
        url,
        data=part + PDF + b"x" * (6 * MIB) + b"\r\n--x--\r\n",
        content_type="multipart/form-data; boundary=x",
        query_string={"lang": lang},
    )
    assert answer.status_code == 413
    assert Page(answer).lang.startswith(lang[:2])
    assert in_words("上传的文件超过了大小限制，没有保存。请压缩、拍得小一些，或者分几次上传。", lang) in answer.text
    assert client.get(url).status_code == 200, "the draft is as it was"
    long = small.post(small.visitor(), f"/t/{MENGYUE}/track", {"number": "x" * (2 * MIB)})
    assert long.status_code == 413


@pytest.mark.parametrize("name", DISGUISED)
def test_what_is_not_what_its_name_says_is_not_taken(small: Site, name: str) -> None:
    client, url = materials(small)
    before = stored(small)
    answer = small.fill(client, url, {"file-application": (io.BytesIO(DISGUISED[name]), name)})
    assert answer.status_code == 422
    assert Page(answer).alert.strip()
    assert stored(small) == before
