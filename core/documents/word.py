"""Papers as DOCX: the copy that an office edits, from the same data as the PDF, which stays the record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.documents import elements, renderer


def docx(template: str, data: Mapping[str, Any]) -> bytes:
    """A paper as DOCX.

    Args:
        template, data: as for `core.documents.typesetting.pdf`; QR and seal are left to the PDF.

    Raises:
        ValueError: an unknown template, key or block.
        DomainError: characters that no font here can print.
    """
    full = elements.complete(template, data)
    return renderer.shared().make(template, {**full, "seal": None}, "docx")[0]
