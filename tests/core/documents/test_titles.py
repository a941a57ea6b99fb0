"""A long title is broken between words, into lines of like length."""

from __future__ import annotations

import pytest

from core.documents.titles import LONGEST, balanced


@pytest.mark.parametrize(
    "title",
    [
        "勐约乡人民政府关于解决便民服务中心建设资金的请示",
        "勐约乡人民政府关于商请核实农村宅基地情况的函",
        "勐约乡人民政府关于印发《勐约乡2026年效能政府四项制度实施方案》和《重点工作目标管理办法》的通知",
    ],
)
def test_words_stay_whole_and_no_line_begins_with_a_particle(title: str) -> None:
    lines = balanced(title).split("\n")
    assert "".join(lines) == title
    assert len(lines) > 1
    assert max(map(len, lines)) <= LONGEST
    assert not [line for line in lines if line[0] in "的函》和"]
    assert max(map(len, lines)) - min(map(len, lines)) <= 6


def test_a_title_that_fits_or_was_broken_by_hand_stays() -> None:
    assert balanced("关于放假的通知") == "关于放假的通知"
    assert balanced("勐约乡人民政府关于做好效能政府\n四项制度实施工作的通知").count("\n") == 1


def test_a_title_too_long_for_four_lines_is_left_to_the_typesetter() -> None:
    assert balanced("长" * 300) == "长" * 300
