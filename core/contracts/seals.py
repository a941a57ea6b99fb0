"""What puts an electronic seal 电子印章 on a document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.config import Config

# The PDF, the organ whose seal it is, the document's number; the sealed PDF.
Seal = Callable[[bytes, str, str], bytes]


@dataclass(frozen=True, slots=True)
class Sealer:
    """A service that seals documents.

    Attributes:
        code: ``<plugin>.<name>``.
        label: marked ``N_``; it stands with the document as how it was sealed.
        make: from the settings; None where they give it no address. What it makes is asked inside the write turn, so it
            answers within seconds. It raises `core.documents.seals.Unsealed` where the service does not, and the
            document is then sealed by hand; `core.errors.DomainError` where it refuses, and nothing is issued.
    """

    code: str
    label: str
    make: Callable[[Config], Seal | None]
