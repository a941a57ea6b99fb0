"""The console of a tenant: the pages of its administrators, and measures on and off with what it will do."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core import plugins
from core.accounts.access import requires, requires_any
from core.accounts.permissions import Perm
from core.cases.figures import open_of_plugin
from core.contracts import AdminItem
from core.errors import DomainError
from core.tenancy import services as tenancy
from core.tenancy.services import rules_of
from core.web import request as web_request
from core.web.consequences import of_tenant
from core.web.filters import problem_words
from core.web.navigation import is_on, url_of
from core.web.offers import offered
from core.web.switches import SwitchForm

bp = Blueprint("admin", __name__, url_prefix="/w/<int:code>/admin")
# Who has any page here.
ADMINISTERS = (Perm.UNITS, Perm.PEOPLE, Perm.NARROW, Perm.SWITCH, Perm.SETTINGS, Perm.DEPUTY)


@dataclass(frozen=True, slots=True)
class Tile:
    """A page of the console as its first page shows it."""

    label: str
    help: str
    url: str
    icon: str
    badge: int | None


@bp.get("/")
@requires_any(ADMINISTERS)
def home(code: int) -> ResponseReturnValue:
    """Every page the reader administers by, those of plugins among them."""
    return render_template("admin/home.html", tiles=tiles())


def tiles() -> list[Tile]:
    """What the plugins that are on offer, where the actor holds the permission."""
    actor = web_request.actor()
    items = offered("provide_admin_items", AdminItem, web_request.reading(), only=is_on, actor=actor)
    return [
        Tile(gettext(item.label), gettext(item.help), url_of(item.endpoint), item.icon, item.badge)
        for item in sorted(items, key=lambda item: (item.order, item.label))
        if actor.may(item.permission)
    ]


@bp.route("/switches", methods=["GET", "POST"])
@requires(Perm.SWITCH)
def switches(code: int) -> ResponseReturnValue:
    """Which measures this township uses."""
    form = SwitchForm()
    problems: list[str] = []
    if form.validate_on_submit():
        try:
            turn(form.plugin.data or "", form.on.data == "yes", form.keep_open.data)
        except DomainError as error:
            problems += [problem_words(problem) for problem in error.problems]
        else:
            return redirect(url_for("admin.switches", code=code), 303)
    reader = web_request.reading()
    rows = [
        (info, info.name in web_request.enabled(), open_of_plugin(reader, info.name))
        for info in plugins.registry().switchable
    ]
    rules = rules_of(reader, web_request.tenant().parent_id)
    page = render_template("staff/switches.html", form=form, rows=rows, problems=problems, rules=rules)
    return page, 422 if problems else 200


@bp.get("/switches/<plugin>")
@requires(Perm.SWITCH)
def switch(code: int, plugin: str) -> ResponseReturnValue:
    """What turning a measure off will do, before it is done."""
    info = next((info for info in plugins.registry().switchable if info.name == plugin), None)
    if info is None or plugin not in web_request.enabled():
        abort(404)
    return render_template(
        "admin/switch.html",
        info=info,
        form=SwitchForm(),
        rule=rules_of(web_request.reading(), web_request.tenant().parent_id).get(plugin, "free"),
        what=of_tenant(web_request.reading(), plugin, web_request.tenant(), web_request.actor(), web_request.enabled()),
    )


def turn(name: str, on: bool, keep_open: bool) -> None:
    """Turn a measure of the request's tenant on or off.

    Raises:
        DomainError: something depends on it, or cases are open and nobody said what becomes of them.
    """
    with web_request.writing() as session:
        tenancy.switch(
            session,
            web_request.actor(),
            web_request.tenant().id,
            name,
            on,
            open_cases=open_of_plugin(session, name),
            keep_open=keep_open,
        )
