"""我的办理: what this browser was let into by number and code, and the drafts it keeps; there are no accounts.

Nothing here opens a case anew: each row is one this browser holds the key of already (core.web.party).
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from core import plugins
from core.accounts.access import public
from core.cases import doors, drafts
from core.cases.models import Case, Draft
from core.contracts import CaseKind
from core.errors import NotFound
from core.organisations import web as members
from core.web import request as web_request
from core.web.navigation import is_on
from core.web.public_states import public_state

bp = Blueprint("my", __name__, url_prefix="/t/<int:code>/my")
YOU = "you"


@dataclass(frozen=True, slots=True)
class Row:
    """A case this browser may open, and whether the next step is the reader's own."""

    case: Case
    kind: CaseKind
    mine: bool


@bp.get("/")
@public
def home(code: int) -> ResponseReturnValue:
    """What needs the reader first, then the rest, then drafts."""
    rows = sorted(_cases(), key=lambda row: (not row.mine, not row.case.is_open, -row.case.received_on.toordinal()))
    return render_template(
        "portal/my.html", rows=rows, drafts=_drafts(), organisations=members.memberships(), form=FlaskForm()
    )


@bp.post("/forget")
@public
def forget(code: int) -> ResponseReturnValue:
    """Leave nothing on a computer others use: this browser then opens no case and no draft any more."""
    session.pop("cases", None)
    session.pop("drafts", None)
    members.forget()
    return redirect(url_for("my.home", code=code), 303)


def _cases() -> list[Row]:
    """The cases of the request's township that this browser's keys still fit."""
    reader, found = web_request.private_reading(), []
    for case_id, token in session.get("cases", {}).items():
        try:
            case = doors.by_token(reader, UUID(case_id), token)
        except NotFound:
            continue
        if is_on(plugins.registry().owner[case.kind]):
            turn = public_state(doors.public_word(case)).turn
            found.append(Row(case, plugins.registry().case_kinds[case.kind], turn == YOU))
    return found


def _drafts() -> list[tuple[str, Draft]]:
    """The drafts of this township that this browser has open and did not hand in, each with its measure."""
    reader, here, found = web_request.private_reading(), f"{web_request.tenant().id}:", []
    for key, draft_id in session.get("drafts", {}).items():
        if not key.startswith(here):
            continue
        try:
            draft = drafts.get(reader, UUID(draft_id))
        except NotFound:
            continue
        owner = plugins.registry().owner[draft.kind]
        if draft.case_id is None and is_on(owner):
            found.append((owner, draft))
    return found
