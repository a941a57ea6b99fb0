"""双随机 inspections: a plan, whom and by whom as drawn, what was found, and what everybody reads of it."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from core import clock as time
from core import plugins
from core.contracts import Candidate, Drawn
from core.db import new_id
from core.draws import queries as draws
from core.draws import rules as drawing
from core.draws.models import Draw, DrawSignature
from core.errors import DomainError
from plugins.penalty.draws import INSPECTED, INSPECTORS
from plugins.penalty.inspections import queries, rules
from tests.plugins.penalty.conftest import TODAY, Penalties
from tests.sample import ADMIN, CLERK, HANDLER, HEAD, LEADER, MENGYUE, account
from tests.site import Page

pytestmark = pytest.mark.only_on("sqlite", "pages and forms over one road")
BASE, PORTAL = f"/w/{MENGYUE}/penalty/inspections", f"/t/{MENGYUE}/inspections/"
SHOPS = tuple(Candidate(f"D{number}", f"样例农资店{number}") for number in range(1, 5))


def drawn(penalties: Penalties, kind: str, listed: tuple[Candidate, ...], size: str) -> UUID:
    """A draw of today with both secrets known."""
    text, draw_id = drawing.commitment({"kind": kind, "title": "样例抽取"}, listed, size, {}), new_id()
    with penalties.writing() as session:
        given = {"tenant_id": MENGYUE, "published": True}
        begun = {"begun_at": time.now(), "begun_by": "样", "drawn_on": TODAY, "form_key": new_id().hex}
        session.add(Draw(id=draw_id, kind=kind, title="样例抽取", text=text, **begun, **given))
        session.flush()
        for seat, login in zip(plugins.registry().draws[kind].seats, (LEADER, HEAD), strict=True):
            secret, who = f"secret-of-{seat.code}-{kind}", account(session, login)
            held = {"hash": drawing.sha256(secret), "secret": secret, "signed_at": time.now(), "name": "样"}
            session.add(DrawSignature(draw_id=draw_id, seat=seat.code, account_id=who.id, **held, **given))
    return draw_id


def entered(browser: FlaskClient, url: str, **typed: str) -> TestResponse:
    """Send the form of the record as the page of the inspected holds it."""
    held = next(form.held for form in Page(browser.get(url)).forms if form.action == url)
    return browser.post(url, data={**held, **typed})


def press(browser: FlaskClient, url: str, step: str, **typed: str) -> TestResponse:
    """Send the form of a step as the page of the inspected holds it."""
    held = next(form.held for form in Page(browser.get(url)).forms if form.action == f"{url}/{step}")
    return browser.post(f"{url}/{step}", data={**held, **typed})


def put(penalties: Penalties, kind: str, draw_id: UUID) -> int:
    """Put what was drawn on the list, as the page of the draw does."""
    listing = plugins.registry().draws[kind].listing
    assert listing is not None
    with penalties.writing() as session:
        codes = tuple(one.code for one in draws.shown(session, draw_id).drawn)
        return listing.put(session, penalties.actor(HANDLER), Drawn(draw_id, "样例抽取", TODAY.year, codes))


def test_an_inspection_is_planned_drawn_recorded_and_published(penalties: Penalties) -> None:
    site, leader = penalties.site, penalties.browser(LEADER)
    shops = drawn(penalties, INSPECTED, SHOPS, "2")
    with pytest.raises(DomainError, match="先公布计划"):
        put(penalties, INSPECTED, shops)
    plan = {"title": "农资店抽查", "matters": "农药经营台账", "basis": "农药管理条例"}
    assert Page(site.fill(leader, f"{BASE}/new", {**plan, "matters": " "})).told.keys() == {"matters"}
    assert site.fill(leader, f"{BASE}/new", plan).status_code == 303
    assert site.post(penalties.browser(CLERK), f"{BASE}/new", plan).status_code == 403
    assert "农药经营台账" in site.visitor().get(PORTAL).get_data(as_text=True)
    pair = tuple(Candidate(number, "样") for number in ("样-0001", "样-0002"))
    with pytest.raises(DomainError, match="先公布计划"):  # whom to inspect comes first
        put(penalties, INSPECTORS, drawn(penalties, INSPECTORS, pair, "2"))
    assert (put(penalties, INSPECTED, shops), put(penalties, INSPECTED, shops)) == (2, 0)
    with pytest.raises(DomainError, match="不得少于两人"):
        put(penalties, INSPECTORS, drawn(penalties, INSPECTORS, pair, "1"))
    assert put(penalties, INSPECTORS, drawn(penalties, INSPECTORS, pair, "2")) == 2
    with penalties.reading() as session:
        (planned,) = queries.of_year(session, TODAY.year)
        rows = [row.id for row in planned.rows]
        assert {row.name for row in planned.rows} <= {one.name for one in SHOPS}
        assert all({row.first_id, row.second_id} == {*map(penalties.officer, (HANDLER, HEAD))} for row in planned.rows)

    # Entered by the drawn officers, checked by another; a clue is followed before it is told.
    url, handler = f"{BASE}/{rows[0]}", penalties.browser(HANDLER)
    found = {"held_on": TODAY.isoformat(), "result": "offence", "record": "台账缺页。"}
    assert Page(entered(handler, url, **found)).told.keys() == {"cards_shown"}
    early = entered(handler, url, **{**found, "held_on": "2026-11-23", "cards_shown": "y"})
    assert Page(early).told.keys() == {"held_on"}
    assert entered(handler, url, **found, cards_shown="y").status_code == 303
    assert "先登记另案处理" in press(leader, url, "publish").get_data(as_text=True)
    wrong = press(handler, url, "follow", number="样罚〔2026〕99号")
    assert "没有这个编号" in wrong.get_data(as_text=True)
    case = penalties.begin()
    assert press(handler, url, "follow", number=case.number).status_code == 303
    assert "另案处理" not in site.visitor().get(PORTAL).get_data(as_text=True)
    assert press(leader, url, "publish").status_code == 303
    page = site.visitor().get(PORTAL).get_data(as_text=True)
    assert "发现违法线索，另案处理" in page
    assert "台账缺页" not in page
    assert case.number in handler.get(f"{BASE}/").get_data(as_text=True)
    assert site.visitor().get(f"{PORTAL}?year=1").status_code == 200
    with penalties.reading() as session, pytest.raises(ValueError, match="two officers"):
        rules.pairs([penalties.actor(ADMIN)], 1)
