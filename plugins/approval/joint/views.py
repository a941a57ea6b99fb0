"""Joint handling in the workspace: the answer of a unit that takes part."""

from __future__ import annotations

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from core import cases
from core.cases.models import Case
from core.cases.services import allowed, find_transition
from core.errors import Forbidden
from core.web import request as web_request
from core.web.forms import carry_out, status_of
from core.web.lists import case_url
from plugins.approval.joint import queries
from plugins.approval.joint.forms import AnswerPartForm
from plugins.approval.joint.road import PART


def answer(case: Case, act: str) -> ResponseReturnValue:
    """The answer to a part, beside what was asked."""
    transition, actor = find_transition(PART, act), web_request.actor()
    if act != "answer_part":
        abort(404)
    if not allowed(actor, case, transition):
        raise Forbidden(transition.permission)
    if request.method == "GET" and case.state not in transition.sources:
        return redirect(case_url(case))
    form = AnswerPartForm()
    if request.method == "GET":
        form.shows(case.version)
    if form.validate_on_submit():
        command, key = form.to_command(), str(form.key.data)
        if carry_out(form, lambda writer: cases.act(writer, actor, case.id, act, command, key)) is not None:
            return redirect(case_url(case), 303)
        form.shows(case.version)
    page = render_template(
        "approval/part_form.html",
        form=form,
        case=case,
        title=transition.label,
        detail=queries.detail(web_request.reading(), case),
        back=case_url(case),
    )
    return page, status_of(form)
