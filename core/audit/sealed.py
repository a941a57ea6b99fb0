"""A sealed export: rows as they were recorded, with their places in the chain, and a signature over the whole.

Whoever receives it needs no account: `xiaoneng audit check FILE` says whether it is as it was made, and by which
installation's key.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core import clock as time
from core.audit import queries
from core.audit.models import Audit, AuditLink
from core.audit.queries import AuditFilter
from core.db import ScopedSession, crypto

ROWS, MANIFEST, SEAL = "rows.jsonl", "manifest.json", "seal.txt"
BATCH = 500
MOST = 200_000


class BadExport(ValueError):
    """A file that is not a sealed export, or no longer what was sealed."""


def make(session: ScopedSession, wanted: AuditFilter, by: str) -> bytes:
    """A zip of the rows of a filter, at most 200,000, with manifest and seal.

    Args:
        by: who asks for it, written into the manifest.
    """
    rows = "".join(f"{json.dumps(line, ensure_ascii=False, sort_keys=True)}\n" for line in _lines(session, wanted))
    manifest = json.dumps(
        {
            "made_at": time.now().isoformat(),
            "made_by": by,
            "filter": {name: str(value) for name, value in asdict(wanted).items() if value},
            "rows": rows.count("\n"),
            "sha256": hashlib.sha256(rows.encode()).hexdigest(),
            "key": crypto.seal_key(),
        },
        ensure_ascii=False,
        indent=1,
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in ((ROWS, rows), (MANIFEST, manifest), (SEAL, crypto.seal(manifest.encode()))):
            archive.writestr(name, text)
    return made.getvalue()


def check(path: Path) -> Mapping[str, Any]:
    """The manifest of an export that is as it was sealed; whose key sealed it is for the reader to compare.

    Raises:
        BadExport: what is wrong with it.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            rows, manifest, seal = (archive.read(name) for name in (ROWS, MANIFEST, SEAL))
        said: dict[str, Any] = json.loads(manifest)
        key, digest = str(said["key"]), str(said["sha256"])
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        raise BadExport("not a sealed export") from error
    if not crypto.seal_holds(key, manifest, seal.decode("ascii", "replace")):
        raise BadExport("the seal does not fit the manifest")
    if hashlib.sha256(rows).hexdigest() != digest:
        raise BadExport("the rows are not those that were sealed")
    return said


def _lines(session: ScopedSession, wanted: AuditFilter) -> Iterable[dict[str, Any]]:
    batch: list[Audit] = []
    for number, row in enumerate(queries.rows_of(session, wanted)):
        if number == MOST:
            break
        batch.append(row)
        if len(batch) == BATCH:
            yield from _linked(session, batch)
            batch = []
    yield from _linked(session, batch)


def _linked(session: ScopedSession, rows: list[Audit]) -> Iterable[dict[str, Any]]:
    links = {
        (link.tenant_id, link.audit_id): link
        for link in session.scalars(select(AuditLink).where(AuditLink.audit_id.in_([row.id for row in rows])))
    }
    for row in rows:
        link = links.get((row.tenant_id, row.id))
        yield {
            "tenant": row.tenant_id,
            "id": str(row.id),
            "at": row.at.astimezone(dt.UTC).isoformat(),
            "actor": row.actor_name,
            "actor_id": str(row.actor_id),
            "action": row.action,
            "subject": row.subject,
            "body": row.body,
            "seq": link.seq if link else None,
            "hash": link.hash if link else None,
        }
