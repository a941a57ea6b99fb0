"""The database does not answer, or its disk is full: people are told, lose nothing they typed, do nothing twice."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from core.cases.models import Timeline
from core.db import Scope
from core.db.faults import Fault, fault_of
from tests.faults.conftest import database_away
from tests.sample import CLERK, COUNTY_ADMIN, MENGYUE
from tests.site import Page, Site, opened

INSIDE = ("sqlalchemy", "sqlite3", "psycopg", "Traceback", "SELECT", "xiaoneng.db")
PAGES = ("/", f"/t/{MENGYUE}/", f"/w/{MENGYUE}/", f"/w/{MENGYUE}/cases", f"/t/{MENGYUE}/nowhere", "/readyz")


@pytest.fixture
def own(sample: Path, tmp_path: Path) -> Iterator[Site]:
    """An installation whose database may be taken away."""
    with opened(sample, tmp_path) as site:
        yield site


def accepted(site: Site) -> int:
    """How often the case of these tests was accepted."""
    case = site.case("勐约办2")
    with site.database.read(Scope.one(MENGYUE)) as session:
        query = select(func.count()).where(Timeline.case_id == case.id, Timeline.code == "accept")
        return session.scalar(query) or 0


def test_every_page_says_so_with_a_telephone_and_is_back_at_once(own: Site) -> None:
    browsers = [own.visitor(), own.sign_in(CLERK), own.sign_in(COUNTY_ADMIN)]
    for url in ("/", f"/w/{MENGYUE}/"):
        browsers[1].get(url)
    with database_away(own):
        for browser in browsers:
            for url in (*PAGES, "/county/"):
                answer = browser.get(url)
                said = answer.get_data(as_text=True)
                assert (url, answer.status_code, answer.headers["Retry-After"]) == (url, 503, "30")
                assert "系统暂时不能使用" in said
                assert "tel:12345" in said
                assert not [word for word in INSIDE if word in said]
        told = own.visitor().get(f"/api/v1/{MENGYUE}/publications")
        assert (told.status_code, told.mimetype) == (503, "application/problem+json")
    assert [browsers[1].get(url).status_code for url in PAGES] == [200, 200, 200, 200, 404, 200]


def test_what_was_typed_is_sent_again_from_the_page_and_done_once(own: Site) -> None:
    browser, url = own.sign_in(CLERK), f"/w/{MENGYUE}/approval/cases/{own.case('勐约办2').id}/accept"
    typed = {**Page(browser.get(url)).posted().held, "accepted_on": "2026-11-24"}
    with database_away(own):
        refused = browser.post(url, data=typed)
        assert refused.status_code == 503
        again = Page(refused).posted().held
        assert again == typed
    assert accepted(own) == 0
    assert [browser.post(url, data=again).status_code for _ in range(2)] == [303, 303]
    assert accepted(own) == 1


def test_a_password_is_on_no_page(own: Site) -> None:
    browser = own.visitor()
    held = Page(browser.get("/sign-in")).posted().held
    with database_away(own):
        refused = browser.post("/sign-in", data={**held, "login": CLERK, "password": "样例口令-样例口令"})
    assert refused.status_code == 503
    assert "样例口令" not in refused.get_data(as_text=True)


def _sqlite(code: int) -> OperationalError:
    raw = sqlite3.OperationalError("said by the driver")
    raw.sqlite_errorcode = code
    return OperationalError("SELECT 1", {}, raw)


def _postgresql(state: str) -> OperationalError:
    return OperationalError("SELECT 1", {}, psycopg.errors.lookup(state)("said by the server"))


@pytest.mark.only_on("sqlite", "errors are read without a database")
def test_what_an_error_says_of_the_machine() -> None:
    found = {
        "full": [_sqlite(sqlite3.SQLITE_FULL), _postgresql("53100"), OSError(errno.ENOSPC, "full")],
        "away": [
            _sqlite(sqlite3.SQLITE_CANTOPEN),
            _sqlite(sqlite3.SQLITE_IOERR_READ),
            _postgresql("57P01"),
            _postgresql("08006"),
            OperationalError("SELECT 1", {}, psycopg.OperationalError("connection refused")),
        ],
        "ours": [_sqlite(sqlite3.SQLITE_ERROR), _postgresql("42P01"), OSError(errno.ENOENT, "none"), ValueError("no")],
    }
    assert [fault_of(error) for error in found["full"]] == [Fault.FULL] * 3
    assert [fault_of(error) for error in found["away"]] == [Fault.AWAY] * 5
    assert [fault_of(error) for error in found["ours"]] == [None] * 4
