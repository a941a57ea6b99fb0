"""Compiling 汇总, pure: what units handed in for one duty, merged under its headings, added up, with who owes and who
was late."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from core.contracts import DutyRule
from core.i18n import N_

TEXT = "text"  # the code of the section of what was written beside all parts
TEXT_LABEL = N_("报送内容")
LONGEST = {"title": 100, "section": 60_000}
# A thing, its number and at most a few signs of its measure: ``受理 12件``.
FIGURE = re.compile(r"(?P<name>.*?)[\s:]*(?P<number>[0-9]{1,12}(?:\.[0-9]{1,4})?)\s*(?P<measure>[^\s0-9.]{0,4})")
LONGEST_FIGURE = 100  # signs; what is longer is a sentence
NUMERALS = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Handed:
    """What one unit handed in, or that it still owes; `key` is of the handing in, ``""`` where it owes.

    Attributes:
        late_on: the day on which it was handed in where that was after the due day.
        files: what was handed in beside, as `core.duties.attachments` names it.
    """

    key: str
    unit: str
    text: str = ""
    parts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    nil: bool = False
    late_on: dt.date | None = None
    late_reason: str = ""
    files: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing added up: under which heading, over how many units."""

    part: str
    name: str
    sum: str
    units: int


def figures(rule: DutyRule, handed: Sequence[Handed]) -> list[Figure]:
    """The lines of figure parts added up by their names, in the order they were first met."""
    sums: dict[tuple[str, str], tuple[Decimal, int]] = {}
    for part in (part for part in rule.parts if part.figures):
        for each in handed:
            own: dict[tuple[str, str], Decimal] = {}
            for found in filter(None, map(_figure, each.parts.get(part.code, ()))):
                own[part.label, found[0]] = own.get((part.label, found[0]), Decimal()) + found[1]
            for key, number in own.items():
                total, units = sums.get(key, (Decimal(), 0))
                sums[key] = total + number, units + 1
    return [Figure(part, name, f"{total:f}", units) for (part, name), (total, units) in sums.items()]


def sections(rule: DutyRule, handed: Sequence[Handed]) -> dict[str, str]:
    """By heading what every unit wrote under it, with the unit's name before it; figures that add up are left out."""
    found: dict[str, list[str]] = {}
    for each in handed:
        for part in rule.parts:
            lines = [line for line in each.parts.get(part.code, ()) if not (part.figures and _figure(line))]
            if lines:
                found.setdefault(part.code, []).append("\n".join([f"【{each.unit}】", *lines]))
        if each.text.strip():
            found.setdefault(TEXT, []).append(f"【{each.unit}】\n{each.text.strip()}")
    return {code: "\n".join(found[code]) for code in headings(rule) if code in found}


def headings(rule: DutyRule) -> dict[str, str]:
    """The headings under which a duty is compiled: code → label."""
    return {**{part.code: part.label for part in rule.parts}, TEXT: TEXT_LABEL}


def field_of(code: str) -> str:
    """The form's field of a heading: no part's code may be that of a field every report has."""
    return f"section_{code}"


def seen(keys: Iterable[str]) -> frozenset[str]:
    """What a form says it was made of: a few signs for each key."""
    return frozenset(f"{zlib.crc32(key.encode()):08x}" for key in keys)


def merged(
    rule: DutyRule, handed: Sequence[Handed], before: Mapping[str, str], known: frozenset[str]
) -> dict[str, str]:
    """The sections to begin with: as they were edited last, and below them what was not in yet.

    Args:
        before: the sections of the last report.
        known: the keys of what went into it.
    """
    new = sections(rule, [each for each in handed if each.key not in known])
    whole = {code: "\n".join(filter(None, (before.get(code, ""), new.get(code, "")))) for code in headings(rule)}
    return {code: text for code, text in whole.items() if text}


def content(rule: DutyRule, handed: Sequence[Handed], owing: Sequence[str], texts: Mapping[str, str]) -> dict[str, Any]:
    """What is kept of a report, as JSON: figures, sections as edited, who handed in nothing, who was late and why."""
    return {
        "figures": [[each.part, each.name, each.sum, each.units] for each in figures(rule, handed)],
        "sections": [
            [label, texts[code].strip()] for code, label in headings(rule).items() if texts.get(code, "").strip()
        ],
        "texts": {code: text.strip() for code, text in texts.items() if text.strip()},
        "handed": [each.unit for each in handed],
        "nil": [each.unit for each in handed if each.nil],
        "owing": list(owing),
        "files": [[each.unit, str(one["name"])] for each in handed for one in each.files],
        "late": [[each.unit, str(each.late_on), each.late_reason] for each in handed if each.late_on is not None],
    }


def paper(title: str, made_on: dt.date, content: Mapping[str, Any]) -> dict[str, Any]:
    """The data of the template ``decision`` for a kept report, in Chinese, which is the record."""
    owed = len(content["handed"]) + len(content["owing"])
    counted = f"应报送{owed}个单位，已报送{len(content['handed'])}个，其中零报告{len(content['nil'])}个；"
    body = [{"kind": "p", "text": f"{counted}未报送{len(content['owing'])}个。"}]
    chapters: list[tuple[str, list[dict[str, Any]]]] = []
    if content["figures"]:
        head = ["类别", "项目", "合计", "报送单位数"]
        rows = [[part, name or part, total, str(units)] for part, name, total, units in content["figures"]]
        chapters.append(("数据汇总", [{"kind": "table", "head": head, "rows": rows}]))
    for label, text in content["sections"]:
        lines = [line for line in text.splitlines() if line.strip()]
        chapters.append((label, [{"kind": "p", "text": line.strip()} for line in lines]))
    if content.get("files"):
        rows = [list(row) for row in content["files"]]
        chapters.append(("附件目录", [{"kind": "table", "head": ["单位", "附件"], "rows": rows}]))
    if content["nil"]:
        chapters.append(("零报告单位", [{"kind": "p", "text": "、".join(content["nil"])}]))
    if content["owing"]:
        chapters.append(("未报送单位", [{"kind": "p", "text": "、".join(content["owing"])}]))
    if content["late"]:
        rows = [list(row) for row in content["late"]]
        chapters.append(("迟报单位", [{"kind": "table", "head": ["单位", "报送日期", "迟报原因"], "rows": rows}]))
    for number, (label, blocks) in enumerate(chapters):
        body += [{"kind": "h1", "text": f"{_numeral(number)}、{label}"}, *blocks]
    return {
        "style": "official",
        "organ": content["organ"],
        "title": title,
        "body": body,
        "signed_by": [content["signed_by"]],
        "date": made_on.isoformat(),
        "sample": content["sample"],
    }


def _figure(line: str) -> tuple[str, Decimal] | None:
    """The name of a figure with its measure, and its number; None for a line that is no figure."""
    plain = unicodedata.normalize("NFKC", line).strip()
    found = FIGURE.fullmatch(plain) if len(plain) <= LONGEST_FIGURE else None
    if found is None:
        return None
    name, measure = found["name"].strip(), found["measure"]
    return f"{name}（{measure}）" if measure else name, Decimal(found["number"])


def _numeral(number: int) -> str:
    return NUMERALS[number] if number < len(NUMERALS) else f"十{NUMERALS[number - len(NUMERALS)]}"
