"""What an edition says in the words of a page, element by element."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext

from core.contracts import HealthCard
from core.db import ScopedSession
from core.i18n import N_
from plugins.approval.items import queries, rules
from plugins.approval.items.forms import REMEDIES
from plugins.approval.items.rows import FORMS
from plugins.approval.items.rules import STEP_PHASES
from plugins.approval.models import LEVELS, SERVES, TITLES, TYPES
from plugins.approval.steps.rules import DOERS

CENTRE = N_("进驻便民服务中心（还没有进驻的项数）")
# Only words of the software are translated; what an editor typed stays as it is.
KNOWN = {
    **FORMS,
    **STEP_PHASES,
    **DOERS,
    **rules.KINDS,
    **REMEDIES,
    **{word: word for word in (*TYPES, *TITLES, *LEVELS, *SERVES, "无")},
}


def shown(said: dict[str, Any]) -> dict[str, Any]:
    """The elements as the page shows them: texts as they are, lists as lines."""
    return {
        name: [one(row) for row in value] if isinstance(value, list) else one(value) for name, value in said.items()
    }


def one(value: Any) -> str:
    """One value in words."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return str(gettext("是") if value else gettext("否"))
    if isinstance(value, list):
        return str(gettext("、")).join(map(one, value))
    if isinstance(value, dict):
        return _row(value)
    text = str(value)
    return str(gettext(KNOWN[text])) if text in KNOWN else text


def _row(row: dict[str, Any]) -> str:
    """A material, a form field, a step or a special link in one line."""
    if "days" in row and "phase" not in row:
        return str(gettext("%(name)s，%(days)d个工作日", name=row["name"], days=row["days"]))
    name = str(row.get("label") or row.get("name") or "")
    parts = [
        gettext("%(term)s：%(value)s", term=gettext(rules.TERMS[term]), value=one(value))
        for term, value in row.items()
        if term in rules.TERMS and term not in {"name", "label", "only_if"} and value not in (None, "", False, [])
    ]
    return name + (str(gettext("（%(parts)s）", parts=str(gettext("；")).join(parts))) if parts else "")


def centre_card(session: ScopedSession) -> list[HealthCard]:
    """What the county sees of the service centres: it is a target, so it is never a warning."""
    total, outside = queries.not_entered(session)
    if not total:
        return []
    inside = total - sum(outside.values())
    words = gettext("%(total)d项中的%(inside)d项", total=total, inside=inside)
    return [HealthCard(CENTRE, "good", str(words), order=200, places=outside)]
