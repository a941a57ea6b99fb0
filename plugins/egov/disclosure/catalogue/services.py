"""Entering what is to be published, and listing it with its publication under an index number."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.accounts.actor import Actor
from core.audit.services import record
from core.cases.catalogue import catalogue
from core.db import ScopedSession, new_id
from core.db.numbers import take
from core.deadlines import counting
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.i18n import N_
from core.publishing.models import Publication
from core.publishing.rules import Stage
from core.tenancy.models import Tenant
from plugins.egov.disclosure.catalogue import rules
from plugins.egov.disclosure.models import CatalogueEntry
from plugins.egov.permissions import Perm

RULE = "disclosure.proactive"


def enter(session: ScopedSession, actor: Actor, given: rules.Content, key: str) -> CatalogueEntry:
    """Enter information that was made or changed: from that day twenty working days run (条例 26).

    Raises:
        Forbidden: the actor enters nothing here.
        DomainError: something is missing.
    """
    units = actor.own_units(Perm.CATALOGUE)
    if not units:
        raise Forbidden(Perm.CATALOGUE)
    if (known := session.scalar(select(CatalogueEntry).where(CatalogueEntry.form_key == key))) is not None:
        return known
    problems, last = (
        rules.content(given, time.today()),
        counting.compute(RULE, given.made_on, catalogue=catalogue()).due,
    )
    if last is None:
        problems.append(Problem(N_("这一天政府信息公开条例还没有施行。"), "made_on"))
    if problems or last is None:
        raise DomainError(problems)
    row = CatalogueEntry(
        tenant_id=session.tenant,
        id=new_id(),
        form_key=key,
        unit_id=min(units),
        title=" ".join(given.title.split()),
        class_code=given.class_code,
        made_on=given.made_on,
        due_on=last,
        valid_to=given.valid_to,
        entered_by=actor.title,
    )
    session.add(row)
    record(session, actor, "egov.catalogue.enter", str(row.id), {"class": row.class_code})
    session.flush()
    return row


def list_entry(
    session: ScopedSession, actor: Actor, entry_id: UUID, publication_id: UUID, replaces: str = ""
) -> CatalogueEntry:
    """List an entry under an index number with the publication that is out; it may take an older one's place.

    Args:
        replaces: the index number of the entry whose place it takes; that one stays, and leads here.

    Raises:
        Forbidden, NotFound: the actor enters nothing here; there is no such entry.
        DomainError: the publication is not out, the entry is listed already, or no entry has that number.
    """
    if not actor.may(Perm.CATALOGUE):
        raise Forbidden(Perm.CATALOGUE)
    row = session.get(CatalogueEntry, (session.tenant, entry_id))
    if row is None or not actor.may(Perm.CATALOGUE, row.unit_id):
        raise NotFound(entry_id)
    publication = session.get(Publication, (session.tenant, publication_id))
    old = by_number(session, replaces.strip()) if replaces.strip() else None
    problems = []
    if row.listed_on is not None:
        problems.append(Problem(N_("已经编入目录。")))
    if publication is None or publication.stage != Stage.PUBLISHED or publication.audience != "public":
        problems.append(Problem(N_("请选择已经向社会公开发布的内容。"), "publication"))
    if replaces.strip() and old is None:
        problems.append(Problem(N_("没有这个索引号，请核对。"), "replaces"))
    if problems or publication is None:
        raise DomainError(problems)
    row.publication_id, row.listed_on = publication.id, time.today()
    if old is not None:
        old.replaced_id = row.id
    row.series, row.year = f"{session.get_one(Tenant, session.tenant).settings['prefix']}公开目录", time.today().year
    record(session, actor, "egov.catalogue.list", str(row.id), {"class": row.class_code})
    row.seq = take(session, row.series, row.year)
    session.flush()
    return row


def by_number(session: ScopedSession, number: str) -> CatalogueEntry | None:
    """The listed entry of an index number."""
    series, _, tail = number.partition("-")
    year, _, seq = tail.partition("-")
    if not (year.isdecimal() and seq.isdecimal() and len(year) == 4 and len(seq) < 9):
        return None
    query = select(CatalogueEntry).where(
        CatalogueEntry.series == series, CatalogueEntry.year == int(year), CatalogueEntry.seq == int(seq)
    )
    return session.scalar(query)
