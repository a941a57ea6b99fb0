"""Reading data files people wrote by hand: every bad place is found at once and named, so that one look mends them.

A place is a line in CSV and in broken syntax, a key path such as ``items[2].fee`` in TOML.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.errors import Problem
from core.i18n import N_

KIND_NAMES = {
    str: N_("文字"),
    int: N_("整数"),
    bool: N_("true 或 false"),
    list: N_("列表"),
    dict: N_("表"),
    dt.date: N_("日期"),
}
MARK = "样例"


@dataclass(frozen=True, slots=True)
class BadPlace:
    """One place of a file that can't be used, and why."""

    file: Path
    place: str
    problem: Problem

    def __str__(self) -> str:
        if self.place.isdigit():
            return f"{self.file}:{self.place}: {self.problem}"
        return f"{self.file}: {self.place}: {self.problem}" if self.place else f"{self.file}: {self.problem}"


class BadFiles(ValueError):
    """Files that can't be used; `places` holds every reason, and nothing was written."""

    def __init__(self, places: Sequence[BadPlace]) -> None:
        self.places = tuple(places)
        super().__init__("\n".join(map(str, self.places)))


@dataclass(frozen=True, slots=True)
class Key:
    """What a TOML key holds.

    Attributes:
        kind: its type; a list's entries and a table's values are of `of`.
        choices: the only values allowed; empty for any.
    """

    kind: type
    required: bool = False
    of: type | None = None
    choices: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a CSV file, its values stripped."""

    line: int
    values: Mapping[str, str]


@dataclass(slots=True)
class Findings:
    """The bad places of one file, as they are found."""

    file: Path
    places: list[BadPlace] = field(default_factory=list)

    def add(self, place: str | int, message: str, **params: Any) -> None:
        """Name one bad place; `message` is a msgid with its values in `params`."""
        self.places.append(BadPlace(self.file, str(place), Problem(message, params=params)))


def read_text(bad: Findings) -> str | None:
    """The text of a file in UTF-8, with or without Excel's mark at its start; None if it can't be read."""
    try:
        raw = bad.file.read_bytes()
    except FileNotFoundError:
        bad.add("", N_("没有这个文件。"))
        return None
    except OSError as error:
        bad.add("", N_("文件不能读取：%(reason)s。"), reason=error.strerror)
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        bad.add(raw.count(b"\n", 0, error.start) + 1, N_("不是 UTF-8 编码，请另存为 UTF-8。"))
        return None


def read_toml(bad: Findings) -> dict[str, Any] | None:
    """A TOML file as a table; None where its syntax is broken."""
    text = read_text(bad)
    if text is None:
        return None
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) if found else text.count("\n") + 1
        bad.add(line, N_("TOML 语法错误：%(reason)s。"), reason=str(error))
        return None


def read_csv(bad: Findings, required: Sequence[str], optional: Sequence[str] = ()) -> Iterator[Row]:
    """The rows of a CSV file whose first line names its columns; rows that can't be used are left out.

    Args:
        required: columns that must be there and filled in every row.
        optional: columns that may be missing or empty; they are read as ``""``.
    """
    text = read_text(bad)
    if text is None:
        return
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        header = [name.strip() for name in next(reader, [])]
        if not _header_fits(bad, header, required, optional):
            return
        line = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells) and (row := _row(bad, line, header, cells, required, optional)):
                yield row
            line = reader.line_num + 1
    except csv.Error as error:
        bad.add(line, N_("CSV 语法错误：%(reason)s。"), reason=str(error))


def _header_fits(bad: Findings, header: list[str], required: Sequence[str], optional: Sequence[str]) -> bool:
    before = len(bad.places)
    for name in required:
        if name not in header:
            bad.add(1, N_("缺少“%(name)s”列。"), name=name)
    for name in dict.fromkeys(header):
        if name not in {*required, *optional}:
            bad.add(1, N_("没有“%(name)s”这一列的用途。"), name=name)
        elif header.count(name) > 1:
            bad.add(1, N_("“%(name)s”列重复。"), name=name)
    return len(bad.places) == before


def _row(
    bad: Findings, line: int, header: list[str], cells: list[str], required: Sequence[str], optional: Sequence[str]
) -> Row | None:
    if len(cells) != len(header):
        bad.add(line, N_("应当有%(wanted)d列，实际有%(found)d列。"), wanted=len(header), found=len(cells))
        return None
    values = dict.fromkeys(optional, "") | {name: cell.strip() for name, cell in zip(header, cells, strict=True)}
    empty = [name for name in required if not values[name]]
    for name in empty:
        bad.add(line, N_("“%(name)s”没有填写。"), name=name)
    return None if empty else Row(line, values)


def marked_sample(bad: Findings, row: Row) -> bool:
    """Whether a row is marked as invented; the column holds the mark or nothing."""
    if row.values["sample"] not in {"", MARK}:
        bad.add(row.line, N_("“sample”只能是“%(mark)s”或者空。"), mark=MARK)
    return row.values["sample"] == MARK


def check_table(bad: Findings, table: Mapping[str, Any], keys: Mapping[str, Key], path: str = "") -> bool:
    """Whether a TOML table has the keys it needs, of the right types, and no other; bad ones are named by path."""
    before = len(bad.places)
    for name in table:
        if name not in keys:
            bad.add(f"{path}{name}", N_("没有这个键。"))
    for name, key in keys.items():
        if name in table:
            _check_value(bad, table[name], key, f"{path}{name}")
        elif key.required:
            bad.add(f"{path}{name}", N_("缺少这个键。"))
    return len(bad.places) == before


def _check_value(bad: Findings, value: Any, key: Key, path: str) -> None:
    if type(value) is not key.kind:
        bad.add(path, N_("应当是%(kind)s。"), kind=KIND_NAMES[key.kind])
    elif key.required and value in ("", [], {}):
        bad.add(path, N_("不能为空。"))
    elif key.choices and value not in key.choices:
        bad.add(path, N_("“%(value)s”不在允许的值之中：%(choices)s。"), value=value, choices="、".join(key.choices))
    elif key.of is not None:
        for name, entry in _entries(value):
            _check_value(bad, entry, Key(key.of), path + name)


def _entries(value: Any) -> Iterable[tuple[str, Any]]:
    """The entries of a table or list, each with its step in the key path."""
    if isinstance(value, dict):
        return ((f".{name}", entry) for name, entry in value.items())
    return ((f"[{index}]", entry) for index, entry in enumerate(value))
