"""Tokens of Chinese official text, the same in the index and in the query, and the marks on what was found.

Every pair of characters is indexed, so nothing that is written can be missed; a dictionary only cuts the query,
so that a new dictionary never needs a new index. The mapping keeps lengths: places in ``norm(text)`` are places in
``text``, and highlights are made from the row itself, not from a copy in the index.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import rjieba
from markupsafe import Markup, escape

# Part of the index's name: raise it whenever the tokens of a text or the fields of the index change, and every index
# is rebuilt.
VERSION = 1
# What a search box may cost: longer input is cut, not refused.
MAX_QUERY = 200
MAX_WORDS = 16
MAX_TOKEN = 64
EXCERPT = 120

_CJK = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_OTHER = f"(?:(?![{_CJK}])[^\\W_])"
_RUN = re.compile(f"(?P<cjk>[{_CJK}]+)|{_OTHER}+(?:[-.]{_OTHER}+)*")
_PART = re.compile(r"\d+|[^\W\d_]+")
_QUOTES = str.maketrans(dict.fromkeys("“”„‟„«»「」『』〝〞〟", '"'))


class _Fold(dict[int, str]):
    """Character → its one form: half width, lower case, simplified. Filled as characters are met."""

    def __init__(self) -> None:
        lines = (Path(__file__).parent / "traditional.txt").read_text(encoding="utf-8").splitlines()
        pairs = (pair for line in lines if not line.startswith("#") for pair in line.split())
        self._simplified = {pair[0]: pair[1] for pair in pairs}

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = unicodedata.normalize("NFKC", char).lower()
        folded = self._simplified.get(folded, folded)
        self[code] = folded if len(folded) == 1 else char
        return self[code]


_fold = _Fold()


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a query: a Chinese word or phrase, or a number or other word with its hyphens taken out."""

    text: str
    is_cjk: bool

    @property
    def tokens(self) -> tuple[str, ...]:
        """Tokens that stand side by side in every text that holds the word; one lone character is a prefix of one."""
        if self.is_cjk and len(self.text) > 2:
            return tuple(self.text[at : at + 2] for at in range(len(self.text) - 1))
        return (self.text,)

    @property
    def pattern(self) -> str:
        """A regular expression that finds the word in a normalised text."""
        if self.is_cjk:
            return re.escape(self.text)
        before = r"(?<!\d)" if self.text[0].isdigit() else "(?<![a-z])"
        after = r"(?!\d)" if self.text[-1].isdigit() else "(?![a-z])"
        return before + "[-.]?".join(map(re.escape, self.text)) + after


def norm(text: str) -> str:
    """The one form of a text, character for character: ``len(norm(text)) == len(text)``."""
    return text.translate(_fold)


def index_tokens(text: str) -> list[str]:
    """The tokens of a text in order. A Chinese run ends with its last character alone, so pairs never join two runs."""
    found: list[str] = []
    for run in _RUN.finditer(norm(text)):
        chars = run.group()
        if run.group("cjk"):
            found += [chars[at : at + 2] for at in range(len(chars) - 1)]
            found.append(chars[-1])
        else:
            found += dict.fromkeys([_joined(chars), *(part[:MAX_TOKEN] for part in _PART.findall(chars))])
    return found


def cut_query(text: str) -> list[Word]:
    """The words of what was typed, each once; what stands in quotation marks is not cut. Takes any input."""
    found: dict[Word, None] = {}
    pieces = norm(text[:MAX_QUERY]).translate(_QUOTES).split('"')
    for number, piece in enumerate(pieces):
        quoted = number % 2 == 1 and number < len(pieces) - 1
        for word in _words(piece, quoted):
            found[word] = None
    return list(found)[:MAX_WORDS]


def mark(text: str, words: Sequence[Word]) -> Markup:
    """The text as safe HTML with the words in ``<mark>``."""
    return _mark(text, _spans(text, words))


def excerpt(text: str, words: Sequence[Word], length: int = EXCERPT) -> Markup:
    """About `length` characters of the text around the first word found, as safe HTML with the words marked."""
    spans = _spans(text, words)
    start = max(0, min(spans[0][0] - length // 4, len(text) - length)) if spans else 0
    end = min(len(text), start + length)
    cut = _mark(text[start:end], [(a - start, min(b, end) - start) for a, b in spans if start <= a < end])
    return escape("…" if start else "") + cut + ("…" if end < len(text) else "")


def _words(piece: str, quoted: bool) -> Iterator[Word]:
    for run in _RUN.finditer(piece):
        if not run.group("cjk"):
            yield Word(_joined(run.group()), is_cjk=False)
        elif quoted:
            yield Word(run.group(), is_cjk=True)
        else:
            yield from (Word(word, is_cjk=True) for word in rjieba.cut(run.group()))


def _joined(run: str) -> str:
    return run.replace("-", "").replace(".", "")[:MAX_TOKEN]


def _spans(text: str, words: Sequence[Word]) -> list[tuple[int, int]]:
    """Where the words stand, in order and without overlap."""
    merged: list[tuple[int, int]] = []
    form = norm(text)
    for start, end in sorted(found.span() for word in words for found in re.finditer(word.pattern, form)):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _mark(text: str, spans: Sequence[tuple[int, int]]) -> Markup:
    pieces, at = [], 0
    for start, end in spans:
        pieces += [escape(text[at:start]), Markup("<mark>"), escape(text[start:end]), Markup("</mark>")]
        at = end
    return Markup("").join([*pieces, escape(text[at:])])
