"""Tables of the case kernel. Only core/cases assigns states and dates or makes clock, timeline and reply rows."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk, same_tenant
from core.db.crypto import Encrypted

# After every day a limit ends on.
NEVER = dt.date(9999, 12, 31)


class Case(Private, Base):
    """A case 案件 of any kind: number, party, unit, handler, state, and for lists its earliest running organ clock."""

    __tablename__ = "core_case"
    __table_args__ = (
        same_tenant("unit_id", "core_unit"),
        same_tenant("parent_id", "core_case"),
        UniqueConstraint("tenant_id", "numbered_by", "series", "no_year", "no_seq"),
        UniqueConstraint("tenant_id", "code_index"),
        Index("ix_core_case_unit", "tenant_id", "unit_id", "listed_on", "id"),
        Index("ix_core_case_listed", "tenant_id", "listed_on", "id"),
        Index("ix_core_case_state", "tenant_id", "state", "listed_on", "id"),
        # With the kind, so that the figures of a period are counted in the index alone.
        Index("ix_core_case_received", "tenant_id", "received_on", "id", "kind"),
        Index("ix_core_case_closed", "tenant_id", "closed_at", "kind", "received_on"),
        Index("ix_core_case_party", "tenant_id", "party_index"),
        Index("ix_core_case_parent", "tenant_id", "parent_id"),
    )

    id: Mapped[UUID] = pk()
    kind: Mapped[str]
    parent_id: Mapped[UUID | None]
    series: Mapped[str | None]
    no_year: Mapped[int | None]
    no_seq: Mapped[int | None]
    # The township that gave the number, where this one succeeded it 撤并; 0 is this one itself.
    numbered_by: Mapped[int] = mapped_column(default=0)
    title: Mapped[str]
    party: Mapped[str]
    party_index: Mapped[str | None]
    unit_id: Mapped[UUID]
    handler_id: Mapped[UUID | None] = mapped_column(ForeignKey("core_account.id"))
    state: Mapped[str]
    is_open: Mapped[bool] = mapped_column(default=True)
    # The party's secret, at least 40 bits: encrypted to print it again, indexed to find the case by it.
    code: Mapped[str] = mapped_column(Encrypted)
    code_index: Mapped[str]
    channel: Mapped[str] = mapped_column(default="online")
    opened_at: Mapped[dt.datetime]
    received_on: Mapped[dt.date]
    closed_at: Mapped[dt.datetime | None]
    due_on: Mapped[dt.date | None]
    safe_due_on: Mapped[dt.date | None]
    # What lists are ordered by: the day it is due, `NEVER` where no limit runs, so that those come last.
    listed_on: Mapped[dt.date] = mapped_column(default=NEVER)
    due_rule: Mapped[str | None]
    clock_state: Mapped[str | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    @property
    def number(self) -> str:
        """The number as people write it, e.g. ``勐约许〔2026〕12号``; empty until the receipt is written."""
        return f"{self.series}〔{self.no_year}〕{self.no_seq}号" if self.no_seq else ""


OPEN: dict[str, Any] = {  # the planner needs the literal
    "sqlite_where": Case.is_open == True,  # noqa: E712
    "postgresql_where": Case.is_open == True,  # noqa: E712
}
# With what the county's figures and a desk's rest on, `is_open` too: SQLite does not take it from the condition.
Index(
    "ix_core_case_open",
    Case.tenant_id,
    Case.listed_on,
    Case.id,
    Case.clock_state,
    Case.kind,
    Case.is_open,
    **OPEN,
)
Index("ix_core_case_open_received", Case.tenant_id, Case.received_on, Case.id, **OPEN)
Index("ix_core_case_county", Case.listed_on, Case.id, Case.tenant_id, **OPEN)


class Participant(Private, Base):
    """A person or organisation in a case: applicant, agent, co-signer or interested person 利害关系人."""

    __tablename__ = "core_participant"
    __table_args__ = (same_tenant("case_id", "core_case"), Index(None, "tenant_id", "case_id"))

    id: Mapped[UUID] = pk()
    case_id: Mapped[UUID]
    role: Mapped[str]
    name: Mapped[str]
    id_number: Mapped[str | None] = mapped_column(Encrypted)
    phone: Mapped[str | None] = mapped_column(Encrypted)
    address: Mapped[str | None] = mapped_column(Encrypted)


class Clock(Private, Base):
    """One legal limit running on a case; its history is its entries, from which it can always be computed anew."""

    __tablename__ = "core_clock"
    __table_args__ = (
        same_tenant("case_id", "core_case"),
        Index(None, "tenant_id", "case_id"),
        Index("ix_core_clock_due", "tenant_id", "state", "due_on"),
    )

    id: Mapped[UUID] = pk()
    case_id: Mapped[UUID]
    rule: Mapped[str]
    bearer: Mapped[str]
    state: Mapped[str]
    start_on: Mapped[dt.date]
    # Where the day of filing chooses the version of the law, that day; elsewhere the trigger chooses it.
    filed_on: Mapped[dt.date | None]
    length: Mapped[int | None]
    # Where the length comes from, if not from the rule's own article.
    source: Mapped[str] = mapped_column(default="")
    extension: Mapped[int] = mapped_column(default=0)
    due_on: Mapped[dt.date | None]
    unrolled_on: Mapped[dt.date | None]
    safe_due_on: Mapped[dt.date | None]
    provisional: Mapped[bool] = mapped_column(default=False)
    rule_version: Mapped[dt.date | None]
    calendar_version: Mapped[str]
    ended_on: Mapped[dt.date | None]


class ClockEntry(Private, Base):
    """One act on a clock, with the article and the document it rests on: the ledger 台账."""

    __tablename__ = "core_clock_entry"
    __table_args__ = (same_tenant("clock_id", "core_clock"), Index(None, "tenant_id", "clock_id"))

    id: Mapped[UUID] = pk()
    clock_id: Mapped[UUID]
    act: Mapped[str]
    on: Mapped[dt.date]
    amount: Mapped[int | None]
    ground: Mapped[str] = mapped_column(default="")
    document: Mapped[str] = mapped_column(default="")
    article: Mapped[str]
    actor_id: Mapped[UUID]
    at: Mapped[dt.datetime]
    due_on: Mapped[dt.date | None]


class Timeline(Private, Base):
    """What happened on a case, in the order in which it happened: who, what, when, under which article.

    `at` is when it was written; `on` the legal day, which is an earlier one where the law acted in silence.
    """

    __tablename__ = "core_timeline"
    __table_args__ = (same_tenant("case_id", "core_case"), Index(None, "tenant_id", "case_id", "at"))

    id: Mapped[UUID] = pk()
    case_id: Mapped[UUID]
    at: Mapped[dt.datetime]
    on: Mapped[dt.date]
    actor_id: Mapped[UUID]
    actor_name: Mapped[str]
    code: Mapped[str]
    label: Mapped[str]
    state: Mapped[str]
    article: Mapped[str]
    note: Mapped[str] = mapped_column(default="")


class Reply(Private, Base):
    """An answer given to the person; an answerable case can't end without one (S35: nothing unanswered)."""

    __tablename__ = "core_reply"
    __table_args__ = (same_tenant("case_id", "core_case"), Index(None, "tenant_id", "case_id"))

    id: Mapped[UUID] = pk()
    case_id: Mapped[UUID]
    at: Mapped[dt.datetime]
    act: Mapped[str]
    words: Mapped[str]


class FormOnce(Private, Base):
    """A form that was carried out, by its key: a second click finds the first result."""

    __tablename__ = "core_form_once"

    key: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[UUID]
    act: Mapped[str]
    at: Mapped[dt.datetime]


class Reversible(Private, Base):
    """An act that its doer may still take back 撤销: how the case stood before; forgotten with the next one."""

    __tablename__ = "core_reversible"
    __table_args__ = (same_tenant("case_id", "core_case"), Index(None, "tenant_id", "case_id"))

    # Of the form that did the act.
    key: Mapped[str] = mapped_column(primary_key=True)
    case_id: Mapped[UUID]
    account_id: Mapped[UUID] = mapped_column(ForeignKey("core_account.id"))
    act: Mapped[str]
    at: Mapped[dt.datetime]
    # As the act left it: whatever was done since stands in the way.
    version: Mapped[int]
    # A JSON object of what the act changed, and which notices it sent, encrypted whole: findings and names are in it.
    before: Mapped[str] = mapped_column(Encrypted)
    # A JSON object {field: [values]} of the form, given back as a draft; encrypted whole.
    typed: Mapped[str] = mapped_column(Encrypted, default="{}")


class Draft(Private, Base):
    """A public form not yet sent, found again by its resume code; swept when it expires."""

    __tablename__ = "core_draft"
    __table_args__ = (UniqueConstraint("tenant_id", "code_index"), Index(None, "tenant_id", "expires_on"))

    id: Mapped[UUID] = pk()
    kind: Mapped[str]
    subject: Mapped[str]
    code_index: Mapped[str]
    # A JSON object of what was typed, encrypted whole: it holds ID numbers and telephones.
    content: Mapped[str] = mapped_column(Encrypted)
    case_id: Mapped[UUID | None]
    updated_at: Mapped[dt.datetime]
    expires_on: Mapped[dt.date]


class IssuedPaper(Private, Base):
    """A paper as issued: its context is frozen, so that it reads the same in ten years."""

    __tablename__ = "core_paper"
    __table_args__ = (
        same_tenant("case_id", "core_case"),
        Index(None, "tenant_id", "case_id"),
        Index(None, "tenant_id", "issued_on"),
    )

    id: Mapped[UUID] = pk()
    case_id: Mapped[UUID]
    code: Mapped[str]
    name: Mapped[str]
    issued_at: Mapped[dt.datetime]
    issued_on: Mapped[dt.date]
    issued_by: Mapped[str]
    context: Mapped[str] = mapped_column(Encrypted)
