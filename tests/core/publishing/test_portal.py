"""The portal's pages of publications: what stands where, what is gone, what a hot page costs, and whose it is."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from sqlalchemy import event, select

from core.db import Scope
from core.publishing import signed
from core.publishing.commands import publications
from core.publishing.models import Published
from core.tenancy.models import Tenant
from core.tenancy.services import bump
from core.web import reader
from core.web.cache import Kept, Pages
from tests.core.publishing.conftest import Desk
from tests.sample import ADMIN, COUNTY, COUNTY_ADMIN, COUNTY_SECOND, HANDLER, HUSA, LEADER, MENGYUE, ZHANGFENG
from tests.site import Page, Site

Make = Callable[..., Desk]
HOT = (
    "/",
    f"/t/{MENGYUE}/",
    f"/t/{MENGYUE}/columns",
    f"/t/{MENGYUE}/columns/notices",
    f"/t/{MENGYUE}/feed.atom",
    f"/t/{MENGYUE}/feed.json",
    f"/t/{MENGYUE}/sitemap",
    f"/t/{COUNTY}/columns",
    "/sitemap.xml",
)


@pytest.fixture
def county(site: Site) -> object:
    """The module's own database, for the desks."""
    return site.database


@pytest.fixture
def town(desk_of: Make) -> Desk:
    """The desk of 勐约乡."""
    return desk_of(MENGYUE, ADMIN, LEADER, HANDLER)


@pytest.fixture
def above(desk_of: Make) -> Desk:
    """The desk of the county."""
    return desk_of(COUNTY, COUNTY_ADMIN, COUNTY_SECOND, COUNTY_SECOND)


@contextmanager
def counted(site: Site) -> Iterator[list[str]]:
    """The statements that read or write rows while the block runs."""
    seen: list[str] = []

    def note(conn: object, cursor: object, statement: str, *rest: object) -> None:
        # What sets the scope of a transaction is no question to a table.
        if not statement.startswith(("SET ", "SELECT set_config", "PRAGMA")):
            seen.append(statement)

    database = site.database
    engines = [database.engine, *database._readers.values()]
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)


def article(tenant: int, publication_id: UUID) -> str:
    return f"/t/{tenant}/p/{publication_id}"


def found(client: FlaskClient, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return answer.text


def test_a_township_shows_its_newest_in_every_column_and_the_countys_for_all(
    site: Site, town: Desk, above: Desk
) -> None:
    own, for_all = town.publish(title="乡里的新通知"), above.publish(title="全县的新通知", audience="townships")
    only_county = above.publish(title="只在县门户")
    for tenant, seen in ((MENGYUE, {own.title, for_all.title}), (HUSA, {for_all.title})):
        text = found(site.visitor(), f"/t/{tenant}/")
        assert {row.title for row in (own, for_all, only_county) if row.title in text} == seen
    home = found(site.visitor(), "/")
    assert all(row.title in home for row in (own, for_all, only_county))


def test_five_of_a_column_stand_on_the_home_page_and_empty_columns_do_not(site: Site, town: Desk) -> None:
    rows = [town.publish(column="news", title=f"新动态{number}号") for number in range(7)]
    text = found(site.visitor(), f"/t/{MENGYUE}/")
    assert [row.title in text for row in rows] == [False, False, True, True, True, True, True]
    with site.database.write(Scope.one(ZHANGFENG)) as session:
        for row in session.scalars(select(Published).where(Published.column_code == "about")):
            row.listed = False
        bump(session)
    assert "关于本机关" not in found(site.visitor(), f"/t/{ZHANGFENG}/")


def test_a_column_is_read_page_by_page_and_holds_each_once(site: Site, town: Desk) -> None:
    for number in range(25):
        town.publish(column="news", title=f"翻页{number:02}号")
    client, url, seen = site.visitor(), f"/t/{MENGYUE}/columns/news", []
    for _ in range(3):
        page = Page(client.get(url))
        seen += [link for link in page.links if "/p/" in link]
        following = [
            link for link in page.links if "after=" in link and "/columns/news" in link and "next=" not in link
        ]
        if not following:
            break
        url = following[-1]
    with site.database.read(Scope.one(MENGYUE)) as session:
        listed = session.scalars(
            select(Published).where(Published.column_code == "news", Published.listed.is_(True))
        ).all()
    assert len(seen) == len(set(seen)) == len(listed)


def test_what_is_withdrawn_answers_410_with_the_reason_and_is_in_no_list_feed_map_or_search(
    site: Site, town: Desk
) -> None:
    row = town.publish(title="不该留下的通知", body="不该留下的正文")
    lists = [*HOT, f"/t/{MENGYUE}/hall", f"/t/{MENGYUE}/search?q=不该留下"]
    shown = [url for url in lists if row.title in found(site.visitor(), url)]
    assert {"/", f"/t/{MENGYUE}/", f"/t/{MENGYUE}/columns/notices", f"/t/{MENGYUE}/feed.atom"} <= set(shown)
    assert str(row.id) in found(site.visitor(), "/sitemap.xml")
    town.withdraw(row, "wrong", "名单有误")
    answer = site.visitor().get(article(MENGYUE, row.id))
    assert answer.status_code == 410
    assert "名单有误" in answer.text
    assert "不该留下的正文" not in answer.text
    assert [
        url for url in lists if row.title in found(site.visitor(), url) or str(row.id) in found(site.visitor(), url)
    ] == []


def test_an_old_one_leads_to_the_new(site: Site, town: Desk) -> None:
    old = town.publish(title="旧版本")
    new = town.sign(town.check(town.write(title="新版本", replaces=old.id)))
    page = site.visitor().get(article(MENGYUE, old.id))
    assert page.status_code == 200
    assert article(MENGYUE, new.id) in page.text
    assert "旧版本" not in found(site.visitor(), f"/t/{MENGYUE}/columns/notices")


def test_drafts_what_waits_and_what_is_for_staff_is_a_404_to_everybody_outside(site: Site, town: Desk) -> None:
    draft, staff = town.write(), town.publish(audience="staff", title="只给自己人")
    checked = town.check(town.write())
    for row in (draft, checked, staff):
        assert site.visitor().get(article(MENGYUE, row.id)).status_code == 404
    assert staff.title not in found(site.visitor(), f"/t/{MENGYUE}/")
    assert staff.title in found(site.sign_in(HANDLER), f"/w/{MENGYUE}/board/")
    assert site.sign_in(HANDLER).get(f"/w/{MENGYUE}/board/{staff.id}").status_code == 200
    public = town.publish()
    assert site.sign_in(HANDLER).get(f"/w/{MENGYUE}/board/{public.id}").status_code == 404


def test_a_publication_of_one_township_is_not_at_anothers_address(site: Site, town: Desk) -> None:
    row = town.publish()
    assert site.visitor().get(article(MENGYUE, row.id)).status_code == 200
    for tenant in (HUSA, COUNTY):
        assert site.visitor().get(article(tenant, row.id)).status_code == 404


def test_feeds_and_maps_are_well_formed_and_name_the_same_addresses(site: Site, town: Desk) -> None:
    row = town.publish(title="带 <尖括号> & 符号")
    address = f"http://localhost{article(MENGYUE, row.id)}"
    atom = ElementTree.fromstring(found(site.visitor(), f"/t/{MENGYUE}/feed.atom"))
    ids = [
        entry.findtext("{http://www.w3.org/2005/Atom}id") for entry in atom.iter("{http://www.w3.org/2005/Atom}entry")
    ]
    items = json.loads(found(site.visitor(), f"/t/{MENGYUE}/feed.json"))["items"]
    assert ids == [item["id"] for item in items]
    assert address in ids
    assert row.title in [item["title"] for item in items]
    places = ElementTree.fromstring(found(site.visitor(), "/sitemap.xml"))
    assert address in [place.text for place in places.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]


@pytest.mark.parametrize("url", HOT)
def test_a_hot_page_costs_one_query_after_the_first(site: Site, url: str) -> None:
    first = found(site.visitor(), url)
    with counted(site) as seen:
        assert found(site.visitor(), url) == first
    assert len(seen) == 1, seen


def test_an_article_costs_one_query_after_the_first_and_six_lists_at_most_before(site: Site, town: Desk) -> None:
    url = article(MENGYUE, town.publish().id)
    with counted(site) as seen:
        found(site.visitor(), url)
    assert 1 < len(seen) <= 12, seen
    with counted(site) as seen:
        found(site.visitor(), url)
    assert len(seen) == 1


def test_what_is_published_or_withdrawn_is_on_the_next_page(site: Site, town: Desk, above: Desk) -> None:
    urls = ("/", f"/t/{MENGYUE}/", f"/t/{MENGYUE}/feed.atom")
    for url in urls:
        found(site.visitor(), url)
    row = town.publish(title="刚刚发布")
    assert all(row.title in found(site.visitor(), url) for url in urls)
    town.withdraw(row)
    assert not any(row.title in found(site.visitor(), url) for url in urls)
    for_all = above.publish(title="县里刚刚发布", audience="townships")
    assert for_all.title in found(site.visitor(), f"/t/{HUSA}/")


def test_readers_of_other_languages_and_letters_get_their_own_page(site: Site) -> None:
    ways = ["/language/zh_Hans_CN", "/language/en"]
    ways += [f"/reader/{name}/{value}" for name, values in reader.CHOICES.items() for value in list(values)[1:]]
    clients = [site.visitor() for _ in ways]
    for client, way in zip(clients, ways, strict=True):
        assert client.get(way).status_code == 302
    for _ in range(2):
        pages = [found(client, f"/t/{MENGYUE}/") for client in clients]
        assert len(set(pages)) == len(ways)
        assert 'lang="en"' in pages[1]
        assert 'data-elder="on"' in pages[2]


def test_a_kept_page_gives_nobody_anothers_token_or_message(site: Site) -> None:
    for url in HOT:
        assert "csrf_token" not in found(site.visitor(), url), url
    client = site.visitor()
    with client.session_transaction() as cookie:
        cookie["_flashes"] = [("message", "只给一个人的话")]
    assert "只给一个人的话" in found(client, f"/t/{MENGYUE}/")
    assert "只给一个人的话" not in found(site.visitor(), f"/t/{MENGYUE}/")


def test_an_address_with_strange_words_is_answered_and_not_kept(site: Site) -> None:
    pages: Pages = site.app.extensions["xiaoneng.pages"]
    before = len(pages._pages)
    for number in range(3):
        found(site.visitor(), f"/t/{MENGYUE}/?x={number}")
    assert len(pages._pages) == before


def test_the_least_read_page_leaves_when_the_memory_is_full() -> None:
    pages = Pages(most=25)
    for name in ("a", "b"):
        pages.put((name,), Kept((1,), b"x" * 10, "text/html"))
    assert pages.get(("a",), (1,)) is not None
    pages.put(("c",), Kept((1,), b"x" * 10, "text/html"))
    assert [pages.get((name,), (1,)) is None for name in "abc"] == [False, True, False]
    assert pages.get(("a",), (2,)) is None


def test_the_county_searches_all_its_townships_and_a_township_its_own(site: Site) -> None:
    client = site.visitor()
    everywhere = found(client, "/search?q=摊位")
    assert f"/t/{ZHANGFENG}/p/" in everywhere
    assert f"/t/{ZHANGFENG}/p/" in found(client, f"/t/{ZHANGFENG}/search?q=摊位")
    assert f"/t/{ZHANGFENG}/p/" not in found(client, f"/t/{MENGYUE}/search?q=摊位")


def test_the_county_has_one_home(site: Site) -> None:
    answer = site.visitor().get(f"/t/{COUNTY}/")
    assert (answer.status_code, answer.location) == (308, "/")


def test_my_cases_shows_what_this_browser_was_let_into_what_needs_me_first_and_forgets(site: Site) -> None:
    client = site.visitor()
    assert "勐约许" not in found(client, f"/t/{MENGYUE}/my/").replace("勐约许〔2026〕12号", "")
    for number in ("勐约许1", "勐约许7"):
        site.let_in(client, site.case(number))
    draft = site.post(client, f"/t/{MENGYUE}/items/MY-XK-02/start", {}).location
    page = found(client, f"/t/{MENGYUE}/my/")
    first, second = site.case("勐约许7").number, site.case("勐约许1").number
    assert 0 < page.index(first) < page.index(second)
    assert draft.split("/")[-2] in page
    assert "集镇公共场所" in page
    assert second not in found(client, f"/t/{HUSA}/my/")
    assert second not in found(site.visitor(), f"/t/{MENGYUE}/my/")
    assert site.post(client, f"/t/{MENGYUE}/my/forget", {}).status_code == 303
    assert second not in found(client, f"/t/{MENGYUE}/my/")
    assert client.get(f"/t/{MENGYUE}/case/{site.case('勐约许1').id}").status_code == 404


def test_a_reader_tells_of_a_mistake_and_reads_the_answer_at_an_address_of_their_own(site: Site) -> None:
    client = site.visitor()
    url = f"/t/{MENGYUE}/correction/?page=/t/{MENGYUE}/columns"
    empty = site.fill(client, url, {"words": " ", "contact": "留下的联系方式"})
    assert empty.status_code == 422
    assert Page(empty).values["contact"] == "留下的联系方式"
    answer = site.fill(client, url, {"words": "电话号码旧了", "contact": "19900001111"})
    assert answer.status_code == 303
    told = found(site.visitor(), answer.location)
    assert "电话号码旧了" in told
    assert "19900001111" not in told
    assert site.visitor().get(answer.location.replace(str(MENGYUE), str(HUSA))).status_code == 404
    staff = site.sign_in(ADMIN)
    desk = f"/w/{MENGYUE}/mistakes/"
    page = found(staff, desk)
    assert "电话号码旧了" in page
    assert "19900001111" not in page
    typed = {
        "mistake": answer.location.rsplit("/", 1)[1],
        "answer": "已经更正",
        "key": Page(staff.get(desk)).values["key"],
    }
    assert site.post(staff, desk, {**typed, "answer": ""}).status_code == 422
    assert site.post(staff, desk, typed).status_code == 303
    assert "已经更正" in found(site.visitor(), answer.location)


def test_many_messages_from_one_place_are_slowed(site: Site) -> None:
    client, url = site.visitor(), f"/t/{HUSA}/correction/"
    statuses = [site.fill(client, url, {"words": f"第{number}条"}).status_code for number in range(7)]
    assert statuses[:5] == [303] * 5
    assert statuses[-1] == 422


def test_a_page_from_elsewhere_is_not_kept_as_the_page_with_the_mistake(site: Site) -> None:
    page = Page(site.visitor().get(f"/t/{MENGYUE}/correction/?page=https://example.org/"))
    assert page.posted().held["page"] == ""


def test_every_tile_of_the_home_page_leads_somewhere(site: Site) -> None:
    client = site.visitor()
    page = Page(client.get(f"/t/{MENGYUE}/"))
    dead = [link for link in page.links if link.startswith("/") and client.get(link).status_code >= 400]
    assert dead == []


def test_another_portal_takes_the_feed_signed_and_knows_when_it_was_changed(
    site: Site, town: Desk, tmp_path: Path
) -> None:
    row = town.publish(title="关于冬季供水的通知")
    answer = site.visitor().get(f"/t/{MENGYUE}/feed.signed.json")
    assert not answer.headers.getlist("Set-Cookie")
    given = json.loads(answer.text)
    found = signed.opened(given, given["key"])
    assert str(row.id) in found["items"][0]["url"]
    for tenant in (COUNTY, MENGYUE):
        with site.database.write(Scope.one(tenant)) as session:
            bump(session)
        newer = json.loads(site.visitor().get(f"/t/{MENGYUE}/feed.signed.json").text)
        assert (was := found["revision"]) + 1 == (found := signed.opened(newer, given["key"]))["revision"], was
    changed = {**given, "content": given["content"].replace("供水", "停水")}
    for wrong, key in ((changed, given["key"]), (given, "00" * 32), ({}, given["key"]), ([], given["key"])):
        with pytest.raises(signed.BadFeed):
            signed.opened(wrong, key)
    run, file = CliRunner(), tmp_path / "feed.signed.json"
    file.write_text(answer.text, encoding="utf-8")
    said = run.invoke(publications, ["check", str(file), "--key", given["key"]])
    assert (said.exit_code, "相符" in said.output) == (0, True)
    file.write_text(json.dumps(changed), encoding="utf-8")
    assert run.invoke(publications, ["check", str(file), "--key", given["key"]]).exit_code == 1


def test_a_column_is_framed_by_the_sites_that_are_named_and_by_nobody_else(site: Site, town: Desk) -> None:
    row = town.publish(title="关于电网检修的通知")
    page = f"/t/{MENGYUE}/embed/notices"
    shut = site.visitor().get(page)
    assert shut.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in shut.headers["Content-Security-Policy"]
    with site.database.write(Scope.one(MENGYUE)) as session:
        tenant = session.get_one(Tenant, MENGYUE)
        tenant.settings = {**tenant.settings, "frames": "https://www.example.gov.cn javascript:x https://a;b 'self'"}
        bump(session)
    shown = site.visitor().get(page)
    assert row.title in shown.text
    assert "<script" not in shown.text
    assert not shown.headers.getlist("Set-Cookie")
    assert "X-Frame-Options" not in shown.headers
    assert shown.headers["Content-Security-Policy"].endswith("frame-ancestors https://www.example.gov.cn")
    assert site.visitor().get(f"/t/{MENGYUE}/embed/nothing").status_code == 404
