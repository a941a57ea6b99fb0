"""The township's console: measures on and off, with what it means for open cases."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField

from core import plugins
from core.accounts.access import requires
from core.accounts.permissions import Perm
from core.cases.queries import open_of_plugin
from core.errors import DomainError
from core.tenancy import services as tenancy
from core.web import request as web_request
from core.web.filters import problem_words

bp = Blueprint("admin", __name__, url_prefix="/w/<int:code>/admin")


class SwitchForm(FlaskForm):
    """Which measure, which way, and what becomes of open cases; "off" is said, so a stale page never turns it on."""

    plugin = HiddenField()
    on = HiddenField()
    keep_open = BooleanField(_("我知道有未办结的案件，关闭后期限继续计算，重新打开后继续办理"))


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
    return render_template("staff/switches.html", form=form, rows=rows, problems=problems), 422 if problems else 200


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
