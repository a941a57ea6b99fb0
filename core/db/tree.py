"""Which tenants lie under which: the closure table every tree and public scope reads."""

from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base


class TenantTree(Base):
    """`tenant_id` lies under `ancestor_id`; every tenant is also its own ancestor, so a root sees its own rows."""

    __tablename__ = "core_tenant_tree"
    __global__ = "says which tenants a county sees; the scope itself is computed from it"
    __table_args__ = (Index(None, "tenant_id"),)

    ancestor_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    tenant_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
