"""The quota of training: three separate tests."""

from __future__ import annotations

import pytest

from core.contracts import Submission
from plugins.training.rules import quota


def words(*topics: str) -> list[str]:
    return [str(problem) for problem in quota(Submission(parts={"topics": topics}))]


def test_enough_is_enough() -> None:
    assert words("职业道德 4", "依法行政 3", "信息技术 3学时") == []


def test_three_times_three_is_short_of_ten() -> None:
    assert words("职业道德 3", "依法行政 3", "信息技术 3") == ["全年累计至少10学时，现在是9学时。"]


def test_two_topics_are_too_few_however_long() -> None:
    assert words("职业道德 6", "依法行政 6") == ["培训专题至少3个，现在是2个。"]


def test_a_short_topic_is_none_but_its_hours_count() -> None:
    short = "满3学时的专题至少3个，不满的有：信息技术 2.5。"
    assert words("职业道德 4", "依法行政 4", "信息技术 2.5") == [short]
    assert words("职业道德 3", "依法行政 3", "信息技术 3", "礼仪 1") == []


def test_all_three_can_fail_at_once() -> None:
    assert len(words("职业道德 2", "依法行政 2")) == 3


@pytest.mark.parametrize("line", ["职业道德４", "职业道德 4 学时", "职业道德，4个学时", "2026年职业道德 4.0"])
def test_hours_are_read_however_they_are_typed(line: str) -> None:
    assert words(line, "依法行政 3", "信息技术 3") == []


@pytest.mark.parametrize("line", ["职业道德", "4", "职业道德 四"])
def test_a_line_without_a_topic_or_hours_is_named(line: str) -> None:
    assert words(line, "依法行政 3") == [f"请在末尾写明学时：{line}。"]
