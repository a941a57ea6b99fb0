"""Every table says whose rows it holds, and none of a tenant's rows can point at another tenant's."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import Connection, ForeignKeyConstraint, Table
from sqlalchemy.exc import IntegrityError
from sqlalchemy.types import TypeDecorator

from core import plugins
from core.db import Database, crypto, new_id
from core.db.base import Base, Tenanted, kind_of
from core.db.types import Instant, Uid

assert plugins.registry().models  # every plugin's tables are mapped by now
TABLES = {table.name: table for table in Base.metadata.sorted_tables}
LINKS = {
    f"{table.name}.{key.column_keys[-1]}": key
    for table in TABLES.values()
    for key in sorted(table.foreign_key_constraints, key=lambda key: key.column_keys)
    if kind_of(key.referred_table) != "global"
}
OWN, OTHER = 1, 2
SIMPLE: dict[type, Any] = {
    bool: False,
    dt.date: dt.date(2026, 1, 1),
    dt.time: dt.time(9),
    float: 1.0,
    bytes: b"x",
    dict: {},
}


def test_every_table_is_a_tenants_or_says_why_not() -> None:
    said = {
        mapper.class_.__tablename__
        for mapper in Base.registry.mappers
        if issubclass(mapper.class_, Tenanted) or mapper.class_.__global__
    }
    assert said == set(TABLES)


@pytest.mark.parametrize("name", [name for name in TABLES if kind_of(TABLES[name]) != "global"])
def test_every_key_of_a_tenants_table_holds_the_tenant(name: str) -> None:
    table = TABLES[name]
    unique = [c.columns for c in table.constraints if isinstance(c, sa.UniqueConstraint | sa.PrimaryKeyConstraint)]
    unique += [index.columns for index in table.indexes if index.unique]
    assert [list(map(str, columns)) for columns in unique if "tenant_id" not in columns] == []


@pytest.mark.parametrize("name", [name for name in TABLES if kind_of(TABLES[name]) == "global"])
def test_no_table_of_the_installation_points_at_a_tenants_row(name: str) -> None:
    assert [key for key in TABLES[name].foreign_key_constraints if kind_of(key.referred_table) != "global"] == []


# Where a check binds one column to another, the row that needs no more: nobody named, nobody's administrator.
PLAIN = {
    "core_notice": {"recipient": "party"},
    "core_grant": {"role": "clerk"},
    "core_organisation_member": {"is_admin": True},
}


class Maker:
    """Makes rows for any table, with the parents they need, past the guard."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.numbers = itertools.count(1)

    def row(self, table: Table, tenant: int, given: dict[str, Any], depth: int = 0) -> dict[str, Any]:
        """Insert a row of `tenant`; `given` columns are taken as they are."""
        values = self.values(table, tenant, given, depth)
        self.connection.execute(table.insert().values(values))
        return values

    def values(self, table: Table, tenant: int, given: dict[str, Any], depth: int = 0) -> dict[str, Any]:
        """Values for each column a row must have."""
        assert depth < 12, table
        values = PLAIN.get(table.name, {}) | ({"tenant_id": tenant, **given} if "tenant_id" in table.c else given)
        for key in table.foreign_key_constraints:
            local = [name for name in key.column_keys if name not in values]
            if local and all(not table.c[name].nullable or table.c[name].primary_key for name in local):
                parent = self.row(key.referred_table, tenant, {}, depth + 1)
                for name, element in zip(key.column_keys, key.elements, strict=True):
                    values.setdefault(name, parent[element.column.name])
        for column in table.columns:
            if column.name not in values and not column.nullable and (column.default is None or column.primary_key):
                values[column.name] = self.value(column)
        return values

    def value(self, column: sa.Column[Any]) -> Any:
        """A value of a column's type."""
        for check in sa.inspect(self.connection).get_check_constraints(column.table.name):
            for word in check["sqltext"].split("'")[1:2]:
                if re.search(rf"\b{column.name}\b", check["sqltext"]):
                    return word
        if isinstance(column.type, Uid):
            return new_id()
        if isinstance(column.type, Instant):
            return dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
        if column.type.python_type is int:
            return next(self.numbers)
        text = f"x{new_id().hex}"
        return text if isinstance(column.type, TypeDecorator) else SIMPLE.get(column.type.python_type, text)


@pytest.mark.parametrize("name", LINKS)
def test_a_link_into_another_tenant_is_refused(database: Database, tmp_path: Path, name: str) -> None:
    crypto.create_keys(tmp_path / "keys")
    crypto.load_keys(tmp_path / "keys")
    key: ForeignKeyConstraint = LINKS[name]
    table, target = key.table, key.referred_table
    pairs = {local: element.column.name for local, element in zip(key.column_keys, key.elements, strict=True)}
    assert pairs.get("tenant_id") == "tenant_id"
    with database.owner() as connection:
        make = Maker(connection)
        for tenant in (OWN, OTHER):
            for known in TABLES.values():
                if known.name == "core_tenant":
                    make.row(known, tenant, {"id": tenant})
        own, other = (make.row(target, tenant, {}) for tenant in (OWN, OTHER))

        def link(row: dict[str, Any]) -> dict[str, Any]:
            return {local: row[remote] for local, remote in pairs.items() if local != "tenant_id"}

        kept = make.row(table, OWN, link(own))  # the control: within the tenant the same row is taken
        key_of_kept = sa.and_(*(column == kept[column.name] for column in table.primary_key))
        with pytest.raises(IntegrityError, match=r"(?i)foreign key"), connection.begin_nested():
            make.row(table, OWN, link(other))
        if not table.info.get("append_only"):  # which no UPDATE changes at all
            with pytest.raises(IntegrityError, match=r"(?i)foreign key"), connection.begin_nested():
                connection.execute(table.update().where(key_of_kept).values(link(other)))
            with pytest.raises(IntegrityError), connection.begin_nested():
                connection.execute(table.update().where(key_of_kept).values(tenant_id=OTHER))
