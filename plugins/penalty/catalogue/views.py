"""The catalogue in the workspace: the list with its filters, one offence with its power, and its publication."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from core import clock as time
from core.accounts.access import requires
from core.i18n import N_
from core.web import request as web_request
from core.web.forms import ActForm, KeyedForm, carry_out, status_of
from plugins.penalty.catalogue import queries, rules, services
from plugins.penalty.catalogue.forms import PowerForm
from plugins.penalty.catalogue.models import Offence
from plugins.penalty.catalogue.words import band_about, band_words, range_words
from plugins.penalty.discretion import queries as standards
from plugins.penalty.discretion.rules import TIERS
from plugins.penalty.permissions import Perm

bp = Blueprint(
    "penalty_catalogue", __name__, url_prefix="/w/<int:code>/penalty/catalogue", template_folder="../templates"
)
STATES = dict(zip(queries.STATES, (N_("现行"), N_("已失效"), N_("依据待确认"), N_("未公布")), strict=True))


@bp.get("/")
@requires(Perm.READ)
def index(code: int) -> ResponseReturnValue:
    """The editions by code, as the filter wants them."""
    given = {name: request.args.get(name, "").strip()[:50] for name in ("q", "title", "state", "law")}
    wanted = queries.Wanted(given["q"], given["title"], given["state"], given["law"])
    reader = web_request.reading()
    rows, after = queries.listed(reader, wanted, request.args.get("after", "")[:60])
    kept: dict[str, Any] = {name: value for name, value in given.items() if value}
    return render_template(
        "penalty/catalogue/index.html",
        rows=rows,
        wanted=wanted,
        titles=rules.TITLES,
        states=STATES,
        laws={law: law for law in queries.laws(reader)},
        form=KeyedForm(),
        today=time.today(),
        next_url=url_for(".index", code=code, **kept, after=after) if after else "",
        first_url=url_for(".index", code=code, **kept) if "after" in request.args else "",
    )


@bp.post("/take-in")
@requires(Perm.EDIT)
def take_in(code: int) -> ResponseReturnValue:
    """Take in what comes with the measure."""
    form = KeyedForm()
    if form.validate_on_submit():
        number = carry_out(form, lambda writer: services.take_in(writer, web_request.actor()))
        if number is not None:
            flash(ngettext("加入了%(number)d项处罚事项。", "加入了%(number)d项处罚事项。", number, number=number))
    return redirect(url_for(".index", code=code), 303)


@bp.get("/<uuid:offence_id>")
@requires(Perm.READ)
def show(code: int, offence_id: UUID) -> ResponseReturnValue:
    """One edition: text, range, power, standard, and the other editions."""
    form = PowerForm()
    offence = queries.offence_of(web_request.reading(), offence_id)
    form.document.data, form.since.data, form.until.data = offence.document, offence.power_from, offence.power_to
    return _show(offence, form)


def _show(offence: Offence, form: PowerForm) -> tuple[str, int]:
    reader, actor = web_request.reading(), web_request.actor()
    form.shows(offence.version)
    today = time.today()
    page = render_template(
        "penalty/catalogue/show.html",
        offence=offence,
        form=form,
        act=ActForm(version=offence.version),
        editions=queries.editions(reader, offence.code),
        standards=standards.of_offence(reader, offence.id),
        lacking=rules.power_problems(offence.power, today, today),
        may_publish=actor.may(Perm.PUBLISH),
        may_edit=actor.may(Perm.EDIT),
        account_id=actor.account_id,
        today=today,
        **words(),
    )
    return page, status_of(form)


def words() -> dict[str, Any]:
    """The labels that pages of an offence read."""
    return {
        "kinds": rules.KINDS,
        "titles": rules.TITLES,
        "subjects": rules.SUBJECTS,
        "tiers": TIERS,
        "band_words": band_words,
        "band_about": band_about,
        "range_words": range_words,
    }


@bp.post("/<uuid:offence_id>/power")
@requires(Perm.PUBLISH)
def power(code: int, offence_id: UUID) -> ResponseReturnValue:
    """Confirm by which published document the township has the power, and for which days."""
    form, actor = PowerForm(), web_request.actor()
    offence = queries.offence_of(web_request.reading(), offence_id)
    if form.validate_on_submit():
        document, since, until = str(form.document.data), form.since.data, form.until.data
        seen = int(form.version.data or 0)
        done = carry_out(form, lambda writer: services.confirm(writer, actor, offence_id, document, since, until, seen))
        if done is not None:
            flash(gettext("已核对确认。"))
            return redirect(url_for(".show", code=code, offence_id=offence_id), 303)
    return _show(offence, form)


@bp.post("/<uuid:offence_id>/publish")
@requires(Perm.PUBLISH)
def publish(code: int, offence_id: UUID) -> ResponseReturnValue:
    """Show the offence to everybody."""
    form, actor = ActForm(), web_request.actor()
    offence = queries.offence_of(web_request.reading(), offence_id)
    seen = int(form.version.data or 0)
    if form.validate_on_submit() and carry_out(form, lambda writer: services.publish(writer, actor, offence_id, seen)):
        flash(gettext("已公布。"))
        return redirect(url_for(".show", code=code, offence_id=offence_id), 303)
    shown = PowerForm(formdata=None)
    shown.form_errors += form.form_errors
    return _show(offence, shown)[0], 422
