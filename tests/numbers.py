"""All numbers that a tenant gave out, wherever they stand: what its counters must agree with."""

from __future__ import annotations

import re
from collections import defaultdict

from sqlalchemy import select

from core.cases.models import Case
from core.db import ScopedSession
from core.documents.models import IssuedDocument
from core.moving import rows

NUMBERED = re.compile(r"(.+)〔(\d{4})〕(\d+)号")


def given(session: ScopedSession) -> dict[tuple[str, int], set[int]]:
    """The numbers by series and year: of cases, of documents, and of rows with a `number` like 勐约证〔2026〕3号."""
    found: dict[tuple[str, int], set[int]] = defaultdict(set)
    for series, year, n in [
        *session.execute(select(Case.series, Case.no_year, Case.no_seq).where(Case.no_seq.is_not(None))),
        *session.execute(select(IssuedDocument.series, IssuedDocument.year, IssuedDocument.n)),
    ]:
        found[series, year].add(n)
    for model in rows.models():
        for row in rows.read(session, model) if "number" in model.__mapper__.columns else ():
            if parts := NUMBERED.fullmatch(str(row["number"])):
                found[parts[1], int(parts[2])].add(int(parts[3]))
    return found
