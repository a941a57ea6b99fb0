"""A village: its agent alone keeps plan, register and make-up, and sees the own record; no other unit's. And a window:
its clerk sees the own record alone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from core.accounts.models import Person
from tests.plugins.training.conftest import BASE, YEAR, Study, township
from tests.sample import AGENT, CLERK, MENGYUE, account
from tests.site import Page

pytestmark = pytest.mark.only_on("sqlite", "pages and forms are the same on both")


@pytest.fixture(scope="module")
def study(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Study]:
    """The township, on a day in June."""
    with township(sample, tmp_path_factory.mktemp("village")) as made:
        yield made


def test_a_village_agent_signs_in_makes_up_and_reads_the_own_record(study: Study) -> None:
    with study.reading() as session:
        agent = session.scalars(select(Person).where(Person.account_id == account(session, AGENT).id)).one()
        unit, person = agent.unit_id, agent.id
        code = study.actor(AGENT).held[0].unit_id
    assert code == unit
    browser = study.browser(AGENT)
    home = browser.get(f"{BASE}/")
    assert home.status_code == 200
    assert f"{BASE}/units/{unit}/{YEAR}" in Page(home).links
    assert f"{BASE}/units/{study.unit()}/{YEAR}" not in Page(home).links
    assert browser.get(f"{BASE}/units/{study.unit()}/{YEAR}").status_code == 404
    new = f"{BASE}/sessions/new/{unit}/{YEAR}"
    links = Page(browser.get(f"{BASE}/units/{unit}/{YEAR}")).links
    new = next(link for link in links if "/sessions/" in link or link.endswith("/new"))
    typed = {
        **Page(browser.get(new)).posted().held,
        **{"topic": "村务公开", "purpose": "补短板", "held_on": "2026-06-12", "begins": "09:00", "ends": "12:00"},
        **{"place": "村委会", "form": "集中授课", "lecturer": "样讲师甲", "quarters": "3"},
    }
    made = study.site.post(browser, new, typed)
    assert made.status_code == 303, Page(made).told
    session_url = str(made.location)
    assert browser.get(f"{session_url}/sheet").mimetype == "application/pdf"
    came = {**Page(browser.get(f"{session_url}/attendance")).posted().held}
    came.pop("present", None)
    assert study.site.post(browser, f"{session_url}/attendance", came).status_code == 303, "nobody came"
    make_up = f"{BASE}/units/{unit}/{YEAR}/make-up"
    form = Page(browser.get(make_up)).posted()
    chosen = {**form.held, "chosen": form.fields["chosen"].options, "how": "taught", "made_up_on": "2026-06-14"}
    confirmed = study.site.post(browser, make_up, chosen)
    assert confirmed.status_code == 303, Page(confirmed).told
    mine = browser.get(f"{BASE}/mine", follow_redirects=True)
    assert mine.request.path.endswith(f"/people/{person}/{YEAR}")
    assert "已补课" in mine.text
    assert browser.get(f"/w/{MENGYUE}/training/checks/new/{unit}/{YEAR}").status_code == 403


def test_a_window_clerk_reads_the_own_record_and_nobody_elses(study: Study) -> None:
    with study.reading() as session:
        people = session.scalars(select(Person)).all()
        clerk = next(one for one in people if one.account_id == account(session, CLERK).id)
        others = [one.id for one in people if one.id != clerk.id]
        session.expunge_all()
    browser = study.browser(CLERK)
    assert f"{BASE}/mine" in Page(browser.get(f"/w/{MENGYUE}/")).links
    mine = browser.get(f"{BASE}/mine", follow_redirects=True)
    assert mine.request.path == f"{BASE}/people/{clerk.id}/{YEAR}"
    assert [link for link in Page(mine).links if link.startswith(f"{BASE}/units")] == []
    assert browser.get(f"{BASE}/people/{clerk.id}/{YEAR}/archive").mimetype == "application/pdf"
    assert {browser.get(f"{BASE}/people/{other}/{YEAR}").status_code for other in others} == {404}
    assert browser.get(f"{BASE}/").status_code == 403
