"""内部公告: what the own staff publish for themselves; it stands on no portal, in no feed and in no index."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from core.accounts.access import requires
from core.accounts.permissions import Perm
from core.files import services as files
from core.files.web import send
from core.publishing import queries, services
from core.publishing.models import Published
from core.publishing.rules import Stage
from core.web import request as web_request

bp = Blueprint("board", __name__, url_prefix="/w/<int:code>/board")


@bp.get("/")
@requires(Perm.WORK)
def index(code: int) -> ResponseReturnValue:
    """The newest first."""
    return render_template("publishing/board.html", rows=queries.board(web_request.reading(), code))


@bp.get("/<uuid:publication_id>")
@requires(Perm.WORK)
def read(code: int, publication_id: UUID) -> ResponseReturnValue:
    """One of them; what was withdrawn keeps its reason."""
    return render_template("publishing/read.html", row=_found(publication_id), stages=Stage)


@bp.get("/<uuid:publication_id>/files/<uuid:file_id>")
@requires(Perm.WORK)
def file(code: int, publication_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """The cleaned copy of an attachment."""
    attached = files.of_owner(web_request.reading(), services.PUBLIC, _found(publication_id).id)
    row = next((each for each in attached if each.id == file_id), None)
    if row is None:
        abort(404)
    return send(row, web_request.store())


def _found(publication_id: UUID) -> Published:
    row = queries.one(web_request.reading(), web_request.tenant().id, publication_id)
    if row.audience != "staff":
        abort(404)
    return row
