"""What makes a document into the PDF that is kept: typesetting, the seal, and the store."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from core.documents import rules
from core.documents.models import Document
from core.documents.seals import BY_HAND, PICTURED, InkSeal, SealService
from core.documents.settings import Letterhead
from core.files import services as files
from core.files.services import Kept
from core.files.stores import Store

TEMPLATES = {rules.LETTERHEAD: "letter", rules.LETTER: "xinhan", rules.ORDER: "order", rules.MINUTES: "minutes"}
PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _typeset(template: str, data: Mapping[str, Any]) -> bytes:
    from core.documents import typesetting

    return typesetting.pdf(template, data)


def _substitutes() -> Sequence[str]:
    from core.documents import fonts

    return [font.label for font in fonts.substitutes().values()]


@dataclass(frozen=True, slots=True)
class Press:
    """The typesetting, the seal and the store of an installation; tests bring their own.

    Attributes:
        typeset: makes a PDF of a template's name and its data; refuses characters that no font has, naming them.
        substitutes: the roles of fonts that stand in for the real ones.
    """

    store: Store
    seal: SealService = field(default_factory=InkSeal)
    typeset: Callable[[str, Mapping[str, Any]], bytes] = _typeset
    substitutes: Callable[[], Sequence[str]] = _substitutes

    def draft(self, template: str, data: Mapping[str, Any]) -> bytes:
        """A PDF to look at; neither sealed nor kept."""
        return self.typeset(template, data)

    def make(self, template: str, data: Mapping[str, Any], number: str, picture: bytes | None) -> tuple[Kept, str]:
        """The sealed PDF in the store, and the words on its seal.

        Args:
            number: as the document is cited.
            picture: of the organ's seal, to be put over name and day.
        """
        page = self.typeset(template, data if picture is None else {**data, "seal": picture})
        sealed = self.seal.seal(page, data["signed_by"][0], number)
        words = PICTURED if picture is not None and sealed.words == BY_HAND else sealed.words
        return files.keep_own(self.store, io.BytesIO(sealed.pdf), f"{number}.pdf", PDF), words


@dataclass(frozen=True, slots=True)
class Given:
    """What the issue gives to a document; a preview has none of it yet.

    Attributes:
        dated: the day of the last signature 成文日期.
        verify: the address of its verification page, printed as QR.
    """

    signers: Sequence[str]
    number: str = ""
    dated: dt.date | None = None
    printed: dt.date | None = None
    verify: str = ""


def data_of(row: Document, head: Letterhead, given: Given) -> dict[str, Any]:
    """What the template of a document's format is given."""
    body, own = row.body, dict[str, Any]()
    if row.format == rules.ORDER:
        own = {"post": head.post, "signatory": "　".join(given.signers)}
    if row.format == rules.MINUTES:
        body, there = rules.attendance(row.body)
        own = {"attendance": there, "sealed": False}
    return {
        **own,
        "organ": head.mark,
        "number": given.number.removeprefix(head.mark) if head.running else given.number,
        "signers": list(given.signers) if rules.KINDS[row.kind].upward else [],
        "urgency": rules.URGENCIES[row.urgency] if row.urgency else "",
        "title": row.title,
        "to": row.sent_to,
        "body": rules.blocks(body),
        "attachments": rules.lines(row.attachments),
        "signed_by": [head.organ],
        "date": written(given.dated),
        "notes": row.notes,
        "cc": row.cc,
        "printed_by": head.printer,
        "printed_on": written(given.printed),
        "verify": given.verify,
        "sample": head.sample,
    }


def written(day: dt.date | None) -> str:
    """A day as documents write it: ``2026年11月24日``; empty where there is none yet."""
    return "" if day is None else f"{day.year}年{day.month}月{day.day}日"
