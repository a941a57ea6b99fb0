"""The library's pages: an item drawn up on screen, tried out, checked by a second person, read by the public."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from sqlalchemy import select

from core.accounts.actor import Actor
from core.cases.models import Case
from core.cases.services import Party
from core.db import Scope
from plugins.approval import services as applications
from plugins.approval.items import queries
from plugins.approval.items.words import centre_card
from plugins.approval.models import Application, Item
from tests.sample import ADMIN, COUNTY, COUNTY_ADMIN, LEADER, MENGYUE, TODAY
from tests.site import Page, Site, opened

LIBRARY = f"/w/{MENGYUE}/approval/library"
PORTAL = f"/t/{MENGYUE}/items"
NEW = {
    "code": "MY-TEST-1",
    "name": "样本临时占道审批",
    "type": "行政许可",
    "title": "法定",
    "organ": "勐约乡人民政府",
    "basis": "土地管理法62④\n森林法57③",
    "serves": ["自然人", "企业法人"],
    "conditions": "不影响通行\n有安全措施",
    "flow": "收件\n受理\n审查\n决定",
    "special_links": "专家评审，20",
    "fee": "无",
    "result": "批复",
    "ask_phone": "0692-1",
    "complain_phone": "0692-2",
}


@pytest.fixture(scope="module")
def made(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The sample with an item that the administrator drew up on screen: two materials, three fields, handed in."""
    with opened(sample, tmp_path_factory.mktemp("items")) as site:
        admin = site.sign_in(ADMIN)
        unit = next(each for each in Page(admin.get(f"{LIBRARY}/new")).posted().fields["unit_id"].options if each)
        answer = site.fill(admin, f"{LIBRARY}/new", {**NEW, "unit_id": unit})
        assert answer.status_code == 303, Page(answer).alert
        home = answer.location.removesuffix("/materials")
        rows = {"r0-name": "申请书", "r0-source": "申请人自备", "r1-name": "位置图", "r1-source": "申请人自备"}
        rows |= {"r1-deferrable": "y", "r0-copies": "2", "r0-form": "original"}
        assert site.fill(admin, answer.location, rows).status_code == 303
        fields = {
            **{"r0-label": "占道种类", "r0-kind": "choice", "r0-choices": "摆摊\n施工", "r0-required": "y"},
            **{"r1-label": "施工单位", "r1-kind": "text", "r1-required": "y"},
            **{"r1-only_field": "占道种类", "r1-only_value": "施工", "r2-label": "天数", "r2-kind": "number"},
        }
        assert site.fill(admin, f"{home}/fields", fields).status_code == 303
        held = next(form.held for form in Page(admin.get(home)).forms if "version" in form.held)
        assert admin.post(f"{home}/submit", data=held).status_code == 303
        yield site


def home_of(site: Site) -> str:
    """The address of the item's only edition."""
    return f"{LIBRARY}/{of(site).id}"


def of(site: Site) -> Item:
    with site.database.read(Scope.one(MENGYUE)) as session:
        found = session.scalars(select(Item).where(Item.code == NEW["code"])).one()
        session.expunge(found)
        return found


def test_an_item_is_drawn_up_without_code(made: Site) -> None:
    item = of(made)
    assert item.basis == "土地管理法62④；森林法57③"
    assert item.special_links == [{"name": "专家评审", "days": 20}]
    assert item.materials == [
        {"code": "c1", "name": "申请书", "source": "申请人自备", "form": "original", "copies": 2},
        {"code": "c2", "name": "位置图", "source": "申请人自备", "deferrable": True},
    ]
    assert [field.get("only_if") for field in item.fields] == [None, {"field": "n1", "value": "施工"}, None]
    assert (item.stage, item.edition, item.published) == ("checking", 1, False)


def test_a_form_is_tried_out_and_nothing_is_filed(made: Site) -> None:
    leader, page = made.sign_in(LEADER), f"{home_of(made)}/try"
    told = made.fill(leader, page, {"n1": "施工"})
    assert told.status_code == 422
    assert "请填写“施工单位”" in Page(told).told["n2"]
    with made.database.read(Scope.one(MENGYUE)) as session:
        before = len(session.scalars(select(Case.id)).all())
    good = made.fill(leader, page, {"n1": "摆摊", "n2": "看不见的"})
    assert "没有提交任何申请" in good.text
    assert "看不见的" not in good.text.partition("<form")[0]
    with made.database.read(Scope.one(MENGYUE)) as session:
        assert len(session.scalars(select(Case.id)).all()) == before


def test_an_unfinished_draft_keeps_what_was_typed_and_tells_at_the_field(made: Site) -> None:
    admin = made.sign_in(ADMIN)
    answer = made.fill(admin, f"{home_of(made)}/edit", {"special_links": "专家评审", "fee": "10元"})
    page = Page(answer)
    assert answer.status_code == 422
    assert "没有写明所需的工作日" in page.told["special_links"]
    assert page.values["fee"] == "10元"
    rows = made.fill(admin, f"{home_of(made)}/fields", {"r1-only_value": "没有"})
    assert "没有这个选项" in Page(rows).told["r1-only_value"]
    more = made.fill(admin, f"{home_of(made)}/fields", {"more": "1"})
    assert more.status_code == 200
    assert "r5-label" in Page(more).posted().fields
    assert of(made).fee == "无"


def test_sheets_are_set_with_basis_materials_days_and_telephones(made: Site) -> None:
    leader = made.sign_in(LEADER)
    for name, words in {"guide": "专家评审", "notice": "收件→受理"}.items():
        answer = leader.get(f"{home_of(made)}/{name}.pdf")
        assert answer.mimetype == "application/pdf"
        pages = PdfReader(io.BytesIO(answer.data)).pages
        text = "".join("".join(page.extract_text().split()) for page in pages)
        assert len(pages) == 1
        for said in (NEW["name"], "《中华人民共和国土地管理法》第六十二条第四款", "0692-2", "位置图", words):
            assert said in text, said


def test_the_public_reads_it_once_a_second_person_has_published_it(made: Site) -> None:
    visitor, address = made.visitor(), f"{PORTAL}/{NEW['code']}"
    assert visitor.get(address).status_code == 404
    item = of(made)
    chosen = {"chosen": f"{item.id}:{item.version}", "valid_from": TODAY.isoformat()}
    refused = made.fill(made.sign_in(ADMIN), f"{LIBRARY}/?stage=checking", chosen)
    assert refused.status_code == 422
    assert "不能自己核对公布" in Page(refused).alert
    assert made.fill(made.sign_in(LEADER), f"{LIBRARY}/?stage=checking", chosen).status_code == 303
    guide = visitor.get(address).text
    assert all(words in guide for words in ("专家评审", "2份", "0692-2", "办理流程"))
    check = f"{address}/check"
    assert made.fill(visitor, check, {"condition0": "yes"}).status_code == 422
    unsure = made.fill(visitor, check, {"condition0": "yes", "condition1": "no"})
    assert "您仍然可以申请" in unsure.text
    assert "看起来都符合" in made.fill(visitor, check, {"condition0": "yes", "condition1": "yes"}).text
    assert made.fill(visitor, f"{address}/check", {"condition0": "x" * 99}).status_code == 422


def test_an_answer_that_does_not_apply_is_not_part_of_the_application(made: Site) -> None:
    """Runs after the one above has published the item."""
    with made.database.write(Scope.one(MENGYUE)) as session:
        item = session.scalars(select(Item).where(Item.code == NEW["code"], queries.in_force())).one()
        typed = {"n1": "摆摊", "n2": "不应当在", "n3": "3"}
        submission = applications.Submission(item, (Party("applicant", "样"),), typed)
        case = applications.submit(session, Actor.party(MENGYUE, "样"), submission, "3" * 32)
        kept = json.loads(session.get_one(Application, (MENGYUE, case.id)).form)
    assert kept == {"n1": "摆摊", "n3": "3"}


def test_two_editions_are_shown_side_by_side(made: Site) -> None:
    leader = made.sign_in(LEADER)
    listed = Page(leader.get(f"{LIBRARY}/?stage=checking"))
    waits = next(link for link in listed.links if link.startswith(f"{LIBRARY}/0"))
    page = leader.get(f"{waits}/against/1").text
    assert "一寸照片" in page
    assert "取消复印件" in page
    assert leader.get(f"{waits}/against/99").status_code == 404
    assert leader.get(f"{waits}/against/{10**30}").status_code == 404


def test_a_repealed_law_is_told_on_the_guide_which_takes_no_application(made: Site) -> None:
    admin, guide = made.sign_in(ADMIN), f"{PORTAL}/MY-QT-04"
    assert "现在不能申请" not in made.visitor().get(guide).text
    yesterday = (TODAY - dt.timedelta(days=1)).isoformat()
    typed = {
        "law": "农村土地承包法",
        "in_force_from": "2003-03-01",
        "in_force_to": yesterday,
        "replaced_by": "样本新法",
    }
    wrong = made.fill(admin, f"/w/{MENGYUE}/approval/laws", {**typed, "in_force_to": "2001-01-01"})
    assert "不能早于施行日期" in Page(wrong).told["in_force_to"]
    assert made.fill(admin, f"/w/{MENGYUE}/approval/laws", typed).status_code == 303
    page = admin.get(f"/w/{MENGYUE}/approval/laws?law=农村土地承包法")
    assert Page(page).values["replaced_by"] == "样本新法"
    assert "现在不能申请" in made.visitor().get(guide).text
    assert "start" not in [form.action.rpartition("/")[2] for form in Page(made.visitor().get(guide)).forms]


def test_the_centre_shows_who_is_in_and_why_others_are_not(made: Site) -> None:
    admin, url = made.sign_in(ADMIN), f"/w/{MENGYUE}/approval/centre"
    page = admin.get(url).text
    assert "林业系统的专网" in page
    assert "xn-state-late" not in page.partition("<main")[2]
    told = made.fill(admin, url, {"item_code": "MY-XK-02", "since": "", "reason": ""})
    assert told.status_code == 422
    assert made.fill(admin, url, {"item_code": "MY-XK-02", "since": "2026-11-01"}).status_code == 303
    with made.database.read(Scope.one(MENGYUE)) as session:
        assert queries.entries(session)["MY-XK-02"].since == dt.date(2026, 11, 1)


def test_the_county_sees_of_each_township_how_many_are_not_at_the_centre_and_never_as_a_fault(made: Site) -> None:
    with made.database.read(Scope.tree(COUNTY)) as session:
        [card] = centre_card(session)
        total, outside = queries.not_entered(session)
    with made.database.read(Scope.one(MENGYUE)) as session:
        items = session.scalars(select(Item.code).where(queries.in_force())).all()
        entered = [code for code, row in queries.entries(session).items() if row.since is not None]
    assert card.state == "good"
    assert card.places[MENGYUE] == len(items) - len(set(items) & set(entered))
    assert sum(outside.values()) < total
    assert "进驻便民服务中心" in made.sign_in(COUNTY_ADMIN).get("/county/health").text
