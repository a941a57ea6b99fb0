"""Good practice 好做法 as a type of publication: what is checked, signed, published and found is core's."""

from __future__ import annotations

from core.contracts import PublicationType
from core.i18n import N_

PRACTICE = PublicationType(
    code="supervision.practice",
    label=N_("好做法"),
    column="practices",
    column_label=N_("好做法"),
    article="实施方案",
    order=60,
)
