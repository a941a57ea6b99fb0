"""The template of a sheet, and bad rows as a file: the same columns, so that what comes back is read as it was sent."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from core.contracts import Sheet, SheetColumn
from core.i18n import N_
from core.sheets import rules
from core.sheets.writing import clean, sheet_name, width, workbook

Say = Callable[[str], str]
REASON = N_("原因")
HOW, CHOICES = N_("填写说明"), N_("选项")
HEADS = (N_("列"), N_("必填"), N_("可以填写"), N_("例子"), N_("说明"))
RULES = (
    N_("在第一张表里填写，一行一条；不要改表头，不要合并单元格，不要用公式。"),
    N_("不认识的列不导入；可以不填的列留空，已有的内容不变。"),
    N_("号码按文本填写，模板已经设好；从别处粘贴时选择“只粘贴数值”。"),
)
MOST_ROWS = rules.MOST + 1


def template(sheet: Sheet, choices: Mapping[str, Mapping[str, Any]], say: Say) -> bytes:
    """An empty workbook to fill in, with lists to choose from and a sheet of instructions.

    Args:
        choices: column name → words → value.
        say: a label in the reader's language.
    """
    return _book(sheet, choices, say, ())


def bad_rows(
    sheet: Sheet, choices: Mapping[str, Mapping[str, Any]], say: Say, rows: Iterable[tuple[Mapping[str, str], str]]
) -> bytes:
    """The template with the rows that were refused, each with its reasons in a column of its own."""
    return _book(sheet, choices, say, rows, reasons=True)


def _book(
    sheet: Sheet,
    choices: Mapping[str, Mapping[str, Any]],
    say: Say,
    rows: Iterable[tuple[Mapping[str, str], str]],
    *,
    reasons: bool = False,
) -> bytes:
    stream = io.BytesIO()
    with workbook(stream, row_by_row=False) as book:
        text = book.add_format({"num_format": "@"})
        bold = book.add_format({"bold": True, "num_format": "@", "bg_color": "#E8EEF7", "border": 1})
        told = book.add_format({"num_format": "@", "font_color": "#B3261E"})
        page = book.add_worksheet(sheet_name(say(sheet.label)))
        page.freeze_panes(1, 0)
        for at, column in enumerate(sheet.columns):
            page.set_column(at, at, max(width(say(column.label)), 14), text)
            page.write_string(0, at, say(column.label), bold)
        if reasons:
            page.set_column(len(sheet.columns), len(sheet.columns), 48, told)
            page.write_string(0, len(sheet.columns), say(REASON), bold)
        for line, (cells, why) in enumerate(rows, 1):
            for at, column in enumerate(sheet.columns):
                page.write_string(line, at, clean(cells.get(column.name, "")), text)
            if reasons:
                page.write_string(line, len(sheet.columns), clean(why), told)
        _instructions(book, sheet.columns, choices, say)
        _lists(book, page, sheet.columns, choices, say)
    return stream.getvalue()


def _instructions(
    book: Any, columns: Sequence[SheetColumn], choices: Mapping[str, Mapping[str, Any]], say: Say
) -> None:
    page = book.add_worksheet(say(HOW))
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    for line, rule in enumerate(RULES):
        page.write_string(line, 0, say(rule))
    head = len(RULES) + 1
    for at, (label, wide) in enumerate(zip(HEADS, (16, 8, 40, 24, 48), strict=True)):
        page.set_column(at, at, wide)
        page.write_string(head, at, say(label), bold)
    for line, column in enumerate(columns, head + 1):
        may = say("、").join(choices.get(column.name, ()))
        must = say(N_("是")) if column.required else ""
        cells = (say(column.label), must, may, column.example, say(column.note) if column.note else "")
        for at, words in enumerate(cells):
            page.write_string(line, at, clean(words), wrap)


def _lists(
    book: Any, page: Any, columns: Sequence[SheetColumn], choices: Mapping[str, Mapping[str, Any]], say: Say
) -> None:
    """Lists to choose from, on a sheet of their own: one typed into a cell's rule holds no more than 255 characters."""
    offered = [(at, list(choices[column.name])) for at, column in enumerate(columns) if choices.get(column.name)]
    if not offered:
        return
    name = say(CHOICES)
    hidden = book.add_worksheet(name)
    hidden.hide()
    for place, (at, words) in enumerate(offered):
        for line, one in enumerate(words):
            hidden.write_string(line, place, clean(one))
        letter = chr(ord("A") + place)
        source = f"='{name}'!${letter}$1:${letter}${len(words)}"
        page.data_validation(1, at, MOST_ROWS, at, {"validate": "list", "source": source})
