"""Discretion in the workspace: the calculator, and a standard drawn up by one person and published by another."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.accounts.access import requires
from core.errors import DomainError, NotFound
from core.web import request as web_request
from core.web.forms import ActForm, KeyedForm, carry_out, status_of
from plugins.penalty.catalogue.queries import offence_of
from plugins.penalty.catalogue.words import range_words
from plugins.penalty.discretion import queries, rules, services
from plugins.penalty.discretion.forms import WeighingForm, standard_form
from plugins.penalty.discretion.rules import Proposal
from plugins.penalty.permissions import Perm

bp = Blueprint(
    "penalty_discretion", __name__, url_prefix="/w/<int:code>/penalty/catalogue", template_folder="../templates"
)


@bp.route("/<uuid:offence_id>/weigh", methods=["GET", "POST"])
@requires(Perm.READ)
def weigh(code: int, offence_id: UUID) -> ResponseReturnValue:
    """The calculator: answers lead to a tier and its range, an amount is held against both; nothing is kept."""
    reader = web_request.reading()
    offence = offence_of(reader, offence_id)
    if not offence.bands:
        raise NotFound(offence_id)
    standard = queries.current(reader, offence_id)
    draft = next(iter(queries.of_offence(reader, offence_id)), None) if standard is None else None
    form = WeighingForm().fits(offence, standard or draft)
    proposal: Proposal | None = None
    fits = False
    if form.validate_on_submit():
        try:
            proposal = form.proposal(offence, standard or draft)
            if form.fine is not None:
                problems = rules.check(proposal, form.fine, str(form.reasons.data or ""), str(form.reviewer.data or ""))
                form.add_problems(problems)
                fits = not problems
        except DomainError as error:
            form.add_problems(error.problems)
    page = render_template(
        "penalty/discretion/weigh.html",
        offence=offence,
        form=form,
        standard=standard or draft,
        proposal=proposal,
        fits=fits,
        outside=bool(proposal and form.fine is not None and rules.needs_review(proposal, form.fine)),
        tiers=rules.TIERS,
        grounds=rules.GROUNDS,
        range_words=range_words,
    )
    return page, status_of(form)


@bp.post("/<uuid:offence_id>/standard")
@requires(Perm.EDIT)
def draft(code: int, offence_id: UUID) -> ResponseReturnValue:
    """Begin the next standard, or go to the draft there is."""
    form = KeyedForm()
    offence_of(web_request.reading(), offence_id)
    made = None
    if form.validate_on_submit():
        made = carry_out(form, lambda writer: services.draft(writer, web_request.actor(), offence_id).id)
    if made is None:
        return redirect(url_for("penalty_catalogue.show", code=code, offence_id=offence_id), 303)
    return redirect(url_for(".edit", code=code, standard_id=made), 303)


@bp.route("/standards/<uuid:standard_id>", methods=["GET", "POST"])
@requires(Perm.EDIT)
def edit(code: int, standard_id: UUID) -> ResponseReturnValue:
    """The tiers of a draft."""
    reader = web_request.reading()
    standard = queries.standard_of(reader, standard_id)
    offence = offence_of(reader, standard.offence_id)
    back = url_for("penalty_catalogue.show", code=code, offence_id=offence.id)
    if standard.published:
        return redirect(back)
    form = standard_form(offence)()
    if request.method == "GET":
        form.fill(standard)
    if form.validate_on_submit():
        tiers, source, seen = form.tiers(len(offence.bands)), str(form.source.data or ""), int(form.version.data or 0)
        actor = web_request.actor()
        if carry_out(form, lambda writer: services.save(writer, actor, standard_id, tiers, source, seen)):
            flash(gettext("已保存。"))
            return redirect(back, 303)
    form.shows(standard.version)
    page = render_template(
        "penalty/discretion/edit.html", form=form, standard=standard, offence=offence, tiers=rules.TIERS, back=back
    )
    return page, status_of(form)


@bp.post("/standards/<uuid:standard_id>/publish")
@requires(Perm.PUBLISH)
def publish(code: int, standard_id: UUID) -> ResponseReturnValue:
    """Publish a draft that another person drew up."""
    form, actor = ActForm(), web_request.actor()
    standard = queries.standard_of(web_request.reading(), standard_id)
    seen, back = (
        int(form.version.data or 0),
        url_for("penalty_catalogue.show", code=code, offence_id=standard.offence_id),
    )
    if form.validate_on_submit() and carry_out(form, lambda writer: services.publish(writer, actor, standard_id, seen)):
        flash(gettext("裁量基准已公布，即日起适用。"))
        return redirect(back, 303)
    page = render_template(
        "penalty/discretion/refused.html",
        form=form,
        offence=offence_of(web_request.reading(), standard.offence_id),
        back=back,
    )
    return page, 422
