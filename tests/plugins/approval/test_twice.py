"""The portal's last step pressed twice, at once or after the first answer was lost: one case, one receipt."""

from __future__ import annotations

import contextvars
import re
import threading
from collections.abc import Callable, Mapping

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from core.cases.models import Case
from core.db import Database, Scope
from plugins.approval.demo_road import PEOPLE
from tests.plugins.approval.road import BOOTH
from tests.sample import MENGYUE

HOME = f"/t/{MENGYUE}"
HIDDEN = re.compile(r'<input[^>]* name="(csrf_token|key|version)"[^>]* value="([^"]*)"')
WHO = PEOPLE["金样乙"].party("样址")
TYPED = {
    "who": {"name": WHO.name, "id_number": WHO.id_number, "phone": WHO.phone, "address": WHO.address},
    "details": {"place": "街心", "facility": "其他设施", "area": "12", "begins": "2026-12-01", "purpose": "样用"},
    "materials": {},
}


def send(client: FlaskClient, page: str, typed: Mapping[str, str], to: str = "") -> TestResponse:
    """Fill in the form of a page and send it, as a browser does."""
    hidden = dict(HIDDEN.findall(client.get(page).text))
    return client.post(to or page, data={**hidden, **typed})


def last_step(app: Flask) -> tuple[FlaskClient, str]:
    """A visitor before the last button, and the address of that page."""
    client = app.test_client()
    answer = send(client, f"{HOME}/items/{BOOTH}", {}, f"{HOME}/items/{BOOTH}/start")
    for name, typed in TYPED.items():
        assert answer.location.endswith(f"/{name}")
        answer = send(client, answer.location, typed)
        assert answer.status_code == 303, answer.text
    assert answer.location.endswith("/check")
    return client, answer.location


def twin(app: Flask, client: FlaskClient) -> FlaskClient:
    """A second request of the same browser, with the cookies as they are now."""
    other = app.test_client()
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"])
    assert cookie is not None
    other.set_cookie(cookie.key, cookie.value)
    return other


def at_once(*works: Callable[[], object]) -> None:
    """Each work in a thread of its own, under this test's clock."""
    threads = [threading.Thread(target=contextvars.copy_context().run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def cases(county: Database) -> int:
    with county.read(Scope.one(MENGYUE)) as session:
        return session.scalar(select(func.count()).select_from(Case)) or 0


def test_a_double_click_opens_one_case_and_shows_one_receipt(app: Flask, county: Database) -> None:
    before = cases(county)
    for pair in range(1, 6):
        client, page = last_step(app)
        form = dict(HIDDEN.findall(client.get(page).text))
        browsers = [twin(app, client), twin(app, client)]
        start = threading.Barrier(2, timeout=60)
        answers: list[TestResponse] = []

        def press(
            browser: FlaskClient,
            page: str = page,
            form: dict[str, str] = form,
            start: threading.Barrier = start,
            answers: list[TestResponse] = answers,
        ) -> None:
            start.wait()
            answers.append(browser.post(page, data=form))

        at_once(lambda: press(browsers[0]), lambda: press(browsers[1]))  # noqa: B023 - run before the next round
        assert [answer.status_code for answer in answers] == [303, 303]
        assert answers[0].location == answers[1].location
        assert "/receipt/" in answers[0].location
        for browser in browsers:
            assert browser.get(answers[0].location).status_code == 200
        assert cases(county) == before + pair


def test_a_second_click_after_a_lost_answer_shows_the_first_receipt(app: Flask, county: Database) -> None:
    client, page = last_step(app)
    form = dict(HIDDEN.findall(client.get(page).text))
    lost = twin(app, client).post(page, data=form)
    before = cases(county)
    again = client.post(page, data=form)
    assert (again.status_code, again.location) == (303, lost.location)
    assert client.get(again.location).status_code == 200
    assert cases(county) == before


@pytest.mark.parametrize("key", ["", "demo:A1", "x" * 32, "0" * 31])
def test_a_key_that_is_not_of_our_making_is_refused(app: Flask, county: Database, key: str) -> None:
    client, page = last_step(app)
    before = cases(county)
    form = {**dict(HIDDEN.findall(client.get(page).text)), "key": key}
    assert client.post(page, data=form).status_code == 422
    assert cases(county) == before
    with client.session_transaction() as kept:
        assert not kept.get("cases")


def test_somebody_elses_key_opens_nothing_of_theirs(app: Flask, county: Database) -> None:
    """The key is random, but even who has seen it does not get the case it made."""
    first, page = last_step(app)
    form = dict(HIDDEN.findall(first.get(page).text))
    receipt = first.post(page, data=form).location
    other, page = last_step(app)
    answer = send(other, page, {"key": form["key"]})
    assert answer.location != receipt
    assert other.get(receipt).status_code == 404


def test_the_partys_act_pressed_twice_is_done_once(app: Flask, county: Database) -> None:
    client, page = last_step(app)
    receipt = send(client, page, {}).location
    act = receipt.replace("/receipt/", "/case/") + "/act/withdraw"
    form = {**dict(HIDDEN.findall(client.get(act).text)), "reason": "不建了"}
    answers = [client.post(act, data=form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert client.get(act).status_code == 404  # there is nothing left to withdraw
