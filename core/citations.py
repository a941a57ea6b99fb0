"""Articles as papers cite them: ``土地管理法62④；…实施条例34①`` is how we note them, an office signs them in full."""

from __future__ import annotations

import re
from functools import lru_cache

DIGITS = "零一二三四五六七八九"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"
LAW = re.compile(r"(?P<law>[^\d；、]+?)(?P<articles>\d[\d①-⑩一二三四五六七八九十(),、]*)(?P<note>（.*）)?")
ARTICLE = re.compile(r"(?P<number>\d+)(?P<paragraphs>[①-⑩]*)\(?(?P<item>[一二三四五六七八九十]*)\)?")
# A note inside a sentence: a law's name and numbers that are no year.
NOTED = re.compile(
    r"(?P<law>[一-鿿]+(?:法|条例|办法|规定|细则))"
    r"(?P<articles>\d+[①-⑩]*(?:\([一二三四五六七八九十]+\)|[一二三四五六七八九十]+)?(?:[,、]\d+[①-⑩]*)*)(?![\d年月日号])"
)


def written(short: str) -> str:
    """A noted basis in words: ``《中华人民共和国土地管理法》第六十二条第四款``.

    Every 法 is a statute of the Republic and named so; other kinds keep the name they were noted by. What is not a
    note of this form stays as it is.
    """
    return "、".join(_law(part.strip()) for part in short.split("；"))


@lru_cache(maxsize=1024)
def spoken(words: str) -> str:
    """Words with every noted article in them read out, as pages show it: ``土地管理法第六十二条第四款``."""
    return NOTED.sub(lambda match: match["law"] + _articles(match["articles"]), words)


def numeral(number: int) -> str:
    """A number from 1 to 9999 as articles write it: 七, 十二, 二十, 一百零三."""
    parts = []
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        parts.append(DIGITS[digit] + unit if digit else "零")
    words = re.sub("零+", "零", "".join(parts)).strip("零")
    return words.removeprefix("一") if words.startswith("一十") else words


def _law(part: str) -> str:
    match = LAW.fullmatch(part)
    if match is None:
        return part
    name = f"中华人民共和国{match['law']}" if match["law"].endswith("法") else match["law"]
    return f"《{name}》{_articles(match['articles'])}{match['note'] or ''}"


def _articles(noted: str) -> str:
    return "、".join(_article(article) for article in re.split("[,、]", noted))


def _article(short: str) -> str:
    match = ARTICLE.fullmatch(short)
    if match is None:
        return short
    paragraphs = "、".join(f"第{numeral(CIRCLED.index(mark) + 1)}款" for mark in match["paragraphs"])
    item = f"第{match['item']}项" if match["item"] else ""
    return f"第{numeral(int(match['number']))}条{paragraphs}{item}"
