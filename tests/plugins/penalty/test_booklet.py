"""The booklet of discretion: from the draft to the officers' signatures, and what everybody reads, finds and says."""

from __future__ import annotations

from uuid import UUID

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from core.comments.queries import of as said_of
from core.comments.rules import SHOWN
from core.db import Scope
from core.documents import elements
from core.errors import DomainError, Forbidden
from core.tenancy.models import Tenant
from plugins.penalty.booklet import content, queries, services
from plugins.penalty.booklet.rules import Take
from plugins.penalty.catalogue import search
from plugins.penalty.catalogue.models import Offence
from plugins.penalty.discretion import queries as standards
from plugins.penalty.discretion.models import Standard
from tests.plugins.penalty.conftest import BOOTH, FIRE, TODAY, Penalties
from tests.sample import ADMIN, CLERK, HANDLER, HEAD, LEADER, MENGYUE
from tests.site import Page

pytestmark = pytest.mark.only_on("sqlite", "pages and forms over one road")
BASE, PORTAL = f"/w/{MENGYUE}/penalty/booklets", f"/t/{MENGYUE}/penalties/booklets"


def test_a_booklet_goes_from_the_draft_to_officers_and_to_everybody(penalties: Penalties) -> None:
    admin, head, leader, site = (*map(penalties.browser, (ADMIN, HEAD, LEADER)), penalties.site)
    penalties.confirm(FIRE)
    url = str(site.fill(admin, f"{BASE}/", {}).location).removeprefix("http://localhost")
    assert str(site.fill(admin, f"{BASE}/", {}).location).endswith(url)
    assert site.post(penalties.browser(CLERK), f"{BASE}/", {}).status_code == 403

    # Both papers are owed; what is typed stays.
    page = Page(admin.get(url))
    assert "已过报送期限" in page.source
    held = next(form.held for form in page.forms if form.action == f"{url}/submit")
    assert "还没有写实施方案" in admin.post(f"{url}/submit", data=held).get_data(as_text=True)
    assert Page(site.fill(admin, f"{url}/plan", {"plan": " "})).told.keys() == {"plan"}
    assert site.fill(admin, f"{url}/plan", {"plan": "执法人员每季度培训一次。\n每年评估一次。"}).status_code == 303
    assert step(admin, url, "submit").status_code == 303

    # Another person reviews; the meeting sends it back once; nobody jumps a step or takes another's.
    assert step(head, url, "review", agreed="yes", words=" ").status_code == 422
    assert step(head, url, "review", agreed="yes", words="合法").status_code == 303
    assert not any(form.action.endswith("/meet") for form in Page(head.get(url)).forms)
    answer = step(leader, url, "meet", on="2026-11-23", agreed="no", words="党委会：再细化")
    assert Page(answer).told.keys() == {"on"}
    assert step(leader, url, "meet", on="2026-11-24", agreed="no", words="党委会：再细化").status_code == 303
    assert "退回修改：党委会：再细化" in Page(admin.get(url)).source
    booklet_id = url.rsplit("/", 1)[1]
    with penalties.writing() as session:
        row = queries.listed(session)[0]
        assert (row.id.hex, row.stage) == (booklet_id.replace("-", ""), "draft")
        with pytest.raises(Forbidden):
            services.take(session, penalties.actor(HEAD), row.id, "issue", Take(version=row.version, words="样"))
        with pytest.raises(DomainError, match="刚刚修改"):
            services.take(session, penalties.actor(LEADER), row.id, "issue", Take(version=row.version, words="样"))
    go(admin, head, leader, url)

    # What was reviewed is what is issued.
    with penalties.writing() as session:
        standard = standards.of_offence(session, penalties.offence(FIRE).id)[0]
        before = standard.tiers
        standard.tiers = [{**before[0], "when": "另一种情节"}, *before[1:]]
    assert "FQ-04" in Page(step(leader, url, "issue", agreed="yes", words="勐约政发〔2026〕9号")).source
    assert step(leader, url, "issue", agreed="no", words="标准又改了").status_code == 303
    assert "退回修改：标准又改了" in Page(admin.get(url)).source
    with penalties.writing() as session:
        session.get_one(Standard, (MENGYUE, standard.id)).tiers = before
    go(admin, head, leader, url)
    assert site.visitor().get(f"{PORTAL}/{booklet_id}").status_code == 404
    assert step(leader, url, "issue", agreed="yes", words="勐约政发〔2026〕9号").status_code == 303

    # In force, published and findable; each officer has a numbered copy to sign for.
    with penalties.reading() as session:
        row = queries.listed(session)[0]
        assert [one["code"] for one in row.entries] == sorted({BOOTH, *(one["code"] for one in row.entries), FIRE})
        current = standards.current(session, penalties.offence(FIRE).id)
        assert current is not None
        assert (current.reviewer, current.published_on) == (row.reviewer, TODAY)
        assert {copy.number: copy.signed_on for copy in queries.copies(session, row.id)} == {1: None, 2: None, 3: None}
        data = content.paper(row, row.entries, session.get_one(Tenant, MENGYUE))
        elements.complete("booklet", data)
        blocks = [block for part in data["parts"] for block in part["body"]]
        assert any("森林防火期" in str(block) for block in blocks)
        assert data["parts"][-1]["body"][1]["text"] == "每年评估一次。"
        assert services.TO_SIGN.matter.alive(session, [row.id]) == {row.id}
    officer = penalties.browser(HANDLER)
    held = next(form.held for form in Page(officer.get(url)).forms if form.action == f"{url}/sign")
    assert officer.post(f"{url}/sign", data=held).status_code == 303
    page = Page(officer.get(url))
    assert not any(form.action == f"{url}/sign" for form in page.forms)
    assert ("待签收" in page.source, page.source.count("签收</span>")) == (True, 3)
    with site.database.read(Scope.public(MENGYUE)) as session:
        offence = session.get_one(Offence, (MENGYUE, penalties.offence(FIRE).id))
        found = search.document(session, offence)
        assert "立即扑灭" in found.body
        assert search.visible(session, [found.key, f"offence:{penalties.offence('FQ-05').id}"], None) == {found.key}

    # Everybody reads it and says something, which is looked at before it is shown.
    visitor = site.visitor()
    assert "勐约政发〔2026〕9号" in visitor.get(f"/t/{MENGYUE}/penalties/").get_data(as_text=True)
    assert (
        site.fill(visitor, f"{PORTAL}/{booklet_id}", {"words": "从轻的条件太窄", "name": "思样甲"}).status_code == 303
    )
    assert "从轻的条件太窄" not in visitor.get(f"{PORTAL}/{booklet_id}").get_data(as_text=True)
    look = next(link for link in Page(leader.get(url)).links if "/comments/" in link)
    assert site.fill(leader, look, {"show": "yes", "answer": "明年评估时研究。"}).status_code == 303
    page = visitor.get(f"{PORTAL}/{booklet_id}").get_data(as_text=True)
    assert all(words in page for words in ("从轻的条件太窄", "明年评估时研究。", "思**"))
    assert leader.get(look).status_code == 404
    with penalties.reading() as session:
        assert [one.standing for one in said_of(session, services.KIND, UUID(booklet_id))] == [SHOWN]


def go(admin: FlaskClient, head: FlaskClient, leader: FlaskClient, url: str) -> None:
    """Hand it in, review it, and let the leaders agree."""
    for browser, code, given in (
        (admin, "submit", {}),
        (head, "review", {"agreed": "yes", "words": "合法"}),
        (leader, "meet", {"on": "2026-11-24", "agreed": "yes", "words": "党委会第5次会议同意"}),
    ):
        assert step(browser, url, code, **given).status_code == 303


def step(browser: FlaskClient, url: str, code: str, **given: str) -> TestResponse:
    """Fill in the form of a step as its page holds it."""
    held = next(form.held for form in Page(browser.get(url)).forms if form.action == f"{url}/{code}")
    return browser.post(f"{url}/{code}", data={**held, **given})


@pytest.mark.deep
def test_both_files_of_a_booklet_are_made(penalties: Penalties) -> None:
    url = str(penalties.site.fill(penalties.browser(ADMIN), f"{BASE}/", {}).location)
    for form, head in (("pdf", b"%PDF"), ("docx", b"PK")):
        answer = penalties.browser(HEAD).get(f"{url}/{form}")
        assert (answer.status_code, answer.get_data()[: len(head)]) == (200, head)
