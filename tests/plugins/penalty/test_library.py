"""The offences that come along: 25 or more of 5 laws or more, each with its article, and powers to be confirmed."""

from __future__ import annotations

import datetime as dt
import re

from core import citations
from plugins.penalty.catalogue import library
from plugins.penalty.catalogue.rules import ANY, AREA, KINDS, MULTIPLE, ORGANISATION, PERSON, STATUTE, SUBJECTS, TITLES

ROWS = library.offences()


def test_there_are_enough_and_each_edition_once() -> None:
    assert len({row["code"] for row in ROWS}) >= 25
    assert len({row["law"] for row in ROWS}) >= 5
    keys = [(row["code"], row["edition"]) for row in ROWS]
    assert len(keys) == len(set(keys))


def test_each_has_the_text_of_the_article_it_names() -> None:
    """The article begins with the number that the basis notes, and holds the item that it names."""
    for row in ROWS:
        number = re.match(r"\d+", row["article"])
        assert number, row["code"]
        assert row["text"].startswith(f"第{citations.numeral(int(number[0]))}条"), row["code"]
        for item in re.findall(r"\(([一二三四五六七八九十]+)\)", row["article"]):
            assert re.search(rf"[(（]{item}[)）]", row["text"]), (row["code"], item)
        assert "第" in citations.written(f"{row['law']}{row['article']}")


def test_each_range_says_what_its_article_says() -> None:
    """Every end of a range stands in the article, in figures or in the words of statutes; others name their source."""
    for row in ROWS:
        for band in row.get("bands", ()):
            if band.get("source"):
                assert "样例" in band["source"], row["code"]
                continue
            for end in (band["low"], band["high"]):
                assert end == "0" or any(words in row["text"] for words in written(int(end))), (row["code"], end)


def written(amount: int) -> set[str]:
    """A sum as laws write it."""
    found = {f"{amount}元", citations.numeral(amount) if amount < 10_000 else ""}
    if amount % 10_000 == 0:
        found |= {f"{amount // 10_000}万元", f"{citations.numeral(amount // 10_000)}万元"}
    if amount == 2:
        found.add("二")
    return found - {""}


def test_a_fine_has_a_range_and_a_range_a_fine() -> None:
    for row in ROWS:
        assert ("fine" in row["kinds"]) == bool(row.get("bands")), row["code"]
        assert set(row["kinds"]) <= KINDS.keys()
        for band in row.get("bands", ()):
            assert band["subject"] in SUBJECTS
            assert (band["unit"] in {MULTIPLE, AREA}) == bool(band.get("base")), row["code"]
        subjects = {band["subject"] for band in row.get("bands", ())}
        assert subjects <= {ANY} or subjects <= {PERSON, ORGANISATION}


def test_only_the_statute_gives_a_power_and_no_other_comes_confirmed() -> None:
    own = {row["code"] for row in ROWS if row["title"] == STATUTE}
    assert {row["law"] for row in ROWS if row["code"] in own} == {"村庄和集镇规划建设管理条例", "城乡规划法"}
    for row in ROWS:
        assert row["title"] in TITLES
        assert not {"document", "confirmed", "power_from"} & row.keys()
        if row["title"] == STATUTE:
            assert re.search("乡、镇人民政府|乡级人民政府", row["text"]), row["code"]


def test_the_code_of_the_environment_followed_its_laws_without_a_day_between() -> None:
    for code in ("FQ-05", "FQ-06"):
        old, new = (row for row in ROWS if row["code"] == code)
        assert old["until"] + dt.timedelta(days=1) == new["since"] == dt.date(2026, 8, 15)
        assert new["law"] == "生态环境法典"
