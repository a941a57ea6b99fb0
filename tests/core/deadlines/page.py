"""Reads the tables of docs/reference/deadline-rules.md: the one parser of the page, knowing nothing of the data."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "deadline-rules.md"
TEXT = PAGE.read_text(encoding="utf-8")
SAME = ("同上", "same")
PUNCTUATION = str.maketrans("(),/;:=", "（），、；：为")


@dataclass(frozen=True)
class Row:
    """A row: its code, the section it stands in, whether it is a configurable default, and its cells by heading."""

    code: str
    section: int
    default: bool
    cells: dict[str, str]

    def __getitem__(self, heading: str) -> str:
        return self.cells[heading]

    @property
    def duty(self) -> bool:
        """True for the scheme's tables, which have columns of their own."""
        return "duty" in self.cells

    @property
    def since(self) -> str:
        """The first day in force, or of filing; empty for any."""
        found = re.search(r"\d{4}-\d\d-\d\d", self.cells.get("from–to", ""))
        return found[0] if found else ""

    @property
    def until(self) -> str:
        """The last day in force, empty where none is."""
        return self.cells.get("from–to", "").partition("–")[2]

    @property
    def by_filing(self) -> bool:
        """True when the version is chosen by the filing date."""
        return "filings" in self.cells.get("from–to", "")


def rows() -> list[Row]:
    """Every row in the page's order, with 同上 and "same" replaced by the cell above."""
    found: list[Row] = []
    head: list[str] = []
    section, default = 0, False
    for line in TEXT.splitlines():
        if heading := re.match(r"## (\d)", line):
            section, default = int(heading[1]), False
        default = default or line.startswith("**Configurable defaults")
        cells = [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("| ") else []
        if cells[:1] == ["code"]:
            head = cells
        elif cells:
            above = found[-1].cells if found else {}
            row = dict(zip(head, cells, strict=True))
            given = {heading: _resolved(cell, above.get(heading, "")) for heading, cell in row.items()}
            found.append(Row(cells[0], section, default, given))
    return found


def _resolved(cell: str, above: str) -> str:
    for same in SAME:
        if cell == same or cell.startswith((f"{same}(", f"{same}‡", f"{same}†", f"{same};")):
            rest = cell.removeprefix(same)
            # A note about the old text is no part of a name; any other note (简易, 不动产) is.
            note = rest if rest.startswith("(") and not rest.startswith("(旧") else ""
            return (bare(above) if same == "同上" and note else above) + note
    return cell


def plain(cell: str) -> str:
    """A Chinese cell with our punctuation: full width, 、 for the slash, and no blanks or marks."""
    return re.sub(r"[\s†‡*]", "", cell.removeprefix("event: ").translate(PUNCTUATION))


def bare(cell: str) -> str:
    """The same without its remarks in brackets."""
    return re.sub(r"（.*）", "", plain(cell))


def bearers() -> dict[str, str]:
    """Code pattern (``*`` for several) → bearer, from the paragraph "Bearer"; who isn't named is the organ's."""
    paragraph = next(line for line in TEXT.splitlines() if line.startswith("**Bearer**"))
    found: dict[str, str] = {}
    for part in paragraph.split(" — ")[1:]:
        who, names = re.fullmatch(r"\*(\w+)[^*]*\*: (.*?)\.?", part).groups()  # type: ignore[union-attr]
        group = ""
        for name in re.split(r"[;,] ", names):
            name, _, but = name.partition(" but ")
            area, dot, limit = name.partition(".")
            group = area if dot else group
            found[f"{group}.{limit if dot else name}"] = who
            if but:
                found[f"{group}.{but}"] = "organ"
    return found


def bearer(code: str, known: dict[str, str]) -> str:
    """Who bears a limit: the longest pattern that fits decides."""
    fits = [
        pattern
        for pattern in known
        if code == pattern or (pattern.endswith("*") and code.startswith(pattern.removesuffix("*")))
    ]
    return known[max(fits, key=lambda pattern: (not pattern.endswith("*"), len(pattern)))] if fits else "organ"
