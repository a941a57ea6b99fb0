"""Passwords: Argon2id, one hash at a time, and the profile of 等级保护 (length, kinds of character, not the login)."""

from __future__ import annotations

import re
import threading

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from core.errors import Problem
from core.i18n import N_

MINIMUM = 12
KINDS = (r"[a-z]", r"[A-Z]", r"\d", r"[^a-zA-Z\d]")

# OWASP's first choice for Argon2id: 46 MiB, one pass, one lane.
_hasher = PasswordHasher(time_cost=1, memory_cost=47104, parallelism=1)
# The memory of one hash at a time: a burst of sign-ins must not take the machine.
_one_at_a_time = threading.Lock()
# Verified when there is no such account, so that the answer takes the same time.
_DECOY = _hasher.hash("nobody's password")


def problems(password: str, login: str) -> list[Problem]:
    """What is wrong with a new password (GB/T 22239 8.1.4.1: complexity)."""
    found = []
    if len(password) < MINIMUM:
        found.append(Problem(N_("密码至少%(length)d个字符。"), "password", {"length": MINIMUM}))
    if sum(bool(re.search(kind, password)) for kind in KINDS) < 3:
        found.append(Problem(N_("密码要包含大写字母、小写字母、数字、符号中的三种。"), "password"))
    if login.lower() in password.lower():
        found.append(Problem(N_("密码不能包含登录名。"), "password"))
    return found


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
