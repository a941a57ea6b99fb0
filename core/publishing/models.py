"""Tables of publishing: the work of the staff, what the public reads of it, the portal's columns, and its mistakes.

`Publication` is the work and never public. `Published` is what was signed, masked: the only table of these that the
public's scope sees.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, Publishable, pk, same_tenant
from core.db.crypto import Encrypted
from core.publishing.rules import AUDIENCES, Stage


class Publication(Private, Base):
    """A publication 公开事项 as the staff work on it; numbers that are masked are gone from it once it was checked."""

    __tablename__ = "core_publication"
    __table_args__ = (
        UniqueConstraint("tenant_id", "form_key"),
        same_tenant("unit_id", "core_unit"),
        Index(None, "tenant_id", "stage", "changed_at"),
        CheckConstraint(f"stage in {tuple(map(str, Stage))}", name="stage"),
        CheckConstraint(f"audience in {tuple(AUDIENCES)}", name="audience"),
    )

    id: Mapped[UUID] = pk()
    form_key: Mapped[str]
    type: Mapped[str]
    column_code: Mapped[str]
    title: Mapped[str]
    body: Mapped[str] = mapped_column(Text)
    audience: Mapped[str] = mapped_column(default="public")
    unit_id: Mapped[UUID]
    stage: Mapped[str] = mapped_column(default=Stage.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    author_id: Mapped[UUID]
    author: Mapped[str]
    changed_at: Mapped[dt.datetime]
    checked_by: Mapped[UUID | None]
    checker: Mapped[str] = mapped_column(default="")
    # Numbers that stay readable: [{"kind", "number", "why"}]; files looked at page by page: [{"id", "name"}].
    kept: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    looked_at: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    signer: Mapped[str] = mapped_column(default="")
    published_at: Mapped[dt.datetime | None]
    kept_until: Mapped[dt.date | None]
    # Why it was sent back to its author, or taken down.
    reason: Mapped[str] = mapped_column(default="")
    # The publication in whose place this one comes; its page then leads here.
    replaces_id: Mapped[UUID | None]

    __mapper_args__ = {"version_id_col": version}


class Published(Publishable, Base):
    """What readers get of a publication; `published` is false for what only the own staff may read.

    `listed` is true while it stands in its column; withdrawn and replaced ones keep their address with a banner.
    """

    __tablename__ = "core_published"
    __table_args__ = (
        same_tenant("id", "core_publication"),
        Index(None, "tenant_id", "listed", "column_code", "published_at", "id"),
    )

    id: Mapped[UUID] = pk()
    type: Mapped[str]
    column_code: Mapped[str]
    title: Mapped[str]
    body: Mapped[str] = mapped_column(Text)
    unit: Mapped[str]
    audience: Mapped[str]
    listed: Mapped[bool] = mapped_column(default=True)
    published_at: Mapped[dt.datetime]
    kept_until: Mapped[dt.date | None]
    stage: Mapped[str] = mapped_column(default=Stage.PUBLISHED)
    ended_at: Mapped[dt.datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    replaced_by: Mapped[UUID | None]
    # [{"id", "name", "size", "media_type"}] of the cleaned copies.
    files: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)


class PortalColumn(Publishable, Base):
    """A column 栏目 of a tenant's portal that differs from, or comes beside, the one each type brings.

    Hidden ones are `published` too: the portal must know them to leave them out.
    """

    __tablename__ = "core_portal_column"
    __table_args__ = (UniqueConstraint("tenant_id", "code"),)

    id: Mapped[UUID] = pk()
    code: Mapped[str]
    label: Mapped[str]
    type: Mapped[str]
    position: Mapped[int]
    shown: Mapped[bool] = mapped_column(default=True)


class Mistake(Private, Base):
    """What a reader found wrong 找错 on a page of the portal, and the answer."""

    __tablename__ = "core_mistake"
    __table_args__ = (Index(None, "tenant_id", "answered_at", "at"),)

    id: Mapped[UUID] = pk()
    at: Mapped[dt.datetime]
    page: Mapped[str]
    words: Mapped[str]
    contact: Mapped[str] = mapped_column(Encrypted)
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[dt.datetime | None]
    answered_by: Mapped[str] = mapped_column(default="")
