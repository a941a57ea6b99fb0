"""The pages of steps: the lists, what is recorded of a step, the village's own page, and what the public reads."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.db import Scope
from plugins.approval.demo_road import blank_pdf
from plugins.approval.items import queries as editions
from plugins.approval.items import services as library
from tests.plugins.approval.road import HOUSE, Road, actor
from tests.plugins.approval.steps import asking
from tests.plugins.approval.steps.asking import again, ask, begun, part, recorded, step
from tests.sample import ADMIN, AGENT, CLERK, HANDLER, HUSA, LEADER, MENGYUE, TODAY
from tests.site import Page, Site, opened

OTHER_AGENT = "yu.zaoyi"
STEPS, VILLAGE = f"/w/{MENGYUE}/approval/steps", f"/w/{MENGYUE}/village/"


@pytest.fixture(scope="module")
def asked(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with opened(sample, tmp_path_factory.mktemp("pages")) as site:
        asking.asks(site.database)
        yield site


@pytest.fixture(scope="module")
def road(asked: Site) -> Road:
    """One of the village that waits and whose village is asked."""
    made = begun(asked.database, on=TODAY)
    ask(made, TODAY)
    return again(made)


def sheet(name: str = "记录.pdf") -> tuple[io.BytesIO, str]:
    return io.BytesIO(blank_pdf()), name


def test_the_lists_are_narrowed_by_village_and_item(asked: Site, road: Road) -> None:
    clerk, own = asked.sign_in(CLERK), asking.village(asked.database)
    other = asking.village(asked.database, "203")
    for query, there in (
        ("", True),
        (f"?village={own}", True),
        (f"?village={other}", False),
        (f"?item={HOUSE}", True),
        ("?item=MY-XK-02", False),
        ("?village=x&after=x", True),
    ):
        answer = clerk.get(f"{STEPS}/before{query}")
        assert (answer.status_code, road.case.number in answer.get_data(as_text=True)) == (200, there), query
    assert road.case.number not in clerk.get(f"{STEPS}/after?late=1").get_data(as_text=True)
    assert "前置环节未完成" in clerk.get(f"/w/{MENGYUE}/").get_data(as_text=True)


def test_a_village_sees_its_own_and_no_other_village_or_township(asked: Site, road: Road) -> None:
    url, answer = f"{STEPS}/{step(road, 'talk').id}", f"/w/{MENGYUE}/approval/cases/{part(road).id}/answer_village"
    page = asked.sign_in(AGENT).get(VILLAGE).get_data(as_text=True)
    assert road.case.number in page
    assert part(road).number in page
    other = asked.sign_in(OTHER_AGENT)
    assert road.case.number not in other.get(VILLAGE).get_data(as_text=True)
    assert [other.get(path).status_code for path in (url, answer)] == [403, 404]
    assert asked.sign_in(LEADER).get(url).status_code == 403
    foreign = asked.sign_in("zhao.yangyi")
    assert foreign.get(url.replace(str(MENGYUE), str(HUSA))).status_code == 404
    assert asked.sign_in(AGENT).get(f"/w/{MENGYUE}/cases/{road.case.id}").status_code == 404


def test_an_entry_keeps_what_was_typed_tells_each_slip_and_is_made_with_its_proof(asked: Site) -> None:
    road = begun(asked.database, on=TODAY)
    agent, url = asked.sign_in(AGENT), f"{STEPS}/{step(road, 'talk').id}"
    form = Page(agent.get(url)).posted()
    assert form.fields["act"].options == ["done"]
    bad = Page(agent.post(url, data={**form.held, "act": "done", "on": "2026-11-23", "words": "到会40户"}))
    assert set(bad.told) == {"proof"}
    assert bad.values["words"].strip() == "到会40户"
    refused = {**form.held, "act": "done", "on": "2026-11-23", "proof": (io.BytesIO(b"MZ"), "x.exe")}
    assert Page(agent.post(url, data=refused)).told["proof"]
    assert agent.post(url, data={**form.held, "act": "unneeded", "words": "x"}).status_code == 422
    good = agent.post(url, data={**form.held, "act": "done", "on": "2026-11-23", "proof": sheet()})
    assert (good.status_code, good.location) == (303, VILLAGE)
    entry = recorded(road, "talk").entries[0]
    assert (entry.by_name, str(entry.on)) == ("勒排·诺样甲", "2026-11-23")
    shown = asked.sign_in(CLERK).get(f"/w/{MENGYUE}/cases/{road.case.id}").get_data(as_text=True)
    assert "记录.pdf" in shown
    # The same page sent again saw an older ledger.
    assert agent.post(url, data={**form.held, "act": "done", "on": "2026-11-22", "proof": sheet()}).status_code == 422
    stale = Page(agent.get(url)).posted()
    assert stale.held["seen"] == "1"


def test_the_village_answers_on_one_page(asked: Site, road: Road) -> None:
    agent, url = asked.sign_in(AGENT), f"/w/{MENGYUE}/approval/cases/{part(road).id}/answer_village"
    form = Page(agent.get(url)).posted()
    typed = {**form.held, "agrees": "no", "presided_by": "样主任", "met_on": "2026-11-23"}
    bad = Page(agent.post(url, data=typed))
    assert set(bad.told) == {"reasons", "proof"}
    assert bad.values["presided_by"] == "样主任"
    good = agent.post(url, data={**typed, "reasons": "已有一处宅基地", "proof": sheet("会议.pdf")})
    assert (good.status_code, good.location) == (303, VILLAGE)
    staff = asked.sign_in(HANDLER).get(f"/w/{MENGYUE}/cases/{road.case.id}").get_data(as_text=True)
    assert "已有一处宅基地" in staff
    assert "会议.pdf" in staff
    visitor = asked.visitor()
    asked.let_in(visitor, road.case)
    page = visitor.get(f"/t/{MENGYUE}/case/{road.case.id}").get_data(as_text=True)
    assert "不同意" in page
    assert "已有一处宅基地" not in page
    assert "会议.pdf" not in page


def test_the_applicant_reads_which_steps_wait_and_that_it_is_not_received(asked: Site) -> None:
    made = begun(asked.database, on=TODAY)
    track = asked.visitor().get(f"/t/{MENGYUE}/track?number={made.case.number}").get_data(as_text=True)
    assert "登记日期：" in track
    assert "收件日期：" not in track
    visitor = asked.visitor()
    asked.let_in(visitor, made.case)
    page = visitor.get(f"/t/{MENGYUE}/case/{made.case.id}").get_data(as_text=True)
    assert "村民会议讨论" in page
    assert "等待办理" in page
    told = visitor.get(f"/t/{MENGYUE}/receipt/{made.case.id}").get_data(as_text=True)
    assert "已登记您的申请" in told
    assert "逾期不告知" not in told


def test_the_guide_names_the_steps_with_who_does_them(asked: Site) -> None:
    page = asked.visitor().get(f"/t/{MENGYUE}/items/{HOUSE}").get_data(as_text=True)
    for words in ("村民会议讨论", "公示不少于7天", "定点放线", "送达后10天以内", "村里在5个工作日内答复"):
        assert words in page


def test_the_office_sets_the_village_until_it_is_asked(asked: Site, road: Road) -> None:
    made = begun(asked.database, at=None, on=TODAY)
    clerk, url = asked.sign_in(CLERK), f"{STEPS}/cases/{made.case.id}/village"
    assert Page(clerk.get(url)).posted().fields["village"].options[0] == ""
    assert asked.fill(clerk, url, {"village": "x"}).status_code == 422
    assert asked.fill(clerk, url, {"village": str(asking.village(asked.database, "203"))}).status_code == 303
    assert "帮中村民委员会" in clerk.get(f"/w/{MENGYUE}/cases/{made.case.id}").get_data(as_text=True)
    late = asked.fill(clerk, f"{STEPS}/cases/{road.case.id}/village", {"village": str(asking.village(asked.database))})
    assert late.status_code == 422
    assert clerk.get(f"{STEPS}/cases/{part(road).id}/village").status_code == 404


def test_steps_are_edited_row_by_row_and_public_only_with_the_edition(asked: Site) -> None:
    with asked.database.write(Scope.one(MENGYUE)) as session:
        draft = library.revise(session, actor(session, ADMIN), HOUSE)
        home = f"/w/{MENGYUE}/approval/library/{draft.id}"
        draft_id = draft.id
    admin = asked.sign_in(ADMIN)
    rows = {"r3-name": "办理施工许可", "r3-phase": "post", "r3-who": "station", "r3-days": "30", "r3-proof": "y"}
    assert asked.fill(admin, f"{home}/steps", {**rows, "r3-days": "9" * 30}).status_code == 422
    assert asked.fill(admin, f"{home}/steps", {**rows, "r3-phase": "now"}).status_code == 422
    kept = {"r0-proof": "y", "r1-name": ""}
    assert asked.fill(admin, f"{home}/steps", {**rows, **kept}).status_code == 303
    with asked.database.read(Scope.one(MENGYUE)) as session:
        told = editions.edition(session, draft_id).steps
    assert [(row["code"], row["phase"]) for row in told] == [("talk", "pre"), ("line", "post"), ("c1", "post")]
    assert told[2] | {"days": 30, "proof": True} == told[2]
    shown = admin.get(home).get_data(as_text=True)
    assert "办理施工许可" in shown
    assert "办理施工许可" not in asked.visitor().get(f"/t/{MENGYUE}/items/{HOUSE}").get_data(as_text=True)
