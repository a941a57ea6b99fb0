"""Files between browser and store: sent as downloads, never run by it; taken from a form, whole or in pieces."""

from __future__ import annotations

import io
import secrets
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import IO
from uuid import UUID

from flask import Flask, Response, abort, g, request, send_file, session, url_for
from flask_babel import gettext as _
from sqlalchemy import func, select

from core import clock as time
from core.contracts import HealthCard
from core.db import Scope, ScopedSession
from core.errors import DomainError, Problem
from core.files import scanning, services, uploads
from core.files.models import StoredFile, Upload
from core.files.services import Kept
from core.files.stores import Store
from core.files.uploads import Holder
from core.i18n import N_
from core.web import request as web_request

# A field's files that came in pieces stand in the form beside it under this name.
UPLOADED = ".uploaded"
TAKEN = N_("“%(name)s”已经随表单交上来了，或者已经过期。页面上没有列出的，请重新选择。")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file a form brought; `upload_id` where it came in pieces before."""

    name: str
    stream: IO[bytes]
    upload_id: UUID | None = None


def send(row: StoredFile, store: Store) -> Response:
    """The file of a row; the caller has proved that the reader may open its owner. 404 if the bytes are gone.

    Raises:
        DomainError: the file is held, with the reason in words.
    """
    try:
        stream = services.opened(store, row)
    except FileNotFoundError:
        abort(404)
    answer = send_file(stream, mimetype=row.media_type, as_attachment=True, download_name=row.name)
    answer.content_length = row.size
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def download(content: bytes, media_type: str, name: str) -> Response:
    """What was made for one reader just now, as a file that nobody on the way keeps."""
    answer = send_file(io.BytesIO(content), media_type, as_attachment=True, download_name=name)
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def incoming(field: str) -> Iterator[Incoming]:
    """The files of a field, in the order in which they were chosen, those that came in pieces last."""
    for upload in request.files.getlist(field):
        if upload.filename:
            yield Incoming(upload.filename, upload.stream)
    for row in _finished(field):
        yield Incoming(row.name, uploads.stream(web_request.store(), row.parts), row.id)


def keep(given: Incoming) -> Kept:
    """Check a file and put its bytes into the store; the pieces it came in go.

    Raises:
        DomainError: as `core.files.services.keep`; or its pieces are gone, since its form was sent twice.
    """
    store = web_request.store()
    try:
        with given.stream as stream:
            return services.keep(store, stream, given.name, web_request.upload_limits())
    except FileNotFoundError:
        raise DomainError(Problem(TAKEN, params={"name": given.name})) from None
    finally:
        if given.upload_id is not None:
            forget(given.upload_id)


def has_files(field: str) -> bool:
    """Whether a form brought files in a field."""
    return any(upload.filename for upload in request.files.getlist(field)) or bool(_finished(field))


def keep_all(field: str) -> tuple[tuple[Kept, ...], list[Problem]]:
    """The files of a field in the store, and why some were not taken, each at the field."""
    found: list[Kept] = []
    problems: list[Problem] = []
    for upload in incoming(field):
        try:
            found.append(keep(upload))
        except DomainError as error:
            problems += [Problem(problem.message, field, problem.params) for problem in error.problems]
    return tuple(found), problems


def forget(upload_id: UUID) -> None:
    """Take an upload of the request's tenant back, with its pieces."""
    with web_request.writing() as writer:
        parts = uploads.drop(writer, upload_id)
    for key in parts:
        web_request.store().delete(key)


def holder() -> Holder:
    """Whose the uploads of this request are: the signed-in person's, or this browser's by its own signed cookie."""
    address = request.remote_addr or ""
    if g.get("actor") is not None:
        return Holder(f"account:{g.actor.account_id}", address)
    if "uploads" not in session:
        session["uploads"] = secrets.token_urlsafe(24)
    return Holder(f"visitor:{session['uploads']}", address)


def uploaded(field: str) -> list[Upload]:
    """The files of a field that came in pieces and wait for their form, where it was sent with something else wrong."""
    return _finished(field) if request.method == "POST" else []


def init(app: Flask) -> None:
    """Give templates `uploaded` and `uploads_url`."""
    app.add_template_global(uploaded)
    app.add_template_global(uploads_url)


def uploads_url() -> str:
    """Where the files of a page's forms go up in pieces; empty where they only go with the form."""
    area = {"t": "party_uploads", "w": "uploads", "county": "uploads"}.get(request.path.split("/", 2)[1])
    return url_for(f"{area}.begin", code=g.tenant.id) if area and g.get("tenant") is not None else ""


def _finished(field: str) -> list[Upload]:
    """What came in pieces for a field and is there at this moment: another field may have taken it just before."""
    ids = _ids(field)
    if not ids:
        return []
    with web_request.database().read(Scope.one(web_request.tenant().id)) as reader:
        rows = uploads.finished(reader, holder(), ids)
        reader.expunge_all()
    return rows


def _ids(field: str) -> list[UUID]:
    found = []
    for told in request.form.getlist(field + UPLOADED)[: uploads.OPEN_OF_HOLDER]:
        with suppress(ValueError):
            found.append(UUID(told))
    return found


def health(reader: ScopedSession) -> HealthCard:
    """Files that are changed, lost, held for a virus, or have waited an hour for a scanner."""
    late = (StoredFile.scan == scanning.WAITING) & (StoredFile.stored_at < time.now() - scanning.FORGOTTEN)
    kinds = {
        "bad": StoredFile.fault != "",
        "found": StoredFile.scan == scanning.FOUND,
        "late": late,
    }
    places: dict[int, int] = {}
    count = dict.fromkeys(kinds, 0)
    for name, condition in kinds.items():
        rows = select(StoredFile.tenant_id, func.count()).where(condition).group_by(StoredFile.tenant_id)
        for tenant, number in reader.execute(rows):
            places[tenant] = places.get(tenant, 0) + number
            count[name] += number
    words = _(
        "损坏或者丢失%(bad)d个，查出病毒隔离%(found)d个，超过一小时没有查毒%(late)d个。",
        bad=count["bad"],
        found=count["found"],
        late=count["late"],
    )
    state = "bad" if count["bad"] else "warn" if places else "good"
    return HealthCard(N_("文件"), state, words, "", 75, places)
