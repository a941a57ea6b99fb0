"""An empty installation filled with copies of stencils: the same rows for the same seed and day."""

from __future__ import annotations

import datetime as dt
import gc
import random
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import UUID

from core import clock as time
from core.accounts.models import Account
from core.audit.models import AuditLink
from core.config import Config
from core.db import Base, Database, Scope, TenantTree, bulk, crypto, numbers
from core.moving import rows
from core.seed import names, press
from core.seed.ahead import ahead
from core.seed.copies import Mill, Order, Turn, make_id, parties, turns
from core.seed.names import Place
from core.seed.press import Bench, link_plate
from core.seed.stencils import PlaceStencil, Stencils, make
from core.tenancy.models import Tenant, TenantPlugin

TURN = 4_000  # cases a write turn
APART = 20_000  # from so many cases on it is worth a process that makes the next turn while this one is written
SEEDER = "seed"
FEWEST_STENCILS, MOST_STENCILS = 33, 420  # every road at least once; about one for each working day of two years


@dataclass(frozen=True, slots=True)
class Scale:
    """How much: the root, its name, and its townships with so many cases each."""

    root: int
    name: str
    places: Sequence[Place]
    cases: int

    @classmethod
    def of(cls, townships: int, cases: int) -> Scale:
        """A county of so many townships; more than a hundred lie in several, under one root."""
        root = (names.COUNTY, "样例县") if townships <= names.TOWNSHIPS_OF_ONE else (names.PROVINCE, "样例州")
        return cls(*root, names.places(townships), cases)

    def shares(self) -> Iterator[tuple[Place, int]]:
        """Each township with its cases: the same number, the first ones take what is left."""
        each, left = divmod(self.cases, len(self.places))
        for number, place in enumerate(self.places):
            yield place, each + (number < left)


def fill(
    database: Database,
    config: Config,
    scale: Scale,
    seed: int,
    today: dt.date,
    told: Callable[[int], None] = lambda cases: None,
) -> float:
    """Make the stencils, then fill an installation that has no tenant.

    Args:
        told: hears of the cases of each turn.

    Returns:
        The seconds that the filling took, without the making of the stencils.
    """
    with tempfile.TemporaryDirectory() as scratch:
        stencils = make(Path(scratch), today, min(MOST_STENCILS, max(scale.cases // 20, FEWEST_STENCILS)))
    crypto.load_keys(config.keys)
    began = monotonic()
    Filling(database, stencils, scale, seed, config, time.midnight(today)).run(told)
    return monotonic() - began


class Filling:
    """Fills one installation.

    Args:
        at: the instant of the seeding.
    """

    def __init__(
        self, database: Database, stencils: Stencils, scale: Scale, seed: int, config: Config, at: dt.datetime
    ):
        self.database = database
        self.stencils = stencils
        self.scale = scale
        self.seed = seed
        self.keys = config.keys
        self.algorithm = config.audit_hash
        self.at = at
        township = stencils.township
        ids = [account["id"] for account in township.accounts] + [row["id"] for _, row in township.rows if "id" in row]
        self.known = {old: press.TOWNSHIP + place for place, old in enumerate(ids)}

    def run(self, told: Callable[[int], None] = lambda cases: None) -> None:
        """Fill it; `told` hears of each turn's cases."""
        with self.database.loading(), _no_garbage():
            self._county()
            with self.database.read(Scope.system("which database this is")) as session:
                encoders = press.encoders(session.get_bind().dialect, rows.models())
            bench = Bench(encoders, self.stencils, self.known)
            presses = [bench.press(stencil) for stencil in self.stencils.cases]
            link = link_plate(encoders[AuditLink], self.at, self.algorithm)
            mill = Mill(presses, parties(), link, len(encoders), bench.short, self.scale.name, self.algorithm)
            orders = [
                Order(place, self._ids(place.code, len(self.known)), f"{self.seed}:{place.code}:cases", count)
                for place, count in self.scale.shares()
            ]
            apart = self.scale.cases >= APART
            made = ahead(_turns, self.keys, mill, orders) if apart else turns(mill, orders, TURN)
            for order in orders:
                self._township(order)
                for turn in made:
                    with self.database.write(Scope.one(order.place.code)) as session:
                        for encoder, found in zip(encoders.values(), turn.tables, strict=True):
                            encoder.insert(session, found)
                        bulk.copy(session, numbers.Counter, turn.counters or ())
                    told(turn.size)
                    if turn.counters is not None:
                        break

    def _county(self) -> None:
        """The root, with its people."""
        county = self.stencils.county
        ids = [row["id"] for row in county.accounts] + [row["id"] for _, row in county.rows if "id" in row]
        words = {county.tenant["name"]: self.scale.name, str(county.tenant["id"]): str(self.scale.root)}
        self._place(
            county, self.scale.root, None, dict(zip(ids, self._ids(self.scale.root, len(ids)), strict=True)), words
        )

    def _township(self, order: Order) -> None:
        """A township with its units, people and what its measures keep."""
        township, county = self.stencils.township, self.stencils.county.tenant
        place, ids = order.place, dict(zip(self.known, order.ids, strict=True))
        words = {
            township.tenant["settings"]["prefix"]: place.short,
            county["name"]: self.scale.name,
            str(township.tenant["id"]): str(place.code),
            str(county["id"]): str(self.scale.root),
        }
        self._place(township, place.code, self.scale.root, ids, words)

    def _place(
        self,
        stencil: PlaceStencil,
        code: int,
        parent: int | None,
        ids: Mapping[UUID, UUID],
        words: Mapping[str, str],
    ) -> None:
        def copied(row: Mapping[str, Any]) -> dict[str, Any]:
            return {name: _copied(value, ids, words) for name, value in row.items()}

        accounts = [
            {**copied(row), "login": f"{row['login']}.{code}", "last_tenant_id": None} for row in stencil.accounts
        ]
        own = {"id": code, "parent_id": parent, "division_code": str(code), "sample": True}
        held: dict[type[Base], list[dict[str, Any]]] = defaultdict(list)
        for model, row in stencil.rows:
            held[model].append({**copied(row), "tenant_id": code})
        switches = [
            {"tenant_id": code, "plugin": name, "enabled": True, "changed_by": SEEDER, "changed_at": self.at}
            for name in stencil.measures
        ]
        with self.database.write(Scope.one(code)) as session:
            bulk.copy(session, Tenant, [{**copied(stencil.tenant), **own}])
            bulk.copy(
                session, TenantTree, [{"ancestor_id": above, "tenant_id": code} for above in {code, parent or code}]
            )
            bulk.copy(session, TenantPlugin, switches)
            bulk.copy(session, Account, accounts)
            for model, made in held.items():
                bulk.copy(session, model, made)

    def _ids(self, tenant: int, number: int) -> list[UUID]:
        """Ids of a tenant's own rows, made from the seed."""
        pick = random.Random(f"{self.seed}:{tenant}")  # noqa: S311 - sample data
        since = int(self.stencils.cases[0].case["opened_at"].timestamp() * 1000) - number - 1
        return [UUID(bytes=make_id(since + place, 0, pick.getrandbits(62))) for place in range(number)]


def _turns(keys: Path, mill: Mill, orders: Sequence[Order]) -> Iterator[Turn]:
    """All turns, made in a process that has nothing yet."""
    crypto.load_keys(keys)
    with _no_garbage():
        yield from turns(mill, orders, TURN)


@contextmanager
def _no_garbage() -> Iterator[None]:
    """Rows are lists by the hundred thousand, none of them in a circle: looking for such took a third of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _copied(value: Any, ids: Mapping[UUID, UUID], words: Mapping[str, str]) -> Any:
    """A value of a tenant's own row as the copy has it."""
    if isinstance(value, UUID):
        return ids.get(value, value)
    if isinstance(value, str):
        for old, new in words.items():
            value = value.replace(old, new)
        return value
    if isinstance(value, dict):
        return {name: _copied(each, ids, words) for name, each in value.items()}
    return [_copied(each, ids, words) for each in value] if isinstance(value, list) else value
