"""The table of schemes; every version is kept, the one in force counts."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, pk
from core.schemes.rules import DRAFT, IN_FORCE, OPEN, STATES


class Scheme(Base):
    """The scheme of one year of the county, which binds its townships, or of one township."""

    __tablename__ = "core_scheme"
    __global__ = "a township's scheme is measured against its county's in one session"
    __table_args__ = (CheckConstraint(f"state in {STATES}", name="state"),)

    tenant_id: Mapped[int] = mapped_column(ForeignKey("core_tenant.id"), primary_key=True, sort_order=-10)
    id: Mapped[UUID] = pk()
    form_key: Mapped[str] = mapped_column(unique=True)
    year: Mapped[int]
    state: Mapped[str] = mapped_column(default=DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    # From what it was copied: a key of `core.schemes.rules.SOURCES`.
    source: Mapped[str]
    # As `core.schemes.rules.to_json` makes it.
    terms: Mapped[dict[str, Any]]
    # Who wrote it last, and who confirmed or dropped it.
    drafted_by: Mapped[UUID]
    drafter: Mapped[str]
    changed_at: Mapped[dt.datetime]
    decider: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[dt.datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    # The document 公文 with which it was issued, in the same tenant.
    document_id: Mapped[UUID | None]

    __mapper_args__ = {"version_id_col": version}


# Of a year there is one scheme in force, and one that is worked on.
Index(
    "uq_core_scheme_in_force",
    Scheme.tenant_id,
    Scheme.year,
    unique=True,
    sqlite_where=Scheme.state == IN_FORCE,
    postgresql_where=Scheme.state == IN_FORCE,
)
Index(
    "uq_core_scheme_open",
    Scheme.tenant_id,
    Scheme.year,
    unique=True,
    sqlite_where=Scheme.state.in_(OPEN),
    postgresql_where=Scheme.state.in_(OPEN),
)
