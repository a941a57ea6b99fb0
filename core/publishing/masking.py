"""Personal numbers in a text: where they stand, what kind they are, and how they look masked (公开条例15, 个保法28).

Pure functions. What is typed in full width, in groups or with zero-width characters between the digits is found too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from core.db import masks
from core.i18n import N_

ID, ID_LIKE, PHONE, BANK = "id_number", "id_like", "phone", "bank"
KINDS = {
    ID: N_("身份证号码"),
    ID_LIKE: N_("形似身份证号码"),
    PHONE: N_("手机号码"),
    BANK: N_("银行账号"),
}
# What an office may have a reason to show: its own telephone and account; an identity number never.
MAY_STAY = frozenset({ID_LIKE, PHONE, BANK})

_GAP = r"[ \-]?"
_ID_18 = re.compile(
    rf"(?<!\d)\d{{6}}{_GAP}(?:1[89]|20)\d{{2}}{_GAP}(?:0[1-9]|1[0-2]){_GAP}(?:0[1-9]|[12]\d|3[01])"
    rf"{_GAP}\d{{3}}{_GAP}[\dXx](?!\d)"
)
_ID_15 = re.compile(r"(?<!\d)[1-9]\d{5}\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}(?!\d)")
# As one number, in fours as on the card, or the bank's own six and then the rest.
_BANK = re.compile(rf"(?<!\d)[1-9](?:\d{{3}}(?:{_GAP}\d{{4}}){{3}}(?:{_GAP}\d{{1,3}})?|\d{{5}}{_GAP}\d{{13}})(?!\d)")
_PHONE = re.compile(rf"(?<!\d)(?:\+?86{_GAP})?1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}(?!\d)")
_UNSEEN = {"Cf", "Mn"}
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−·"), "-")


@dataclass(frozen=True, slots=True)
class Finding:
    """A number in a text.

    Attributes:
        kind: a key of `KINDS`.
        number: without gaps, in plain digits; by it the same number is known in several places.
        start, end: where it stands in the text as it was typed.
    """

    kind: str
    number: str
    start: int
    end: int

    @property
    def masked(self) -> str:
        """How it may be shown."""
        if self.kind == PHONE:
            return masks.mask_phone(self.number[-11:])
        return masks.mask_bank(self.number) if self.kind == BANK else masks.mask_id_number(self.number)


def find(text: str) -> list[Finding]:
    """Every personal number in a text, in order and without overlap."""
    plain, places = _plain(text)
    found: list[Finding] = []
    taken: list[tuple[int, int]] = []
    for kind, match in _candidates(plain):
        if any(match.start() < end and start < match.end() for start, end in taken):
            continue
        taken.append(match.span())
        number = re.sub(r"[ \-+]", "", match[0]).upper()
        found.append(Finding(kind, number, places[match.start()], places[match.end() - 1] + 1))
    return sorted(found, key=lambda finding: finding.start)


def masked(text: str, keep: Collection[str] = ()) -> str:
    """The text with every number masked but those in `keep` that may stay."""
    parts, last = [], 0
    for finding in find(text):
        stays = finding.number in keep and finding.kind in MAY_STAY
        parts += [text[last : finding.start], text[finding.start : finding.end] if stays else finding.masked]
        last = finding.end
    return "".join([*parts, text[last:]])


def pieces(text: str) -> list[tuple[str, str]]:
    """The text cut for highlighting: (piece, kind), where the kind of plain text is empty."""
    found, last = [], 0
    for finding in find(text):
        found += [(text[last : finding.start], ""), (text[finding.start : finding.end], finding.kind)]
        last = finding.end
    return [(piece, kind) for piece, kind in [*found, (text[last:], "")] if piece]


def check_digit(number: str) -> str:
    """The last character of an 18-digit identity number, from its first 17 (GB 11643)."""
    total = sum(int(digit) * (2 ** (17 - place) % 11) for place, digit in enumerate(number[:17]))
    return "10X98765432"[total % 11]


def _candidates(plain: str) -> Iterator[tuple[str, re.Match[str]]]:
    """What looks like a number of each kind, the surest first."""
    eighteen = [(match, re.sub(r"[ \-]", "", match[0]).upper()) for match in _ID_18.finditer(plain)]
    yield from ((ID, match) for match, number in eighteen if check_digit(number) == number[-1])
    yield from ((BANK, match) for match in _BANK.finditer(plain) if _luhn(re.sub(r"[ \-]", "", match[0])))
    yield from ((ID_LIKE, match) for match, _ in eighteen)
    yield from ((PHONE, match) for match in _PHONE.finditer(plain))
    yield from ((ID_LIKE, match) for match in _ID_15.finditer(plain))


def _luhn(number: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return len(number) >= 16 and total % 10 == 0


def _plain(text: str) -> tuple[str, list[int]]:
    """Half-width digits without unseen characters, and for each character its place in the text."""
    characters, places = [], []
    for place, character in enumerate(text):
        if unicodedata.category(character) in _UNSEEN:
            continue
        for plain in unicodedata.normalize("NFKC", character).translate(_DASHES):
            characters.append(" " if plain.isspace() and plain != "\n" else plain)
            places.append(place)
    return "".join(characters), places
