"""Duties in the reader's words."""

from __future__ import annotations

from flask_babel import gettext

from core.duties.rules import ONCE


def period_words(name: str) -> str:
    """The period of a duty as people write it: ``2026年4月``, ``2026年上半年``."""
    if name == ONCE:
        return str(gettext("一次性任务"))
    year, kind, number = name[:4], name[4:5], name[5:]
    if not kind:
        return str(gettext("%(year)s年度", year=year))
    if kind == "-":
        return str(gettext("%(year)s年%(month)d月", year=year, month=int(number)))
    if kind == "Q":
        return str(gettext("%(year)s年第%(quarter)s季度", year=year, quarter=number))
    half = gettext("%(year)s年上半年", year=year) if number == "1" else gettext("%(year)s年下半年", year=year)
    return str(half)
