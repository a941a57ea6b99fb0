"""Registers of e-government."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from core.accounts.actor import Actor
from core.contracts import Register, RegisterColumn
from core.db import ScopedSession
from core.i18n import N_
from plugins.egov.documents import queries as documents
from plugins.egov.documents.rules import RETENTIONS
from plugins.egov.permissions import Perm

Row = tuple[str | int | dt.date | None, ...]


def _archive(session: ScopedSession, actor: Actor, since: dt.date, until: dt.date) -> Iterator[Row]:
    for row, case in documents.archived(session, actor, since, until):
        yield (
            case.number,
            row.organ,
            row.document_number,
            case.title,
            row.dated_on,
            row.archived_on,
            RETENTIONS[row.retention],
            row.keep_until,
        )


ARCHIVE = Register(
    "egov.archive",
    N_("归档公文移交清册"),
    N_("期间归档的收文，按归档日期排列，含保管期限和可以提出销毁的日期。"),
    Perm.INCOMING,
    (
        RegisterColumn(N_("编号"), 10),
        RegisterColumn(N_("来文单位"), 10),
        RegisterColumn(N_("来文字号"), 10),
        RegisterColumn(N_("标题"), 16),
        RegisterColumn(N_("成文日期")),
        RegisterColumn(N_("归档日期")),
        RegisterColumn(N_("保管期限")),
        RegisterColumn(N_("保管期满")),
    ),
    _archive,
)
