"""Papers as PDF/A: a template by name, its data, and the one process that sets them (docs/decisions/0018).

Templates: ``letter`` (公文 with a red head), ``xinhan`` (信函), ``decision`` (decisions, notices and what windows hand
out), ``register`` (A4 across) and ``booklet``; their keys stand in `core.documents.elements.TEMPLATES`.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from typing import Any

import segno

from core.documents import elements, renderer


def pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """A paper as PDF/A-2b with tags; the same data make the same bytes, on whatever day.

    Args:
        template: its name.
        data: its data; missing keys are empty, ``verify`` becomes a QR code, ``seal`` (PNG or SVG) is put over the
            signature.

    Raises:
        DomainError: a character no font here can print, a role without any font, or the paper could not be set.
        ValueError: an unknown template, key or block.
    """
    return renderer.shared().make(template, _for_press(template, data), "pdf")[0]


def together(papers: Iterable[bytes]) -> bytes:
    """Several papers as one PDF to be printed on both sides: each begins on a sheet of its own."""
    # Only who prints needs it.
    from pypdf import PdfReader, PdfWriter

    whole = PdfWriter()
    for paper in papers:
        if len(whole.pages) % 2:
            whole.add_blank_page()
        whole.append(PdfReader(io.BytesIO(paper)))
    made = io.BytesIO()
    whole.write(made)
    return made.getvalue()


def pictures(template: str, data: Mapping[str, Any], ppi: int = 96) -> list[bytes]:
    """The pages of a paper as PNG, for previews and for looking at them."""
    return renderer.shared().make(template, _for_press(template, data), f"png:{ppi}")


def _for_press(template: str, data: Mapping[str, Any]) -> dict[str, Any]:
    """The complete data as JSON knows it."""
    full = elements.complete(template, data)
    if full.get("verify"):
        full["qr"] = qr_code(full["verify"])
    if full.get("seal") is not None:
        full["seal"] = list(full["seal"])
    return full


def qr_code(link: str) -> str:
    """A link as the SVG of its QR code."""
    drawn = io.BytesIO()
    segno.make(link, error="m").save(drawn, kind="svg", border=1, xmldecl=False)
    return drawn.getvalue().decode()
