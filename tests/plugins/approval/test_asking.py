"""The holder of a grant asks online for a renewal or a change, from the case that the grant was made on."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

import pytest

from core.cases import papers
from core.cases.codes import grouped
from core.cases.models import Case
from core.cases.queries import clocks_of
from core.db import Scope
from core.errors import Forbidden
from tests.plugins.approval.road import APPLICANT, HOUSE, Road, day
from tests.plugins.approval.test_grants import begin, granted
from tests.sample import MENGYUE
from tests.site import Page, Site

pytestmark = pytest.mark.only_on("sqlite", "pages of a party")
ON = dt.date(2026, 11, 20)


def test_a_renewal_is_asked_for_online_once_and_receipted(site: Site) -> None:
    road, grant = granted(site.database)
    browser = site.visitor()
    with day(ON):
        case = road.now()
        page = Page(browser.get(site.let_in(browser, case)))
        at = f"/t/{MENGYUE}/grants/{case.id}/renew"
        assert {at, at.replace("renew", "change")} <= {*page.links}
        assert "至少填写一项" in site.fill(browser, at.replace("renew", "change"), {"request": "变更"}).text
        empty = Page(site.fill(browser, at, {"request": " "}))
        assert "请写明" in empty.told["request"]
        answer = site.fill(browser, at, {"request": "继续使用，条件没有变化。"})
        assert answer.status_code == 303
        assert browser.get(answer.location).status_code == 200
        assert browser.get(at).status_code == 404, "one at a time"
        assert site.visitor().get(at).status_code == 404
    with site.database.read(Scope.one(MENGYUE)) as session:
        asked = session.get_one(Case, (MENGYUE, UUID(answer.location.rpartition("/")[2])))
        (receipt,) = papers.of_case(session, asked)
        assert (asked.channel, receipt.code) == ("online", "approval.grant_receipt")
        assert grouped(asked.code) in receipt.context
        due = {clock.rule: (clock.state, clock.due_on) for clock in clocks_of(session, asked)}
        assert due["licensing.renewal_decide"] == ("running", dt.date(2026, 12, 31))
        assert "2026-12-31" in receipt.context
    with pytest.raises(Forbidden):
        begin(site.database, grant, APPLICANT, ON, "revoke", "abuse")


def test_what_was_refused_or_never_ends_is_not_renewed(site: Site) -> None:
    lasting, _ = granted(site.database, until=None)
    refused = Road(site.database, HOUSE).accept().review().propose(decision="refuse").decide(decision="refuse")
    with day(ON):
        for road, asks in ((lasting, ["change"]), (refused, [])):
            browser, case = site.visitor(), road.now()
            page = Page(browser.get(site.let_in(browser, case)))
            at = f"/t/{MENGYUE}/grants/{case.id}/"
            assert [link.removeprefix(at) for link in page.links if link.startswith(at)] == asks
            assert browser.get(f"{at}renew").status_code == 404
