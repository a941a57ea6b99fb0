"""Tables of approval: the item library 实施清单 and what an application holds beyond its case."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, Publishable, pk, same_tenant
from core.db.crypto import Encrypted
from core.i18n import N_

LICENCE = N_("行政许可")
TYPES = (LICENCE, N_("行政给付"), N_("行政确认"), N_("行政裁决"), N_("其他行政权力"), N_("公共服务"))
TITLES = (N_("法定"), N_("委托"), N_("初审转报"))


class Item(Publishable, Base):
    """An item people can apply for. Its type decides the clocks: only 行政许可 runs the licensing law's."""

    __tablename__ = "approval_item"
    __table_args__ = (
        UniqueConstraint("tenant_id", "code"),
        same_tenant("unit_id", "core_unit"),
        CheckConstraint(f"type in {TYPES}", name="type"),
        CheckConstraint("promised_days is null or promised_days > 0", name="promised_days"),
    )

    id: Mapped[UUID] = pk()
    code: Mapped[str]
    name: Mapped[str]
    # What people call it: 低保, 建房.
    aliases: Mapped[list[str]] = mapped_column(default=list)
    type: Mapped[str]
    # The organ as the public reads it; for 初审转报 also the one the papers are sent on to.
    organ: Mapped[str]
    decided_by: Mapped[str] = mapped_column(default="")
    # In whose name the township acts.
    title: Mapped[str]
    entrusted_by: Mapped[str] = mapped_column(default="")
    basis: Mapped[str]
    conditions: Mapped[list[str]]
    materials: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    fields: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    pre_steps: Mapped[list[str]]
    post_steps: Mapped[list[str]]
    legal_days: Mapped[int | None]
    legal_source: Mapped[str] = mapped_column(default="")
    promised_days: Mapped[int | None]
    fee: Mapped[str] = mapped_column(default="无")
    result: Mapped[str] = mapped_column(default="")
    validity: Mapped[str] = mapped_column(default="")
    remedy: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    unit_id: Mapped[UUID]
    sample: Mapped[bool] = mapped_column(default=False)
    published_on: Mapped[dt.date | None]

    @property
    def is_licence(self) -> bool:
        """True for 行政许可, the only type under the licensing law."""
        return self.type == LICENCE

    @property
    def first_review(self) -> bool:
        """True where the township only accepts, checks and sends on 初审转报."""
        return self.title == "初审转报"


class Application(Private, Base):
    """What an application holds beyond its case: the form, and what each step of the road found and said."""

    __tablename__ = "approval_application"
    __table_args__ = (
        same_tenant("case_id", "core_case"),
        same_tenant("item_id", "approval_item"),
        Index(None, "tenant_id", "item_id"),
    )

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID]
    # A JSON object of the item's own fields, encrypted whole: addresses and family matters are in it.
    form: Mapped[str] = mapped_column(Encrypted)
    # Codes of the materials that were handed in at the counter, on paper.
    on_paper: Mapped[list[str]] = mapped_column(default=list)
    put_right: Mapped[list[str]] = mapped_column(default=list)
    # What the one notice asked for: {material code or "form": what to do}.
    asked: Mapped[dict[str, Any]] = mapped_column(default=dict)
    corrected_on: Mapped[dt.date | None]
    # The last day on which materials came to the counter that no notice had asked for.
    supplied_on: Mapped[dt.date | None]
    accepted_on: Mapped[dt.date | None]
    accepted_by_silence: Mapped[bool] = mapped_column(default=False)
    special: Mapped[dict[str, Any]] = mapped_column(default=dict)
    verifiers: Mapped[list[str]] = mapped_column(default=list)
    findings: Mapped[str] = mapped_column(default="")
    opinion: Mapped[str] = mapped_column(default="")
    reviewed_by: Mapped[UUID | None]
    proposed_by: Mapped[UUID | None]
    decision: Mapped[str] = mapped_column(default="")
    reasons: Mapped[str] = mapped_column(default="")
    decided_on: Mapped[dt.date | None]
    # The other organ's decision, where one was relayed: name or number of its document.
    document: Mapped[str] = mapped_column(default="")
    delivery: Mapped[dict[str, Any]] = mapped_column(default=dict)
    overrun: Mapped[str] = mapped_column(default="")
    # What was said of an oral application, as it was read back.
    oral: Mapped[str] = mapped_column(Encrypted, default="")
    # Somebody else acts for the applicant or applies together with them: their mandate or signatures are needed.
    mandated: Mapped[bool] = mapped_column(default=False)
    # Working days from acceptance within which the applicant promised what may come later 容缺; None: nothing promised.
    promise_days: Mapped[int | None]
