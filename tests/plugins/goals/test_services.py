"""A key work's road: two a year, two different reviewers, the meeting, the public, and what duties find filled in."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from sqlalchemy import select

from core import plugins
from core.calendar import services as calendars
from core.cases.models import IssuedPaper
from core.db import Scope, new_id
from core.duties.rules import ACCEPTED, RETURNED, SUBMITTED
from core.errors import DomainError, Forbidden
from core.publishing.rules import kept_until
from core.tenancy.models import Unit
from plugins.goals import commands as cmd
from plugins.goals import handing, inspecting, notice, queries, services
from plugins.goals.models import KeyWork
from tests.core.duties.conftest import Scheme, on
from tests.plugins.goals.road import APRIL, CONTENT, MARCH, SUPERVISOR, D, Road, of_login, sign_notice
from tests.sample import ADMIN, AGENT, HANDLER, HEAD, LEADER, MENGYUE
from tests.site import Site

SELECT, YEAR = "scheme.goals.select", (D(2026, 1, 1), D(2026, 12, 31))
FORESTER, INSURER, SURVEYOR, CAPTAIN = "yu.yangding", "pai.yangjia", "yang.nuowu", "xian.zaojia"
OTHER_AGENT, CENTRE = "yu.zaoyi", "si.yangbing"


def lines(site: Site, prefill: object, code: str) -> dict[str, tuple[str, ...]]:
    with site.database.read(Scope.one(MENGYUE)) as session:
        unit = session.scalars(select(Unit).where(Unit.code == code)).one()
        return dict(prefill(session, unit, *YEAR))  # type: ignore[operator]


def test_a_unit_has_two_a_year_and_a_third_is_refused_in_words(site: Site, scheme: Scheme) -> None:
    first = Road(site, login=FORESTER)
    Road(site, dataclasses.replace(CONTENT, name="护林防火"), FORESTER)
    with pytest.raises(DomainError, match="一年选报1至2项"):
        Road(site, login=FORESTER)
    next_year = dataclasses.replace(CONTENT, begins_on=D(2027, 3, 1), ends_on=D(2027, 9, 1))
    Road(site, next_year, FORESTER, 2027)
    with site.database.write(Scope.one(MENGYUE)) as session:
        session.get_one(KeyWork, (MENGYUE, first.id)).outcome = "dropped"
    Road(site, dataclasses.replace(CONTENT, name="林长制"), FORESTER)


def test_the_same_form_sent_twice_is_one_key_work(site: Site, scheme: Scheme) -> None:
    key = new_id().hex
    with on(MARCH), site.database.write(Scope.one(MENGYUE)) as session:
        actor = of_login(session, SURVEYOR)
        unit = min(actor.own_units("goals.case.edit"))
        first, second = (services.open_work(session, actor, unit, 2026, CONTENT, key).id for _ in range(2))
        assert first == second
        assert queries.held(session, unit, 2026) == 1


def test_nobody_selects_for_another_unit(site: Site, scheme: Scheme) -> None:
    with on(MARCH), site.database.write(Scope.one(MENGYUE)) as session:
        unit = min(of_login(session, SURVEYOR).own_units("goals.case.edit"))
        for login in (HEAD, LEADER, ADMIN, SUPERVISOR):
            with pytest.raises(Forbidden):
                services.open_work(session, of_login(session, login), unit, 2026, CONTENT, new_id().hex)


def test_handing_in_fills_the_duty_and_a_second_work_is_added_to_it(site: Site, scheme: Scheme) -> None:
    road = Road(site, login=INSURER).submitted()
    duty = scheme.duty(SELECT, "SBZ", "2026")
    (line,) = duty.content["parts"]["goals"]
    assert duty.state == SUBMITTED
    for part in (
        "灌溉水渠维修",
        "何早乙（主任）",
        "农业综合服务中心",
        "2026-03-02至2026-11-30",
        "勘察设计（2026-04-30）",
    ):
        assert part in line
    Road(site, dataclasses.replace(CONTENT, name="社保扩面"), INSURER).submitted()
    again = scheme.again(duty)
    assert [one.partition("；")[0] for one in again.content["parts"]["goals"]] == ["灌溉水渠维修", "社保扩面"]
    with on(MARCH):
        scheme.answer("send_back", scheme.of("DZB"), duty, "请补充")
    road.act(LEADER, "review_government", passed=False, words="标准不够具体")
    road.act(INSURER, "submit")
    assert scheme.again(duty).state == SUBMITTED != RETURNED
    with on(MARCH):
        scheme.answer("accept", scheme.of("DZB"), duty)
    road.act(SUPERVISOR, "review_supervision", passed=False, words="时限不够具体").act(INSURER, "submit")
    assert (scheme.again(duty).state, road.case.state) == (ACCEPTED, "submitted")


def test_what_is_late_says_why_and_a_received_selection_takes_no_more(site: Site, scheme: Scheme) -> None:
    road = Road(site, login=CAPTAIN).planned()
    with pytest.raises(DomainError, match="迟报的原因"):
        road.act(CAPTAIN, "submit", D(2026, 4, 2))
    road.act(CAPTAIN, "submit", D(2026, 4, 2), late_reason="人员变动")
    duty = scheme.duty(SELECT, "ZFD", "2026")
    assert duty.late_reason == "人员变动"
    with on(APRIL):
        scheme.answer("accept", scheme.of("DZB"), duty)
    other = Road(site, dataclasses.replace(CONTENT, name="占道整治"), CAPTAIN).planned()
    with pytest.raises(DomainError, match="已经接收"):
        other.act(CAPTAIN, "submit", D(2026, 4, 20), late_reason="漏报")


def test_what_is_returned_for_changes_after_the_day_is_not_late(site: Site, scheme: Scheme) -> None:
    road = Road(site, dataclasses.replace(CONTENT, name="窗口延时服务"), CENTRE).submitted()
    duty = scheme.duty(SELECT, "BMZ", "2026")
    road.act(LEADER, "review_government", APRIL, passed=False, words="标准不够具体")
    road.act(
        CENTRE, "edit", APRIL, content=dataclasses.replace(CONTENT, name="窗口延时服务", standard="每天延时一小时")
    )
    road.act(CENTRE, "submit", APRIL)
    again = scheme.again(duty)
    assert (again.submitted_at, again.late_reason, road.case.state) == (duty.submitted_at, "", "submitted")


def test_a_plan_that_does_not_hold_is_not_handed_in(site: Site, scheme: Scheme) -> None:
    road = Road(site, login=OTHER_AGENT)
    with pytest.raises(DomainError, match="还没有分阶段"):
        road.act(OTHER_AGENT, "submit")
    road.planned().act(
        OTHER_AGENT, "put_stage", no=2, name="施工", standard="通水", days=60, planned_on=D(2026, 5, 29), after=(1,)
    )
    with pytest.raises(DomainError, match="要在2026-03-04开始，但它所需要的阶段1到2026-04-30才完成"):
        road.act(OTHER_AGENT, "submit")
    road.act(OTHER_AGENT, "put_stage", no=1, name="", standard="", days=0, planned_on=D(1, 1, 1), remove=True)
    assert [(row.no, row.name, row.after) for row in road.whole().stages] == [(1, "施工", []), (2, "验收", [1])]
    road.act(OTHER_AGENT, "submit").act(OTHER_AGENT, "take_back")
    assert road.case.state == "draft"


def test_two_different_people_review_and_who_handed_in_is_neither(site: Site, scheme: Scheme) -> None:
    road = Road(site).submitted()
    for login in (HEAD, HANDLER, SUPERVISOR, ADMIN):
        with pytest.raises(Forbidden):
            road.act(login, "review_government", passed=True)
    with pytest.raises(Forbidden):
        road.act(LEADER, "review_supervision", passed=True)
    with site.database.write(Scope.one(MENGYUE)) as session:
        work = session.get_one(KeyWork, (MENGYUE, road.id))
        work.supervision_id = of_login(session, LEADER).account_id
    with pytest.raises(DomainError, match="由两人分别审核"):
        road.act(LEADER, "review_government", passed=True)
    with site.database.write(Scope.one(MENGYUE)) as session:
        session.get_one(KeyWork, (MENGYUE, road.id)).supervision_id = None
    road.act(LEADER, "review_government", passed=True)
    assert road.case.state == "submitted"
    with pytest.raises(DomainError, match="已经有一方审核"):
        road.act(HEAD, "take_back")
    road.act(SUPERVISOR, "review_supervision", passed=True)
    assert road.case.state == "work_reviewed"
    with pytest.raises(Forbidden):
        road.act(SUPERVISOR, "resolve", APRIL, decision="approve", held_on=APRIL, document="纪要")
    road.act(LEADER, "resolve", APRIL, decision="return", held_on=APRIL, document="纪要", words="再论证")
    assert (road.case.state, road.whole().work.government_id) == ("draft", None)
    road.act(HEAD, "submit").act(LEADER, "review_government", passed=True)
    road.act(SUPERVISOR, "review_supervision", passed=True)
    road.act(LEADER, "resolve", APRIL, decision="drop", held_on=APRIL, document="纪要", words="不属于重点")
    assert (road.case.is_open, road.whole().work.outcome) == (False, "dropped")


def test_the_public_is_told_by_a_signed_notice_and_the_proof_fills_the_duty(site: Site, scheme: Scheme) -> None:
    road = Road(site, dataclasses.replace(CONTENT, name="高标准农田")).approved()
    with site.database.read(Scope.one(MENGYUE)) as session:
        codes = session.scalars(select(IssuedPaper.code).where(IssuedPaper.case_id == road.id)).all()
    assert codes == ["goals.schedule"]
    with pytest.raises(DomainError, match="公示还没有签发"):
        road.act(ADMIN, "publish", APRIL, media="网", media_on=APRIL)
    sign_notice(site)
    with site.database.read(Scope.one(MENGYUE)) as session:
        # Wednesday 15 April, and five working days (公示) after it.
        assert kept_until(notice.NOTICE, APRIL, calendars.current(session)) == D(2026, 4, 22)
    with pytest.raises(DomainError, match="链接应当"):
        road.act(ADMIN, "publish", APRIL, media="网", media_on=APRIL, link="javascript:alert(1)")
    with pytest.raises(Forbidden):
        road.act(HEAD, "publish", APRIL, media="网", media_on=APRIL)
    assert not road.whole().work.published
    road.act(ADMIN, "publish", APRIL, media="陇川县人民政府网", media_on=APRIL, link="https://a.example/1")
    found = road.whole()
    assert (road.case.state, found.work.published, {row.published for row in found.stages}) == ("running", True, {True})
    assert lines(site, handing.told, "DZB") == {"media": ("陇川县人民政府网，2026-04-15，https://a.example/1",)}


def test_a_notice_needs_something_approved(site: Site, scheme: Scheme) -> None:
    with on(D(2027, 4, 1)), site.database.write(Scope.one(MENGYUE)) as session:
        with pytest.raises(DomainError, match="还没有审定"):
            notice.draft(session, of_login(session, ADMIN), 2027, new_id().hex)
        with pytest.raises(Forbidden):
            notice.draft(session, of_login(session, LEADER), 2027, new_id().hex)


@pytest.fixture(scope="module")
def running(site: Site, scheme: Scheme) -> Road:
    """A village's key work that was published."""
    return Road(site, login=AGENT).running()


def test_a_change_waits_for_a_leader_and_the_old_day_stays_to_be_seen(site: Site, running: Road) -> None:
    agent, may = AGENT, D(2026, 5, 6)
    running.act(agent, "ask_change", may, stage=2, new_on=D(2026, 10, 30), why="汛期停工")
    with pytest.raises(DomainError, match="已经有一项变更"):
        running.act(agent, "ask_change", may, stage=3, new_on=D(2026, 11, 27), why="顺延")
    assert running.whole().stages[1].planned_on == D(2026, 9, 30)
    with pytest.raises(Forbidden):
        running.act(agent, "decide_change", may, approved=True)
    with pytest.raises(DomainError, match="不同意的理由"):
        running.act(LEADER, "decide_change", may, approved=False)
    running.act(LEADER, "decide_change", may, approved=True)
    (change,) = running.whole().changes
    assert running.whole().stages[1].planned_on == D(2026, 10, 30)
    assert (change.old_on, change.approved, change.published, change.why) == (D(2026, 9, 30), True, True, "汛期停工")


def test_an_obstacle_is_answered_by_a_leader_and_is_not_the_publics(site: Site, running: Road) -> None:
    with pytest.raises(DomainError, match="没有等待答复"):
        running.act(LEADER, "answer_obstacle", entry=new_id(), words="好", day=D(2026, 5, 7))
    running.act(AGENT, "raise_obstacle", D(2026, 5, 7), stage=0, words="缺水泥")
    entry = running.whole().entries[-1]
    with pytest.raises(Forbidden):
        running.act(AGENT, "answer_obstacle", D(2026, 5, 7), entry=entry.id, words="好")
    running.act(LEADER, "answer_obstacle", D(2026, 5, 8), entry=entry.id, words="由县供销社调配")
    answered = running.whole().entries[-1]
    assert (answered.answer, answered.published, answered.answered_at is None) == ("由县供销社调配", False, False)


def test_stages_are_done_in_their_order_and_fill_the_self_check(site: Site, running: Road) -> None:
    agent, june = AGENT, D(2026, 6, 20)
    with pytest.raises(DomainError, match="它所需要的阶段还没有完成：勘察设计"):
        running.act(agent, "stage_done", june, stage=2, done_on=june, proof="完工")
    with on(june):
        assert lines(site, handing.checked, "201")["checks"] == (
            "2026-06-20，灌溉水渠维修：3个阶段完成0个，未按时完成：勘察设计",
        )
    running.act(agent, "stage_done", june, stage=1, done_on=D(2026, 4, 29), proof="图纸已审")
    with pytest.raises(DomainError, match="已经完成"):
        running.act(agent, "stage_done", june, stage=1, done_on=june, proof="又完成")
    with on(june):
        assert lines(site, handing.checked, "201")["checks"] == ("2026-06-20，灌溉水渠维修：3个阶段完成1个",)
        assert "灌溉水渠维修：2026-04-29完成阶段“勘察设计”" in lines(site, handing.of_month, "201")["goals"]
    with pytest.raises(DomainError, match="还有阶段没有完成：施工、验收"):
        running.act(agent, "finish", june, proof="完成")
    running.act(SUPERVISOR, "supervise", june, words="抓紧施工")
    for no, day in ((2, D(2026, 10, 28)), (3, D(2026, 11, 18))):
        running.act(agent, "stage_done", day, stage=no, done_on=day, proof="验收单")
    with pytest.raises(DomainError, match="请上传证明材料"):
        running.act(agent, "finish", D(2026, 11, 19), proof="三条水渠通水")
    running.act(agent, "fail", D(2026, 12, 1), reasons="资料没有归档")
    assert (running.case.state, running.whole().work.ended_words) == ("unfinished", "资料没有归档")


def test_half_of_the_organs_are_inspected_and_the_report_finds_them(site: Site, scheme: Scheme) -> None:
    december = D(2026, 12, 15)
    with on(december), site.database.write(Scope.one(MENGYUE)) as session:
        units = [unit.id for unit in inspecting.organs(session)]
        actor = of_login(session, SUPERVISOR)
        with pytest.raises(Forbidden):
            inspecting.put_on_list(session, of_login(session, HEAD), 2026, units[:1])
        with pytest.raises(DomainError, match="请选择要抽查的单位"):
            inspecting.put_on_list(session, actor, 2026, [new_id()])
        assert inspecting.put_on_list(session, actor, 2026, [units[0], units[0], units[1]]) == 2
        assert inspecting.put_on_list(session, actor, 2026, units[:2]) == 0
        row = inspecting.of_year(session, 2026)[units[0]]
        found = inspecting.Found(december, True, "按计划推进")
        with pytest.raises(DomainError, match="抽查日期应当"):
            inspecting.enter(
                session, actor, row.id, dataclasses.replace(found, held_on=december + dt.timedelta(days=1))
            )
        inspecting.enter(session, actor, row.id, found)
        name = session.get_one(Unit, (MENGYUE, units[0])).name
    given = lines(site, handing.inspected, "JCS")
    assert given == {"organs": (str(len(units)),), "inspected": (f"{name}：2026-12-15，按计划推进",)}
    assert plugins.registry().duties["scheme.goals.inspection"].prefill is handing.inspected
    with site.database.read(Scope.one(MENGYUE)) as session:
        assert inspecting.least(session, 2026, 5) == 3


@pytest.mark.parametrize(
    ("field", "words"), [("name", "名称"), ("lost", "没有的写“没有”"), ("standard", "标准"), ("head", "负责人")]
)
def test_what_a_selection_lacks_is_told_at_its_field(site: Site, scheme: Scheme, field: str, words: str) -> None:
    given = cmd.Content(**{**dataclasses.asdict(CONTENT), field: " "})
    with pytest.raises(DomainError, match=words) as told:
        Road(site, given, "si.yangbing")
    assert [problem.field for problem in told.value.problems] == [field]
