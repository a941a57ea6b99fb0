"""What a page weighs on a village's line: our sheets, and all that is sent for it; every page of everybody."""

from __future__ import annotations

import gzip

import pytest

from tests.rights.conftest import World
from tests.rights.test_canaries import ROLES, key_of
from tests.rights.test_links import endpoint_of

pytestmark = pytest.mark.only_on("sqlite", "pages weigh the same from either database")

SHEETS, PAGE = 15 * 1024, 150 * 1024
# Its whole purpose is to show parts of every page.
SHOWN = {"style.of_family"}


@pytest.fixture(scope="module")
def pages(world: World) -> dict[str, tuple[int, frozenset[str]]]:
    """Every page that anybody is led to: how many bytes it has, and the files it asks for."""
    return {url: page for role in ROLES for url, page in world.crawled(key_of(world, role)).weights.items()}


@pytest.fixture(scope="module")
def files(world: World, pages: dict[str, tuple[int, frozenset[str]]]) -> dict[str, bytes]:
    """Each file as it goes over the line."""
    client, found = world.site.visitor(), {}
    for url in {file for _, asked in pages.values() for file in asked}:
        with client.get(url, headers={"Accept-Encoding": "gzip"}) as answer:
            assert answer.status_code == 200, url
            found[url] = answer.get_data()
    return found


def test_our_sheets_of_a_page_are_small(
    world: World, pages: dict[str, tuple[int, frozenset[str]]], files: dict[str, bytes]
) -> None:
    whole = {url: len(gzip.decompress(sent)) for url, sent in files.items() if ".css" in url and "/vendor/" not in url}
    weights = {url: sum(whole.get(file, 0) for file in asked) for url, (_, asked) in pages.items()}
    assert [url for url, weight in weights.items() if not weight and "api-docs" not in url] == []
    heavy = {url: weight for url, weight in weights.items() if weight > SHEETS}
    assert {url: weight for url, weight in heavy.items() if endpoint_of(world, url) not in SHOWN} == {}
    assert len({endpoint_of(world, url) for url in pages}) > 100


def test_a_page_with_all_it_needs_is_light(
    pages: dict[str, tuple[int, frozenset[str]]], files: dict[str, bytes]
) -> None:
    weights = {url: size + sum(len(files[file]) for file in asked) for url, (size, asked) in pages.items()}
    assert {url: weight for url, weight in weights.items() if weight > PAGE} == {}
