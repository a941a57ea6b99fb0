"""Sending a stored file: as a download, with its own name, never run by the browser."""

from __future__ import annotations

from pathlib import Path

from flask import Response, abort, send_file

from core.files.models import StoredFile
from core.files.services import place


def send(row: StoredFile, root: Path) -> Response:
    """The file of a row; the caller has proved that the reader may open its owner. 404 if the bytes are gone."""
    path = place(root.resolve(), row.sha256)
    if not path.is_file():
        abort(404)
    answer = send_file(path, mimetype=row.media_type, as_attachment=True, download_name=row.name)
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
