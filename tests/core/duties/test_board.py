"""The duties board and the reports compiled from it, on 20 April; each test has a month of its own."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from flask.testing import FlaskClient
from pypdf import PdfReader
from sqlalchemy import delete, func, select, update
from werkzeug.test import TestResponse

from core import clock
from core.accounts.actor import Actor
from core.accounts.models import Grant
from core.accounts.permissions import Perm
from core.db import Scope, new_id
from core.deadlines.own import Own
from core.duties import board, chasing
from core.duties.board import BoardFilter, Total
from core.duties.models import Duty, DutyEntry, DutyReport
from core.jobs.models import Outbox
from core.notices.models import Notice
from core.tenancy.models import Tenant, Unit
from core.tenancy.services import put_switch
from tests.core.duties.conftest import LONG_AGO, MONTHLY, Scheme, on
from tests.core.duties.test_views import APRIL, OFFICE, text
from tests.core.seed.test_counts import statements
from tests.sample import CLERK, COUNTY, COUNTY_ADMIN, HANDLER, HUSA, LEADER, MENGYUE, OTHER_LEADER
from tests.site import Page, Site, opened

BOARD, REPORTS = f"/w/{MENGYUE}/duties/board", f"/w/{MENGYUE}/duties/reports"
LAW = "scheme.law_report.monthly"


@pytest.fixture(scope="module")
def site(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample with the scheme on since the new year, its duties made."""
    with opened(sample, tmp_path_factory.mktemp("board")) as made:
        for tenant in (MENGYUE, HUSA, COUNTY):
            with made.database.write(Scope.one(tenant)) as session:
                session.execute(delete(DutyEntry))
                session.execute(delete(Duty))
                session.execute(update(Unit).values(since_on=LONG_AGO))
                session.execute(update(Grant).values(from_on=LONG_AGO))
        for tenant in (MENGYUE, HUSA):
            with on(LONG_AGO.replace(year=2026)):
                Scheme(made.database, tenant).turn("supervision")
        with clock.moved(APRIL):
            for tenant in (MENGYUE, HUSA):
                Scheme(made.database, tenant).make()
            yield made


@pytest.fixture(scope="module")
def scheme(site: Site) -> Scheme:
    return Scheme(site.database)


@pytest.fixture(scope="module")
def office(site: Site) -> FlaskClient:
    """The general office's handler, who receives."""
    return site.sign_in(OFFICE)


@pytest.fixture(scope="module")
def leader(site: Site) -> FlaskClient:
    return site.sign_in(LEADER)


def rows(scheme: Scheme, actor: Actor, wanted: BoardFilter, page: int = 1, limit: int = 50) -> list[board.Row]:
    with scheme.reading() as session:
        return board.page(session, actor, wanted, page, limit)


def compile_url(period: str, code: str = MONTHLY) -> str:
    return f"{REPORTS}/new?rule={code}&period={period}"


def test_every_figure_of_the_board_is_that_of_the_raw_rows(scheme: Scheme) -> None:
    scheme.submit(scheme.of("NYZ"), scheme.duty(MONTHLY, "NYZ", "2026-05"))
    wanted, actor = BoardFilter("2026-05", (MONTHLY, LAW)), scheme.of("LD", Perm.READ_DUTIES)
    with on(APRIL.date().replace(month=6)), scheme.reading() as session:
        totals, units = board.totals(session, actor, wanted), board.units(session, actor, wanted)
    for code in wanted.codes:
        own = scheme.duties(Duty.rule == code, Duty.period == "2026-05")
        owed = sum(duty.state == "open" for duty in own)
        assert totals[code] == Total(len(own), owed, owed)
    assert units == len({duty.unit_id for duty in scheme.duties(Duty.period == "2026-05", Duty.rule.in_(wanted.codes))})


def test_units_with_a_gap_come_first_whatever_their_number_then_by_code_over_all_pages(scheme: Scheme) -> None:
    wanted, actor = BoardFilter("2026-06", (MONTHLY, LAW)), scheme.of("LD", Perm.READ_DUTIES)
    for code in (MONTHLY, LAW):
        scheme.submit(scheme.of("CZS"), scheme.duty(code, "CZS", "2026-06"))
    scheme.submit(scheme.of("SBZ"), scheme.duty(MONTHLY, "SBZ", "2026-06"))
    whole = rows(scheme, actor, wanted)
    paged = [row for page in range(1, 20) for row in rows(scheme, actor, wanted, page, limit=5)]
    assert [row.unit_id for row in paged] == [row.unit_id for row in whole]
    with scheme.reading() as session:
        by_code = dict(session.execute(select(Unit.id, Unit.code)).all())
    codes = [by_code[row.unit_id] for row in whole]
    assert codes == [*sorted(set(codes) - {"CZS"}), "CZS"]
    settled = BoardFilter("2026-06", (MONTHLY, LAW), state="settled")
    assert [by_code[row.unit_id] for row in rows(scheme, actor, settled)] == ["CZS"]


def test_a_cell_opens_its_duty_and_says_in_words_how_it_stands(site: Site, scheme: Scheme, leader: FlaskClient) -> None:
    duty = scheme.duty(MONTHLY, "NYZ", "2026-07")
    page = leader.get(f"{BOARD}?period=2026-07")
    assert f"/w/{MENGYUE}/duties/{duty.id}" in Page(page).links
    assert "待报送" in text(page)
    with on(duty.due_on.replace(month=8)):
        late = text(site.sign_in(LEADER).get(f"{BOARD}?period=2026-07&state=late"))
    assert "已超期" in late


def test_a_unit_sees_its_own_row_and_the_office_those_handed_to_it(site: Site, scheme: Scheme) -> None:
    own, office = (rows(scheme, scheme.of(code), BoardFilter("2026-04", (MONTHLY,))) for code in ("NYZ", "DZB"))
    assert [row.unit_id for row in own] == [scheme.unit("NYZ")]
    assert len(office) > 10
    page = text(site.sign_in(CLERK).get(f"{BOARD}?period=2026-04"))
    assert "便民服务中心" in page
    assert "农业综合服务中心" not in page
    assert site.sign_in(OTHER_LEADER).get(BOARD).status_code == 404


@pytest.mark.parametrize(
    "typed", ["period=%00", "period=9999", "page=0&kind=x", "page=99999999999", "measure=x&state=y"]
)
def test_an_address_that_means_nothing_shows_a_board_all_the_same(leader: FlaskClient, typed: str) -> None:
    assert leader.get(f"{BOARD}?{typed}").status_code == 200


@pytest.mark.parametrize("period", ["", "0000", "2026-05x", "x" * 300, "２０２６"])
def test_a_report_of_no_period_is_not_there(leader: FlaskClient, period: str) -> None:
    assert leader.get(compile_url(period)).status_code == 404


def test_all_who_owe_are_reminded_at_once_each_once_a_day(site: Site, scheme: Scheme, office: FlaskClient) -> None:
    scheme.submit(scheme.of("NYZ"), scheme.duty(MONTHLY, "NYZ", "2026-08"))
    scheme.submit(scheme.of("NYZ"), scheme.duty(LAW, "NYZ", "2026-08"))
    duties = [duty.id for duty in scheme.duties(Duty.period == "2026-08")]
    reminded = (DutyEntry.act == "remind", DutyEntry.duty_id.in_(duties))
    for _ in range(2):
        assert site.fill(office, f"{BOARD}?period=2026-08", {}).status_code == 303
        notices = scheme.count(Notice, Notice.matter_id.in_(duties))
        told = scheme.count(DutyEntry, *reminded)
    owed = scheme.duties(Duty.period == "2026-08", Duty.state == "open")  # supervision reminds of all that is owed
    with scheme.reading() as session:
        matters = session.scalar(select(func.count(Notice.matter_id.distinct())).where(Notice.matter_id.in_(duties)))
    assert (told, matters) == (len(owed), len({duty.unit_id for duty in owed}))
    assert notices >= matters
    assert "催报" in text(office.get(f"{BOARD}?period=2026-08"))
    assert site.post(site.sign_in(CLERK), BOARD, {}).status_code == 403


def test_many_units_are_reminded_by_the_worker_once(
    site: Site, scheme: Scheme, office: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chasing, "AT_ONCE", 1)
    form = Page(office.get(f"{BOARD}?period=2026-10")).posted().held
    for _ in range(2):
        assert office.post(f"{BOARD}?period=2026-10", data=form).status_code == 303, "a second press"
    assert "正在逐个催报" in text(office.get(BOARD))
    owed = scheme.duties(Duty.period == "2026-10", Duty.state == "open", Duty.receiver_id == scheme.unit("DZB"))
    reminded = (DutyEntry.act == "remind", DutyEntry.duty_id.in_([duty.id for duty in owed]))
    assert scheme.count(DutyEntry, *reminded) == 0
    with scheme.reading() as session:
        (payload,) = session.scalars(select(Outbox.payload).where(Outbox.topic == chasing.TOPIC))
    with on(clock.today() + dt.timedelta(days=1)):  # nobody was reminded yet on that day
        for _ in range(2):
            chasing.carry_on(scheme.database, scheme.tenant, payload)
    assert 0 < scheme.count(DutyEntry, *reminded) == len(owed)


def test_the_county_sees_numbers_of_every_township_where_the_measure_is_on(site: Site, scheme: Scheme) -> None:
    county = site.sign_in(COUNTY_ADMIN)
    owed = len(scheme.duties(Duty.rule == MONTHLY, Duty.period == "2026-11"))
    page = text(county.get("/county/duties?period=2026-11"))
    assert f"未报{owed}个，共{owed}个" in page
    assert "农业综合服务中心" not in page
    assert "自设任务" not in page
    assert site.sign_in(LEADER).get("/county/duties").status_code in {403, 404}
    other = Scheme(scheme.database, HUSA)
    codes = [Own("supervision", "month", "villages", f"报送{what}值班安排").code for what in ("防汛", "护林防火")]
    like = other.duties(Duty.rule == MONTHLY, Duty.period == "2026-11")[0]
    days = ("start_on", "due_on", "safe_due_on", "provisional", "rule_version", "calendar_version")
    with other.writing() as session:
        session.get_one(Tenant, HUSA).own_duties = codes
        given = {name: getattr(like, name) for name in ("unit_id", "receiver_id", "period", "state", *days)}
        session.add_all([Duty(tenant_id=HUSA, id=new_id(), rule=code, **given) for code in codes])
    page = text(county.get("/county/duties?period=2026-11"))
    assert "自设任务" in page
    assert "报送防汛值班安排" not in page
    assert "未报2个，共2个" in page


def test_a_report_is_compiled_kept_and_made_again_when_one_more_comes_in(
    site: Site, scheme: Scheme, office: FlaskClient
) -> None:
    figures = {"NYZ": ("收件：2件",), "LYZ": ("收件：5件",)}
    for code in ("NYZ", "LYZ"):
        given = {"figures": figures[code], "study": (f"{code}学习",)}
        scheme.submit(scheme.of(code), scheme.duty(MONTHLY, code, "2026-09"), f"{code}的情况", parts=given)
    form = Page(office.get(compile_url("2026-09")))
    assert "【农业综合服务中心】\nNYZ的情况" in form.values["section_text"]
    made = site.fill(office, compile_url("2026-09"), {"section_text": "改写过的文字"})
    assert made.status_code == 303
    with scheme.reading() as session:
        report = session.scalars(select(DutyReport).where(DutyReport.period == "2026-09")).one()
        content, sources = report.content, report.sources["duties"]
    assert content["figures"] == [["办理数据", "收件（件）", "7", 2]]
    assert {source["unit"] for source in sources} == {"农业综合服务中心", "林业和草原服务中心"}
    assert len(content["owing"]) == len(scheme.duties(Duty.rule == MONTHLY, Duty.period == "2026-09")) - 2
    said = [paragraph.text for paragraph in docx.Document(io.BytesIO(_file(office, made, "docx"))).paragraphs]
    assert "改写过的文字" in said
    printed = "".join(page.extract_text() for page in PdfReader(io.BytesIO(_file(office, made, "pdf"))).pages)
    assert "改写过的文字" in printed.replace("\n", "")

    scheme.submit(scheme.of("SBZ"), scheme.duty(MONTHLY, "SBZ", "2026-09"), "后到的情况")
    assert "生成以后又报送了：社会保障服务中心" in text(office.get(made.location))
    again = Page(office.get(compile_url("2026-09"))).values["section_text"].strip()
    assert again == "改写过的文字\n【社会保障服务中心】\n后到的情况"
    site.fill(office, compile_url("2026-09"), {})
    assert scheme.count(DutyReport, DutyReport.period == "2026-09") == 2


def test_what_comes_in_while_the_report_is_written_is_added_and_what_was_typed_stays(
    site: Site, scheme: Scheme, office: FlaskClient
) -> None:
    scheme.submit(scheme.of("NYZ"), scheme.duty(MONTHLY, "NYZ", "2026-10"))
    held = Page(office.get(compile_url("2026-10"))).posted().held
    scheme.submit(scheme.of("LYZ"), scheme.duty(MONTHLY, "LYZ", "2026-10"), "同时报送的")
    refused = office.post(compile_url("2026-10"), data={**held, "section_text": "正在写的"})
    page = Page(refused)
    assert (refused.status_code, scheme.count(DutyReport, DutyReport.period == "2026-10")) == (422, 0)
    assert page.values["section_text"].strip() == "正在写的\n【林业和草原服务中心】\n同时报送的"
    data = {**page.posted().held}
    assert [office.post(compile_url("2026-10"), data=data).status_code for _ in range(2)] == [303, 303]
    assert scheme.count(DutyReport, DutyReport.period == "2026-10") == 1


def test_a_report_says_at_its_field_what_is_wrong(site: Site, scheme: Scheme, office: FlaskClient) -> None:
    scheme.submit(scheme.of("NYZ"), scheme.duty(LAW, "NYZ", "2026-04"))
    typed = {"title": " ", "section_text": "样" * 60_001}
    told = Page(site.fill(office, compile_url("2026-04", LAW), typed)).told
    assert set(told) == {"title", "section_text"}
    nothing = site.fill(office, compile_url("2026-05", "scheme.law_report.monthly"), {})
    assert "没有可以汇总的内容" in text(nothing)


def test_a_report_is_its_units_and_the_leaders(
    site: Site, scheme: Scheme, office: FlaskClient, leader: FlaskClient
) -> None:
    scheme.submit(scheme.of("NYZ"), scheme.duty(LAW, "NYZ", "2026-06"))
    made = site.fill(office, compile_url("2026-06", LAW), {}).location
    assert [client.get(made).status_code for client in (office, leader, site.sign_in(HANDLER))] == [200, 200, 404]
    assert site.sign_in(HANDLER).get(compile_url("2026-06", LAW)).status_code == 404
    assert made in Page(office.get(REPORTS)).links
    with site.database.write(Scope.one(MENGYUE)) as session:
        put_switch(session, MENGYUE, "supervision", on=False, by="test")
    try:
        assert office.get(made).status_code == 404
    finally:
        with on(LONG_AGO.replace(year=2026)):
            scheme.turn("supervision")


@pytest.mark.only_on("sqlite", "the same statements go to both, and here a transaction begins without one")
def test_the_board_sends_few_queries_and_no_more_for_more_units(
    site: Site, leader: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for rows in (2, 50):
        monkeypatch.setattr("core.duties.board_views.PAGE", rows)
        found.append(statements(leader, f"{BOARD}?period=2026-04"))
    assert found[0] == found[1] <= 15


def _file(client: FlaskClient, made: TestResponse, form: str) -> bytes:
    return client.get(f"{made.location}/file/{form}").get_data()
