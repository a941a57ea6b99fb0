"""Pages of the archive: all units, a unit's year, my own, a person's, and make-up."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from core import clock as time
from core.accounts.access import requires, requires_any
from core.accounts.models import Person
from core.documents.issuing import PDF
from core.duties import rules as duties
from core.errors import Forbidden, Problem
from core.files import services as files
from core.files.models import StoredFile
from core.files.web import download, keep_all, send
from core.i18n import N_
from core.tenancy.models import Unit
from core.web import request as web_request
from core.web.forms import KeyedForm, carry_out, status_of
from plugins.training import rules
from plugins.training.archive import prints, queries, services
from plugins.training.archive.forms import CertificateForm, MakeUpForm
from plugins.training.permissions import Perm
from plugins.training.plan.queries import duties_of, duty_of, plans_of
from plugins.training.sessions.queries import may_answer, sessions_of
from plugins.training.who import (
    YEARS,
    may_check,
    may_edit,
    own_person,
    person_of,
    sees,
    sees_people,
    unit_of,
    units_seen,
)

bp = Blueprint("training", __name__, url_prefix="/w/<int:code>/training", template_folder="../templates")
archive = Blueprint("training_archive", __name__, url_prefix="/w/<int:code>/training", template_folder="../templates")


@bp.get("/")
@requires(Perm.READ)
def home(code: int) -> ResponseReturnValue:
    """The units the reader sees, each with its plan, its sessions and the hours held in the year."""
    reader, actor, year = web_request.reading(), web_request.actor(), asked_year()
    units = units_seen(reader, actor)
    ids = [unit.id for unit in units]
    held: dict[UUID, list[int]] = {}
    for one in sessions_of(reader, ids, year):
        if one.training.entered_at is not None:
            held.setdefault(one.training.unit_id, []).append(one.training.quarters)
    return render_template(
        "training/home.html",
        year=year,
        years=range(time.today().year + 1, time.today().year - 4, -1),
        units=units,
        plans=plans_of(reader, ids, year),
        filings=duties_of(reader, "scheme.training.plan", ids, year),
        held=held,
        labels=duties.LABELS,
        hours=rules.hours,
        tags=rules.TAGS,
        checks=may_check(reader, actor),
    )


@bp.get("/units/<uuid:unit_id>/<int:year>")
@requires(Perm.READ)
def unit(code: int, unit_id: UUID, year: int) -> ResponseReturnValue:
    """A unit's year: plan and filing, sessions, where the unit stands, and each person where the reader sees them."""
    reader, actor, found = web_request.reading(), web_request.actor(), _unit(unit_id, year)
    people = sees_people(reader, actor, unit_id)
    of_year = queries.unit_year(reader, found, year, people=people)
    return render_template(
        "training/unit.html",
        unit=found,
        year=year,
        found=of_year,
        duty=duty_of(reader, "scheme.training.plan", unit_id, year),
        labels=duties.LABELS,
        hours=rules.hours,
        tags=rules.TAGS,
        people=people,
        missed=len(queries.to_make_up(of_year)),
        may_edit=may_edit(actor, unit_id),
        checks=may_check(reader, actor),
    )


@bp.get("/units/<uuid:unit_id>/<int:year>/archive")
@requires(Perm.READ)
def unit_pdf(code: int, unit_id: UUID, year: int) -> ResponseReturnValue:
    """The archive of a unit's year as PDF, for who sees its people."""
    reader, found = web_request.reading(), _unit(unit_id, year)
    if not sees_people(reader, web_request.actor(), unit_id):
        raise Forbidden(Perm.EDIT)
    made = prints.of_unit(reader, found, queries.unit_year(reader, found, year), year)
    return download(made, PDF, f"培训档案-{found.name}-{year}.pdf")


@bp.route("/units/<uuid:unit_id>/<int:year>/make-up", methods=["GET", "POST"])
@requires(Perm.READ)
def make_up(code: int, unit_id: UUID, year: int) -> ResponseReturnValue:
    """What people of a unit missed, what they still need by each test, and the head's confirmation."""
    reader, actor, found = web_request.reading(), web_request.actor(), _unit(unit_id, year)
    if not sees_people(reader, actor, unit_id):
        raise Forbidden(Perm.EDIT)
    form = MakeUpForm()
    if request.method == "POST" and form.validate() and _confirmed(form, unit_id):
        return redirect(url_for(".make_up", code=code, unit_id=unit_id, year=year), 303)
    of_year = queries.unit_year(reader, found, year)
    page = render_template(
        "training/make_up.html",
        unit=found,
        year=year,
        form=form,
        chosen=form.chosen if request.method == "POST" else set(),
        missed=queries.to_make_up(of_year),
        made=queries.made_up(of_year),
        hours=rules.hours,
        tags=rules.TAGS,
        may_confirm=services.may_confirm(actor, unit_id),
    )
    return page, status_of(form)


@bp.post("/units/<uuid:unit_id>/<int:year>/make-up/<uuid:entry_id>/revoke")
@requires(Perm.EDIT)
def revoke(code: int, unit_id: UUID, year: int, entry_id: UUID) -> ResponseReturnValue:
    """Take a confirmation back."""
    _unit(unit_id, year)
    actor = web_request.actor()
    carry_out(KeyedForm(), lambda writer: services.revoke(writer, actor, unit_id, entry_id))
    flash(gettext("确认已撤回。"))
    return redirect(url_for(".make_up", code=code, unit_id=unit_id, year=year), 303)


@archive.get("/mine")
@requires_any((Perm.READ, Perm.OWN))
def mine(code: int) -> ResponseReturnValue:
    """My own year 我的学习."""
    person = own_person(web_request.reading(), web_request.actor())
    if person is None:
        return render_template("training/nobody.html", reads=web_request.actor().may(Perm.READ))
    return redirect(url_for(".person", code=code, person_id=person.id, year=asked_year()), 303)


@archive.route("/people/<uuid:person_id>/<int:year>", methods=["GET", "POST"])
@requires_any((Perm.READ, Perm.OWN))
def person(code: int, person_id: UUID, year: int) -> ResponseReturnValue:
    """A person's year: hours by topic, what was missed and made up, the forecast, and certificates.

    On the own page also the courseware of these sessions and of the unit's others, and the questions still unanswered.
    """
    reader, actor, found = web_request.reading(), web_request.actor(), _person(person_id, year)
    form = CertificateForm()
    if form.validate_on_submit() and _kept(form, person_id):
        flash(gettext("证书已存档。"))
        return redirect(url_for(".person", code=code, person_id=person_id, year=year), 303)
    of_year, own = queries.studied(reader, found, year), found.account_id == actor.account_id
    page = render_template(
        "training/person.html",
        person=found,
        unit=reader.get_one(Unit, (found.tenant_id, found.unit_id)),
        year=year,
        years=queries.years(reader, found),
        found=of_year,
        courseware=queries.courseware(reader, of_year) if own else {},
        may_answer=may_answer,
        opens=lambda unit_id: own or sees(reader, actor, unit_id),
        states=rules.STATES,
        hours=rules.hours,
        tags=rules.TAGS,
        form=form,
        certificates=files.of_owner(reader, queries.PERSON, person_id),
        may_add=services.may_add(actor, found.account_id, found.unit_id),
        own=own,
        reads=actor.may(Perm.READ),
    )
    return page, status_of(form)


@archive.get("/people/<uuid:person_id>/<int:year>/archive")
@requires_any((Perm.READ, Perm.OWN))
def person_pdf(code: int, person_id: UUID, year: int) -> ResponseReturnValue:
    """A person's archive of a year as PDF."""
    reader, found = web_request.reading(), _person(person_id, year)
    certificates = [file.name for file in files.of_owner(reader, queries.PERSON, person_id)]
    made = prints.of_person(reader, found, queries.studied(reader, found, year), year, certificates)
    return download(made, PDF, f"个人培训档案-{found.name}-{year}.pdf")


@archive.get("/people/<uuid:person_id>/certificates/<uuid:file_id>")
@requires_any((Perm.READ, Perm.OWN))
def certificate(code: int, person_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """A certificate."""
    reader = web_request.reading()
    found = person_of(reader, web_request.actor(), person_id)
    row = reader.get(StoredFile, (code, file_id))
    if row is None or (row.owner_kind, row.owner_id) != (queries.PERSON, found.id):
        abort(404)
    return send(row, web_request.store())


def _confirmed(form: MakeUpForm, unit_id: UUID) -> bool:
    actor, day, how, note = web_request.actor(), form.made_up_on.data, str(form.how.data), str(form.note.data or "")
    chosen = form.chosen
    assert day is not None  # needed
    number = carry_out(form, lambda writer: services.confirm(writer, actor, unit_id, chosen, day, how, note))
    if number is None:
        return False
    flash(ngettext("已确认%(num)d人次补课。", "已确认%(num)d人次补课。", number))
    return True


def _kept(form: CertificateForm, person_id: UUID) -> bool:
    """Whether certificates were kept, or one taken out; why not stands on the form."""
    actor = web_request.actor()
    if gone := request.form.get("remove"):
        try:
            file_id = UUID(gone)
        except ValueError:
            abort(404)
        return (
            carry_out(form, lambda writer: services.remove_certificate(writer, actor, person_id, file_id)) is not None
        )
    found, problems = keep_all("files")
    form.add_problems(problems or ([] if found else [Problem(N_("请选择文件。"), "files")]))
    if form.errors:
        return False
    return carry_out(form, lambda writer: services.add_certificates(writer, actor, person_id, found)) is not None


def asked_year() -> int:
    """The year in the address; this one where it names none that there can be."""
    asked = request.args.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else time.today().year
    return year if year in YEARS else time.today().year


def _unit(unit_id: UUID, year: int) -> Unit:
    if year not in YEARS:
        abort(404)
    return unit_of(web_request.reading(), web_request.actor(), unit_id)


def _person(person_id: UUID, year: int) -> Person:
    if year not in YEARS:
        abort(404)
    return person_of(web_request.reading(), web_request.actor(), person_id)
