"""A unit's plan: the quota while editing, one entry for plan and duty, the office's answer, and editions after it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from core import clock
from core.db import new_id
from core.duties import services as duties
from core.duties.services import Answer
from core.errors import DomainError, Forbidden
from plugins.training.models import Plan, PlanEdition
from plugins.training.plan import services
from plugins.training.plan.queries import content
from tests.plugins.training.conftest import BASE, MARCH, NEED, OFFICE, TOPICS, YEAR, Study, township
from tests.sample import HANDLER, HEAD, MENGYUE
from tests.site import Page

RULE = "scheme.training.plan"
THREES = (("甲", 12), ("乙", 12), ("丙", 12))


@pytest.fixture
def study(sample: Path, tmp_path: Path) -> Iterator[Study]:
    """Before the last day of filing."""
    with township(sample, tmp_path, MARCH) as made:
        yield made


def file(study: Study, login: str = HEAD, key: str = "", late: str = "") -> Plan:
    with study.writing() as session:
        plan = session.scalars(select(Plan)).one()
        return services.file_plan(
            session, study.actor(login), plan.unit_id, YEAR, plan.version, key or new_id().hex, late
        )


def editions(study: Study) -> list[PlanEdition]:
    with study.reading() as session:
        found = list(session.scalars(select(PlanEdition).order_by(PlanEdition.number)))
        session.expunge_all()
    return found


def answer(study: Study, act: str, note: str = "") -> None:
    duty = study.duty(RULE)
    with study.writing() as session:
        getattr(duties, act)(session, study.actor(OFFICE), duty.id, Answer(duty.version, note), new_id().hex)


def test_filing_is_one_entry_and_the_office_accepts_it(study: Study) -> None:
    study.plan()
    key = new_id().hex
    file(study, key=key)
    file(study, key=key)  # a second click
    duty = study.duty(RULE)
    assert duty.state == "submitted"
    assert duty.content["parts"]["topics"] == ["执法文书 4", "宅基地审批 3", "社会救助法 3"]
    assert duty.content["parts"]["needs"] == ["全体：不会填写执法文书（案卷评查）"]
    assert [each.number for each in editions(study)] == [1]
    answer(study, "accept")
    assert study.duty(RULE).state == "accepted"
    page = study.browser(HEAD).get(f"{BASE}/units/{study.unit()}/{YEAR}/plan").get_data(as_text=True)
    assert "已接收" in page


def test_three_times_three_is_saved_and_not_filed(study: Study) -> None:
    study.plan(topics=THREES)
    with pytest.raises(DomainError, match="现在是9学时"):
        file(study)
    assert study.duty(RULE).state == "open"
    assert editions(study) == []


def test_a_plan_without_a_need_is_not_filed(study: Study) -> None:
    plan = study.plan()
    with study.writing() as session:
        command = services.Change(plan.version, needs=[])
        services.change(session, study.actor(HEAD), plan.unit_id, YEAR, command)
    with pytest.raises(DomainError, match="先填写培训需求"):
        file(study)


def test_what_the_office_returned_is_filed_again(study: Study) -> None:
    study.plan()
    file(study)
    answer(study, "send_back", "与需求不符")
    study.plan(topics=(*TOPICS, ("礼仪", 2)), why="按退回的意见补充")
    file(study)
    assert study.duty(RULE).state == "submitted"
    assert study.duty(RULE).content["parts"]["topics"][-1] == "礼仪 0.5"
    assert [each.number for each in editions(study)] == [1, 2, 3]


def test_a_change_after_filing_needs_its_reason_and_stays_visible(study: Study) -> None:
    study.plan()
    file(study)
    more = (("执法文书", 20), *TOPICS[1:], ("礼仪", 4))
    with pytest.raises(DomainError, match="为什么变更"):
        study.plan(topics=more)
    study.plan(topics=more, why="新规定施行")
    first, second = editions(study)
    assert [topic["quarters"] for topic in first.content["topics"]] == [16, 12, 12]
    assert second.why == "新规定施行"
    page = study.browser(OFFICE).get(f"{BASE}/units/{study.unit()}/{YEAR}/plan").get_data(as_text=True)
    assert "执法文书 4 → 执法文书 5" in page
    assert "增加专题：礼仪 1" in page
    study.plan(topics=more, why="什么也没变")
    assert len(editions(study)) == 2


def test_after_the_last_day_filing_says_why_it_is_late(study: Study) -> None:
    study.plan()
    with clock.moved(dt.datetime(2026, 4, 2, 9, tzinfo=clock.SHANGHAI)):
        with pytest.raises(DomainError, match="请说明迟报的原因"):
            file(study)
        file(study, late="等待新法施行")
    assert study.duty(RULE).late_reason == "等待新法施行"


def test_who_changed_it_meanwhile_is_not_overwritten(study: Study) -> None:
    plan = study.plan()
    study.plan(topics=THREES)
    with study.writing() as session:
        stale = services.Change(plan.version, topics=[])
        with pytest.raises(DomainError):
            services.change(session, study.actor(HEAD), plan.unit_id, YEAR, stale)


def test_a_topic_that_was_held_stays_and_its_sessions_follow_its_name(study: Study) -> None:
    study.plan()
    held = study.hold("c2", dt.date(2026, 3, 9))
    assert held.topic == "宅基地审批"
    with pytest.raises(DomainError, match="“宅基地审批”已经登记过培训"):
        study.plan(topics=TOPICS[:1])
    study.plan(topics=(TOPICS[0], ("宅基地审批与农房管理", 12), TOPICS[2]))
    with study.reading() as session:
        assert session.get_one(type(held), (MENGYUE, held.id)).topic == "宅基地审批与农房管理"


@pytest.mark.parametrize("login", [HANDLER, OFFICE])
def test_only_who_keeps_the_unit_plans_for_it(study: Study, login: str) -> None:
    with pytest.raises(Forbidden):
        study.plan(login=login)


def test_the_server_says_what_is_short_while_editing_and_saves_nothing(study: Study) -> None:
    browser, url = study.browser(HEAD), f"{BASE}/units/{study.unit()}/{YEAR}/plan/topics"
    typed = Page(browser.get(url)).posted().held
    for at, (name, hours) in enumerate((("甲", "3"), ("乙", "3"), ("丙", "3"))):
        typed |= {f"r{at}-name": name, f"r{at}-quarters": hours}
    answered = study.site.post(browser, url, {**typed, "check": "1"})
    assert answered.status_code == 200
    assert "全年累计至少10学时，现在是9学时。" in answered.text
    assert Page(answered).values["r2-name"] == "丙", "what was typed stays"
    with study.reading() as session:
        assert session.scalar(select(Plan)) is None
    enough = study.site.post(browser, url, {**typed, "r0-quarters": "4", "check": "1"})
    assert "共10学时，三项要求都已达到。" in enough.text


def test_hours_that_are_none_are_told_at_their_row_and_kept(study: Study) -> None:
    browser, url = study.browser(HEAD), f"{BASE}/units/{study.unit()}/{YEAR}/plan/topics"
    typed = Page(browser.get(url)).posted().held | {"r0-name": "甲", "r0-quarters": "3.1"}
    answered = study.site.post(browser, url, typed)
    page = Page(answered)
    assert answered.status_code == 422
    assert "学时" in page.told["r0-quarters"]
    assert page.values["r0-quarters"] == "3.1"


def test_a_plan_is_made_and_filed_on_its_pages(study: Study) -> None:
    browser, base = study.browser(HEAD), f"{BASE}/units/{study.unit()}/{YEAR}/plan"
    typed = Page(browser.get(f"{base}/topics")).posted().held
    for at, (name, quarters) in enumerate(TOPICS):
        typed |= {f"r{at}-name": name, f"r{at}-quarters": str(quarters // 4), f"r{at}-tag": "ethics"}
    assert study.site.post(browser, f"{base}/topics", typed).status_code == 303
    typed = Page(browser.get(f"{base}/needs")).posted().held
    typed |= {f"r0-{name}": NEED[name] for name in ("who", "gap", "basis")}
    assert study.site.post(browser, f"{base}/needs", typed).status_code == 303
    assert study.site.post(browser, base, Page(browser.get(base)).posted().held).status_code == 303
    assert study.duty(RULE).state == "submitted"
    with study.reading() as session:
        plan = session.scalars(select(Plan)).one()
        assert [topic["tag"] for topic in content(plan)["topics"]] == ["ethics"] * 3


def test_the_duty_page_is_prefilled_from_the_plan(study: Study) -> None:
    study.plan()
    page = Page(study.browser(HEAD).get(f"/w/{MENGYUE}/duties/{study.duty(RULE).id}"))
    assert page.values["topics"].split("\n")[-3:] == ["执法文书 4", "宅基地审批 3", "社会救助法 3"]
