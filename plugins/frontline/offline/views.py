"""The page that a telephone keeps, its two scripts, and the door through which what it wrote down comes in.

The page itself holds nothing of any person: villages and kinds of issues only. What is typed without a line is
encrypted in the browser, with a key that never leaves it, and goes with a key of its own, so that it arrives once.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_babel import gettext
from flask_wtf.csrf import generate_csrf

from core import clock
from core.accounts.access import requires
from core.cases.codes import grouped
from core.web import request as web_request
from core.web.forms import carry_out
from plugins.frontline.issues import services
from plugins.frontline.issues.forms import CollectForm
from plugins.frontline.issues.queries import villages
from plugins.frontline.offline import queries, rules
from plugins.frontline.permissions import Perm

bp = Blueprint("frontline_offline", __name__, url_prefix="/w/<int:code>/offline", template_folder="../templates")
STATIC = Path(__file__).parent / "static"
SCRIPTS = frozenset({"offline.js", "worker.js"})
# What the page does not ask for: photos need a line.
LEFT_OUT = frozenset({"key", "csrf_token", "files"})


@bp.get("/")
@requires(Perm.COLLECT)
def page(code: int) -> ResponseReturnValue:
    """The page; opened once with a line, it opens without one."""
    reader, actor, form = web_request.reading(), web_request.actor(), CollectForm()
    form.offer(reader)
    own = sorted(actor.own_units(Perm.COLLECT) & villages(reader).keys())
    form.source.data = "village"
    if own:
        form.village.data = str(own[0])
    fields = [field for field in form if field.name not in LEFT_OUT]
    return render_template("frontline/offline.html", fields=fields, who=actor.account_id.hex)


@bp.get("/<name>.js")
@requires(Perm.COLLECT)
def script(code: int, name: str) -> ResponseReturnValue:
    """The page's script, and the worker that keeps the page; beside it, since a worker serves what lies beside it."""
    if f"{name}.js" not in SCRIPTS:
        abort(404)
    return Response((STATIC / f"{name}.js").read_text(encoding="utf-8"), mimetype="text/javascript")


@bp.get("/token")
@requires(Perm.COLLECT)
def token(code: int) -> ResponseReturnValue:
    """Who is signed in now, and the token with which they may send."""
    return jsonify(csrf=generate_csrf(), who=web_request.actor().account_id.hex)


@bp.post("/entry")
@requires(Perm.COLLECT)
def entry(code: int) -> ResponseReturnValue:
    """Take one entry in, once, as of its own day; where the same seems to be known, the person is asked first."""
    reader, actor, form = web_request.reading(), web_request.actor(), CollectForm()
    form.offer(reader)
    if not form.validate_on_submit():
        return jsonify(state="refused", words=_problems(form))
    raised_on = rules.raised_on(request.form.get("at", ""), clock.now())
    command, key = replace(form.to_command(()), on=raised_on), str(form.key.data)
    first = not queries.arrived(reader, key) and "again" not in request.form
    if first and (number := queries.same_as(reader, command)):
        words = gettext("%(number)s好像是同一件事，正在办理。确实不同的，再发送一次。", number=number)
        return jsonify(state="conflict", words=words)
    case = carry_out(form, lambda writer: services.collect(writer, actor, command, key))
    if case is None:
        return jsonify(state="refused", words=_problems(form))
    return jsonify(state="taken", number=case.number, code=grouped(case.code))


def _problems(form: CollectForm) -> str:
    """What is wrong, in one sentence after the other."""
    told: dict[str | None, Any] = form.errors
    return " ".join(str(words) for errors in told.values() for words in errors)
