"""A page sends as many queries in a large installation as in a small one."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, event

from core import clock
from core.app import create_app
from core.commands import prepare
from core.seed.filling import Scale, fill
from tests import databases
from tests.sample import NOON, TODAY
from tests.site import Site

FEW, MANY = 3, 24


def counted(folder: Path, townships: int) -> dict[str, int]:
    """How many statements each page sends in an installation with so many townships, its caches warm."""
    config = databases.installation(folder)
    database, size = prepare(config), Scale.of(townships, 27 * townships)
    fill(database, config, size, 1, TODAY)
    database.dispose()
    site, place = Site(create_app(config)), size.places[0].code
    pages = {
        f"/w/{place}/": f"yue.zaojia.{place}",
        f"/w/{place}/cases": f"yue.zaojia.{place}",
        "/county/": f"dao.xiangding.{size.root}",
        "/county/stats/": f"dao.xiangding.{size.root}",
        f"/t/{place}/": "",
    }
    found = {}
    for url, login in pages.items():
        client = site.sign_in(login) if login else site.visitor()
        found[url.replace(str(place), "…")] = statements(client, url)
    site.database.dispose()
    databases.drop(folder)
    return found


def statements(client: object, url: str) -> int:
    """How many statements the third look at a page sends."""
    sent: list[str] = []

    def note(*given: object) -> None:
        sent.append(str(given[2]))

    for _ in range(2):
        answer = client.get(url)  # type: ignore[attr-defined]
        assert answer.status_code == 200, (url, answer.status_code)
    event.listen(Engine, "before_cursor_execute", note)
    try:
        client.get(url)  # type: ignore[attr-defined]
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    return len(sent)


def test_a_page_sends_as_many_queries_however_many_townships_there_are(tmp_path: Path) -> None:
    """At 12 and 2,000 it is measured by bench/data.py."""
    with clock.moved(NOON):
        few = counted(tmp_path / "few", FEW)
        many = counted(tmp_path / "many", MANY)
    assert min(few.values()) > 0
    assert many == few
