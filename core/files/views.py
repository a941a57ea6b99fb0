"""Uploads in pieces, as the tus protocol has them, for staff and for visitors; and the files that are not well."""

from __future__ import annotations

import base64
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, jsonify, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import or_, select

from core.accounts.access import public, requires, requires_any
from core.accounts.permissions import Perm
from core.errors import DomainError
from core.files import uploads, web
from core.files.models import StoredFile, Upload
from core.files.uploads import WrongOffset
from core.web import request as web_request
from core.web.admin import ADMINISTERS
from core.web.filters import problem_words

party = Blueprint("party_uploads", __name__, url_prefix="/t/<int:code>/uploads")
staff = Blueprint("uploads", __name__, url_prefix="/w/<int:code>/uploads")
console = Blueprint("files", __name__, url_prefix="/w/<int:code>/admin/files")
VERSION = "1.0.0"
SHOWN = 200
MAY = (Perm.WORK, *ADMINISTERS)


@party.post("/", endpoint="begin")
@public
def party_begin(code: int) -> ResponseReturnValue:
    """Announce a file of a visitor."""
    return _begin()


@staff.post("/", endpoint="begin")
@requires_any(MAY)
def staff_begin(code: int) -> ResponseReturnValue:
    """Announce a file of somebody at work."""
    return _begin()


@party.get("/<uuid:upload_id>", endpoint="state")
@public
def party_state(code: int, upload_id: UUID) -> ResponseReturnValue:
    """How much of it is there."""
    return _state(_own(upload_id))


@staff.get("/<uuid:upload_id>", endpoint="state")
@requires_any(MAY)
def staff_state(code: int, upload_id: UUID) -> ResponseReturnValue:
    """How much of it is there."""
    return _state(_own(upload_id))


@party.patch("/<uuid:upload_id>", endpoint="piece")
@public
def party_piece(code: int, upload_id: UUID) -> ResponseReturnValue:
    """The next piece."""
    return _piece(upload_id)


@staff.patch("/<uuid:upload_id>", endpoint="piece")
@requires_any(MAY)
def staff_piece(code: int, upload_id: UUID) -> ResponseReturnValue:
    """The next piece."""
    return _piece(upload_id)


@party.delete("/<uuid:upload_id>", endpoint="stop")
@public
def party_stop(code: int, upload_id: UUID) -> ResponseReturnValue:
    """Break it off."""
    return _stop(upload_id)


@staff.delete("/<uuid:upload_id>", endpoint="stop")
@requires_any(MAY)
def staff_stop(code: int, upload_id: UUID) -> ResponseReturnValue:
    """Break it off."""
    return _stop(upload_id)


@console.get("/")
@requires(Perm.JOBS)
def index(code: int) -> ResponseReturnValue:
    """Files that are changed, lost, held, or were let through unscanned."""
    bad = or_(StoredFile.fault != "", StoredFile.scan.in_(("waiting", "found", "passed")))
    rows = web_request.reading().scalars(select(StoredFile).where(bad).order_by(StoredFile.id.desc()).limit(SHOWN))
    return render_template("admin/files.html", rows=rows.all(), shown=SHOWN)


@console.get("/<uuid:file_id>")
@requires(Perm.JOBS)
def show(code: int, file_id: UUID) -> ResponseReturnValue:
    """One of them, as a notice leads to it."""
    row = web_request.reading().get(StoredFile, (code, file_id))
    if row is None:
        abort(404)
    return render_template("admin/files.html", rows=[row], shown=SHOWN, one=row.sha256[:12])


def _begin() -> ResponseReturnValue:
    name, size = _metadata().get("filename", ""), request.headers.get("Upload-Length", type=int) or 0
    limits, holder = web_request.upload_limits(), web.holder()
    try:
        with web_request.writing() as writer:
            row = uploads.begin(writer, holder, name, size, limits)
            upload_id = row.id
    except DomainError as error:
        return _refused(error)
    answer = _answer(201, 0)
    answer.headers["Location"] = url_for(".state", **{**(request.view_args or {}), "upload_id": upload_id})
    return answer


def _state(row: Upload) -> ResponseReturnValue:
    answer = _answer(200, row.received)
    answer.headers["Upload-Length"] = str(row.size)
    answer.headers["Upload-Expires"] = row.expires_at.strftime("%a, %d %b %Y %H:%M:%S GMT")
    return answer


def _piece(upload_id: UUID) -> ResponseReturnValue:
    row, store, holder = _own(upload_id), web_request.store(), web.holder()
    offset = request.headers.get("Upload-Offset", type=int)
    if offset is None or request.mimetype != "application/offset+octet-stream":
        abort(415 if offset is not None else 400)
    piece = request.get_data(cache=False)
    key = ""
    try:
        key = uploads.put_piece(store, row, offset, piece)
        with web_request.writing() as writer:
            received = uploads.count_piece(writer, holder, upload_id, offset, key, len(piece))
    except WrongOffset as error:
        if key:
            store.delete(key)
        return _answer(409, error.args[0])
    except DomainError as error:
        return _refused(error)
    return _answer(204, received)


def _stop(upload_id: UUID) -> ResponseReturnValue:
    row = _own(upload_id)
    web.forget(row.id)
    return _answer(204, 0)


def _own(upload_id: UUID) -> Upload:
    return uploads.own(web_request.own_reading(), web.holder(), upload_id)


def _answer(status: int, offset: int) -> Response:
    answer = Response(status=status)
    answer.headers.update({"Tus-Resumable": VERSION, "Upload-Offset": str(offset), "Cache-Control": "no-store"})
    return answer


def _refused(error: DomainError) -> ResponseReturnValue:
    """The words for the reader; the browser shows them at the field."""
    answer: Any = jsonify({"words": " ".join(map(problem_words, error.problems))})
    answer.headers["Tus-Resumable"] = VERSION
    return answer, 422


def _metadata() -> dict[str, str]:
    """Names and values of ``Upload-Metadata``; what is not base64 of UTF-8 is left out."""
    found = {}
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        name, _, value = pair.strip().partition(" ")
        try:
            found[name] = web_request.seen(base64.b64decode(value, validate=True).decode())
        except ValueError:  # also what is no ASCII, no base64, no UTF-8
            continue
    return found
