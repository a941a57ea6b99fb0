"""Circulars from end to end: written at the county, delivered, read and signed in the township, seen at the county."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from core.accounts.actor import Actor
from core.audit.models import Audit
from core.circulars import services
from core.circulars.models import Circular, CircularReceived
from core.db import Scope
from core.errors import Forbidden
from core.exchange.models import ParcelSent
from core.jobs.worker import Worker
from tests.sample import ADMIN, COUNTY, COUNTY_ADMIN, HUSA, MENGYUE, OTHER_ADMIN, TODAY, ZHANGFENG
from tests.site import Page, Site

TITLE = "关于防汛值班的通知"


@pytest.fixture(scope="module")
def worker(site: Site) -> Iterator[Worker]:
    """The worker of the installation."""
    made = Worker(site.config)
    yield made
    made.database.dispose()


def carry(worker: Worker) -> None:
    while worker.drain():
        pass


def write(site: Site, client: FlaskClient, **typed: object) -> str:
    """Send a circular to 勐约乡 and 户撒乡; the address of its page."""
    given = {"title": TITLE, "body": "第一行\n第二行", "to": [MENGYUE, HUSA], "sign_by": "2026-11-30", **typed}
    answer = site.fill(client, "/county/circulars/new", given)
    assert answer.status_code == 303, Page(answer).alert
    return str(answer.location)


def inbox(code: int, client: FlaskClient, title: str) -> str | None:
    """The address of a circular in a township's list."""
    page = client.get(f"/w/{code}/circulars/")
    assert page.status_code == 200
    if title not in page.text:
        return None
    with_title = page.text.split(title)[0].rsplit('href="', 1)[1]
    return with_title.split('"')[0]


def state_at(site: Site, address: str, township: int) -> ParcelSent:
    with site.database.read(Scope.one(COUNTY)) as session:
        key = address.rsplit("/", 1)[1]
        found = session.scalars(select(ParcelSent).where(ParcelSent.key == key, ParcelSent.to_tenant == township)).one()
        session.expunge_all()
    return found


def test_a_circular_goes_out_is_signed_for_and_the_county_sees_by_whom(site: Site, worker: Worker) -> None:
    county, town = site.sign_in(COUNTY_ADMIN), site.sign_in(ADMIN)
    address = write(site, county)
    assert inbox(MENGYUE, town, TITLE) is None
    carry(worker)
    there = inbox(MENGYUE, town, TITLE)
    assert there is not None
    assert "第一行\n第二行" in town.get(there).text
    assert site.fill(town, there, {"reply": "已安排值班"}).status_code == 303
    carry(worker)
    page = county.get(address).text
    assert "杨相丙" in page or "已安排值班" in page
    signed, waiting = state_at(site, address, MENGYUE), state_at(site, address, HUSA)
    assert (signed.state, waiting.state) == ("received", "delivered")
    assert signed.receipt.said[0].message == "已安排值班"
    with site.database.read(Scope.one(MENGYUE)) as session:
        assert session.scalar(select(Audit).where(Audit.action == "core.parcel.received")) is not None


def test_the_menu_counts_what_waits_to_be_signed_for(site: Site, worker: Worker) -> None:
    client = site.sign_in(OTHER_ADMIN)

    def badge() -> int:
        menu = client.get(f"/w/{HUSA}/").text
        words = menu.split("收到的通知", 1)[1].split("</a>")[0]
        return int(words.split('text-bg-danger">')[1].split("<")[0]) if "badge" in words else 0

    before = badge()
    write(site, site.sign_in(COUNTY_ADMIN), title="关于清点票据的通知", to=[HUSA])
    carry(worker)
    assert badge() == before + 1
    there = inbox(HUSA, client, "关于清点票据的通知")
    assert there is not None
    site.fill(client, there, {})
    assert badge() == before


def test_a_township_not_chosen_gets_nothing(site: Site, worker: Worker) -> None:
    write(site, site.sign_in(COUNTY_ADMIN), title="只发一个乡", to=[MENGYUE])
    carry(worker)
    with site.database.read(Scope.one(ZHANGFENG)) as session:
        assert session.scalar(select(CircularReceived.id).where(CircularReceived.title == "只发一个乡")) is None


def test_a_bad_form_says_what_is_wrong_at_its_field_and_keeps_the_text(site: Site) -> None:
    client = site.sign_in(COUNTY_ADMIN)
    answer = site.fill(client, "/county/circulars/new", {"title": "", "body": "留下", "sign_by": "2026-11-30"})
    page = Page(answer)
    assert answer.status_code == 422
    assert set(page.told) == {"title", "to"}
    assert page.values["body"].strip() == "留下"
    early = {"title": "早", "body": "文", "to": [MENGYUE], "sign_by": (TODAY - dt.timedelta(days=1)).isoformat()}
    assert "不能早于今天" in Page(site.fill(client, "/county/circulars/new", early)).told["sign_by"]
    foreign = {"title": "外", "body": "文", "to": [999999], "sign_by": ""}
    assert "to" in Page(site.fill(client, "/county/circulars/new", foreign)).told


def test_the_same_form_sent_twice_is_one_circular(site: Site) -> None:
    client = site.sign_in(COUNTY_ADMIN)
    form = Page(client.get("/county/circulars/new")).posted()
    typed = {**form.held, "title": "点了两次", "body": "文", "to": [MENGYUE, HUSA]}
    first, second = (client.post("/county/circulars/new", data=typed) for _ in range(2))
    assert first.location == second.location
    with site.database.read(Scope.one(COUNTY)) as session:
        assert len(session.scalars(select(Circular).where(Circular.title == "点了两次")).all()) == 1


def test_a_township_opens_only_its_own_circulars(site: Site) -> None:
    with site.database.read(Scope.one(MENGYUE)) as session:
        foreign = session.scalars(select(CircularReceived.id)).first()
    client = site.sign_in(OTHER_ADMIN)
    assert client.get(f"/w/{HUSA}/circulars/{foreign}").status_code == 404
    assert site.post(client, f"/w/{HUSA}/circulars/{foreign}", {}).status_code == 404


def test_the_services_ask_for_the_permission_themselves(site: Site) -> None:
    nobody = Actor(UUID(int=7), "样甲", COUNTY)
    with site.database.write(Scope.one(COUNTY)) as session:
        with pytest.raises(Forbidden):
            services.send(session, nobody, services.Draft("题", "文", (MENGYUE,)), "k")
        with pytest.raises(Forbidden):
            services.sign(session, nobody, UUID(int=1))
