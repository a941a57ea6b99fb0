"""A case's stencil made ready to be copied fast: what is the same in every copy is encoded once, the rest has a place.

One list of values is filled for each copy; rows and texts name places in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from core.audit.models import Audit, AuditLink
from core.audit.rules import canonical
from core.cases.codes import grouped
from core.cases.models import Case, Participant
from core.db import Base
from core.db.bulk import Encoder
from core.db.crypto import Encrypted, encrypt
from core.moving.rows import Row
from core.seed.stencils import CaseStencil, Stencils

# Places of what differs from copy to copy; the ids of the case's rows come behind them, then the township's.
(
    TENANT,
    NUMBER,
    CODE,
    CODE_INDEX,
    PARTY,
    PARTY_INDEX,
    ID_NUMBER,
    PHONE,
    TAIL,
    GROUPED,
    CASE_ID,
    SHORT,
    COUNTY,
    TENANT_TEXT,
    PARTY_JSON,
    SHORT_JSON,
    COUNTY_JSON,
    SEQ,
    SEAL,
    SEALED_ID,
    GIVEN,
    GIVEN_JSON,
) = range(22)
IDS = 22
MOST_ROWS = 120  # rows of one case
HEXES = IDS + MOST_ROWS
TOWNSHIP = HEXES + MOST_ROWS

NUMBERED = re.compile(r"(.+)〔(\d{4})〕\d+号")

Places = tuple[tuple[int, int], ...]


@dataclass(slots=True)
class Text:
    """A text with gaps, joined anew for each copy; encrypted for `purpose` unless that is None."""

    parts: list[str]
    places: Places
    purpose: str | None

    def filled(self, values: Sequence[Any]) -> Any:
        """The text of one copy."""
        parts = self.parts[:]
        for place, at in self.places:
            parts[place] = values[at]
        text = "".join(parts)
        return text if self.purpose is None else encrypt(text, self.purpose)


@dataclass(slots=True)
class Plate:
    """One row of the case: its table's place in `Press.models`, its fixed values, and which places it takes."""

    model: int
    fixed: list[Any]
    places: Places


@dataclass(slots=True)
class Press:
    """A stencil ready for copying.

    Attributes:
        ids: how many ids a copy needs; `case` says which is the case's.
        given: series and year of one more number that the case drew, such as its certificate's.
        sealed: for each audit row, in order, the place of its line and of its id.
        texts: joined in order; each one's place follows the township's values.
    """

    series: str
    year: int
    opened_ms: int
    is_open: bool
    ids: int
    case: int
    given: tuple[str, int] | None = None
    plates: list[Plate] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)
    sealed: list[tuple[int, int]] = field(default_factory=list)


class Bench:
    """Makes presses of stencils for one database.

    Args:
        encoders: by class, in the order in which rows are inserted; with one for the audit's links.
        known: places of the township's ids, by the id in the stencil; the hexadecimal of each stands `count` further,
            its usual writing twice as far.
    """

    def __init__(self, encoders: Mapping[type[Base], Encoder], stencils: Stencils, known: Mapping[UUID, int]) -> None:
        self.encoders = encoders
        self.models = list(encoders)
        self.known = known
        self.places = TOWNSHIP + 3 * len(known)
        self.short = stencils.township.tenant["settings"]["prefix"]
        self.county = stencils.county.tenant["name"]
        self.tenant = str(stencils.township.tenant["id"])

    def press(self, stencil: CaseStencil) -> Press:
        """Make one."""
        case = stencil.case
        # Ids in the order in which the rows were made, so that copies read in the same order.
        made = sorted(row["id"].int for _, row in stencil.rows if "id" in row)
        ids = {UUID(int=value): IDS + place for place, value in enumerate(made)}
        assert len(ids) <= MOST_ROWS
        done = Press(
            case["series"],
            case["no_year"],
            int(case["opened_at"].timestamp() * 1000),
            case["is_open"],
            len(ids),
            ids[case["id"]] - IDS,
        )
        marks = self._marks(case)
        if number := self._number(stencil):
            series, year = NUMBERED.fullmatch(number).groups()  # type: ignore[union-attr]
            done.given = series, int(year)
            marks |= {number: GIVEN, json.dumps(number)[1:-1]: GIVEN_JSON}
        for model, row in sorted(stencil.rows, key=lambda pair: self.models.index(pair[0])):
            self._plate(done, model, row, ids, marks)
        audits = [row for model, row in stencil.rows if model is Audit]
        for row in sorted(audits, key=lambda row: row["id"].int):
            self._line(done, row, ids, marks)
        return done

    @staticmethod
    def _number(stencil: CaseStencil) -> str | None:
        """The number that one row of the case has of its own, or None."""
        own = f"{stencil.case['series']}〔{stencil.case['no_year']}〕{stencil.case['no_seq']}号"
        rows = (row.get("number") for _, row in stencil.rows)
        drawn = {number for number in rows if isinstance(number, str) and NUMBERED.fullmatch(number)} - {own}
        assert len(drawn) <= 1
        return drawn.pop() if drawn else None

    def _marks(self, case: Row) -> dict[str, int]:
        found = {
            case["party"]: PARTY,
            f"〔{case['no_year']}〕{case['no_seq']}号": TAIL,
            grouped(case["code"]): GROUPED,
            str(case["id"]): CASE_ID,
            self.short: SHORT,
            self.county: COUNTY,
        }
        found |= {str(each): place + 2 * len(self.known) for each, place in self.known.items()}
        escaped = {PARTY: PARTY_JSON, SHORT: SHORT_JSON, COUNTY: COUNTY_JSON}
        return found | {json.dumps(text)[1:-1]: escaped[at] for text, at in found.items() if at in escaped}

    def _plate(
        self, done: Press, model: type[Base], row: Row, ids: Mapping[UUID, int], marks: Mapping[str, int]
    ) -> None:
        encoder = self.encoders[model]
        fixed, places = encoder.encode(row), []
        kinds = Base.metadata.tables[model.__tablename__].columns
        for place, name in enumerate(encoder.names):
            at = self._own(model, row, name)
            if at is None and isinstance(row[name], UUID):
                at = ids.get(row[name], self.known.get(row[name]))
            if at is None:
                kind: Any = kinds[name].type
                secret = isinstance(kind, Encrypted)
                text = row[name] if secret else fixed[place]
                if isinstance(text, str) and (parts := self._gaps(text, marks)):
                    at = self._text(done, parts, kind.purpose if secret else None)
            if at is not None:
                places.append((place, at))
        done.plates.append(Plate(self.models.index(model), fixed, tuple(places)))

    def _own(self, model: type[Base], row: Row, name: str) -> int | None:
        """The place of a value that every copy has of its own."""
        if name == "tenant_id":
            return TENANT
        if model is Case:
            return {"no_seq": NUMBER, "code": CODE, "code_index": CODE_INDEX, "party_index": PARTY_INDEX}.get(name)
        if model is Participant and row["role"] == "applicant":
            return {"id_number": ID_NUMBER, "phone": PHONE}.get(name)
        return None

    def _line(self, done: Press, row: Row, ids: Mapping[UUID, int], marks: Mapping[str, int]) -> None:
        """The line of an audit row that its link seals, and the link."""
        hexes = {row["id"].hex: ids[row["id"]] + MOST_ROWS, f"[{self.tenant},": TENANT_TEXT}
        if row["actor_id"] in self.known:
            hexes[row["actor_id"].hex] = self.known[row["actor_id"]] + len(self.known)
        parts = self._gaps(canonical(SimpleNamespace(**row)), {**marks, **hexes})  # type: ignore[arg-type]
        assert parts is not None
        done.sealed.append((self._text(done, parts, None), ids[row["id"]]))

    def _text(self, done: Press, parts: tuple[list[str], Places], purpose: str | None) -> int:
        done.texts.append(Text(*parts, purpose))
        return self.places + len(done.texts) - 1

    @staticmethod
    def _gaps(text: str, marks: Mapping[str, int]) -> tuple[list[str], Places] | None:
        """A text parted at its marks, or None where it has none."""
        there = sorted((mark for mark in marks if mark in text), key=len, reverse=True)
        if not there:
            return None
        found = re.split("(" + "|".join(map(re.escape, there)) + ")", text)
        return found, tuple((place, marks[part]) for place, part in enumerate(found) if part in marks)


def link_plate(encoder: Encoder, at: Any, algorithm: str) -> Plate:
    """The row of a link."""
    row = {"tenant_id": 0, "seq": 0, "audit_id": UUID(int=0), "at": at, "algorithm": algorithm, "hash": ""}
    where = {"tenant_id": TENANT, "seq": SEQ, "audit_id": SEALED_ID, "hash": SEAL}
    places = tuple((encoder.names.index(name), place) for name, place in where.items())
    return Plate(-1, encoder.encode(row), places)


def encoders(dialect: Any, models: Iterable[type[Base]]) -> dict[type[Base], Encoder]:
    """An encoder for each class, the audit's links last."""
    made = {model: Encoder(dialect, model) for model in models if model is not AuditLink}
    return {**made, AuditLink: Encoder(dialect, AuditLink)}
