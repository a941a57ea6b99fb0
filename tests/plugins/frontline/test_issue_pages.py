"""Issues on their pages: raised without an account, taken in on a telephone, ledger, acts, the person's word."""

from __future__ import annotations

import io

import pytest
from sqlalchemy import select

from core.cases.models import Case
from core.db import Scope
from plugins.frontline.issues import queries
from tests.core.duties.conftest import Scheme
from tests.core.seed.test_counts import statements
from tests.plugins.frontline.road import OFFICE, Road, unit
from tests.sample import AGENT, CLERK, COUNTY_ADMIN, HANDLER, HEAD, LEADER, MENGYUE, OTHER_CLERK
from tests.site import Page, Site

HOME, PORTAL = f"/w/{MENGYUE}/issues", f"/t/{MENGYUE}/issues"
TYPED = {"matter": "drinking", "place": "一组水塔", "problem": "断水三天", "name": "村民样甲"}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301"
    "0100c9fe92ef0000000049454e44ae426082"
)
pytestmark = pytest.mark.usefixtures("township")


def newest(site: Site) -> Case:
    with site.database.read(Scope.one(MENGYUE)) as session:
        found = session.scalars(select(Case).where(Case.kind == queries.KIND).order_by(Case.id.desc())).first()
        assert found is not None
        session.expunge(found)
    return found


def words(site: Site, client: object, address: str) -> str:
    answer = client.get(address)  # type: ignore[attr-defined]
    assert answer.status_code == 200, (address, answer.status_code)
    return str(answer.get_data(as_text=True))


def test_anybody_raises_an_issue_and_finds_it_by_number_and_code(site: Site) -> None:
    visitor = site.visitor()
    wrong = Page(site.fill(visitor, f"{PORTAL}/new", {**TYPED, "problem": " "}))
    assert "请写明是什么问题" in wrong.told["problem"]
    assert wrong.values["place"] == "一组水塔"
    photo = {"files": (io.BytesIO(PNG), "断水.png")}
    made = site.fill(visitor, f"{PORTAL}/new", {**TYPED, **photo}, content_type="multipart/form-data")
    assert made.status_code == 303, made.get_data(as_text=True)
    case = newest(site)
    receipt = words(site, visitor, made.location)
    assert case.number in receipt
    assert case.code[:4] in receipt
    other = site.visitor()
    assert other.get(made.location).status_code == 404
    page = words(site, other, site.let_in(other, case))
    assert "断水三天" in page
    assert "断水.png" in page
    assert "13800000000" not in page


def test_a_number_alone_shows_the_state_and_nothing_else(site: Site) -> None:
    case = Road.collected(site, problem="一句不公开的话").case
    shown = words(site, site.visitor(), f"/t/{MENGYUE}/track?number={case.number}")
    assert "已登记" in shown
    assert "一句不公开的话" not in shown


def test_the_person_says_on_their_page_that_it_is_not_solved(site: Site) -> None:
    road, visitor = Road.collected(site).sorted().answered(HANDLER), site.visitor()
    page = words(site, visitor, site.let_in(visitor, road.case))
    assert f"/{road.id}/veto" in page
    assert f"/{road.id}/confirm" in page
    assert "已经修好并通车" in page
    address = f"{PORTAL}/{road.id}/veto"
    assert "请写明哪里没有解决" in Page(site.fill(visitor, address, {"words": " "})).told["words"]
    assert site.fill(visitor, address, {"words": "路面又裂了"}).status_code == 303
    assert road.case.state == "reopened"
    assert visitor.get(address).status_code == 302
    assert site.visitor().get(f"{PORTAL}/{road.id}/confirm").status_code == 404


def test_a_village_agent_takes_one_in_on_a_telephone_and_hands_over_the_slip(site: Site) -> None:
    client = site.sign_in(AGENT)
    form = Page(client.get(f"{HOME}/new"))
    assert form.values["village"] == str(unit(site, "201"))
    typed = {**TYPED, "source": "village", "on_spot": "y", "measures": "现场接通了水管"}
    made = site.fill(client, f"{HOME}/new", typed)
    assert made.status_code == 303, made.get_data(as_text=True)
    slip, case = words(site, client, made.location), newest(site)
    assert case.number in slip
    assert "现场接通了水管" in slip
    assert case.number in words(site, client, f"{HOME}/collected")
    assert client.get(f"/w/{MENGYUE}/cases/{case.id}").status_code == 404
    assert client.get(f"{HOME}/").status_code == 403
    # The code is shown once, in the browser that took it in.
    assert site.sign_in(AGENT).get(made.location).status_code == 404


def test_the_general_office_sorts_on_its_page_and_sees_what_may_be_the_same(site: Site) -> None:
    village = unit(site, "205")
    first = Road.collected(site, matter="land", village_id=village)
    second = Road.collected(site, matter="land", village_id=village)
    client = site.sign_in(OFFICE)
    page = words(site, client, f"/w/{MENGYUE}/cases/{second.id}")
    assert "可能是同一问题" in page
    assert first.case.number in page
    address = f"{HOME}/cases/{second.id}/sort"
    form = Page(client.get(address))
    assert form.values["matter"] == "land"
    assert form.values["village"] == str(village)
    assert "请选择牵头单位" in Page(site.fill(client, address, {"lead": ""})).told["lead"]
    assert site.fill(client, address, {"lead": str(unit(site, "NYZ"))}).status_code == 303
    assert second.case.unit_id == unit(site, "NYZ")


@pytest.mark.parametrize(
    ("act", "typed", "state"),
    [
        ("share_out", {"asked": "看现场", "days": "3"}, "handling"),
        ("progress", {"words": "已到现场"}, "handling"),
        ("pass_back", {"reason": "属于别的单位"}, "collected"),
        ("answer", {"result": "explained", "measures": "已列入明年计划"}, "answered"),
    ],
)
def test_a_lead_acts_on_forms(site: Site, act: str, typed: dict[str, str], state: str) -> None:
    road, client = Road.collected(site).sorted(), site.sign_in(HANDLER)
    more = {"units": str(unit(site, "LYZ"))} if act == "share_out" else {}
    assert site.fill(client, f"{HOME}/cases/{road.id}/{act}", {**typed, **more}).status_code == 303
    assert road.case.state == state


def test_a_partner_reads_the_issue_beside_its_own_form(site: Site) -> None:
    road = Road.collected(site, problem="桥头塌了").sorted()
    road.act(HANDLER, "share_out", units=(unit(site, "LYZ"),), asked="清理倒下的树", days=3)
    (part,) = road.parts()
    client = site.sign_in("yu.yangding")
    address = f"{HOME}/cases/{part.id}/answer_part"
    page = words(site, client, address)
    assert "桥头塌了" in page
    assert "清理倒下的树" in page
    assert site.fill(client, address, {"words": "已清走"}).status_code == 303
    assert part.case.state == "answered"
    assert client.get(f"/w/{MENGYUE}/cases/{part.id}").status_code == 200


def test_the_ledger_names_units_and_nobody_and_each_reads_their_own(site: Site) -> None:
    road = Road.collected(site, name="谁也不该看到", place="只有一处的地名").sorted()
    for login, seen in ((HANDLER, True), (OFFICE, True), (LEADER, True), ("pai.yangjia", False)):
        page = words(site, site.sign_in(login), f"{HOME}/?q=只有一处的地名")
        assert (road.case.number in page) is seen, login
        assert "谁也不该看到" not in page
    assert site.sign_in(CLERK).get(f"{HOME}/").status_code == 403


def test_the_ledger_is_filtered_and_bad_filters_ask_for_nothing(site: Site) -> None:
    client = site.sign_in(OFFICE)
    road = Road.collected(site, matter="school")
    assert road.case.number in words(site, client, f"{HOME}/?matter=school&state=collected")
    assert road.case.number not in words(site, client, f"{HOME}/?matter=school&state=solved")
    assert road.case.number in words(site, client, f"{HOME}/?matter=%00&state=nothing&village=x&after=y")


@pytest.mark.only_on("sqlite", "the same statements go to both, and here a transaction begins without one")
def test_a_case_page_and_the_ledger_keep_within_their_statements(site: Site) -> None:
    road, client = Road.collected(site).sorted(), site.sign_in(HANDLER)
    for address in (f"/w/{MENGYUE}/cases/{road.id}", f"{HOME}/"):
        assert statements(client, address) <= 15, address


def test_where_the_measure_is_off_there_is_no_door(site: Site, township: Scheme) -> None:
    road = Road.collected(site)
    try:
        township.turn("frontline", to=False)
        assert site.visitor().get(f"{PORTAL}/new").status_code == 404
        assert site.sign_in(HEAD).get(f"{HOME}/").status_code == 404
        assert site.sign_in(OFFICE).get(f"/w/{MENGYUE}/cases/{road.id}").status_code == 404
    finally:
        township.turn("frontline")


def test_another_townships_people_and_the_county_find_nothing_here(site: Site) -> None:
    road = Road.collected(site)
    for login in (OTHER_CLERK, COUNTY_ADMIN):
        assert site.sign_in(login).get(f"{HOME}/cases/{road.id}/sort").status_code in {403, 404}
