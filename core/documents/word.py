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
    full = _as_lines(elements.complete(template, data))
    return renderer.shared().make(template, {**full, "seal": None}, "docx")[0]


def _as_lines(full: dict[str, Any]) -> dict[str, Any]:
    """What only the PDF has a place for, as lines to be edited: who was there, and the office of who signs."""
    there = [{"kind": "p", "text": f"{label}：{names}"} for label, names in full.get("attendance", ())]
    signed = [f"{full['post']}　　{full['signatory']}"] if full.get("signatory") else full.get("signed_by")
    return {**full, "body": [*full["body"], *there], "signed_by": signed} if "body" in full else full
