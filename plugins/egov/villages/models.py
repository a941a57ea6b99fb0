"""The table of village affairs. What everybody reads of it was masked when the township looked at it."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk, same_tenant
from plugins.egov.villages.rules import AUDIENCES, KINDS, MATTERS, Stage


class VillageItem(Private, Base):
    """Something a village publishes 村务公开事项, of a quarter, a month or at once."""

    __tablename__ = "egov_village_item"
    __table_args__ = (
        same_tenant("village_id", "core_unit"),
        UniqueConstraint("tenant_id", "form_key"),
        Index(None, "tenant_id", "village_id", "stage", "published_on"),
        CheckConstraint(f"kind in {tuple(KINDS)}", name="kind"),
        CheckConstraint(f"matter in {tuple(MATTERS)}", name="matter"),
        CheckConstraint(f"audience in {tuple(AUDIENCES)}", name="audience"),
        CheckConstraint(f"stage in {tuple(map(str, Stage))}", name="stage"),
    )

    id: Mapped[UUID] = pk()
    form_key: Mapped[str]
    village_id: Mapped[UUID]
    kind: Mapped[str]
    matter: Mapped[str]
    # The period it tells of, and the last day to publish it; None where it is to be published at once.
    first_on: Mapped[dt.date]
    last_on: Mapped[dt.date]
    due_on: Mapped[dt.date | None]
    title: Mapped[str]
    body: Mapped[str] = mapped_column(Text)
    cells: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    audience: Mapped[str]
    stage: Mapped[str] = mapped_column(default=Stage.HANDED_IN)
    version: Mapped[int] = mapped_column(default=1)
    author_id: Mapped[UUID]
    author: Mapped[str]
    changed_at: Mapped[dt.datetime]
    checker: Mapped[str] = mapped_column(default="")
    # Why it was sent back or taken down.
    reason: Mapped[str] = mapped_column(default="")
    published_on: Mapped[dt.date | None]
    # The last of the fifteen days.
    kept_until: Mapped[dt.date | None]
    posted_on: Mapped[dt.date | None]
    posted_at: Mapped[str] = mapped_column(default="")

    __mapper_args__ = {"version_id_col": version}
