"""What the register knows fills the returns; spot checks and the reading drive."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from core.db import new_id
from core.errors import DomainError, Forbidden, NotFound
from core.files import services as files
from core.files import stores
from core.files.kinds import Limits
from core.notices.models import Notice
from core.tenancy.models import Unit
from plugins.training import returns
from plugins.training.checks import queries as checking
from plugins.training.checks import services as checks
from plugins.training.checks.services import Entered
from plugins.training.models import BookNote, Check
from plugins.training.reading import services as reading
from plugins.training.rules import ITEMS
from plugins.training.sessions import services as sessions
from tests.plugins.training.conftest import BASE, OFFICE, YEAR, Study, township
from tests.plugins.training.test_archive import OTHER_HEAD, PDF
from tests.sample import HANDLER, HEAD, LEADER, MENGYUE
from tests.site import Page

GOOD = dict.fromkeys(ITEMS, "yes")


@pytest.fixture(scope="module")
def study(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    """A station that held three topics, with courseware, and registered one more."""
    with township(sample, tmp_path_factory.mktemp("returns")) as made:
        made.plan()
        head, handler = made.person("何早乙"), made.person("金相丙")
        for code, month, quarters in (("c1", 3, 16), ("c2", 4, 12), ("c3", 5, 12)):
            training = made.hold(code, dt.date(2026, month, 8), quarters=quarters)
            made.attend(training, head, *([handler] if month < 5 else []))
        kept = files.keep(stores.of(made.site.config), io.BytesIO(PDF), "救助法课件.pdf", Limits())
        with made.writing() as session:
            sessions.add_courseware(session, made.actor(HEAD), training.id, [kept])
        made.hold("", dt.date(2026, 12, 8))
        yield made


def shown(study: Study, rule: str, unit: str = "NYZ", login: str = HEAD) -> dict[str, str]:
    return Page(study.browser(login).get(f"/w/{MENGYUE}/duties/{study.duty(rule, unit).id}")).values


def entered(**given: object) -> Entered:
    values = {
        **{"checked_on": dt.date(2026, 6, 10), "picked": "指定：新任负责人", "findings": GOOD, "notes": {}},
        **{"appraisal": "登记完整。", "feedback": ""},
    }
    return Entered(**{**values, **given})  # type: ignore[arg-type]


def check(study: Study, login: str = OFFICE, unit: str = "NYZ", key: str = "", **given: object) -> Check:
    with study.writing() as session:
        made = checks.enter(session, study.actor(login), study.unit(unit), YEAR, entered(**given), key or new_id().hex)
        session.expunge(made)
    return made


def test_the_quota_is_filled_from_what_was_held(study: Study) -> None:
    topics = shown(study, "scheme.training.quota")["topics"]
    assert topics.split("\n")[-3:] == ["执法文书 4", "宅基地审批 3", "社会救助法 3"]


def test_the_prefilled_quota_is_handed_in_as_it_stands(study: Study) -> None:
    browser, url = study.browser(HEAD), f"/w/{MENGYUE}/duties/{study.duty('scheme.training.quota').id}"
    typed = Page(browser.get(url)).posted().held
    assert study.site.post(browser, url, {**typed, "act": "submit"}).status_code == 303
    assert study.duty("scheme.training.quota").state == "submitted"


def test_the_summary_lists_sessions_hours_and_courseware(study: Study) -> None:
    values = shown(study, "scheme.training.summary")
    lines = values["summary"].strip().split("\n")
    assert lines[2] == "2026-05-08 社会救助法：3学时，1人参加，1人待补课，授课人样讲师甲"
    assert lines[3:] == ["全年集中培训3场，共10学时"]
    assert values["courseware"].strip() == "救助法课件.pdf"


def test_a_month_of_the_register_is_the_part_of_the_monthly_report(study: Study) -> None:
    with study.reading() as session:
        unit = session.get_one(Unit, (MENGYUE, study.unit()))
        may = returns.of_month(session, unit, dt.date(2026, 5, 1), dt.date(2026, 5, 31))
        assert may == {"study": ("2026-05-08 社会救助法：3学时，1人参加",)}
        assert returns.of_month(session, unit, dt.date(2026, 1, 1), dt.date(2026, 1, 31)) == {"study": ()}


def test_a_spot_check_tells_the_head_and_fills_the_offices_return(study: Study) -> None:
    key = new_id().hex
    made = check(study, key=key, feedback="补全签到表")
    assert check(study, key=key, feedback="补全签到表").id == made.id
    with study.reading() as session:
        (told,) = session.scalars(select(Notice).where(Notice.matter_id == made.id))
        assert "补全签到表" in told.words % told.params
        assert [row.id for row, _ in checking.checks_of(session, study.actor(HEAD), YEAR)] == [made.id]
        assert checking.checks_of(session, study.actor(OTHER_HEAD), YEAR) == []
        with pytest.raises(NotFound):
            checking.check_of(session, study.actor(OTHER_HEAD), made.id)
    lines = shown(study, "scheme.training.spotcheck", "DZB", OFFICE)["checks"].strip()
    assert lines == "2026-06-10 农业综合服务中心：查出问题0项。登记完整。"


def test_a_fault_needs_its_words_and_every_item_an_answer(study: Study) -> None:
    with pytest.raises(DomainError, match="写明是什么问题"):
        check(study, findings={**GOOD, "sheet": "no"})
    with pytest.raises(DomainError, match="请选择是或者否"):
        check(study, findings={})
    with pytest.raises(DomainError, match="不能晚于今天"):
        check(study, checked_on=dt.date(2026, 6, 30))


@pytest.mark.parametrize("login", [HEAD, HANDLER, LEADER, OTHER_HEAD])
def test_only_the_general_office_checks(study: Study, login: str) -> None:
    with pytest.raises(Forbidden):
        check(study, login)


def test_a_check_is_entered_and_answered_on_its_pages(study: Study) -> None:
    office, head = study.browser(OFFICE), study.browser(HEAD)
    url = f"{BASE}/checks/new/{study.unit()}/{YEAR}"
    typed = {**Page(office.get(url)).posted().held, **GOOD, "sheet": "no", "picked": "抽签", "appraisal": "一般"}
    refused = study.site.post(office, url, typed)
    assert refused.status_code == 422
    assert "写明是什么问题" in Page(refused).told["sheet_note"]
    made = study.site.post(office, url, {**typed, "sheet_note": "缺两人签名"})
    assert made.status_code == 303
    page = head.get(made.location)
    assert "缺两人签名" in page.text
    reply = {**Page(page).posted().held, "words": "已经补签"}
    assert study.site.post(head, made.location, reply).status_code == 303
    assert "已经补签" in office.get(made.location).text
    assert study.browser(OTHER_HEAD).get(made.location).status_code == 404
    assert head.get(url).status_code == 403


def test_notes_are_read_in_the_unit_and_nowhere_else(study: Study) -> None:
    url = f"{BASE}/units/{study.unit()}/{YEAR}/reading"
    head, handler = study.browser(HEAD), study.browser(HANDLER)
    book = Page(head.get(url)).forms
    (form,) = [each for each in book if ("act", "book") in each.buttons]
    sent = {**form.held, "act": "book", "title": "乡土中国", "author": "费孝通"}
    assert study.site.post(head, url, sent).status_code == 303
    assert study.site.post(head, url, sent).status_code == 303, "the same title is the same book"
    (form,) = [each for each in Page(handler.get(url)).forms if ("act", "note") in each.buttons]
    choice = next(option for option in form.fields["book"].options if option)
    note = {**form.held, "act": "note", "book": choice, "words": "差序格局怎么影响调解"}
    assert study.site.post(handler, url, note).status_code == 303
    assert study.site.post(handler, url, note).status_code == 303, "a second click"
    with study.reading() as session:
        assert len(session.scalars(select(BookNote)).all()) == 1
    assert "差序格局" in head.get(url).text
    office = study.browser(OFFICE).get(url).text
    assert "乡土中国" in office
    assert "差序格局" not in office
    assert study.browser(OTHER_HEAD).get(url).status_code == 404


def test_events_are_registered_in_their_year(study: Study) -> None:
    url, head = f"{BASE}/units/{study.unit()}/{YEAR}/reading", study.browser(HEAD)
    (form,) = [each for each in Page(head.get(url)).forms if ("act", "event") in each.buttons]
    typed = {**form.held, "act": "event", "name": "读书分享会", "place": "会议室", "about": "九人发言"}
    wrong = study.site.post(head, url, {**typed, "held_on": "2025-06-01"})
    assert "活动日期应当在2026年" in Page(wrong).told["held_on"]
    assert study.site.post(head, url, {**typed, "held_on": "2026-06-01"}).status_code == 303
    assert "读书分享会" in study.browser(HANDLER).get(url).text
    with study.writing() as session, pytest.raises(Forbidden):
        reading.add_book(session, study.actor(HANDLER), study.unit(), YEAR, "x", "")
