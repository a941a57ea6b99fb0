"""Service of papers: what each way needs, who may record it, and papers that count no more."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from core import serving
from core.documents import verification
from core.serving import Service
from tests.core.web.conftest import ids_of
from tests.sample import AGENT, CLERK, HEAD, LEADER, MENGYUE, TODAY
from tests.site import Page, Site

DAY = dt.timedelta(days=1)
GOOD = {
    "direct": Service("direct", TODAY, "样例", signed_by="样例"),
    "left": Service("left", TODAY, "样例", witness="见证人"),
    "post": Service("post", TODAY, "样例", tracking="EMS1"),
    "electronic": Service("electronic", TODAY, "样例", consented_on=TODAY),
    "notice": Service("notice", TODAY, "样例", place="乡政府公告栏"),
}
NEEDS = {
    "direct": "signed_by",
    "left": "witness",
    "post": "tracking",
    "electronic": "consented_on",
    "notice": "place",
}


def told(service: Service, issued_on: dt.date = TODAY) -> list[str | None]:
    return [problem.field for problem in serving.problems(service, issued_on, TODAY)]


@pytest.mark.parametrize("way", serving.WAYS)
def test_each_way_needs_what_proves_it(way: str) -> None:
    empty: Any = None if way == "electronic" else " "
    assert told(GOOD[way]) == []
    assert told(replace(GOOD[way], **{NEEDS[way]: empty})) == [NEEDS[way]]


def test_nothing_is_served_before_it_was_issued_nor_tomorrow_nor_by_no_way() -> None:
    good = GOOD["direct"]
    assert told(replace(good, served_on=TODAY - DAY)) == ["served_on"]
    assert told(replace(good, served_on=TODAY + DAY)) == ["served_on"]
    assert told(replace(good, way="")) == ["way"]
    assert told(replace(good, recipient=" ")) == ["recipient"]


def test_an_agreement_to_electronic_service_comes_before_it() -> None:
    service = replace(GOOD["electronic"], served_on=TODAY - DAY)
    assert told(service, TODAY - DAY) == ["consented_on"]


def paper(site: Site) -> str:
    """The address of a paper of a case in the workspace."""
    found = ids_of(site, "勐约许1")
    return f"/w/{MENGYUE}/cases/{found.case.id}/papers/{found.paper}"


def test_a_service_is_recorded_on_the_cases_page_and_can_be_printed(site: Site) -> None:
    client, page = site.sign_in(CLERK), paper(site)
    typed = {"way": "left", "served_on": TODAY.isoformat(), "recipient": "收件样例"}
    refused = site.fill(client, f"{page}/service", typed)
    assert (refused.status_code, set(Page(refused).told)) == (422, {"witness"})
    assert Page(refused).values["recipient"] == "收件样例"
    assert site.fill(client, f"{page}/service", {**typed, "witness": "村干部样例"}).status_code == 303
    sheet = next(link for link in Page(client.get(f"{page}/service")).links if "/service/" in link)
    printed = client.get(sheet).text
    for words in ("送达回证", "收件样例", "留置送达", "村干部样例", "2026年11月24日"):
        assert words in printed
    assert "已送达" in client.get(page.partition("/papers/")[0]).text


def test_only_who_handles_the_case_records_a_service(site: Site) -> None:
    page = paper(site)
    assert site.post(site.sign_in(AGENT), f"{page}/service", {"way": "left"}).status_code in {403, 404}
    assert site.post(site.sign_in(HEAD), f"{page}/recall", {"reason": "样"}).status_code == 403


def test_a_recalled_paper_says_so_wherever_it_is_read(site: Site) -> None:
    found = ids_of(site, "勐约许1")
    page, leader = paper(site), site.sign_in(LEADER)
    link = f"/v/{verification.token(MENGYUE, found.paper)}"
    assert "现在有效" in site.visitor().get(link).text
    party = site.visitor()
    site.let_in(party, found.case)
    assert site.fill(leader, f"{page}/recall", {"reason": "编号写错"}).status_code == 303
    assert "理由：编号写错" in leader.get(page).text
    assert leader.get(f"{page}.pdf").get_data().startswith(b"%PDF"), "it can still be printed, banner and all"
    assert "已撤销" in party.get(f"/t/{MENGYUE}/case/{found.case.id}").text
    told = site.visitor().get(link).text
    assert "已撤销" in told
    assert found.case.party not in told
    again = site.fill(leader, f"{page}/recall", {"reason": "再撤一次"})
    assert again.status_code == 422
