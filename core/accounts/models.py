"""Tables of people: an account is a person's key to the installation, a grant is a role in one unit of one tenant."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk, same_tenant
from core.db.crypto import Encrypted
from core.db.ids import new_id
from core.db.types import Uid


class Account(Base):
    """A sign-in. Without a password it can only be opened by an activation link."""

    __tablename__ = "core_account"
    __global__ = "a person may serve several tenants; look-ups only in core/accounts"
    __table_args__ = (CheckConstraint("state in ('invited', 'active', 'suspended')", name="state"),)

    id: Mapped[UUID] = mapped_column(Uid, primary_key=True, default=new_id)
    login: Mapped[str] = mapped_column(unique=True)
    display_name: Mapped[str]
    password_hash: Mapped[str | None]
    state: Mapped[str] = mapped_column(default="invited")
    created_at: Mapped[dt.datetime]
    last_tenant_id: Mapped[int | None]


class ActivationLink(Base):
    """A one-use link, 24 hours, by which an account gets its password (no default passwords exist)."""

    __tablename__ = "core_activation_link"
    __global__ = "belongs to an account"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("core_account.id"))
    expires_at: Mapped[dt.datetime]
    used_at: Mapped[dt.datetime | None]


class LoginSession(Base):
    """A signed-in browser. Only the hash of its secret is kept; deleting the row signs it out at once."""

    __tablename__ = "core_login_session"
    __global__ = "read before a tenant is known"
    __table_args__ = (Index(None, "account_id"),)

    secret_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("core_account.id"))
    created_at: Mapped[dt.datetime]
    seen_at: Mapped[dt.datetime]
    expires_at: Mapped[dt.datetime]


class Throttle(Base):
    """Failed tries of one kind by one account and address, or on one reference code: delay instead of block."""

    __tablename__ = "core_throttle"
    __global__ = "tries are counted before anyone is known"

    key: Mapped[str] = mapped_column(primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[dt.datetime]
    wait_until: Mapped[dt.datetime]


class Person(Private, Base):
    """A person of a tenant 人员, with the unit they belong to."""

    __tablename__ = "core_person"
    __table_args__ = (same_tenant("unit_id", "core_unit"), UniqueConstraint("tenant_id", "account_id"))

    id: Mapped[UUID] = pk()
    account_id: Mapped[UUID | None] = mapped_column(ForeignKey("core_account.id"))
    unit_id: Mapped[UUID]
    name: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    phone: Mapped[str | None] = mapped_column(Encrypted)
    sample: Mapped[bool] = mapped_column(default=False)


class Grant(Private, Base):
    """A role that an account holds in one unit between two dates, both inclusive."""

    __tablename__ = "core_grant"
    __table_args__ = (
        same_tenant("unit_id", "core_unit"),
        UniqueConstraint("tenant_id", "account_id", "unit_id", "role", "from_on"),
        Index("ix_core_grant_account_id", "account_id", "tenant_id"),
    )

    id: Mapped[UUID] = pk()
    account_id: Mapped[UUID] = mapped_column(ForeignKey("core_account.id"))
    unit_id: Mapped[UUID]
    role: Mapped[str]
    from_on: Mapped[dt.date]
    to_on: Mapped[dt.date | None]


class Visit(Private, Base):
    """A superior looks into this tenant for a stated reason, from one browser, for a limited time; reading only."""

    __tablename__ = "core_visit"
    __table_args__ = (Index(None, "session_hash"),)

    id: Mapped[UUID] = pk()
    account_id: Mapped[UUID] = mapped_column(ForeignKey("core_account.id"))
    # The sign-in it was opened in; the row of that may be gone, this one stays.
    session_hash: Mapped[str]
    from_tenant: Mapped[int]
    reason: Mapped[str]
    opened_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime]
    left_at: Mapped[dt.datetime | None]
