"""What looks at files before anybody opens them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from core.config import Config

Scan = Callable[[IO[bytes]], str]


@dataclass(frozen=True, slots=True)
class Scanner:
    """Something that looks for viruses.

    Attributes:
        code: ``<plugin>.<name>``.
        label: marked ``N_``.
        make: from the settings; None where they give it no address, and then nothing waits for it. What it makes reads
            a stream from its beginning and answers what it found, empty where that is nothing. It raises
            `core.files.scanning.Unreachable` where it can't tell.
    """

    code: str
    label: str
    make: Callable[[Config], Scan | None]
