"""The chain's arithmetic, pure: what is hashed of a row, and how one hash rests on the one before."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from core.config import AUDIT_HASHES

if TYPE_CHECKING:
    from core.audit.models import Audit

FIRST = ""  # what the first link of a tenant rests on


def canonical(row: Audit) -> str:
    """A row as the one line that is hashed; the same on every database and in every time zone."""
    fields = [
        row.tenant_id,
        row.id.hex,
        row.at.isoformat(timespec="microseconds"),
        row.actor_id.hex,
        row.actor_name,
        row.action,
        row.subject,
        row.body,
    ]
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def link_hash(algorithm: str, before: str, row: Audit) -> str:
    """The hash of a link, in hexadecimal.

    Args:
        before: the hash of the link before, `FIRST` for the first.

    Raises:
        ValueError: an unknown algorithm.
    """
    return line_hash(algorithm, before, canonical(row))


def line_hash(algorithm: str, before: str, line: str) -> str:
    """The hash of a link whose row is `canonical` already; arguments and errors as `link_hash`."""
    if algorithm not in AUDIT_HASHES:
        raise ValueError(f"{algorithm} is not one of {', '.join(AUDIT_HASHES)}")
    return hashlib.new(algorithm, f"{before}\n{line}".encode()).hexdigest()
