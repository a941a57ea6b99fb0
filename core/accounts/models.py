"""Tables of people: an account is a person's key to the installation, a grant is a role in one unit of one tenant."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk, same_tenant
from core.db.crypto import Encrypted
from core.db.ids import new_id
from core.db.types import Uid

# The three administrators 三员 and the roles by which they act. No account is ever more than one of them: who
# administered, secured or audited does not judge the own work later either.
ADMINISTRATORS = {
    "unit_admin": "system",
    "county_admin": "system",
    "security_admin": "security",
    "auditor": "audit",
}
_KINDS = tuple(sorted(set(ADMINISTRATORS.values())))


def _admin_of(context: Any) -> str | None:
    return ADMINISTRATORS.get(context.get_current_parameters()["role"])


def _role_and_admin() -> str:
    """As a condition of the database: a role of the three has its kind beside it, any other role none.

    A condition that is neither true nor false passes, so nothing in it may be null.
    """

    def roles(kind: str) -> str:
        return ", ".join(repr(role) for role, of in ADMINISTRATORS.items() if of == kind)

    kinds = (f"role in ({roles(kind)}) and coalesce(admin, '') = {kind!r}" for kind in _KINDS)
    rest = f"role not in {tuple(ADMINISTRATORS)} and admin is null"
    return " or ".join(f"({part})" for part in (*kinds, rest))


class Account(Base):
    """A sign-in. Without a password it can only be opened by an activation link."""

    __tablename__ = "core_account"
    __global__ = "a person may serve several tenants; look-ups only in core/accounts"
    __table_args__ = (
        CheckConstraint("state in ('invited', 'active', 'suspended')", name="state"),
        CheckConstraint(f"admin is null or admin in {_KINDS}", name="admin"),
        UniqueConstraint("id", "admin"),
    )

    id: Mapped[UUID] = mapped_column(Uid, primary_key=True, default=new_id)
    login: Mapped[str] = mapped_column(unique=True)
    display_name: Mapped[str]
    password_hash: Mapped[str | None]
    password_set_at: Mapped[dt.datetime | None]
    state: Mapped[str] = mapped_column(default="invited")
    created_at: Mapped[dt.datetime]
    last_tenant_id: Mapped[int | None]
    # Which of the three administrators the account is; grants of their roles point at it, so that it stays that one.
    admin: Mapped[str | None]
    # Since when a second factor counts; without one the password alone opens the account.
    factor_since: Mapped[dt.datetime | None]


class FormerPassword(Base):
    """The hash of a password that an account had before, so that it is not taken again."""

    __tablename__ = "core_former_password"
    __global__ = "belongs to an account"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("core_account.id"), primary_key=True)
    ended_at: Mapped[dt.datetime] = mapped_column(primary_key=True)
    password_hash: Mapped[str]


class Identity(Base):
    """That somebody known to an identity provider opens an account; only the hash of who it is there is kept."""

    __tablename__ = "core_identity"
    __global__ = "belongs to an account"
    __table_args__ = (UniqueConstraint("account_id", "issuer"),)

    subject_hash: Mapped[str] = mapped_column(primary_key=True)
    account_id: Mapped[UUID] = mapped_column(ForeignKey("core_account.id"))
    issuer: Mapped[str]
    tied_at: Mapped[dt.datetime]
    tied_by: Mapped[str]


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
    # When its owner last proved themselves in it, and how: by code or by password.
    proven_at: Mapped[dt.datetime]
    proven_by: Mapped[str]
    # Where it was opened, for the list of one's own sign-ins; gone with the row.
    address: Mapped[str] = mapped_column(default="")
    agent: Mapped[str] = mapped_column(default="")


class SecondFactor(Base):
    """The secret that an account shares with an authenticator app; `last_step` is that of the last code used."""

    __tablename__ = "core_second_factor"
    __global__ = "belongs to an account"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("core_account.id"), primary_key=True)
    secret: Mapped[str] = mapped_column(Encrypted("core_second_factor.secret"))
    last_step: Mapped[int]


class RecoveryCode(Base):
    """A code in place of the app's, good once; only its hash is kept."""

    __tablename__ = "core_recovery_code"
    __global__ = "belongs to an account"

    account_id: Mapped[UUID] = mapped_column(ForeignKey("core_account.id"), primary_key=True)
    code_hash: Mapped[str] = mapped_column(primary_key=True)
    used_at: Mapped[dt.datetime | None]


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
    # From this instant nothing of the person's counts here, until it is taken back.
    suspended_at: Mapped[dt.datetime | None]
    # Since when they work here no more; the row stays for what they did.
    left_on: Mapped[dt.date | None]


class Grant(Private, Base):
    """A role that an account holds in one unit between two dates, both inclusive, unless it was ended before."""

    __tablename__ = "core_grant"
    __table_args__ = (
        same_tenant("unit_id", "core_unit"),
        UniqueConstraint("tenant_id", "account_id", "unit_id", "role", "from_on"),
        ForeignKeyConstraint(["account_id", "admin"], ["core_account.id", "core_account.admin"]),
        CheckConstraint(_role_and_admin(), name="admin"),
        CheckConstraint("to_on is null or to_on >= from_on", name="dates"),
        Index("ix_core_grant_account_id", "account_id", "tenant_id"),
    )

    id: Mapped[UUID] = pk()
    account_id: Mapped[UUID] = mapped_column(ForeignKey("core_account.id"))
    unit_id: Mapped[UUID]
    role: Mapped[str]
    from_on: Mapped[dt.date]
    to_on: Mapped[dt.date | None]
    # Ended by somebody, at once.
    ended_at: Mapped[dt.datetime | None]
    admin: Mapped[str | None] = mapped_column(default=_admin_of)


class Deputy(Private, Base):
    """Somebody stands in 代理 for one post of a colleague between two dates, both inclusive, unless ended before.

    It gives what the post gives, as long as the colleague holds it; an administrator's post is nobody's to lend.
    """

    __tablename__ = "core_deputy"
    __table_args__ = (
        same_tenant("grant_id", "core_grant"),
        UniqueConstraint("tenant_id", "account_id", "grant_id", "from_on"),
        CheckConstraint("account_id <> for_account_id", name="other"),
        CheckConstraint("to_on >= from_on", name="dates"),
        Index(None, "account_id", "tenant_id"),
    )

    id: Mapped[UUID] = pk()
    account_id: Mapped[UUID] = mapped_column(ForeignKey("core_account.id"))
    for_account_id: Mapped[UUID] = mapped_column(ForeignKey("core_account.id"))
    grant_id: Mapped[UUID]
    from_on: Mapped[dt.date]
    to_on: Mapped[dt.date]
    reason: Mapped[str] = mapped_column(default="")
    # Acts the post gives and the deputy does not, e.g. signing.
    without: Mapped[list[str]] = mapped_column(default=list)
    ended_at: Mapped[dt.datetime | None]


class Visit(Private, Base):
    """A superior enters this tenant for a stated reason, from one browser, for a limited time.

    To read its cases, which is only reading; or to manage it, which opens no case.
    """

    __tablename__ = "core_visit"
    __table_args__ = (
        Index(None, "session_hash"),
        CheckConstraint("purpose in ('read', 'manage')", name="purpose"),
    )

    id: Mapped[UUID] = pk()
    account_id: Mapped[UUID] = mapped_column(ForeignKey("core_account.id"))
    # The sign-in it was opened in; the row of that may be gone, this one stays.
    session_hash: Mapped[str]
    from_tenant: Mapped[int]
    # ``read`` opens cases; ``manage`` opens the township's administration and no case.
    purpose: Mapped[str] = mapped_column(default="read")
    reason: Mapped[str]
    opened_at: Mapped[dt.datetime]
    ends_at: Mapped[dt.datetime]
    left_at: Mapped[dt.datetime | None]


class ApiToken(Private, Base):
    """A program's key 接口令牌 to some of what its maker may read, until `expires_on`; only its hash is kept."""

    __tablename__ = "core_api_token"
    __table_args__ = (UniqueConstraint("tenant_id", "form_key"), UniqueConstraint("tenant_id", "secret_hash"))

    id: Mapped[UUID] = pk()
    form_key: Mapped[str]
    name: Mapped[str]
    secret_hash: Mapped[str]
    scopes: Mapped[list[str]] = mapped_column(default=list)
    maker_id: Mapped[UUID] = mapped_column(ForeignKey("core_account.id"))
    maker: Mapped[str]
    made_at: Mapped[dt.datetime]
    expires_on: Mapped[dt.date]
    used_at: Mapped[dt.datetime | None]
    revoked_at: Mapped[dt.datetime | None]
    revoked_by: Mapped[str] = mapped_column(default="")
