"""The pages of both ends: examined and decided above, told below, with both limits on the applicant's own page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.db import Scope
from plugins.approval.county.rules import UP
from tests.plugins.approval.county.above import ABOVE, Above, delivered, parcel, sent_on
from tests.plugins.approval.road import BUILD, Road, day
from tests.sample import CLERK, COUNTY, COUNTY_ADMIN, COUNTY_HANDLER, HEAD, MENGYUE, OTHER_CLERK
from tests.site import Page, Site, opened

EXAMINES, DECIDES = ABOVE[BUILD]
UPWARD = dt.date(2026, 11, 6)
TYPED = {"scope": "papers", "decision": "refuse", "reasons": "与村庄规划的红线冲突", "article": "城乡规划法41①"}


@pytest.fixture(scope="module")
def made(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Road, Above]]:
    """The sample with an application of first review that has arrived in the county."""
    with opened(sample, tmp_path_factory.mktemp("county")) as site:
        road = sent_on(site.database)
        with day(UPWARD, 15):
            delivered(site.database)
        yield site, road, Above(road)


def form_of(above: Above, act: str) -> str:
    return f"/w/{COUNTY}/approval/cases/{above.case.id}/{act}"


def page_of(above: Above) -> str:
    return f"/w/{COUNTY}/cases/{above.case.id}"


def test_who_examines_finds_it_on_the_workbench_with_all_that_came(made: tuple[Site, Road, Above]) -> None:
    site, road, above = made
    client = site.sign_in(EXAMINES)
    assert "转报件待审查" in client.get(f"/w/{COUNTY}/").text
    assert above.case.number in client.get(f"/w/{COUNTY}/cases").text
    page = client.get(page_of(above)).text
    for words in (road.case.number, "初审属实", "建设工程设计方案", "纸质随函报送", "2026-11-30", "2026-12-04"):
        assert words in page, words
    # The applicant reads and writes in the township's case; here nobody could read a letter.
    letters = f"{page_of(above)}/letters"
    assert letters not in page
    assert letters not in client.get(f"{page_of(above)}/notes").text
    assert client.get(letters).status_code == 404


@pytest.mark.parametrize("who", [COUNTY_HANDLER, COUNTY_ADMIN, "yang.zaogeng", CLERK, HEAD, OTHER_CLERK])
def test_nobody_else_opens_it(made: tuple[Site, Road, Above], who: str) -> None:
    site, _road, above = made
    client = site.sign_in(who)
    for url in (page_of(above), form_of(above, "propose_review")):
        assert client.get(url).status_code in {403, 404}, url
        assert client.get(url.replace(str(COUNTY), str(MENGYUE))).status_code in {403, 404}, url
    assert site.sign_in(EXAMINES).get(page_of(above)).status_code == 200


def test_a_decision_without_ground_is_told_at_its_field_and_loses_nothing(made: tuple[Site, Road, Above]) -> None:
    site, _road, above = made
    client, url = site.sign_in(EXAMINES), form_of(above, "propose_review")
    assert Page(client.get(url)).values["article"] == "城乡规划法41①", "the item's own basis is known already"
    for given, field in (
        ({"decision": "maybe"}, "decision"),
        ({"reasons": "  "}, "reasons"),
        ({"article": ""}, "article"),
        ({"article": "\x00" * 3}, "article"),
        ({"article": "长" * 201}, "article"),
        ({"reasons": "长" * 20_001}, "reasons"),
    ):
        answer = site.fill(client, url, {**TYPED, **given})
        page = Page(answer)
        assert answer.status_code == 422, given
        assert page.told[field], given
        kept = {name: value for name, value in TYPED.items() if name not in {*given, "decision", "scope"}}
        assert {name: page.values[name].strip() for name in kept} == kept
    assert client.get(form_of(above, "no_such")).status_code == 404
    assert above.case.state == "came_up"


def test_decided_by_two_it_goes_down_and_both_pages_say_so(made: tuple[Site, Road, Above]) -> None:
    site, road, above = made
    examines, decides, party = site.sign_in(EXAMINES), site.sign_in(DECIDES), site.visitor()
    below, own = f"/w/{MENGYUE}/cases/{road.case.id}", site.let_in(party, road.case)
    for page in (site.sign_in(CLERK).get(below).text, party.get(own).text):
        for words in (
            "县自然资源局",
            above.case.number,
            "应于2026-12-04前决定",
            "法定期限2026-11-30届满",
            "正在审查决定",
        ):
            assert words in page, words
    assert "决定机关在本平台上办理" in site.sign_in(CLERK).get(below).text
    assert site.fill(examines, form_of(above, "propose_review"), TYPED).status_code == 303
    assert examines.get(form_of(above, "decide_review")).status_code == 403
    assert Page(decides.get(form_of(above, "decide_review"))).values["reasons"].strip() == TYPED["reasons"]
    assert site.fill(decides, form_of(above, "decide_review"), TYPED).status_code == 303
    assert "不予行政许可决定书" in decides.get(page_of(above)).text
    assert site.fill(examines, form_of(above, "answer_review"), {}).status_code == 303
    delivered(site.database)
    with site.database.read(Scope.one(MENGYUE)) as session:
        assert parcel(session, UP, road.case.id.hex).receipt.number == above.case.number
    for page in (site.sign_in(CLERK).get(below).text, party.get(own).text):
        for words in ("已经决定", "决定机关的决定书", "决定转达单"):
            assert words in page, words


def test_before_it_is_sent_on_the_applicant_reads_who_will_decide(made: tuple[Site, Road, Above]) -> None:
    site = made[0]
    road = Road(site.database, BUILD).accept()
    party = site.visitor()
    page = party.get(site.let_in(party, road.case)).text
    for words in ("正在初审", "初审后由该机关决定"):
        assert words in page, words


def test_the_organ_above_stops_and_goes_on_in_its_own_pages(made: tuple[Site, Road, Above]) -> None:
    site = made[0]
    road = sent_on(site.database)
    with day(UPWARD, 15):
        delivered(site.database)
    above = Above(road)
    examines, decides = site.sign_in(EXAMINES), site.sign_in(DECIDES)
    for act in ("start_special", "tell_interested", "tell_hearing", "announce_hearing"):
        assert examines.get(form_of(above, f"{act}_above")).status_code == 200, act
    assert examines.get(form_of(above, "extend_above")).status_code == 403
    assert decides.get(form_of(above, "extend_above")).status_code == 200
    typed = {"ground": "专家评审", "document": "告知书1号", "told_on": "2026-11-09", "expected_days": "5"}
    url = form_of(above, "start_special_above")
    answer = site.fill(examines, url, {**typed, "expected_days": "99999"})
    assert answer.status_code == 422
    assert (Page(answer).told["expected_days"], Page(answer).values["document"]) != ("", "")
    assert site.fill(examines, url, typed).status_code == 303
    words = examines.get(page_of(above)).text
    for said in ("决定机关特别程序", "专家评审", "特别程序告知书"):
        assert said in words, said
    with day(UPWARD, 17):
        delivered(site.database)
    party = site.visitor()
    assert "特别程序告知书" in party.get(site.let_in(party, road.now())).text
    ended = {"arrived_on": "2026-11-13", "result": "评审通过"}
    assert site.fill(examines, form_of(above, "end_special_above"), ended).status_code == 303
    assert "评审通过" in examines.get(page_of(above)).text
