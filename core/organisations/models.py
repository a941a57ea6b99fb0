"""Tables of organisations: who was registered at the window, and who acts for it, as far as which mandate goes."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk, same_tenant
from core.db.crypto import Encrypted


class Organisation(Private, Base):
    """An organisation 单位 that has cases here, under its 统一社会信用代码; its cases are those of this number."""

    __tablename__ = "core_organisation"
    __table_args__ = (UniqueConstraint("tenant_id", "number_index"), UniqueConstraint("tenant_id", "form_key"))

    id: Mapped[UUID] = pk()
    form_key: Mapped[str]
    name: Mapped[str]
    number: Mapped[str] = mapped_column(Encrypted)
    # As `Case.party_index` has it, so that its cases are found.
    number_index: Mapped[str]
    # The legal representative or head 法定代表人或者负责人.
    representative: Mapped[str]
    phone: Mapped[str] = mapped_column(Encrypted)
    address: Mapped[str] = mapped_column(Encrypted, default="")
    registered_at: Mapped[dt.datetime]
    registered_by: Mapped[str]


class OrganisationMember(Private, Base):
    """A person who acts for an organisation until removed or until the mandate ends; rows stay, to show who could.

    Of the code only an index is kept: it is shown once, to whom it is given.
    """

    __tablename__ = "core_organisation_member"
    __table_args__ = (
        same_tenant("organisation_id", "core_organisation"),
        UniqueConstraint("tenant_id", "code_index"),
        UniqueConstraint("tenant_id", "form_key"),
        Index(None, "tenant_id", "organisation_id"),
        CheckConstraint("is_admin or until is not null", name="until"),
    )

    id: Mapped[UUID] = pk()
    form_key: Mapped[str]
    organisation_id: Mapped[UUID]
    name: Mapped[str]
    phone: Mapped[str] = mapped_column(Encrypted)
    is_admin: Mapped[bool] = mapped_column(default=False)
    scopes: Mapped[list[str]] = mapped_column(default=list)
    # The written mandate 授权书 by name or number; of the administrator, what was shown at the window.
    document: Mapped[str]
    until: Mapped[dt.date | None]
    code_index: Mapped[str]
    invited_at: Mapped[dt.datetime]
    invited_by: Mapped[str]
    # When the code of the invitation was used, and another given for it.
    joined_at: Mapped[dt.datetime | None]
    removed_at: Mapped[dt.datetime | None]
    removed_by: Mapped[str] = mapped_column(default="")
