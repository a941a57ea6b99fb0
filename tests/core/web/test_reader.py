"""The reader's own choices come with the page, and Chinese on an English page is marked as Chinese."""

from __future__ import annotations

import re

import pytest

from core.web import languages, reader
from tests.sample import CLERK, MENGYUE
from tests.site import Site

OTHERS = [(name, value) for name, values in reader.CHOICES.items() for value in list(values)[1:]]


@pytest.mark.parametrize(("choice", "value"), OTHERS)
def test_a_choice_stands_on_the_page_as_the_server_sends_it(site: Site, choice: str, value: str) -> None:
    client = site.visitor()
    for url in (f"/t/{MENGYUE}/", "/"):
        assert f"data-{choice}=" not in client.get(url).get_data(as_text=True).split("<head>")[0]
    client.get(f"/reader/{choice}/{value}?next=/")
    for url in (f"/t/{MENGYUE}/", "/", "/no/such/page"):
        page = client.get(url).get_data(as_text=True)
        assert f'data-{choice}="{value}"' in page.split("<head>")[0]
        assert "reader.css" in page.split("<body")[0]
    client.get(f"/reader/{choice}/{next(iter(reader.CHOICES[choice]))}?next=/")
    page = client.get("/").get_data(as_text=True)
    assert f"data-{choice}=" not in page.split("<head>")[0]
    assert "reader.css" not in page.split("<body")[0]


def test_choices_stand_side_by_side_and_hold_for_staff_too(site: Site) -> None:
    client = site.sign_in(CLERK)
    for choice, value in (("elder", "on"), ("text", "larger"), ("contrast", "on")):
        client.get(f"/reader/{choice}/{value}")
    page = client.get(f"/w/{MENGYUE}/").get_data(as_text=True)
    assert re.search(r'<html [^>]*data-contrast="on" data-elder="on" data-text="larger"', page)


@pytest.mark.parametrize("url", ["/reader/elder/2", "/reader/size/large", "/reader/text/on", "/reader/elder/%3Cb%3E"])
def test_no_other_choice_is_kept(site: Site, url: str) -> None:
    client = site.visitor()
    assert client.get(url).status_code == 404
    with client.session_transaction() as cookie:
        assert reader.KEY not in cookie


@pytest.mark.parametrize("kept", [None, "on", ["elder"], {"elder": "yes"}, {"x": "on"}, {"elder": None}])
def test_a_cookie_that_holds_something_else_is_no_fault(kept: object) -> None:
    assert reader.chosen({reader.KEY: kept}) == {}


@pytest.mark.parametrize(
    ("written", "marked"),
    [
        ("<p>勐约乡</p>", '<p lang="zh-Hans-CN">勐约乡</p>'),
        ("<p>plain</p>", "<p>plain</p>"),
        (
            "<p>of 勐约乡 (陇川县)</p>",
            '<p>of <span lang="zh-Hans-CN">勐约乡</span> (<span lang="zh-Hans-CN">陇川县</span>)</p>',
        ),
        ("<p>勐约许〔2026〕12号 建房</p>", '<p lang="zh-Hans-CN">勐约许〔2026〕12号 建房</p>'),
        ('<p lang="zh-Hans-CN">勐约乡 <b>镇</b></p>', '<p lang="zh-Hans-CN">勐约乡 <b>镇</b></p>'),
        (
            '<p lang="zh"><b lang="en">of 镇</b></p>',
            '<p lang="zh"><b lang="en">of <span lang="zh-Hans-CN">镇</span></b></p>',
        ),
        ("<option>全部</option>", '<option lang="zh-Hans-CN">全部</option>'),
        ("<option>a 全部</option>", "<option>a 全部</option>"),
        ("<title>首页 - x</title>", "<title>首页 - x</title>"),
        ("<p>a<br>中</p>", '<p>a<br><span lang="zh-Hans-CN">中</span></p>'),
        ('<input value="中"><p>a</p>', '<input value="中"><p>a</p>'),
        ("<svg><text x='1'>中</text></svg>", "<svg><text x='1' lang=\"zh-Hans-CN\">中</text></svg>"),
        ("<p>&lt;中&gt;</p>", '<p>&lt;<span lang="zh-Hans-CN">中</span>&gt;</p>'),
    ],
)
def test_chinese_is_marked_where_it_stands(written: str, marked: str) -> None:
    assert languages.marked(f"<main>{written}</main>") == f"<main>{marked}</main>"


def test_only_english_pages_are_marked_and_say_the_same(site: Site) -> None:
    client = site.visitor()
    chinese = client.get(f"/t/{MENGYUE}/").get_data(as_text=True)
    english = client.get(f"/t/{MENGYUE}/", query_string={"lang": "en"}).get_data(as_text=True)
    assert 'lang="zh-Hans-CN">农村村民住宅用地（宅基地）审批' in english
    assert chinese.count("lang=") <= 3
    body = english.split("<body")[1]
    rest = re.sub(r'<(\w+)\b[^>]*lang="zh-Hans-CN"[^>]*>[^<]*</\1>', "", body)
    rest = re.sub(r'<a [^>]*hreflang="zh.*?</a>', "", rest, flags=re.DOTALL)
    told = [words for words in re.findall(r">([^<]+)<", rest) if re.search("[\u4e00-\u9fff]", words)]
    assert told == []
