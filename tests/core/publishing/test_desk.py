"""The desk's pages: the road of one publication by hand, the county's own, the health of every portal."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from sqlalchemy import select

from core import doctor
from core.db import Scope
from core.publishing.models import Mistake, Published
from core.tenancy.models import Tenant
from tests.core.publishing.files import docx, png
from tests.sample import (
    ADMIN,
    COUNTY_ADMIN,
    COUNTY_SECOND,
    HANDLER,
    HUSA,
    LEADER,
    MENGYUE,
    NOON,
    OTHER_ADMIN,
    OTHER_LEADER,
    ZHANGFENG,
)
from tests.site import Page, Site

DESK, COUNTY_DESK = f"/w/{MENGYUE}/publications", "/county/publications"
MOBILE = "19900001111"
TYPED = {"column": "notices", "title": "关于值班的通知", "body": f"有事请打{MOBILE}。", "audience": "public"}


def write(site: Site, login: str, desk: str = DESK, **typed: Any) -> str:
    """A draft; the address of its page."""
    answer = site.fill(site.sign_in(login), f"{desk}/new", {**TYPED, **typed}, content_type="multipart/form-data")
    assert answer.status_code == 303, Page(answer).alert
    return str(answer.location)


def held(site: Site, login: str, url: str) -> dict[str, Any]:
    """Token, key and version as the page's forms hold them."""
    return Page(site.sign_in(login).get(url)).forms[-1].held


def test_a_notice_goes_its_road_from_the_first_word_to_its_withdrawal(site: Site) -> None:
    page = write(site, ADMIN)
    writer, signer = site.sign_in(ADMIN), site.sign_in(LEADER)
    checking = writer.get(f"{page}/check")
    assert f"<mark>{MOBILE}" in checking.text
    refused = site.fill(writer, f"{page}/check", {f"choice-{MOBILE}": "keep"})
    assert refused.status_code == 422
    assert f"#why-{MOBILE}" in refused.text
    assert Page(refused).told.keys() == {f"why-{MOBILE}"}
    kept = {f"choice-{MOBILE}": "keep", f"why-{MOBILE}": "值班电话"}
    assert site.fill(writer, f"{page}/check", kept).status_code == 303
    assert "签发并发布" not in writer.get(page).text
    assert "值班电话" in signer.get(page).text
    form = next(form for form in Page(signer.get(page)).forms if form.action.endswith("/sign"))
    answer = signer.post(form.action, data=form.held)
    assert answer.status_code == 303
    public = page.replace("/w/", "/t/").replace("/publications/", "/p/")
    assert MOBILE in site.visitor().get(public).text
    early = site.fill(signer, f"{page}/withdraw", {"ground": "over", "reason": "不再需要"})
    assert early.status_code == 422
    assert Page(early).told.keys() == {"ground"}
    assert Page(early).values["reason"].strip() == "不再需要"
    assert site.fill(signer, f"{page}/withdraw", {"ground": "wrong", "reason": "电话有误"}).status_code == 303
    assert site.visitor().get(public).status_code == 410


def test_without_a_word_numbers_are_masked(site: Site) -> None:
    page = write(site, ADMIN)
    assert site.fill(site.sign_in(ADMIN), f"{page}/check", {}).status_code == 303
    assert MOBILE not in site.sign_in(LEADER).get(page).text


def test_who_checked_it_is_told_that_another_signs_and_can_not_do_it_past_the_page(site: Site) -> None:
    page, client = write(site, LEADER), site.sign_in(LEADER)
    assert site.fill(client, f"{page}/check", {}).status_code == 303
    form = Page(client.get(page)).forms
    assert not any(each.action.endswith("/sign") for each in form)
    answer = site.post(client, f"{page}/sign", {"key": "0" * 32, "version": "2"})
    assert answer.status_code == 422
    assert "不能签发自己经手的内容" in answer.text


def test_a_handler_is_told_who_can_sign(site: Site) -> None:
    page = write(site, HANDLER)
    assert site.fill(site.sign_in(HANDLER), f"{page}/check", {}).status_code == 303
    assert "签发和撤回公开事项" in site.sign_in(HANDLER).get(page).text
    assert site.post(site.sign_in(HANDLER), f"{page}/sign", {}).status_code == 403


def test_what_is_wrong_is_told_at_its_field_and_nothing_typed_is_lost(site: Site) -> None:
    client = site.sign_in(ADMIN)
    answer = site.fill(client, f"{DESK}/new", {**TYPED, "title": " "})
    page = Page(answer)
    assert answer.status_code == 422
    assert page.told.keys() == {"title"}
    assert page.values["body"].strip() == TYPED["body"]


def test_attachments_come_with_the_draft_are_looked_into_and_read_as_clean_copies(site: Site) -> None:
    uploads = [(io.BytesIO(docx("名单")[1]), "名单.docx"), (io.BytesIO(png()), "现场.png")]
    page = write(site, ADMIN, files=uploads)
    writer, signer = site.sign_in(ADMIN), site.sign_in(LEADER)
    refused = site.fill(writer, f"{page}/check", {})
    assert refused.status_code == 422
    assert "现场.png" in Page(refused).alert
    looked = next(link for link in Page(refused).source.split('"') if link.startswith("looked-"))
    assert site.fill(writer, f"{page}/check", {looked: "1"}).status_code == 303
    form = next(form for form in Page(signer.get(page)).forms if form.action.endswith("/sign"))
    assert signer.post(form.action, data=form.held).status_code == 303
    public = page.replace("/w/", "/t/").replace("/publications/", "/p/")
    links = [link for link in Page(site.visitor().get(public)).links if "/files/" in link]
    assert len(links) == 2
    for link in links:
        with site.visitor().get(link) as answer:
            assert answer.status_code == 200
            assert "经办人".encode() not in answer.data
            assert b"secret" not in answer.data
    handed_in = [link for link in Page(signer.get(page)).links if "/files/" in link]
    assert len(handed_in) == 2
    assert site.visitor().get(f"{public}/files/{handed_in[0].rsplit('/', 1)[1]}").status_code == 404


def test_a_file_of_another_kind_is_refused_by_name_and_the_draft_is_kept(site: Site) -> None:
    page = write(site, ADMIN, files=[(io.BytesIO(b"MZ"), "程序.exe")])
    assert page.endswith("/edit")
    client = site.sign_in(ADMIN)
    assert TYPED["body"] in client.get(page).text


def test_a_draft_is_changed_and_thrown_away(site: Site) -> None:
    page, client = write(site, ADMIN), site.sign_in(ADMIN)
    assert site.fill(client, f"{page}/edit", {"column": "notices", "title": "改过的标题"}).status_code == 303
    assert "改过的标题" in client.get(page).text
    form = next(form for form in Page(client.get(page)).forms if form.action.endswith("/discard"))
    assert client.post(form.action, data=form.held).status_code == 303
    assert client.get(page).status_code == 404


def test_another_township_sees_nothing_of_a_desk_not_even_under_its_own_code(site: Site) -> None:
    page = write(site, ADMIN)
    foreign = page.replace(str(MENGYUE), str(HUSA))
    for login in (OTHER_ADMIN, OTHER_LEADER):
        client = site.sign_in(login)
        for url in (page, foreign, f"{page}/check", f"{foreign}/check", f"{foreign}/edit"):
            assert client.get(url).status_code == 404, url
        assert TYPED["title"] not in client.get(f"/w/{HUSA}/publications/").text
    assert site.sign_in(LEADER).get(page).status_code == 200


def test_a_handler_sees_the_own_units_publications_only(site: Site) -> None:
    page = write(site, ADMIN, title="党政办的草稿")
    client = site.sign_in(HANDLER)
    assert client.get(page).status_code == 404
    assert "党政办的草稿" not in client.get(f"{DESK}/").text
    assert "党政办的草稿" in site.sign_in(LEADER).get(f"{DESK}/").text


def test_the_menu_counts_what_waits_for_this_persons_signature(site: Site) -> None:
    def badge(login: str) -> int:
        menu = site.sign_in(login).get(f"/w/{MENGYUE}/").text
        words = menu.split("信息发布", 1)[1].split("</a>")[0]
        return int(words.split('text-bg-danger">')[1].split("<")[0]) if "text-bg-danger" in words else 0

    leader, admin = badge(LEADER), badge(ADMIN)
    page = write(site, ADMIN)
    site.fill(site.sign_in(ADMIN), f"{page}/check", {})
    assert (badge(LEADER), badge(ADMIN)) == (leader + 1, admin)


def test_the_county_publishes_for_every_township_and_two_of_its_people_are_needed(site: Site) -> None:
    page = write(site, COUNTY_ADMIN, COUNTY_DESK, audience="townships", title="县里的新通知")
    assert site.fill(site.sign_in(COUNTY_ADMIN), f"{page}/check", {}).status_code == 303
    second = site.sign_in(COUNTY_SECOND)
    form = next(form for form in Page(second.get(page)).forms if form.action.endswith("/sign"))
    assert second.post(form.action, data=form.held).status_code == 303
    assert "县里的新通知" in site.visitor().get(f"/t/{HUSA}/").text
    assert "县里的新通知" not in site.sign_in(LEADER).get(f"{DESK}/").text


def test_the_countys_desk_holds_no_townships_work(site: Site) -> None:
    write(site, ADMIN, title="乡里的草稿")
    client = site.sign_in(COUNTY_ADMIN)
    assert "乡里的草稿" not in client.get(f"{COUNTY_DESK}/").text
    assert client.get(f"{COUNTY_DESK}/").status_code == 200


def test_a_column_is_renamed_on_its_page_and_on_the_portal_at_once(site: Site) -> None:
    client = site.sign_in(OTHER_ADMIN)
    typed = {"code": "news", "label": "阿昌新闻", "type": "core.news", "position": "10", "shown": "y"}
    assert site.fill(client, f"/w/{HUSA}/publications/columns", typed).status_code == 303
    assert "阿昌新闻" in site.visitor().get(f"/t/{HUSA}/").text
    bad = site.fill(client, f"/w/{HUSA}/publications/columns", {**typed, "code": "新", "position": "x"})
    assert bad.status_code == 422
    assert {"position"} <= Page(bad).told.keys()
    assert "阿昌新闻" not in site.visitor().get(f"/t/{MENGYUE}/").text


@pytest.fixture
def ailing(site: Site) -> None:
    """章凤镇 with nothing new for long, and a message of four months ago."""
    long_ago = NOON - dt.timedelta(days=400)
    with site.database.write(Scope.one(ZHANGFENG)) as session:
        for row in session.scalars(select(Published)):
            row.published_at = long_ago
        told = Mistake(tenant_id=ZHANGFENG, at=NOON - dt.timedelta(days=120), page="/", words="旧了", contact="")
        session.add(told)


@pytest.mark.usefixtures("ailing")
def test_the_county_sees_each_portals_counters_with_a_link_to_each_column_that_is_stale(site: Site) -> None:
    text = site.sign_in(COUNTY_ADMIN).get("/county/portals").text
    own = text.split(f'id="place-{ZHANGFENG}"')[1].split("</section>")[0]
    well = text.split(f'id="place-{MENGYUE}"')[1].split("</section>")[0]
    assert f"/t/{ZHANGFENG}/columns/news" in own
    assert f"/t/{ZHANGFENG}/columns/notices" in own
    assert "首页超过两周没有更新" in own
    assert "有留言超过三个月没有答复" in own
    assert "没有单项否决" in well
    assert f"/t/{MENGYUE}/columns/" not in well


def test_a_township_sees_its_own_health_and_what_it_can_do(site: Site) -> None:
    text = site.sign_in(ADMIN).get(f"/w/{MENGYUE}/portal-health").text
    assert f'id="place-{MENGYUE}"' in text
    assert "place-" not in text.replace(f"place-{MENGYUE}", "")
    assert f"/w/{MENGYUE}/mistakes/" in text


def test_the_doctor_names_the_marks_that_are_blank_and_is_strict_only_with_real_tenants(site: Site) -> None:
    finding = next(each for each in doctor.examine(site.config) if each.check == "site")
    assert finding.ok
    assert "章凤镇" in finding.words
    assert "公安备案号" in finding.words
    with site.database.write(Scope.one(ZHANGFENG)) as session:
        session.get_one(Tenant, ZHANGFENG).sample = False
    finding = next(each for each in doctor.examine(site.config) if each.check == "site")
    assert not finding.ok
