"""A penalty on the spot as its people meet it: forms that say what is wrong, one after the other, on few statements."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from core.cases.models import Case
from plugins.penalty.summary.road import CASE
from tests.plugins.penalty.conftest import BOOTH, FOUND, TODAY, Penalties
from tests.sample import ADMIN, CLERK, HANDLER, HEAD, LEADER, MENGYUE
from tests.site import Page

BASE = f"/w/{MENGYUE}/penalty"


def form(penalties: Penalties, case: Case, act: str, login: str, **typed: Any) -> Any:
    return penalties.site.fill(penalties.browser(login), f"{BASE}/cases/{case.id}/{act}", typed)


def test_the_road_is_gone_by_its_forms(penalties: Penalties) -> None:
    handler = penalties.browser(HANDLER)
    typed = {name: value for name, value in FOUND.items() if name != "cards_shown"}
    typed |= {"offence": BOOTH, "acted_on": TODAY.isoformat(), "second": str(penalties.officer(HEAD)), "phone": "样"}
    answer = penalties.site.fill(handler, f"{BASE}/spot", typed)
    assert answer.status_code == 422
    assert Page(answer).told.keys() == {"cards_shown"}
    assert Page(answer).posted().held["facts"].strip() == FOUND["facts"]
    answer = penalties.site.fill(handler, f"{BASE}/spot", {**typed, "cards_shown": "y"})
    assert answer.status_code == 303
    case = at(penalties, answer.location)
    answer = form(penalties, case, "tell", HANDLER, amount="201")
    assert Page(answer).told.keys() == {"amount", "rights", "reasons", "reviewer"}
    assert "最多罚款200元" in Page(answer).told["amount"]
    assert form(penalties, case, "tell", HANDLER, amount="200", rights="y").status_code == 303
    assert Page(form(penalties, case, "hear", HANDLER)).told.keys() == {"said", "examined"}
    assert form(penalties, case, "hear", HANDLER, said="没有意见", examined="没有意见").status_code == 303
    answer = form(penalties, case, "decide", HANDLER, cash="small")
    assert Page(answer).told.keys() == {"refusal", "cash", "receipt"}
    assert form(penalties, case, "decide", HANDLER, signed="y", cash="").status_code == 303
    page = handler.get(f"/w/{MENGYUE}/cases/{case.id}").get_data(as_text=True)
    for words in ("当场行政处罚决定书", "罚款台账", "缴纳期限2026-12-09", "样-0002"):
        assert words in page
    assert form(penalties, case, "report", LEADER).status_code == 303
    answer = form(penalties, case, "pay", ADMIN, paid_on="今天", amount="300", way="bank", receipt="样77")
    assert "不超过当日应缴的200" in Page(answer).told["amount"]
    typed = {"paid_on": TODAY.isoformat(), "amount": "200", "way": "bank", "receipt": "样77"}
    assert form(penalties, case, "pay", ADMIN, **typed).status_code == 303
    assert form(penalties, case, "close", LEADER).status_code == 303
    assert "已结案" in handler.get(f"/w/{MENGYUE}/cases/{case.id}").get_data(as_text=True)


def at(penalties: Penalties, location: str) -> Case:
    with penalties.reading() as session:
        case = session.get_one(Case, (MENGYUE, UUID(location.split("/")[-1].split("?")[0])))
        session.expunge(case)
    return case


def test_every_act_opens_for_who_may_do_it_only(penalties: Penalties) -> None:
    case = penalties.begin()
    people = {login: penalties.actor(login) for login in (CLERK, HANDLER, HEAD, LEADER, ADMIN)}
    for act in CASE.transitions:
        for login, actor in people.items():
            status = penalties.browser(login).get(f"{BASE}/cases/{case.id}/{act.code}").status_code
            may = actor.may(act.permission)
            assert status in ({200, 302} if may else {403, 404}), (act.code, login, status)
    assert penalties.browser(HANDLER).get(f"{BASE}/cases/{case.id}/nothing").status_code == 404
