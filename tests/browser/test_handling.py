"""One application handled by two units and verified by two persons, each at their own desk; a stranger is refused."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from core.cases.catalogue import catalogue
from core.cases.models import Case, Clock
from core.commands import open_database
from core.db import Scope
from core.deadlines import counting
from plugins.approval.handling.models import Handling, Verifier
from plugins.approval.limits import DECIDE_JOINT
from tests.browser.conftest import Site, follow, new_page
from tests.browser.test_road import activate, do
from tests.sample import HANDLER, HEAD, LEADER, MENGYUE

pytestmark = [pytest.mark.browser, pytest.mark.deep]
PLANNING = "yang.nuowu"


def test_parts_and_findings_come_in_from_different_people_before_the_decision(site: Site, browser: Browser) -> None:
    with open_database(site.config).read(Scope.one(MENGYUE)) as session:
        case = session.scalars(
            select(Case)
            .join(Handling, (Handling.tenant_id == Case.tenant_id) & (Handling.case_id == Case.id))
            .where(Handling.joint.is_(True))
        ).one()
        part = session.scalars(select(Case).where(Case.parent_id == case.id, Case.is_open.is_(True))).one()
        row = session.scalars(select(Verifier).where(Verifier.case_id == case.id, Verifier.signed_at.is_(None))).one()
        clock = session.scalars(select(Clock).where(Clock.case_id == case.id, Clock.rule == DECIDE_JOINT)).one()
        number = case.number
        lead, asked = (site.url(f"/w/{MENGYUE}/cases/{one.id}") for one in (case, part))
        finding = site.url(f"/w/{MENGYUE}/approval/verifying/{row.id}")
        receipt = f"{lead}/clocks/{clock.id}"
        due = counting.compute(DECIDE_JOINT, clock.start_on, catalogue=catalogue()).due
    planning, handler, head, leader = (new_page(browser) for _ in range(4))
    for page, login in ((planning, PLANNING), (handler, HANDLER), (head, HEAD), (leader, LEADER)):
        activate(page, site, login)

    answer = planning.goto(finding)
    assert answer is not None
    assert answer.status == 403, "who was not named signs nothing"
    handler.goto(lead)
    expect(handler.locator("#acts ~ *").get_by_text("还没有签署核查情况").first).to_be_visible()
    handler.goto(site.url(f"/w/{MENGYUE}/approval/verifying/"))
    follow(handler.get_by_role("link", name=re.compile(re.escape(number))))
    handler.get_by_label(re.compile("您核查到的情况")).fill("四至与图一致")
    follow(handler.get_by_role("button", name="签署", exact=True))
    handler.goto(lead)
    follow(handler.get_by_role("link", name="审查", exact=True))
    handler.get_by_label(re.compile("已由两名以上指派的工作人员核实实质内容")).check()
    for label in ("核查情况", "审查意见"):
        handler.locator("main form").get_by_label(re.compile(label)).fill("属实，建议准予")
    follow(handler.get_by_role("button", name="审查", exact=True))

    head.goto(lead)
    expect(head.locator("main")).to_contain_text("还有1个协办单位没有答复")
    planning.goto(asked)
    do(planning, "答复协办意见")
    expect(planning.locator("header .xn-state").first).to_contain_text("已答复")
    head.goto(lead)
    do(head, "提出拟办意见")
    leader.goto(lead)
    do(leader, "作出决定")
    expect(leader.locator("main")).to_contain_text("行政许可证件")
    leader.goto(receipt)
    expect(leader.locator("main")).to_contain_text(str(due))
    expect(leader.locator("main")).to_contain_text("第四十二条第二款")
