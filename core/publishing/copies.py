"""Attachments between the store and the rules: what is inside each, and the cleaned copies that readers get."""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from core.errors import NotFound
from core.files import services as files
from core.files.kinds import Limits
from core.files.models import StoredFile
from core.files.services import Kept
from core.publishing import attachments
from core.publishing.attachments import Inside


def insides(root: Path, attached: Iterable[StoredFile]) -> dict[UUID, Inside]:
    """What a program finds in each file.

    Args:
        root: the folder of the store.

    Raises:
        NotFound: the bytes of one are gone.
    """
    return {row.id: attachments.look(row.media_type, _bytes(root, row)) for row in attached}


def make(root: Path, attached: Iterable[StoredFile], limits: Limits) -> dict[UUID, Kept]:
    """Each file written anew without its metadata into the store, before the write turn that publishes it."""
    made = {}
    for row in attached:
        clean = attachments.cleaned(row.media_type, _bytes(root, row))
        made[row.id] = files.keep(root, io.BytesIO(clean), row.name, limits)
    return made


def _bytes(root: Path, row: StoredFile) -> bytes:
    place = files.place(root, row.sha256)
    if not place.is_file():
        raise NotFound(row.id)
    return place.read_bytes()
