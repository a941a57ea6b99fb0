"""What a page of a PDF draws and where, read from its own operators: text and rules, in mm from the top left."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.generic import ContentStream

MM = 72 / 25.4
Matrix = tuple[float, float, float, float, float, float]
UNIT: Matrix = (1, 0, 0, 1, 0, 0)
PAINTS = {"f", "F", "f*", "S", "s", "B", "B*"}


@dataclass(frozen=True)
class Run:
    """Glyphs set at once: from `left` to `right`, their baseline at `base`, all in mm; `size` in points."""

    left: float
    right: float
    base: float
    size: float
    text: str
    font: str
    colour: tuple[float, ...]


@dataclass(frozen=True)
class Rule:
    """A straight line or a filled box."""

    left: float
    right: float
    top: float
    bottom: float
    colour: tuple[float, ...]


@dataclass
class State:
    """What an operator paints with."""

    matrix: Matrix = UNIT
    font: str = ""
    size: float = 0
    spacing: float = 0
    width: float = 1
    fill: tuple[float, ...] = ()
    stroke: tuple[float, ...] = ()


def pages(pdf: bytes) -> list[PageObject]:
    """The pages of a document."""
    return list(PdfReader(BytesIO(pdf)).pages)


def text(pdf: bytes) -> str:
    """All words of a document without the spaces between them."""
    return "".join("".join(page.extract_text().split()) for page in pages(pdf))


def times(inner: Matrix, outer: Matrix) -> Matrix:
    """The matrix that first does `inner`, then `outer`."""
    a, b, c, d, e, f = inner
    g, h, i, j, k, m = outer
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Where a point comes to lie."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def runs(page: PageObject) -> list[Run]:
    """The text of a page in the order in which it is set."""
    return [each for each in _drawn(page) if isinstance(each, Run)]


def rules(page: PageObject) -> list[Rule]:
    """The lines and boxes of a page."""
    return [each for each in _drawn(page) if isinstance(each, Rule)]


def _drawn(page: PageObject) -> Iterator[Run | Rule]:
    height = float(page.mediabox.height)
    fonts: dict[str, Any] = {name: Widths(font) for name, font in page["/Resources"].get("/Font", {}).items()}
    state, stack, path = State(), [], []
    text_matrix = line_matrix = UNIT
    for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
        name = operator.decode()
        numbers = [float(each) for each in operands if isinstance(each, int | float)]
        if name == "q":
            stack.append(replace(state))
        elif name == "Q":
            state = stack.pop()
        elif name == "cm":
            state.matrix = times(tuple(numbers), state.matrix)  # type: ignore[arg-type]
        elif name == "w":
            state.width = numbers[0]
        elif name in {"rg", "scn", "sc", "g", "k"}:
            state.fill = tuple(numbers)
        elif name in {"RG", "SCN", "SC", "G", "K"}:
            state.stroke = tuple(numbers)
        elif name == "Tf":
            state.font, state.size = str(operands[0]), numbers[-1]
        elif name == "Tc":
            state.spacing = numbers[0]
        elif name == "BT":
            text_matrix = line_matrix = UNIT
        elif name == "Tm":
            text_matrix = line_matrix = tuple(numbers)  # type: ignore[assignment]
        elif name in {"Td", "TD"}:
            text_matrix = line_matrix = times((1, 0, 0, 1, numbers[0], numbers[1]), line_matrix)
        elif name in {"Tj", "TJ"}:
            parts = operands[0] if name == "TJ" else [operands[0]]
            advance, words = fonts[state.font].advance(parts, state)
            whole = times(text_matrix, state.matrix)
            (x0, y), (x1, _) = at(whole, 0, 0), at(whole, advance, 0)
            size = state.size * abs(whole[0])
            yield Run(x0 / MM, x1 / MM, (height - y) / MM, size, words, fonts[state.font].name, state.fill)
            text_matrix = times((1, 0, 0, 1, advance, 0), text_matrix)
        elif name in {"m", "l"}:
            path.append(at(state.matrix, numbers[0], numbers[1]))
        elif name == "re":
            x, y, w, h = numbers
            path += [at(state.matrix, x, y), at(state.matrix, x + w, y + h)]
        elif name in {"c", "v", "y"}:
            path.append(at(state.matrix, numbers[-2], numbers[-1]))
        elif name in PAINTS and path:
            stroked = name in {"S", "s"}
            half = state.width * abs(state.matrix[3]) / 2 if stroked else 0
            xs, ys = [x for x, _ in path], [height - y for _, y in path]
            colour = state.stroke if stroked else state.fill
            yield Rule(min(xs) / MM, max(xs) / MM, (min(ys) - half) / MM, (max(ys) + half) / MM, colour)
            path = []
        elif name == "n":
            path = []


class Widths:
    """The widths of a font's glyphs, two bytes each, and what they stand for."""

    def __init__(self, font: Any) -> None:
        inner = font["/DescendantFonts"][0].get_object()
        self.name = str(font["/BaseFont"])
        self.default = float(inner.get("/DW", 1000))
        self.known: dict[int, float] = {}
        listed = [each.get_object() for each in inner.get("/W", [])]
        while listed:
            first, second, *rest = listed
            if isinstance(second, list):
                self.known.update((int(first) + place, float(width)) for place, width in enumerate(second))
                listed = rest
            else:
                self.known.update((code, float(rest[0])) for code in range(int(first), int(second) + 1))
                listed = rest[1:]
        self.words: dict[int, str] = {}
        table = font["/ToUnicode"].get_object().get_data().decode("latin-1")
        for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
            for code, words in re.findall(r"<(\w+)>\s*<(\w+)>", block):
                self.words[int(code, 16)] = bytes.fromhex(words).decode("utf-16-be")
        for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
            for low, high, words in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
                for code in range(int(low, 16), int(high, 16) + 1):
                    self.words[code] = chr(int(words, 16) + code - int(low, 16))

    def advance(self, parts: list[Any], state: State) -> tuple[float, str]:
        """How far strings and the shifts between them go, in text space, and what they say."""
        sum_, words = 0.0, ""
        for part in parts:
            if isinstance(part, int | float):
                sum_ -= float(part) / 1000 * state.size
                continue
            raw = part if isinstance(part, bytes) else part.original_bytes
            for place in range(0, len(raw), 2):
                code = int.from_bytes(raw[place : place + 2], "big")
                sum_ += self.known.get(code, self.default) / 1000 * state.size + state.spacing
                words += self.words.get(code, "\ufffd")
        return sum_, words
