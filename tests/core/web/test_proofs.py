"""The receipt of a case's limit: its page with the months, and the same as data, text and an event."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from uuid import UUID

import pytest
from werkzeug.exceptions import NotFound

from core.deadlines.calendar import WorkCalendar
from core.deadlines.receipt import MARKS, paused, walk
from core.web.errors import UNPROVED
from core.web.proofs import as_file
from tests.core.deadlines.toys import CATALOGUE, D, count
from tests.core.web.conftest import Ids
from tests.sample import HEAD, MENGYUE
from tests.site import Page, Site

RUNNING = "勐约许1"
FILES = ("&format=json", "&format=text", "&format=ics")


def test_party_and_staff_see_the_months_beside_the_days_and_take_them_along(
    site: Site, ids: Callable[[str], Ids]
) -> None:
    found = ids(RUNNING)
    party = site.visitor()
    site.let_in(party, found.case)
    for client, area in ((party, f"/t/{MENGYUE}/case"), (site.sign_in(HEAD), f"/w/{MENGYUE}/cases")):
        url = f"{area}/{found.case.id}/clocks/{found.clock}"
        page = Page(client.get(url))
        assert 'class="xn-month"' in page.source
        assert all(f"</span> {word}</li>" in page.source for word in MARKS.values())
        assert {"?format=ics", "?format=text", "?format=json"} <= set(page.links)
        due = json.loads(client.get(f"{url}?format=json").data)["due"]
        written = client.get(f"{url}?format=text")
        assert written.content_type == "text/plain; charset=utf-8"
        assert f"届满日 {due}" in written.text
        event = client.get(f"{url}?format=ics")
        assert event.content_type == "text/calendar; charset=utf-8"
        assert event.headers["Content-Disposition"] == f"attachment; filename={due}.ics"
        told = event.text.replace("\r\n ", "")
        assert f"DTSTART;VALUE=DATE:{due.replace('-', '')}\r\n" in told
        assert f"UID:{found.clock}\r\n" in told
        assert found.case.number in told
        assert "行政许可法" in told


def test_a_limit_without_a_last_day_has_no_event(site: Site) -> None:
    proof = walk(count("wd", "2026-11-02"), catalogue=CATALOGUE)
    never = walk(count("old", "1990-01-01"), catalogue=CATALOGUE)
    with site.app.test_request_context():
        for receipt in (paused(proof, D("2026-11-10")), never):
            with pytest.raises(NotFound):
                as_file(receipt, "ics", UUID(int=1))
            assert as_file(receipt, "text", UUID(int=1)) is not None
        assert as_file(proof, None, UUID(int=1)) is None
        assert as_file(proof, "pdf", UUID(int=1)) is None


def test_an_event_tells_the_safe_day_where_it_is_another(site: Site) -> None:
    proof = walk(count("ndB", "2026-11-13"), catalogue=CATALOGUE)
    with site.app.test_request_context():
        event = as_file(proof, "ics", UUID(int=1))
    assert event is not None
    assert f"稳妥日：{proof.deadline.safe_due}" in event.get_data(as_text=True).replace("\r\n ", "")


@pytest.fixture
def miscounting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A planted fault: the counts of the calendar are one working day behind."""
    right = WorkCalendar.working_after
    monkeypatch.setattr(WorkCalendar, "working_after", lambda self, day, n=1: right(self, day, n + 1))


@pytest.mark.usefixtures("miscounting")
@pytest.mark.parametrize("lang", ["zh-Hans", "en"])
def test_a_day_that_is_not_proved_is_shown_on_no_page_and_in_no_file(
    site: Site, ids: Callable[[str], Ids], in_words: Callable[[str, str], str], lang: str
) -> None:
    found = ids(RUNNING)
    party = site.visitor()
    site.let_in(party, found.case)
    own = f"{found.case.id}/clocks/{found.clock}"
    asked = "/deadlines/?rule=licensing.decide&start=2026-11-02"
    pages = [
        *((party, f"/t/{MENGYUE}/case/{own}?lang={lang}{form}") for form in ("", *FILES)),
        (site.sign_in(HEAD), f"/w/{MENGYUE}/cases/{own}?lang={lang}"),
    ]
    if lang == "zh-Hans":
        pages += [(site.visitor(), asked), (site.visitor(), "/api/v1/deadlines/licensing.decide?start=2026-11-02")]
    for client, url in pages:
        answer = client.get(url)
        text = html.unescape(answer.text)
        assert answer.status_code == 500, url
        assert in_words(UNPROVED, lang) in text, url
        assert re.search(r"\b[0-9A-F]{8}\b", text), url
        assert not re.search(r"2026-1[0-2]-(?!02)\d\d|xn-month", text), url
