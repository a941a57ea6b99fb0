"""Tables of booklets: what is handed in and issued, and which officer got a copy."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, Publishable, pk, same_tenant
from plugins.penalty.booklet.rules import DRAFT, STATES
from plugins.penalty.catalogue.models import Offence
from plugins.penalty.discretion.models import Standard


class Booklet(Publishable, Base):
    """裁量标准 and 实施方案 of a year in one booklet 手册; published once it is issued, and never changed then.

    Attributes:
        plan: the 实施方案, in words.
        entries: what was handed in, one for each offence (`entry_of`).
        returned: why it came back from the review or the meeting; empty where it did not.
    """

    __tablename__ = "penalty_booklet"
    __table_args__ = (
        UniqueConstraint("tenant_id", "year", "edition"),
        CheckConstraint(f"stage in {tuple(STATES)}", name="stage"),
        CheckConstraint("published = (issued_on is not null)", name="issued_on"),
    )

    id: Mapped[UUID] = pk()
    year: Mapped[int]
    edition: Mapped[int] = mapped_column(default=1)
    stage: Mapped[str] = mapped_column(default=DRAFT)
    plan: Mapped[str] = mapped_column(Text, default="")
    entries: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    made_by: Mapped[UUID]
    maker: Mapped[str]
    submitted_on: Mapped[dt.date | None]
    reviewer_id: Mapped[UUID | None]
    reviewer: Mapped[str] = mapped_column(default="")
    reviewed_on: Mapped[dt.date | None]
    opinion: Mapped[str] = mapped_column(Text, default="")
    met_on: Mapped[dt.date | None]
    minutes: Mapped[str] = mapped_column(Text, default="")
    returned: Mapped[str] = mapped_column(Text, default="")
    number: Mapped[str] = mapped_column(default="")
    issued_on: Mapped[dt.date | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}


class BookletCopy(Private, Base):
    """A numbered copy of an issued booklet, for one named officer, who signs for it."""

    __tablename__ = "penalty_booklet_copy"
    __table_args__ = (
        same_tenant("booklet_id", "penalty_booklet"),
        same_tenant("officer_id", "penalty_officer"),
        UniqueConstraint("tenant_id", "booklet_id", "number"),
    )

    booklet_id: Mapped[UUID] = mapped_column(primary_key=True)
    officer_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int]
    account_id: Mapped[UUID]
    name: Mapped[str]
    signed_on: Mapped[dt.date | None]


def entry_of(offence: Offence, standard: Standard) -> dict[str, Any]:
    """An offence with its standard, as JSON keeps it.

    Returns:
        The ids ``offence`` and ``standard``; ``code``, ``name``, ``law``, ``article``, ``order`` and ``kinds`` of the
        offence; ``bands``, and of the standard ``tiers`` and ``source``.
    """
    return {
        **{"offence": offence.id.hex, "standard": standard.id.hex, "code": offence.code, "name": offence.name},
        **{"law": offence.law, "article": offence.article, "order": offence.order, "kinds": offence.kinds},
        **{"bands": offence.bands, "tiers": standard.tiers, "source": standard.source},
    }
