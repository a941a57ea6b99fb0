"""Approval on the portal: guides, an application one page at a time, its receipt, and the party's later acts.

A draft is saved at every step, also when something is wrong; nobody needs an account.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, StringField

from core import clock as time
from core.accounts import throttle
from core.accounts.access import public
from core.accounts.actor import Actor
from core.cases import drafts
from core.cases.codes import grouped
from core.cases.models import Case, Draft
from core.cases.services import once
from core.db import ScopedSession
from core.errors import DomainError, NotFound, Problem
from core.i18n import N_
from core.organisations import web as members
from core.organisations.rules import APPLY
from core.settings import web as settings_web
from core.web import party
from core.web import request as web_request
from core.web.fields import needed
from core.web.forms import KeyedForm, carry_out, status_of
from plugins.approval import fields, materials, on_behalf, queries, services, uploads
from plugins.approval.items import rules as elements
from plugins.approval.items.queries import laws
from plugins.approval.items.rows import FORMS
from plugins.approval.models import Item
from plugins.approval.settings import DEFERRAL, WINDOWS, promised, takes_online, windows
from plugins.approval.steps.rules import DOERS
from plugins.approval.who import WhoForm
from plugins.approval.workflow import KIND

bp = Blueprint("approval", __name__, url_prefix="/t/<int:code>", template_folder="templates")

STEPS = ("who", "details", "materials", "check")


class SendForm(KeyedForm):
    """The last page: what may come later can be promised."""

    promise = BooleanField(_("我承诺在受理后按期补交；到期没有补交的，按已有材料作出决定"))


class ResumeForm(KeyedForm):
    """The resume code of a draft."""

    code = StringField(_("续办码"), [needed(_("请填写续办码。"))])


@bp.app_template_global("approval_item_name")
def item_name(item_code: str) -> str:
    """An item's name by its code, for drafts that know only the code; the code itself where it is not published."""
    try:
        return _item(item_code).name
    except NotFound:
        return item_code


@bp.get("/items")
@public
def items(code: int) -> ResponseReturnValue:
    """Everything this township publishes."""
    words = request.args.get("q", "").strip()[:50]
    found = queries.published_items(web_request.reading(), words)
    groups = [(kind, list(rows)) for kind, rows in groupby(found, key=lambda item: item.type)]
    open_villages = sorted(windows(settings_web.value(WINDOWS)))
    return render_template("approval/items.html", groups=groups, words=words, windows=open_villages)


@bp.get("/items/<item_code>")
@public
def guide(code: int, item_code: str) -> ResponseReturnValue:
    """办事指南: who, what to bring, how long, what it costs, what it rests on (许可法 30)."""
    item = _item(item_code)
    unit = queries.unit_of(web_request.reading(), item.unit_id, code)
    return render_template(
        "approval/guide.html",
        doers=DOERS,
        item=item,
        unit=unit,
        forms=FORMS,
        repealed=elements.repealed(item.basis, laws(web_request.reading()), time.today()),
        where=settings_web.site(unit=unit),
        phone=settings_web.value("core.phone", unit),
        online=takes_online(unit),
        form=KeyedForm(),
        open_draft=_open_draft(item.code),
        ours=[one for one in members.memberships() if one.may(APPLY)],
        remedy=queries.remedy_of(web_request.reading(), item),
    )


@bp.post("/items/<item_code>/start")
@public
def start(code: int, item_code: str) -> ResponseReturnValue:
    """Begin an application, or go on with the one this browser has open."""
    item = _item(item_code)
    ours = members.own_of(request.form["member"]) if request.form.get("member") else None
    if ours is None and not request.form.get("anew") and (opened := _open_draft(item.code)):
        return _go_on(opened)
    if not takes_online(queries.unit_of(web_request.reading(), item.unit_id, code)):
        return redirect(url_for(".guide", code=code, item_code=item.code, _anchor="start"), 303)
    with web_request.writing() as writer:
        draft, resume_code = drafts.start(writer, KIND, item.code)
        drafts.save(draft, resume=resume_code, **on_behalf.begun(ours))
    _remember(draft)
    return redirect(url_for(".step", code=code, draft_id=draft.id, name=STEPS[0]), 303)


def _go_on(draft: Draft) -> ResponseReturnValue:
    """To the first step that is not filled in yet."""
    item, typed = _item(draft.subject), on_behalf.filled(drafts.content(draft))
    done = {
        "who": _whole(WhoForm(formdata=MultiDict(typed.get("who", {})))),
        "details": fields.complete(fields.filled(item, typed.get("details", {}))),
    }
    wanted = next((name for name in STEPS if not done.get(name)), STEPS[-1])
    return redirect(url_for(".step", code=draft.tenant_id, draft_id=draft.id, name=wanted), 303)


def _whole(who: WhoForm) -> bool:
    return fields.complete(who) and not who.connections()


@bp.route("/resume", methods=["GET", "POST"])
@public
def resume(code: int) -> ResponseReturnValue:
    """Go on with a draft by its printed code, from any device."""
    form = ResumeForm()
    if form.validate_on_submit():
        draft = _by_resume_code(form)
        if draft is not None and draft.case_id is not None:
            form.add_problems([Problem(N_("这份申请已经提交，请用收件凭证上的编号和查询码查询。"), "code")])
        elif draft is not None:
            _remember(draft)
            return _go_on(draft)
    return render_template("approval/resume.html", form=form), status_of(form)


def _by_resume_code(form: ResumeForm) -> Draft | None:
    """The draft of the typed code, or None with the words at the code; tried and counted in one turn."""
    key = f"resume:{web_request.tenant().id}:{request.remote_addr}"
    with web_request.writing() as writer:
        if (wait := throttle.enter(writer, key)) > 0:
            form.add_problems([Problem(throttle.TOO_MANY, "code", {"seconds": wait})])
            return None
        try:
            draft = drafts.resume(writer, str(form.code.data))
        except DomainError as error:
            form.add_problems(error.problems)
            return None
        throttle.clear(writer, key)
    return draft


@bp.route("/apply/<uuid:draft_id>/<any(who, details, materials, check):name>", methods=["GET", "POST"])
@public
def step(code: int, draft_id: UUID, name: str) -> ResponseReturnValue:
    """One page of the application; what was typed is kept whether it is right or wrong."""
    draft = _own_draft(draft_id)
    if draft.case_id is not None:
        return _sent(draft)
    item = _item(draft.subject)
    typed = on_behalf.filled(drafts.content(draft))
    answer: ResponseReturnValue = {"who": _who, "details": _details, "materials": _materials, "check": _check}[name](
        draft, item, typed
    )
    return answer


def _who(draft: Draft, item: Item, typed: dict[str, Any]) -> ResponseReturnValue:
    locked = on_behalf.locked(typed)
    posted = MultiDict({**request.form, **locked}) if request.method == "POST" else None
    form = WhoForm(posted) if posted is not None else WhoForm(data=typed.get("who", {}))
    if posted is not None:
        right = form.validate()
        _save(draft, who={name: form[name].data or "" for name in WhoForm.NAMES})
        if right:
            return _next(draft, "who")
    return _page(draft, item, "who", form, locked=locked)


def _details(draft: Draft, item: Item, typed: dict[str, Any]) -> ResponseReturnValue:
    form = fields.form_of(item)() if request.method == "POST" else fields.filled(item, typed.get("details", {}))
    if request.method == "POST":
        _save(draft, details=fields.values(form, item))
        if form.validate():
            return _next(draft, "details")
    return _page(draft, item, "details", form)


def _materials(draft: Draft, item: Item, typed: dict[str, Any]) -> ResponseReturnValue:
    wanted = _wanted(item, typed)
    form = uploads.with_uploads(KeyedForm, wanted)()
    if request.method == "POST" and form.validate():
        problems = uploads.take(wanted, "draft", draft.id)
        form.add_problems(problems)
        if gone := request.form.get("remove"):
            uploads.remove(gone, draft.id)
        if not problems:
            return _next(draft, "materials", stay=bool(gone or request.form.get("stay")))
    return _page(draft, item, "materials", form)


def _wanted(item: Item, typed: dict[str, Any]) -> list[materials.Material]:
    """The item's materials, and the mandate where others apply with or for the applicant; a member's is on file."""
    mandated = WhoForm(formdata=MultiDict(typed.get("who", {}))).mandated and "member" not in typed
    return materials.with_mandate(item, mandated)


def _check(draft: Draft, item: Item, typed: dict[str, Any]) -> ResponseReturnValue:
    form = SendForm()
    if request.method == "POST" and form.validate():
        who = WhoForm(formdata=MultiDict(typed.get("who", {})))
        details = fields.filled(item, typed.get("details", {}))
        slips = [
            Problem(words)
            for words, filled in (
                (N_("“申请人”还没有填好，请点“修改”。"), who),
                (N_("“申请内容”还没有填好，请点“修改”。"), details),
            )
            if not (_whole(filled) if filled is who else fields.complete(filled))
        ]
        form.add_problems(slips)
        if not slips:
            sent = Sent(who, typed, promised(bool(form.promise.data)), str(form.key.data))
            case = carry_out(form, lambda writer: _submit(writer, draft.id, sent))
            if case is not None:
                _opens(case, typed)
                return redirect(url_for(".receipt", code=item.tenant_id, case_id=case.id), 303)
    return _page(draft, item, "check", form)


@dataclass(frozen=True, slots=True)
class Sent:
    """What a draft is sent with."""

    who: WhoForm
    typed: dict[str, Any]
    promise_days: int | None
    key: str


def _submit(writer: ScopedSession, draft_id: UUID, sent: Sent) -> Case:
    draft = drafts.get(writer, draft_id)
    if draft.case_id is not None:
        return writer.get_one(Case, (draft.tenant_id, draft.case_id))
    item = queries.item_by_code(writer, draft.subject)
    parties = sent.who.to_parties()
    given = on_behalf.submitted(sent.typed)
    submission = services.Submission(
        item, parties, sent.typed.get("details", {}), promise_days=sent.promise_days, **given
    )
    actor = on_behalf.actor(sent.typed) or Actor.party(draft.tenant_id, parties[0].name)
    return services.submit_draft(writer, actor, draft, submission, _once_key(draft, sent.key))


def _once_key(draft: Draft, key: str) -> str:
    """The key under which a draft is sent: with another draft, a form's key finds nothing."""
    return f"{draft.id.hex}:{key}"


def _sent(draft: Draft) -> ResponseReturnValue:
    """A form sent again leads to the first receipt, also where the first answer never reached the browser."""
    code, key = draft.tenant_id, _once_key(draft, request.form.get("key", ""))
    first = once(web_request.private_reading(), key, "open") if request.method == "POST" else None
    by_member = members.opened(draft.case_id) if draft.case_id is not None else None
    if first is not None:
        if by_member is None:
            party.let_in(first)
        return redirect(url_for(".receipt", code=code, case_id=first.id), 303)
    if by_member is None and str(draft.case_id) not in session.get("cases", {}):
        return redirect(url_for("web.track", code=code), 303)
    return redirect(url_for("party.case", code=code, case_id=draft.case_id), 303)


def _opens(case: Case, typed: dict[str, Any]) -> None:
    """Let the applicant in; a member is let in by their mandate, as long as it lasts."""
    if "member" not in typed:
        party.let_in(case)


def _page(draft: Draft, item: Item, name: str, form: Any, **more: Any) -> ResponseReturnValue:
    typed = on_behalf.filled(drafts.content(draft))
    page = render_template(
        f"approval/apply_{name}.html",
        draft=draft,
        item=item,
        steps=STEPS,
        step=name,
        max_mb=web_request.current_settings().max_upload_mb,
        form=form,
        typed=typed,
        asked=elements.asked(item.fields, typed.get("details", {})),
        uploads=uploads.stored("draft", draft.id),
        materials=_wanted(item, typed),
        deferral=settings_web.value(DEFERRAL),
        resume_code=grouped(typed.get("resume", "")),
        **more,
    )
    return page, status_of(form)


def _next(draft: Draft, name: str, stay: bool = False) -> ResponseReturnValue:
    change = request.args.get("change")
    wanted = name if stay else "check" if change else STEPS[STEPS.index(name) + 1]
    kept = change if stay else None
    return redirect(url_for(".step", code=draft.tenant_id, draft_id=draft.id, name=wanted, change=kept), 303)


def _save(draft: Draft, **typed: Any) -> None:
    with web_request.writing() as writer:
        drafts.save(drafts.get(writer, draft.id), **typed)


def _item(item_code: str) -> Item:
    return queries.item_by_code(web_request.reading(), item_code)


def _drafts() -> dict[str, str]:
    kept: dict[str, str] = session.get("drafts", {})
    return kept


def _remember(draft: Draft) -> None:
    session["drafts"] = {**_drafts(), f"{draft.tenant_id}:{draft.subject}": str(draft.id)}


def _open_draft(item_code: str) -> Draft | None:
    kept = _drafts().get(f"{web_request.tenant().id}:{item_code}")
    if kept is None:
        return None
    try:
        draft = drafts.get(web_request.private_reading(), UUID(kept))
    except NotFound:
        return None
    return None if draft.case_id else draft


def _own_draft(draft_id: UUID) -> Draft:
    if str(draft_id) not in _drafts().values():
        raise NotFound(draft_id)
    return drafts.get(web_request.private_reading(), draft_id)
