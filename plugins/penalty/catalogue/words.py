"""Ranges of fines in the words of statutes: 二百元以上三千元以下 as ``200元以上3000元以下``."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from flask_babel import gettext

from core.i18n import N_
from core.web.filters import translated
from plugins.penalty.catalogue.rules import AMOUNT, ANY, AREA, MULTIPLE, SHARE, SUBJECTS, Band, Range

# Unit → the words of a range, and of one that begins at nothing.
RANGES: Mapping[str, tuple[str, str]] = {
    AMOUNT: (N_("%(low)s元以上%(high)s元以下"), N_("%(high)s元以下")),
    MULTIPLE: (N_("%(low)s倍以上%(high)s倍以下"), N_("%(high)s倍以下")),
    SHARE: (N_("百分之%(low)s以上百分之%(high)s以下"), N_("百分之%(high)s以下")),
    AREA: (N_("每平方米%(low)s元以上%(high)s元以下"), N_("每平方米%(high)s元以下")),
}


def number(value: Decimal) -> str:
    """A number without idle zeros: 0.30 as 0.3, 200.00 as 200."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def range_words(part: Range, unit: str = AMOUNT) -> str:
    """A range in the reader's language."""
    both, top = RANGES[unit]
    return str(gettext(both if part.low else top, low=number(part.low), high=number(part.high)))


def band_words(band: Band) -> str:
    """A range with whom it is for, under which condition, and of what it is taken."""
    about = band_about(band)
    return (about + gettext("，") if about else "") + band.base + range_words(band.range, band.unit)


def band_about(band: Band) -> str:
    """Whom a range is for and under which condition; empty for one that is for everybody and everything."""
    words = [translated(SUBJECTS[band.subject]) if band.subject != ANY else "", band.when]
    return str(gettext("，").join(word for word in words if word))
