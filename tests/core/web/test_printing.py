"""The papers of a day go into one file, each on a sheet of its own, and who printed them is written down."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from flask import Flask, render_template_string
from pypdf import PdfReader
from sqlalchemy import select

from core.audit.models import Audit
from core.cases.models import IssuedPaper
from core.db import Scope
from core.web import printing
from core.web.drawing import speaking
from tests.sample import CLERK, COUNTY_ADMIN, MENGYUE
from tests.site import Page, Site

URL = f"/w/{MENGYUE}/papers/"


@pytest.fixture(scope="module")
def day(site: Site) -> str:
    """The day on which most papers of the township went out."""
    with site.database.read(Scope.one(MENGYUE)) as session:
        days = session.scalars(select(IssuedPaper.issued_on)).all()
    return max(days, key=days.count).isoformat()


def asked(site: Site, url: str) -> Page:
    return Page(site.sign_in(CLERK).get(url))


def send(site: Site, url: str, **typed: Any) -> Any:
    browser = site.sign_in(CLERK)
    held = dict(Page(browser.get(url)).posted().held)
    return browser.post(url, data={**held, **typed})


def test_the_chosen_papers_are_one_file_and_each_begins_on_a_sheet_of_its_own(site: Site, day: str) -> None:
    url = f"{URL}?on={day}"
    ids = asked(site, url).posted().fields["chosen"].options
    assert len(ids) > 1
    answer = send(site, url, chosen=ids[:2])
    assert answer.mimetype == "application/pdf"
    assert "no-store" in answer.headers["Cache-Control"]
    texts = ["".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(answer.data)).pages]
    with site.database.read(Scope.one(MENGYUE)) as session:
        names = {row.name for row in session.scalars(select(IssuedPaper)) if str(row.id) in ids[:2]}
        printed = session.scalars(select(Audit.body).where(Audit.action == "core.paper.print")).all()
    begins = {next(place for place, text in enumerate(texts) if name in text) for name in names}
    assert len(begins) == 2, "two papers of different names"
    assert all(place % 2 == 0 for place in begins)
    assert any(set(_papers(body)) == set(ids[:2]) for body in printed)


def _papers(body: Any) -> list[str]:
    said = json.loads(body) if isinstance(body, str) else body
    return list(said["papers"])


def test_nothing_chosen_is_told_and_papers_of_others_are_no_choice(site: Site, day: str) -> None:
    url = f"{URL}?on={day}"
    nothing = send(site, url, chosen=[])
    assert nothing.status_code == 422
    assert "请至少选择一份文书。" in nothing.text
    with site.database.read(Scope.system("a paper of another township")) as session:
        foreign = session.scalars(select(IssuedPaper.id).where(IssuedPaper.tenant_id != MENGYUE)).first()
    assert send(site, url, chosen=[str(foreign)]).status_code == 422


def test_a_day_that_is_none_is_told_at_its_field_and_kept(site: Site) -> None:
    answer = site.sign_in(CLERK).get(f"{URL}?on=明年的某天")
    assert answer.status_code == 422
    assert "看不懂这个日期" in Page(answer).told["on"]
    assert 'value="明年的某天"' in answer.text


def test_a_day_without_papers_says_so(site: Site) -> None:
    assert "这一天没有作出文书。" in site.sign_in(CLERK).get(f"{URL}?on=2020-01-01").text


def test_more_papers_than_a_file_takes_are_told(site: Site, day: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(printing, "MOST", 1)
    page = asked(site, f"{URL}?on={day}")
    assert "只列出前1份" in page.source
    assert len(page.posted().fields["chosen"].options) == 1


def test_nobody_prints_a_township_they_do_not_work_in(site: Site) -> None:
    assert site.sign_in(COUNTY_ADMIN).get(URL).status_code in {403, 404}


def test_words_in_a_forced_language_do_not_stay(app: Flask) -> None:
    with app.test_request_context("/?lang=en"):
        assert render_template_string("{{ _('案件') }}") == "Cases"
        with speaking("zh_Hans_CN"):
            assert render_template_string("{{ _('案件') }}") == "案件"
        assert render_template_string("{{ _('案件') }}") == "Cases"
