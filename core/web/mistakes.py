"""找错: a reader tells what is wrong on a page and reads the answer at an address of their own; staff answer it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.accounts import throttle
from core.accounts.access import is_local_path, public, requires
from core.db import ScopedSession
from core.errors import DomainError, Problem
from core.publishing import mistakes, queries
from core.publishing.forms import AnswerForm, MistakeForm
from core.publishing.mistakes import Told
from core.publishing.models import Mistake
from core.publishing.permissions import Perm
from core.web import request as web_request
from core.web.forms import carry_out, status_of

bp = Blueprint("mistakes", __name__, url_prefix="/t/<int:code>/correction")
township = Blueprint("township_mistakes", __name__, url_prefix="/w/<int:code>/mistakes")
county = Blueprint("county_mistakes", __name__, url_prefix="/county/mistakes")


@bp.route("/", methods=["GET", "POST"])
@public
def tell(code: int) -> ResponseReturnValue:
    """The form; `page` in the address is where the reader came from."""
    form = MistakeForm(page=_local(request.args.get("page", "")))
    if form.validate_on_submit():
        told = Told(_local(str(form.page.data or "")), str(form.words.data), str(form.contact.data or ""))
        made = carry_out(form, lambda session: _slowly(session, told))
        if made is not None:
            return redirect(url_for("mistakes.read", code=code, mistake_id=made.id), 303)
    return render_template("portal/mistake.html", form=form), status_of(form)


@bp.get("/<uuid:mistake_id>")
@public
def read(code: int, mistake_id: UUID) -> ResponseReturnValue:
    """What was told, and the answer once there is one; who knows the address may read it, the contact nobody."""
    row = queries.mistake(web_request.private_reading(), code, mistake_id)
    return render_template("portal/mistake_told.html", row=row)


@county.route("/", methods=["GET", "POST"])
@township.route("/", methods=["GET", "POST"])
@requires(Perm.WRITE)
def desk(code: int | None = None) -> ResponseReturnValue:
    """The messages, those that wait first; each is answered in its own form."""
    form, actor = AnswerForm(), web_request.actor()
    if form.validate_on_submit():
        wanted, words = _id(str(form.mistake.data or "")), str(form.answer.data)
        if carry_out(form, lambda session: mistakes.answer(session, actor, wanted, words)):
            flash(gettext("已答复。"))
            return redirect(request.path, 303)
    rows = queries.mistakes(web_request.reading(), web_request.tenant().id)
    page = render_template("publishing/mistakes.html", rows=rows, form=form)
    return page, status_of(form)


def _slowly(session: ScopedSession, told: Told) -> Mistake:
    """Keep a message, if not too many came from this address."""
    key = f"mistake:{session.tenant}:{request.remote_addr}"
    if wait := throttle.enter(session, key):
        raise DomainError(Problem(throttle.TOO_MANY, params={"seconds": wait}))
    return mistakes.tell(session, told)


def _local(page: str) -> str:
    return page[:300] if is_local_path(page) else ""


def _id(written: str) -> UUID:
    try:
        return UUID(written)
    except ValueError:
        abort(404)
