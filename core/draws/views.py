"""Pages of draws: public ones that prove themselves, the township's desk, and the county's list."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from core import plugins
from core.accounts.access import public, requires
from core.accounts.permissions import Perm as Office
from core.db import ScopedSession
from core.draws import forms, queries, rules, services
from core.draws.permissions import Perm
from core.errors import Forbidden
from core.i18n import N_
from core.web import request as web_request
from core.web.forms import KeyedForm, carry_out, status_of
from core.web.navigation import is_on

portal = Blueprint("public_draws", __name__, url_prefix="/t/<int:code>/draws")
bp = Blueprint("draws", __name__, url_prefix="/w/<int:code>/draws")
county = Blueprint("county_draws", __name__, url_prefix="/county/draws")

# act → (form, its title, what is told afterwards)
ACTS: dict[str, tuple[type[KeyedForm], str, str]] = {
    "sign": (forms.SignForm, N_("签名"), N_("已签名。口令请妥善保管，揭示时要用。")),
    "reveal": (forms.RevealForm, N_("揭示口令"), N_("口令已揭示。")),
    "give_up": (forms.GiveUpForm, N_("作废这次抽查"), N_("已作废，理由已公布。")),
}


@portal.get("/", endpoint="index")
@public
def public_index(code: int) -> ResponseReturnValue:
    """Every draw of the township, also those that were given up."""
    return _list("draws/public_index.html")


@portal.get("/<uuid:draw_id>", endpoint="show")
@public
def public_show(code: int, draw_id: UUID) -> ResponseReturnValue:
    """One draw with everything that proves it."""
    return render_template("draws/public_show.html", found=_found(draw_id), states=rules.STATES)


@portal.get("/<uuid:draw_id>/commitment.txt")
@public
def text(code: int, draw_id: UUID) -> ResponseReturnValue:
    """The commitment byte for byte, for ``sha256sum``."""
    return _file(_found(draw_id).draw.text, "text/plain", f"draw-{draw_id}.txt")


@portal.get("/<uuid:draw_id>/draw.json")
@public
def data(code: int, draw_id: UUID) -> ResponseReturnValue:
    """The draw as data, for ``xiaoneng draws check``."""
    body = json.dumps(_found(draw_id).data, ensure_ascii=False, indent=1) + "\n"
    return _file(body, "application/json", f"draw-{draw_id}.json")


@bp.get("/")
@requires(Perm.USE)
def index(code: int) -> ResponseReturnValue:
    """The township's draws, and those that the reader may begin."""
    begins = services.beginners(web_request.reading(), web_request.actor(), is_on)
    return _list("draws/index.html", begins=begins)


@bp.get("/<uuid:draw_id>")
@requires(Perm.USE)
def show(code: int, draw_id: UUID) -> ResponseReturnValue:
    """One draw, with what the reader can do now."""
    return _page(_found(draw_id), KeyedForm())


@bp.post("/<uuid:draw_id>/list")
@requires(Perm.USE)
def put_on_list(code: int, draw_id: UUID) -> ResponseReturnValue:
    """Put what was drawn on the list of those to be inspected."""
    form, actor, found = KeyedForm(), web_request.actor(), _found(draw_id)
    listing = services.to_list(web_request.reading(), actor, found)
    if listing is None or not is_on(plugins.registry().owner[found.draw.kind]):
        raise Forbidden(Perm.USE)
    if form.validate_on_submit():
        put = carry_out(form, lambda session: services.put_on_list(session, actor, draw_id))
        if put is not None:
            flash(ngettext("%(num)s个已列入抽查名单。", "%(num)s个已列入抽查名单。", put))
            year = found.draw.drawn_on.year if found.draw.drawn_on else None
            return redirect(url_for(listing.endpoint, code=code, year=year), 303)
    return _page(found, form)


def _page(found: queries.Shown, form: KeyedForm) -> ResponseReturnValue:
    reader, actor = web_request.reading(), web_request.actor()
    can = {
        "sign": services.open_seat(reader, actor, found) is not None,
        "reveal": services.to_reveal(actor, found) is not None,
        "give_up": services.may_give_up(reader, actor, found),
    }
    acts = {act: ACTS[act][1] for act, may in can.items() if may}
    lists = services.to_list(reader, actor, found) is not None and is_on(plugins.registry().owner[found.draw.kind])
    page = render_template("draws/show.html", found=found, states=rules.STATES, acts=acts, form=form, lists=lists)
    return page, status_of(form)


@bp.route("/new/<draw_kind>", methods=["GET", "POST"])
@requires(Perm.USE)
def new(code: int, draw_kind: str) -> ResponseReturnValue:
    """Begin a draw: what is sent is published at once."""
    registry, reader, actor = plugins.registry(), web_request.reading(), web_request.actor()
    wanted = registry.draws.get(draw_kind)
    if wanted is None or not is_on(registry.owner[draw_kind]):
        abort(404)
    if not services.belongs(reader, actor, wanted.begins):
        raise Forbidden(Perm.USE)
    listed, form = list(wanted.population(reader)), forms.BeginForm()
    form.fits(wanted, listed)
    if form.validate_on_submit():
        given, key = form.to_beginning(), str(form.key.data)
        made = carry_out(form, lambda session: services.begin(session, actor, draw_kind, given, key))
        if made is not None:
            flash(gettext("已公布，请两位签名人签名。"))
            return redirect(url_for("draws.show", code=code, draw_id=made.id), 303)
    page = render_template(
        "draws/new.html",
        form=form,
        kind=wanted,
        listed=listed,
        take=rules.needed("{}/{}".format(*wanted.ratio(reader)), len(listed)) if wanted.ratio else 0,
        before=queries.given_up(reader, draw_kind),
    )
    return page, status_of(form)


@bp.route("/<uuid:draw_id>/<any(sign, reveal, give_up):step>", methods=["GET", "POST"])
@requires(Perm.USE)
def act(code: int, draw_id: UUID, step: str) -> ResponseReturnValue:
    """Sign a draw, reveal a secret, or give the draw up."""
    reader, actor, found = web_request.reading(), web_request.actor(), _found(draw_id)
    kind, title, done = ACTS[step]
    may: dict[str, Callable[[], Any]] = {
        "sign": lambda: services.open_seat(reader, actor, found),
        "reveal": lambda: services.to_reveal(actor, found),
        "give_up": lambda: services.may_give_up(reader, actor, found),
    }
    if not may[step]():
        raise Forbidden(Perm.USE)
    form = kind()
    if form.validate_on_submit() and carry_out(form, lambda session: _do(session, step, draw_id, form)):
        flash(gettext(done))
        return redirect(url_for("draws.show", code=code, draw_id=draw_id), 303)
    return render_template("draws/act.html", form=form, found=found, title=title), status_of(form)


@county.get("/", endpoint="index")
@requires(Office.OVERSEE)
def county_index() -> ResponseReturnValue:
    """The draws of all townships; each opens its public page."""
    return _list("draws/county.html", names=web_request.place_names())


def _do(session: ScopedSession, act: str, draw_id: UUID, form: KeyedForm) -> object:
    actor = web_request.actor()
    if isinstance(form, forms.GiveUpForm):
        return services.give_up(session, actor, draw_id, str(form.reason.data))
    secret = str(form["secret"].data).strip()
    return (services.sign if act == "sign" else services.reveal)(session, actor, draw_id, secret)


def _found(draw_id: UUID) -> queries.Shown:
    return queries.shown(web_request.reading(), draw_id)


def _list(template: str, **more: Any) -> str:
    rows, after = queries.page(web_request.reading(), _after())
    here = str(request.endpoint)
    given = request.view_args or {}
    return render_template(
        template,
        rows=rows,
        states=rules.STATES,
        first_url=url_for(here, **given) if "after" in request.args else "",
        next_url=url_for(here, **given, after=f"{after[0].isoformat()}_{after[1]}") if after else "",
        **more,
    )


def _after() -> queries.Key | None:
    try:
        at, draw_id = request.args["after"].split("_")
        instant = dt.datetime.fromisoformat(at)
        return (instant, UUID(draw_id)) if instant.tzinfo else None
    except (KeyError, ValueError):
        return None


def _file(body: str, kind: str, name: str) -> Response:
    answer = Response(body, content_type=f"{kind}; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
