"""Tables of sheets: lists the worker makes a file of, what was brought in, and what became of each row."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Private, pk, same_tenant
from core.db.crypto import Encrypted


class SheetExport(Private, Base):
    """A long list somebody ordered as a file: the worker makes it, its owner fetches it, then it goes.

    `id` is the key of the form, so that it is ordered once.
    """

    __tablename__ = "core_sheet_export"
    __table_args__ = (Index(None, "tenant_id", "account_id"), Index(None, "tenant_id", "expires_at"))

    id: Mapped[UUID] = pk()
    account_id: Mapped[UUID] = mapped_column(ForeignKey("core_account.id"))
    # Of the file, without its ending, which is `form`: ``xlsx`` or ``csv``.
    name: Mapped[str]
    form: Mapped[str]
    # The list as its reader saw it, as `core.sheets.cases.to_json` keeps it.
    listing: Mapped[dict[str, Any]]
    total: Mapped[int]
    created_at: Mapped[dt.datetime]
    made_at: Mapped[dt.datetime | None]
    expires_at: Mapped[dt.datetime]


class SheetImport(Private, Base):
    """Rows 导入 somebody brought in for one kind of sheet; `id` is the key of the form that brought them."""

    __tablename__ = "core_sheet_import"
    __table_args__ = (
        Index(None, "tenant_id", "account_id", "created_at"),
        CheckConstraint("state in ('looked', 'ordered', 'undone')", name="state"),
    )

    id: Mapped[UUID] = pk()
    account_id: Mapped[UUID] = mapped_column(ForeignKey("core_account.id"))
    sheet: Mapped[str]
    file_name: Mapped[str]
    # Head and rows as they were read, as JSON, encrypted whole: names and telephones are in it. Once it is ordered the
    # rows that the worker is to make; empty when they are made.
    content: Mapped[str] = mapped_column(Encrypted)
    state: Mapped[str] = mapped_column(default="looked")
    # How many rows were ordered.
    total: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[dt.datetime]
    ordered_at: Mapped[dt.datetime | None]
    undone_at: Mapped[dt.datetime | None]


class SheetRow(Private, Base):
    """One row of an import: not done yet, done, or refused with every reason; and whether it was undone."""

    __tablename__ = "core_sheet_row"
    __table_args__ = (
        same_tenant("import_id", "core_sheet_import"),
        UniqueConstraint("tenant_id", "import_id", "line"),
        CheckConstraint("outcome in ('waiting', 'created', 'changed', 'same', 'refused')", name="outcome"),
        CheckConstraint("undo in ('', 'waiting', 'undone', 'kept')", name="undo"),
    )

    id: Mapped[UUID] = pk()
    import_id: Mapped[UUID]
    # Of the file, as a spreadsheet counts its rows.
    line: Mapped[int]
    # The cells as they were typed, by the column's name, as JSON.
    cells: Mapped[str] = mapped_column(Encrypted)
    outcome: Mapped[str] = mapped_column(default="waiting")
    # ``{"problems": [...]}`` as `core.batches.rules.why_of` keeps it: of a refusal, or of an undoing that was refused.
    why: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # What the row made or changed, and what it was before and after, as JSON.
    target: Mapped[UUID | None]
    trace: Mapped[str] = mapped_column(Encrypted, default="")
    undo: Mapped[str] = mapped_column(default="")
