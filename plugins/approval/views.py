"""Approval in the workspace: intake at the window, and the form of each act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, RadioField, TextAreaField
from wtforms.validators import Length, Optional

from core import cases
from core.accounts.access import always, requires, requires_any
from core.cases.models import Case
from core.cases.services import allowed, find_transition
from core.contracts import Transition, article_under
from core.db import ScopedSession
from core.db.ids import read_id
from core.drafts.models import DeskDraft
from core.errors import Forbidden, Problem
from core.i18n import N_
from core.web import conflicts, drafts, preview, undo
from core.web import request as web_request
from core.web.forms import carry_out, worded
from core.web.lists import case_url
from core.web.workspace import staff_case
from plugins.approval import again, fields, materials, queries, services
from plugins.approval.agency.forms import TakeInForm
from plugins.approval.county import views as county
from plugins.approval.county.road import REVIEW
from plugins.approval.deferral_forms import ConfirmForm, PromiseForm, SupplyForm
from plugins.approval.ending_forms import FORMS as ENDING_FORMS
from plugins.approval.forms import FORMS, RoadForm
from plugins.approval.grants import views as grants
from plugins.approval.grants.road import GRANT
from plugins.approval.handling import queries as examining
from plugins.approval.handling.forms import FORMS as HANDLING_FORMS
from plugins.approval.joint import views as joint
from plugins.approval.joint.forms import FORMS as JOINT_FORMS
from plugins.approval.joint.road import PART
from plugins.approval.models import Application
from plugins.approval.permissions import Perm
from plugins.approval.rules import Facts
from plugins.approval.settings import promised
from plugins.approval.steps import views as steps
from plugins.approval.steps.forms import FORMS as STEPS_FORMS
from plugins.approval.steps.road import ENDORSEMENT
from plugins.approval.who import TakenForm
from plugins.approval.workflow import APPLICATION

OWN_FORMS: Mapping[str, type[RoadForm]] = {
    "take_in": TakeInForm,
    "promise": PromiseForm,
    "supply": SupplyForm,
    "confirm_later": ConfirmForm,
}
EVERY_FORM = {**FORMS, **ENDING_FORMS, **HANDLING_FORMS, **JOINT_FORMS, **STEPS_FORMS, **OWN_FORMS}
OTHER_KINDS = {
    GRANT.code: grants.act,
    PART.code: joint.answer,
    REVIEW.code: county.act,
    ENDORSEMENT.code: steps.answer,
}
bp = Blueprint("approval_staff", __name__, url_prefix="/w/<int:code>/approval", template_folder="templates")


class IntakeForm(TakenForm):
    """What the clerk types at the window; the item's own fields are drawn beside it."""

    channel = RadioField(
        _("收件方式"),
        choices=worded({"window": N_("窗口书面"), "oral": N_("口头申请（工作人员记录）")}),
        default="window",
    )
    oral = TextAreaField(
        _("申请人口头说的内容"),
        [Optional(), Length(max=4000, message=_("不能超过4000个字。"))],
        description=_("口头申请时填写，会印在笔录上，由申请人签名。"),
    )
    read_back = BooleanField(_("已向申请人宣读，申请人确认无误"))

    def connections(self) -> list[Problem]:
        """As of every applicant; an oral application is written down and read back."""
        problems = super().connections()
        if self.channel.data == "oral" and not str(self.oral.data or "").strip():
            problems.append(Problem(N_("请记录申请人口头说的内容。"), "oral"))
        if self.channel.data == "oral" and not self.read_back.data:
            problems.append(Problem(N_("请向申请人宣读笔录，确认无误后勾选。"), "read_back"))
        return problems


@bp.get("/intake")
@requires(Perm.RECEIVE)
def intake(code: int) -> ResponseReturnValue:
    """Choose the item; words that only one is called by open it at once."""
    words = request.args.get("q", "").strip()[:50]
    items = queries.published_items(web_request.reading(), words)
    like = staff_case(found) if (found := read_id(request.args.get("like", ""))) is not None else None
    if like is not None:
        return render_template("approval/intake.html", items=items, words=words, like=like)
    if words and len(items) == 1:
        return redirect(url_for(".receive", code=code, item_code=items[0].code), 303)
    return render_template("approval/intake.html", items=items, words=words)


@bp.route("/intake/<item_code>", methods=["GET", "POST"])
@requires(Perm.RECEIVE)
def receive(code: int, item_code: str) -> ResponseReturnValue:
    """Take an application in at the window: one page, materials by tick, the receipt at the end."""
    item = queries.item_by_code(web_request.reading(), item_code)
    place = again.place_of(item)
    if drafts.asked():
        return drafts.answered(place)
    draft = drafts.kept(place)
    typed = _typed(draft)
    filled = {"formdata": typed} if typed else {}
    form, details = IntakeForm(**filled), fields.form_of(item)(**filled)
    ticked = typed.getlist("on_paper") if typed else []
    lately: Sequence[Case] = ()
    if request.method == "POST":
        good, good_details = form.validate(), fields.complete(details)
        if good and good_details and request.form.get("again") != "1":
            reader = web_request.reading()
            who = web_request.actor()
            lately = queries.lately(reader, who, item, form.to_party().id_number, str(form.key.data))
        if good and good_details and not lately:
            submission = services.Submission(
                item,
                form.to_parties(),
                fields.values(details, item),
                channel=str(form.channel.data),
                on_paper=(*ticked, *form.mandates()),
                oral=str(form.oral.data or "").strip() if form.channel.data == "oral" else "",
                promise_days=promised(bool(form.promise.data)),
            )
            key, actor = str(form.key.data), web_request.actor()
            case = carry_out(
                form, drafts.finishing(place, lambda writer: services.submit(writer, actor, submission, key))
            )
            if case is not None:
                flash(services.taken_words(case))
                return redirect(url_for("workspace.case", code=code, case_id=case.id), 303)
    page = render_template(
        "approval/receive.html",
        item=item,
        form=form,
        details=details,
        ticked=ticked,
        draft=draft,
        again=lately,
        like=typed.get("like", "") if typed else "",
        held=typed.getlist("held") if typed else [],
    )
    return page, 422 if form.errors or form.form_errors or details.errors or lately else 200


@bp.post("/cases/<uuid:case_id>/again")
@requires(Perm.RECEIVE, proof=always)
def take_again(code: int, case_id: UUID) -> ResponseReturnValue:
    """Begin another application of the same party, for the same item or another: who applies is taken over."""
    case = staff_case(case_id)
    if case.kind != APPLICATION.code:
        abort(404)
    reader, actor = web_request.reading(), web_request.actor()
    item = queries.item_by_code(reader, request.form.get("item_code") or queries.application_of(reader, case)[1].code)
    with web_request.writing() as writer:
        begun = again.begin(writer, actor, case, item)
    if not begun:
        flash(gettext("这个事项您有一份没有收完的草稿，已经打开；要带入申请人的信息，请先收完或者删除草稿。"))
    return redirect(url_for(".receive", code=code, item_code=item.code), 303)


@bp.route("/cases/<uuid:case_id>/<act>", methods=["GET", "POST"])
@requires_any(Perm)
def act(code: int, case_id: UUID, act: str) -> ResponseReturnValue:
    """The form of one act on an application; it keeps what is typed until it is sent."""
    case = staff_case(case_id)
    if case.kind in OTHER_KINDS:
        return OTHER_KINDS[case.kind](case, act)
    transition = find_transition(APPLICATION, act)
    if act not in EVERY_FORM:
        abort(404)
    actor = web_request.actor()
    if not allowed(actor, case, transition):
        raise Forbidden(transition.permission)
    reader, place = web_request.reading(), drafts.place_of(case, act)
    application, item = queries.application_of(reader, case)
    draft = drafts.kept(place)
    facts = queries.facts(reader, case)
    form, now = _forms(act, application, case, facts, draft)
    seen = form.version.data if request.method == "POST" else draft.version if draft else case.version
    if drafts.asked():
        return drafts.answered(place, min(seen or 0, case.version))  # no page showed a version that is not there yet
    if request.method == "GET" and case.state not in transition.sources:
        return redirect(case_url(case))
    changes = None
    if form.validate_on_submit():
        command: Any = form.to_command()
        if preview.asked():
            changes = preview.changes(form, case, act, command)
        elif carry_out(form, drafts.finishing(place, lambda writer: _carried(writer, form, case, transition, command))):
            undo.offer(case, transition, str(form.key.data))
            return redirect(case_url(case), 303)
    form.shows(case.version)
    stale = 0 < (seen or 0) < case.version and case.state in transition.sources
    page = render_template(
        "approval/act.html",
        case=case,
        kind=APPLICATION,
        transition=transition,
        form=form,
        changes=changes,
        application=application,
        item=item,
        materials=materials.of(item, application),
        facts=facts,
        article=article_under(transition.article, facts),
        back=case_url(case),
        typed=_typed(draft) or MultiDict(),
        waits=transition.ready(facts) if request.method == "GET" else (),
        draft=draft,
        signed=[row for row in examining.verifiers(reader, case) if row.signed_at] if facts.examined.verifiers else [],
        conflict=conflicts.between(reader, case, form, now) if stale else None,
    )
    if not form.errors and not form.form_errors:
        return page
    return page, 409 if stale else 422


def _typed(draft: DeskDraft | None) -> MultiDict[str, str] | None:
    """What was typed: just now, or when the draft was kept."""
    return request.form if request.method == "POST" else drafts.typed_in(draft)


def _forms(
    act: str, application: Application, case: Case, facts: Facts, draft: DeskDraft | None
) -> tuple[RoadForm, RoadForm]:
    """The form as it was typed or kept, else as the case fills it; and the same as the case fills it now."""
    reader = web_request.reading()
    now = EVERY_FORM[act](formdata=None)
    now.fits(reader, case, facts)
    now.prefill(application, case, web_request.actor())
    typed = _typed(draft)
    form = EVERY_FORM[act](formdata=typed) if typed else EVERY_FORM[act]()
    form.fits(reader, case, facts)
    if typed:
        conflicts.picked(form, now)
    else:
        form.prefill(application, case, web_request.actor())
    return form, now


def _carried(writer: ScopedSession, form: RoadForm, case: Case, act: Transition, command: Any) -> Case:
    done = cases.act(writer, web_request.actor(), case.id, act.code, command, str(form.key.data))
    undo.remembered(writer, act, str(form.key.data))
    return done
