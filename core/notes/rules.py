"""What a note may say, and whom it names with an @."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from core.errors import Problem
from core.i18n import N_

LONGEST = 2000
# An @ within a word is an address, not a name; the full-width one is what Chinese input types.
AT = re.compile(r"(?<![0-9A-Za-z._-])[@＠]")
NAME = re.compile(r"[^\s@＠，。；：、！？,.;:!?（）()]{1,20}")


@dataclass(frozen=True, slots=True)
class Mentions:
    """Whom a note names: accounts of colleagues, and what follows an @ without being a colleague's name."""

    people: frozenset[UUID]
    unknown: tuple[str, ...]


def mentions(body: str, colleagues: Sequence[tuple[UUID, str]]) -> Mentions:
    """Whom a text names with @; of two names that fit, the longer one counts, and who shares a name is told with it.

    Args:
        colleagues: (account, name) of those who may be named.
    """
    people: set[UUID] = set()
    unknown = []
    for at in AT.finditer(body):
        rest = body[at.end() :]
        longest = max((name for _, name in colleagues if name and rest.startswith(name)), key=len, default="")
        if longest:
            people |= {account for account, name in colleagues if name == longest}
        elif word := NAME.match(rest):
            unknown.append(word[0])
    return Mentions(frozenset(people), tuple(dict.fromkeys(unknown)))


def problems(body: str, named: Mentions) -> list[Problem]:
    """Why a note is not taken, each at its text."""
    found = []
    if not body.strip():
        found.append(Problem(N_("请填写批注。"), "body"))
    elif len(body) > LONGEST:
        found.append(Problem(N_("批注最多%(most)s个字。"), "body", {"most": LONGEST}))
    if named.unknown:
        words = N_("本单位能看这个办件的人里没有：%(names)s。@后面请写同事的全名，或者去掉@。")
        found.append(Problem(words, "body", {"names": named.unknown}))
    return found
