"""Joint handling in the workspace: the answer of a unit that takes part."""

from __future__ import annotations

from flask.typing import ResponseReturnValue

from core.cases.models import Case
from core.web.acting import beside
from plugins.approval.joint.forms import AnswerPartForm
from plugins.approval.joint.road import PART


def answer(case: Case, act: str) -> ResponseReturnValue:
    """The answer to a part, beside what was asked."""
    return beside(case, PART, act, {"answer_part": AnswerPartForm})
