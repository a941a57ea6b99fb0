"""An application that was sent on, in the county's workspace: the form of each act beside what came."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from core.cases.models import Case
from core.web import request as web_request
from core.web.acting import beside
from plugins.approval.county.forms import FORMS, ReviewForm
from plugins.approval.county.road import REVIEW


def act(case: Case, act: str) -> ResponseReturnValue:
    """The form of one act."""
    reader = web_request.reading()
    return beside(
        case,
        REVIEW,
        act,
        FORMS,
        prefill=lambda form, facts: form.prefill(facts) if isinstance(form, ReviewForm) else None,
        fits=lambda form, facts: form.fits(reader, case, facts),
    )
