"""Charts: numbers where they belong, no line across a word, nothing outside the frame, and the same in the table."""

from __future__ import annotations

import datetime as dt
import re
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.web import charts
from core.web.charts import Figure, Word

NUMBERS = st.integers(min_value=0, max_value=20_000)
LABELS = st.text(alphabet="勐约户撒乡镇abc", min_size=1, max_size=14)
TODAY = dt.date(2026, 11, 24)
Area = tuple[float, float, float, float]


def area(word: Word) -> Area:
    """Where the letters of a word stand: left, top, right, bottom."""
    width = charts.wide(word.text)
    shift = width if "end" in word.look else width / 2 if "middle" in word.look or "inside" in word.look else 0
    return word.x - shift, word.y - 9, word.x - shift + width, word.y + 2


def pieces(figure: Figure) -> list[tuple[float, float, float, float]]:
    """The straight pieces of every line."""
    found = []
    for line in figure.lines:
        at = (0.0, 0.0)
        for act, x, y in re.findall(r"([MLHV])([\d.]+)(?: ([\d.]+))?", line.path):
            to = {"H": (float(x), at[1]), "V": (at[0], float(x))}.get(act) or (float(x), float(y))
            if act != "M":
                found.append((*at, *to))
            at = to
    return found


def crosses(piece: tuple[float, float, float, float], box: Area) -> bool:
    """Whether a piece runs through a box: points close together along it are tried."""
    x1, y1, x2, y2 = piece
    steps = 200
    return any(
        box[0] < x1 + (x2 - x1) * at / steps < box[2] and box[1] < y1 + (y2 - y1) * at / steps < box[3]
        for at in range(steps + 1)
    )


def clean(figure: Figure) -> None:
    """No word lies under a line or on another word, nothing leaves the frame."""
    areas = [area(word) for word in figure.words]
    assert all(left >= -0.5 and right <= figure.width + 0.5 for left, _, right, _ in areas)
    assert all(top >= 0 and bottom <= figure.height for _, top, _, bottom in areas)
    assert [word for word in areas for piece in pieces(figure) if crosses(piece, word)] == []
    for one, other in combinations(areas, 2):
        assert not (one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]), (one, other)
    for box in figure.boxes:
        assert 0 <= box.x <= box.x + box.width <= figure.width + 0.5
        assert box.y + box.height <= figure.height


@given(st.lists(st.tuples(LABELS, NUMBERS), min_size=1, max_size=12))
def test_bars_are_as_long_as_their_numbers(rows: list[tuple[str, int]]) -> None:
    figure = charts.bars("k", ("乡镇", "件"), rows)
    clean(figure)
    longest = max(box.width for box in figure.boxes)
    top = max(value for _, value in rows) or 1
    for box, (_, value) in zip(figure.boxes, rows, strict=True):
        assert box.width == pytest.approx(longest * value / top, abs=0.2) or top == 1
    assert [row[0] for row in figure.rows] == [label for label, _ in rows]


@given(st.lists(st.tuples(LABELS, NUMBERS, NUMBERS), min_size=1, max_size=8))
def test_the_pieces_of_a_stack_follow_each_other_and_add_up(rows: list[tuple[str, int, int]]) -> None:
    labels, first, second = zip(*rows, strict=True)
    figure = charts.stacked("k", "乡镇", labels, {"甲": first, "乙": second}, "合计")
    clean(figure)
    for one, other in zip(figure.boxes[::2], figure.boxes[1::2], strict=True):
        assert one.x + one.width == pytest.approx(other.x, abs=0.1)
        assert one.look != other.look
    assert [row[-1] for row in figure.rows] == [f"{a + b:,}" for a, b in zip(first, second, strict=True)]


@given(
    st.integers(min_value=1, max_value=31).flatmap(
        lambda n: st.lists(st.lists(st.one_of(st.none(), NUMBERS), min_size=n, max_size=n), min_size=1, max_size=4)
    )
)
def test_lines_keep_clear_of_every_word(values: list[list[int | None]]) -> None:
    labels = [f"{at + 1}月" for at in range(len(values[0]))]
    figure = charts.lines("k", "月份", labels, dict(zip("甲乙丙丁", values, strict=False)))
    clean(figure)
    assert len(figure.rows) == len(labels)


def test_a_missing_number_breaks_the_line() -> None:
    figure = charts.lines("k", "月份", ["1", "2", "3", "4"], {"甲": [1, None, 3, 4]})
    drawn = next(line.path for line in figure.lines if line.look == "c1")
    assert drawn.count("M") == 2
    assert figure.rows[1] == ("2", "")


@given(st.lists(st.tuples(LABELS, st.integers(-200, 200), st.integers(0, 90), st.booleans()), min_size=1, max_size=10))
def test_spans_stand_on_their_days(rows: list[tuple[str, int, int, bool]]) -> None:
    day = dt.timedelta(days=1)
    spans = [(name, TODAY + at * day, TODAY + (at + length) * day, over) for name, at, length, over in rows]
    figure = charts.gantt("k", ("事项", "从", "到"), spans, TODAY, "今天")
    clean(figure)
    for (one, box), (other, next_box) in pairwise(zip(spans, figure.boxes, strict=True)):
        assert (one[1] < other[1]) <= (box.x <= next_box.x)


def test_a_month_has_every_day_once_and_the_fullest_darkest() -> None:
    values = {dt.date(2026, 2, 1): 1, dt.date(2026, 2, 28): 8, dt.date(2026, 3, 1): 50}
    figure = charts.month_grid(
        "k", ("日期", "件"), 2026, 2, {day: n for day, n in values.items() if day.month == 2}, "一二三四五六日"
    )
    clean(figure)
    assert len(figure.boxes) == 28
    assert [box.look for box in figure.boxes][0::27] == ["cell l1", "cell l4"]


def test_nothing_to_draw_is_no_fault() -> None:
    assert charts.bars("k", ("a", "b"), []).boxes == []
    assert charts.lines("k", "a", [], {"甲": []}).rows == []
    clean(charts.month_grid("k", ("a", "b"), 2026, 2, {}, "一二三四五六日"))
