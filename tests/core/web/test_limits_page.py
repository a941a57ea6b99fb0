"""The public page on which anybody counts a legal limit."""

from __future__ import annotations

import json
from urllib.parse import parse_qs, urlsplit

import pytest

from core import plugins
from tests.site import Page, Site

ASKED = "/deadlines/?rule=licensing.decide&start=2026-10-29"


def asked(site: Site, more: str = "", at: str = ASKED) -> Page:
    answer = site.visitor().get(at + more)
    assert answer.status_code == 200, answer.text
    return Page(answer)


def refused(site: Site, more: str, at: str = ASKED) -> Page:
    answer = site.visitor().get(at + more)
    assert answer.status_code == 422, answer.text
    return Page(answer)


def test_every_limit_can_be_chosen_by_the_measure_that_owns_it(site: Site) -> None:
    page = asked(site, at="/deadlines/")
    assert all(f'value="{rule.code}"' in page.source for rule in plugins.registry().rules)
    assert page.source.count("<optgroup") == 1 + len(list(plugins.registry().each("register_deadline_rules")))
    assert page.alert == ""


def test_words_narrow_the_choice(site: Site) -> None:
    page = asked(site, "?q=行政许可法 决定", at="/deadlines/")
    assert 'value="licensing.decide"' in page.source
    assert 'value="penalty.pay"' not in page.source
    assert "找到0条" in asked(site, "?q=zzzz", at="/deadlines/").source


def test_the_answer_has_its_days_its_article_and_its_files(site: Site) -> None:
    page = asked(site, "&extended=y&from1=2026-11-03&to1=2026-11-04")
    assert '<time datetime="2026-12-14">' in page.source
    assert "行政许可法" in page.source
    assert "自2004-07-01起施行" in page.source
    assert "已延长10个工作日" in page.source
    assert '<time datetime="2026-11-03">2026-11-03</time> – ' in page.source
    assert page.source.count('class="xn-month"') == 3
    files = {form: next(link for link in page.links if f"format={form}" in link) for form in ("json", "text", "ics")}
    client = site.visitor()
    assert json.loads(client.get(files["json"]).data)["extension"] == 10
    assert "届满日 2026-12-14" in client.get(files["text"]).text
    first, second = (client.get(files["ics"]).text for _ in range(2))
    assert [line for line in first.split() if "UID" in line] == [line for line in second.split() if "UID" in line]
    assert "DTSTART;VALUE=DATE:20261214" in first


def test_what_was_left_empty_is_not_in_the_address(site: Site) -> None:
    answer = site.visitor().get(f"{ASKED}&length=&from1=&to1=&extension=&filed=&_external=1&_scheme=data")
    assert answer.status_code == 302
    assert answer.location == ASKED
    assert parse_qs(urlsplit(answer.location).query) == {"rule": ["licensing.decide"], "start": ["2026-10-29"]}


@pytest.mark.parametrize(
    ("more", "field", "words"),
    [
        ("&length=x", "length", ""),
        ("&extension=99", "extension", "最多延长10"),
        ("&extension=x", "extension", ""),
        ("&from1=2026-11-03", "to1", "首日和末日"),
        ("&to2=2026-11-03", "from2", "首日和末日"),
        ("&from3=2026-11-03&to3=2026-11-02", "to3", "早于首日"),
        ("&filed=31", "filed", ""),
    ],
)
def test_what_is_refused_is_said_at_its_field(site: Site, more: str, field: str, words: str) -> None:
    page = refused(site, more)
    assert words in page.told[field]
    assert page.alert
    assert 'class="xn-month"' not in page.source


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("?rule=&start=", "rule"),
        ("?rule=&start=", "start"),
        ("?rule=no.such&start=2026-10-29", "rule"),
        ("?rule=licensing.decide&start=2026-02-30", "start"),
        ("?rule=licensing.deliver&start=2026-10-29&length=5", "length"),
        ("?rule=penalty.pay&start=2026-10-29&extended=y", "extended"),
        ("?rule=penalty.pay&start=2026-10-29&from1=2026-11-01&to1=2026-11-02", "from1"),
    ],
)
def test_a_missing_or_wrong_choice_is_said_at_its_field(site: Site, query: str, field: str) -> None:
    assert refused(site, query, at="/deadlines/").told[field]


def test_outside_the_calendar_and_before_the_law(site: Site) -> None:
    assert "2051年的工作日历" in refused(site, "?rule=licensing.decide&start=2050-12-20", at="/deadlines/").alert
    page = asked(site, "?rule=licensing.decide&start=1999-01-01", at="/deadlines/")
    assert "没有施行中的法定期限" in page.source
    assert not [link for link in page.links if "format=ics" in link]


def test_the_longest_limit_is_a_file_and_nothing_longer_is_walked(site: Site) -> None:
    page = asked(site, "?rule=litigation.bar_realestate&start=2020-01-02", at="/deadlines/")
    assert "逐日计算请看文本" in page.source
    page = refused(site, "?rule=penalty.pay&start=2021-08-01&extension=9000", at="/deadlines/")
    assert "这里最多逐日计算" in page.told["start"]


def test_it_is_linked_from_the_county_and_every_public_page(site: Site) -> None:
    for path in ("/", "/sign-in"):
        assert "/deadlines/" in asked(site, at=path).links, path
