"""Attachments between the store and the rules: what is inside each, and the cleaned copies that readers get."""

from __future__ import annotations

import io
from collections.abc import Iterable
from uuid import UUID

from core.errors import NotFound
from core.files import services as files
from core.files.kinds import Limits
from core.files.models import StoredFile
from core.files.services import Kept
from core.files.stores import Store
from core.publishing import attachments
from core.publishing.attachments import Inside


def insides(store: Store, attached: Iterable[StoredFile]) -> dict[UUID, Inside]:
    """What a program finds in each file.

    Raises:
        NotFound: the bytes of one are gone.
        DomainError: one is held.
    """
    return {row.id: attachments.look(row.media_type, _bytes(store, row)) for row in attached}


def make(store: Store, attached: Iterable[StoredFile], limits: Limits) -> dict[UUID, Kept]:
    """Each file written anew without its metadata into the store, before the write turn that publishes it."""
    made = {}
    for row in attached:
        clean = attachments.cleaned(row.media_type, _bytes(store, row))
        made[row.id] = files.keep(store, io.BytesIO(clean), row.name, limits)
    return made


def _bytes(store: Store, row: StoredFile) -> bytes:
    try:
        with files.opened(store, row) as stream:
            return stream.read()
    except FileNotFoundError:
        raise NotFound(row.id) from None
