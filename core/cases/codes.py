"""Reference codes: what lets a person without an account back to a case or a draft. 8 characters, 40 bits."""

from __future__ import annotations

import random
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# No 0/O and 1/I: the code is read out, written down and typed by hand.
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
LENGTH = 8

_seeded: ContextVar[random.Random | None] = ContextVar("xiaoneng_codes_seeded", default=None)


def new_code() -> str:
    """A fresh code of 8 characters from 32: 40 bits."""
    source = _seeded.get()
    choose = secrets.choice if source is None else source.choice
    return "".join(choose(ALPHABET) for _ in range(LENGTH))


def clean(code: str) -> str:
    """What was typed, as it was printed: capitals, without the spaces and hyphens people add."""
    return re.sub(r"[\s\-－—·.]", "", code).upper()


def grouped(code: str) -> str:
    """As printed, in two groups of four."""
    return f"{code[:4]} {code[4:]}"


@contextmanager
def seeded(seed: str) -> Iterator[None]:
    """Make the same codes on every run: for the demo's sample cases only."""
    token = _seeded.set(random.Random(seed))  # noqa: S311 - sample data
    try:
        yield
    finally:
        _seeded.reset(token)
