"""Entries that were written without a line: taken in once, asked about where the same is known, refused in words."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from core import clock
from core.cases.models import Case
from core.cases.queries import clocks_of
from core.db import Scope, new_id
from plugins.frontline.offline import rules
from tests.core.duties.conftest import on
from tests.plugins.frontline.road import MONDAY, unit
from tests.sample import AGENT, HANDLER, LEADER, MENGYUE, NO_ROLE
from tests.site import Page, Site

pytestmark = [
    pytest.mark.usefixtures("township"),
    pytest.mark.only_on("sqlite", "the door of entries is the same over either database"),
]
OFFLINE = f"/w/{MENGYUE}/offline"
TYPED = {"source": "village", "matter": "drinking", "place": "二组水池", "problem": "停水三天", "name": "村民样乙"}


def sent(site: Site, client: Any, key: str = "", **given: str) -> dict[str, str]:
    """One entry as the page sends it, and what it is told."""
    held = {"csrf_token": client.get(f"{OFFLINE}/token").json["csrf"], "key": key or new_id().hex}
    answer = client.post(f"{OFFLINE}/entry", data={**TYPED, "village": str(unit(site, "201")), **held, **given})
    assert answer.status_code == 200
    return dict(answer.json)


def test_an_entry_arrives_once_and_what_is_known_already_is_asked_about(site: Site) -> None:
    with on(MONDAY):
        agent, key = site.sign_in(AGENT), new_id().hex
        page = agent.get(f"{OFFLINE}/")
        assert page.status_code == 200
        assert "勒排" not in page.text  # the page that stays on the telephone names nobody
        assert not [field for form in Page(page).forms for field in form.held if field == "csrf_token"]
        for name in ("offline", "worker"):
            assert agent.get(f"{OFFLINE}/{name}.js").mimetype == "text/javascript"
        assert agent.get(f"{OFFLINE}/other.js").status_code == 404
        first = sent(site, agent, key)
        assert first["state"] == "taken"
        assert first["code"]
        assert sent(site, agent, key)["number"] == first["number"]
        same = sent(site, agent)
        assert same["state"] == "conflict"
        assert first["number"] in same["words"]
        assert sent(site, agent, place="六组", name="村民样丙")["state"] == "taken"
        again = sent(site, agent, again="1")
        assert again["state"] == "taken"
        assert again["number"] != first["number"]
        refused = sent(site, agent, problem=" ")
        assert refused["state"] == "refused"
        assert "请写明是什么问题" in refused["words"]
        # The limit runs from the day of the visit; a clock that is wrong counts for today.
        for ago, counted in ((3, MONDAY - dt.timedelta(days=3)), (-2, MONDAY), (45, MONDAY)):
            at = str(int((clock.now() - dt.timedelta(days=ago)).timestamp() * 1000))
            late = sent(site, agent, place=f"{ago}组", name=f"村民样{ago}", at=at)
            with site.database.read(Scope.one(MENGYUE)) as session:
                case = session.scalars(select(Case).order_by(Case.id.desc())).first()
                assert case is not None
                assert (case.number, case.received_on) == (late["number"], counted)
                assert [one.start_on for one in clocks_of(session, case)] == [counted]
        assert rules.raised_on("9" * 15, clock.now()) == MONDAY
        forged = agent.post(f"{OFFLINE}/entry", data={**TYPED, "key": new_id().hex})
        assert forged.status_code == 400  # without the token of who is signed in
        for login in (HANDLER, LEADER):
            assert site.sign_in(login).get(f"{OFFLINE}/token").status_code == 200
        assert site.sign_in(NO_ROLE).get(f"{OFFLINE}/").status_code in {403, 404}
        assert site.visitor().get(f"{OFFLINE}/token").status_code == 303
