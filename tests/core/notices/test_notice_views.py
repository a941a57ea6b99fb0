"""The bell and the pages: read by opening, counted down to nothing, one's own only, and settings that keep slips."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from core.accounts.queries import actor_of
from core.cases import notices as of_cases
from core.db import Scope
from core.notices import queries, rules, services
from core.notices.models import Notice, NoticeSettings
from core.notices.services import News
from tests.core.notices.conftest import PHONE, Desk
from tests.sample import ADMIN, HANDLER, HEAD, HUSA, MENGYUE, OTHER_ADMIN, account
from tests.site import Page, Site

HOME = f"/w/{MENGYUE}/messages"


def bell(text: str) -> int:
    """What the bell of a page says."""
    link = text.split('class="xn-bell"', 1)[1].split("</a>")[0]
    found = re.search(r'text-bg-danger">(\d+)', link)
    return int(found[1]) if found else 0


def test_opening_the_case_reads_what_was_told_of_it_on_that_very_page(site: Site, desk: Desk) -> None:
    other = site.case("勐约许2")
    desk.tell()
    desk.tell()
    desk.tell(case=other)
    client = site.sign_in(HANDLER)
    assert bell(client.get(HOME).text) == 3
    with client.get(f"/w/{MENGYUE}/cases/{desk.case.id}") as page:
        assert bell(page.text) == 1
    assert desk.unread() == 1
    with client.get(f"/w/{MENGYUE}/cases/{other.id}/letters") as page:
        assert bell(page.text) == 0, "a page below the case counts as well"
    assert bell(client.get(f"/w/{MENGYUE}/").text) == 0


def test_opening_reads_ones_own_notices_and_nobody_elses(site: Site, desk: Desk) -> None:
    desk.tell()
    with site.sign_in(HEAD).get(f"/w/{MENGYUE}/cases/{desk.case.id}"):
        pass
    assert desk.unread() == 1


def test_the_list_shows_links_and_notes_that_it_was_shown(site: Site, desk: Desk) -> None:
    desk.tell("%(number)s要看")
    with site.sign_in(HANDLER).get(HOME) as page:
        assert f"/w/{MENGYUE}/cases/{desk.case.id}" in Page(page).links
    with desk.reading() as session:
        (row,) = session.scalars(select(Notice))
        assert row.shown_at is not None
        assert row.read_at is None


def test_what_one_may_not_open_any_more_is_told_without_a_link_and_is_read_by_being_shown(
    site: Site, desk: Desk
) -> None:
    foreign = site.case("户撒许1")
    with desk.writing() as session:
        services.tell(session, News(of_cases.LIMIT.code, foreign.id, "没有了"), [desk.actor.account_id])
    with site.sign_in(HANDLER).get(HOME) as page:
        assert "没有了" in page.text
        assert not [link for link in Page(page).links if str(foreign.id) in link]
    assert desk.unread() == 0


def test_pages_are_turned_by_key_and_filtered_by_kind(site: Site, desk: Desk) -> None:
    for place in range(queries.PAGE + 3):
        desk.tell(f"限{place:02}。")
    desk.tell("轮到。", kind=of_cases.TURN.code)
    client = site.sign_in(HANDLER)
    first = client.get(HOME, query_string={"kind": of_cases.LIMIT.code})
    assert "轮到。" not in first.text
    (link,) = {link for link in Page(first).links if "after=" in link}
    second = client.get(link)
    told = [re.findall(r"限\d\d。", page.text) for page in (first, second)]
    assert [len(one) for one in told] == [queries.PAGE, 3]
    assert len({*told[0], *told[1]}) == queries.PAGE + 3
    assert client.get(HOME, query_string={"after": "x_y"}).status_code == 200


def test_everything_can_be_marked_as_read(site: Site, desk: Desk) -> None:
    desk.tell()
    client = site.sign_in(HANDLER)
    assert site.post(client, f"{HOME}/read", {}).location == HOME
    assert site.post(client, f"{HOME}/read", {"from": "desk"}).location == f"/w/{MENGYUE}/"
    assert desk.unread() == 0


def test_another_township_sees_and_counts_nothing_of_it(site: Site, desk: Desk) -> None:
    desk.tell()
    with site.database.read(Scope.one(HUSA)) as session:
        stranger = actor_of(session, account(session, HANDLER))
        assert queries.unread(session, stranger) == (0, False)
        assert queries.page(session, stranger).rows == []
        assert queries.log(session)[0] == []
    assert site.sign_in(OTHER_ADMIN).get(f"{HOME}/log").status_code == 404


def test_settings_are_kept_encrypted_and_shown_again(site: Site, desk: Desk) -> None:
    client = site.sign_in(HANDLER)
    typed = {f"mode-{of_cases.TURN.code}": rules.NONE, "address-sms": PHONE, "quiet_from": "22:00", "quiet_to": "07:30"}
    answer = site.fill(client, f"{HOME}/settings", all_modes(typed))
    assert answer.status_code == 303, Page(answer).alert
    page = Page(client.get(f"{HOME}/settings"))
    assert page.values["address-sms"] == PHONE
    assert page.values["quiet_from"] == "22:00"
    with desk.reading() as session:
        assert queries.wanted(session, desk.actor.account_id).modes[of_cases.TURN.code] == rules.NONE
        assert session.scalars(select(NoticeSettings)).one().quiet_to == 450
    database = site.config.data / "xiaoneng.db"
    if database.exists():
        assert PHONE.encode() not in database.read_bytes()


def all_modes(typed: dict[str, str]) -> dict[str, str]:
    """A choice for every kind, which a page read as a form does not hold."""
    from core import plugins

    kinds = rules.of_staff(plugins.registry().notice_kinds)
    return {**{f"mode-{kind.code}": rules.DAILY for kind in kinds}, **typed}


@pytest.mark.parametrize(
    ("name", "value", "place"),
    [
        ("address-sms", "12345", "address-sms"),
        ("address-mail", "a@b.cn\r\nBcc: c@d.cn", "address-mail"),
        ("quiet_from", "25:99", "quiet_from"),
        (f"mode-{of_cases.LIMIT.code}", rules.NONE, f"mode-{of_cases.LIMIT.code}"),
    ],
)
def test_a_slip_in_the_settings_is_told_at_its_field_and_nothing_is_lost(
    site: Site, desk: Desk, name: str, value: str, place: str
) -> None:
    typed = all_modes({"address-mail": "a@b.cn", "address-sms": PHONE, name: value})
    answer = site.fill(site.sign_in(HANDLER), f"{HOME}/settings", typed)
    page = Page(answer)
    assert answer.status_code == 422
    assert place in page.told
    kept = {"address-mail": "a@b.cn", "address-sms": PHONE} | ({name: value} if name == "address-sms" else {})
    assert {field: page.values[field] for field in kept if field != name or name == "address-sms"} == {
        field: words for field, words in kept.items() if field != name or name == "address-sms"
    }
    with desk.reading() as session:
        assert session.scalars(select(NoticeSettings)).all() == []


def test_the_log_says_how_each_message_went_and_shows_no_address(site: Site, desk: Desk) -> None:
    desk.catch()
    desk.choose(sms=PHONE)
    desk.tell("%(number)s要看")
    desk.work()
    with site.sign_in(HANDLER).get(f"/w/{MENGYUE}/cases/{desk.case.id}"):
        pass
    text = site.sign_in(ADMIN).get(f"{HOME}/log").text
    assert "勐约许〔2026〕1号要看" in text
    assert "已发送" in text
    assert "打开" in text
    assert PHONE not in text
    assert "要看" not in site.sign_in(ADMIN).get(f"{HOME}/log", query_string={"state": rules.FAILED}).text
