"""Pages of letters from end to end: the party writes, the office answers, nothing typed is lost, nobody else reads."""

from __future__ import annotations

import io
from typing import Any

import pytest
from flask.testing import FlaskClient

from core.letters import rules
from tests.core.files.test_kinds import PDF
from tests.core.letters.conftest import Desk
from tests.sample import ADMIN, CLERK, HANDLER, MENGYUE, OTHER_CLERK
from tests.site import Page, Site


@pytest.fixture
def party(site: Site, desk: Desk) -> FlaskClient:
    """A browser let into the case by number and code."""
    client = site.visitor()
    site.let_in(client, desk.case)
    return client


def own(desk: Desk) -> str:
    return f"/t/{MENGYUE}/case/{desk.case.id}/letters"


def staff(desk: Desk) -> str:
    return f"/w/{MENGYUE}/cases/{desk.case.id}/letters"


def send(client: FlaskClient, url: str, **typed: Any) -> Any:
    """Fill in the first form that writes a letter."""
    form = next(form for form in Page(client.get(url)).forms if form.method == "post" and "body" in form.held)
    return client.post(url, data={**form.held, **typed})


def test_the_party_asks_the_office_answers_and_each_sees_that_it_was_read(
    site: Site, desk: Desk, party: FlaskClient
) -> None:
    assert send(party, own(desk), body="材料齐了吗？").status_code == 303
    handler = site.sign_in(HANDLER)
    assert "待答复" in handler.get(f"/w/{MENGYUE}/cases/{desk.case.id}").text
    assert desk.case.number in handler.get(f"/w/{MENGYUE}/letters").text
    assert desk.case.number in handler.get(f"/w/{MENGYUE}/cases", query_string={"letters": "office"}).text
    assert desk.case.number not in handler.get(f"/w/{MENGYUE}/cases", query_string={"letters": "party"}).text
    with handler.get(staff(desk)) as page:
        assert "材料齐了吗？" in page.text
    assert send(handler, staff(desk), body="齐了。", wants_reply="y").status_code == 303
    assert desk.case.number not in handler.get(f"/w/{MENGYUE}/letters").text
    with party.get(own(desk)) as page:
        assert "齐了。" in page.text
        assert "等待您回复" in page.text
        assert "打开" in page.text, "the office opened the question"
        assert "金相丙" not in page.text, "the office answers, not one of its people"
    with party.get(f"/t/{MENGYUE}/case/{desk.case.id}") as page:
        assert "请您回复" in page.text
    assert "对方于" in handler.get(staff(desk)).text


def test_without_the_code_nobody_reads_or_writes(site: Site, desk: Desk) -> None:
    stranger = site.visitor()
    assert stranger.get(own(desk)).status_code == 404
    assert site.post(stranger, own(desk), {"body": "x"}).status_code == 404
    assert site.post(stranger, f"{own(desk)}/notices", {"agree": "yes"}).status_code == 404
    assert desk.letters() == []


def test_another_township_and_who_may_only_read_write_nothing(site: Site, desk: Desk) -> None:
    assert site.sign_in(OTHER_CLERK).get(staff(desk)).status_code == 404
    reader = site.sign_in(ADMIN)
    page = reader.get(staff(desk))
    assert page.status_code == 200
    assert 'name="body"' not in page.text
    assert site.post(reader, staff(desk), {"body": "x"}).status_code == 403
    assert desk.letters() == []


def test_a_reader_without_the_right_to_write_reads_no_letter_for_the_office(site: Site, desk: Desk) -> None:
    desk.write(desk.party)
    with site.sign_in(ADMIN).get(staff(desk)):
        pass
    assert desk.letters()[0].read_at is None
    with site.sign_in(CLERK).get(staff(desk)):
        pass
    assert desk.letters()[0].read_at is not None


def test_an_enclosure_is_the_threads_own(site: Site, desk: Desk, party: FlaskClient) -> None:
    assert send(party, own(desk), body="见附件", files=(io.BytesIO(PDF), "a.pdf")).status_code == 303
    link = next(link for link in Page(party.get(own(desk))).links if "/letters/files/" in link)
    handler = site.sign_in(HANDLER)
    inside = next(link for link in Page(handler.get(staff(desk))).links if "/letters/files/" in link)
    for client, place in ((party, link), (handler, inside)):
        with client.get(place) as answer:
            assert answer.data == PDF
    assert site.visitor().get(link).status_code == 404
    other = site.case("勐约许2")
    stranger = site.visitor()
    site.let_in(stranger, other)
    assert stranger.get(link.replace(str(desk.case.id), str(other.id))).status_code == 404


def test_a_bad_file_is_named_stops_the_letter_and_keeps_the_words(desk: Desk, party: FlaskClient) -> None:
    answer = send(party, own(desk), body="写了很久", files=(io.BytesIO(b"MZ"), "a.exe"))
    page = Page(answer)
    assert answer.status_code == 422
    assert "a.exe" in page.told["files"]
    assert page.values["body"].strip() == "写了很久"
    assert desk.letters() == []


def test_an_empty_letter_is_told_at_its_field(desk: Desk, party: FlaskClient) -> None:
    answer = send(party, own(desk), body="")
    assert answer.status_code == 422
    assert "body" in Page(answer).told


def test_a_template_goes_behind_what_was_typed_and_sends_nothing(site: Site, desk: Desk) -> None:
    answer = send(site.sign_in(HANDLER), staff(desk), body="先写的话", template="ask", use="1")
    page = Page(answer)
    assert answer.status_code == 200
    assert page.values["body"].strip().startswith("先写的话")
    assert "勐约许〔2026〕1号" in page.values["body"]
    assert "{" not in page.values["body"]
    assert desk.letters() == []


def test_a_letter_is_taken_back_from_its_page(site: Site, desk: Desk, party: FlaskClient) -> None:
    send(party, own(desk), body="写错了")
    form = next(form for form in Page(party.get(own(desk))).forms if form.action.endswith("/recall"))
    assert party.post(form.action, data=form.held).status_code == 303
    for page in (party.get(own(desk)), site.sign_in(HANDLER).get(staff(desk))):
        assert "写错了" not in page.text
        assert "已撤回" in page.text
    assert desk.turn() == rules.NOBODY


def test_the_office_closes_with_a_reason(site: Site, desk: Desk, party: FlaskClient) -> None:
    desk.write(desk.party)
    handler = site.sign_in(HANDLER)
    form = next(form for form in Page(handler.get(staff(desk))).forms if form.action.endswith("/close"))
    bad = handler.post(form.action, data={**form.held, "reason": ""})
    assert (bad.status_code, "reason" in Page(bad).told) == (422, True)
    assert handler.post(form.action, data={**form.held, "reason": "电话里已经说明"}).status_code == 303
    assert "电话里已经说明" in party.get(own(desk)).text


def test_agreeing_to_short_messages_is_a_button_of_its_own_and_is_taken_back_by_one(
    desk: Desk, party: FlaskClient
) -> None:
    def button(word: str) -> Any:
        form = next(form for form in Page(party.get(own(desk))).forms if form.action.endswith("/notices"))
        return party.post(form.action, data={**form.held, "agree": word})

    assert "您已同意" not in party.get(own(desk)).text
    assert button("yes").status_code == 303
    assert "您已同意" in party.get(own(desk)).text
    assert button("no").status_code == 303
    assert "您已同意" not in party.get(own(desk)).text


def test_words_of_a_letter_are_shown_as_words(site: Site, desk: Desk) -> None:
    desk.write(desk.party, "<script>alert(1)</script>{{7*7}}")
    text = site.sign_in(HANDLER).get(staff(desk)).text
    assert "<script>alert" not in text
    assert "&lt;script&gt;" in text
    assert "{{7*7}}" in text


def test_the_administrator_writes_templates(site: Site, desk: Desk) -> None:
    admin, place = site.sign_in(ADMIN), f"/w/{MENGYUE}/admin/letters"
    assert site.fill(admin, f"{place}/new", {"title": "补材料", "body": "请补{身份证}"}).status_code == 422
    assert site.fill(admin, f"{place}/new", {"title": "补材料", "body": "请为{编号}补材料"}).status_code == 303
    assert "补材料" in admin.get(place).text
    assert "补材料" in site.sign_in(HANDLER).get(staff(desk)).text
    assert admin.get(f"{place}/no-such").status_code == 404
