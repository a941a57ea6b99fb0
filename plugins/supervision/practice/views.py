"""Good practice of the whole county in the workspace; it is written and published where everything is."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.accounts.access import requires
from core.db.ids import PageKey, page_key
from core.publishing.permissions import Perm as Publishing
from core.web import request as web_request
from plugins.supervision.permissions import Perm
from plugins.supervision.practice import queries

bp = Blueprint("supervision_practices", __name__, url_prefix="/w/<int:code>/practices", template_folder="../templates")


@bp.get("/")
@requires(Perm.READ)
def index(code: int) -> ResponseReturnValue:
    """What all townships share, the newest first."""
    words = request.args.get("q", "").strip()[:50]
    rows, further = queries.shared(web_request.public_reading(), words, page_key(request.args.get("after", "")))
    following = url_for(".index", code=code, q=words or None, after=_key(further)) if further else ""
    return render_template(
        "supervision/practices.html",
        rows=rows,
        words=words,
        places=web_request.place_names(),
        first_url=url_for(".index", code=code, q=words or None) if "after" in request.args else "",
        next_url=following,
        writes=web_request.actor().may(Publishing.WRITE),
    )


def _key(key: PageKey) -> str:
    return f"{key[0].isoformat()}_{key[1]}"
