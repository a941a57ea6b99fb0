"""A penalty on the spot as its people meet it: forms that say what is wrong, one after the other, on few statements."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest

from core.cases.models import Case
from plugins.penalty.summary.road import CASE
from tests.core.seed.test_counts import statements
from tests.plugins.penalty.conftest import BOOTH, FOUND, TODAY, Penalties
from tests.sample import ADMIN, CLERK, HANDLER, HEAD, LEADER, MENGYUE
from tests.site import Page

pytestmark = pytest.mark.only_on("sqlite", "pages and forms are the same over either database")
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
    answer = form(penalties, case, "decide", HANDLER, taken="small")
    assert Page(answer).told.keys() == {"refusal", "taken", "receipt"}
    assert form(penalties, case, "decide", HANDLER, signed="y", taken="").status_code == 303
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


def test_what_nobody_types_by_hand_is_told_at_its_field_and_breaks_nothing(penalties: Penalties) -> None:
    case = penalties.heard()
    huge, odd = "9" * 40, "\x00\ud800".encode("utf-8", "surrogatepass")
    for act, login, names in (
        ("decide", HANDLER, ("amount", "pad_number", "correct_by", "taken")),
        ("waive", LEADER, ("ground",)),
    ):
        page = Page(penalties.browser(login).get(f"{BASE}/cases/{case.id}/{act}"))
        for name in names:
            for value in (huge, odd, "-1", "NaN", "1e5"):
                browser = penalties.browser(login)
                held = Page(browser.get(f"{BASE}/cases/{case.id}/{act}")).posted().held
                answer = browser.post(f"{BASE}/cases/{case.id}/{act}", data={**held, name: value})
                assert answer.status_code in {400, 422}, (act, name, value)
        assert page.title
    url = f"{BASE}/catalogue/?after=%00&q=%F0&state=x&law=y&title=z"
    assert penalties.browser(HANDLER).get(url).status_code in {200, 400}
    for after in ("CF-01 " + huge, "CF-01 x", "\ud800"):
        answer = penalties.browser(HANDLER).get(
            f"{BASE}/catalogue/", query_string={"after": after.encode("utf-8", "replace")}
        )
        assert answer.status_code == 200


def test_pages_of_penalties_read_on_few_statements(penalties: Penalties) -> None:
    case = penalties.decided()
    for login, url in (
        (HANDLER, f"/w/{MENGYUE}/cases/{case.id}"),
        (HANDLER, f"{BASE}/catalogue/"),
        (ADMIN, f"{BASE}/catalogue/{penalties.offence(BOOTH).id}"),
        (ADMIN, f"{BASE}/cases/{case.id}/pay"),
    ):
        assert statements(penalties.browser(login), url) <= 15, url
