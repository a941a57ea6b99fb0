"""Village affairs: filled in by a village, looked at by the township, on the board and the portal for fifteen days."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest
from sqlalchemy import select

from core.db import Scope
from core.tenancy.models import Unit
from plugins.egov.villages import queries, rules
from tests.core.duties.conftest import on
from tests.plugins.egov.conftest import MONDAY, of_login
from tests.sample import ADMIN, AGENT, CLERK, LEADER, MENGYUE, NO_ROLE, OTHER_ADMIN
from tests.site import Page, Site

pytestmark = pytest.mark.only_on("sqlite", "pages and pure rules")
BASE, PORTAL, DAY = f"/w/{MENGYUE}/villages", f"/t/{MENGYUE}/villages/", dt.timedelta(days=1)
TYPED = {
    "kind": "finance",
    "matter": "funds",
    "on": "2026-11-05",
    "title": "十一月财务收支",
    "body": "集体收入和支出如下，联系人电话13" + "800138000。",
    "cells": "项目|金额\n鱼塘租金|12000\n",
    "audience": "everybody",
}


def test_an_item_of_a_village_from_its_handing_in_to_the_end_of_its_fifteen_days(places: Site) -> None:
    site, agent = places, places.sign_in(AGENT)
    with site.database.read(Scope.one(MENGYUE)) as session:
        (village,) = queries.own(session, of_login(session, AGENT))
        other = session.scalars(select(Unit.id).where(Unit.kind == "village", Unit.id != village)).first()
    wrong = Page(site.fill(agent, f"{BASE}/new", {**TYPED, "cells": "一|二\n三", "on": "2026-12-01", "title": " "}))
    assert wrong.told.keys() == {"title"}
    wrong = Page(site.fill(agent, f"{BASE}/new", {**TYPED, "cells": "一|二\n三", "on": "2026-12-01"}))
    assert wrong.told.keys() == {"on", "cells"}
    assert wrong.values["body"].strip() == TYPED["body"]
    assert site.fill(agent, f"{BASE}/new", {**TYPED, "village": str(other)}).status_code == 422
    made = site.fill(agent, f"{BASE}/new", TYPED)
    assert made.status_code == 303
    page = made.location
    item = UUID(page.rsplit("/", 1)[1])
    assert "2026-11-30" in agent.get(page).text  # the last day of the month (35③)
    # Nobody reads it yet, and nobody of another place ever acts on it.
    public = site.visitor()
    assert public.get(f"{PORTAL}{item}").status_code == 404
    assert site.sign_in(OTHER_ADMIN).get(page).status_code == 404
    assert site.sign_in(NO_ROLE).get(page).status_code in {403, 404}
    assert site.sign_in(CLERK).get(page).status_code == 403
    assert agent.get(f"{page}/publish").status_code == 404
    admin = site.sign_in(ADMIN)
    assert Page(site.fill(admin, f"{page}/send_back", {"reason": " "})).told.keys() == {"reason"}
    assert site.fill(admin, f"{page}/send_back", {"reason": "请补充支出"}).status_code == 303
    assert "请补充支出" in agent.get(page).text
    assert site.fill(agent, f"{page}/revise", {**TYPED, "cells": TYPED["cells"] + "修路支出|8000"}).status_code == 303
    assert site.fill(admin, f"{page}/publish", {}).status_code == 303
    shown = public.get(f"{PORTAL}{item}").text
    assert "修路支出" in shown
    assert "13800138000" not in shown
    assert "十一月财务收支" in public.get(PORTAL).text
    assert "鱼塘租金" in agent.get(f"{page}/sheet").text
    # Posted on its board two days later: fifteen natural days run from there (35③).
    with on(MONDAY + 2 * DAY):
        agent = site.sign_in(AGENT)
        early = Page(site.fill(agent, f"{page}/post", {"on": "2026-11-20", "place": "村委会公开栏"}))
        assert early.told.keys() == {"on"}
        assert site.fill(agent, f"{page}/post", {"on": "2026-11-25", "place": "村委会公开栏"}).status_code == 303
        assert "2026-12-10" in agent.get(page).text
    with site.database.read(Scope.one(MENGYUE)) as session:
        unit = session.get_one(Unit, (MENGYUE, village))
        lines = queries.of_month(session, unit, dt.date(2026, 11, 1), dt.date(2026, 11, 30))
        assert lines == {"posted": ("2026-11-25，村委会公开栏，十一月财务收支",)}
        assert queries.of_quarter(session, unit, dt.date(2026, 10, 1), dt.date(2026, 12, 31)) == {"posted": ()}
    with on(dt.date(2026, 12, 10)):
        kept = site.fill(site.sign_in(ADMIN), f"{page}/take_down", {"reason": "公布期满"})
        assert "十五日" in Page(kept).told["reason"]
    with on(dt.date(2026, 12, 11)):
        assert site.fill(site.sign_in(ADMIN), f"{page}/take_down", {"reason": "公布期满"}).status_code == 303
    assert public.get(f"{PORTAL}{item}").status_code == 404


def test_who_got_aid_hangs_on_the_board_alone_and_who_fills_in_does_not_look_at_it(places: Site) -> None:
    site, admin = places, places.sign_in(ADMIN)
    with site.database.read(Scope.one(MENGYUE)) as session:
        village = next(iter(queries.villages(session)))
    typed = {**TYPED, "kind": "general", "title": "临时救助结果", "audience": "board", "village": str(village)}
    page = site.fill(admin, f"{BASE}/new", typed).location
    assert "填报人不能核对" in site.fill(admin, f"{page}/publish", {}).text
    leader = site.sign_in(LEADER)
    assert "待核对的村务公开" in leader.get(f"/w/{MENGYUE}/").text
    assert site.fill(leader, f"{page}/publish", {}).status_code == 303
    assert "临时救助结果" not in site.visitor().get(PORTAL).text
    assert site.visitor().get(f"{PORTAL}{page.rsplit('/', 1)[1]}").status_code == 404
    assert "临时救助结果" in admin.get(f"{page}/sheet").text
    assert site.fill(admin, f"{page}/take_down", {"reason": "数字有误", "wrong": "y"}).status_code == 303


def test_periods_are_quarters_months_or_the_day() -> None:
    day = dt.date(2026, 11, 24)
    assert rules.period("general", day) == (dt.date(2026, 10, 1), dt.date(2026, 12, 31))
    assert rules.period("finance", dt.date(2028, 2, 3)) == (dt.date(2028, 2, 1), dt.date(2028, 2, 29))
    assert rules.period("major", day) == (day, day)
    assert rules.cells("| 甲 | 乙 |\n1\t2\n\n") == (("甲", "乙"), ("1", "2"))
    assert rules.cells("\t金额\t\n合计\t\t2") == (("", "金额", ""), ("合计", "", "2"))
