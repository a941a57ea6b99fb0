"""Key work on its pages: forms as people fill them in, who may open what, the public page, search and register."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, select

from core.accounts.models import Throttle
from core.cases import lists
from core.cases.models import Case, IssuedPaper
from core.comments.models import Comment
from core.db import Scope, new_id
from core.tenancy.models import Unit
from core.web import paper_files
from plugins.goals import queries, registers, search
from plugins.goals.models import Inspection, KeyWork
from plugins.goals.stats import STATS
from tests.core.duties.conftest import Scheme, on
from tests.core.seed.test_counts import statements
from tests.plugins.goals.road import CONTENT, MARCH, SUPERVISOR, D, Road, of_login, sign_notice, unit_of
from tests.sample import (
    ADMIN,
    AGENT,
    CLERK,
    COUNTY_ADMIN,
    HANDLER,
    HEAD,
    HUSA,
    LEADER,
    MENGYUE,
    OTHER_LEADER,
    TODAY,
)
from tests.site import Page, Site

HOME, PORTAL = f"/w/{MENGYUE}/goals", f"/t/{MENGYUE}/key-works"
MAY = D(2026, 5, 6)
TYPED = {
    "name": "村组道路硬化",
    "head": "金相丙",
    "body": "农业综合服务中心",
    "begins_on": "2026-03-02",
    "ends_on": "2026-10-30",
    "standard": "硬化三公里",
    "limit": "施工40个工作日",
    "lost": "没有",
}


@pytest.fixture(scope="module")
def running(site: Site, scheme: Scheme) -> Road:
    """A published key work of the handler's unit."""
    return Road(site).running()


@pytest.fixture(autouse=True)
def _in_may(scheme: Scheme) -> Iterator[None]:
    with scheme.writing() as session:
        session.execute(delete(Throttle))
    with on(MAY):
        yield


def url(road: Road, act: str) -> str:
    return f"{HOME}/cases/{road.id}/{act}"


def words(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.get_data(as_text=True)


def test_a_key_work_is_selected_and_planned_in_forms(site: Site, scheme: Scheme) -> None:
    client = site.sign_in("yu.yangding")
    assert "请填写重点工作名称" in Page(site.fill(client, f"{HOME}/new", {**TYPED, "name": ""})).told["name"]
    made = site.fill(client, f"{HOME}/new", TYPED)
    assert made.status_code == 303
    case_id = str(made.location).rpartition("/")[2]
    act = f"{HOME}/cases/{case_id}"
    stage = {"name": "放线", "standard": "放线到户", "days": "5", "planned_on": "2026-05-29"}
    kept = Page(site.fill(client, f"{act}/put_stage", {**stage, "days": "很多", "planned_on": "下雨天"}))
    assert {"days", "planned_on"} <= kept.told.keys()
    assert kept.posted().held["name"] == "放线"
    assert site.fill(client, f"{act}/put_stage", stage).status_code == 303
    second = Page(client.get(f"{act}/put_stage")).posted()
    assert second.held["after"] == "1"
    assert Page(client.get(f"{act}/put_stage?stage=1")).posted().held["name"] == "放线"
    assert site.fill(client, f"{act}/edit", {"name": "村组道路硬化二期"}).status_code == 303
    page = words(client, f"/w/{MENGYUE}/cases/{case_id}")
    assert "村组道路硬化二期" in page
    assert "林业和草原服务中心" in page  # a unit's name is not masked
    assert '<svg viewBox="0 0 300' in page
    assert "最迟2026-10-26开始、2026-10-30完成" in page
    assert "迟报的原因" in words(client, f"{act}/submit")
    assert site.fill(client, f"{act}/submit", {"late_reason": "项目调整"}).status_code == 303
    assert "村组道路硬化二期" in words(client, HOME + "/")


def test_review_resolution_notice_and_publication_go_by_their_forms(site: Site, scheme: Scheme) -> None:
    road = Road(site, dataclasses.replace(CONTENT, name="饮水工程"), "xian.zaojia").submitted()
    leader, supervisor, admin = (site.sign_in(login) for login in (LEADER, SUPERVISOR, ADMIN))
    assert Page(site.fill(leader, url(road, "review_government"), {"passed": "no"})).told["words"]
    assert site.fill(leader, url(road, "review_government"), {"passed": "yes"}).status_code == 303
    assert leader.get(url(road, "review_government")).status_code == 302  # once
    assert site.fill(supervisor, url(road, "review_supervision"), {"passed": "yes"}).status_code == 303
    resolved = {"decision": "approve", "held_on": "2026-05-05", "document": "勐政纪要〔2026〕4号"}
    assert Page(site.fill(leader, url(road, "resolve"), {**resolved, "document": ""})).told["document"]
    assert site.fill(leader, url(road, "resolve"), resolved).status_code == 303
    paper = next(link for link in Page(leader.get(f"/w/{MENGYUE}/cases/{road.id}")).links if "/papers/" in link)
    sheet = words(leader, paper)
    for part in ("重点工作目标进度表", "饮水工程", "勐政纪要〔2026〕4号", "2026年5月5日", "验收完成"):
        assert part in sheet
    with site.app.test_request_context(), site.database.read(Scope.one(MENGYUE)) as session:
        row = session.scalars(select(IssuedPaper).where(IssuedPaper.case_id == road.id)).one()
        found = paper_files.data_of(session.get_one(Case, (MENGYUE, road.id)), row, "http://localhost")
    assert [block["kind"] for block in found["body"]].count("table") == 2
    assert "饮水工程" in words(admin, f"{HOME}/notice")
    drafted = site.fill(admin, f"{HOME}/notice", {})
    assert drafted.status_code == 303
    assert "饮水工程" in words(admin, str(drafted.location))
    sign_notice(site)
    told = {"media": "陇川县人民政府网", "media_on": "5.6", "link": "ftp://a.example"}
    assert Page(site.fill(admin, url(road, "publish"), told)).told["link"]
    assert site.fill(admin, url(road, "publish"), {**told, "link": "https://a.example/2"}).status_code == 303
    assert "本年度的公示已经签发" in words(admin, f"{HOME}/notice")
    client = site.sign_in("xian.zaojia")
    assert site.fill(client, url(road, "raise_obstacle"), {"stage": "0", "words": "缺资金"}).status_code == 303
    assert "缺资金" in words(leader, url(road, "answer_obstacle"))
    assert Page(site.fill(leader, url(road, "answer_obstacle"), {"words": "好"})).told["entry"]
    done = {"stage": "1", "done_on": "5.6", "proof": "已勘察"}
    assert site.fill(client, url(road, "stage_done"), done).status_code == 303
    assert site.fill(supervisor, url(road, "supervise"), {"words": "抓紧"}).status_code == 303
    assert site.fill(client, url(road, "fail"), {"reasons": "资金没有到位"}).status_code == 303
    assert "资金没有到位" in words(site.visitor(), f"{PORTAL}/{road.id}")


def test_a_third_one_is_told_on_the_form_and_nothing_typed_is_lost(site: Site, scheme: Scheme) -> None:
    client = site.sign_in("pai.yangjia")
    for number in "一二":
        assert site.fill(client, f"{HOME}/new", {**TYPED, "name": f"第{number}项"}).status_code == 303
    page = Page(site.fill(client, f"{HOME}/new", {**TYPED, "name": "第三项"}))
    assert "一个单位一年选报1至2项重点工作" in page.alert
    assert page.posted().held["name"] == "第三项"


def test_a_change_shows_what_it_breaks_before_anything_is_kept(site: Site, running: Road) -> None:
    client, typed = site.sign_in(HEAD), {"stage": "1", "new_on": "2026-08-31", "why": "设计变更"}
    shown = site.fill(client, url(running, "ask_change"), {**typed, "preview": "1"})
    page = shown.get_data(as_text=True)
    assert "但它所需要的阶段1到2026-08-31才完成" in page
    assert "最迟应当在" in page
    assert running.whole().changes == []
    assert Page(shown).posted().held["why"].strip() == "设计变更"
    held = Page(shown).posted().held
    assert client.post(url(running, "ask_change"), data=held).status_code == 303
    decide = words(site.sign_in(LEADER), url(running, "decide_change"))
    assert "但它所需要的阶段1到2026-08-31才完成" in decide
    assert site.fill(site.sign_in(LEADER), url(running, "decide_change"), {"approved": "no"}).status_code == 422
    refused = {"approved": "no", "words": "不能影响施工"}
    assert site.fill(site.sign_in(LEADER), url(running, "decide_change"), refused).status_code == 303
    assert running.whole().stages[0].planned_on == D(2026, 4, 30)
    fits = {"stage": "3", "new_on": "2026-11-27", "why": "验收组时间", "preview": "1"}
    assert "其他阶段和总体完成时间不受影响" in site.fill(client, url(running, "ask_change"), fits).get_data(
        as_text=True
    )


def test_the_public_reads_plan_progress_and_agreed_changes_and_nothing_else(site: Site, running: Road) -> None:
    client = site.sign_in(HEAD)
    assert site.fill(client, url(running, "progress"), {"stage": "1", "words": "图纸完成八成"}).status_code == 303
    running.act(HEAD, "raise_obstacle", MAY, stage=0, words="占地纠纷")
    running.act(SUPERVISOR, "supervise", MAY, words="督促进度")
    running.act(HEAD, "ask_change", MAY, stage=3, new_on=D(2026, 11, 27), why="验收组时间")
    page = words(site.visitor(), f"{PORTAL}/{running.id}")
    assert "图纸完成八成" in page
    for hidden in ("占地纠纷", "督促进度", "验收组时间"):
        assert hidden not in page
    running.act(LEADER, "decide_change", MAY, approved=True)
    page = words(site.visitor(), f"{PORTAL}/{running.id}")
    assert '<del><time datetime="2026-11-20">2026-11-20</time></del>' in page
    assert "验收组时间" in page
    assert "灌溉水渠维修" in words(site.visitor(), f"{PORTAL}/")
    assert "灌溉水渠维修" in words(site.visitor(), f"/t/{MENGYUE}/")


def test_what_is_not_published_or_not_on_is_not_there(site: Site, running: Road) -> None:
    draft = Road(site, dataclasses.replace(CONTENT, name="还没公布"), "yang.nuowu", day=MARCH)
    assert site.visitor().get(f"{PORTAL}/{draft.id}").status_code == 404
    assert "还没公布" not in words(site.visitor(), f"{PORTAL}/")
    assert site.visitor().get(f"/t/{HUSA}/key-works/").status_code == 404
    assert site.visitor().get(f"/t/{HUSA}/key-works/{running.id}").status_code == 404
    assert site.visitor().get(f"{PORTAL}/{new_id()}").status_code == 404


def test_a_comment_is_shown_once_somebody_looked_and_its_numbers_are_masked(site: Site, running: Road) -> None:
    reader, page = site.visitor(), f"{PORTAL}/{running.id}"
    assert Page(site.fill(reader, page, {"words": " "})).told["words"]
    said = {"words": "水渠请修到三组，我的电话13812345678", "name": "岩罕娜"}
    assert site.fill(reader, page, said).status_code == 303
    assert "水渠请修到三组" not in words(reader, page)
    with site.database.read(Scope.one(MENGYUE)) as session:
        (row,) = session.scalars(select(Comment))
        session.expunge(row)
        assert (row.name, row.published) == ("岩**", False)
        assert "13812345678" not in row.words
    admin, desk = site.sign_in(ADMIN), f"{HOME}/watch/comments"
    held = site.fill(admin, desk, {"comment": str(row.id), "show": "no"})
    assert "意见不同不是理由" in Page(held).told["ground"]
    answer = {"comment": str(row.id), "show": "yes", "answer": "已列入二期"}
    assert site.fill(admin, desk, answer).status_code == 303
    shown = words(reader, page)
    assert "水渠请修到三组" in shown
    assert "已列入二期" in shown
    assert "没有待处理的公众意见" in words(admin, desk)
    assert "已列入二期" in words(site.sign_in(LEADER), f"{HOME}/watch/?side=public")


def test_a_flood_of_comments_is_slowed(site: Site, running: Road) -> None:
    reader, page = site.visitor(), f"{PORTAL}/{running.id}"
    codes = [site.fill(reader, page, {"words": f"意见{number}"}).status_code for number in range(8)]
    assert codes[0] == 303
    assert codes[-1] == 422


@pytest.mark.parametrize(
    ("side", "said"),
    [
        ("progress", "3个阶段完成0个"),
        ("procedure", "勘察和预算合并办理"),
        ("person", "何早乙（主任）"),
        ("supervision", "督促进度"),
        ("public", "以社会倒逼部门"),
        ("nothing", "以目标倒逼进度"),
    ],
)
def test_five_sides_show_what_drives_the_work(site: Site, running: Road, side: str, said: str) -> None:
    if side == "supervision":
        running.act(SUPERVISOR, "supervise", MAY, words="督促进度")
    assert said in words(site.sign_in(SUPERVISOR), f"{HOME}/watch/?side={side}")


def test_the_inspection_is_listed_and_entered_by_the_supervision_office(site: Site, scheme: Scheme) -> None:
    client, page, unit = site.sign_in(SUPERVISOR), f"{HOME}/watch/inspection", unit_of(site, "NYZ")
    assert "还没有列入抽查的单位" in words(client, page)
    assert site.post(client, page, {"key": new_id().hex}).status_code == 422
    assert site.fill(client, page, {"units": [str(unit)]}).status_code == 303
    with site.database.read(Scope.one(MENGYUE)) as session:
        (row,) = session.scalars(select(Inspection.id))
    entry = f"{page}/{row}"
    assert Page(site.fill(client, entry, {"held_on": "2027-01-01", "good": "yes", "result": "好"})).told["held_on"]
    assert site.fill(client, entry, {"held_on": "5.6", "good": "no", "result": "进度滞后"}).status_code == 303
    assert "进度滞后" in words(site.sign_in(LEADER), page)
    assert "列入抽查名单" not in words(site.sign_in(HEAD), page)
    assert site.post(site.sign_in(HEAD), page, {"key": new_id().hex, "units": str(unit)}).status_code in {403, 422}
    assert site.sign_in(HEAD).get(entry).status_code == 403
    assert client.get(f"{page}/{new_id()}").status_code == 404


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", {HEAD, HANDLER, LEADER, ADMIN, SUPERVISOR, AGENT}),
        ("/new", {HEAD, HANDLER, AGENT}),
        ("/notice", {ADMIN}),
        ("/watch/", {HEAD, HANDLER, LEADER, ADMIN, SUPERVISOR, AGENT}),
        ("/watch/comments", {ADMIN}),
        ("/watch/inspection", {HEAD, HANDLER, LEADER, ADMIN, SUPERVISOR, AGENT}),
    ],
)
def test_each_page_opens_for_its_readers_alone(site: Site, scheme: Scheme, path: str, allowed: set[str]) -> None:
    for login in (HEAD, HANDLER, LEADER, ADMIN, SUPERVISOR, AGENT, CLERK):
        assert site.sign_in(login).get(HOME + path).status_code == (200 if login in allowed else 403), login
    for login in (OTHER_LEADER, COUNTY_ADMIN):
        assert site.sign_in(login).get(HOME + path).status_code == 404, login
    assert site.visitor().get(HOME + path).status_code == 303


def test_the_county_looks_in_with_a_reason_and_does_nothing(site: Site, running: Road) -> None:
    with on(TODAY):
        county = site.sign_in(COUNTY_ADMIN)
        assert county.get(f"{HOME}/").status_code == 404
        assert site.post(county, f"/county/visits/{MENGYUE}", {"reason": "核查重点工作"}).status_code == 303
        assert "灌溉水渠维修" in words(county, f"{HOME}/")
        page = words(county, f"/w/{MENGYUE}/cases/{running.id}")
        assert "倒排工期" in page
        assert "/goals/cases/" not in page
        for act in ("progress", "decide_change", "supervise"):
            assert county.get(url(running, act)).status_code == 403


def test_a_work_is_opened_by_its_unit_and_those_who_see_all(site: Site, running: Road) -> None:
    page = f"/w/{MENGYUE}/cases/{running.id}"
    answers = {who: site.sign_in(who).get(page).status_code for who in (HEAD, LEADER, ADMIN, SUPERVISOR, AGENT, CLERK)}
    assert answers == {HEAD: 200, LEADER: 200, ADMIN: 200, SUPERVISOR: 200, AGENT: 404, CLERK: 404}
    acts = {"progress": {HEAD}, "supervise": {SUPERVISOR}, "finish": {HEAD}, "fail": {HEAD}}
    for act, allowed in acts.items():
        for who in (HEAD, LEADER, ADMIN, SUPERVISOR):
            found = site.sign_in(who).get(url(running, act)).status_code
            assert found == (200 if who in allowed else 403), (act, who)
        assert site.sign_in(AGENT).get(url(running, act)).status_code == 404
    assert site.sign_in(HEAD).get(url(running, "nothing")).status_code == 404
    assert site.sign_in(HEAD).get(url(running, "edit")).status_code == 302


@pytest.mark.parametrize("bad", ["9" * 400, "-1", "\x00", "\ud800".encode("utf-8", "surrogatepass"), "[]", "1e9"])
def test_hostile_input_is_told_and_never_breaks_a_page(site: Site, running: Road, bad: str | bytes) -> None:
    client, key = site.sign_in(HEAD), new_id().hex
    names = ("stage", "done_on", "proof", "new_on", "why", "words", "no", "days", "planned_on", "after", "year", "unit")
    for path in ("progress", "stage_done", "ask_change"):
        sent = dict.fromkeys(names, bad) | {"key": key, "version": "1"}
        assert site.post(client, url(running, path), sent).status_code in {303, 400, 422}
    assert site.post(client, f"{HOME}/new", dict.fromkeys((*TYPED, *names), bad)).status_code in {400, 422}
    shown = bad if isinstance(bad, str) else "x"
    for path in (f"{HOME}/", f"{HOME}/watch/", f"{HOME}/watch/inspection"):
        assert client.get(path, query_string={"year": shown, "side": shown}).status_code == 200
    assert site.visitor().get(f"{PORTAL}/", query_string={"year": shown}).status_code == 200


def test_files_prove_the_end_and_it_is_read_by_the_public(site: Site, scheme: Scheme) -> None:
    road = Road(site, login=AGENT).running()
    agent = site.sign_in(AGENT)
    for no in (1, 2, 3):
        road.act(AGENT, "stage_done", MAY, stage=no, done_on=MAY, proof="验收")
    bad = {"proof": "通水", "files": (io.BytesIO(b"MZ"), "坏.exe")}
    assert Page(site.fill(agent, url(road, "finish"), bad)).told["files"]
    good = {"proof": "三条水渠通水", "files": (io.BytesIO(PDF), "验收单.pdf")}
    assert site.fill(agent, url(road, "finish"), good).status_code == 303
    assert road.case.state == "finished"
    assert "验收单.pdf" in words(agent, f"/w/{MENGYUE}/cases/{road.id}")
    page = words(site.visitor(), f"{PORTAL}/{road.id}")
    assert "三条水渠通水" in page
    assert "验收单.pdf" not in page


PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


def test_search_register_and_figures_count_the_same_works(site: Site, running: Road) -> None:
    with site.database.read(Scope.one(MENGYUE)) as session:
        rows = session.scalars(select(KeyWork)).all()
        published = {f"key_work:{row.case_id}" for row in rows if row.published}
        assert {doc.key for doc in search.everything(session)} == published
        assert search.visible(session, {f"key_work:{row.case_id}" for row in rows}, None) == published
        (found,) = search.load(session, [running.id])
        assert (found.title, found.url) == ("灌溉水渠维修", f"{PORTAL}/{running.id}")
        leader = of_login(session, LEADER)
        taken = list(registers.REGISTER.rows(session, leader, D(2026, 1, 1), D(2026, 12, 31)))
        assert len(taken) == len(rows)
        assert all(len(row) == len(registers.REGISTER.columns) for row in taken)
        own = list(registers.REGISTER.rows(session, of_login(session, AGENT), D(2026, 1, 1), D(2026, 12, 31)))
        assert {row[1] for row in own} <= {session.get_one(Unit, (MENGYUE, unit_of(site, "201"))).name}
        table = registers.LABELS
        states = [row[6] for row in taken]
        drafts = states.count(table["draft"]) + states.count(table["not_selected"])
        selected = next(stat for stat in STATS if stat.code == "goals.selected")
        wanted = dataclasses.replace(selected.counted(D(2026, 1, 1), D(2026, 12, 31)), kinds=(queries.KIND,))
        assert lists.count(session, leader, wanted) == len(taken) - drafts > 0


@pytest.mark.only_on("sqlite", "the same statements go to both, and here a transaction begins without one")
def test_pages_stay_within_their_statements(site: Site, running: Road) -> None:
    client = site.sign_in(HEAD)
    pages = (f"/w/{MENGYUE}/cases/{running.id}", f"{HOME}/", f"{HOME}/watch/?side=supervision")
    sent = {page: statements(client, page) for page in pages}
    public = site.visitor()
    sent |= {page: statements(public, page) for page in (f"{PORTAL}/", f"{PORTAL}/{running.id}")}
    assert {page: number for page, number in sent.items() if number > 15} == {}


def test_nothing_of_it_is_offered_where_it_is_off(site: Site, scheme: Scheme) -> None:
    scheme.turn("goals", to=False)
    try:
        for login in (HEAD, LEADER, ADMIN, SUPERVISOR):
            assert site.sign_in(login).get(f"{HOME}/").status_code == 404
        assert site.visitor().get(f"{PORTAL}/").status_code == 404
        assert "goals" not in words(site.sign_in(HEAD), f"/w/{MENGYUE}/")
    finally:
        scheme.turn("goals")
