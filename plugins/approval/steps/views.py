"""Steps in the workspace: the lists before receipt and after delivery, recording one, and a village's own page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select

from core import cases
from core import clock as time
from core.accounts.access import requires, requires_any
from core.cases.models import Case
from core.cases.queries import readable
from core.cases.services import allowed, find_transition
from core.contracts import Transition
from core.errors import Forbidden
from core.files.web import incoming, keep_all
from core.web import request as web_request
from core.web.forms import KeyedForm, carry_out, status_of
from core.web.lists import asked_id, case_url
from core.web.workspace import staff_case
from plugins.approval import queries as applications
from plugins.approval.agency.services import own_village
from plugins.approval.models import Application, Item
from plugins.approval.permissions import Perm
from plugins.approval.steps import queries, rules, services
from plugins.approval.steps.forms import AnswerVillageForm, PlaceForm, RecordForm
from plugins.approval.steps.models import CaseStep
from plugins.approval.steps.road import ENDORSEMENT

bp = Blueprint("approval_steps", __name__, url_prefix="/w/<int:code>/approval/steps", template_folder="../templates")
village = Blueprint("approval_village", __name__, url_prefix="/w/<int:code>/village", template_folder="../templates")


@bp.get("/before")
@requires(Perm.STEPS)
def before(code: int) -> ResponseReturnValue:
    """What applications wait for before the township receives them 前置环节."""
    return _list(rules.PRE)


@bp.get("/after")
@requires(Perm.STEPS)
def after(code: int) -> ResponseReturnValue:
    """What is still to be done after delivery 事后环节; what is past its planned day is marked."""
    return _list(rules.POST)


def _list(phase: str) -> ResponseReturnValue:
    reader, asked = web_request.reading(), request.args
    of, item, late = asked_id("village"), asked.get("item", "")[:60], phase == rules.POST and asked.get("late") == "1"
    found, further = queries.listed(reader, web_request.actor(), phase, of, item, late, asked_id("after"))
    items = {row.code: row.name for row in applications.published_items(reader) if row.steps}
    kept: dict[str, Any] = {"village": of or None, "item": item or None, "late": "1" if late else None}
    here = f".{request.endpoint.rpartition('.')[2]}" if request.endpoint else ""
    return render_template(
        "approval/steps.html",
        phase=phase,
        lines=found,
        doers=rules.DOERS,
        villages={str(unit): name for unit, name in queries.villages(reader).items()},
        items=items,
        chosen={"village": str(of or ""), "item": item, "late": late},
        here=url_for(here, code=web_request.tenant().id),
        next_url=url_for(here, code=web_request.tenant().id, **kept, after=further) if further else "",
        first_url=url_for(here, code=web_request.tenant().id, **kept) if "after" in asked else "",
    )


@bp.route("/<uuid:step_id>", methods=["GET", "POST"])
@requires_any((Perm.STEPS, Perm.ENDORSE))
def show(code: int, step_id: UUID) -> ResponseReturnValue:
    """One step with its ledger, and the entry to make."""
    reader, actor = web_request.reading(), web_request.actor()
    step, case, application, item = queries.step_of(reader, step_id)
    if not queries.may_record(actor, step, case, application):
        raise Forbidden(Perm.STEPS)
    found = next(row for row in queries.of_case(reader, case) if row.step.id == step_id)
    form = RecordForm().offer(step, office=actor.may(Perm.STEPS, case.unit_id))
    if request.method == "GET":
        form.seen.data = len(found.entries)
    if form.validate_on_submit() and _recorded(form, step, application):
        flash(gettext("已登记。"))
        return redirect(_home(step), 303)
    return _page(form, found, (case, application, item))


def _page(form: KeyedForm, found: queries.Recorded, about: tuple[Case, Application, Item]) -> ResponseReturnValue:
    case, application, item = about
    reader, step = web_request.reading(), found.step
    page = render_template(
        "approval/step.html",
        form=form,
        step=step,
        entries=found.entries,
        acts=rules.ACTS,
        doers=rules.DOERS,
        case=case,
        item=item,
        village=queries.villages(reader).get(application.village_id) if application.village_id else "",
        files=applications.uploads(reader, "case", case.id).get(services.slot_of(step), []),
        opens=reader.scalar(select(Case.id).where(Case.id == case.id, readable(web_request.actor()))) is not None,
        back=_home(step),
        backs=_words(step),
    )
    return page, status_of(form)


def _recorded(form: RecordForm, step: CaseStep, application: Application) -> bool:
    """Whether the entry was made; the files are kept only once nothing else is wrong."""
    reader, actor = web_request.reading(), web_request.actor()
    pending = list(incoming("proof"))
    since = queries.since(reader, step, application)
    standing = rules.Standing(step.phase, step.stands, step.days, step.proof, since, time.today())
    there = applications.uploads(reader, "case", step.case_id).get(services.slot_of(step), [])
    problems = rules.record(standing, form.to_command(), len(there) + len(pending))
    proofs, refused = ((), problems) if problems else keep_all("proof")
    form.add_problems(refused)
    if refused:
        return False
    command, seen = form.to_command(proofs), form.seen.data or 0
    return carry_out(form, lambda writer: services.record(writer, actor, step.id, command, seen)) is not None


def _home(step: CaseStep) -> str:
    """The list whoever records a step came from."""
    code = web_request.tenant().id
    if not web_request.actor().may(Perm.STEPS):
        return url_for("approval_village.home", code=code)
    return url_for(f"approval_steps.{'before' if step.phase == rules.PRE else 'after'}", code=code)


def _words(step: CaseStep) -> str:
    if not web_request.actor().may(Perm.STEPS):
        return str(gettext("村级事项"))
    return str(gettext("前置环节") if step.phase == rules.PRE else gettext("事后环节"))


@bp.route("/cases/<uuid:case_id>/village", methods=["GET", "POST"])
@requires(Perm.STEPS)
def place(code: int, case_id: UUID) -> ResponseReturnValue:
    """Say to which village an application belongs."""
    case = staff_case(case_id)
    if case.kind != queries.APPLICATION:
        abort(404)
    if not web_request.actor().may(Perm.STEPS, case.unit_id):
        raise Forbidden(Perm.STEPS)
    reader, actor = web_request.reading(), web_request.actor()
    application = applications.application_of(reader, case)[0]
    form = PlaceForm().offer(reader)
    if request.method == "GET":
        form.village.data = str(application.village_id or "")
    if form.validate_on_submit():
        chosen = UUID(str(form.village.data))
        if carry_out(form, lambda writer: services.place(writer, actor, case_id, chosen)) is not None:
            flash(gettext("已保存。"))
            return redirect(case_url(case), 303)
    return render_template("approval/place.html", form=form, case=case, back=case_url(case)), status_of(form)


@village.get("/")
@requires(Perm.ENDORSE)
def home(code: int) -> ResponseReturnValue:
    """What a village is asked and what it has to do itself, on a telephone."""
    reader = web_request.reading()
    own = own_village(reader, web_request.actor(), Perm.ENDORSE)
    return render_template(
        "approval/village.html",
        village=own,
        asked=queries.asked_of(reader, own.id),
        lines=queries.of_village(reader, own.id),
    )


def answer(case: Case, act: str) -> ResponseReturnValue:
    """What a village says, beside what it was asked."""
    transition, actor = find_transition(ENDORSEMENT, act), web_request.actor()
    if act != "answer_village":
        abort(404)
    if not allowed(actor, case, transition):
        raise Forbidden(transition.permission)
    if request.method == "GET" and case.state not in transition.sources:
        return redirect(case_url(case))
    form = AnswerVillageForm()
    if request.method == "GET":
        form.shows(case.version)
    if form.validate_on_submit():
        if _answered(form, case, transition):
            flash(gettext("已答复。"))
            return redirect(url_for("approval_village.home", code=case.tenant_id), 303)
        form.shows(case.version)
    page = render_template(
        "approval/answer.html",
        form=form,
        case=case,
        title=transition.label,
        detail=queries.asked_detail(web_request.reading(), case),
        back=url_for("approval_village.home", code=case.tenant_id),
    )
    return page, status_of(form)


def _answered(form: AnswerVillageForm, case: Case, transition: Transition) -> bool:
    actor = web_request.actor()
    facts = queries.asked_facts(web_request.reading(), case)
    problems = rules.answer(facts, form.to_command(list(incoming("proof"))))
    proofs, refused = ((), problems) if problems else keep_all("proof")
    form.add_problems(refused)
    if refused:
        return False
    command, key = form.to_command(proofs), str(form.key.data)
    done = carry_out(form, lambda writer: cases.act(writer, actor, case.id, transition.code, command, key))
    return done is not None
