"""Charts as plain geometry: bars, lines, stacks, spans and months, which one macro draws as SVG beside their table.

Pure: numbers and words in, places out; lengths are units of the view box, 300 wide, in which a letter is 12 high. Words
stand in the margins or inside boxes that hold them, so that no line ever crosses one.
"""

from __future__ import annotations

import datetime as dt
import math
import unicodedata
from calendar import Calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

WIDTH = 300
LETTER = 12
ROW, THICK = 28, 18
LOOKS = ("c1", "c2", "c3", "c4")
LONGEST = 8
WEEKS = Calendar()


@dataclass(frozen=True, slots=True)
class Line:
    """A path of straight pieces."""

    path: str
    look: str


@dataclass(frozen=True, slots=True)
class Box:
    """A filled box."""

    x: float
    y: float
    width: float
    height: float
    look: str
    round: int = 2


@dataclass(frozen=True, slots=True)
class Word:
    """Words at a place; `look` holds ``end`` or ``middle`` where they do not start there."""

    text: str
    x: float
    y: float
    look: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with the table that says the same.

    Attributes:
        key: tells the charts of a page apart.
        legend: look and name of each series, where there are several.
        numbers: the columns of the table, from 0, that hold numbers.
    """

    key: str
    height: float
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    lines: Sequence[Line] = ()
    boxes: Sequence[Box] = ()
    words: Sequence[Word] = ()
    legend: Sequence[tuple[str, str]] = ()
    numbers: Sequence[int] = ()
    width: int = field(default=WIDTH)


def bars(key: str, heads: tuple[str, str], rows: Sequence[tuple[str, float]]) -> Figure:
    """One bar a row, its number at its end; `heads` name the rows and the number. The order is the caller's."""
    left = _margin([label for label, _ in rows])
    room = WIDTH - left - max((wide(_number(value)) for _, value in rows), default=0) - 6
    top = max((value for _, value in rows), default=0) or 1
    boxes, words = [], []
    for at, (label, value) in enumerate(rows):
        y = at * ROW + 5
        length = round(room * max(value, 0) / top, 1)
        boxes.append(Box(left, y, length, THICK, "c1"))
        words += [Word(_short(label), left - 8, y + 13, "end"), Word(_number(value), left + length + 6, y + 13)]
    table = [(label, _number(value)) for label, value in rows]
    return Figure(key, len(rows) * ROW + 4, heads, table, boxes=boxes, words=words, numbers=(1,))


def stacked(key: str, head: str, labels: Sequence[str], series: Mapping[str, Sequence[float]], total: str) -> Figure:
    """One bar a row, cut by series; a number stands in its piece where the piece holds it, the sum at the end."""
    sums = [sum(values[at] for values in series.values()) for at in range(len(labels))]
    left = _margin(labels)
    room = WIDTH - left - max((wide(_number(value)) for value in sums), default=0) - 6
    top = max(sums, default=0) or 1
    boxes, words = [], []
    for at, label in enumerate(labels):
        x, y = float(left), at * ROW + 5
        words.append(Word(_short(label), left - 8, y + 13, "end"))
        for look, values in zip(LOOKS, series.values(), strict=False):
            length = round(room * values[at] / top, 1)
            boxes.append(Box(round(x, 1), y, length, THICK, look, 0))
            if length > wide(_number(values[at])) + 6:
                words.append(Word(_number(values[at]), round(x + length / 2, 1), y + 13, "inside"))
            x += length
        words.append(Word(_number(sums[at]), round(x + 6, 1), y + 13))
    cells = [
        (label, *(_number(values[at]) for values in series.values()), _number(sums[at]))
        for at, label in enumerate(labels)
    ]
    numbers = range(1, len(series) + 2)
    heads = (head, *series, total)
    legend = list(zip(LOOKS, series, strict=False))
    return Figure(key, len(labels) * ROW + 4, heads, cells, (), boxes, words, legend, numbers)


def lines(key: str, head: str, labels: Sequence[str], series: Mapping[str, Sequence[float | None]]) -> Figure:
    """Numbers over time, at most four series; None breaks a line. The last number stands at the line's end."""
    known = [value for values in series.values() for value in values if value is not None]
    step = _step(max(known, default=0))
    top, height, plot = step * 4, 190, 150
    left = max(wide(_number(step * at)) for at in range(5)) + 8
    right = WIDTH - max((wide(_number(value)) for value in known), default=0) - 12
    across = (right - left) / max(len(labels) - 1, 1)

    def place(at: int, value: float) -> tuple[float, float]:
        return round(left + at * across, 1), round(10 + plot - plot * value / top, 1)

    drawn = [Line(f"M{left} {10 + plot * at / 4:g}H{right}", "rule") for at in range(5)]
    words = [Word(_number(step * at), left - 8, place(0, step * at)[1] + 4, "end quiet") for at in range(5)]
    words += _below(labels, [place(at, 0)[0] for at in range(len(labels))], height - 8)
    ends = []
    for look, values in zip(LOOKS, series.values(), strict=False):
        points = [None if value is None else place(at, value) for at, value in enumerate(values)]
        drawn.append(Line(_path(points), look))
        last = next((at for at in reversed(range(len(values))) if values[at] is not None), None)
        if last is not None:
            ends.append((place(last, values[last] or 0), _number(values[last] or 0)))
    words += _apart(ends, right + 8, 14 + plot)
    cells = [
        (label, *("" if values[at] is None else _number(values[at] or 0) for values in series.values()))
        for at, label in enumerate(labels)
    ]
    legend = list(zip(LOOKS, series, strict=False))
    return Figure(key, height, (head, *series), cells, drawn, (), words, legend, range(1, len(series) + 1))


def gantt(
    key: str, heads: tuple[str, str, str], rows: Sequence[tuple[str, dt.date, dt.date, bool]], today: dt.date, now: str
) -> Figure:
    """Spans of days, (label, first, last, whether over), with a line at `today`, named `now`, where it falls in."""
    left = _margin([row[0] for row in rows])
    first, last = min(row[1] for row in rows), max(row[2] for row in rows)
    days = max((last - first).days + 1, 1)
    height = 34 + len(rows) * ROW

    def place(day: dt.date) -> float:
        return round(left + (WIDTH - left - 2) * (day - first).days / days, 1)

    day = dt.timedelta(days=1)
    boxes, words = [], []
    for at, (label, begins, ends, over) in enumerate(rows):
        y = 34 + at * ROW
        boxes.append(
            Box(place(begins), y, max(round(place(ends + day) - place(begins), 1), 2), THICK, "c4" if over else "c1")
        )
        words.append(Word(_short(label), left - 8, y + 13, "end"))
    words += [Word(first.isoformat(), left, 12, "quiet"), Word(last.isoformat(), WIDTH - 2, 12, "end quiet")]
    drawn = [Line(f"M{left} 20H{WIDTH - 2}", "rule")]
    if first <= today <= last:
        x = place(today)
        drawn.append(Line(f"M{x} 20V{height}", "now"))
        if (
            left + wide(first.isoformat()) + 6 < x - wide(now) / 2
            and x + wide(now) / 2 < WIDTH - wide(last.isoformat()) - 8
        ):
            words.append(Word(now, x, 12, "middle"))
    cells = [(label, begins.isoformat(), ends.isoformat()) for label, begins, ends, _ in rows]
    return Figure(key, height, heads, cells, drawn, boxes, words)


def month_grid(
    key: str, heads: tuple[str, str], year: int, month: int, values: Mapping[dt.date, int], weekdays: Sequence[str]
) -> Figure:
    """A month of days, darker where there is more, each with its number; days without a value are empty."""
    across, down, lead = WIDTH / 7, 40, 20
    top = max(values.values(), default=0) or 1
    boxes, words = [], []
    for at, name in enumerate(weekdays):
        words.append(Word(name, round((at + 0.5) * across, 1), 13, "middle quiet"))
    weeks = WEEKS.monthdatescalendar(year, month)
    for row, week in enumerate(weeks):
        for at, day in enumerate(week):
            if day.month != month:
                continue
            x, y, value = round(at * across + 1, 1), lead + row * down, values.get(day, 0)
            level = math.ceil(value * 4 / top)
            boxes.append(Box(x, y, round(across - 2, 1), down - 2, f"cell l{level}"))
            look = "inside" if level == 4 else "middle" if level else "middle quiet"
            middle = round(x + across / 2 - 1, 1)
            words.append(Word(str(day.day), middle, y + 14, look))
            if value:
                words.append(Word(str(value), middle, y + 31, f"{look} strong"))
    cells = [(day.isoformat(), str(values[day])) for day in sorted(values)]
    return Figure(key, lead + len(weeks) * down, heads, cells, boxes=boxes, words=words, numbers=(1,))


def wide(text: str) -> float:
    """How wide words are at most, a Chinese letter being as wide as high."""
    return sum(LETTER if unicodedata.east_asian_width(letter) in "WFA" else LETTER * 0.62 for letter in text)


def _margin(labels: Sequence[str]) -> int:
    return math.ceil(max((wide(_short(label)) for label in labels), default=0)) + 8


def _short(label: str) -> str:
    limit = LONGEST * LETTER
    if wide(label) <= limit:
        return label
    while wide(label + "…") > limit:
        label = label[:-1]
    return label + "…"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.1f}"


def _step(top: float) -> float:
    """A quarter of the scale: 1, 2 or 5 times a power of ten."""
    if top <= 4:
        return 1
    power = 10 ** math.floor(math.log10(top / 4))
    return float(next(step * power for step in (1, 2, 5, 10) if step * power * 4 >= top))


def _path(points: Sequence[tuple[float, float] | None]) -> str:
    joined = zip([None, *points], points, strict=False)
    return "".join(f"{'M' if before is None else 'L'}{point[0]} {point[1]}" for before, point in joined if point)


def _below(labels: Sequence[str], places: Sequence[float], y: float) -> list[Word]:
    """As many labels below the axis as have room, the first and the last among them."""
    if len(labels) < 2:
        return [Word(label, places[0], y, "middle quiet") for label in labels]
    need = max(map(wide, labels)) * 1.5 + 8
    every = max(math.ceil(need / max(places[1] - places[0], 1)), 1)
    last = len(labels) - 1
    between = [Word(labels[at], places[at], y, "middle quiet") for at in range(every, last - every + 1, every)]
    return [Word(labels[0], places[0], y, "quiet"), *between, Word(labels[last], places[last] + 10, y, "end quiet")]


def _apart(ends: Sequence[tuple[tuple[float, float], str]], x: float, floor: float) -> list[Word]:
    """The numbers at the ends of lines, moved apart where they would lie on each other, none below `floor`."""
    ordered = sorted(ends, key=lambda end: end[0][1])
    ys = [point[1] + 4 for point, _ in ordered]
    for before, at in pairwise(range(len(ys))):
        ys[at] = max(ys[at], ys[before] + LETTER + 2)
    for at in reversed(range(len(ys))):
        ys[at] = min(ys[at], (ys[at + 1] - LETTER - 2) if at + 1 < len(ys) else floor)
    return [Word(text, x, round(y, 1)) for (_, text), y in zip(ordered, ys, strict=True)]
