"""Taking an act back from the page that follows it: a plain form, offered once, refused in words when it is late."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, Flask, flash, redirect, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core import clock as time
from core.accounts.access import requires
from core.accounts.permissions import Perm
from core.cases import undoing
from core.cases.before import WITHIN
from core.cases.models import Case
from core.contracts import Transition
from core.db import ScopedSession, new_id
from core.drafts import services as desk
from core.web import drafts
from core.web import request as web_request
from core.web.filters import translated
from core.web.forms import KeyedForm, carry_out
from core.web.lists import case_url, kept
from core.web.workspace import staff_case

bp = Blueprint("undo", __name__, url_prefix="/w/<int:code>/cases/<uuid:case_id>/undo")
OFFER = "undo"


def init(app: Flask) -> None:
    """Hook the offer into every page of the workspace."""
    app.context_processor(lambda: {"undo_offered": offered})


def remembered(writer: ScopedSession, act: Transition, key: str) -> None:
    """Keep what was typed into the form of an act that was just done, where it can be taken back."""
    if act.undo is not None:
        undoing.remember(writer, key, drafts.typed_now())


def offer(case: Case, act: Transition, key: str) -> None:
    """Say on the next page that an act was done, with the way back where there is one."""
    words = gettext("“%(act)s”已办理。", act=translated(act.label))
    if act.undo is None:
        flash(words)
        return
    url = url_for("undo.undo", code=case.tenant_id, case_id=case.id, **kept())  # type: ignore[arg-type]
    session[OFFER] = {"words": words, "url": url, "key": key, "until": (time.now() + WITHIN).isoformat()}


def offered() -> Mapping[str, Any] | None:
    """What the reader may take back, shown once: words, address, key, and for how many seconds still."""
    found: dict[str, Any] | None = session.pop(OFFER, None)
    if found is None:
        return None
    return {**found, "seconds": seconds_left(dt.datetime.fromisoformat(found["until"]) - WITHIN)}


def seconds_left(since: dt.datetime) -> int:
    """For how many seconds what was done at an instant can still be taken back; 0 when it can't."""
    return max(int((since + WITHIN - time.now()).total_seconds()), 0)


@bp.post("")
@requires(Perm.WORK)
def undo(code: int, case_id: UUID) -> ResponseReturnValue:
    """Take back what the form with this key did; what was typed into it is a draft again."""
    found, form = staff_case(case_id), KeyedForm()
    if form.validate_on_submit():
        carry_out(form, lambda writer: _taken_back(writer, case_id, str(form.key.data)))
    problems = [*form.form_errors, *form.key.errors]
    for words in problems:
        flash(words, "danger")
    if not problems and not form.errors:
        flash(gettext("已经撤销，案件恢复原状；填写的内容还在草稿里。"))
    return redirect(case_url(found), 303)


def _taken_back(writer: ScopedSession, case_id: UUID, key: str) -> Case:
    actor = web_request.actor()
    before = undoing.of_form(writer, actor, case_id, key)
    act, typed = (before.act, undoing.typed_in(before)) if before is not None else ("", {})
    case = undoing.undo(writer, actor, case_id, key)
    if typed:
        desk.keep(writer, actor, drafts.place_of(case, act), typed, case.version, new_id().hex)
    return case
