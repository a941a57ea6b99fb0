"""Filters under a name and columns: each person's own, lent to the own unit only, the default first."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from flask import Flask

from core.accounts.queries import actor_of
from core.db import Scope
from core.db.ids import new_id
from core.errors import DomainError, NotFound
from core.filters import queries, services
from core.filters.services import Keep
from tests.sample import CLERK, HANDLER, HEAD, HUSA, MENGYUE, OTHER_CLERK, account
from tests.site import Site

LIST = f"/w/{MENGYUE}/cases"


@pytest.fixture
def own(app: Flask) -> Site:
    """A site of one's own, since these tests write."""
    return Site(app)


def names(site: Site, login: str, tenant: int = MENGYUE) -> list[str]:
    """The filters a person is offered."""
    with site.database.read(Scope.one(tenant)) as session:
        return [one.name for one in queries.kept_of(session, actor_of(session, account(session, login)))[0]]


def unit_of(site: Site, login: str) -> str:
    """The unit in which a person holds the first post."""
    with site.database.read(Scope.one(MENGYUE)) as session:
        return str(actor_of(session, account(session, login)).held[0].unit_id)


def test_a_filter_is_kept_under_its_name_and_offered_to_its_owner_alone(own: Site) -> None:
    browser = own.sign_in(HANDLER)
    answer = own.post(browser, f"/w/{MENGYUE}/filters/?due=soon&q=&mine=1&after=x", {"name": "急件"})
    assert answer.status_code == 303
    page = browser.get(LIST).get_data(as_text=True)
    assert re.search(r'href="[^"]*cases\?due=soon&amp;mine=1"[^>]*>急件', page)
    assert names(own, HEAD) == []
    assert names(own, OTHER_CLERK, HUSA) == []


def test_a_filter_lent_to_the_unit_is_offered_to_its_people_and_only_its_owner_deletes_it(own: Site) -> None:
    head, unit = own.sign_in(HEAD), unit_of(own, HEAD)
    assert unit_of(own, HANDLER) == unit
    own.post(head, f"/w/{MENGYUE}/filters/?due=soon", {"name": "本站急件", "share": "1"})
    assert names(own, HANDLER) == names(own, HEAD) == ["本站急件"]
    assert names(own, CLERK) == []
    with own.database.read(Scope.one(MENGYUE)) as session:
        ((found,), _columns) = queries.kept_of(session, actor_of(session, account(session, HEAD)))
        filter_id = found.id
    assert own.post(own.sign_in(HANDLER), f"/w/{MENGYUE}/filters/{filter_id}/forget", {}).status_code == 404
    assert names(own, HEAD) == ["本站急件"]
    assert own.post(head, f"/w/{MENGYUE}/filters/{filter_id}/forget", {}).status_code == 303
    assert names(own, HEAD) == []


def test_the_list_opens_with_the_default_until_all_is_asked_for(own: Site) -> None:
    browser = own.sign_in(CLERK)
    own.post(browser, f"/w/{MENGYUE}/filters/?state=received", {"name": "新收", "first": "1"})
    assert browser.get(LIST).location.endswith("cases?state=received")
    assert browser.get(f"{LIST}?all=1").status_code == 200
    assert browser.get(f"{LIST}?due=soon").status_code == 200
    own.post(browser, f"/w/{MENGYUE}/filters/?due=soon", {"name": "急件", "first": "1"})
    assert browser.get(LIST).location.endswith("cases?due=soon")


def test_a_filter_of_the_same_name_takes_the_place_of_the_first(own: Site) -> None:
    browser = own.sign_in(CLERK)
    for query in ("due=soon", "due=today"):
        own.post(browser, f"/w/{MENGYUE}/filters/?{query}", {"name": "急件"})
    assert names(own, CLERK) == ["急件"]


@pytest.mark.parametrize(
    ("keep", "said"),
    [
        (Keep("", "due=soon"), "名称"),
        (Keep("字" * 21, "due=soon"), "最多"),
        (Keep("急件", ""), "没有筛选条件"),
    ],
)
def test_what_is_no_filter_is_told(own: Site, keep: Keep, said: str) -> None:
    with own.database.write(Scope.one(MENGYUE)) as session:
        actor = actor_of(session, account(session, CLERK))
        with pytest.raises(DomainError, match=said):
            services.keep(session, actor, keep)


def test_nobody_lends_a_filter_to_a_unit_that_is_not_theirs(own: Site) -> None:
    with own.database.write(Scope.one(MENGYUE)) as session:
        actor = actor_of(session, account(session, CLERK))
        for unit in (unit_of(own, HEAD), str(new_id())):
            with pytest.raises(DomainError, match="只能分享给您所在的单位"):
                services.keep(session, actor, Keep("急件", "due=soon", UUID(unit)))


def test_more_filters_than_anybody_reads_are_refused(own: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST", 1)
    with own.database.write(Scope.one(MENGYUE)) as session:
        actor = actor_of(session, account(session, CLERK))
        services.keep(session, actor, Keep("一", "due=soon"))
        with pytest.raises(DomainError, match="最多保存"):
            services.keep(session, actor, Keep("二", "due=soon"))
        with pytest.raises(NotFound):
            services.forget(session, actor, new_id())


def test_the_columns_a_person_chose_are_shown_to_that_person(own: Site) -> None:
    browser = own.sign_in(CLERK)
    answer = own.post(browser, f"/w/{MENGYUE}/filters/columns?due=soon", {"column": ["due", "nonsense"]})
    assert answer.location.endswith("due=soon")
    assert heads(browser.get(LIST).get_data(as_text=True)) == ["编号和事项", "时限 ↑"]
    assert len(heads(own.sign_in(HANDLER).get(LIST).get_data(as_text=True))) == 6


def test_each_condition_is_a_chip_that_takes_it_away(own: Site) -> None:
    page = own.sign_in(CLERK).get(f"{LIST}?state=received&due=soon&q=审批").get_data(as_text=True)
    chips = re.findall(r'<li><a href="([^"]*)">([^<]*) <svg', page)
    assert {words.strip(): url.rpartition("?")[2].replace("&amp;", "&") for url, words in chips} == {
        "包含“审批”": "state=received&due=soon",
        "已收件": "q=%E5%AE%A1%E6%89%B9&due=soon",
        "三天内到期": "q=%E5%AE%A1%E6%89%B9&state=received",
    }


def heads(page: str) -> list[str]:
    table = page[page.index("<table") : page.index("</thead>")]
    return [re.sub(r"<[^>]*>", "", head).strip() for head in re.findall(r"<th[^>]*>(.*?)</th>", table, re.S)]
