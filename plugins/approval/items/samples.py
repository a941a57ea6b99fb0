"""Forms to fill in for a material 空表 and filled examples 样表: files of the edition that is being drawn up.

A material names its files, so that the next edition says the same ones, and how two editions differ shows them too.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.accounts.actor import Actor
from core.db import ScopedSession
from core.errors import Forbidden, NotFound
from core.files import services as files
from core.files.models import StoredFile
from core.files.services import Kept
from plugins.approval.items import queries, rules
from plugins.approval.items.services import SAMPLES, save
from plugins.approval.models import Item
from plugins.approval.permissions import Perm

Place = tuple[str, str]


def put(
    session: ScopedSession,
    actor: Actor,
    item_id: UUID,
    given: Mapping[Place, Kept],
    removed: Collection[Place],
    version: int,
) -> Item:
    """Give a draft's materials their files, and take some away.

    Args:
        given: (material's code, one of `rules.SAMPLES`) → a file that was kept.
        version: the one the actor saw.

    Raises:
        Forbidden, NotFound: the actor may not, or there is no such edition.
        DomainError: it was published, or somebody changed it since.
    """
    if not actor.may(Perm.EDIT):
        raise Forbidden(Perm.EDIT)
    item = queries.edition(session, item_id)
    materials = [_without(row, removed) for row in item.materials]
    for row in materials:
        for which in rules.SAMPLES:
            if (kept := given.get((row["code"], which))) is not None:
                slot = f"{which}:{row['code']}"
                file = files.attach(session, kept, owner_kind=SAMPLES, owner_id=item.id, slot=slot)
                row[which] = {"id": str(file.id), "name": file.name, "on": time.today().isoformat()}
    return save(session, actor, item_id, {"materials": materials}, version)


def file_of(session: ScopedSession, item: Item, code: str, which: str) -> StoredFile:
    """The file that an edition names for a material.

    Args:
        session: one that reads what is not published by itself; whether the edition may be read is the caller's to see.

    Raises:
        NotFound: it names none.
    """
    row = next((row for row in item.materials if row["code"] == code), {})
    named = row.get(which) if which in rules.SAMPLES else None
    query = select(StoredFile).where(StoredFile.owner_kind == SAMPLES)
    found = session.scalar(query.where(StoredFile.id == UUID(named["id"]))) if named else None
    if found is None:
        raise NotFound(code)
    return found


def _without(row: Mapping[str, Any], removed: Collection[Place]) -> dict[str, Any]:
    return {term: value for term, value in row.items() if (row["code"], term) not in removed}
