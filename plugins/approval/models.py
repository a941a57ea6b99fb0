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
LEVELS = (N_("乡级"), N_("县级"), N_("州（市）级"), N_("省级"))
SERVES = (N_("自然人"), N_("企业法人"), N_("其他组织"))
DRAFT, CHECKING, PUBLIC = "draft", "checking", "public"


class Item(Publishable, Base):
    """One edition 版本 of an item people can apply for; an application stays with the one it was opened under.

    The item's type decides the clocks: only 行政许可 runs the licensing law's. An edition that was published is never
    edited: a change is the next edition of the same code, valid from a day.
    """

    __tablename__ = "approval_item"
    __table_args__ = (
        UniqueConstraint("tenant_id", "code", "edition"),
        same_tenant("unit_id", "core_unit"),
        CheckConstraint(f"type in {TYPES}", name="type"),
        CheckConstraint("promised_days is null or promised_days > 0", name="promised_days"),
        CheckConstraint(f"stage in {(DRAFT, CHECKING, PUBLIC)}", name="stage"),
    )

    id: Mapped[UUID] = pk()
    code: Mapped[str]
    edition: Mapped[int] = mapped_column(default=1)
    stage: Mapped[str] = mapped_column(default=DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    # The first and the last day on which it can be applied for; None where there is no such day.
    valid_from: Mapped[dt.date | None]
    valid_to: Mapped[dt.date | None]
    # Why it is another than the edition before, and why it was sent back to its editor.
    why: Mapped[str] = mapped_column(default="")
    sent_back: Mapped[str] = mapped_column(default="")
    edited_by: Mapped[UUID | None]
    editor: Mapped[str] = mapped_column(default="")
    checker: Mapped[str] = mapped_column(default="")
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
    # Steps that are kept on lists before receipt and after delivery, as `items.rules.step_problems` says.
    steps: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    # Working days within which the village says what it thinks 村级意见; None: it is not asked.
    opinion_days: Mapped[int | None]
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
    # The other elements of the official list 实施清单.
    parts: Mapped[list[str]] = mapped_column(default=list)
    department: Mapped[str] = mapped_column(default="")
    level: Mapped[str] = mapped_column(default="乡级")
    serves: Mapped[list[str]] = mapped_column(default=list)
    instant: Mapped[bool] = mapped_column(default=False)
    # Links whose time the limit leaves out (许可法 45): [{"name", "days"}] in working days.
    special_links: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    flow: Mapped[list[str]] = mapped_column(default=list)
    visits: Mapped[int | None]
    place: Mapped[str] = mapped_column(default="")
    ask_phone: Mapped[str] = mapped_column(default="")
    complain_phone: Mapped[str] = mapped_column(default="")
    agency: Mapped[str] = mapped_column(default="")
    reach: Mapped[str] = mapped_column(default="")

    __mapper_args__ = {"version_id_col": version}

    @property
    def is_licence(self) -> bool:
        """True for 行政许可, the only type under the licensing law."""
        return self.type == LICENCE

    @property
    def first_review(self) -> bool:
        """True where the township only accepts, checks and sends on 初审转报."""
        return self.title == "初审转报"


class Law(Publishable, Base):
    """A law 法律依据 items rest on, with its days: a repealed one blocks new editions and new applications."""

    __tablename__ = "approval_law"
    __table_args__ = (UniqueConstraint("tenant_id", "code"),)

    id: Mapped[UUID] = pk()
    # As bases note it: 土地管理法.
    code: Mapped[str]
    in_force_from: Mapped[dt.date]
    in_force_to: Mapped[dt.date | None]
    replaced_by: Mapped[str] = mapped_column(default="")


class Entry(Publishable, Base):
    """Whether an item is handled at the service centre 进驻便民服务中心: since when, or why not yet."""

    __tablename__ = "approval_entry"
    __table_args__ = (
        UniqueConstraint("tenant_id", "code"),
        CheckConstraint("since is null or reason = ''", name="reason"),
    )

    id: Mapped[UUID] = pk()
    code: Mapped[str]
    since: Mapped[dt.date | None]
    reason: Mapped[str] = mapped_column(default="")


class Application(Private, Base):
    """What an application holds beyond its case: the form, and what each step of the road found and said."""

    __tablename__ = "approval_application"
    __table_args__ = (
        same_tenant("case_id", "core_case"),
        same_tenant("item_id", "approval_item"),
        same_tenant("village_id", "core_unit"),
        Index(None, "tenant_id", "item_id"),
        Index(None, "tenant_id", "village_id"),
    )

    case_id: Mapped[UUID] = mapped_column(primary_key=True)
    item_id: Mapped[UUID]
    # The village the applicant belongs to, where an item has steps or asks it and somebody said which.
    village_id: Mapped[UUID | None]
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
    # What the applicant brought online of it and nobody confirmed yet: {material code: the day}.
    brought: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
