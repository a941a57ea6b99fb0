"""Slots in words people write once for many papers or letters: ``{编号}``, a name between braces and nothing to run."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from core.errors import Problem
from core.i18n import N_

SLOT = re.compile(r"\{([^{}]*)\}")


def problems(body: str, known: Collection[str], field: str = "body") -> list[Problem]:
    """What is wrong with such words: a slot that has no name of ours, or a brace without its other half."""
    unknown = sorted({name for name in SLOT.findall(body) if name not in known})
    if unknown:
        params = {"names": tuple(unknown), "known": tuple(known)}
        return [Problem(N_("没有这样的空格：%(names)s。可以用的有：%(known)s。"), field, params)]
    if set("{}") & set(SLOT.sub("", body)):
        return [Problem(N_("花括号要成对，里面写空格的名称，例如{编号}。"), field)]
    return []


def filled(body: str, values: Mapping[str, str]) -> str:
    """Such words with their slots filled, once: what a value holds is never a slot itself."""
    return SLOT.sub(lambda match: values.get(match[1], match[0]), body)
