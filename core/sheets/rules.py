"""Pure: heads matched with columns, and every cell checked at once."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.contracts import SheetColumn
from core.errors import DomainError, Problem
from core.i18n import N_

# A head stands among the first rows: above it there may be a title.
HEAD_WITHIN = 10
MOST = 5_000
NO_HEAD = N_("没有找到表头。表头应当有这些列：%(columns)s。")
MISSING = N_("缺少列：%(columns)s。")
TWICE = N_("列“%(column)s”出现了两次。")
NO_ROWS = N_("表头下面没有内容。")
TOO_MANY = N_("一次最多导入%(most)d行，请分几次导入。")
EMPTY = N_("必须填写。")
LOST = N_("表格把它当成了数字，后面几位已经丢失。请把这一列的格式设为“文本”后重新填写。")
TOO_LONG = N_("不能超过%(most)d个字。")
NO_CHOICE = N_("只能填写：%(choices)s。")
NEAR_CHOICE = N_("没有这一项，是不是“%(near)s”？")
SAME = N_("与第%(line)d行重复。")
SHOWN_CHOICES = 6


@dataclass(frozen=True, slots=True)
class Grid:
    """What was read: rows of texts with their numbers as a spreadsheet counts them.

    Attributes:
        lost: (row number, column from 0) of numbers that a spreadsheet has rounded.
    """

    rows: tuple[tuple[int, tuple[str, ...]], ...]
    lost: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Bad:
    """A cell that is refused: `column` is the name of its column, None for the row as a whole."""

    column: str | None
    value: str
    problem: Problem


@dataclass(slots=True)
class Checked:
    """A row: its cells as they were typed, its values, and what is bad."""

    line: int
    cells: dict[str, str]
    values: dict[str, Any] = field(default_factory=dict)
    bad: list[Bad] = field(default_factory=list)
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A grid whose head was found: position → column name, the rows below, and heads of no column."""

    places: Mapping[int, str]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    unknown: tuple[str, ...]


def plain_label(words: str) -> str:
    """A head without what people add or lose: blanks, width, case, and what stands in brackets at its end."""
    plain = re.sub(r"\s|\*", "", unicodedata.normalize("NFKC", words)).casefold()
    return re.sub(r"[(][^()]*[)]$", "", plain)


def match(columns: Sequence[SheetColumn], grid: Grid, words: Mapping[str, str]) -> Table:
    """Find the head among the first rows, and which column is where.

    Args:
        words: column name → its label in the reader's language; the label itself is known too.

    Raises:
        DomainError: no head, a column that must be there is missing or there twice, no rows, or too many.
    """
    known = {plain_label(label): column.name for column in columns for label in (column.label, words[column.name])}
    required = [column for column in columns if column.required]
    heads = [(sum(plain_label(cell) in known for cell in cells), at) for at, (_, cells) in enumerate(grid.rows)]
    best = max(heads[:HEAD_WITHIN], key=lambda found: (found[0], -found[1]), default=(0, 0))
    if best[0] == 0:
        raise DomainError(Problem(NO_HEAD, params={"columns": _said(required or columns, words)}))
    _line, head = grid.rows[best[1]]
    places: dict[int, str] = {}
    for at, cell in enumerate(head):
        name = known.get(plain_label(cell))
        if name is not None and name in places.values():
            raise DomainError(Problem(TWICE, params={"column": cell.strip()}))
        if name is not None:
            places[at] = name
    if missing := [column for column in required if column.name not in places.values()]:
        raise DomainError(Problem(MISSING, params={"columns": _said(missing, words)}))
    rows = tuple(row for row in grid.rows[best[1] + 1 :] if any(cell.strip() for cell in row[1]))
    if not rows:
        raise DomainError(Problem(NO_ROWS))
    if len(rows) > MOST:
        raise DomainError(Problem(TOO_MANY, params={"most": MOST}))
    unknown = tuple(cell.strip() for at, cell in enumerate(head) if at not in places and cell.strip())
    return Table(places, rows, unknown)


def check(
    columns: Sequence[SheetColumn], grid: Grid, table: Table, choices: Mapping[str, Mapping[str, Any]]
) -> list[Checked]:
    """Every row with all that is bad in it, cell by cell.

    Args:
        choices: column name → words → value, of the columns that have choices.
    """
    seen: dict[tuple[str, str], int] = {}
    found = []
    for line, cells in table.rows:
        row = Checked(line, {name: _cell(cells, at) for at, name in table.places.items()})
        lost = {name for at, name in table.places.items() if (line, at) in grid.lost}
        for column in columns:
            text = row.cells.get(column.name, "")
            if problem := _problem(column, text, column.name in lost, choices.get(column.name), row.values):
                row.bad.append(Bad(column.name, text, problem))
            elif column.unique and text:
                first = seen.setdefault((column.name, text.casefold()), line)
                if first != line:
                    row.bad.append(Bad(column.name, text, Problem(SAME, column.name, {"line": first})))
        found.append(row)
    return found


def _problem(
    column: SheetColumn, text: str, lost: bool, choices: Mapping[str, Any] | None, values: dict[str, Any]
) -> Problem | None:
    """What is wrong with a cell; where nothing is, its value goes into `values` unless it was left blank."""
    if not text:
        return Problem(EMPTY, column.name) if column.required else None
    if lost:
        return Problem(LOST, column.name)
    if len(text) > column.longest:
        return Problem(TOO_LONG, column.name, {"most": column.longest})
    if choices is not None:
        by_words = {plain_label(words): value for words, value in choices.items()}
        if plain_label(text) not in by_words:
            return _no_choice(column, text, list(choices))
        values[column.name] = by_words[plain_label(text)]
        return None
    try:
        values[column.name] = column.read(text) if column.read is not None else text
    except DomainError as error:
        return error.problems[0]
    return None


def _no_choice(column: SheetColumn, text: str, choices: Sequence[str]) -> Problem:
    if near := difflib.get_close_matches(text, choices, 1):
        return Problem(NEAR_CHOICE, column.name, {"near": near[0]})
    names = (*choices[:SHOWN_CHOICES], "…") if len(choices) > SHOWN_CHOICES else tuple(choices)
    return Problem(NO_CHOICE, column.name, {"choices": names})


def _cell(cells: Sequence[str], at: int) -> str:
    return cells[at].strip() if at < len(cells) else ""


def _said(columns: Iterable[SheetColumn], words: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(words[column.name] for column in columns)
