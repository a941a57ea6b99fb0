"""Proof anew before signing, taking out names and showing what is masked: when it is asked, and what counts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from core import clock
from core.accounts.asking import GIVEN
from tests import databases
from tests.core.accounts.conftest import PASSWORD, activate, sign_in
from tests.core.accounts.test_factors import audited, code_of, set_up
from tests.sample import HANDLER, MENGYUE, NOON
from tests.site import Page, Site, application

pytestmark = pytest.mark.only_on("sqlite", "pages and their messages")
EXPORT = f"/w/{MENGYUE}/exports/new"
TYPED = {"names": "y", "reason": "核对上门探访名单", "form": "csv"}
LATER = dt.timedelta(minutes=11)


@pytest.fixture
def open_site(sample: Path, tmp_path: Path) -> Iterator[Callable[[str], Site]]:
    """An installation by its setting of the second factor."""
    with clock.moved(NOON):
        folders: list[Path] = []

        def opened(second_factor: str) -> Site:
            config = databases.copied(sample, tmp_path / second_factor, second_factor=second_factor)
            folders.append(config.data)
            context = application(config)
            contexts.append(context)
            return Site(context.__enter__())

        contexts: list[object] = []
        yield opened
        for context in contexts:
            context.__exit__(None, None, None)  # type: ignore[attr-defined]
        for folder in folders:
            databases.drop(folder)


def send(client: FlaskClient, answer: TestResponse, given: str) -> TestResponse:
    """Fill the page that asks, and send it where it goes."""
    form = Page(answer).posted()
    return client.post(form.action, data={**form.held, GIVEN: given})


def test_an_export_of_names_asks_for_the_password_again_and_loses_nothing_typed(
    open_site: Callable[[str], Site],
) -> None:
    site = open_site("offered")
    client = activate(site, HANDLER)
    assert site.fill(client, EXPORT, TYPED).mimetype == "text/csv", "a sign-in a moment ago is proof"
    with clock.moved(NOON + LATER):
        assert site.fill(client, EXPORT, {"form": "csv"}).mimetype == "text/csv", "masked names need none"
        asked = site.fill(client, EXPORT, TYPED)
        page = Page(asked)
        assert (asked.status_code, "再次验证身份" in page.title) == (422, True)
        assert {name: page.posted().held[name] for name in TYPED} == TYPED
        assert not page.alert, "nothing is wrong yet"
        wrong = send(client, asked, "not this one 9")
        assert (wrong.status_code, "密码不正确" in Page(wrong).told[GIVEN]) == (422, True)
        assert "请填写密码" in Page(send(client, wrong, "")).told[GIVEN]
        sent = send(client, wrong, PASSWORD)
        assert (sent.status_code, sent.mimetype) == (200, "text/csv")
    with clock.moved(NOON + LATER * 1.5):
        assert site.fill(client, EXPORT, TYPED).mimetype == "text/csv", "the proof lasts ten minutes"
    other = site.visitor()
    with clock.moved(NOON + LATER * 2):
        sign_in(site, HANDLER, client=other)
        assert site.fill(client, EXPORT, TYPED).status_code == 422, "another browser's proof is not this one's"
        forged = client.post(EXPORT, data={**TYPED, GIVEN: PASSWORD})
        assert forged.status_code == 400, "without the token of the browser nothing is looked at"
    assert "account.proof_failed" in audited(site)


def test_where_a_second_factor_is_asked_for_only_its_code_proves(open_site: Callable[[str], Site]) -> None:
    site = open_site("required")
    client = activate(site, HANDLER)
    case = site.case("勐约许1")
    contact = f"/w/{MENGYUE}/cases/{case.id}/contact"
    asked = site.post(client, contact, {})
    assert "您还没有动态口令" in asked.text, "the password by which they came in proves nothing here"
    with clock.moved(NOON + LATER):
        for act in ("confirm", "begin"):
            asked = site.post(client, f"/me/factor/{act}", {"code": "000000"})
            assert (asked.status_code, "再次验证身份" in asked.text) == (422, True), "a phone is proof for good"
            assert "密码不正确" in Page(send(client, asked, "not this one 9")).told[GIVEN]
        sent = send(client, asked, PASSWORD)
        assert (sent.status_code, sent.location) == (303, "/me/factor"), "it goes on where it was asked"
    codes = set_up(site, client, HANDLER)
    assert site.post(client, contact, {}).status_code == 303, "the code that set it up is proof"
    with clock.moved(NOON + LATER):
        asked = site.post(client, contact, {})
        assert "您还没有动态口令" not in asked.text
        assert "口令不正确" in Page(send(client, asked, PASSWORD)).told[GIVEN]
        done = send(client, asked, code_of(site, HANDLER))
        assert (done.status_code, done.location) == (303, f"/w/{MENGYUE}/cases/{case.id}#parties")
        assert "只在本页显示这一次" in client.get(f"/w/{MENGYUE}/cases/{case.id}").text
    with clock.moved(NOON + LATER * 2):
        assert send(client, site.post(client, contact, {}), codes[0]).status_code == 303, "a recovery code does too"
    with clock.moved(NOON + LATER * 3):
        client = site.visitor()
        sign_in(site, HANDLER, client=client)
        site.fill(client, "/sign-in/code", {"code": code_of(site, HANDLER)})
        assert site.post(client, contact, {}).status_code == 303, "so does the code of the sign-in"


def test_every_act_that_signs_reveals_or_takes_out_names_wants_proof(site: Site) -> None:
    wanting = {
        name
        for name, view in site.app.view_functions.items()
        if (access := getattr(view, "xn_access", None)) is not None and access.proof is not None
    }
    assert wanting == {
        "documents.sign",
        "county_documents.sign",
        "publications.sign",
        "county_publications.sign",
        "exports.new",
        "workspace.contact",
        "approval_staff.take_again",
        "audit.export",
    }
