"""The cases of one township, copied from presses: rows as the driver takes them, numbered and sealed in order."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from core.audit.rules import FIRST, line_hash
from core.cases.codes import ALPHABET, grouped
from core.db.crypto import blind_index, encrypt
from core.seed import press
from core.seed.names import Place, people
from core.seed.press import Plate, Press

OPEN = 0.1  # of all cases
PAIRS = [one + other for one in ALPHABET for other in ALPHABET]
CODES, SPREAD = 1 << 40, 0x9E3779B97F  # odd, so that no two numbers give the same code
KINDS = [(0x7000 | place).to_bytes(2, "big") for place in range(press.MOST_ROWS)]
Party = tuple[str, str, bytes, bytes, str]  # name, index, ID number and telephone encrypted, name as in JSON


@dataclass(frozen=True, slots=True)
class Mill:
    """What the copies of every township are made with.

    Attributes:
        tables: how many lists of rows a turn has; the links are the last.
        short: the word of the stencil's township, in the place of which each has its own.
        county: the name of the root.
    """

    presses: Sequence[Press]
    parties: Sequence[Party]
    link: Plate
    tables: int
    short: str
    county: str
    algorithm: str

    def weights(self) -> list[float]:
        """How often each press is taken: `OPEN` of all cases are open."""
        share = {True: OPEN, False: 1 - OPEN}
        among = {kind: sum(each.is_open is kind for each in self.presses) for kind in share}
        return [share[each.is_open] / among[each.is_open] for each in self.presses]


def parties() -> list[Party]:
    """Everyone who applies."""
    return [
        (one.name, one.index, encrypt(one.id_number), encrypt(one.phone), json.dumps(one.name)[1:-1])
        for one in people()
    ]


def make_id(milliseconds: int, place: int, random_bits: int) -> bytes:
    """A UUIDv7 as `core.db.ids.new_id` makes it, from what is given: rows of one case keep their order by `place`."""
    return (milliseconds << 80 | 0x7 << 76 | place << 64 | 0b10 << 62 | random_bits).to_bytes(16, "big")


@dataclass(frozen=True, slots=True)
class Order:
    """The cases that one township gets.

    Attributes:
        ids: the township's own ids, in the order of their places.
        seed: what its random numbers begin with.
    """

    place: Place
    ids: Sequence[UUID]
    seed: str
    count: int


@dataclass(frozen=True, slots=True)
class Turn:
    """Some cases of a township, for one write turn.

    Attributes:
        tables: the rows by table, as the driver takes them.
        counters: the last number given in each series and year, with the township's last turn; None before it.
    """

    size: int
    tables: list[list[list[Any]]]
    counters: list[dict[str, Any]] | None


def turns(mill: Mill, orders: Sequence[Order], number: int) -> Iterator[Turn]:
    """The cases of all townships one after the other, at most `number` at once; each township has a last turn."""
    for order in orders:
        yield from Copies(mill, order).turns(number)


class Copies:
    """One township's cases, in the order in which they were received."""

    def __init__(self, mill: Mill, order: Order) -> None:
        self.mill = mill
        self.pick = pick = random.Random(order.seed)  # noqa: S311 - sample data
        self.picks = sorted(pick.choices(range(len(mill.presses)), mill.weights(), k=order.count))
        self.made = 0
        self.numbers: dict[tuple[str, int], int] = {}
        self.hash = FIRST
        self.seq = 0
        self.shift = pick.getrandbits(40)
        self.short = order.place.short
        self.values: list[Any] = [None] * press.TOWNSHIP
        for form in (lambda each: each.bytes, lambda each: each.hex, str):
            self.values += map(form, order.ids)
        for at, value in (
            (press.TENANT, order.place.code),
            (press.TENANT_TEXT, f"[{order.place.code},"),
            (press.SHORT, order.place.short),
            (press.COUNTY, mill.county),
            (press.SHORT_JSON, json.dumps(order.place.short)[1:-1]),
            (press.COUNTY_JSON, json.dumps(mill.county)[1:-1]),
        ):
            self.values[at] = value

    def turns(self, number: int) -> Iterator[Turn]:
        """The cases, at most `number` at once."""
        for start in range(0, len(self.picks) or 1, number):
            chosen = self.picks[start : start + number]
            tables: list[list[list[Any]]] = [[] for _ in range(self.mill.tables)]
            for pick in chosen:
                self._copy(self.mill.presses[pick], tables)
            yield Turn(len(chosen), tables, self._counters() if self.made == len(self.picks) else None)

    def _counters(self) -> list[dict[str, Any]]:
        return [
            {"series": series.replace(self.mill.short, self.short), "year": year, "n": n}
            for (series, year), n in self.numbers.items()
        ]

    def _next(self, series: str, year: int) -> int:
        number = self.numbers[series, year] = self.numbers.get((series, year), 0) + 1
        return number

    def _copy(self, done: Press, tables: list[list[list[Any]]]) -> None:
        values = self.values
        self._own(done, values)
        texts = values[:]
        for text in done.texts:
            texts.append(text.filled(texts))
        for plate in done.plates:
            row = plate.fixed[:]
            for place, at in plate.places:
                row[place] = texts[at]
            tables[plate.model].append(row)
        for line, audit in done.sealed:
            self.seq += 1
            self.hash = line_hash(self.mill.algorithm, self.hash, texts[line])
            texts[press.SEQ], texts[press.SEAL], texts[press.SEALED_ID] = self.seq, self.hash, texts[audit]
            row = self.mill.link.fixed[:]
            for place, at in self.mill.link.places:
                row[place] = texts[at]
            tables[-1].append(row)
        self.made += 1

    def _own(self, done: Press, values: list[Any]) -> None:
        """What this copy has of its own."""
        number = self._next(done.series, done.year)
        bits = ((self.made + 1) * SPREAD + self.shift) % CODES
        code = PAIRS[bits >> 30] + PAIRS[bits >> 20 & 1023] + PAIRS[bits >> 10 & 1023] + PAIRS[bits & 1023]
        name, index, id_number, phone, escaped = self.mill.parties[int(self.pick.random() * len(self.mill.parties))]
        head = (done.opened_ms + self.made).to_bytes(6, "big")
        tail = (1 << 63 | self.pick.getrandbits(62)).to_bytes(8, "big")
        ids = [head + kind + tail for kind in KINDS[: done.ids]]
        values[press.NUMBER] = number
        values[press.CODE], values[press.CODE_INDEX] = encrypt(code), blind_index(code, "case_code")
        values[press.PARTY], values[press.PARTY_INDEX], values[press.PARTY_JSON] = name, index, escaped
        values[press.ID_NUMBER], values[press.PHONE] = id_number, phone
        values[press.TAIL], values[press.GROUPED] = f"〔{done.year}〕{number}号", grouped(code)
        if done.given:
            series, year = done.given
            given = f"{series.replace(self.mill.short, self.short)}〔{year}〕{self._next(series, year)}号"
            values[press.GIVEN], values[press.GIVEN_JSON] = given, json.dumps(given)[1:-1]
        values[press.IDS : press.IDS + done.ids] = ids
        values[press.HEXES : press.HEXES + done.ids] = [each.hex() for each in ids]
        case = values[press.HEXES + done.case]
        values[press.CASE_ID] = f"{case[:8]}-{case[8:12]}-{case[12:16]}-{case[16:20]}-{case[20:]}"
