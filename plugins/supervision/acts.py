"""What every act on a case of supervision carries."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """An act, with the version of the case that its page showed."""

    version: int
