"""The ordinary procedure as its people meet it: a clue's form, one form for each act, papers, and the hearings."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from core import cases as cases_core
from core.accounts.actor import Actor
from core.cases import papers
from core.cases.models import Case
from core.cases.reviews import TakeNews
from core.db import new_id
from plugins.penalty.ordinary import commands as cmd
from plugins.penalty.ordinary import queries
from plugins.penalty.ordinary.road import CASE
from plugins.penalty.ordinary.views import ACTS
from tests.core.seed.test_counts import statements
from tests.plugins.penalty.conftest import FIRE, FOUND, TODAY, D, Penalties
from tests.plugins.penalty.test_ordinary import SEEN, begin, fined, investigated
from tests.sample import ADMIN, CLERK, HANDLER, HEAD, LEADER, MENGYUE
from tests.site import Page

pytestmark = pytest.mark.only_on("sqlite", "pages and forms are the same over either database")
BASE = f"/w/{MENGYUE}/penalty"


@pytest.fixture(scope="module", autouse=True)
def powers(penalties: Penalties) -> None:
    """The township may punish by the conferred power."""
    penalties.confirm(FIRE)


def form(penalties: Penalties, case: Case, act: str, login: str, **typed: Any) -> Any:
    return penalties.site.fill(penalties.browser(login), f"{BASE}/ordinary/{case.id}/{act}", typed)


def test_the_road_is_gone_by_its_forms(penalties: Penalties) -> None:
    handler = penalties.browser(HANDLER)
    typed = {name: value for name, value in FOUND.items() if name not in {"cards_shown", "evidence"}}
    typed |= {"offence": FIRE, "acted_on": TODAY.isoformat(), "second": str(penalties.officer(HEAD))}
    answer = penalties.site.fill(handler, f"{BASE}/clues", {**typed, "found_on": TODAY.isoformat(), "address": ""})
    assert Page(answer).told.keys() == {"clue"}
    typed |= {"found_on": TODAY.isoformat(), "clue": "巡查"}
    answer = penalties.site.fill(handler, f"{BASE}/clues", {**typed, "address": ""})
    assert Page(answer).told.keys() == {"address"}
    answer = penalties.site.fill(handler, f"{BASE}/clues", typed)
    assert answer.status_code == 303
    case = _at(penalties, answer.location)
    assert Page(form(penalties, case, "file", LEADER, days="30")).told.keys() == {"source"}
    assert form(penalties, case, "file", LEADER, days="", source="").status_code == 303
    seen = {name: value for name, value in SEEN.items() if name != "cards_shown"}
    answer = form(penalties, case, "add_evidence", HANDLER, taken_on=TODAY.isoformat(), **seen)
    assert Page(answer).told.keys() == {"cards_shown"}
    answer = form(penalties, case, "add_evidence", HANDLER, taken_on=TODAY.isoformat(), cards_shown="y", **seen)
    assert answer.status_code == 303
    answer = form(penalties, case, "notify", HANDLER, amount="99999")
    assert "不能超过法定的最高限" in Page(answer).told["amount"]
    told = {"amount": "300", "warning": "y", "rights": "y", "reasons": "初次违法。"}
    assert form(penalties, case, "notify", HANDLER, **told).status_code == 303
    assert form(penalties, case, "defend", HANDLER, said="没有意见", examined="没有意见").status_code == 303
    answer = form(penalties, case, "penalise", LEADER, amount="301")
    assert "不得因陈述、申辩加重处罚" in Page(answer).told["amount"]
    # 行政处罚法28①: a day to put it right, or the word that nothing is left to put right.
    assert Page(form(penalties, case, "penalise", LEADER)).told.keys() == {"correct_by"}
    assert form(penalties, case, "penalise", LEADER, put_right="y").status_code == 303
    answer = form(penalties, case, "serve", HANDLER, way="electronic", served_on=TODAY.isoformat())
    assert Page(answer).told.keys() == {"consented_on"}
    served = {"way": "direct", "served_on": TODAY.isoformat(), "signed_by": "思样甲"}
    assert form(penalties, case, "serve", HANDLER, **served).status_code == 303
    later = {"until": "2026-12-21", "reasons": "秋收以后缴纳。"}
    answer = form(penalties, case, "defer", LEADER, parts="十二月十日三百元", **later)
    assert Page(answer).told.keys() == {"parts"}
    assert "十二月十日三百元" in Page(answer).posted().held["parts"]
    answer = form(penalties, case, "defer", LEADER, parts="2026-12-15 100\n2026-12-21 200元", **later)
    assert answer.status_code == 303, Page(answer).told
    assert "分期缴纳" in handler.get(f"/w/{MENGYUE}/cases/{case.id}").get_data(as_text=True)
    page = handler.get(f"/w/{MENGYUE}/cases/{case.id}").get_data(as_text=True)
    for words in ("证据清单", "SHA-256", "罚款台账", "缴纳期限2026-12-21", "样-0002", "申请行政复议", "提起行政诉讼"):
        assert words in page, words
    with penalties.reading() as session:
        issued = {row.code: row.id for row in papers.of_case(session, case)}
    assert issued.keys() == {"penalty.pre_notice", "penalty.decision", "penalty.deferral"}
    for code, paper in issued.items():
        shown = handler.get(f"/w/{MENGYUE}/cases/{case.id}/papers/{paper}")
        assert shown.status_code == 200
        words = "缴纳100" if code == "penalty.deferral" else "营盘集市"
        assert words in shown.get_data(as_text=True)


def _at(penalties: Penalties, location: str) -> Case:
    with penalties.reading() as session:
        case = session.get_one(Case, (MENGYUE, UUID(location.split("/")[-1].split("?")[0])))
        session.expunge(case)
    return case


def test_every_act_opens_for_who_may_do_it_only_and_on_few_statements(penalties: Penalties) -> None:
    cases = {"clue": begin(penalties), "investigating": investigated(penalties), "to_perform": fined(penalties)}
    people = {login: penalties.actor(login) for login in (CLERK, HANDLER, LEADER, ADMIN)}
    browsers = {login: penalties.browser(login) for login in people}
    for act in CASE.transitions:
        if act.by_system:
            continue
        assert act.code in ACTS
        case = next((case for state, case in cases.items() if state in act.sources), cases["clue"])
        for login, actor in people.items():
            status = browsers[login].get(f"{BASE}/ordinary/{case.id}/{act.code}").status_code
            assert status in ({200, 302} if actor.may(act.permission) else {403, 404}), (act.code, login, status)
    handler = browsers[HANDLER]
    assert handler.get(f"{BASE}/ordinary/{case.id}/nothing").status_code == 404
    notice = {"things": "打火机", "place": "林业站", "reasons": "可能灭失"}
    penalties.act(cases["investigating"], LEADER, cmd.Preserve, **notice)
    with penalties.reading() as session:
        (paper,) = papers.of_case(session, cases["investigating"])
        url = f"/w/{MENGYUE}/cases/{paper.case_id}/papers/{paper.id}"
    assert "打火机" in handler.get(url).get_data(as_text=True)
    assert "没有即将举行的听证" in handler.get(f"{BASE}/hearings").get_data(as_text=True)
    assert statements(handler, f"/w/{MENGYUE}/cases/{cases['to_perform'].id}") <= 15


def test_suit_defence_and_refund_are_entered_by_their_forms(penalties: Penalties) -> None:
    """Of either procedure: what the court asks for in time, and what was paid too much."""
    day, suit = D(2026, 11, 2), {"kind": "suit", "on": "2026-11-12", "document": "样行初〔2026〕1号"}
    suit |= {"copied_on": "2026-11-13"}
    paid = {"paid_on": "2026-11-10", "way": "bank"}
    case = fined(penalties, 600, day)
    assert form(penalties, case, "pay_fine", ADMIN, amount="600", receipt="样81", **paid).status_code == 303
    assert form(penalties, case, "begin_halt", ADMIN, **suit).status_code == 303
    assert Page(form(penalties, case, "file_defence", ADMIN, on="2026-11-11")).told.keys() == {"on"}
    assert form(penalties, case, "file_defence", ADMIN, on="2026-11-20").status_code == 303
    judged = {"kind": "suit", "outcome": "changed", "document": "样行初〔2026〕1号", "on": "2026-11-23"}
    assert Page(form(penalties, case, "contested", ADMIN, **judged)).told.keys() == {"reasons"}
    assert form(penalties, case, "contested", ADMIN, fine="400", **judged).status_code == 303
    back = {"on": "2026-11-24", "receipt": "样退81"}
    assert "200" in Page(form(penalties, case, "refund", ADMIN, amount="201", **back)).told["amount"]
    assert form(penalties, case, "refund", ADMIN, amount="200", **back).status_code == 303
    with penalties.reading() as session:
        found = queries.facts(session, session.get_one(Case, (MENGYUE, case.id)))
    assert (found.refund_due, found.stayed_on, found.defending) == (0, None, False)

    spot = penalties.decided(day)

    def on_spot(act: str, login: str, **typed: Any) -> Any:
        return penalties.site.fill(penalties.browser(login), f"{BASE}/cases/{spot.id}/{act}", typed)

    assert on_spot("pay", ADMIN, amount="200", receipt="样82", **paid).status_code == 303
    assert on_spot("stay", ADMIN, **suit).status_code == 303
    assert Page(on_spot("answer_suit", ADMIN, on="2026-11-11")).told.keys() == {"on"}
    assert on_spot("answer_suit", ADMIN, on="2026-11-20").status_code == 303
    assert on_spot("end_stay", ADMIN, on="2026-11-22").status_code == 303
    with penalties.writing() as session:
        kept = session.get_one(Case, (MENGYUE, spot.id))
        told = {
            "kind": "review",
            "effect": "decided",
            "outcome": "revoked",
            "reasons": "",
            "document": "样复决〔2026〕8号",
        }
        news = TakeNews(version=kept.version, on=D(2026, 11, 23), **told)
        cases_core.act(session, Actor.system(MENGYUE), spot.id, "take_news", news, new_id().hex)
    assert "不超过应当退还的200" in Page(on_spot("pay_back", ADMIN, amount="300", **back)).told["amount"]
    assert on_spot("pay_back", ADMIN, amount="200", **back).status_code == 303
    page = penalties.browser(ADMIN).get(f"/w/{MENGYUE}/cases/{spot.id}").get_data(as_text=True)
    assert all(words in page for words in ("退还记录", "样退81", "决定已被撤销"))
