"""Seals 印章: by a service that a plugin brings (UKey, SM2, a bureau's platform), else by hand on the printed sheet."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Protocol

from core import plugins
from core.config import Config
from core.i18n import N_

log = logging.getLogger("xiaoneng.seals")
BY_HAND = N_("打印后加盖印章")
PICTURED = N_("印章图片")
NOT_SEALED = N_("印章服务没有加盖，请打印后加盖印章")


class Unsealed(ConnectionError):
    """A seal service that is not there, too slow, or answered with no document."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A PDF as it left the seal service, and the words that say by whom and how it was sealed."""

    pdf: bytes
    words: str


class SealService(Protocol):
    """Seals the PDF of a numbered document."""

    def seal(self, pdf: bytes, organ: str, number: str) -> Sealed:
        """Seal a document.

        Raises:
            DomainError: it is refused, with the reason; the document then keeps no number.
        """
        ...


class InkSeal:
    """No service: the page leaves the slot empty, and the printed sheet is sealed by hand."""

    def seal(self, pdf: bytes, organ: str, number: str) -> Sealed:
        """The PDF as it is."""
        return Sealed(pdf, BY_HAND)


class Registered:
    """The first seal service that the settings give an address; by hand without one, and where it does not answer."""

    def __init__(self, config: Config) -> None:
        self.config = config

    def seal(self, pdf: bytes, organ: str, number: str) -> Sealed:
        """The PDF with the seal of the service; as it is, and with words that say so, where the service failed."""
        for sealer in plugins.registry().sealers.values():
            if (seal := sealer.make(self.config)) is None:
                continue
            try:
                sealed = seal(pdf, organ, number)
            except Unsealed as error:
                log.warning("%s did not seal a document: %s", sealer.code, error)
                return Sealed(pdf, NOT_SEALED)
            if not sealed.startswith(b"%PDF-"):
                log.warning("%s answered with no document", sealer.code)
                return Sealed(pdf, NOT_SEALED)
            return Sealed(sealed, sealer.label)
        return Sealed(pdf, BY_HAND)
