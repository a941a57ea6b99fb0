"""处罚依据 on the portal: what is punished, under which text, how it is weighed, what can be done against it (39)."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core import remedies
from core.accounts.access import public
from core.web import request as web_request
from plugins.penalty.booklet import queries as booklets
from plugins.penalty.catalogue import queries
from plugins.penalty.catalogue.views import words
from plugins.penalty.discretion import queries as standards

bp = Blueprint("penalty_portal", __name__, url_prefix="/t/<int:code>/penalties", template_folder="../templates")


@bp.get("/")
@public
def index(code: int) -> ResponseReturnValue:
    """The published offences, by words."""
    typed = request.args.get("q", "").strip()[:50]
    rows, after = queries.listed(
        web_request.reading(), queries.Wanted(words=typed, state="in_force"), request.args.get("after", "")[:60]
    )
    return render_template(
        "penalty/portal/index.html",
        rows=rows,
        words=typed,
        booklets=booklets.listed(web_request.reading()),
        next_url=url_for(".index", code=code, q=typed or None, after=after) if after else "",
        first_url=url_for(".index", code=code, q=typed or None) if "after" in request.args else "",
        **{name: value for name, value in words().items() if name != "words"},
    )


@bp.get("/<uuid:offence_id>")
@public
def show(code: int, offence_id: UUID) -> ResponseReturnValue:
    """One offence as everybody may read it."""
    reader, tenant = web_request.reading(), web_request.tenant()
    offence = queries.offence_of(reader, offence_id)
    told = {"review": tenant.settings["review_organ"], "court": tenant.settings["court"]}
    return render_template(
        "penalty/portal/show.html",
        offence=offence,
        standard=standards.current(reader, offence.id),
        direct=remedies.told(remedies.DIRECT, **told),
        first=remedies.told(remedies.REVIEW_FIRST, **told),
        **words(),
    )
