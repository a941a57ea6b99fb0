"""Registers made into files: XLSX that prints as it should, and the data that a paper of it is set from."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from core import clock as time
from core import plugins
from core.accounts.actor import Actor
from core.audit.services import record
from core.contracts import Register
from core.db import ScopedSession
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.i18n import N_
from core.sheets.writing import Cell, clean, sheet_name, workbook, write_row

Say = Callable[[str], str]
MOST = 10_000
A4 = 9
MARGINS = {"left": 0.5, "right": 0.5, "top": 0.6, "bottom": 0.7}  # inches
NUMBER, TOTAL = N_("序号"), N_("合计")
MADE = N_("制表日期：%(day)s")
PERIOD = N_("%(since)s至%(until)s")
BACKWARDS = N_("结束日期不能早于开始日期。")
TOO_MANY = N_("这个期间超过%(most)d件，请缩短期间，分几次生成。")
NUMBER_WIDTH = 4


@dataclass(frozen=True, slots=True)
class Page:
    """A register of one period in its reader's language.

    Attributes:
        widths: of the columns, in Chinese characters.
        rows: with their running numbers first.
        totals: as many cells as a row has, empty where nothing is added up.
        numeric: the columns whose numbers are added up.
    """

    title: str
    period: str
    organ: str
    made_on: str
    head: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: tuple[Cell, ...]
    numeric: frozenset[int]

    def to_data(self) -> dict[str, Any]:
        """The same for a paper: every cell as text."""
        columns = [
            {"label": label, "width": width, "align": "right" if at in self.numeric else "left"}
            for at, (label, width) in enumerate(zip(self.head, self.widths, strict=True))
        ]
        return {
            "title": self.title,
            "period": self.period,
            "organ": self.organ,
            "columns": columns,
            "rows": [list(map(_text, row)) for row in self.rows],
            "totals": list(map(_text, self.totals)),
            "made_on": self.made_on,
        }


def offered(actor: Actor, on: Collection[str]) -> list[Register]:
    """The registers that the actor may take out, where their measures are on."""
    registry = plugins.registry()
    return [
        register
        for code, register in registry.registers.items()
        if registry.owner[code] in on and actor.uses(registry.owner[code]) and actor.may(register.permission)
    ]


def one(actor: Actor, code: str, on: Collection[str]) -> Register:
    """A register by its code.

    Raises:
        NotFound: there is none, or its measure is off.
        Forbidden: the actor does not hold its permission.
    """
    registry = plugins.registry()
    register = registry.registers.get(code)
    if register is None or registry.owner[code] not in on or not actor.uses(registry.owner[code]):
        raise NotFound(code)
    if not actor.may(register.permission):
        raise Forbidden(register.permission)
    return register


def draw(
    session: ScopedSession, actor: Actor, register: Register, days: tuple[dt.date, dt.date], organ: str, say: Say
) -> Page:
    """The register of a period.

    Args:
        days: first and last, both inclusive.
        organ: whose register it is.

    Raises:
        Forbidden: the actor may not take it out.
        DomainError: the days are the wrong way round, or it would have more than `MOST` rows.
    """
    if not actor.may(register.permission):
        raise Forbidden(register.permission)
    since, until = days
    if until < since:
        raise DomainError(Problem(BACKWARDS, "until"))
    found = list(islice(register.rows(session, actor, since, until), MOST + 1))
    if len(found) > MOST:
        raise DomainError(Problem(TOO_MANY, "since", {"most": MOST}))
    rows = tuple(
        (number, *(say(cell) if isinstance(cell, str) and cell else cell for cell in row))
        for number, row in enumerate(found, 1)
    )
    numeric = frozenset(at for at, column in enumerate(register.columns, 1) if column.total)
    sums = (_sum(rows, at) if at in numeric else None for at in range(1, len(register.columns) + 1))
    return Page(
        say(register.title),
        say(PERIOD) % {"since": since.isoformat(), "until": until.isoformat()},
        organ,
        time.today().isoformat(),
        (say(NUMBER), *(say(column.label) for column in register.columns)),
        (NUMBER_WIDTH, *(column.width for column in register.columns)),
        rows,
        (say(TOTAL), *sums),
        numeric,
    )


def note(session: ScopedSession, actor: Actor, register: Register, days: tuple[dt.date, dt.date], rows: int) -> None:
    """Write down that a register was taken out."""
    body = {"since": days[0].isoformat(), "until": days[1].isoformat(), "rows": rows}
    record(session, actor, "core.register.take", register.code, body)


def xlsx(page: Page, say: Say) -> bytes:
    """A workbook that prints on A4 across: heads on every page, all columns on its breadth, page x of y."""
    stream = io.BytesIO()
    with workbook(stream, row_by_row=False) as book:
        sheet = book.add_worksheet(sheet_name(page.title))
        head = book.add_format({"bold": True, "border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"})
        cell = book.add_format({"border": 1, "text_wrap": True, "valign": "vcenter", "num_format": "@"})
        number = book.add_format({"border": 1, "valign": "vcenter"})
        day = book.add_format({"border": 1, "valign": "vcenter", "align": "left", "num_format": "yyyy-mm-dd"})
        total = book.add_format({"bold": True, "border": 1, "valign": "vcenter"})
        last = len(page.head) - 1
        title = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
        under = book.add_format({"align": "center"})
        for line, (words, look) in enumerate(((page.title, title), (page.period, under))):
            sheet.merge_range(line, 0, line, last, "", look)
            sheet.write_string(line, 0, clean(words), look)
        for at, (label, width) in enumerate(zip(page.head, page.widths, strict=True)):
            sheet.set_column(at, at, 2 * width + 1)
            sheet.write_string(2, at, clean(label), head)
        for line, row in enumerate(page.rows, 3):
            write_row(sheet, line, row, day, cell, number)
        write_row(sheet, 3 + len(page.rows), page.totals, day, total, total)
        _set_up(sheet, page, say)
    return stream.getvalue()


def _set_up(sheet: Any, page: Page, say: Say) -> None:
    """What a printer is told."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(**MARGINS)
    sheet.repeat_rows(2)
    sheet.freeze_panes(3, 0)
    sheet.fit_to_pages(1, 0)
    sheet.center_horizontally()
    sheet.print_area(0, 0, 3 + len(page.rows), len(page.head) - 1)
    organ = page.organ.replace("&", "&&")
    made = say(MADE) % {"day": page.made_on}
    sheet.set_footer(f"&L{organ}&C{say(N_('第&P页，共&N页'))}&R{made}")


def _sum(rows: Sequence[tuple[Cell, ...]], at: int) -> int:
    return sum(value for row in rows if isinstance(value := row[at], int))


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell)
