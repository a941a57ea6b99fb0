"""Toy tables for the tenancy matrix, on a base of their own so that core's metadata stays clean."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKeyConstraint, Integer, MetaData, Table
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from core.db.base import Private, Publishable
from core.db.engine import Database
from core.db.tree import TenantTree


class ToyBase(DeclarativeBase):
    metadata = MetaData()


def _id() -> Mapped[int]:
    return mapped_column(primary_key=True, autoincrement=False, sort_order=-9)


class Unit(Private, ToyBase):
    __tablename__ = "unit"
    id: Mapped[int] = _id()
    name: Mapped[str]
    cases: Mapped[list[Case]] = relationship(back_populates="unit")


class Case(Publishable, ToyBase):
    __tablename__ = "case_"
    __table_args__ = (ForeignKeyConstraint(["tenant_id", "unit_id"], ["unit.tenant_id", "unit.id"]),)
    id: Mapped[int] = _id()
    title: Mapped[str]
    unit_id: Mapped[int]
    unit: Mapped[Unit] = relationship(back_populates="cases")
    events: Mapped[list[Event]] = relationship(back_populates="case")
    tags: Mapped[list[Tag]] = relationship(secondary=lambda: case_tag, viewonly=True)


class Event(Private, ToyBase):
    __tablename__ = "event"
    __table_args__ = (ForeignKeyConstraint(["tenant_id", "case_id"], ["case_.tenant_id", "case_.id"]),)
    id: Mapped[int] = _id()
    case_id: Mapped[int]
    kind: Mapped[str]
    case: Mapped[Case] = relationship(back_populates="events")


class Tag(Private, ToyBase):
    __tablename__ = "tag"
    id: Mapped[int] = _id()
    name: Mapped[str]


class LooseTag(Private, ToyBase):
    """A badly made child: joined on one column, no composite key to hold it."""

    __tablename__ = "loosetag"
    id: Mapped[int] = _id()
    case_id: Mapped[int]


class Calendar(ToyBase):
    """A table of the whole installation."""

    __tablename__ = "calendar"
    __global__ = "the state's holidays are the same for all"
    id: Mapped[int] = _id()
    name: Mapped[str]


case_tag = Table(
    "case_tag",
    ToyBase.metadata,
    Column("tenant_id", Integer, primary_key=True),
    Column("case_id", Integer, primary_key=True),
    Column("tag_id", Integer, primary_key=True),
    ForeignKeyConstraint(["tenant_id", "case_id"], ["case_.tenant_id", "case_.id"]),
    ForeignKeyConstraint(["tenant_id", "tag_id"], ["tag.tenant_id", "tag.id"]),
)

OWN, OTHER, THIRD, ROOT, ELSEWHERE = 1, 2, 3, 100, 200


def fill(database: Database) -> None:
    """Tenants 1 and 2 lie below root 100, tenant 3 below 200; each has two cases, the second one published."""
    with database.owner() as connection:
        pairs = [(ROOT, OWN), (ROOT, OTHER), (ELSEWHERE, THIRD), *((t, t) for t in (OWN, OTHER, THIRD))]
        rows = [{"ancestor_id": ancestor, "tenant_id": tenant} for ancestor, tenant in pairs]
        connection.execute(sa.insert(TenantTree.__table__), rows)
        for t in (OWN, OTHER, THIRD):
            connection.execute(sa.insert(Unit.__table__), {"tenant_id": t, "id": 1, "name": f"u{t}"})
            connection.execute(sa.insert(Tag.__table__), {"tenant_id": t, "id": 1, "name": f"g{t}"})
            for i in (1, 2):
                case = {"tenant_id": t, "id": i, "title": f"c{t}-{i}", "unit_id": 1, "published": i == 2}
                connection.execute(sa.insert(Case.__table__), case)
                connection.execute(sa.insert(Event.__table__), {"tenant_id": t, "id": i, "case_id": i, "kind": f"k{t}"})
            connection.execute(sa.insert(case_tag), {"tenant_id": t, "case_id": 1, "tag_id": 1})
            connection.execute(sa.insert(LooseTag.__table__), {"tenant_id": t, "id": 1, "case_id": 1})
