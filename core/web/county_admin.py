"""The county's console of administration: which townships to manage, what they may switch, and how the system is."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_wtf import FlaskForm
from wtforms import HiddenField

from core import plugins
from core.accounts.access import requires
from core.accounts.permissions import Perm
from core.contracts import HealthCard
from core.db import Scope
from core.errors import DomainError
from core.i18n import N_
from core.tenancy import queries
from core.tenancy.services import FREE, rules_of, set_rule
from core.web import request as web_request
from core.web.navigation import is_on
from core.web.offers import offered

bp = Blueprint("county_admin", __name__, url_prefix="/county")
RULES = {FREE: N_("由乡镇决定"), "on": N_("都要开启"), "off": N_("都不开启")}
STATES = {
    "good": (N_("正常"), "done", "check-circle"),
    "warn": (N_("注意"), "wait", "exclamation-triangle-fill"),
    "bad": (N_("异常"), "late", "exclamation-octagon-fill"),
}


class RuleForm(FlaskForm):
    """The county's word on one measure."""

    plugin = HiddenField()
    rule = HiddenField()


@bp.get("/townships")
@requires(Perm.MANAGE)
def townships() -> ResponseReturnValue:
    """Every township with its units, people and measures, and the way in to manage it."""
    with web_request.database().read(Scope.system("units and people of each township for its superior")) as session:
        rows = [row for row in queries.overview(session) if row.tier == "township" and row.successor is None]
    return render_template("admin/townships.html", rows=rows, infos=plugins.registry().plugins)


@bp.route("/modules", methods=["GET", "POST"])
@requires(Perm.TEMPLATE)
def modules() -> ResponseReturnValue:
    """What the townships may switch, and where they differ from what the county says."""
    form = RuleForm()
    if form.validate_on_submit():
        try:
            with web_request.writing() as writer:
                set_rule(writer, web_request.actor(), str(form.plugin.data), str(form.rule.data))
        except DomainError as error:
            flash(str(error))
        else:
            flash(gettext("已保存。已经不同的乡镇不会自动改变，请进入乡镇办理，或者通知乡镇办理。"))
        return redirect(url_for(".modules"), 303)
    with web_request.database().read(Scope.system("which measures each township has on")) as session:
        on = {row.id: frozenset(row.plugins) for row in queries.overview(session)}
    rules = rules_of(web_request.reading(), web_request.tenant().id)
    places = web_request.townships()
    rows = [
        (
            info,
            rules.get(info.name, FREE),
            [place for place in places if _differs(rules.get(info.name), info.name in on[place.id])],
        )
        for info in plugins.registry().switchable
    ]
    return render_template("admin/modules.html", form=form, rows=rows, places=places, on=on, rules=RULES)


@bp.get("/health")
@requires(Perm.HEALTH)
def health() -> ResponseReturnValue:
    """How the system is, with the figures of each township."""
    given = {"only": _installed, "actor": web_request.actor()}
    found = offered("provide_health_cards", HealthCard, web_request.reading(), **given)
    cards = sorted(found, key=lambda card: card.order)
    columns = [card for card in cards if card.places]
    return render_template(
        "admin/health.html",
        cards=cards,
        columns=columns,
        places=[web_request.tenant(), *web_request.townships()],
        states=STATES,
        at=request.args.get("at", ""),
    )


def _installed(name: str) -> bool:
    """The county looks after what is installed, also where its own tenant has it off."""
    return is_on(name) or name in plugins.registry().plugins


def _differs(rule: str | None, on: bool) -> bool:
    return (rule == "on" and not on) or (rule == "off" and on)
