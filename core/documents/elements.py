"""What papers are made of: the data of each template, completed and checked, and blocks read from a paper's own page.

A block is a mapping with its ``kind``: ``p``, ``small``, ``flush`` and headings ``h1`` to ``h3`` (each with ``text``);
``list`` (``items``); ``table`` (``head``, ``rows``, ``widths``, ``row_heads``, and ``tall``: the rows to be signed in);
``fill`` (``parts``, the words before each line to write on); ``spans`` (``rows`` of a label, a first and a last day).
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from html.parser import HTMLParser
from typing import Any

from core.documents import fonts, spans, titles
from core.errors import DomainError, Problem
from core.i18n import N_

WORDS = ("p", "small", "flush", "h1", "h2", "h3")
BLOCKS: Mapping[str, Mapping[str, Any]] = {
    **{kind: {"text": ""} for kind in WORDS},
    "list": {"items": []},
    "table": {"head": [], "rows": [], "widths": [], "row_heads": False, "tall": []},
    "fill": {"parts": []},
    "spans": {"rows": []},
}
OFFICIAL: Mapping[str, Any] = {
    "organ": [],
    "number": "",
    "signers": [],
    "title": "",
    "to": [],
    "body": [],
    "attachments": [],
    "signed_by": [],
    "date": "",
    "notes": "",
    "cc": [],
    "printed_by": "",
    "printed_on": "",
    "copy_number": "",
    "secrecy": "",
    "urgency": "",
    "sealed": True,
    "seal": None,
    "verify": "",
    "sample": "",
}
TEMPLATES: Mapping[str, Mapping[str, Any]] = {
    "letter": OFFICIAL,
    "xinhan": OFFICIAL,
    "order": {**OFFICIAL, "post": "", "signatory": ""},
    "minutes": {**OFFICIAL, "attendance": []},
    "decision": {
        "organ": "",
        "title": "",
        "number": "",
        "to": "",
        "body": [],
        "remedies": "",
        "remedies_heading": "救济途径",
        "signed_by": [],
        "date": "",
        "seal": None,
        "slip": [],
        "foot": [],
        "note": "",
        "verify": "",
        "sample": "",
        "style": "official",
    },
    "register": {
        "title": "",
        "period": "",
        "organ": "",
        "columns": [],
        "rows": [],
        "totals": [],
        "made_on": "",
        "note": "",
        "sample": "",
    },
    "booklet": {"title": "", "subtitle": "", "organ": "", "date": "", "parts": [], "sample": ""},
}
LISTS = {"organ", "signers", "to", "signed_by", "cc"}
DAYS = ("date", "printed_on", "made_on")
# Half a GiB and six seconds of the press; a longer register is read as a sheet.
MOST_ROWS = 5000
ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


def complete(template: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """The data of a template with every key it knows, dates as papers write them, one name as a list of one.

    Raises:
        ValueError: no such template, or a key or block that it does not know: a misspelt key would print nothing.
        DomainError: characters that no font here can print, or a register of too many rows.
    """
    known = TEMPLATES.get(template)
    if known is None:
        raise ValueError(f"there is no template {template!r}")
    if unknown := data.keys() - known.keys():
        raise ValueError(f"the template {template} does not know {', '.join(sorted(unknown))}")
    full = {**known, **data}
    for key in LISTS & known.keys():
        if isinstance(known[key], list) and isinstance(full[key], str):
            full[key] = [full[key]] if full[key] else []
    if "signed_by" in known and "cc" in known:
        full["title"] = titles.balanced(full["title"])
    for key in set(DAYS) & known.keys():
        full[key] = written(str(full[key]))
    for key in {"body", "slip"} & known.keys():
        full[key] = [_block(block) for block in full[key]]
    if "attachments" in known:
        full["attachments"] = [_attachment(each) for each in full["attachments"]]
    if "parts" in known:
        full["parts"] = [{**part, "body": [_block(block) for block in part["body"]]} for part in full["parts"]]
    if "columns" in known:
        if len(full["rows"]) > MOST_ROWS:
            raise DomainError(
                Problem(
                    N_("登记簿有%(rows)s行，排成文书最多%(most)s行。请缩短期间，或者下载表格文件。"),
                    params={"rows": len(full["rows"]), "most": MOST_ROWS},
                )
            )
        full["rows"] = [list(map(str, row)) for row in full["rows"]]
        full["totals"] = list(map(str, full["totals"]))
    fonts.check("".join(strings(full)))
    return full


def written(day: str) -> str:
    """An ISO date as ``2026年3月30日``; other words as they are."""
    found = ISO_DAY.fullmatch(day)
    return f"{found[1]}年{int(found[2])}月{int(found[3])}日" if found else day


def strings(value: Any) -> Iterator[str]:
    """Every word of nested data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, Sequence) and not isinstance(value, bytes):
        for each in value:
            yield from strings(each)


def _block(block: Mapping[str, Any]) -> dict[str, Any]:
    known = BLOCKS.get(block.get("kind", ""))
    given = {key: value for key, value in block.items() if key != "kind"}
    if known is None or given.keys() - known.keys():
        raise ValueError(f"there is no block like {sorted(block)} of kind {block.get('kind')!r}")
    full = {"kind": block["kind"], **known, **given}
    if full["kind"] == "table":
        full["rows"] = [[_shown(cell) for cell in row] for row in full["rows"]]
    if full["kind"] == "spans":
        placed = spans.schedule(full["rows"])
        full["bars"] = [dataclasses.asdict(bar) for bar in placed.bars]
        full["months"] = [dataclasses.asdict(month) for month in placed.months]
    return full


def _shown(cell: Any) -> Any:
    return cell if isinstance(cell, Mapping) else str(cell)


def _attachment(given: str | Mapping[str, Any]) -> dict[str, Any]:
    if isinstance(given, str):
        return {"title": given, "body": []}
    return {"title": given["title"], "body": [_block(block) for block in given.get("body", [])]}


class Node:
    """An element of a page, its classes and what stands in it."""

    def __init__(self, tag: str, classes: frozenset[str] = frozenset(), scope: str = "") -> None:
        self.tag, self.classes, self.scope = tag, classes, scope
        self.children: list[Node | str] = []

    @property
    def elements(self) -> list[Node]:
        """The elements directly in it."""
        return [child for child in self.children if isinstance(child, Node)]

    def all(self, wanted: Callable[[Node], bool]) -> Iterator[Node]:
        """Every element below it that is wanted, in the order of the page."""
        for child in self.elements:
            if wanted(child):
                yield child
            yield from child.all(wanted)

    def words(self) -> str:
        """Its text as a reader sees it."""
        return re.sub(r"\s+", " ", "".join(self.texts())).strip()

    def texts(self, wanted: Callable[[Node], bool] = lambda node: True) -> Iterator[str]:
        """The strings in it, those of unwanted elements left out."""
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif wanted(child):
                yield from child.texts(wanted)


VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


class _Tree(HTMLParser):
    """The tree of a page; drawings are left out."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Node("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        node = Node(tag, frozenset(given.get("class", "").split()), given.get("scope", ""))
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A drawing's own elements end in themselves."""

    def handle_endtag(self, tag: str) -> None:
        while len(self.open) > 1 and self.open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not any(node.tag == "svg" for node in self.open):
            self.open[-1].children.append(data)


def of_page(html: str) -> dict[str, Any]:
    """The data of the template ``decision``, read from a paper's page (``papers/base.html``).

    Raises:
        ValueError: the page has no sheet, or an element on it that cannot be set: nothing is left out silently.
    """
    tree = _Tree()
    tree.feed(html)
    sheet = next(tree.root.all(lambda node: node.tag == "main" and "paper" in node.classes), None)
    if sheet is None:
        raise ValueError("the page has no sheet of paper")
    styles = ("official", "dense")
    data: dict[str, Any] = {
        "style": next((style for style in styles if f"paper-{style}" in sheet.classes), "window"),
        "body": [],
    }
    for node in sheet.elements:
        for name, read in PARTS.items():
            if name == node.tag or name in node.classes:
                data.update(read(node))
                break
        else:
            data["body"].extend(_blocks(node))
    _lose_nothing(sheet, data)
    return data


def _lose_nothing(sheet: Node, data: Mapping[str, Any]) -> None:
    """Refuse a page with words that came into no part; only the place of the seal is left free."""
    said = "".join("".join(words.split()) for words in strings(data))
    for words in sheet.texts(lambda node: "paper-seal" not in node.classes):
        if "".join(words.split()) not in said:
            raise ValueError(f"a paper cannot be set with “{words.strip()}” where it stands")


def _head(node: Node) -> dict[str, Any]:
    found = {name: each.words() for each in node.elements for name in (each.tag, *each.classes)}
    return {key: found.get(name, "") for name, key in HEAD.items()}


HEAD = {"paper-organ": "organ", "h1": "title", "paper-number": "number"}


def _remedies(node: Node) -> dict[str, Any]:
    heading, *rest = node.elements
    return {"remedies_heading": heading.words(), "remedies": "\n".join(each.words() for each in rest)}


def _signature(node: Node) -> dict[str, Any]:
    """Who signs, and when; the place of the seal is left free on paper."""
    lines = [each for each in node.elements if "paper-seal" not in each.classes]
    return {"signed_by": [each.words() for each in lines[:-1]], "date": lines[-1].words()}


def _foot(node: Node) -> dict[str, Any]:
    pairs = [[each.words() for each in row.elements] for row in node.all(lambda each: each.tag == "div")]
    return {"foot": pairs, "note": " ".join(each.words() for each in node.elements if each.tag == "p")}


PARTS: Mapping[str, Callable[[Node], dict[str, Any]]] = {
    "paper-sample": lambda node: {"sample": node.words()},
    "header": _head,
    "paper-to": lambda node: {"to": node.words()},
    "paper-remedies": _remedies,
    "paper-sign": _signature,
    "paper-slip": lambda node: {"slip": [block for each in node.elements for block in _blocks(each)]},
    "footer": _foot,
}


def _blocks(node: Node) -> list[dict[str, Any]]:
    if node.tag in {"section", "div"}:
        return [block for each in node.elements for block in _blocks(each)]
    if node.tag == "p" and any("paper-line" in each.classes for each in node.elements):
        return [{"kind": "fill", "parts": _parts(node)}]
    if node.tag == "p":
        return [{"kind": "small" if "paper-small" in node.classes else "p", "text": node.words()}]
    if node.tag in {"h2", "h3"}:
        return [{"kind": f"h{int(node.tag[1]) - 1}", "text": node.words()}]
    if node.tag == "ol":
        return [{"kind": "list", "items": [each.words() for each in node.elements]}]
    if node.tag == "table":
        return [_table(node)]
    if node.tag == "figure" and "paper-spans" in node.classes:
        rows = node.all(lambda each: each.tag == "li")
        return [{"kind": "spans", "rows": [[each.words() for each in row.elements] for row in rows]}]
    raise ValueError(f"a paper cannot be set from <{node.tag}>")


def _parts(node: Node) -> list[str]:
    """The words before each line to be filled in."""
    parts, words = [], ""
    for child in node.children:
        if isinstance(child, Node) and "paper-line" in child.classes:
            parts.append(words.strip())
            words = ""
        else:
            words += child.words() if isinstance(child, Node) else child
    if words.strip():
        raise ValueError(f"words after the last line to be filled in: {words.strip()}")
    return parts


def _table(node: Node) -> dict[str, Any]:
    heads = list(node.all(lambda each: each.scope == "col"))
    rows = [row for row in node.all(lambda each: each.tag == "tr") if not set(heads) & set(row.elements)]
    return {
        "kind": "table",
        "head": [cell.words() for cell in heads],
        "rows": [[_cell(cell) for cell in row.elements] for row in rows],
        "row_heads": any(cell.scope == "row" for row in rows for cell in row.elements),
        "tall": [place for place, row in enumerate(rows) if "paper-tall" in row.classes],
    }


def _cell(node: Node) -> str | dict[str, str]:
    return {"text": node.words()} if "paper-code" in node.classes else node.words()
