"""The register's pages: one document's road by hand, what is refused at its field, and the page behind its QR code."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from typing import Any

import pytest
from docx import Document
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from core import clock
from core.accounts import passwords
from core.accounts.asking import GIVEN
from core.accounts.models import Throttle
from core.db import Scope, new_id
from core.documents import settings, verification, views
from core.documents.issuing import Press
from core.documents.models import IssuedDocument
from core.files import stores
from core.settings.services import TENANT, Change, change
from tests.core.documents.conftest import Desk, typeset
from tests.sample import ADMIN, CLERK, HANDLER, HEAD, LEADER, MENGYUE, account
from tests.site import Page, Site

REGISTER = f"/w/{MENGYUE}/documents"
PASSWORD = "correct Horse battery 9"
TYPED = {
    "kind": "notice",
    "format": "letterhead",
    "title": "关于样例值守的通知",
    "sent_to": "各村民委员会",
    "body": "一、值守\n请按时值守。",
}


@pytest.fixture(autouse=True, scope="module")
def _password(site: Site) -> None:
    """The leader has a password to type again."""
    with site.database.write(Scope.system("a password for a test")) as session:
        who = account(session, LEADER)
        who.password_hash, who.state = passwords.hashed(PASSWORD), "active"


@pytest.fixture
def bare(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents are set without type, so that a test of pages asks no font."""
    press = Press(stores.of(site.config), typeset=typeset, substitutes=lambda: ())
    monkeypatch.setattr(views, "press_of", lambda: press)


@pytest.fixture
def fresh(site: Site) -> Iterator[None]:
    """Nobody has tried anything yet."""
    yield
    with site.database.write(Scope.system("tries of a test")) as session:
        session.execute(delete(Throttle))


def draft(site: Site, desk: Desk, **changes: str) -> str:
    """A draft by hand; the address of its page."""
    typed = {**TYPED, "signers": str(desk.people[LEADER].account_id), **changes}
    answer = site.fill(site.sign_in(HANDLER), f"{REGISTER}/new", typed)
    assert answer.status_code == 303, Page(answer).told
    return str(answer.location)


def press_button(site: Site, login: str, page: str, step: str, **typed: Any) -> Any:
    """Send a step's form as the page holds it."""
    client = site.sign_in(login)
    held = next(form.held for form in Page(client.get(page)).forms if "version" in form.held)
    return client.post(f"{page}/{step}", data={**held, **typed})


def signed(site: Site, desk: Desk) -> str:
    """Written, checked and signed by hand."""
    page = draft(site, desk)
    assert press_button(site, HANDLER, page, "submit").status_code == 303
    assert press_button(site, HEAD, page, "check").status_code == 303
    assert site.fill(site.sign_in(LEADER), f"{page}/sign", {}).status_code == 303
    return page


def issued(site: Site, desk: Desk) -> tuple[str, str]:
    """The address of an issued document, and of its verification."""
    row = desk.issued()
    return f"{REGISTER}/{row.id}", f"/v/{verification.token(MENGYUE, row.id)}"


def copied(site: Site, page: str) -> str:
    """The words of a document's copy to be edited."""
    answer = site.sign_in(HANDLER).get(f"{page}/preview.docx")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    return "".join(line.text for line in Document(io.BytesIO(answer.get_data())).paragraphs)


def test_a_document_goes_its_road_by_hand_and_is_set_sealed_and_verified(site: Site, desk: Desk) -> None:
    page = signed(site, desk)
    assert "%PDF" in site.sign_in(HANDLER).get(f"{page}/preview.pdf").get_data()[:8].decode("latin-1")
    assert "关于样例值守的通知" in copied(site, page)
    office = site.sign_in(ADMIN)
    if (refused := press_button(site, ADMIN, page, "issue")).status_code == 422:
        # Here fonts stand in: somebody has to say that this will do.
        assert "替代字体" in refused.text
        with desk.writing() as session:
            change(session, desk.people[ADMIN], Change({settings.SUBSTITUTES: "yes"}, TENANT))
        assert press_button(site, ADMIN, page, "issue").status_code == 303
    shown = office.get(page)
    with office.get(f"{page}/document.pdf") as answer:
        pdf = answer.get_data()
    assert pdf.startswith(b"%PDF")
    number = re.search(r"勐约政发〔2026〕\d+号", shown.text)
    assert number is not None
    assert number[0] in copied(site, page), "the copy to be edited says what was issued"
    link = next(link for link in Page(shown).links if link.startswith("/v/"))
    form = site.fill(site.visitor(), link, {"file": (io.BytesIO(pdf), "a.pdf")}, content_type="multipart/form-data")
    assert "一致：" in form.text


def test_a_wrong_password_signs_nothing_and_tries_are_slowed(site: Site, desk: Desk, fresh: None) -> None:
    page = draft(site, desk)
    press_button(site, HANDLER, page, "submit")
    press_button(site, HEAD, page, "check")
    client = site.sign_in(LEADER)
    with clock.moved(clock.now() + dt.timedelta(minutes=11)):
        for _ in range(5):
            answer = site.fill(client, f"{page}/sign", {GIVEN: "not this one 9"})
            assert answer.status_code == 422
            assert Page(answer).told[GIVEN].strip()
        slowed = site.fill(client, f"{page}/sign", {GIVEN: PASSWORD})
        assert "秒后再试" in Page(slowed).told[GIVEN]
        assert "待签发" in client.get(page).text


def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(site: Site) -> None:
    typed = {**TYPED, "title": "关于样例值守", "kind": "report", "body": "密级：秘密★长期", "cc": "抄送样例"}
    answer = site.fill(site.sign_in(HANDLER), f"{REGISTER}/new", typed)
    page = Page(answer)
    assert answer.status_code == 422
    assert page.told.keys() == {"title", "body"}
    assert {name: page.values[name].strip() for name in typed} == typed


def test_a_page_says_what_is_missing_and_who_can_go_on(site: Site, desk: Desk) -> None:
    page = draft(site, desk, sent_to="")
    shown = site.sign_in(HANDLER).get(page).text
    assert "还缺少：主送机关" in shown
    assert press_button(site, HANDLER, page, "submit").status_code == 422
    assert desk.people[HANDLER].name in site.sign_in(LEADER).get(page).text


def test_sending_back_asks_for_the_reason_at_its_field(site: Site, desk: Desk) -> None:
    page = draft(site, desk)
    press_button(site, HANDLER, page, "submit")
    refused = press_button(site, HEAD, page, "send-back", reason=" ")
    assert (refused.status_code, set(Page(refused).told)) == (422, {"reason"})
    assert press_button(site, HEAD, page, "send-back", reason="依据不足").status_code == 303
    assert "退回修改：依据不足" in site.sign_in(HANDLER).get(page).text


def test_a_recalled_document_stays_readable_with_its_reason_and_verification_says_so(
    site: Site, desk: Desk, bare: None
) -> None:
    page, link = issued(site, desk)
    visitor = site.visitor()
    assert "现在有效" in visitor.get(link).text
    leader = site.sign_in(LEADER)
    assert site.fill(leader, f"{page}/recall", {"reason": "金额写错"}).status_code == 303
    assert "理由：金额写错" in leader.get(page).text
    told = visitor.get(link).text
    assert "已撤销" in told
    assert "金额写错" not in told


def test_verification_tells_the_head_and_nothing_of_what_it_says(site: Site, desk: Desk) -> None:
    row = desk.issued(title="关于某人处理决定的通知", body="某人的事。")
    told = site.visitor().get(f"/v/{verification.token(MENGYUE, row.id)}").text
    for words in (row.number, "勐约乡人民政府", "通知", "2026-11-24"):
        assert words in told
    for words in ("某人", desk.people[LEADER].name, desk.people[HANDLER].name, row.sha256):
        assert words not in told


def test_another_file_is_not_the_one_that_was_kept(site: Site, desk: Desk) -> None:
    _page, link = issued(site, desk)
    visitor = site.visitor()
    other = {"file": (io.BytesIO(b"%PDF-1.7 changed"), "a.pdf")}
    assert "不一致：" in site.fill(visitor, link, other, content_type="multipart/form-data").text
    empty = site.fill(visitor, link, {}, content_type="multipart/form-data")
    assert (empty.status_code, set(Page(empty).told)) == (422, {"file"})


@pytest.mark.parametrize("token", ["x", "A" * 27, "_" * 27, "%00" * 9, "9" * 4000])
def test_a_token_that_is_none_is_not_found(site: Site, fresh: None, token: str) -> None:
    assert site.visitor().get(f"/v/{token}").status_code == 404


def test_guesses_of_tokens_are_slowed_and_a_right_one_waits_too(site: Site, desk: Desk, fresh: None) -> None:
    _page, link = issued(site, desk)
    visitor = site.visitor()
    guesses = []
    for _ in range(6):
        with visitor.get(f"/v/{verification.token(MENGYUE, new_id())}") as answer:
            guesses.append(answer.status_code)
    assert guesses == [404] * 5 + [429]
    assert visitor.get(link).status_code == 429


def test_a_document_of_another_township_is_no_token_of_this_one(site: Site, desk: Desk, fresh: None) -> None:
    row = desk.issued()
    assert site.visitor().get(f"/v/{verification.token(533124201, row.id)}").status_code == 404


def test_the_register_finds_by_words_and_stage(site: Site, desk: Desk) -> None:
    row = desk.issued(title="关于罕见词儿的通知")
    client = site.sign_in(LEADER)
    for query in ("q=罕见词儿", f"q={row.number}", "stage=issued&q=罕见"):
        assert "关于罕见词儿的通知" in client.get(f"{REGISTER}/?{query}").text
    assert "关于罕见词儿的通知" not in client.get(f"{REGISTER}/?stage=draft&q=罕见").text


def test_the_sample_shows_documents_at_every_stage(site: Site) -> None:
    with site.database.read(Scope.one(MENGYUE)) as session:
        assert session.scalars(select(IssuedDocument.id)).first() is not None
    text = site.sign_in(LEADER).get(f"{REGISTER}/").text
    for words in ("草稿", "待核稿", "待签发", "待编号印发", "已印发", "已撤销"):
        assert words in text


def test_who_has_no_part_in_documents_does_not_see_the_register(site: Site) -> None:
    client: FlaskClient = site.sign_in(CLERK)
    assert client.get(f"{REGISTER}/").status_code == 403
    assert f"{REGISTER}/" not in Page(client.get(f"/w/{MENGYUE}/")).links
