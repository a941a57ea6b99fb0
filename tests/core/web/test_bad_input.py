"""Bad addresses, words and requests: a clear page in the reader's language and the right status, never a 500."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask_babel import lazy_gettext
from sqlalchemy import func, select

from core.cases.models import Case, Draft
from core.db import Scope, new_id
from core.web.forms import worded
from tests.sample import CLERK, COUNTY_ADMIN, LEADER, MENGYUE
from tests.site import Page, Site

GARBAGE = (
    *(
        "'",
        '"',
        "%",
        "_",
        "\\",
        "*",
        "?",
        "(",
        ")",
        "[a-z",
        "AND",
        "OR NOT",
        "NOT",
        "title:宅基地",
        "宅基地~9",
        "宅基地^1e9",
    ),
    *(
        "' OR 1=1 --",
        '"; DROP TABLE core_case; --',
        "<script>alert(1)</script>",
        "{{7*7}}",
        "%(name)s",
        "../../etc/passwd",
    ),
    *(
        "\U0001f3e0",
        "\u202e倒",
        "\ufeff",
        "\x00\x01\x7f",
        "𠮷" * 50,
        "宅" * 10_000,
        " " * 10_000,
        "\t\n\r",
        "０１２",
        "ﷺ",
    ),
)
GARBAGE_PAGES = ("0", "-1", "1.5", "abc", "", "1e9", "9" * 18, "9" * 5000, "\u0661", "２", "1;2")
NOT_FOUND = "没有找到这个页面"


@pytest.mark.parametrize("lang", ["zh_Hans_CN", "en"])
def test_what_is_not_there_is_told_in_the_readers_language(
    site: Site, in_words: Callable[[str, str], str], lang: str
) -> None:
    case, clerk = site.case("户撒许1"), site.sign_in(CLERK)
    urls = [
        *(f"/t/{code}/" for code in (999999, 0, 10**11, "9" * 30, "abc", "-1")),
        *(f"/t/{MENGYUE}/items/{item}" for item in ("XX-00", "' OR 1=1", "A" * 3000, "%00", "..%2f..%2fetc", "%ff%fe")),
        f"/t/{MENGYUE}/case/{case.id}",
        f"/t/{MENGYUE}/case/not-a-number",
        f"/t/{MENGYUE}/apply/{new_id()}/who",
        f"/t/{MENGYUE}/apply/{new_id()}/elsewhere",
        *(f"/w/{code}/cases" for code in (999999, "9" * 30)),
        f"/w/{MENGYUE}/cases/{new_id()}",
        f"/w/{MENGYUE}/approval/intake/XX-00",
        f"/w/{MENGYUE}/approval/cases/{site.case('勐约许1').id}/no_such_act",
        "/language/klingon",
        "/no/such/page",
    ]
    for url in urls:
        answer = clerk.get(url, query_string={"lang": lang})
        assert answer.status_code == (403 if "/intake/" in url and "XX" not in url else 404), url
        page = Page(answer)
        assert page.lang.startswith(lang[:2])
        assert in_words(NOT_FOUND, lang) in page.source, url
        assert "Traceback" not in page.source


def test_the_county_knows_its_townships_and_figures(site: Site) -> None:
    client = site.sign_in(COUNTY_ADMIN)
    assert client.get(f"/county/cases/{MENGYUE}/open").status_code == 200
    for url in ("999999/open", f"{MENGYUE}/everything", f"{'9' * 40}/open"):
        assert client.get(f"/county/cases/{url}").status_code == 404
    assert client.get(f"/county/cases/{MENGYUE}/open?after=garbage").status_code == 200


@pytest.mark.parametrize("url", [f"/api/v1/{code}/approval/items" for code in ("999999", "9" * 30)])
def test_the_interface_answers_in_its_own_form(site: Site, url: str) -> None:
    answer = site.visitor().get(url)
    assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")


@pytest.mark.parametrize("start", ["2026-02-30", "昨天", "", "9999-12-31", "2026-11-24T10:00"])
def test_the_interface_refuses_a_day_that_is_none_or_that_no_calendar_reaches(site: Site, start: str) -> None:
    for rule in ("licensing.decide", "no.such.rule"):
        answer = site.visitor().get(f"/api/v1/deadlines/{rule}", query_string={"start": start})
        assert answer.status_code == 422, answer.text
        assert answer.mimetype == "application/problem+json"


def test_garbage_words_find_nothing_or_something_and_break_nothing(site: Site) -> None:
    visitor, leader = site.visitor(), site.sign_in(LEADER)
    for words in GARBAGE:
        for client, url in (
            (visitor, f"/t/{MENGYUE}/search"),
            (visitor, f"/t/{MENGYUE}/items"),
            (leader, f"/w/{MENGYUE}/search"),
            (leader, f"/w/{MENGYUE}/cases"),
        ):
            answer = client.get(url, query_string={"q": words})
            assert answer.status_code == 200, (url, words[:20])
            assert "<script>alert" not in answer.text
            assert "49" not in Page(answer).values.get("q", "")


def test_what_was_searched_for_stays_in_the_box(site: Site) -> None:
    for url in (f"/t/{MENGYUE}/search", f"/t/{MENGYUE}/items"):
        page = Page(site.visitor().get(url, query_string={"q": '<b>"建房"</b>'}))
        assert page.values["q"] == '<b>"建房"</b>'


def test_garbage_parameters_are_as_good_as_none(site: Site) -> None:
    visitor, leader = site.visitor(), site.sign_in(LEADER)
    first = Page(leader.get(f"/w/{MENGYUE}/cases")).links
    for page in GARBAGE_PAGES:
        for client, area in ((visitor, "t"), (leader, "w")):
            answer = client.get(f"/{area}/{MENGYUE}/search", query_string={"q": "宅基地", "page": page})
            assert answer.status_code == 200, page
    for after in ("", "x", "_", "2026-11-24", "2026-02-30_" + str(new_id()), "2026-11-24_x", "1_2_3", "\x00_\x00"):
        answer = leader.get(f"/w/{MENGYUE}/cases", query_string={"after": after})
        assert answer.status_code == 200, after
        assert next(link for link in first if "/cases/" in link).split("?")[0] in answer.text
    for name in ("due", "sort", "state", "mine", "closed", "no_such_thing"):
        for value in GARBAGE[::4]:
            assert leader.get(f"/w/{MENGYUE}/cases", query_string={name: value}).status_code == 200, (name, value[:20])
    for lang in ("", "xx", "zh_Hans_CN ", "../../etc", "en\x00", "EN", "x" * 10_000):
        answer = visitor.get(f"/t/{MENGYUE}/", query_string={"lang": lang})
        assert answer.status_code == 200
        assert Page(answer).lang.startswith("en" if lang == "en\x00" else "zh")
    for url in ("/reader/elder/on?next=%ff", "/t/533124205/?%ff=%fe", "/sign-in?next=%00"):
        assert visitor.get(url).status_code in {200, 302}


@pytest.mark.parametrize("lang", ["zh_Hans_CN", "en"])
def test_without_its_token_nothing_is_written(site: Site, in_words: Callable[[str, str], str], lang: str) -> None:
    def cases() -> int:
        with site.database.read(Scope.one(MENGYUE)) as session:
            drafts_ = session.scalar(select(func.count()).select_from(Draft)) or 0
            return (session.scalar(select(func.count()).select_from(Case)) or 0) * 1000 + drafts_

    clerk, before = site.sign_in(CLERK), cases()
    clerk.get("/sign-in")
    for typed in ({}, {"csrf_token": ""}, {"csrf_token": "guessed"}, {"csrf_token": site.token(site.visitor())}):
        for url in (
            f"/t/{MENGYUE}/items/MY-XK-01/start",
            f"/t/{MENGYUE}/track",
            f"/w/{MENGYUE}/approval/intake/MY-XK-01",
            "/sign-in",
            "/sign-out",
        ):
            answer = clerk.post(url, query_string={"lang": lang}, data=typed)
            assert answer.status_code == 400, url
            assert in_words("请求不完整，或者页面打开得太久。请返回上一页，刷新后再试一次。", lang) in answer.text
    assert cases() == before
    assert clerk.get("/me").status_code == 200


def test_a_method_that_is_not_there_is_told_so(site: Site) -> None:
    for method in ("PUT", "DELETE", "PATCH", "POST"):
        answer = site.visitor().open(f"/t/{MENGYUE}/feed.atom", method=method)
        assert answer.status_code in {400, 405}
        assert Page(answer).lang.startswith("zh")


def test_broken_requests_are_refused_in_words(site: Site) -> None:
    client = site.visitor()
    for given in (
        {"data": b"\xff\xfe%%%&&&===", "content_type": "application/x-www-form-urlencoded"},
        {"data": b"no boundary", "content_type": "multipart/form-data"},
        {
            "data": b"--x\r\nContent-Disposition: form-data\r\n\r\n--x--",
            "content_type": "multipart/form-data; boundary=x",
        },
        {"data": b"{", "content_type": "application/json"},
        {"headers": {"Cookie": "xn_visit=not.a.cookie"}},
        {"headers": {"Cookie": "\xff\xfe=;;;="}},
        {"headers": {"Accept-Language": "\xff;q=x"}},
        {"headers": {"Host": "evil.example:abc"}},
    ):
        answer = client.post(f"/t/{MENGYUE}/track", **given)
        assert answer.status_code == 400, given


def test_choices_whose_words_would_come_apart_into_characters_are_refused() -> None:
    assert worded({"yes": "同意"})  # marked N_, which leaves a word as it is
    with pytest.raises(TypeError, match="yes"):
        worded({"yes": lazy_gettext("同意")})
