"""我的任务 in the workspace: one's own road, and the doors that stay shut for everybody else."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import delete, select, update
from werkzeug.test import TestResponse

from core import clock
from core.accounts.models import Grant
from core.db import Scope
from core.duties import notices
from core.duties.making import make
from core.duties.models import Duty, DutyEntry, DutyReport
from core.duties.reports import paper_of
from core.tenancy.models import Unit
from core.tenancy.services import put_switch
from core.web import workspace
from tests.sample import ADMIN, CLERK, COUNTY, COUNTY_ADMIN, HANDLER, HEAD, HUSA, LEADER, MENGYUE, OTHER_LEADER
from tests.site import Page, Site, opened

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
OFFICE = "zuo.xiangbing"  # the general office's handler
MONTHLY, QUOTA = "scheme.progress_report.monthly", "scheme.training.quota"
RETURN = "scheme.reconsideration.return"
LONG_AGO = dt.date(2020, 1, 1)
APRIL = dt.datetime(2026, 4, 20, 9, tzinfo=clock.SHANGHAI)
LATE = dt.datetime(2026, 4, 27, 9, tzinfo=clock.SHANGHAI)


@pytest.fixture
def site(sample: Path, tmp_path: Path) -> Iterator[Site]:
    """The sample on 20 April with two measures of the scheme on since the new year, its duties made."""
    with opened(sample, tmp_path) as made:
        for tenant in (MENGYUE, HUSA, COUNTY):
            with made.database.write(Scope.one(tenant)) as session:
                session.execute(delete(DutyEntry))
                session.execute(delete(Duty))
                session.execute(update(Unit).values(since_on=LONG_AGO))
                session.execute(update(Grant).values(from_on=LONG_AGO))
        with clock.moved(dt.datetime(2026, 1, 5, 9, tzinfo=clock.SHANGHAI)):
            for tenant in (MENGYUE, HUSA):
                turn(made, tenant)
        with clock.moved(APRIL):
            make(made.database, MENGYUE)
            make(made.database, HUSA)
            yield made


def turn(site: Site, tenant: int, on: bool = True) -> None:
    with site.database.write(Scope.one(tenant)) as session:
        for name in ("supervision", "training"):
            put_switch(session, tenant, name, on=on, by="test")


def find(site: Site, unit: str, rule: str = MONTHLY, period: str = "2026-04", tenant: int = MENGYUE) -> Duty:
    with site.database.read(Scope.one(tenant)) as session:
        unit_id = session.scalars(select(Unit.id).where(Unit.code == unit)).one()
        given = (Duty.rule == rule, Duty.unit_id == unit_id, Duty.period == period)
        found = session.scalars(select(Duty).where(*given)).one()
        session.expunge(found)
    return found


def url(duty_id: UUID, code: int = MENGYUE) -> str:
    return f"/w/{code}/duties/{duty_id}"


def text(answer: object) -> str:
    return answer.get_data(as_text=True)  # type: ignore[attr-defined,no-any-return]


def test_a_report_goes_its_road_from_station_to_office(site: Site) -> None:
    station, office, duty = site.sign_in(HANDLER), site.sign_in(OFFICE), find(site, "NYZ")
    assert "进展情况" in text(station.get(f"/w/{MENGYUE}/duties"))
    sent = site.fill(station, url(duty.id), {"act": "submit", "text": "春耕进展"})
    assert (sent.status_code, find(site, "NYZ").state) == (303, "submitted")
    assert "“报送”已办理" in text(station.get(url(duty.id)))
    assert "农业综合服务中心" in text(office.get(f"/w/{MENGYUE}/duties?side=received&state=submitted"))
    assert "春耕进展" in text(office.get(url(duty.id)))
    refused = site.fill(office, url(duty.id), {"act": "return"})
    assert (refused.status_code, Page(refused).told["note"].strip()[-9:]) == (422, "请写明退回的原因。")
    site.fill(office, url(duty.id), {"act": "return", "note": "缺少数据"})
    again = station.get(url(duty.id))
    assert "缺少数据" in text(again)
    assert Page(again).values["text"].strip() == "春耕进展"
    assert "被退回" in text(station.get(f"/w/{MENGYUE}/"))
    site.fill(station, url(duty.id), {"act": "submit", "text": "春耕进展，数据已补"})
    site.fill(office, url(duty.id), {"act": "accept"})
    assert find(site, "NYZ").state == "accepted"


def test_files_go_with_a_report_and_into_what_is_compiled(site: Site) -> None:
    station, office, duty = site.sign_in(HANDLER), site.sign_in(OFFICE), find(site, "NYZ")

    def sent(**typed: object) -> TestResponse:
        given = {"act": "submit", "files": (io.BytesIO(PDF), "现场.pdf"), **typed}
        return site.fill(station, url(duty.id), given, content_type="multipart/form-data")

    assert "请写明报送的内容" in Page(sent()).told["text"]
    assert "不是" in text(sent(text="春耕", files=(io.BytesIO(b"no"), "现场.pdf")))
    assert sent(text="春耕").status_code == 303
    (link,) = [link for link in Page(office.get(url(duty.id))).links if "/files/" in link]
    with office.get(link) as got:
        assert got.data == PDF
    assert site.sign_in(CLERK).get(link).status_code == 404
    assert site.sign_in(OTHER_LEADER).get(link).status_code == 404
    site.fill(office, url(duty.id), {"act": "return", "note": "换一张"})
    assert sent(text="春耕", files=(io.BytesIO(PDF + b"2"), "第二张.pdf")).status_code == 303
    assert [one["name"] for one in find(site, "NYZ").content["files"]] == ["现场.pdf", "第二张.pdf"]
    site.fill(office, url(duty.id), {"act": "return", "note": "只要第二张"})
    kept = find(site, "NYZ").content["files"][1]["id"]
    again = Page(station.get(url(duty.id))).posted().held
    assert station.post(url(duty.id), data={**again, "act": "submit", "still": [kept]}).status_code == 303
    made = site.fill(office, f"/w/{MENGYUE}/duties/reports/new?rule={MONTHLY}&period=2026-04", {})
    page = office.get(made.location)
    assert [link.rpartition("/")[2] for link in Page(page).links if "/files/" in link] == [kept]
    with site.database.read(Scope.one(MENGYUE)) as session:
        report = session.scalars(select(DutyReport)).one()
        (table,) = [block for block in paper_of(report)["body"] if block.get("head") == ["单位", "附件"]]
    assert table["rows"] == [["农业综合服务中心", "第二张.pdf"]]
    with office.get(link) as got:
        assert got.data == PDF, "what was handed in once stays"


def test_duties_that_are_owed_once_stand_on_a_list_of_their_own(site: Site) -> None:
    station = site.sign_in(HANDLER)
    once = text(station.get(f"/w/{MENGYUE}/duties?side=own&once=1"))
    assert "实施方案及配套措施备案" in once
    assert "进展情况" not in once.partition("<main")[2]


def test_nothing_to_report_is_one_click(site: Site) -> None:
    duty = find(site, "NYZ")
    site.fill(site.sign_in(HANDLER), url(duty.id), {"act": "nil"})
    assert (find(site, "NYZ").state, find(site, "NYZ").nil) == ("submitted", True)


def test_nothing_to_report_is_one_click_on_the_workbench(site: Site) -> None:
    duty, station = find(site, "NYZ"), site.sign_in(HANDLER)
    page = Page(station.get(f"/w/{MENGYUE}/"))
    (nil,) = [form for form in page.forms if form.action == url(duty.id)]
    assert nil.buttons == [("act", "nil")]
    assert station.post(nil.action, data={**nil.held, "act": "nil"}).status_code == 303
    assert (find(site, "NYZ").state, find(site, "NYZ").nil) == ("submitted", True)
    assert url(duty.id) not in text(station.get(f"/w/{MENGYUE}/"))


def test_a_duty_that_knows_no_nil_has_no_such_button(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workspace, "OWED_SHOWN", 50)
    duty, station = find(site, "NYZ", QUOTA, "2026"), site.sign_in(HANDLER)
    page = Page(station.get(f"/w/{MENGYUE}/"))
    assert url(duty.id) in page.links
    assert [form for form in page.forms if form.action == url(duty.id)] == []


def test_the_workbench_shows_what_the_readers_own_units_owe_alone(site: Site) -> None:
    own, other = find(site, "NYZ"), site.sign_in(CLERK)
    assert url(own.id) not in text(other.get(f"/w/{MENGYUE}/"))


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(site: Site) -> None:
    duty, typed = find(site, "NYZ", QUOTA, "2026"), "职业道德 3\n依法行政 3\n信息技术 3"
    refused = site.fill(site.sign_in(HANDLER), url(duty.id), {"act": "submit", "text": "说明", "topics": typed})
    page = Page(refused)
    held = [page.values[name].strip() for name in ("topics", "text")]
    assert (refused.status_code, held) == (422, [typed, "说明"])
    assert "全年累计至少10学时，现在是9学时" in page.told["topics"]


def test_a_late_report_asks_for_the_reason(site: Site) -> None:
    duty, station = find(site, "NYZ"), site.sign_in(HANDLER)
    assert "late_reason" not in Page(station.get(url(duty.id))).values
    with clock.moved(LATE):
        station = site.sign_in(HANDLER)
        page = station.get(url(duty.id))
        assert "已超过2天" in text(page)
        refused = site.fill(station, url(duty.id), {"act": "submit", "text": "迟到的"})
        assert "请说明迟报的原因" in Page(refused).told["late_reason"]
        site.fill(station, url(duty.id), {"act": "submit", "text": "迟到的", "late_reason": "停电"})
    assert find(site, "NYZ").late_reason == "停电"


def test_a_form_sent_after_the_duty_moved_on_does_nothing_and_keeps_what_was_typed(site: Site) -> None:
    duty, station = find(site, "NYZ"), site.sign_in(HANDLER)
    held = Page(station.get(url(duty.id))).posted().held
    site.fill(station, url(duty.id), {"act": "nil"})
    stale = station.post(url(duty.id), data={**held, "act": "submit", "text": "写了很久"})
    assert (stale.status_code, Page(stale).values["text"].strip()) == (422, "写了很久")
    assert find(site, "NYZ").nil is True


def test_a_second_click_is_the_first(site: Site) -> None:
    duty, station = find(site, "NYZ"), site.sign_in(HANDLER)
    held = {**Page(station.get(url(duty.id))).posted().held, "act": "submit", "text": "一次"}
    assert [station.post(url(duty.id), data=held).status_code for _ in range(2)] == [303, 303]
    with site.database.read(Scope.one(MENGYUE)) as session:
        acts = session.scalars(select(DutyEntry.act).where(DutyEntry.duty_id == duty.id)).all()
    assert sorted(acts) == ["make", "submit"]


@pytest.mark.parametrize("act", ["", "make", "delete"])
def test_an_act_that_does_not_exist_is_a_bad_request(site: Site, act: str) -> None:
    duty = find(site, "NYZ")
    assert site.fill(site.sign_in(HANDLER), url(duty.id), {"act": act}).status_code == 400


def test_another_units_duty_is_not_there(site: Site) -> None:
    own, other = find(site, "NYZ"), find(site, "LYZ")
    for login in (HANDLER, HEAD, CLERK):
        client = site.sign_in(login)
        assert client.get(url(other.id)).status_code == 404
        assert site.post(client, url(other.id), {"act": "nil", "version": 1, "key": "0" * 32}).status_code == 404
    assert site.sign_in(CLERK).get(url(own.id)).status_code == 404
    assert find(site, "LYZ").state == "open"


def test_the_leader_reads_all_but_hands_in_for_nobody(site: Site) -> None:
    leader, duty = site.sign_in(LEADER), find(site, "NYZ")
    assert "农业综合服务中心" in text(leader.get(f"/w/{MENGYUE}/duties?side=all"))
    page = leader.get(url(duty.id))
    assert (page.status_code, 'value="submit"' in text(page)) == (200, False)
    assert site.post(leader, url(duty.id), {"act": "nil", "version": 1, "key": "0" * 32}).status_code == 403
    assert site.sign_in(HANDLER).get(f"/w/{MENGYUE}/duties?side=all").status_code == 404
    assert site.sign_in(HANDLER).get(f"/w/{MENGYUE}/duties?side=none").status_code == 404


def test_the_countys_bureau_hands_in_its_own_return_and_confirms_it(site: Site) -> None:
    with site.database.write(Scope.one(COUNTY)) as session:
        put_switch(session, COUNTY, "reconsideration", on=True, by="test")
    make(site.database, COUNTY)
    bureau, duty = site.sign_in("dong.zaojia"), find(site, "SFJ", RETURN, "2026H1", COUNTY)
    assert bureau.get("/w/").location == f"/w/{COUNTY}/"
    assert 'href="/county/"' not in text(bureau.get(f"/w/{COUNTY}/duties"))
    site.fill(bureau, url(duty.id, COUNTY), {"act": "nil"})
    assert "确认已经报送到位" in text(bureau.get(url(duty.id, COUNTY)))
    site.fill(bureau, url(duty.id, COUNTY), {"act": "accept"})
    assert find(site, "SFJ", RETURN, "2026H1", COUNTY).state == "accepted"
    assert site.sign_in(COUNTY_ADMIN).get("/w/").location == "/county/"


def test_a_reason_typed_in_vain_is_not_lost(site: Site) -> None:
    station, office, duty = site.sign_in(HANDLER), site.sign_in(OFFICE), find(site, "NYZ")
    site.fill(station, url(duty.id), {"act": "nil"})
    held = Page(office.get(url(duty.id))).posted().held
    site.fill(office, url(duty.id), {"act": "accept"})
    late = office.post(url(duty.id), data={**held, "act": "return", "note": "想退回"})
    assert (late.status_code, Page(late).values["note"].strip()) == (422, "想退回")
    assert find(site, "NYZ").state == "accepted"


def test_another_township_is_not_there(site: Site) -> None:
    own, foreign = find(site, "NYZ"), find(site, "NYZ", tenant=HUSA)
    other = site.sign_in(OTHER_LEADER)
    assert other.get(url(own.id)).status_code == 404
    assert other.get(url(own.id, HUSA)).status_code == 404
    assert other.get(url(foreign.id, HUSA)).status_code == 200
    assert other.get(f"/w/{MENGYUE}/duties").status_code == 404


def test_a_measure_that_is_off_hides_its_duties_and_its_notices(site: Site) -> None:
    office, station, duty = site.sign_in(OFFICE), site.sign_in(HANDLER), find(site, "NYZ")
    with site.database.write(Scope.one(MENGYUE)) as session:
        notices.tell(session, session.get_one(Duty, (MENGYUE, duty.id)), notices.WARNING)
    assert "进展情况" in text(station.get(f"/w/{MENGYUE}/"))
    turn(site, MENGYUE, on=False)
    assert station.get(url(duty.id)).status_code == 404
    assert "进展情况" not in text(station.get(f"/w/{MENGYUE}/duties"))
    assert "进展情况" not in text(station.get(f"/w/{MENGYUE}/"))
    assert "进展情况" not in text(office.get(f"/w/{MENGYUE}/duties?side=received"))
    turn(site, MENGYUE)
    assert station.get(url(duty.id)).status_code == 200


def test_a_read_notice_leaves_the_desk(site: Site) -> None:
    station, duty = site.sign_in(HANDLER), find(site, "NYZ")
    with site.database.write(Scope.one(MENGYUE)) as session:
        notices.tell(session, session.get_one(Duty, (MENGYUE, duty.id)), notices.WARNING)
    assert "给您的提醒" in text(station.get(f"/w/{MENGYUE}/"))
    site.post(station, f"/w/{MENGYUE}/messages/read", {})
    assert "给您的提醒" not in text(station.get(f"/w/{MENGYUE}/"))


def test_a_long_list_has_pages(site: Site) -> None:
    office = site.sign_in(OFFICE)
    first = text(office.get(f"/w/{MENGYUE}/duties?side=received"))
    assert "下一页" in first
    after = first.split("after=")[1].split('"')[0]
    second = text(office.get(f"/w/{MENGYUE}/duties?side=received&after={after}"))
    assert "回到第一页" in second
    assert office.get(f"/w/{MENGYUE}/duties?after=nonsense").status_code == 200


def test_who_only_administers_has_no_duties(site: Site) -> None:
    admin = site.sign_in(ADMIN)
    assert admin.get(f"/w/{MENGYUE}/duties").status_code == 403
    assert "我的任务" not in text(admin.get(f"/w/{MENGYUE}/"))


def test_the_page_speaks_english(site: Site) -> None:
    page = text(site.sign_in(HANDLER).get(url(find(site, "NYZ").id) + "?lang=en"))
    assert "Nothing to report" in page
    assert "2026-04" in page
