"""Where a seal service 电子印章 fits in: UKey, SM2 or a bureau's platform, each behind one small interface."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from core.i18n import N_


@dataclass(frozen=True, slots=True)
class Sealed:
    """A PDF as it left the seal service, and the words that say by whom and how it was sealed."""

    pdf: bytes
    words: str


class SealService(Protocol):
    """Seals the PDF of a numbered document; it is asked inside the write turn, so it answers soon or raises.

    A service that only answers with a picture of the seal puts it into the slot the page leaves above the day.
    """

    def seal(self, pdf: bytes, organ: str, number: str) -> Sealed:
        """Seal a document.

        Raises:
            DomainError: it is not sealed, with the reason; the document then keeps no number.
        """
        ...


class InkSeal:
    """No service: the page leaves the slot empty, and the printed sheet is sealed by hand."""

    def seal(self, pdf: bytes, organ: str, number: str) -> Sealed:
        """The PDF as it is."""
        return Sealed(pdf, N_("打印后加盖印章"))
