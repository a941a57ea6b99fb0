"""The calendar's pages: bad lines keep what was typed, the second person finds the proposal, the party is told."""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from core import clock
from core.calendar import services as calendars
from core.db import Scope
from core.holidays.recount import recount
from tests.core.test_calendar import PASTED, SOURCE
from tests.sample import ADMIN, COUNTY_ADMIN, COUNTY_SECOND, HUSA, LEADER, MENGYUE, OTHER_ADMIN
from tests.site import Page, Site, opened

IMPORT = "/county/calendar/import"
LOCAL = f"/w/{MENGYUE}/admin/local-days/"
FESTIVAL = {
    "add-first": "2026-11-26",
    "add-last": "2026-11-27",
    "add-name": "目瑙纵歌节",
    "add-basis": "ethnic",
    "add-document": "勐政发〔2026〕1号",
}


@pytest.fixture
def own(sample: Path, tmp_path: Path) -> Iterator[Site]:
    """An installation that a test may change."""
    with opened(sample, tmp_path) as site:
        yield site


def words(answer: TestResponse) -> str:
    return answer.get_data(as_text=True)


def brought(site: Site, client: FlaskClient) -> str:
    """Preview the notice and propose it; the address of the proposal."""
    preview = site.fill(client, IMPORT, {"text": PASTED, "source": SOURCE})
    assert preview.status_code == 200, words(preview)
    answer = client.post(IMPORT, data=Page(preview).posted().held)
    assert answer.status_code == 303, words(answer)
    return str(answer.location)


def sent(client: FlaskClient, url: str, act: str, **typed: str) -> TestResponse:
    """Send one of the proposal page's forms."""
    (form,) = [form for form in Page(client.get(url)).forms if form.action.endswith(act)]
    return client.post(form.action, data={**form.held, **typed})


def actions(client: FlaskClient, url: str) -> set[str]:
    return {form.action.rsplit("/", 1)[-1] for form in Page(client.get(url)).forms if "/proposals/" in form.action}


def test_bad_lines_are_named_and_what_was_typed_stays(own: Site) -> None:
    client = own.sign_in(COUNTY_ADMIN)
    answer = own.fill(client, IMPORT, {"text": f"{PASTED}2027-02-31 off 春节", "source": SOURCE})
    page = Page(answer)
    assert answer.status_code == 422
    assert "第17行：“2027-02-31”不是有效的日期" in page.told["text"]
    assert page.values["text"].strip() == f"{PASTED}2027-02-31 off 春节".strip()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_file_is_read_as_spreadsheets_write_it(own: Site, encoding: str) -> None:
    lines = "".join(f"{','.join(line.split())},{SOURCE}\r\n" for line in PASTED.strip().splitlines())
    content = io.BytesIO(f"date,kind,name,source\r\n{lines}".encode(encoding))
    answer = own.fill(own.sign_in(COUNTY_ADMIN), IMPORT, {"file": (content, "2027.csv")})
    assert answer.status_code == 200, words(answer)
    assert "预览：2027年放假安排" in words(answer)


def test_what_is_no_text_is_refused_at_its_field(own: Site) -> None:
    content = io.BytesIO(b"\xff\xd8\xff\xe0\x00\x10\xff\xff")
    answer = own.fill(own.sign_in(COUNTY_ADMIN), IMPORT, {"file": (content, "a.jpg"), "text": "2027-01-01 off 元旦"})
    assert answer.status_code == 422
    assert "这个文件不是文本" in Page(answer).told["file"]
    assert Page(answer).values["text"].strip() == "2027-01-01 off 元旦"


def test_the_second_person_finds_compares_and_confirms(own: Site) -> None:
    first, second = own.sign_in(COUNTY_ADMIN), own.sign_in(COUNTY_SECOND)
    url = brought(own, first)
    assert actions(first, url) == {"reject"}
    assert url in Page(second.get("/county/calendar/")).links
    assert actions(second, url) == {"confirm", "reject"}
    assert sent(second, url, "/confirm").status_code == 303
    with own.database.read(Scope.one(MENGYUE)) as session:
        assert calendars.current(session).published_to == dt.date(2027, 12, 31).toordinal()
    assert "正在重新计算" in words(first.get("/county/calendar/"))
    recount(own.database)
    page = words(first.get("/county/calendar/"))
    assert "正在重新计算" not in page
    assert f"{COUNTY_ADMIN}导入，{COUNTY_SECOND}确认" in page


def test_every_limit_that_moves_is_listed_while_it_is_a_question(own: Site) -> None:
    first, second = own.sign_in(COUNTY_ADMIN), own.sign_in(COUNTY_SECOND)
    url = brought(own, first)
    total = re.search(r"共有(\d+)个", words(first.get(url)))
    listed = words(second.get(f"{url}?format=csv")).removeprefix("\ufeff").splitlines()
    assert total is not None
    assert listed[0].startswith("乡镇,编号,期限,原到期日")
    assert len(listed) - 1 == int(total[1]) > 0
    sent(second, url, "/confirm")
    assert second.get(f"{url}?format=csv").status_code == 404


def test_the_first_person_is_refused_also_with_a_form_of_their_own(own: Site) -> None:
    first = own.sign_in(COUNTY_ADMIN)
    url = brought(own, first)
    (form,) = [form for form in Page(first.get(url)).forms if form.action.endswith("/reject")]
    answer = first.post(f"{url}/confirm", data=form.held)
    assert answer.status_code == 422
    assert "提出的人不能自己确认" in Page(answer).alert


def test_a_stale_proposal_is_proposed_anew(own: Site) -> None:
    first, second = own.sign_in(COUNTY_ADMIN), own.sign_in(COUNTY_SECOND)
    stale, url = brought(own, first), brought(own, first)
    sent(second, url, "/confirm")
    assert actions(second, stale) == {"renew", "reject"}
    answer = sent(second, stale, "/renew")
    assert "与现行日历完全相同" in Page(answer).alert
    assert sent(second, stale, "/reject", reason="").status_code == 422
    assert sent(second, stale, "/reject", reason="重复").status_code == 303


def test_a_township_adds_its_own_days_and_another_sees_nothing_of_them(own: Site) -> None:
    admin, leader, other = own.sign_in(ADMIN), own.sign_in(LEADER), own.sign_in(OTHER_ADMIN)
    form = next(form for form in Page(admin.get(LOCAL)).forms if form.held.get("change") == "add")
    bad = admin.post(LOCAL, data={**form.held, **FESTIVAL, "add-document": " "})
    assert (bad.status_code, Page(bad).values["add-name"]) == (422, "目瑙纵歌节")
    made = admin.post(LOCAL, data={**form.held, **FESTIVAL})
    assert made.status_code == 303
    url = str(made.location)
    assert other.get(url).status_code == 404
    assert other.get(url.replace(str(MENGYUE), str(HUSA))).status_code == 404
    assert [form for form in Page(leader.get(LOCAL)).forms if form.held.get("change")] == []
    assert sent(leader, url, "/confirm").status_code == 303
    assert FESTIVAL["add-document"] in words(leader.get(LOCAL))
    assert FESTIVAL["add-document"] not in words(other.get(f"/w/{HUSA}/admin/local-days/"))


def test_days_of_a_year_are_shown_with_their_notice(own: Site) -> None:
    client = own.sign_in(COUNTY_ADMIN)
    page = words(client.get("/county/calendar/2026"))
    assert "2026-10-01" in page
    assert client.get("/county/calendar/1999").status_code == 404


@pytest.mark.parametrize(
    ("day", "said"),
    [(dt.date(2026, 9, 30), ""), (dt.date(2026, 10, 1), "尚未导入"), (dt.date(2026, 12, 1), "至今没有导入")],
)
def test_the_missing_notice_is_told_to_those_who_can_bring_it_in(own: Site, day: dt.date, said: str) -> None:
    with clock.moved(dt.datetime.combine(day, dt.time(9), clock.SHANGHAI)):
        county, township = own.sign_in(COUNTY_ADMIN), own.sign_in(ADMIN)
        for url in ("/county/", "/county/calendar/"):
            page = words(county.get(url))
            assert said in page
            assert ("2027年放假安排" in page) == bool(said)
        assert "2027年放假安排" not in words(township.get(f"/w/{MENGYUE}"))
