"""The table of voices; state, limits and answers are their cases'."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, same_tenant
from core.db.crypto import Encrypted
from plugins.egov.voices.rules import KINDS, REFUSALS, ROADS, SOURCES, VERDICTS


class Voice(Private, Base):
    """What somebody said 群众来信来访来电, beyond its case; its words and the answer name people."""

    __tablename__ = "egov_voice"
    __table_args__ = (
        same_tenant("case_id", "core_case"),
        same_tenant("merged_id", "core_case"),
        same_tenant("publication_id", "core_publication"),
        Index(None, "tenant_id", "merged_id"),
        Index(None, "tenant_id", "order_number"),
        CheckConstraint(f"source in {tuple(SOURCES)}", name="source"),
        CheckConstraint(f"kind in {tuple(KINDS)}", name="kind"),
        CheckConstraint(f"road in {('', *ROADS)}", name="road"),
        CheckConstraint(f"verdict in {('', *VERDICTS)}", name="verdict"),
        CheckConstraint(f"ground in {('', *REFUSALS)}", name="ground"),
    )

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    source: Mapped[str]
    kind: Mapped[str]
    words: Mapped[str] = mapped_column(Encrypted)
    order_number: Mapped[str] = mapped_column(default="")
    # Its number in the official petition system 信访信息系统.
    official: Mapped[str] = mapped_column(default="")
    consent: Mapped[bool] = mapped_column(default=False)
    # The open voice that this one is the same as; it is answered with it.
    merged_id: Mapped[UUID | None]
    road: Mapped[str] = mapped_column(default="")
    organ: Mapped[str] = mapped_column(default="")
    verdict: Mapped[str] = mapped_column(default="")
    # Of a petition's opinion: facts and reasons, the law, and who drafted it and therefore does not sign it.
    reasons: Mapped[str] = mapped_column(Encrypted, default="")
    basis: Mapped[str] = mapped_column(default="")
    drafted_by: Mapped[UUID | None]
    # Why a petition was not accepted, or no longer.
    ground: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(Encrypted, default="")
    extended_days: Mapped[int] = mapped_column(default=0)
    # Whether it is solved, as the person said; None while they said nothing.
    solved: Mapped[bool | None]
    vetoed: Mapped[bool] = mapped_column(default=False)
    veto: Mapped[str] = mapped_column(Encrypted, default="")
    # What the organ above said of the opinion in its review.
    outcome: Mapped[str] = mapped_column(Encrypted, default="")
    # The draft in which the answer goes to the public.
    publication_id: Mapped[UUID | None]
