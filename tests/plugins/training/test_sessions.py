"""Sessions: who came by ticks, names and spreadsheets, the sheet, courseware, and answers without names."""

from __future__ import annotations

import datetime as dt
import io
import itertools
from uuid import UUID

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from core.audit.models import Audit
from core.db import new_id
from core.errors import DomainError, Forbidden, NotFound
from core.sheets.writing import xlsx
from plugins.training.models import Attendance, Training
from plugins.training.sessions import services
from plugins.training.sessions.services import Hold
from tests.plugins.training.conftest import BASE, OFFICE, YEAR, Study
from tests.sample import HANDLER, HEAD, LEADER, MENGYUE
from tests.site import Page

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
numbers = itertools.count(1)


@pytest.fixture
def people(study: Study) -> dict[str, UUID]:
    """The head and the handler of a station."""
    return {"何早乙": study.person("何早乙"), "金相丙": study.person("金相丙")}


def states(study: Study, training: Training) -> dict[UUID, str]:
    with study.reading() as session:
        rows = session.scalars(select(Attendance).where(Attendance.session_id == training.id))
        return {row.person_id: row.came for row in rows}


def book(*rows: tuple[str, ...], head: tuple[str, ...] = ("姓名", "到场")) -> tuple[io.BytesIO, str]:
    stream = io.BytesIO()
    xlsx(stream, "名单", head, rows)
    return io.BytesIO(stream.getvalue()), "名单.xlsx"


def send(study: Study, training: Training, login: str = HEAD, **typed: object) -> tuple[int, Page]:
    browser, url = study.browser(login), f"{BASE}/sessions/{training.id}/attendance"
    page = Page(browser.get(url))
    held = {name: value for name, value in page.posted().held.items() if name not in {"present", "excused"}}
    answered = study.site.post(browser, url, {**held, **typed}, content_type="multipart/form-data")
    return answered.status_code, Page(answered)


def test_who_was_not_ticked_has_missed_it_unless_it_was_not_for_them(study: Study, people: dict[str, UUID]) -> None:
    (extra,) = study.people("NYZ", f"样人{next(numbers)}")
    training = study.hold()
    study.attend(training, people["何早乙"], excused=(extra,))
    found = states(study, training)
    assert found[people["何早乙"]] == "present"
    assert found[people["金相丙"]] == "absent"
    assert extra not in found


def test_a_session_to_come_has_nobody_who_came(study: Study) -> None:
    training = study.hold(day=dt.date(2026, 7, 1))
    with pytest.raises(DomainError, match="还没有开始"):
        study.attend(training)


def test_names_that_are_pasted_are_ticked_then_saved(study: Study, people: dict[str, UUID]) -> None:
    training = study.hold()
    status, page = send(study, training, names="何 早乙、金相丙", read="1")
    assert status == 200
    assert states(study, training) == {}, "reading saves nothing"
    assert page.source.count(f'name="present" value="{people["金相丙"]}" checked') == 1
    status, _ = send(study, training, names="何早乙\n金相丙")
    assert status == 303
    assert {states(study, training)[person] for person in people.values()} == {"present"}


def test_a_name_nobody_has_and_one_of_two_are_told_and_the_others_are_ticked(
    study: Study, people: dict[str, UUID]
) -> None:
    study.people("NYZ", "样同名", "样同名")
    training = study.hold()
    status, page = send(study, training, names="何早乙\n无此人\n样同名")
    assert status == 422
    assert "名单里没有“无此人”。" in page.alert
    assert "2个“样同名”" in page.alert
    assert f'name="present" value="{people["何早乙"]}" checked' in page.source
    assert states(study, training) == {}
    assert page.values["names"].split() == ["何早乙", "无此人", "样同名"], "what was typed stays"


def test_a_spreadsheet_says_who_came_and_its_bad_lines(study: Study, people: dict[str, UUID]) -> None:
    training = study.hold()
    wrong = book(("何早乙", "是"), ("无此人", "是"), ("金相丙", "也许"))
    status, page = send(study, training, file=wrong)
    assert status == 422
    assert "第3行：名单里没有“无此人”。" in page.alert
    assert "第4行：" in page.alert
    assert states(study, training) == {}
    status, _ = send(study, training, file=book(("何早乙", ""), ("金相丙", "否")))
    assert status == 303
    assert states(study, training)[people["何早乙"]] == "present"
    assert states(study, training)[people["金相丙"]] == "absent"


def test_a_file_without_names_or_that_is_none_is_told(study: Study) -> None:
    training = study.hold()
    for bad in (book(("x",), head=("编号",)), (io.BytesIO(b"not a book"), "名单.xlsx")):
        status, page = send(study, training, file=bad)
        assert status == 422
        assert page.told["file"]


def test_the_same_form_twice_is_one_session(study: Study) -> None:
    key, command = new_id().hex, Hold("", "礼仪", "x", dt.date(2026, 5, 5), "09:00", "10:00", "x", "x", "x", 4)
    made = set()
    for _ in range(2):
        with study.writing() as session:
            made.add(services.register(session, study.actor(HEAD), study.unit(), command, key).id)
    assert len(made) == 1


def test_a_session_is_registered_on_its_page(study: Study) -> None:
    study.plan()
    browser, url = study.browser(HEAD), f"{BASE}/sessions/new/{study.unit()}/{YEAR}"
    page = Page(browser.get(f"{url}?topic=c1"))
    assert page.values["quarters"] == "4"
    typed = {**page.posted().held, "purpose": "补短板", "place": "会议室", "form": "集中授课", "lecturer": "样讲师"}
    late = study.site.post(browser, url, {**typed, "begins": "14:00", "ends": "9:30"})
    assert "晚于开始时间" in Page(late).told["ends"]
    outside = study.site.post(browser, url, {**typed, "topic_code": "", "topic": ""})
    assert "请填写专题名称" in Page(outside).told["topic"]
    unknown = study.site.post(browser, url, {**typed, "topic_code": "c99"})
    assert unknown.status_code == 422
    made = study.site.post(browser, url, {**typed, "held_on": "2026-06-10"})
    assert made.status_code == 303
    shown = browser.get(made.location).text
    assert "执法文书" in shown
    assert "职业道德" in shown, "the session stands for what its topic stands for in the plan"
    beside = {
        **typed,
        "key": new_id().hex,
        "topic_code": "",
        "topic": "廉政教育",
        "tag": "clean",
        "held_on": "2026-06-11",
    }
    assert "清正廉洁" in browser.get(study.site.post(browser, url, beside).location).text
    listed = browser.get(f"{BASE}/units/{study.unit()}/{YEAR}").text
    assert "职业道德" in listed
    assert "清正廉洁" in listed


def test_the_sheet_lists_the_people_with_a_code_back_to_the_session(study: Study, people: dict[str, UUID]) -> None:
    training = study.hold()
    made = study.browser(HEAD).get(f"{BASE}/sessions/{training.id}/sheet")
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(made.data)).pages)
    assert made.mimetype == "application/pdf"
    assert all(name in words for name in people)
    assert "培训签到表" in words
    assert "扫码打开" in words


def test_courseware_is_kept_and_opened_by_the_unit(study: Study) -> None:
    training = study.hold()
    url = f"{BASE}/sessions/{training.id}"
    head, handler = study.browser(HEAD), study.browser(HANDLER)
    typed = Page(head.get(url)).posted().held
    sent = {**typed, "files": (io.BytesIO(PDF), "课件一.pdf")}
    assert study.site.post(head, url, sent, content_type="multipart/form-data").status_code == 303
    (link,) = [link for link in Page(handler.get(url)).links if "/courseware/" in link]
    with handler.get(link) as answered:
        assert answered.data == PDF
    assert study.browser("yu.yangding").get(link).status_code == 404
    again = {**Page(head.get(url)).posted().held}
    assert "请选择文件" in Page(study.site.post(head, url, again)).alert
    typed.pop("csrf_token")
    assert study.site.post(handler, url, {**typed, "files": (io.BytesIO(PDF), "x.pdf")}).status_code == 403


def test_answers_are_counted_once_and_nobody_is_named(study: Study, people: dict[str, UUID]) -> None:
    training = study.hold()
    study.attend(training, *people.values())
    url, told = f"{BASE}/sessions/{training.id}", {"useful": "yes", "clear": "partly", "applied": "no"}
    handler = study.browser(HANDLER)
    typed = Page(handler.get(f"{url}/answers")).posted().held
    left = study.site.post(handler, f"{url}/answers", {**typed, "useful": "yes"})
    assert left.status_code == 422
    assert study.site.post(handler, f"{url}/answers", {**typed, **told}).status_code == 303
    assert study.site.post(handler, f"{url}/answers", {**typed, **told}).status_code == 422
    assert "满3人评价后显示" in study.browser(HEAD).get(url).text, "one answer would tell whose it is"
    with study.reading() as session:
        acts = set(session.scalars(select(Audit.action).where(Audit.subject == str(training.id))))
    assert acts == {"training.session.register", "training.session.attend"}


def test_from_three_answers_on_they_are_shown(study: Study, people: dict[str, UUID]) -> None:
    training = study.hold()
    study.attend(training, *people.values())
    told = {"useful": "yes", "clear": "partly", "applied": "no"}
    for login in (HEAD, HANDLER):
        with study.writing() as session:
            services.answer(session, study.actor(login), training.id, told)
    with study.writing() as session:
        with pytest.raises(DomainError, match="已经答过"):
            services.answer(session, study.actor(HEAD), training.id, told)
        row = session.scalars(select(Attendance).where(Attendance.person_id == people["何早乙"])).all()
        for each in row:
            each.answered = False
    with study.writing() as session:
        services.answer(session, study.actor(HEAD), training.id, {**told, "useful": "no"})
    page = study.browser(HEAD).get(f"{BASE}/sessions/{training.id}").text
    assert "是 2 · 部分是 0 · 不是 1" in page


def test_who_was_not_there_answers_nothing(study: Study, people: dict[str, UUID]) -> None:
    training = study.hold()
    study.attend(training, people["何早乙"])
    told = {"useful": "yes", "clear": "yes", "applied": "yes"}
    for login in (HANDLER, OFFICE, LEADER):
        with study.writing() as session, pytest.raises(NotFound):
            services.answer(session, study.actor(login), training.id, told)


@pytest.mark.parametrize("login", [HANDLER, OFFICE, LEADER, "yu.yangding"])
def test_only_who_keeps_the_unit_registers(study: Study, login: str) -> None:
    with pytest.raises(Forbidden):
        study.hold(login=login)
    training = study.hold()
    with pytest.raises((Forbidden, NotFound)):
        study.attend(training, login=login)


def test_colleagues_see_that_they_came_and_not_who_else(study: Study, people: dict[str, UUID]) -> None:
    training = study.hold()
    study.attend(training, *people.values())
    page = study.browser(HANDLER).get(f"{BASE}/sessions/{training.id}").text
    assert "金相丙" in page
    assert f"/people/{people['何早乙']}/" not in page
    assert f"/people/{people['何早乙']}/" in study.browser(OFFICE).get(f"{BASE}/sessions/{training.id}").text
    with study.reading() as session:
        assert session.get(Training, (MENGYUE, training.id)) is not None
