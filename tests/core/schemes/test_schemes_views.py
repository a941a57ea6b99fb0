"""A year's scheme by hand: written, confirmed by another, issued and signed for; and the circular of a report."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select, update

from core import clock
from core.accounts.models import Grant
from core.db import Scope
from core.documents import addressed, services
from core.documents.content import Content
from core.documents.models import Document, DocumentUnit
from core.duties.models import Duty, DutyEntry, DutyReport
from core.errors import NotFound
from core.jobs.models import Outbox
from core.notices.models import Notice
from core.schemes.models import Scheme as Row
from core.tenancy.models import Unit
from tests.core.documents.conftest import Desk, desk_of
from tests.core.duties.conftest import LONG_AGO, MONTHLY, Scheme, on
from tests.core.duties.test_views import APRIL, OFFICE, text
from tests.core.seed.test_counts import statements
from tests.sample import ADMIN, CLERK, COUNTY, COUNTY_ADMIN, HANDLER, HEAD, LEADER, MENGYUE
from tests.site import Page, Site, opened

SCHEMES, RECEIVED = f"/w/{MENGYUE}/schemes", f"/w/{MENGYUE}/documents/received"
DAY, WHY = "day_scheme_progress_report_monthly", "why_scheme_progress_report_monthly"


@pytest.fixture(scope="module")
def site(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample with the scheme on since the new year, its duties made, on 20 April."""
    with opened(sample, tmp_path_factory.mktemp("schemes")) as made:
        for tenant in (MENGYUE, COUNTY):
            with made.database.write(Scope.one(tenant)) as session:
                session.execute(delete(DutyEntry))
                session.execute(delete(Duty))
                session.execute(update(Unit).values(since_on=LONG_AGO))
                session.execute(update(Grant).values(from_on=LONG_AGO))
        with on(LONG_AGO.replace(year=2026)):
            Scheme(made.database).turn("supervision", "training")
        with clock.moved(APRIL):
            Scheme(made.database).make()
            yield made


@pytest.fixture(scope="module")
def scheme(site: Site) -> Scheme:
    return Scheme(site.database)


@pytest.fixture(scope="module")
def desk(site: Site) -> Desk:
    return desk_of(site, MENGYUE, HANDLER, HEAD, LEADER, ADMIN, OFFICE)


@pytest.fixture(scope="module")
def admin(site: Site) -> FlaskClient:
    return site.sign_in(ADMIN)


@pytest.fixture(scope="module")
def begun(site: Site, admin: FlaskClient) -> str:
    """The address of a draft of this year."""
    made = site.fill(admin, f"{SCHEMES}/new", {"year": "2026", "source": "above"})
    assert made.status_code == 303, Page(made).alert
    return str(made.location).removesuffix("/edit")


def issue(desk: Desk, document_id: UUID) -> None:
    """Bring a draft to its end by the road of every document, and tell its units as the worker does."""
    row = desk.now(document_id)
    with desk.writing() as session:
        signers = (desk.people[LEADER].account_id,)
        given = Content(row.kind, row.format, row.title, row.sent_to, row.body, signers=signers)
        services.edit(session, desk.people[OFFICE], row.id, given, row.version)
    desk.step(row, "submit", OFFICE)
    desk.step(row, "check", ADMIN)
    desk.step(row, "sign", LEADER)
    desk.step(row, "issue", ADMIN)
    with desk.database.read(Scope.one(MENGYUE)) as session:
        wanted = (Outbox.topic == addressed.TOPIC, Outbox.key == f"document:{document_id}")
        (payload,) = session.scalars(select(Outbox.payload).where(*wanted))
    for _ in range(2):
        addressed.tell(desk.database, MENGYUE, payload)


def act(site: Site, client: FlaskClient, page: str, step: str, **typed: Any) -> int:
    """Press a button of a scheme's page."""
    held = Page(client.get(page)).posted().held
    return client.post(f"{page}/{step}", data={**held, **typed}).status_code


def test_a_scheme_goes_its_road_by_hand_and_units_sign_for_it(
    site: Site, scheme: Scheme, desk: Desk, admin: FlaskClient, begun: str
) -> None:
    loose = site.fill(admin, f"{begun}/edit", {DAY: "26", WHY: "晚一点"})
    assert (loose.status_code, Page(loose).values[DAY], Page(loose).values[WHY]) == (422, "26", "晚一点")
    assert "只能提前" in Page(loose).told[DAY]
    assert site.fill(admin, f"{begun}/edit", {DAY: "22", WHY: "便于汇总"}).status_code == 303
    page = text(admin.get(begun))
    assert "便于汇总" in page
    typed = {"name": "报送防汛值班安排", "measure": "supervision", "who": "villages", "every": "month", "day": "10"}
    silent = site.fill(admin, f"{begun}/own", typed)
    assert (silent.status_code, Page(silent).values["name"]) == (422, "报送防汛值班安排")
    assert "依据" in Page(silent).told["why"]
    bad = site.fill(admin, f"{begun}/own", {**typed, "name": "有 空格", "day": "40", "why": "县防汛办通知"})
    assert "不能有空格" in Page(bad).told["name"]
    assert "31" in Page(site.fill(admin, f"{begun}/own", {**typed, "day": "40", "why": "通知"})).told["day"]
    for name in ("报送防汛值班安排", "多余的任务"):
        assert site.fill(admin, f"{begun}/own", {**typed, "name": name, "why": "县防汛办通知"}).status_code == 303
    (form,) = [form for form in Page(admin.get(f"{begun}/edit")).forms if len(form.buttons) > 1]
    (drop,) = [value for name, value in form.buttons if name == "drop" and value.endswith("多余的任务")]
    assert site.post(admin, f"{begun}/own/drop", {**form.held, "drop": drop}).status_code == 303
    page = text(admin.get(begun))
    assert "多余的任务" not in page
    assert "本乡镇自设" in page

    moving = len(scheme.duties(Duty.rule == MONTHLY))
    assert f"确认以后有{moving}项待报送的任务改期" in page

    station, leader = site.sign_in(HANDLER), site.sign_in(LEADER)
    assert station.get(begun).status_code == 404
    assert act(site, admin, begun, "propose") == 303
    assert act(site, admin, begun, "confirm") == 422
    assert act(site, leader, begun, "confirm") == 303
    assert station.get(begun).status_code == 200
    assert "执行中" in text(station.get(SCHEMES + "/"))

    office = site.sign_in(OFFICE)
    made = office.post(f"{begun}/issue", data=Page(office.get(begun)).posted().held)
    assert made.status_code == 303
    document_id = UUID(str(made.location).rsplit("/", 1)[-1])
    assert station.get(f"{RECEIVED}/{document_id}").status_code == 404
    issue(desk, document_id)
    assert "待签收" in text(station.get(RECEIVED))
    assert site.fill(station, f"{RECEIVED}/{document_id}", {}).status_code == 303
    assert "农业综合服务中心由" in text(station.get(f"{RECEIVED}/{document_id}"))
    page = text(admin.get(begun))
    assert "1个单位已签收" in page
    assert "未签收" in page
    signed = text(admin.get(f"/w/{MENGYUE}/documents/{document_id}"))
    assert "农业综合服务中心" in signed


def test_each_unit_is_told_once_that_a_document_waits(scheme: Scheme, desk: Desk) -> None:
    with scheme.reading() as session:
        document_id = session.scalars(select(Row.document_id).where(Row.document_id.is_not(None))).one()
        named = session.scalars(select(DocumentUnit).where(DocumentUnit.document_id == document_id)).all()
        told = session.scalars(select(Notice.account_id).where(Notice.matter == "document_unit")).all()
    assert len(told) == len(set(told)) > 0
    assert len(named) > 3


def test_a_hostile_form_is_refused_and_keeps_its_words(site: Site, admin: FlaskClient) -> None:
    new = site.fill(admin, f"{SCHEMES}/new", {"year": "2027", "source": "above"})
    edit = str(new.location)
    for typed in ({DAY: "9" * 40}, {DAY: "日"}, {DAY: ""}, {WHY: "样" * 300, DAY: "20"}):
        answer = site.fill(admin, edit, typed)
        assert answer.status_code == 422, typed
    page = Page(site.fill(admin, edit, {DAY: "", WHY: "留下的字"}))
    assert page.values[WHY] == "留下的字"
    assert site.fill(admin, f"{SCHEMES}/new", {"year": "1", "source": "above"}).status_code == 422


def test_the_county_writes_its_own_and_reads_no_townships(site: Site, begun: str) -> None:
    county = site.sign_in(COUNTY_ADMIN)
    made = site.fill(county, "/county/schemes/new", {"year": "2026", "source": "above"})
    page = text(county.get(str(made.location).removesuffix("/edit")))
    assert "重点工作选报" in page  # of a measure that is off in this township: the county's is a template of all
    assert county.get(begun.replace(f"/w/{MENGYUE}", "/county")).status_code == 404


def test_a_report_is_circulated_to_every_unit_that_owes(site: Site, scheme: Scheme, desk: Desk) -> None:
    office = site.sign_in(OFFICE)
    for code in ("NYZ", "LYZ"):
        duty = scheme.duty(MONTHLY, code, "2026-09")
        scheme.submit(scheme.of(code), duty, f"{code}的情况", parts={"figures": ("收件：2件",)})
    compiled = site.fill(office, f"/w/{MENGYUE}/duties/reports/new?rule={MONTHLY}&period=2026-09", {})
    report = str(compiled.location)
    made = office.post(f"{report}/circulate", data=Page(office.get(report)).posted().held)
    assert made.status_code == 303
    document_id = UUID(str(made.location).rsplit("/", 1)[-1])
    row = desk.now(document_id)
    assert (row.kind, row.title) == ("circular", "关于2026年9月进展情况的通报")
    assert "NYZ的情况" in row.body
    assert "收件（件）" in row.body
    assert "通报起草中" in text(office.get(report))
    again = office.post(f"{report}/circulate", data={**Page(office.get(f"{SCHEMES}/")).values, "key": "0" * 32})
    assert again.status_code in {400, 422}
    issue(desk, document_id)
    owing = {duty.unit_id for duty in scheme.duties(Duty.rule == MONTHLY, Duty.period == "2026-09")}
    with scheme.reading() as session:
        assert set(addressed.units_of(session, document_id)) == owing
    page = text(office.get(f"/w/{MENGYUE}/duties/reports"))
    assert "已通报" in page
    assert site.fill(site.sign_in(HANDLER), f"{RECEIVED}/{document_id}", {}).status_code == 303
    assert "1个单位已签收" in text(office.get(report))


def test_a_document_is_signed_for_by_its_units_alone_and_once(scheme: Scheme, desk: Desk) -> None:
    with scheme.reading() as session:
        document_id = session.scalars(select(DutyReport.document_id)).one()
        assert document_id is not None
    with scheme.writing() as session:
        assert addressed.sign(session, scheme.of("LYZ"), document_id) == 1
        assert addressed.sign(session, scheme.of("LYZ"), document_id) == 0
        with pytest.raises(NotFound):
            addressed.sign(session, scheme.of("DZB"), document_id)


def test_what_replaces_a_document_is_signed_for_by_the_same_units(scheme: Scheme, desk: Desk) -> None:
    with scheme.reading() as session:
        old = session.scalars(select(Document).where(Document.kind == "circular", Document.stage == "issued")).first()
        assert old is not None
        units, old_id = addressed.units_of(session, old.id), old.id
    new = desk.write(by=OFFICE, replaces=old_id)
    with scheme.reading() as session:
        assert addressed.units_of(session, new.id) == units


@pytest.mark.only_on("sqlite", "the same statements go to both, and here a transaction begins without one")
def test_the_pages_send_few_queries(site: Site, admin: FlaskClient, begun: str) -> None:
    station = site.sign_in(CLERK)
    assert statements(station, RECEIVED) <= 15
    assert statements(admin, begun) <= 20
