"""专项整治: two persons sign before it runs, what was found is put right, and the report's figures are counted."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any
from uuid import UUID

import pytest

from core import clock
from core.db import new_id
from core.errors import DomainError, Forbidden
from core.tenancy.models import Unit
from plugins.supervision.campaign import queries, rules, services
from plugins.supervision.campaign.models import Campaign
from plugins.supervision.complaint.rules import Answer, Verify
from tests.plugins.supervision.office import CLERK_OF_IT, HEAD_OF_IT, STATION, Desk
from tests.sample import CLERK, HANDLER, HEAD, LEADER, MENGYUE, NOON, TODAY
from tests.site import Page, Site

DAY = dt.timedelta(days=1)


def plan(desk: Desk, **other: Any) -> rules.Plan:
    given = {"title": "整治吃拿卡要", "subject": "窗口作风", "plan": "自查、检查、整改", "leader": "岳早甲乡长"}
    days = {"from_on": TODAY - 30 * DAY, "to_on": TODAY + 30 * DAY, "unit_id": desk.unit("JCS")}
    return rules.Plan(**{**given, **days, **other})


def planned(desk: Desk, **other: Any) -> Campaign:
    with desk.writing() as session:
        return services.plan(session, desk.who(session, CLERK_OF_IT), plan(desk, **other), new_id().hex)


def sign(desk: Desk, row: Campaign, login: str, place: str) -> Campaign:
    with desk.writing() as session:
        version = queries.campaign_of(session, row.id).version
        return services.sign(session, desk.who(session, login), row.id, place, version)


@pytest.fixture
def running(desk: Desk) -> Campaign:
    row = planned(desk)
    sign(desk, row, LEADER, "government")
    return sign(desk, row, HEAD_OF_IT, "supervision")


def find(desk: Desk, row: Campaign, found: str = "拖延", key: str = "", on: dt.date = TODAY) -> UUID:
    with desk.writing() as session:
        finding = rules.Finding(desk.unit(STATION), found, on)
        return services.find(session, desk.who(session, CLERK_OF_IT), row.id, finding, key or new_id().hex).id


def put_right(desk: Desk, row: Campaign, entry: UUID, done: str = "限时办结") -> None:
    with desk.writing() as session:
        services.put_right(session, desk.who(session, CLERK_OF_IT), row.id, entry, done)


def close(desk: Desk, row: Campaign, report: str = "作风好转", login: str = HEAD_OF_IT) -> Campaign:
    with desk.writing() as session:
        version = queries.campaign_of(session, row.id).version
        return services.close(session, desk.who(session, login), row.id, report, version)


def test_a_campaign_runs_once_government_and_supervision_signed(desk: Desk) -> None:
    row = planned(desk)
    assert sign(desk, row, LEADER, "government").stage == "plan"
    assert sign(desk, row, HEAD_OF_IT, "supervision").stage == "running"


def test_one_person_does_not_sign_for_both() -> None:
    one = new_id()
    assert rules.sign_problems("plan", None, one, one)[0].message.startswith("政府和监察室应当由两个人")
    assert rules.sign_problems("plan", None, one, new_id()) == []
    assert rules.sign_problems("plan", one, None, new_id()) != []
    assert rules.sign_problems("running", None, one, new_id()) != []


def test_nobody_signs_in_a_place_that_is_not_theirs(desk: Desk) -> None:
    row = planned(desk)
    for login, place in (
        (LEADER, "supervision"),
        (HEAD_OF_IT, "government"),
        (CLERK_OF_IT, "supervision"),
        (HEAD, "supervision"),
    ):
        with pytest.raises(Forbidden):
            sign(desk, row, login, place)


def test_a_head_of_another_unit_plans_none(desk: Desk) -> None:
    for login in (HANDLER, HEAD, LEADER):
        with desk.writing() as session, pytest.raises(Forbidden):
            services.plan(session, desk.who(session, login), plan(desk), new_id().hex)


def test_a_plan_that_somebody_signed_is_not_changed(desk: Desk) -> None:
    row = planned(desk)
    with desk.writing() as session:
        changed = services.change(
            session, desk.who(session, CLERK_OF_IT), row.id, plan(desk, title="新题"), row.version
        )
    sign(desk, changed, LEADER, "government")
    with desk.writing() as session, pytest.raises(DomainError, match="方案不能再改"):
        services.change(session, desk.who(session, CLERK_OF_IT), row.id, plan(desk), changed.version + 1)


def test_a_plan_says_every_missing_thing_at_once(desk: Desk) -> None:
    empty = plan(desk, title=" ", subject="", plan="", leader="", to_on=TODAY - 60 * DAY)
    assert [one.field for one in rules.plan_problems(empty)] == ["title", "subject", "plan", "leader", "to_on"]


def test_a_finding_is_entered_once_and_only_while_it_runs(desk: Desk, running: Campaign) -> None:
    key = new_id().hex
    assert find(desk, running, key=key) == find(desk, running, key=key)
    with pytest.raises(DomainError, match="不能晚于今天"):
        find(desk, running, on=TODAY + DAY)
    with pytest.raises(DomainError, match="没有在开展"):
        find(desk, planned(desk))


def test_it_closes_when_every_finding_is_put_right_and_every_complaint_answered(desk: Desk, running: Campaign) -> None:
    entry, case = find(desk, running), desk.complain(about_id=desk.unit(STATION))
    with pytest.raises(DomainError) as refused:
        close(desk, running)
    assert len(refused.value.problems) == 2
    put_right(desk, running, entry)
    desk.act(case, CLERK_OF_IT, "verify", Verify, founded="yes", findings="属实", measures="退还")
    desk.act(case, HEAD_OF_IT, "answer", Answer, words="已退还")
    with pytest.raises(Forbidden):
        close(desk, running, login=CLERK_OF_IT)
    with pytest.raises(DomainError, match="请写明总结"):
        close(desk, running, " ")
    done = close(desk, running)
    assert done.figures == {"all": 1, "yes": 1, "partly": 0, "no": 0, "sent": 0, "found": 1, "done": 1}
    assert done.over_on == TODAY


def test_a_complaint_joins_the_campaign_that_runs_on_its_day_or_stands_alone(desk: Desk, running: Campaign) -> None:
    desk.complain(discipline=True)
    with desk.reading() as session:
        counted = queries.figures(session, queries.campaign_of(session, running.id))
        assert (counted["all"], counted["sent"], counted["open"]) == (1, 1, 0)
    with clock.moved(NOON + 31 * DAY):
        desk.complain()
    with desk.reading() as session:
        assert queries.figures(session, queries.campaign_of(session, running.id))["all"] == 1


def test_the_return_of_the_scheme_is_filled_from_the_campaigns_of_its_period(desk: Desk, running: Campaign) -> None:
    with desk.reading() as session:
        unit = session.get_one(Unit, (MENGYUE, desk.unit("JCS")))
        year = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))
        lines = queries.lines(session, unit, *year)["campaigns"]
        assert f"{running.from_on}至{running.to_on}：整治吃拿卡要（窗口作风）" in lines
        assert queries.lines(session, unit, dt.date(2025, 1, 1), dt.date(2025, 12, 31)) == {}


def test_the_form_of_the_duty_shows_them_where_supervision_is_on(here: Site, desk: Desk, running: Campaign) -> None:
    from sqlalchemy import select

    from core.duties.models import Duty

    with desk.reading() as session:
        duty = session.scalars(
            select(Duty.id).where(Duty.rule == "scheme.approval.cleanup", Duty.unit_id == desk.unit("LD"))
        ).first()
    page = here.sign_in(LEADER).get(f"/w/{MENGYUE}/duties/{duty}").get_data(as_text=True)
    assert "整治吃拿卡要（窗口作风）" in page


def test_it_is_walked_by_its_forms(here: Site, desk: Desk) -> None:
    office, leader, head = (here.sign_in(login) for login in (CLERK_OF_IT, LEADER, HEAD_OF_IT))
    new = f"/w/{MENGYUE}/campaigns/new"
    typed = {"title": "走一遍", "subject": "收费", "from_on": "2026-11-01", "to_on": "2026-12-31", "leader": "样"}
    assert "请写明方案" in Page(here.fill(office, new, typed)).told["plan"]
    made = here.fill(office, new, {**typed, "plan": "先查后改", "unit": str(desk.unit("JCS"))})
    url = made.location
    assert f"{url}/edit" in Page(office.get(url)).links
    for client, place in ((leader, "government"), (head, "supervision")):
        page = Page(client.get(url))
        form = next(form for form in page.forms if form.action == f"{url}/sign/{place}")
        assert client.post(form.action, data=form.held).status_code == 303
    page = Page(office.get(url))
    form = next(form for form in page.forms if form.action == f"{url}/findings")
    assert office.post(form.action, data={**form.held, "found": ""}).status_code == 422
    given = {"unit": str(desk.unit(STATION)), "found_on": "2026-11-20", "found": "多收复印费"}
    assert office.post(form.action, data={**form.held, **given}).status_code == 303
    again = next(link for link in Page(office.get(url)).links if link.startswith(f"{url}/findings/"))
    assert here.fill(office, again, {"done": "退费"}).status_code == 303
    assert office.get(f"{url}/report/pdf").status_code == 404, "it is no paper before its end"
    form = next(form for form in Page(head.get(url)).forms if form.action == f"{url}/close")
    assert head.post(form.action, data={**form.held, "report": "退费三户"}).status_code == 303
    assert office.get(f"{url}/report/pdf").data.startswith(b"%PDF")
    with zipfile.ZipFile(io.BytesIO(office.get(f"{url}/report/docx").data)) as paper:
        told = paper.read("word/document.xml").decode()
    assert "退费三户" in told
    assert "多收复印费" not in told
    outside = here.sign_in(HEAD).get(url).get_data(as_text=True)
    assert "退费三户" in outside
    assert "多收复印费" not in outside, "what was found in a unit is not everybody's to read"
    assert here.sign_in(HEAD).get(new).status_code == 403
    assert here.sign_in(CLERK).get(url).status_code == 403
    index = here.sign_in(HEAD).get(f"/w/{MENGYUE}/campaigns/").get_data(as_text=True)
    assert "走一遍" in index
