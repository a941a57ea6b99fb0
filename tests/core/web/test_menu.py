"""The menu in its groups: what is left out, what is folded, and what stands open on which page."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from core import plugins
from core.contracts import Menu
from core.db import Scope
from core.tenancy.services import put_switch
from tests.sample import AGENT, LEADER, MENGYUE
from tests.site import Site

pytestmark = pytest.mark.only_on("sqlite", "the same menu stands on a page from either database")
BASE = f"/w/{MENGYUE}"
GROUP = re.compile(r"<details( open)?>\s*<summary>([^<]+?)\s*(?:<span class=\"badge[^>]*>(\d+)</span>)?</summary>")


def menu(page: str) -> str:
    return page[page.index('class="xn-side"') : page.index('<main id="main"')]


def groups(page: str) -> dict[str, bool]:
    """The headings of the menu in order, with whether each stands open."""
    return {heading: bool(opened) for opened, heading, _badge in GROUP.findall(menu(page))}


def test_a_long_menu_is_folded_into_groups_and_what_belongs_to_the_page_stands_open(app: Flask) -> None:
    site = Site(app)
    with site.database.write(Scope.one(MENGYUE)) as session:
        for measure in plugins.registry().switchable:
            put_switch(session, MENGYUE, measure.name, on=measure.name == "approval", by="样例")
    few = site.sign_in(AGENT).get(f"{BASE}/").text
    assert all(groups(few).values()), "a short menu is shown whole"
    with site.database.write(Scope.one(MENGYUE)) as session:
        for measure in plugins.registry().switchable:
            put_switch(session, MENGYUE, measure.name, on=True, by="样例")
    leader = site.sign_in(LEADER)
    page = leader.get(f"{BASE}/").text
    found = groups(page)
    order = [group.value for group in Menu if group]
    assert list(found) == [heading for heading in order if heading in found]
    assert [heading for heading, opened in found.items() if opened] == ["日常办理"], "the first group, nothing else"
    above = menu(page)[: menu(page).index("<details")]
    assert re.findall(r'aria-current="page">.*?</svg>\s*(\w+)', above, re.DOTALL) == ["工作台"]
    assert [word for word in ("案件", "我的任务", "查询") if word not in above] == []
    # Every link once, none of them lost by folding.
    links = re.findall(r'<a href="([^"]+)"', menu(page))
    assert len(links) == len(set(links)) > 20
    for path, heading in (
        ("goals/watch/", "年度工作"),
        ("registers", "台账和统计"),
        ("training/", "年度工作"),
    ):
        answer = leader.get(f"{BASE}/{path}", follow_redirects=True)
        assert answer.status_code == 200, path
        assert groups(answer.text)[heading], path
    waiting = [int(badge) for opened, _heading, badge in GROUP.findall(menu(page)) if badge and not opened]
    assert sum(waiting) == sum(
        int(number) for number in re.findall(r'class="badge text-bg-danger">(\d+)</span></a>', menu(page))
    )
    english = leader.get("/language/en?next=" + f"{BASE}/", follow_redirects=True).text
    assert not re.search("[\u4e00-\u9fff]", "".join(groups(english)))
