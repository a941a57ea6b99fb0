"""Orders against unlawful buildings: urged, heard, decided, announced, and taken down only when 44 lets them be."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from core.calendar.services import latest
from core.cases import papers
from core.cases.models import Case
from core.cases.queries import clocks_of
from core.cases.reviews import Contested
from core.clock import SHANGHAI
from core.db import new_id
from core.errors import DomainError
from core.publishing.models import Publication
from plugins.penalty.catalogue.rules import Power
from plugins.penalty.enforcement.commands import Serve
from plugins.penalty.fines import commands as fine
from plugins.penalty.orders import commands as cmd
from plugins.penalty.orders import publication, queries, rules, services
from plugins.penalty.orders.forms import FORMS
from plugins.penalty.orders.road import CASE
from plugins.penalty.ordinary.commands import Correct, OpenCase
from plugins.penalty.summary.commands import Hear
from tests.core.seed.test_counts import statements
from tests.plugins.penalty.conftest import BOOTH, FOUND, TODAY, D, Penalties, signed
from tests.sample import ADMIN, CLERK, HANDLER, HEAD, LEADER, MENGYUE
from tests.site import Page

pytestmark = pytest.mark.only_on("sqlite", "rules, pages and forms over one road")
BUILDING, BASE = "ZL-03", f"/w/{MENGYUE}/penalty/orders"
START = D(2026, 9, 1)


def refused(words: str) -> Any:
    return pytest.raises(DomainError, match=words)


def begin(penalties: Penalties, code: str = BUILDING, day: dt.date = START) -> Case:
    pair = (penalties.officer(HANDLER), penalties.officer(HEAD))
    found = {
        **FOUND,
        "evidence": "",
        "offence": code,
        "acted_on": day,
        "officers": pair,
        "found_on": day,
        "clue": "巡查",
    }
    with penalties.writing(day) as session:
        case = services.begin(session, penalties.actor(HANDLER), OpenCase(**found), new_id().hex)
        session.expunge_all()
    return case


def decided(penalties: Penalties) -> Case:
    """A building ordered on the first and urged on the fifteenth, its demolition decided and served on the 28th."""
    act, case = penalties.act, begin(penalties)
    with refused("办案的执法人员以外的人"):
        own(penalties, case)
    case = act(case, LEADER, Correct, START, demand="停止建设，自行拆除一层。", correct_by=D(2026, 9, 11))
    with refused("改正的期限还没有届满"):
        act(case, HANDLER, cmd.UrgeOrder, D(2026, 9, 11), served_on=D(2026, 9, 11), until=D(2026, 9, 25))
    act(case, HANDLER, Serve, START, way="direct", served_on=START, signed_by="思样甲")
    with refused("请先检查改正情况"):
        act(case, HANDLER, cmd.UrgeOrder, D(2026, 9, 15), served_on=D(2026, 9, 15), until=D(2026, 9, 25))
    act(case, HANDLER, fine.Checked, D(2026, 9, 14), corrected=False, words="仍在施工。")
    case = act(case, HANDLER, cmd.UrgeOrder, D(2026, 9, 15), served_on=D(2026, 9, 15), until=D(2026, 9, 25))
    case = act(case, HANDLER, Hear, D(2026, 9, 21), said="等秋收以后拆。", examined="不属于正当理由。")
    why = {"reasons": "经催告仍不拆除。", "manner": "公告期满后用挖掘机拆除一层。"}
    with refused("催告的履行期限（至2026-09-25）还没有届满"):
        act(case, LEADER, cmd.DecideDemolition, D(2026, 9, 25), **why)
    case = act(case, LEADER, cmd.DecideDemolition, D(2026, 9, 28), **why)
    with refused("还没有送达"):
        act(case, LEADER, cmd.Announce, D(2026, 9, 28), until=D(2026, 10, 20), posted="村务公开栏")
    act(case, HANDLER, Serve, D(2026, 9, 28), way="left", served_on=D(2026, 9, 28), detail="村干部见证")
    return case


def own(penalties: Penalties, case: Case) -> None:
    """An officer of the case who is the head too orders nothing in it."""
    with penalties.writing(START) as session:
        kept = session.get_one(Case, (MENGYUE, case.id))
        facts = CASE.facts(session, kept)
        services.command(
            session, penalties.actor(HEAD), kept, facts, Correct(version=1, demand="停工", correct_by=D(2026, 9, 11))
        )


def test_a_building_is_taken_down_only_after_the_ways_against_it_are_over(penalties: Penalties) -> None:
    with refused("请选择违法行为"):  # the statute gives the township no power to take it down
        begin(penalties, BOOTH)
    act, case = penalties.act, decided(penalties)
    with refused("应当晚于今天"):
        act(case, LEADER, cmd.Announce, D(2026, 9, 29), until=D(2026, 9, 29), posted="村务公开栏")
    case = act(case, LEADER, cmd.Announce, D(2026, 9, 29), until=D(2026, 10, 20), posted="村务公开栏")
    # Twenty working days to publish it, as another than its drafter signs; who signs one that is gone is refused.
    told = {"summary": "公告期满后拆除一层。"}
    case = act(case, ADMIN, publication.PublishOrder, D(2026, 10, 9), **told)
    with penalties.reading() as session:
        draft = session.get_one(Publication, (MENGYUE, queries.whole(session, case).order.publication_id))
        assert "思样甲" not in draft.body
    signed(penalties, draft.id, D(2026, 10, 12))
    # Served on 28 September: sixty days for the review, six months for the suit, which is the later.
    done: dict[str, Any] = {"record": "挖掘机拆除，屋内无财物。", "no_cut": True}
    morning = dt.datetime(2027, 4, 6, 9, 30, tzinfo=SHANGHAI)
    with refused("（至2027-03-29）还没有届满，不能强制拆除"):
        act(case, HANDLER, cmd.Demolish, D(2027, 3, 29), at=morning, **done)
    case = act(case, LEADER, cmd.Suspend, D(2027, 3, 30), ground="third", reasons="邻居主张共有。")
    with penalties.reading() as session:
        running = {one.rule: (one.state, one.due_on) for one in clocks_of(session, case)}
    assert running == {
        "compulsion.abandon": ("running", D(2030, 3, 30)),
        "publicity.enforcement": ("satisfied", D(2026, 10, 30)),
    }
    with refused("还没有满三年"):
        act(case, LEADER, cmd.GiveUp, D(2027, 3, 31), ground="three_years", reasons="样")
    case = act(case, LEADER, cmd.Resume, D(2027, 4, 1), reasons="查明不是共有。")
    assert case.state == "order_announced"
    holiday = cmd.Demolish(version=1, at=dt.datetime(2026, 10, 1, 10, tzinfo=SHANGHAI), **done)
    free = rules.OrderFacts(TODAY, Power("statute"), START, ())
    assert [problem.field for problem in rules.demolish(free, holiday, latest())] == ["at"]
    assert rules.demolish(free, replace(holiday, urgency="即将垮塌"), latest()) == []
    with refused("夜间"):
        act(case, HANDLER, cmd.Demolish, D(2027, 4, 8), at=dt.datetime(2027, 4, 8, 22, tzinfo=SHANGHAI), **done)
    with refused("停止供水"):
        act(case, HANDLER, cmd.Demolish, D(2027, 4, 8), **{**done, "no_cut": False, "at": morning})
    act(case, ADMIN, fine.Stay, D(2027, 4, 8), kind="review", on=D(2027, 4, 8), document="样复受〔2026〕1号")
    with refused("复议或者诉讼期间还没有结束"):
        act(case, HANDLER, cmd.Demolish, D(2027, 4, 9), at=morning, **done)
    act(case, ADMIN, fine.EndStay, D(2027, 4, 12), on=D(2027, 4, 12))
    case = act(case, HANDLER, cmd.Demolish, D(2027, 4, 13), at=morning.replace(day=13), **done)
    assert case.state == "order_demolished"
    with penalties.reading() as session:
        made = {row.code: row.id for row in papers.of_case(session, case)}
    codes = ("order", "order_urging", "demolition", "demolition_notice")
    assert made.keys() == {f"penalty.{code}" for code in codes}
    for code, paper in made.items():
        shown = penalties.browser(HANDLER).get(f"/w/{MENGYUE}/cases/{case.id}/papers/{paper}").get_data(as_text=True)
        assert ("六十日内" in shown) == (code in {"penalty.order", "penalty.demolition"}), code


def test_who_corrects_after_the_decision_still_has_it_published_and_taken_down(penalties: Penalties) -> None:
    act, case = penalties.act, decided(penalties)
    case = act(case, ADMIN, publication.PublishOrder, D(2026, 10, 9), summary="公告期满后拆除一层。")
    case = act(case, HANDLER, fine.Checked, D(2026, 10, 10), corrected=True, words="已自行拆除。")
    assert case.state == "order_corrected"
    with penalties.reading() as session:
        draft = queries.whole(session, case).order.publication_id
    assert draft is not None
    signed(penalties, draft, D(2026, 10, 12))
    with penalties.reading() as session:
        assert {one.state for one in clocks_of(session, case) if one.rule == publication.PUBLICITY} == {"satisfied"}


def test_what_a_review_revokes_is_over(penalties: Penalties) -> None:
    case = decided(penalties)
    told = {
        "kind": "review",
        "outcome": "revoked",
        "document": "样复决〔2026〕2号",
        "on": D(2026, 10, 12),
        "reasons": "",
    }
    assert penalties.act(case, ADMIN, Contested, D(2026, 10, 12), **told).state == "order_ended"


def test_the_road_is_gone_by_its_forms(penalties: Penalties) -> None:
    handler, site = penalties.browser(HANDLER), penalties.site
    typed = {name: value for name, value in FOUND.items() if name not in {"cards_shown", "evidence"}}
    typed |= {"offence": BUILDING, "acted_on": TODAY.isoformat(), "second": str(penalties.officer(HEAD))}
    answer = site.fill(handler, f"{BASE}/new", {**typed, "found_on": TODAY.isoformat()})
    assert Page(answer).told.keys() == {"clue"}
    answer = site.fill(handler, f"{BASE}/new", {**typed, "found_on": TODAY.isoformat(), "clue": "巡查"})
    assert answer.status_code == 303
    case_id = UUID(answer.location.split("/")[-1].split("?")[0])
    url = f"{BASE}/{case_id}"
    order = {"demand": "停止建设", "correct_by": TODAY.isoformat()}
    assert Page(site.fill(penalties.browser(LEADER), f"{url}/command", {**order, "demand": " "})).told.keys() == {
        "demand"
    }
    assert site.fill(penalties.browser(LEADER), f"{url}/command", order).status_code == 303
    served = {"way": "direct", "served_on": TODAY.isoformat(), "signed_by": "思样甲"}
    assert site.fill(handler, f"{url}/serve_order", served).status_code == 303
    early = site.fill(handler, f"{url}/urge_order", {"served_on": TODAY.isoformat(), "until": "2026-12-20"})
    assert "还没有届满" in early.get_data(as_text=True)
    people = {login: penalties.actor(login) for login in (CLERK, HANDLER)}
    for act in CASE.transitions:
        if act.by_system:
            continue
        assert act.code in FORMS
        for login, actor in people.items():
            status = penalties.browser(login).get(f"{url}/{act.code}").status_code
            assert status in ({200, 302} if actor.may(act.permission) else {403, 404}), (act.code, login, status)
    page = f"/w/{MENGYUE}/cases/{case_id}"
    assert "停止建设" in handler.get(page).get_data(as_text=True)
    assert statements(handler, page) <= 15
    fixed = {"corrected": "yes", "words": "已经拆除。"}
    assert site.fill(handler, f"{url}/check_order", fixed).status_code == 303
    assert "违法建设已改正" in handler.get(page).get_data(as_text=True)
