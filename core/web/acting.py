"""The form of one act on a case that is read beside it, for acts that ask for no steps of their own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import abort, redirect, render_template, request
from flask.typing import ResponseReturnValue

from core import cases
from core.cases.models import Case
from core.cases.services import allowed, find_transition
from core.contracts import CaseKind, article_under
from core.errors import Forbidden
from core.web import request as web_request
from core.web import undo
from core.web.forms import carry_out, status_of
from core.web.lists import case_url


def beside(
    case: Case,
    kind: CaseKind,
    act: str,
    forms: Mapping[str, type[Any]],
    prefill: Callable[[Any, Any], None] = lambda form, facts: None,
    fits: Callable[[Any, Any], None] = lambda form, facts: None,
    read: Callable[[Any, Any], Any] = lambda form, facts: form.to_command(),
    template: str = "staff/beside.html",
    **more: Any,
) -> ResponseReturnValue:
    """Show and carry out one act; what the case is about stands beside its form.

    Args:
        forms: act → its form, with `to_command`.
        prefill: puts into a form what the facts know already.
        fits: takes from a form the fields that the facts have no use for.
        read: makes the command of a form, e.g. with files; None where it put problems on the form.
        more: what a template of its own needs.

    Raises:
        Forbidden: the act is not the reader's.
    """
    if act not in forms:
        abort(404)
    transition, actor, reader = find_transition(kind, act), web_request.actor(), web_request.reading()
    if not allowed(actor, case, transition):
        raise Forbidden(transition.permission)
    if request.method == "GET" and case.state not in transition.sources:
        return redirect(case_url(case))
    facts = kind.facts(reader, case)
    form = forms[act]()
    fits(form, facts)
    if request.method == "GET":
        prefill(form, facts)
        form.shows(case.version)
    if form.validate_on_submit():
        command, key = read(form, facts), str(form.key.data)
        done = command and carry_out(form, lambda writer: cases.act(writer, actor, case.id, act, command, key))
        if done:
            undo.offer(case, transition, key)
            return redirect(case_url(case), 303)
        form.shows(case.version)
    page = render_template(
        template,
        form=form,
        case=case,
        kind=kind,
        title=transition.label,
        article=article_under(transition.article, facts),
        detail=kind.detail(reader, case),
        papers=transition.papers,
        back=case_url(case),
        **more,
    )
    return page, status_of(form)
