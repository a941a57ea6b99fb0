"""Diary and visits: four tags, an issue in one press, a plan that says done or not."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.audit.models import Audit
from core.db import new_id
from core.errors import DomainError, Forbidden, NotFound
from plugins.frontline.diary import commands as cmd
from plugins.frontline.diary import queries, services
from plugins.frontline.diary.models import DiaryEntry, PlannedVisit
from plugins.frontline.issues.models import Issue
from tests.core.duties.conftest import Scheme
from tests.plugins.frontline.road import MONDAY, OFFICE, D, of_login, unit
from tests.sample import CLERK, HANDLER, LEADER, MENGYUE, account
from tests.site import Page, Site

DIARY, VISITS = f"/w/{MENGYUE}/diary", f"/w/{MENGYUE}/visits"
TOLD = cmd.Write(
    visited_on=MONDAY,
    kind="solve",
    words="到三组看水渠",
    place="三组",
    people="曹相甲",
    problem="两组争水",
    matter="farming",
    promise="三天内协调",
)
pytestmark = pytest.mark.usefixtures("township")


def write(township: Scheme, login: str = HANDLER, key: str = "", **given: object) -> DiaryEntry:
    told = {name: getattr(TOLD, name) for name in cmd.Write.__dataclass_fields__}
    with township.writing() as session:
        command = cmd.Write(**{**told, **given})  # type: ignore[arg-type]
        row = services.write(session, of_login(session, login), command, key or new_id().hex)
        session.expunge(row)
    return row


def plan(township: Scheme, site: Site, day: object = D(2026, 11, 27)) -> PlannedVisit:
    with township.writing() as session:
        actor = of_login(session, LEADER)
        command = cmd.Plan(
            leader_id=actor.account_id,
            village_id=unit(site, "205"),
            planned_on=day,  # type: ignore[arg-type]
            purpose="看望灾后安置户",
        )
        row = services.plan(session, actor, command, new_id().hex)
        session.flush()
        session.expunge(row)
    return row


def test_an_entry_is_written_once_and_leaves_a_trace_without_names(township: Scheme) -> None:
    key = new_id().hex
    first, second = write(township, key=key), write(township, key=key)
    assert first.id == second.id
    with township.reading() as session:
        (trace,) = session.scalars(select(Audit).where(Audit.subject == str(first.id))).all()
        assert (trace.action, trace.body) == ("frontline.diary.write", {"kind": "solve"})


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"visited_on": D(2026, 11, 24)}, "visited_on"),
        ({"kind": "office"}, "kind"),
        ({"words": " "}, "words"),
        ({"people": ""}, "people"),
        ({"matter": "x"}, "matter"),
    ],
)
def test_an_entry_says_when_which_tag_what_and_whose_problem(
    township: Scheme, given: dict[str, object], field: str
) -> None:
    with pytest.raises(DomainError) as refused:
        write(township, **given)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_the_counter_writes_no_diary_and_reads_none(site: Site, township: Scheme) -> None:
    with pytest.raises(Forbidden):
        write(township, CLERK)
    assert site.sign_in(CLERK).get(f"{DIARY}/").status_code == 403


def test_an_entry_becomes_an_issue_in_one_press_once(site: Site, township: Scheme) -> None:
    entry, client = write(township), site.sign_in(HANDLER)
    for _ in range(2):
        with township.writing() as session:
            case = services.raise_issue(session, of_login(session, HANDLER), entry.id, new_id().hex)
            assert case.party == "曹相甲"
    with township.reading() as session:
        (issue,) = session.scalars(select(Issue).where(Issue.entry_id == entry.id)).all()
        assert (issue.source, issue.matter, issue.problem) == ("visit", "farming", "两组争水")
    other = write(township, problem="第二个问题")
    made = client.post(f"{DIARY}/{other.id}", data=Page(client.get(f"{DIARY}/{other.id}")).posted().held)
    assert made.status_code == 303
    assert "登记回执" in client.get(made.location).get_data(as_text=True)
    page = client.get(f"{DIARY}/{other.id}").get_data(as_text=True)
    assert "已转为诉求" in page
    assert "曹相甲" not in page


def test_an_entry_without_a_problem_raises_nothing(township: Scheme) -> None:
    entry = write(township, problem="", people="")
    with township.writing() as session, pytest.raises(DomainError, match="没有写问题"):
        services.raise_issue(session, of_login(session, HANDLER), entry.id, new_id().hex)


def test_another_station_finds_no_entry_of_this_one_the_office_and_leaders_do(site: Site, township: Scheme) -> None:
    entry = write(township, words="只有一处的情况")
    with township.reading() as session, pytest.raises(NotFound):
        queries.entry_of(session, of_login(session, "pai.yangjia"), entry.id)
    assert site.sign_in("pai.yangjia").get(f"{DIARY}/{entry.id}").status_code == 404
    for login in (OFFICE, LEADER):
        assert "只有一处的情况" in site.sign_in(login).get(f"{DIARY}/?kind=solve").get_data(as_text=True)
    assert "只有一处的情况" not in site.sign_in(OFFICE).get(f"{DIARY}/?kind=decide").get_data(as_text=True)


def test_a_planned_visit_is_done_with_its_leaders_own_entry(site: Site, township: Scheme) -> None:
    visit = plan(township, site, MONDAY)
    with pytest.raises(Forbidden):
        write(township, HANDLER, visit_id=visit.id)
    client = site.sign_in(LEADER)
    address = f"{DIARY}/new?visit={visit.id}"
    assert Page(client.get(address)).values["words"].strip() == "看望灾后安置户"
    typed = {"kind": "solve", "words": "走访了六户", "visited_on": MONDAY.isoformat()}
    assert site.fill(client, address, typed).status_code == 303
    with township.reading() as session:
        assert queries.visit_of(session, visit.id).stage == "done"
    with pytest.raises(DomainError):
        write(township, LEADER, visit_id=visit.id)
    assert "看日记" in client.get(f"{VISITS}/").get_data(as_text=True)


def test_a_visit_is_planned_and_called_off_on_forms_with_the_reason(site: Site, township: Scheme) -> None:
    client = site.sign_in(LEADER)
    with township.reading() as session:
        leader = str(account(session, LEADER).id)
    typed = {"leader": leader, "village": str(unit(site, "205")), "planned_on": "2026-11-20", "purpose": "看路"}
    assert "不能早于今天" in Page(site.fill(client, f"{VISITS}/new", typed)).told["planned_on"]
    assert site.fill(client, f"{VISITS}/new", {**typed, "planned_on": "2026-12-01"}).status_code == 303
    visit = plan(township, site)
    address = f"{VISITS}/{visit.id}/drop"
    assert "请写明取消的理由" in Page(site.fill(client, address, {"reason": ""})).told["reason"]
    assert site.fill(client, address, {"reason": "开会改期"}).status_code == 303
    assert "开会改期" in site.sign_in(HANDLER).get(f"{VISITS}/").get_data(as_text=True)
    assert site.sign_in(HANDLER).get(f"{VISITS}/new").status_code == 403


def test_only_leaders_are_planned_to_visit(site: Site, township: Scheme) -> None:
    with township.writing() as session:
        actor, other = of_login(session, LEADER), account(session, HANDLER).id
        command = cmd.Plan(leader_id=other, village_id=unit(site, "205"), planned_on=MONDAY, purpose="看路")
        with pytest.raises(DomainError, match="走访的领导"):
            services.plan(session, actor, command, new_id().hex)
