"""Reading the catalogue: what waits to be published, the checklist of articles 20 and 21, and the public list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from core.db import ScopedSession
from core.errors import NotFound
from core.publishing.models import Publication
from core.publishing.rules import Stage
from plugins.egov.disclosure.catalogue.rules import CLASSES, Class
from plugins.egov.disclosure.models import CatalogueEntry

SHOWN = 300


@dataclass(frozen=True, slots=True)
class Line:
    """A class on the checklist: how many entries are listed, and when the last one was."""

    about: Class
    listed: int
    last_on: dt.date | None


def waiting(session: ScopedSession) -> Sequence[CatalogueEntry]:
    """What is not listed yet, the earliest due first."""
    query = select(CatalogueEntry).where(CatalogueEntry.listed_on.is_(None))
    return session.scalars(query.order_by(CatalogueEntry.due_on, CatalogueEntry.id).limit(SHOWN)).all()


def listed(session: ScopedSession) -> Sequence[CatalogueEntry]:
    """What is listed, the newest first."""
    query = select(CatalogueEntry).where(CatalogueEntry.listed_on.is_not(None))
    return session.scalars(query.order_by(CatalogueEntry.listed_on.desc(), CatalogueEntry.id.desc()).limit(SHOWN)).all()


def one(session: ScopedSession, entry_id: UUID) -> CatalogueEntry:
    """An entry.

    Raises:
        NotFound: there is none of this id.
    """
    found = session.get(CatalogueEntry, (session.tenant, entry_id))
    if found is None:
        raise NotFound(entry_id)
    return found


def checklist(session: ScopedSession) -> list[Line]:
    """Every class with what is listed of it: what has nothing is told, and not hidden."""
    rows = session.execute(
        select(CatalogueEntry.class_code, func.count(), func.max(CatalogueEntry.listed_on))
        .where(CatalogueEntry.listed_on.is_not(None), CatalogueEntry.replaced_id.is_(None))
        .group_by(CatalogueEntry.class_code)
    )
    found = {code: (number, last) for code, number, last in rows}
    return [Line(about, *found.get(code, (0, None))) for code, about in CLASSES.items()]


def public(session: ScopedSession) -> Mapping[str, Sequence[CatalogueEntry]]:
    """What the public reads, by class: listed, with a publication that is still out."""
    query = (
        select(CatalogueEntry)
        .join(
            Publication,
            (Publication.tenant_id == CatalogueEntry.tenant_id) & (Publication.id == CatalogueEntry.publication_id),
        )
        .where(Publication.stage == Stage.PUBLISHED)
        .order_by(CatalogueEntry.listed_on.desc(), CatalogueEntry.id.desc())
        .limit(SHOWN)
    )
    found: dict[str, list[CatalogueEntry]] = {}
    for row in session.scalars(query):
        found.setdefault(row.class_code, []).append(row)
    return {code: found[code] for code in CLASSES if code in found}


def publications(session: ScopedSession) -> Sequence[Publication]:
    """What is out for the public, the newest first, for an entry to be listed with."""
    query = select(Publication).where(Publication.stage == Stage.PUBLISHED, Publication.audience == "public")
    return session.scalars(query.order_by(Publication.published_at.desc(), Publication.id).limit(100)).all()
