"""Pages of notices: one's own messages, how one wants to be told, and the township's delivery log."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from flask import Blueprint, after_this_request, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core import plugins
from core.accounts.access import requires
from core.accounts.permissions import Perm
from core.db import ScopedSession
from core.notices import queries, rules, services
from core.notices.forms import ReadForm, settings_form
from core.notices.queries import Key
from core.notices.web import after_answer
from core.web import request as web_request
from core.web.forms import carry_out, status_of

bp = Blueprint("notices", __name__, url_prefix="/w/<int:code>/messages")


@bp.get("")
@requires(Perm.WORK)
def home(code: int) -> ResponseReturnValue:
    """What the reader was told, the newest first; what stood here is shown, what leads nowhere is read by it."""
    reader, actor = web_request.reading(), web_request.actor()
    kind, only = request.args.get("kind", ""), request.args.get("unread") == "1"
    page = queries.page(reader, actor, kind=kind, only_unread=only, after=_after())
    fresh = [row.id for row in page.rows if row.shown_at is None]
    dead = [row.id for row in page.rows if row.read_at is None and row.id not in page.links]
    if (fresh or dead) and actor.visiting is None:
        after_this_request(after_answer(lambda session: services.shown(session, fresh, read=dead)))
    return render_template(
        "notices/home.html",
        page=page,
        kind=kind,
        only=only,
        kinds=plugins.registry().notice_kinds,
        chosen=rules.of_staff(plugins.registry().notice_kinds),
        form=ReadForm(),
        first_url=_url("notices.home") if "after" in request.args else "",
        next_url=_url("notices.home", page.after) if page.after else "",
    )


@bp.post("/read")
@requires(Perm.WORK)
def read(code: int) -> ResponseReturnValue:
    """The reader has seen everything."""
    with web_request.writing() as writer:
        services.read_all(writer, web_request.actor())
    back = "workspace.home" if request.form.get("from") == "desk" else "notices.home"
    return redirect(url_for(back, code=code), 303)


@bp.route("/settings", methods=["GET", "POST"])
@requires(Perm.WORK)
def settings(code: int) -> ResponseReturnValue:
    """How the reader wants to be told."""
    reader, actor = web_request.reading(), web_request.actor()
    form = settings_form(queries.wanted(reader, actor.account_id))
    if form.validate_on_submit():

        def keep(session: ScopedSession) -> bool:
            services.choose(session, actor, form.to_choice())
            return True

        if carry_out(form, keep):
            flash(gettext("设置已保存。"))
            return redirect(url_for("notices.settings", code=code), 303)
    registry = plugins.registry()
    page = render_template(
        "notices/settings.html",
        form=form,
        kinds=rules.of_staff(registry.notice_kinds),
        channels=registry.channels.values(),
        logged=[channel for channel in registry.channels.values() if not _leaves(channel.code)],
    )
    return page, status_of(form)


@bp.get("/log")
@requires(Perm.JOBS)
def log(code: int) -> ResponseReturnValue:
    """What left the township, to whom, and how it went."""
    state, channel = request.args.get("state", ""), request.args.get("channel", "")
    rows, after = queries.log(web_request.reading(), state=state, channel=channel, after=_after())
    return render_template(
        "notices/log.html",
        rows=rows,
        state=state,
        channel=channel,
        states=rules.STATE_WORDS,
        channels=plugins.registry().channels,
        first_url=_url("notices.log") if "after" in request.args else "",
        next_url=_url("notices.log", after) if after else "",
    )


def _leaves(channel: str) -> bool:
    """Whether the settings name a server or gateway for a channel."""
    config = web_request.current_settings()
    return bool(config.smtp_url if channel == "mail" else config.gateways.get(channel))


def _after() -> Key | None:
    """The key of the page in the address, if it asks for one after the first."""
    try:
        at, row_id = request.args["after"].split("_")
        return dt.datetime.fromisoformat(at).replace(tzinfo=dt.UTC), UUID(row_id)
    except (KeyError, ValueError, OverflowError):
        return None


def _url(endpoint: str, after: Key | None = None) -> str:
    kept = {name: request.args[name] for name in ("kind", "unread", "state", "channel") if request.args.get(name)}
    if after is not None:
        kept["after"] = f"{after[0].astimezone(dt.UTC).replace(tzinfo=None).isoformat()}_{after[1]}"
    return url_for(endpoint, code=web_request.tenant().id, **kept)  # type: ignore[arg-type]
