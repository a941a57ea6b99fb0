"""动态督查 in the workspace: the live board with its causes, and behind each figure what it counts."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.accounts.access import requires
from core.duties import rules
from core.duties.measures import rules_of
from core.web import request as web_request
from core.web.lists import after, after_key, asked_id, kind_map, kinds_on
from plugins.supervision.board import queries
from plugins.supervision.board.queries import Shown
from plugins.supervision.orders.queries import units
from plugins.supervision.permissions import Perm

bp = Blueprint(
    "supervision_board", __name__, url_prefix="/w/<int:code>/supervision/board", template_folder="../templates"
)


@bp.get("")
@requires(Perm.ORDER_READ)
def show(code: int) -> ResponseReturnValue:
    """Cases and duties by colour and cause, of one measure and unit where the address names them."""
    reader, actor, asked = web_request.reading(), web_request.actor(), request.args
    kinds = tuple(kind for kind in kinds_on() if kind in kind_map())
    whole = Shown(kinds, rules_of(web_request.enabled(), web_request.tenant().own_duties), asked_id("unit"))
    measures = queries.measures(whole.kinds, whole.rules)
    measure = asked.get("measure", "")
    shown = queries.of_measure(whole, measure) if measure in measures else whole
    what, colour = asked.get("what", ""), asked.get("colour", "")
    what = what if what in queries.WHATS else "cases"
    colour = colour if colour in queries.COLOURS else "late"
    listed = (queries.cases if what == "cases" else queries.duties)(reader, actor, shown, colour, after())
    kept: dict[str, Any] = {"code": code, "unit": shown.unit, "measure": measure if measure in measures else None}
    here = {**kept, "what": what, "colour": colour}
    return render_template(
        "supervision/board.html",
        what=what,
        colour=colour,
        whats=queries.WHATS,
        colours=queries.COLOURS,
        figures=queries.figures(reader, actor, shown),
        listed=listed,
        kinds=kind_map(),
        labels=rules.LABELS,
        measures=measures,
        units={str(one): name for one, name in units(reader).items()} if queries.whole(actor) else {},
        chosen={"measure": kept["measure"] or "", "unit": str(shown.unit or "")},
        kept=kept,
        next_url=url_for(".show", **here, after=after_key(listed.after)) if listed.after else "",
        first_url=url_for(".show", **here) if "after" in asked else "",
    )
