"""The audit table, append-only; rows are written in the business transaction by core only."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from core.db.base import Base, Private, pk


class Audit(Private, Base):
    """Who did what to which object, when, and whether it succeeded (网络安全法: logs are kept)."""

    __tablename__ = "core_audit"
    __table_args__ = (Index(None, "tenant_id", "at"),)

    id: Mapped[UUID] = pk()
    at: Mapped[dt.datetime]
    actor_id: Mapped[UUID]
    actor_name: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    body: Mapped[dict[str, Any]]
