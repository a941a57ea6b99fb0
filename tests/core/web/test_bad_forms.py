"""Forms filled in wrongly, too late or twice: every slip at its field, nothing typed is lost, nothing happens twice."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from core.cases.models import Case, Timeline
from core.db import Scope
from tests.sample import CLERK, HANDLER, HEAD, LEADER, MENGYUE
from tests.site import Page, Site

GOOD_WHO = {"name": "排早戊", "id_number": "990000198504121013", "phone": "199 0000 1111", "address": ""}
GOOD_DETAILS = {
    "place": "集贸市场东侧",
    "facility": "临时摊棚",
    "area": "12",
    "begins": "2026-12-01",
    "purpose": "节日期间售卖农产品",
}
ITEM = "MY-XK-02"
LONG = "长" * 10_000
# Act → the case in a state for it, who may, and a field of it with what can't be right.
ACTS: dict[str, tuple[str, str, dict[str, str]]] = {
    "accept": ("勐约许3", CLERK, {"accepted_on": "2026-02-30"}),
    "refuse_acceptance": ("勐约许3", CLERK, {"ground": "because", "reasons": "  "}),
    "start_special": ("勐约许1", HANDLER, {"told_on": "上礼拜", "expected_days": "十五", "ground": "because"}),
    "extend": ("勐约许1", LEADER, {"days": "10.5", "reason": ""}),
    "review": ("勐约许1", HANDLER, {"scope": "", "findings": "", "opinion": "\n"}),
    "propose": ("勐约许1", HEAD, {"decision": "perhaps", "reasons": " "}),
    "decide": ("勐约许8", LEADER, {"decision": "", "reasons": ""}),
    "send_back": ("勐约许8", LEADER, {"reason": "\t"}),
    "explain_overrun": ("勐约许8", HANDLER, {"words": ""}),
}
GARBAGE = (
    "2026-02-30",
    "0001-01-01",
    "9999-12-31",
    "-1",
    "9" * 50,
    "１２",
    "\x00\x07\u202e",
    "<script>",
    LONG,
    "\U0001f3e0",
)


def draft(site: Site, client: FlaskClient, item: str = ITEM) -> str:
    """The address of the first page of a new application."""
    return site.post(client, f"/t/{MENGYUE}/items/{item}/start", {}).location


def act_url(case: Case, act: str) -> str:
    return f"/w/{MENGYUE}/approval/cases/{case.id}/{act}"


def choices(client: FlaskClient, url: str) -> dict[str, str]:
    """The first choice of every group of a page's form."""
    found: dict[str, str] = {}
    for name, value in re.findall(
        r'<input[^>]*name="(\w+)"[^>]*type="radio"[^>]*value="([^"]*)"', client.get(url).text
    ):
        found.setdefault(name, value)
    return found


@pytest.mark.parametrize(
    "value", ["2026-02-30", "2026-13-01", "下个月", "0000-00-00", "2026-11-24 10:00", "13/24", "1e9"]
)
def test_a_wrong_date_is_told_at_its_field_and_stays_there_as_it_was_typed(site: Site, value: str) -> None:
    client = site.visitor()
    details = draft(site, client).replace("/who", "/details")
    answer = site.fill(client, details, {**GOOD_DETAILS, "begins": value})
    assert answer.status_code == 422
    page = Page(answer)
    assert page.told["begins"].strip()
    assert page.values["begins"] == value
    assert page.values["place"] == GOOD_DETAILS["place"]
    again = Page(client.get(details))
    assert again.values["begins"] == value, "and when the reader comes back"


@pytest.mark.parametrize("value", ["2026-12-01", "2026.12.01", "2026/12/1", "2026年12月1日"])
def test_a_date_may_be_typed_as_people_type_it(site: Site, value: str) -> None:
    client = site.visitor()
    details = draft(site, client).replace("/who", "/details")
    assert site.fill(client, details, {**GOOD_DETAILS, **choices(client, details), "begins": value}).status_code == 303


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("name", ""),
        ("name", "   "),
        ("name", LONG),
        ("id_number", "12345"),
        ("id_number", "990000198504121010"),
        ("id_number", LONG),
        ("phone", ""),
        ("phone", "-------"),
        ("phone", "       "),
        ("phone", "打我电话"),
        ("phone", "1" * 30),
        ("address", LONG),
    ],
)
def test_a_slip_about_oneself_is_told_at_its_field_and_nothing_typed_is_lost(site: Site, name: str, value: str) -> None:
    client = site.visitor()
    url = draft(site, client)
    answer = site.fill(client, url, {**GOOD_WHO, name: value})
    assert answer.status_code == 422
    page = Page(answer)
    assert page.told.keys() == {name}
    assert page.told[name].strip()
    others = {other: words for other, words in GOOD_WHO.items() if other != name}
    assert {other: page.values[other] for other in others} == others
    assert page.values[name].strip() == value.strip()
    assert Page(client.get(url)).values["address" if name != "address" else "name"] == GOOD_WHO.get(
        "address" if name != "address" else "name"
    )


def test_numbers_may_be_typed_with_a_chinese_keyboard(site: Site) -> None:
    client = site.visitor()
    url = draft(site, client)
    typed = {**GOOD_WHO, "id_number": "９９００００ 19850412 101３", "phone": "１９９ 0000 1111"}
    assert site.fill(client, url, typed).status_code == 303
    assert Page(client.get(url)).values["id_number"] in {GOOD_WHO["id_number"], typed["id_number"]}


def test_words_nobody_sees_are_dropped(site: Site) -> None:
    client = site.visitor()
    url = draft(site, client)
    assert site.fill(client, url, {**GOOD_WHO, "name": "排\x00早\x07\u202e戊\x7f"}).status_code == 303
    assert Page(client.get(url)).values["name"] == "排早戊"


@pytest.mark.parametrize("name", ["place", "purpose"])
def test_ten_thousand_characters_are_told_and_kept(site: Site, name: str) -> None:
    client = site.visitor()
    details = draft(site, client).replace("/who", "/details")
    answer = site.fill(client, details, {**GOOD_DETAILS, name: LONG})
    assert answer.status_code == 422
    page = Page(answer)
    assert "不能超过" in page.told[name]
    assert page.values[name].strip() == LONG


@pytest.mark.parametrize("value", ["", "abc", "-1", "1e400", "NaN", "Infinity", "9" * 400, "一百", "1,5"])
def test_a_number_that_is_none_is_told_at_its_field(site: Site, value: str) -> None:
    client = site.visitor()
    details = draft(site, client).replace("/who", "/details")
    answer = site.fill(client, details, {**GOOD_DETAILS, **choices(client, details), "area": value})
    assert answer.status_code == 422
    assert Page(answer).told["area"].strip()
    assert Page(client.get(details)).values["area"] == value


def test_what_was_not_filled_in_is_told_before_it_is_sent(site: Site) -> None:
    client = site.visitor()
    check = draft(site, client).replace("/who", "/check")
    answer = site.fill(client, check, {})
    assert answer.status_code == 422
    assert Page(answer).alert.strip()


@pytest.mark.parametrize("act", ACTS)
def test_a_slip_in_an_act_is_told_at_its_field(site: Site, act: str) -> None:
    number, login, typed = ACTS[act]
    case, client = site.case(number), site.sign_in(login)
    answer = site.fill(client, act_url(case, act), typed)
    assert answer.status_code == 422, answer.location
    page = Page(answer)
    assert page.told.keys() >= typed.keys(), page.told
    assert page.alert.strip()
    for name, value in typed.items():
        if name in page.values and name not in {"ground", "decision"}:
            assert page.values[name].strip() == value.strip()
    assert site.case(number).version == case.version


@pytest.mark.parametrize("act", ACTS)
def test_garbage_in_every_field_of_an_act_is_answered_in_words_and_kept(site: Site, act: str) -> None:
    number, login, _ = ACTS[act]
    case, client = site.case(number), site.sign_in(login)
    url = act_url(case, act)
    drawn = Page(client.get(url)).posted()
    form = drawn.held
    # A choice keeps nothing that is none of its own.
    typed = [name for name in form if drawn.fields[name].kind != "select"]
    fields = [name for name in typed if name not in {"csrf_token", "key", "version"}]
    for garbage in GARBAGE:
        # The version is stale, so that nothing is carried out whatever the words are.
        answer = client.post(url, data={**form, **dict.fromkeys(fields, garbage), "version": "999999"})
        assert answer.status_code == 422, garbage[:20]
        page = Page(answer)
        assert page.alert.strip()
        assert "<script>" not in page.source.split("<main")[1].split("</main")[0]
        for name in fields:
            if garbage.isprintable():
                assert page.values[name].strip() == garbage, name
    for version in ("", "abc", "-1", "9" * 50, "1.5"):
        assert client.post(url, data={**form, "version": version}).status_code == 422
    assert site.case(number).version == case.version


def test_fields_that_are_none_of_the_form_change_nothing(site: Site) -> None:
    number, login, _ = ACTS["review"]
    case, client = site.case(number), site.sign_in(login)
    extra = {"state": "delivered", "tenant_id": "1", "due_on": "2030-01-01", "is_open": "", "handler_id": str(case.id)}
    words = {"scope": "papers", "findings": "情况属实", "opinion": "建议准予"}
    assert site.fill(client, act_url(case, "review"), {**extra, **words}).status_code == 303
    after = site.case(number)
    assert (after.state, after.tenant_id, after.due_on, after.is_open) == ("reviewed", MENGYUE, case.due_on, True)


def test_a_stale_page_is_told_keeps_its_words_and_can_be_sent_when_it_was_read_again(site: Site) -> None:
    case, handler, head = site.case("勐约许1"), site.sign_in(HANDLER), site.sign_in(HEAD)
    url = act_url(case, "review")
    old = Page(head.get(url)).posted().held
    words = {"scope": "papers", "findings": "第二次核查", "opinion": "建议准予"}
    assert site.fill(handler, url, {**words, "findings": "第一次核查"}).status_code == 303
    answer = head.post(url, data={**old, **words})
    assert answer.status_code == 409
    page = Page(answer)
    assert "其他人刚刚修改了这个案件" in page.alert
    assert {name: page.values[name].strip() for name in words} == words
    assert "第一次核查" in page.source, "what the other wrote is on the page"
    sent = head.post(url, data=page.posted().held)
    assert sent.status_code == 303, "the page it came back on is not stale any more"


def test_an_act_that_the_state_allows_no_more_says_so(site: Site) -> None:
    case, leader = site.case("勐约许8"), site.sign_in(LEADER)
    url = act_url(case, "send_back")
    form = Page(leader.get(url)).posted().held
    assert leader.post(url, data={**form, "reason": "请补充核查"}).status_code == 303
    answer = leader.post(url, data={**form, "key": "0" * 32, "reason": "再退一次"})
    assert answer.status_code == 422
    assert "不能再办理这一步" in Page(answer).alert


def count(site: Site) -> int:
    with site.database.read(Scope.one(MENGYUE)) as session:
        return session.scalar(select(func.count()).select_from(Case)) or 0


def twice(client: FlaskClient, url: str, typed: dict[str, Any]) -> tuple[TestResponse, TestResponse]:
    """The same form sent two times: an impatient click, or Back and again."""
    return client.post(url, data=typed), client.post(url, data=typed)


def test_an_application_sent_twice_is_one_case(site: Site) -> None:
    client = site.visitor()
    who = draft(site, client)
    details, check = who.replace("/who", "/details"), who.replace("/who", "/check")
    assert draft(site, client) == who, "a second start goes on with the first"
    assert site.fill(client, who, GOOD_WHO).status_code == 303
    assert site.fill(client, details, {**GOOD_DETAILS, **choices(client, details)}).status_code == 303
    before, form = count(site), Page(client.get(check)).posted().held
    first, second = twice(client, check, form)
    assert first.status_code == 303, Page(first).alert
    assert second.status_code == 303
    case = re.search(r"[0-9a-f-]{36}$", first.location)
    assert case is not None
    assert case[0] in second.location
    assert count(site) == before + 1
    assert client.get(second.location).status_code == 200


def test_an_intake_sent_twice_is_one_case(site: Site) -> None:
    client, url = site.sign_in(CLERK), f"/w/{MENGYUE}/approval/intake/{ITEM}"
    wrong = site.fill(client, url, {**GOOD_WHO, **GOOD_DETAILS, "id_number": "1", "begins": "2026-02-30"})
    page = Page(wrong)
    assert wrong.status_code == 422
    assert {"id_number", "begins"} <= page.told.keys(), "both parts are looked at at once"
    assert page.values["name"] == GOOD_WHO["name"]
    before = count(site)
    # The same person applied on the portal before.
    typed = {**page.posted().held, **GOOD_WHO, **GOOD_DETAILS, **choices(client, url), "again": "1"}
    first, second = twice(client, url, typed)
    assert (first.status_code, second.status_code) == (303, 303), Page(first).alert
    assert first.location == second.location
    assert count(site) == before + 1


def test_an_act_sent_twice_is_done_once(site: Site) -> None:
    case, client = site.case("勐约许2"), site.sign_in(HANDLER)
    url = act_url(case, "review")
    words = {"scope": "papers", "findings": "情况属实", "opinion": "建议准予"}
    first, second = twice(client, url, {**Page(client.get(url)).posted().held, **words})
    assert (first.status_code, second.status_code) == (303, 303)
    with site.database.read(Scope.one(MENGYUE)) as session:
        done = select(func.count()).select_from(Timeline).where(Timeline.case_id == case.id, Timeline.code == "review")
        assert session.scalar(done) == 1
