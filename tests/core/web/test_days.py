"""Days as people type them: every spelling, working-day words, and what is said of the day that was read."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.deadlines.calendar import standard
from core.web import days
from tests.core.web.test_bad_forms import draft
from tests.site import Page, Site

pytestmark = pytest.mark.only_on("sqlite", "a day is read the same over either database")

TODAY = dt.date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("2026-11-24", "2026-11-24"),
        ("2026.11.24", "2026-11-24"),
        ("2026/1/2", "2026-01-02"),
        ("2026年2月6日", "2026-02-06"),
        ("20260206", "2026-02-06"),
        ("２０２６－１１－２４", "2026-11-24"),
        (" 2026 - 11 - 24 ", "2026-11-24"),
        ("11.24", "2026-11-24"),
        ("11月24日", "2026-11-24"),
        # Without a year the nearest: in late November the fifth of January is the coming one.
        ("1.5", "2027-01-05"),
        ("6-30", "2026-06-30"),
        ("今天", "2026-11-24"),
        ("明天", "2026-11-25"),
        ("前天", "2026-11-22"),
        ("今天+5工作日", "2026-12-01"),
        ("今天 ＋ 5 个工作日", "2026-12-01"),
        ("+5工作日", "2026-12-01"),
        ("今天-1工作日", "2026-11-23"),
        ("today+5 working days", "2026-12-01"),
        ("2026-09-30+1工作日", "2026-10-08"),
        ("今天+30天", "2026-12-24"),
        ("2026-01-31+1个月", "2026-02-28"),
        ("11.24+2月", "2027-01-24"),
    ],
)
def test_a_day_is_read_as_people_write_it(typed: str, expected: str) -> None:
    assert days.read(typed, TODAY, standard()).isoformat() == expected


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "下个月",
        "2026-02-30",
        "13.1",
        "0.0",
        "2.30",
        "今天+",
        "今天+5",
        "今天+5头牛",
        "+9999工作日",
        "9999-12-31+9天",
    ],
)
def test_what_is_no_day_is_refused(typed: str) -> None:
    with pytest.raises(ValueError):
        days.read(typed, TODAY, standard())


@given(st.text(max_size=20))
def test_whatever_is_typed_is_read_or_refused(typed: str) -> None:
    try:
        found = days.read(typed, TODAY, standard())
    except ValueError:
        return
    assert isinstance(found, dt.date)


@given(st.dates(dt.date(2025, 1, 1), dt.date(2026, 12, 1)), st.integers(1, 15))
def test_working_days_ahead_are_counted_one_by_one(start: dt.date, number: int) -> None:
    at, left = start, number
    while left:
        at += dt.timedelta(days=1)
        left -= standard().day(at).working
    assert days.read(f"{start}+{number}工作日", TODAY, standard()) == at


@pytest.mark.parametrize(
    ("typed", "lang", "words"),
    [
        ("2026-10-01", "zh_Hans_CN", "2026-10-01 周四，国庆节放假"),
        ("2026-11-28", "zh_Hans_CN", "2026-11-28 周六，休息日"),
        ("今天+5工作日", "zh_Hans_CN", "2026-12-01 周二，工作日"),
        ("2026-10-10", "zh_Hans_CN", "2026-10-10 周六，国庆节调休，上班"),
        ("2027-03-03", "zh_Hans_CN", "2027-03-03 周三，工作日（该年放假安排尚未公布）"),
        ("2026-10-01", "en", "2026-10-01 Thu, holiday: National Day"),
        ("下个月", "zh_Hans_CN", "看不懂这个日期"),
    ],
)
def test_the_page_is_told_the_weekday_and_the_holiday(site: Site, typed: str, lang: str, words: str) -> None:
    answer = site.visitor().get("/day", query_string={"q": typed, "lang": lang})
    assert answer.status_code == 200
    assert answer.get_json()["words"].startswith(words)
    assert (answer.get_json()["day"] is None) == (typed == "下个月")


def test_without_javascript_the_words_stand_below_the_field_when_the_page_comes_back(site: Site) -> None:
    client = site.visitor()
    details = draft(site, client).replace("/who", "/details")
    page = site.fill(client, details, {"begins": "今天+5工作日"}).get_data(as_text=True)
    assert "2026-12-01 周二，工作日" in page
    assert 'value="今天+5工作日"' in page


def test_an_id_number_is_kept_plain_and_its_check_digit_is_looked_at(site: Site) -> None:
    client = site.visitor()
    who = draft(site, client)
    wrong = Page(site.fill(client, who, {"id_number": "９９００００ 19850412-1014"}))
    assert "校验位不正确" in wrong.told["id_number"]
    right = site.fill(client, who, {"id_number": "９９００００ 19850412-1013"}).get_data(as_text=True)
    assert "99*************013" in right
