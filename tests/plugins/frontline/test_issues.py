"""The road of an issue: nothing ends unanswered, a lead can't pass it on, and whether it is solved the person says."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from core.cases.models import Clock, Reply
from core.clock import local_date
from core.db import Scope, new_id
from core.errors import DomainError, Forbidden
from core.notices.models import Notice
from plugins.frontline.deadlines import PARTNER, REPLY
from plugins.frontline.issues import commands as cmd
from plugins.frontline.issues import services
from plugins.frontline.issues.road import ISSUE
from tests.core.duties.conftest import Scheme
from tests.plugins.frontline.road import DUE, OFFICE, TOLD, D, Road, of_login, unit
from tests.sample import AGENT, CLERK, HANDLER, HEAD, LEADER, MENGYUE
from tests.site import Site

FORESTER, VILLAGE = "yu.yangding", "瓦幕村民委员会"
pytestmark = pytest.mark.usefixtures("township")


def replies(site: Site, road: Road) -> list[str]:
    with site.database.read(Scope.one(MENGYUE)) as session:
        return list(session.scalars(select(Reply.words).where(Reply.case_id == road.id).order_by(Reply.id)))


def clocks(site: Site, road: Road, rule: str) -> list[tuple[str, object]]:
    with site.database.read(Scope.one(MENGYUE)) as session:
        rows = session.scalars(select(Clock).where(Clock.case_id == road.id, Clock.rule == rule).order_by(Clock.id))
        return [(row.state, row.due_on) for row in rows]


def told(site: Site, road: Road) -> list[str]:
    with site.database.read(Scope.one(MENGYUE)) as session:
        rows = session.scalars(select(Notice).where(Notice.matter_id == road.id).order_by(Notice.at, Notice.id))
        return [row.words % row.params for row in rows]


def test_what_is_raised_goes_to_the_general_office_and_is_answered_in_ten_working_days(site: Site) -> None:
    road = Road.collected(site)
    assert (road.case.state, road.case.unit_id) == ("collected", unit(site, "DZB"))
    assert road.case.number.startswith("勐约诉〔2026〕")
    assert clocks(site, road, REPLY) == [("running", DUE)]
    assert road.issue.problem == TOLD.problem
    assert TOLD.name not in road.case.title


def test_what_is_missing_is_told_at_its_field_all_at_once(site: Site, township: Scheme) -> None:
    with township.writing() as session:
        command = cmd.Collect(source="x", name=" ", matter="x", place="", problem="", on_spot=True)
        with pytest.raises(DomainError) as refused:
            services.collect(session, of_login(session, CLERK), command, new_id().hex)
    fields = {problem.field for problem in refused.value.problems}
    assert fields == {"source", "name", "matter", "place", "problem", "measures"}


def test_the_same_form_twice_is_one_issue(township: Scheme) -> None:
    key = new_id().hex
    with township.writing() as session:
        first, second = (services.collect(session, of_login(session, ""), TOLD, key).id for _ in range(2))
    assert first == second


def test_a_lead_gets_it_with_its_limit_and_can_give_it_back_once(site: Site) -> None:
    road = Road.collected(site).sorted()
    assert (road.case.state, road.case.unit_id) == ("handling", unit(site, "NYZ"))
    road.act(HANDLER, "pass_back", reason="属于林草中心管的便道")
    assert (road.case.state, road.case.unit_id) == ("collected", unit(site, "DZB"))
    assert clocks(site, road, REPLY) == [("running", DUE)]
    road.sorted()
    with pytest.raises(DomainError, match="退回过一次"):
        road.act(HANDLER, "pass_back", reason="还是不想办")


def test_a_lead_gives_it_to_nobody_else_only_a_leader_does(site: Site) -> None:
    road = Road.collected(site).sorted()
    with pytest.raises(DomainError):
        road.act(HANDLER, "sort", matter="road", place="三组", lead=unit(site, "LYZ"))
    with pytest.raises(Forbidden):
        road.act(HANDLER, "redirect", lead=unit(site, "LYZ"), reason="推给别人")
    road.act(LEADER, "redirect", lead=unit(site, "LYZ"), reason="便道在林区")
    assert road.case.unit_id == unit(site, "LYZ")
    with pytest.raises(Forbidden):
        road.answered(HANDLER)
    assert road.answered(FORESTER).case.state == "answered"


def test_a_unit_where_nobody_handles_issues_leads_none(site: Site) -> None:
    with pytest.raises(DomainError, match="承办人员"):
        Road.collected(site).sorted(lead="205")


def test_partners_have_their_own_limit_and_are_waited_for(site: Site) -> None:
    road = Road.collected(site).sorted()
    asked = {"units": (unit(site, "LYZ"),), "asked": "清理倒下的树", "days": 3}
    road.act(HANDLER, "share_out", **asked)
    (part,) = road.parts()
    assert clocks(site, part, PARTNER) == [("running", D(2026, 11, 26))]
    assert any("请本单位协办" in words for words in told(site, part))
    with pytest.raises(DomainError, match="林业和草原服务中心"):
        road.act(HANDLER, "share_out", **asked)
    with pytest.raises(DomainError, match="协办单位还没有答复"):
        road.answered(HANDLER)
    part.act(FORESTER, "answer_part", words="已经清走")
    assert any("协办单位已经答复" in words for words in told(site, road))
    assert road.answered(HANDLER).case.state == "answered"


def test_after_a_partners_limit_the_lead_answers_without_it(site: Site) -> None:
    road = Road.collected(site).sorted()
    road.act(HANDLER, "share_out", units=(unit(site, "LYZ"),), asked="清理倒下的树", days=3)
    (part,) = road.parts()
    road.answered(HANDLER, D(2026, 11, 27))
    assert (part.case.state, part.case.is_open) == ("dropped", False)


def test_the_general_office_or_a_station_takes_part_never_the_lead_itself(site: Site) -> None:
    road = Road.collected(site).sorted()
    with pytest.raises(DomainError, match="其他单位"):
        road.act(HANDLER, "share_out", units=(unit(site, "NYZ"),), asked="自己办", days=3)


def test_the_answer_is_the_persons_and_ends_the_limit(site: Site) -> None:
    road = Road.collected(site).sorted().answered(HANDLER, D(2026, 11, 25))
    assert replies(site, road) == ["已经修好并通车"]
    assert clocks(site, road, REPLY) == [("satisfied", DUE)]
    assert not road.case.is_open
    assert road.issue.solved is None


def test_closed_is_not_solved_until_the_person_says_so(site: Site) -> None:
    road = Road.collected(site).sorted().answered(HANDLER, D(2026, 11, 25))
    road.act("", "confirm", D(2026, 11, 30))
    assert (road.case.state, road.issue.solved) == ("solved", True)
    closed = road.case.closed_at
    assert closed is not None
    assert local_date(closed) == D(2026, 11, 25)


def test_the_person_says_no_once_and_then_a_leader_watches(site: Site) -> None:
    road = Road.collected(site).sorted().answered(HANDLER).act("", "veto", D(2026, 11, 30), words="还在塌")
    assert (road.case.state, road.case.is_open, road.issue.solved) == ("reopened", True, False)
    assert clocks(site, road, REPLY) == [("satisfied", DUE), ("running", D(2026, 12, 14))]
    assert any("没有解决" in words for words in told(site, road))
    road.act(LEADER, "chase", D(2026, 12, 1), words="三天内再去看")
    road.answered(HANDLER, D(2026, 12, 2))
    assert road.case.state == "answered_again"
    with pytest.raises(DomainError):
        road.act("", "veto", D(2026, 12, 3), words="再来一次")
    road.act("", "still_unsolved", D(2026, 12, 3), words="还是不行")
    assert (road.case.state, road.case.is_open, road.issue.solved) == ("unsolved", False, False)


def test_only_the_person_says_whether_it_is_solved(site: Site) -> None:
    road = Road.collected(site).sorted().answered(HANDLER)
    for login in (HANDLER, HEAD, LEADER, OFFICE):
        for code, given in (("confirm", {}), ("veto", {"words": "没有"})):
            with pytest.raises(Forbidden):
                road.act(login, code, **given)


def test_a_joined_issue_is_answered_with_the_one_it_is_the_same_as(site: Site) -> None:
    main, same = Road.collected(site), Road.collected(site, name="线诺丙")
    with pytest.raises(DomainError, match="没有这个编号"):
        same.act(OFFICE, "join", number="勐约诉〔2026〕999号")
    with pytest.raises(DomainError, match="没有这个编号"):
        same.act(OFFICE, "join", number=same.case.number)
    same.act(OFFICE, "join", number=main.case.number)
    with pytest.raises(DomainError, match="并入本件"):
        main.act(OFFICE, "join", number=Road.collected(site).case.number)
    main.sorted().answered(HANDLER)
    assert same.case.state == "answered"
    assert replies(site, same) == replies(site, main) == ["已经修好并通车"]
    assert same.act("", "veto", words="我这头没修").case.state == "reopened"
    assert main.case.state == "answered"


def test_what_one_unit_can_settle_is_settled_on_the_spot_and_answered(site: Site) -> None:
    road = Road.collected(site, AGENT, source="village", on_spot=True, measures="当场送去棉被", matter="relief")
    assert (road.case.state, road.issue.on_spot) == ("answered", True)
    assert replies(site, road) == ["当场送去棉被"]
    assert road.case.unit_id == unit(site, "201")
    road.act("", "veto", words="棉被不够")
    assert (road.case.state, road.case.unit_id) == ("reopened", unit(site, "DZB"))
    assert road.sorted("SBZ").case.state == "handling"


def test_no_road_ends_without_an_answer() -> None:
    """Whatever leads to a final state answers, or comes from a state that only an answer leads to."""
    final = {state.code for state in ISSUE.states if state.final}
    for act in ISSUE.transitions:
        target = act.target if isinstance(act.target, str) else "answered"
        if target in final:
            assert act.reply is not None or set(act.sources) <= final, act.code
    assert ISSUE.answerable


def test_the_counter_and_other_units_do_nothing_on_it(site: Site) -> None:
    road = Road.collected(site).sorted()
    for login in (CLERK, AGENT, FORESTER):
        with pytest.raises(Forbidden):
            road.answered(login)
    with pytest.raises(Forbidden):
        road.act(HANDLER, "chase", words="督办自己")
