"""The township's own words on papers: versions, their differences, slots by name, and papers that stay as they are."""

from __future__ import annotations

import json

import pytest

from core import plugins
from core.accounts.queries import actor_of
from core.cases import papers, wordings
from core.cases.models import Case
from core.db import Scope
from tests.sample import ADMIN, CLERK, MENGYUE, account
from tests.site import Page, Site

PAGE = f"/w/{MENGYUE}/admin/wordings/approval.acceptance"


def test_a_version_is_looked_at_then_kept_and_the_next_one_shows_what_changed(site: Site) -> None:
    client = site.sign_in(ADMIN)
    looked = site.fill(client, PAGE, {"words": "{申请人}请于工作日来领取。", "look": "1"})
    assert "（申请人）请于工作日来领取。" in looked.text
    assert Page(client.get(PAGE)).values["words"].strip() == "", "a look keeps nothing"
    assert site.fill(client, PAGE, {"words": "请来领取。\n电话{电话}。"}).status_code == 303
    assert site.fill(client, PAGE, {"words": "请来领取。\n电话{电话}，工作日接听。"}).status_code == 303
    shown = client.get(PAGE).text
    assert "<del>电话{电话}。</del>" in shown
    assert "<ins>电话{电话}，工作日接听。</ins>" in shown
    stale = site.fill(client, PAGE, {"words": "别的。", "version": "1"})
    assert stale.status_code == 422
    assert Page(stale).values["words"].strip() == "别的。"


@pytest.mark.parametrize("words", ["{密码}", "{{ 7*7 }}", "{申请人", "{申请人.__class__}", "长" * 1001])
def test_only_the_papers_own_slots_are_taken(site: Site, words: str) -> None:
    for extra in ({}, {"look": "1"} if len(words) < 100 else {}):
        answer = site.fill(site.sign_in(ADMIN), PAGE, {"words": words, **extra})
        assert (answer.status_code, set(Page(answer).told)) == (422, {"words"})


def test_who_does_not_write_words_gets_no_page(site: Site) -> None:
    assert site.sign_in(CLERK).get(PAGE).status_code == 403
    assert site.sign_in(ADMIN).get(PAGE.replace("acceptance", "nothing")).status_code == 404


def test_a_paper_issued_from_now_on_has_the_words_and_older_ones_do_not(site: Site) -> None:
    case, page = site.case("勐约许3"), PAGE.replace("acceptance", "receipt")
    words = "{申请人}：请留意{编号}的进度。{事项}"
    assert site.fill(site.sign_in(ADMIN), page, {"words": words}).status_code == 303
    with site.database.write(Scope.one(MENGYUE)) as session:
        found, kind = session.get_one(Case, (MENGYUE, case.id)), plugins.registry().case_kinds[case.kind]
        clerk = actor_of(session, account(session, CLERK))
        papers.issue(session, clerk, found, ("approval.receipt",), kind.facts(session, found), None)
        said = [(paper.id, json.loads(paper.context).get("wording")) for paper in papers.of_case(session, found)]
    told = f"{case.party}：请留意{case.number}的进度。{case.title}"
    assert [words for _id, words in said] == ["", told]
    client = site.sign_in(CLERK)
    first, second = (client.get(f"/w/{MENGYUE}/cases/{case.id}/papers/{paper}").text for paper, _words in said)
    assert told in second
    assert "请留意" not in first


def test_differences_are_line_by_line() -> None:
    assert wordings.difference("甲\n乙", "甲\n丙") == [(" ", "甲"), ("-", "乙"), ("+", "丙")]
