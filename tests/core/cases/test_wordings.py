"""The township's own words on papers: versions, their differences, slots by name, and papers that stay as they are."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from core.cases import wordings
from core.cases.models import IssuedPaper
from core.db import Scope
from tests.core.web.conftest import ids_of
from tests.sample import ADMIN, CLERK, MENGYUE, TODAY
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
    found = ids_of(site, "勐约许3")
    client = site.sign_in(ADMIN)
    assert site.fill(client, PAGE, {"words": "{申请人}：请留意{编号}的进度。{事项}"}).status_code == 303
    url = f"/w/{MENGYUE}/approval/cases/{found.case.id}/accept"
    accepted = site.fill(site.sign_in(CLERK), url, {"accepted_on": TODAY.isoformat()})
    assert accepted.status_code == 303, Page(accepted).alert
    with site.database.read(Scope.one(MENGYUE)) as session:
        query = select(IssuedPaper).where(IssuedPaper.code == "approval.acceptance").order_by(IssuedPaper.id)
        papers = session.scalars(query).all()
        said = {paper.case_id: json.loads(paper.context) for paper in papers}
        last = papers[-1].id
    words = f"{found.case.party}：请留意{found.case.number}的进度。{found.case.title}"
    assert said.pop(found.case.id)["wording"] == words
    assert {context["wording"] for context in said.values()} == {""}
    printed = site.sign_in(CLERK).get(f"/w/{MENGYUE}/cases/{found.case.id}/papers/{last}")
    assert words in printed.text


def test_differences_are_line_by_line() -> None:
    assert wordings.difference("甲\n乙", "甲\n丙") == [(" ", "甲"), ("-", "乙"), ("+", "丙")]
