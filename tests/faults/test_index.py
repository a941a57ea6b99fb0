"""The index is gone or damaged: people find all the same and are told, nothing waits for it, and it is made anew."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from core.jobs.worker import Worker
from core.search.whoosh_backend import WhooshBackend
from tests.sample import CLERK, MENGYUE
from tests.site import Site, opened

pytestmark = pytest.mark.only_on("sqlite", "the index is a folder beside either database")
TOLD = "查询索引正在重建"
NUMBER = re.compile(r"(?:找到|共)(\d+)条")
PORTAL, DESK = f"/t/{MENGYUE}/search?q=宅基地", f"/w/{MENGYUE}/search?q=勐约许"


@pytest.fixture
def own(sample: Path, tmp_path: Path) -> Iterator[Site]:
    """An installation whose index may be damaged."""
    with opened(sample, tmp_path) as site:
        Worker(site.config).run_dry()
        yield site


def _gone(folder: Path) -> None:
    shutil.rmtree(folder)


def _cut(folder: Path) -> None:
    for file in folder.glob("ix-*/*"):
        file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def _bad_bytes(folder: Path) -> None:
    for file in folder.glob("ix-*/*.seg"):
        raw = bytearray(file.read_bytes())
        raw[64 : len(raw) - 64] = bytes(len(raw) - 128)
        file.write_bytes(raw)


@pytest.mark.parametrize("fault", [_gone, _cut, _bad_bytes])
def test_people_find_without_the_index_are_told_and_it_is_made_anew(own: Site, fault: Callable[[Path], None]) -> None:
    clerk, visitor = own.sign_in(CLERK), own.visitor()
    before = [browser.get(url).get_data(as_text=True) for browser, url in ((visitor, PORTAL), (clerk, DESK))]
    assert all(TOLD not in said for said in before)
    fault(own.config.index)
    own.app.extensions["xiaoneng.search"] = WhooshBackend(
        own.config.index
    )  # another process, which has not read it yet
    for browser, url, with_index in ((visitor, PORTAL, before[0]), (clerk, DESK, before[1])):
        answer = browser.get(url)
        said = answer.get_data(as_text=True)
        assert (answer.status_code, TOLD in said) == (200, True)
        assert NUMBER.findall(said) == NUMBER.findall(with_index) != []
    Worker(own.config).run_dry()
    own.app.extensions["xiaoneng.search"].close()
    after = [browser.get(url).get_data(as_text=True) for browser, url in ((visitor, PORTAL), (clerk, DESK))]
    assert [TOLD in said for said in after] == [False, False]
