"""A basis as it is noted and as it is signed."""

from __future__ import annotations

import pytest

from core.citations import numeral, spoken, written


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("土地管理法62④", "《中华人民共和国土地管理法》第六十二条第四款"),
        ("社会救助法37①③、43", "《中华人民共和国社会救助法》第三十七条第一款、第三款、第四十三条"),
        ("行政许可法32①四", "《中华人民共和国行政许可法》第三十二条第一款第四项"),
        (
            "森林法57③；村庄和集镇规划建设管理条例32",
            "《中华人民共和国森林法》第五十七条第三款、《村庄和集镇规划建设管理条例》第三十二条",
        ),
        (
            "老年人权益保障法33②（具体办法由地方规定）",
            "《中华人民共和国老年人权益保障法》第三十三条第二款（具体办法由地方规定）",
        ),
        ("行政许可法32①(四)", "《中华人民共和国行政许可法》第三十二条第一款第四项"),
        ("地方规定（样例）", "地方规定（样例）"),
        ("《中华人民共和国土地管理法》第六十二条", "《中华人民共和国土地管理法》第六十二条"),
    ],
)
def test_articles_are_written_out(short: str, full: str) -> None:
    assert written(short) == full


@pytest.mark.parametrize(
    ("number", "words"),
    [(7, "七"), (10, "十"), (12, "十二"), (20, "二十"), (103, "一百零三"), (110, "一百一十"), (1260, "一千二百六十")],
)
def test_numerals(number: int, words: str) -> None:
    assert numeral(number) == words


@pytest.mark.parametrize(
    ("noted", "words"),
    [
        ("行政许可法32①(四)", "行政许可法第三十二条第一款第四项"),
        ("行政许可法42②,26", "行政许可法第四十二条第二款、第二十六条"),
        (
            "在本集体内公示（土地管理法实施条例34①，均在收件之前）",
            "在本集体内公示（土地管理法实施条例第三十四条第一款，均在收件之前）",
        ),
        ("土地管理法62④；土地管理法实施条例34①", "土地管理法第六十二条第四款；土地管理法实施条例第三十四条第一款"),
        ("国办发〔2019〕51号", "国办发〔2019〕51号"),
        ("按办法2026年修订本", "按办法2026年修订本"),
    ],
)
def test_notes_inside_words_are_read_out(noted: str, words: str) -> None:
    assert spoken(noted) == words
