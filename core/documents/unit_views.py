"""收到的公文: what the reader's own units are to sign for, read and signed."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.accounts.access import requires
from core.accounts.permissions import Perm
from core.documents import addressed, endings, rules, services
from core.files import services as files
from core.files.web import send
from core.web import request as web_request
from core.web.forms import KeyedForm, carry_out, status_of
from core.web.lists import page_number

bp = Blueprint("received_documents", __name__, url_prefix="/w/<int:code>/documents/received")
PAGE = 30


@bp.get("")
@requires(Perm.SUBMIT)
def index(code: int) -> ResponseReturnValue:
    """What came to the reader's units, the unsigned first."""
    number = page_number()
    rows = addressed.received(web_request.reading(), web_request.actor(), number, PAGE)
    if not rows and number > 1:
        abort(404)
    return render_template("documents/received.html", rows=rows[:PAGE], number=number, more=len(rows) > PAGE)


@bp.route("/<uuid:document_id>", methods=["GET", "POST"])
@requires(Perm.SUBMIT)
def show(code: int, document_id: UUID) -> ResponseReturnValue:
    """One document, to be read and signed for."""
    actor, form = web_request.actor(), KeyedForm()
    row, issued, standing = addressed.one_received(web_request.reading(), actor, document_id)
    if (
        form.validate_on_submit()
        and carry_out(form, lambda session: addressed.sign(session, actor, row.id)) is not None
    ):
        flash(gettext("已签收，发文单位会看到签收人和时间。"))
        return redirect(url_for("received_documents.show", code=code, document_id=document_id), 303)
    page = render_template(
        "documents/received_one.html",
        row=row,
        issued=issued,
        standing=standing,
        form=form,
        ending=endings.of(web_request.reading(), [row.id]).get(row.id),
        blocks=rules.blocks(row.body),
        kinds=rules.KINDS,
    )
    return page, status_of(form)


@bp.get("/<uuid:document_id>/document.pdf")
@requires(Perm.SUBMIT)
def file(code: int, document_id: UUID) -> ResponseReturnValue:
    """The PDF as it was issued, to the byte."""
    reader = web_request.reading()
    row, _issued, _standing = addressed.one_received(reader, web_request.actor(), document_id)
    kept = files.of_owner(reader, services.OWNER, row.id)
    if not kept:
        abort(404)
    return send(kept[0], web_request.store())
