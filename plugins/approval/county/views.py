"""An application that was sent on, in the county's workspace: the form of each act beside what came."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from core.cases.models import Case
from core.web.acting import beside
from plugins.approval.county.forms import FORMS
from plugins.approval.county.road import REVIEW


def act(case: Case, act: str) -> ResponseReturnValue:
    """The form of one act."""
    return beside(case, REVIEW, act, FORMS, lambda form, facts: form.prefill(facts))
