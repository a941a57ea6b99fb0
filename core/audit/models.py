"""The audit tables: rows written in the business transaction by core only, and the chain that seals them."""

from __future__ import annotations

import datetime as dt
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk, same_tenant


class Audit(Private, Base):
    """Who did what to which object, when, and whether it succeeded (网络安全法: logs are kept)."""

    __tablename__ = "core_audit"
    __append_only__: ClassVar[bool] = True
    __table_args__ = (Index(None, "tenant_id", "at"),)

    id: Mapped[UUID] = pk()
    at: Mapped[dt.datetime]
    actor_id: Mapped[UUID]
    actor_name: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    body: Mapped[dict[str, Any]]


class AuditLink(Private, Base):
    """A row's place in its tenant's chain; its hash covers the row and every one before it."""

    __tablename__ = "core_audit_link"
    __append_only__: ClassVar[bool] = True
    __table_args__ = (same_tenant("audit_id", "core_audit"), UniqueConstraint("tenant_id", "audit_id"))

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, sort_order=-9)
    audit_id: Mapped[UUID]
    at: Mapped[dt.datetime]
    algorithm: Mapped[str]
    hash: Mapped[str]
