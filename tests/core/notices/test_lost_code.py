"""A lost code: sent to the telephone of the application alone, with one answer to everybody, and kept in no row."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from core.audit.models import Audit
from core.cases.codes import grouped
from core.cases.notices import CASE
from core.jobs.models import Outbox
from core.notices import rules
from core.notices.models import Delivery, Notice
from tests.core.notices.conftest import Desk
from tests.sample import MENGYUE
from tests.site import Page, Site

pytestmark = pytest.mark.only_on("sqlite", "a page, and what the worker sends for it")
URL = f"/t/{MENGYUE}/track/code"
GATEWAY = {"sms": "https://sms.example.cn/send"}


@pytest.fixture
def reachable(site: Site) -> Iterator[None]:
    """The township has a gateway for short messages."""
    usual = site.app.extensions["xiaoneng.config"]
    site.app.extensions["xiaoneng.config"] = dataclasses.replace(usual, gateways=GATEWAY)
    yield
    site.app.extensions["xiaoneng.config"] = usual


def ask(site: Site, number: str, phone: str) -> tuple[int, str]:
    answer = site.fill(site.visitor(), URL, {"number": number, "phone": phone})
    page = answer.get_data(as_text=True)
    return answer.status_code, page[page.index("<h1>") : page.index("<form")]


def test_without_a_gateway_the_page_says_how_to_get_it_at_the_window(site: Site, desk: Desk) -> None:
    page = Page(site.visitor().get(URL))
    assert "到窗口" in page.source
    assert "phone" not in page.values
    track = Page(site.visitor().get(f"/t/{MENGYUE}/track"))
    assert any("/track/code" in link for link in track.links)


@pytest.mark.usefixtures("reachable")
def test_a_code_goes_to_the_telephone_of_the_application_and_into_no_row(site: Site, desk: Desk) -> None:
    desk.setup(gateways=GATEWAY)
    desk.catch()
    case = desk.case
    with desk.reading() as session:
        phone = CASE.telephone(session, case.id)
    answers = {ask(site, *typed) for typed in ((case.number, "19900009999"), ("勐约许〔2026〕999号", phone))}
    desk.work()
    assert desk.sent == []
    spaced = f"{phone[:3]} {phone[3:7]} {phone[7:]}"
    answers |= {ask(site, case.number, spaced)}
    assert len(answers) == 1, "the answer tells nobody whether there is such a case"
    desk.work()
    (message,) = desk.sent
    assert message.to == phone
    assert grouped(case.code) in message.text
    with desk.reading() as session:
        kept = [
            str(row) for model in (Notice, Delivery, Outbox, Audit) for row in map(vars, session.scalars(select(model)))
        ]
        assert not [row for row in kept if case.code in row or grouped(case.code) in row]
        assert "core.case.code" in set(session.scalars(select(Audit.action)))
    # One case gets three a day, and a browser that asks on and on is slowed.
    for _ in range(3):
        ask(site, case.number, phone)
    desk.work()
    assert len(desk.sent) == 3
    late = site.fill(site.visitor(), URL, {"number": case.number, "phone": phone})
    assert (late.status_code, "秒后再试" in Page(late).told["phone"]) == (422, True)


@pytest.mark.usefixtures("reachable")
def test_a_code_does_not_lie_in_the_folder_of_a_worker_without_a_gateway(site: Site, desk: Desk) -> None:
    case = site.case("勐约许3")
    with desk.reading() as session:
        phone = CASE.telephone(session, case.id)
    ask(site, case.number, phone)
    desk.work()
    assert desk.states() == [rules.DROPPED]
    assert not [path for path in (site.config.data / "outbox").rglob("*.json") if case.code[:4] in path.read_text()]
