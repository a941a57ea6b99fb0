"""Passwords: Argon2id, one hash at a time; what a new one must be is the installation's profile."""

from __future__ import annotations

import functools
import re
import threading
from collections.abc import Iterable
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from core.errors import Problem
from core.i18n import N_
from core.profiles import DEFAULT, Profile

KINDS = (r"[a-z]", r"[A-Z]", r"\d", r"[^a-zA-Z\d]")
# The 3,000 that people take most, and longer ones, from the frequency lists of zxcvbn 4.5 (MIT licence).
COMMON = Path(__file__).with_name("data") / "common_passwords.txt"
# A word shorter than this says nothing of a password that has it: 县 is in many.
SHORTEST_WORD = 3
# What fingers run along.
ROWS = ("01234567890123456789", "09876543210987654321", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm")

# OWASP's first choice for Argon2id: 46 MiB, one pass, one lane.
_hasher = PasswordHasher(time_cost=1, memory_cost=47104, parallelism=1)
# The memory of one hash at a time: a burst of sign-ins must not take the machine.
_one_at_a_time = threading.Lock()
# Verified when there is no such account, so that the answer takes the same time.
_DECOY = _hasher.hash("nobody's password")


def problems(password: str, login: str, profile: Profile = DEFAULT, words: Iterable[str] = ()) -> list[Problem]:
    """What is wrong with a new password, every reason at once.

    Args:
        words: what anybody here would guess, e.g. the names of the townships (ASVS 6.2.11).
    """
    found = []
    if len(password) < profile.length:
        found.append(Problem(N_("密码至少%(length)d个字符。"), "password", {"length": profile.length}))
    if sum(bool(re.search(kind, password)) for kind in KINDS) < profile.kinds:
        found.append(Problem(N_("密码要包含大写字母、小写字母、数字、符号中的三种。"), "password"))
    if login.lower() in password.lower():
        found.append(Problem(N_("密码不能包含登录名。"), "password"))
    if guessed := next((word for word in words if len(word) >= SHORTEST_WORD and word.lower() in password.lower()), ""):
        found.append(Problem(N_("密码不能包含“%(word)s”，谁都猜得到。"), "password", {"word": guessed}))
    if is_common(password):
        found.append(Problem(N_("这个密码太常见，或者只是在常见密码上加了数字、符号。请换一个。"), "password"))
    return found


def is_common(password: str) -> bool:
    """Whether it is one that many people have, repeated or with digits and signs round it (ASVS 6.2.4)."""
    small = password.strip().lower()
    core = re.sub(r"^[^a-z]+|[^a-z]+$", "", small)
    forms = {form for word in (small, core) if word for form in (word, _unrepeated(word))}
    return not forms.isdisjoint(_common()) or (bool(small) and any(small in row for row in ROWS))


def hashed(password: str) -> str:
    """The Argon2id hash to store."""
    with _one_at_a_time:
        return _hasher.hash(password)


def fits(stored: str | None, password: str) -> bool:
    """Whether `password` is the one of `stored`; takes as long when nothing is stored."""
    with _one_at_a_time:
        try:
            return _hasher.verify(stored or _DECOY, password) and stored is not None
        except VerifyMismatchError:
            return False


def _unrepeated(word: str) -> str:
    """A word written several times over as it is written once: it stands in its own double before the end."""
    return word[: (word + word).index(word, 1)]


@functools.cache
def _common() -> frozenset[str]:
    return frozenset(COMMON.read_text(encoding="utf-8").split())
