"""Who came: names that were pasted or stand in a spreadsheet, found among the people of the list. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from core.contracts import SheetColumn
from core.errors import Problem
from core.i18n import N_
from core.sheets import rules as sheets
from core.sheets.rules import Grid

NOBODY = N_("名单里没有“%(name)s”。")
SEVERAL = N_("名单里有%(count)d个“%(name)s”，请在下面勾选。")
AT_LINE = N_("第%(line)d行：%(problem)s")
MOST_NAMES = 500
TOO_MANY = N_("一次最多填写%(most)d个姓名。")
CAME, MISSED = "yes", "no"
COLUMNS = (
    SheetColumn("name", N_("姓名"), required=True, unique=True, example="方样己", longest=40),
    SheetColumn(
        "came",
        N_("到场"),
        N_("不填算到场。"),
        choices=lambda session: {"是": CAME, "否": MISSED, "yes": CAME, "no": MISSED},
        example="是",
    ),
)


def plain(name: str) -> str:
    """A name without the blanks and widths people type it with."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", name))


def of_text(text: str) -> list[str]:
    """The names in a pasted text: one a line, or apart by 、，, ; or tabs."""
    return list(dict.fromkeys(filter(None, (plain(part) for part in re.split(r"[\n\r\t、，,;；]", text)))))


def found(names: Iterable[str], people: Mapping[UUID, str]) -> tuple[list[UUID], list[Problem]]:
    """Who is meant by some names, and each name that is nobody's or that of several."""
    known: dict[str, list[UUID]] = {}
    for person_id, name in people.items():
        known.setdefault(plain(name), []).append(person_id)
    meant, problems = list[UUID](), list[Problem]()
    for name in names:
        match known.get(plain(name), []):
            case [one]:
                meant.append(one)
            case []:
                problems.append(Problem(NOBODY, "names", {"name": name}))
            case several:
                problems.append(Problem(SEVERAL, "names", {"name": name, "count": len(several)}))
    return meant, problems


def of_names(text: str, people: Mapping[UUID, str]) -> tuple[list[UUID], list[Problem]]:
    """Who is meant by a pasted text."""
    names = of_text(text)
    if len(names) > MOST_NAMES:
        return [], [Problem(TOO_MANY, "names", {"most": MOST_NAMES})]
    return found(names, people)


def of_grid(
    grid: Grid, people: Mapping[UUID, str], words: Mapping[str, str]
) -> tuple[list[UUID], list[UUID], list[Problem]]:
    """Who came and who did not by a spreadsheet, and what is wrong in which line.

    Args:
        words: column → its head in the reader's language.

    Raises:
        DomainError: it has no head that is known.
    """
    table = sheets.match(COLUMNS, grid, words)
    choices = {"came": COLUMNS[1].choices(None)}  # type: ignore[arg-type,misc]
    came, missed, problems = list[UUID](), list[UUID](), list[Problem]()
    for row in sheets.check(COLUMNS, grid, table, choices):
        bad: Sequence[Problem] = [each.problem for each in row.bad]
        if not bad:
            meant, bad = found([row.values["name"]], people)
            (missed if row.values.get("came") == MISSED else came).extend(meant)
        problems += [Problem(AT_LINE, "file", {"line": row.line, "problem": each}) for each in bad]
    return came, missed, problems
