"""The declarative base and the mixins every table takes its tenancy from.

A table is `Private` or `Publishable` (a tenant's own rows, primary key `(tenant_id, id)`) or it says in `__global__`
why it belongs to the whole installation; a test refuses a table that says neither.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar, Literal
from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, MetaData, Table, event
from sqlalchemy.orm import DeclarativeBase, Mapped, Mapper, mapped_column
from sqlalchemy.types import JSON

from core.db.ids import new_id
from core.db.types import Instant, Uid


class Base(DeclarativeBase):
    """Root of all mapped classes: one metadata, one naming convention, shared column types."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        UUID: Uid,
        dt.datetime: Instant,
        dict[str, Any]: JSON,
        list[str]: JSON,
    }
    __global__: ClassVar[str] = ""
    __append_only__: ClassVar[bool] = False
    # Of an append-only table: its rows leave with their township when that goes into another.
    __moves__: ClassVar[bool] = False


class Tenanted:
    """A row that belongs to one tenant; `tenant_id` is the division code at registration and never changes."""

    tenant_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, sort_order=-10)


class Private(Tenanted):
    """Rows the public scope never sees."""


class Publishable(Tenanted):
    """Rows the public scope sees once `published` is true."""

    published: Mapped[bool] = mapped_column(default=False, sort_order=90)


Kind = Literal["private", "publishable", "global"]


@event.listens_for(Mapper, "after_mapper_constructed")
def _mark_tables(mapper: Mapper[Any], class_: type[Any]) -> None:
    """Write each table's kind on the table itself, so that guard and views need not know which base it came from."""
    kind: Kind
    if issubclass(class_, Tenanted):
        if issubclass(class_, Private) == issubclass(class_, Publishable):
            raise TypeError(f"{class_.__name__} must be either Private or Publishable")
        kind = "publishable" if issubclass(class_, Publishable) else "private"
    elif getattr(class_, "__global__", ""):
        kind = "global"
    else:
        return
    for table in mapper.tables:
        if isinstance(table, Table):
            table.info.setdefault("kind", kind)
            if getattr(class_, "__append_only__", False):
                table.info["append_only"] = True
                table.info["moves"] = bool(getattr(class_, "__moves__", False))


def kind_of(table: Table) -> Kind:
    """Whose rows a table holds; an unmapped table with a `tenant_id` counts as private."""
    kind: Kind = table.info.get("kind", "private" if "tenant_id" in table.c else "global")
    return kind


def pk() -> Mapped[UUID]:
    """The second half of every tenant row's primary key `(tenant_id, id)`."""
    return mapped_column(Uid, primary_key=True, default=new_id, sort_order=-9)


def same_tenant(column: str, target: str, target_column: str = "id") -> ForeignKeyConstraint:
    """A foreign key that carries `tenant_id`, so that no row can point into another tenant.

    Args:
        column: the local column, e.g. ``"unit_id"``.
        target: the table it names, e.g. ``"core_unit"``.
    """
    return ForeignKeyConstraint(["tenant_id", column], [f"{target}.tenant_id", f"{target}.{target_column}"])
