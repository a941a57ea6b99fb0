"""Canaries in every text column that people type, found from the models: each row's own, so that it tells whose it is.

A table or column of a later plugin is planted without a word here. What holds codes is told by its values (ASCII only)
or by a check; the few that neither tells are listed with the reason.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import Table

from core import plugins
from core.db import Scope
from core.db.base import Base, kind_of
from core.db.crypto import Encrypted
from core.db.types import Uid
from core.tenancy.models import Tenant
from tests import databases
from tests.site import Site

WORD = re.compile(r"xq[0-9a-z]{5}x")
UUIDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
# Columns of tenants that hold no words of people, although their values look so.
CODED = {
    "approval_item.title": "in whose name, one of three that decide the road",
    "core_case.series": "the beginning of a number, by which cases are found",
    "core_clock.source": "says that a length is not the rule's own",
    "core_parcel_sent.content": "sealed by its digest, and about to be delivered",
    "core_job_progress.words": "the software's own",
    "core_synced.said": "what the tenant's folder said, for comparing only",
    "core_notice.params": "words of the software filled into its own",
    "core_job.error": "empty means that it went well",
    "core_job_progress.error": "empty means that it went well",
    "core_outbox.error": "empty means that it went well",
    "core_outbox.payload": "ids and codes for the worker",
}
# Tables without a tenant that people write into: whose words they are, as a query of key and tenant.
OWNED = {"core_account": "core_person.account_id"}
# The other tables without a tenant: nobody's secret.
GLOBAL = {
    "core_activation_link": "hashes",
    "core_login_session": "hashes, and where an account is open, which only its owner is shown",
    "core_former_password": "hashes",
    "core_identity": "hashes",
    "core_second_factor": "secrets, shown to their owner once",
    "core_recovery_code": "hashes",
    "core_throttle": "counts tries",
    "core_calendar_version": "the State Council's calendar is public",
    "core_calendar_day": "the State Council's calendar is public",
    "core_overlay_version": "local rest days are public",
    "core_overlay_day": "local rest days are public",
    "core_tenant": "the names of the townships are public",
    "core_tenant_plugin": "which measures a township has is public",
    "core_parked_revision": "which migrations wait for their plugin",
    "core_plugin_rule": "which measures may be switched is known to all",
    "core_scheme": "days and quotas of duties, known to every unit of the township and to the county",
    "core_tenant_tree": "which township is whose",
}


@dataclass(frozen=True)
class Planted:
    """Whose a word or an id is.

    Attributes:
        where: ``table.column``.
        public: the row is published.
        units: the units whose row it is; empty where it is nobody's in particular.
        case_id: the case it belongs to.
        joint: the units that have a part of the same matter, or the whole of it.
        handler: who has the case in hand, of whatever unit.
    """

    tenant: int
    where: str
    public: bool = False
    units: frozenset[UUID] = frozenset()
    case_id: UUID | None = None
    joint: frozenset[UUID] = frozenset()
    handler: UUID | None = None


@dataclass
class Planting:
    """Every word and id that tells whose it is, and what nobody may show of anybody."""

    found: dict[str, Planted] = field(default_factory=dict)
    secret: set[str] = field(default_factory=set)
    # Login → the word in the account's name.
    names: dict[str, str] = field(default_factory=dict)
    # Telephones the townships publish of themselves.
    published: set[str] = field(default_factory=set)

    def in_(self, text: str) -> dict[str, Planted]:
        """What of it stands in a text."""
        lowered = text.lower()
        said = {*WORD.findall(lowered), *UUIDS.findall(lowered)}
        return {word: self.found[word] for word in said if word in self.found}

    def next_word(self) -> str:
        """A word that stands nowhere yet."""
        number, word = len(self.found), ""
        for _ in range(5):
            number, digit = divmod(number, 36)
            word = DIGITS[digit] + word
        return f"xq{word}x"

    def of(self, tenant: int, where: str) -> list[str]:
        """The words planted in one column of a tenant."""
        return [word for word, planted in self.found.items() if (planted.tenant, planted.where) == (tenant, where)]


def tables() -> list[Table]:
    """Every table of core and of every plugin."""
    assert plugins.registry().models
    return Base.metadata.sorted_tables


def plant(site: Site) -> Planting:
    """Write the canaries into every row there is, past every wall, and return them."""
    made = Planting()
    with databases.tampering(site.database, keep_keys=True) as connection:
        owners = _Owners(connection)
        homes = owners.homes()
        for table in tables():
            if kind_of(table) == "global":
                if table.name in OWNED:
                    _plant_accounts(connection, table, homes, made)
                continue
            for row in connection.execute(sa.select(table)).mappings().all():
                _plant_row(connection, table, row, owners, made)
    with site.database.read(Scope.system("the telephones the townships publish")) as session:
        made.published = {str(tenant.settings.get("phone", "")) for tenant in session.scalars(sa.select(Tenant))}
    return made


def unplanted_tables() -> list[str]:
    """Tables without a tenant of which nobody said whose words they hold."""
    found = [table.name for table in tables() if kind_of(table) == "global"]
    return [name for name in found if name not in GLOBAL and name not in OWNED]


def _plant_row(
    connection: sa.Connection, table: Table, row: Mapping[Any, Any], owners: _Owners, made: Planting
) -> None:
    units, case_id = owners.of(table, row)
    whose = (owners.published(row), units, case_id, *owners.besides(row["tenant_id"], case_id))

    def grow(column: str) -> str:
        word = made.next_word()
        made.found[word] = Planted(row["tenant_id"], f"{table.name}.{column}", *whose)
        return word

    if "id" in table.c and isinstance(row["id"], UUID):
        made.found[str(row["id"])] = Planted(row["tenant_id"], f"{table.name}.id", *whose)
    values = {}
    for column in typed(connection, table):
        value = row[column.name]
        if isinstance(column.type, Encrypted) and column.name in {"id_number", "phone"}:
            made.secret |= {value} if value else set()
        elif (new := grown(value, grow, column.name)) != value:
            values[column.name] = new
    if values:
        here = [column == row[column.name] for column in table.primary_key]
        connection.execute(table.update().where(*here).values(values))


def grown(value: Any, grow: Any, name: str) -> Any:
    """A value with a word in it; of structured ones in every part that people read."""
    if isinstance(value, str):
        if value.startswith(("{", "[")):
            return json.dumps(grown(json.loads(value), grow, name), ensure_ascii=False)
        return f"{value}{grow(name)}"
    if isinstance(value, dict):
        return {key: grown(part, grow, name) if _is_said(part) else part for key, part in value.items()}
    if isinstance(value, list):
        return [grown(part, grow, name) if _is_said(part) else part for part in value]
    return value


def _is_said(part: Any) -> bool:
    return not isinstance(part, str) or not part.isascii()


def _plant_accounts(connection: sa.Connection, table: Table, homes: Mapping[UUID, int], made: Planting) -> None:
    for row in connection.execute(sa.select(table)).mappings().all():
        if row["id"] in homes:
            word = made.next_word()
            made.found[word] = Planted(homes[row["id"]], f"{table.name}.display_name")
            made.names[row["login"]] = word
            changed = {"display_name": f"{row['display_name']}{word}"}
            connection.execute(table.update().where(table.c.id == row["id"]).values(changed))


_TYPED: dict[str, list[sa.Column[Any]]] = {}


def typed(connection: sa.Connection, table: Table) -> list[sa.Column[Any]]:
    """The columns of a table that people type into."""
    if table.name not in _TYPED:
        keys = {column for key in table.foreign_key_constraints for column in key.columns}
        keys |= {*table.primary_key}
        checks = " ".join(str(check.sqltext) for check in table.constraints if isinstance(check, sa.CheckConstraint))
        texts = [column for column in table.c if isinstance(column.type, sa.String | sa.JSON | Encrypted)]
        texts = [column for column in texts if column not in keys and f"{table.name}.{column.name}" not in CODED]
        texts = [column for column in texts if not re.search(rf"\b{column.name}\b", checks)]
        _TYPED[table.name] = [column for column in texts if not _holds_codes(connection, column)]
    return _TYPED[table.name]


def _holds_codes(connection: sa.Connection, column: sa.Column[Any]) -> bool:
    """Whether every value is a code; telephones and numbers of people are none."""
    if isinstance(column.type, sa.JSON) or column.name in {"id_number", "phone"}:
        return False
    values = [value for (value,) in connection.execute(sa.select(column).distinct()) if value]
    return bool(values) and all(value.isascii() and not value.startswith(("{", "[")) for value in values)


class _Owners:
    """Whose rows rows are, by the keys that lead to a unit or a case."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection
        self._known: dict[tuple[str, UUID], tuple[frozenset[UUID], UUID | None]] = {}
        self._besides: dict[UUID, tuple[frozenset[UUID], UUID | None]] = {}

    def of(self, table: Table, row: Mapping[Any, Any]) -> tuple[frozenset[UUID], UUID | None]:
        """The units and the case of a row."""
        if table.name in {"core_unit", "core_person", "core_grant"}:
            return frozenset(), None
        units = {row[name] for name in ("unit_id", "receiver_id") if name in table.c and row[name] is not None}
        case_id = row["id"] if table.name == "core_case" else None
        if (owner := row.get("owner_id", row.get("matter_id"))) is not None:
            table, row = self._owner(row["tenant_id"], owner) or (table, row)
            # What is published was somebody's work, and is everybody's to read.
            return (frozenset(), None) if table.name in {"core_published", "core_file"} else self.of(table, row)
        if row.get("case_id") is not None:
            cases = Base.metadata.tables["core_case"]
            units, case_id = {*self._of_parent(cases, row["tenant_id"], row["case_id"])[0]}, row["case_id"]
        for parent, parent_id in self._parents(table, row):
            more, case = self._of_parent(parent, row["tenant_id"], parent_id)
            units |= more
            case_id = case_id or case
        return frozenset(units), case_id

    def besides(self, tenant: int, case_id: UUID | None) -> tuple[frozenset[UUID], UUID | None]:
        """Of a case: the units that have its parts or of which it is one, and who has it in hand."""
        if case_id is None:
            return frozenset(), None
        if case_id not in self._besides:
            case = Base.metadata.tables["core_case"]
            mine = sa.select(case).where(case.c.tenant_id == tenant, case.c.id == case_id)
            row = self._connection.execute(mine).mappings().one()
            whole = sa.or_(case.c.parent_id == case_id, case.c.id == row["parent_id"])
            units = self._connection.scalars(sa.select(case.c.unit_id).where(case.c.tenant_id == tenant, whole))
            self._besides[case_id] = frozenset(units), row["handler_id"]
        return self._besides[case_id]

    def published(self, row: Mapping[Any, Any]) -> bool:
        """Whether a row is published, or belongs to one that is."""
        if row.get("owner_id") is None:
            return bool(row.get("published"))
        owner = self._owner(row["tenant_id"], row["owner_id"])
        return owner is not None and bool(owner[1].get("published"))

    def _owner(self, tenant: int, row_id: UUID) -> tuple[Table, Mapping[Any, Any]] | None:
        """The row to which another belongs, of whatever table; of a publication what became of it."""
        found = None
        for table in tables():
            if "tenant_id" in table.c and isinstance(table.c.get("id", sa.column("x")).type, Uid):
                query = sa.select(table).where(table.c.tenant_id == tenant, table.c.id == row_id)
                row = self._connection.execute(query).mappings().first()
                found = found if row is None else (table, row)
        return found

    def _parents(self, table: Table, row: Mapping[Any, Any]) -> Iterator[tuple[Table, UUID]]:
        for key in table.foreign_key_constraints:
            parent = key.referred_table
            names = [column.name for column in key.columns if column.name != "tenant_id"]
            if "tenant_id" not in parent.c or parent.name in {"core_unit", table.name} or len(names) != 1:
                continue
            if isinstance(row[names[0]], UUID) and isinstance(parent.c.get("id", sa.column("x")).type, Uid):
                yield parent, row[names[0]]

    def _of_parent(self, table: Table, tenant: int, row_id: UUID) -> tuple[frozenset[UUID], UUID | None]:
        if (table.name, row_id) not in self._known:
            query = sa.select(table).where(table.c.tenant_id == tenant, table.c.id == row_id)
            row = self._connection.execute(query).mappings().one()
            self._known[table.name, row_id] = self.of(table, row)
        return self._known[table.name, row_id]

    def homes(self) -> dict[UUID, int]:
        """Account → the only tenant in which it is a person's."""
        person = Base.metadata.tables["core_person"]
        rows: Iterable[Any] = self._connection.execute(sa.select(person.c.account_id, person.c.tenant_id)).all()
        found: dict[UUID, set[int]] = {}
        for account_id, tenant in rows:
            found.setdefault(account_id, set()).add(tenant)
        return {account_id: tenants.pop() for account_id, tenants in found.items() if len(tenants) == 1}


def carried(site: Site, planting: Planting) -> list[tuple[str, int, str]]:
    """Words of one tenant in a row of another, as (table, whose row, whose word); who acted there is told by name.

    An id is no word: parcels and visits are named on both sides.
    """
    found = set()
    with databases.tampering(site.database, keep_keys=True) as connection:
        for table in tables():
            texts = [column for column in table.c if isinstance(column.type, sa.String | sa.JSON | Encrypted)]
            if kind_of(table) == "global" or not texts:
                continue
            for row in connection.execute(sa.select(table.c.tenant_id, *texts)):
                for planted in planting.in_(" ".join(map(str, row[1:]))).values():
                    named = planted.where.startswith("core_account.") or planted.where.endswith(".id")
                    if planted.tenant != row[0] and not named:
                        found.add((table.name, row[0], f"{planted.where} of {planted.tenant}"))
    return sorted(found)
