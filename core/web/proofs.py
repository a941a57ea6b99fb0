"""A receipt as a file: data, plain text, or an event for the reader's calendar."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from flask import Response, abort, jsonify
from flask_babel import gettext as _

from core import citations, clock
from core.deadlines import ics
from core.deadlines.receipt import Receipt
from core.web.filters import translated


def as_file(receipt: Receipt, form: str | None, uid: UUID, number: str = "") -> Response | None:
    """The receipt as ``json``, ``text`` or ``ics``; None for the page. 404 for an event where there is no last day.

    Args:
        uid: the event's own, the same whenever the same limit is asked for.
        number: the case, if there is one.
    """
    if form == "json":
        return jsonify(receipt.to_json())
    if form == "text":
        return Response(f"{receipt.to_text()}\n", mimetype="text/plain")
    if form == "ics":
        return _event(receipt, uid, number)
    return None


def _event(receipt: Receipt, uid: UUID, number: str) -> Response:
    rule, due = receipt.rule, receipt.due
    if rule is None or due is None:
        abort(404)
    words = [citations.spoken(f"{rule.law}{rule.article}")]
    safe: dt.date | None = receipt.deadline.safe_due
    if safe != due:
        words.append(_("稳妥日：%(day)s", day=safe))
    if receipt.deadline.provisional:
        words.append(_("暂计：放假安排公布后重新计算"))
    title = " ".join(filter(None, (number, _("%(rule)s到期", rule=translated(rule.name)))))
    made = ics.single(ics.Event(uid, due, title, "\n".join(words), clock.now()))
    answer = Response(made, mimetype="text/calendar")
    answer.headers.set("Content-Disposition", "attachment", filename=f"{due}.ics")
    return answer
