"""代办 on a telephone: what the village registered, and the one page on which an agent registers."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from core.accounts.access import requires
from core.cases.models import Case
from core.files.web import incoming, keep_all
from core.tenancy.models import Unit
from core.web import drafts
from core.web import request as web_request
from core.web.forms import KeyedForm, carry_out, status_of
from plugins.approval import fields, queries
from plugins.approval import services as applications
from plugins.approval.agency import queries as registrations
from plugins.approval.agency import rules, services
from plugins.approval.agency.forms import RegisterForm
from plugins.approval.models import Item
from plugins.approval.permissions import Perm
from plugins.approval.services import Submission
from plugins.approval.settings import promised

bp = Blueprint("approval_agency", __name__, url_prefix="/w/<int:code>/agency", template_folder="../templates")


@bp.get("/")
@requires(Perm.REGISTER)
def home(code: int) -> ResponseReturnValue:
    """What can be registered, and what the village has registered, with where each stands."""
    reader = web_request.reading()
    own = services.own_village(reader, web_request.actor())
    return render_template(
        "approval/agency.html",
        village=own,
        window=services.is_window(reader, own),
        items=queries.published_items(reader),
        rows=registrations.of_village(reader, own.id),
        me=web_request.actor().account_id,
    )


@bp.route("/<item_code>", methods=["GET", "POST"])
@requires(Perm.REGISTER)
def register(code: int, item_code: str) -> ResponseReturnValue:
    """Register for somebody of the own village; the slip is printed at the end."""
    reader, actor = web_request.reading(), web_request.actor()
    item, own = queries.item_by_code(reader, item_code), services.own_village(reader, actor)
    place = f"agency:{item.code}"
    if drafts.asked():
        return drafts.answered(place)
    draft = drafts.kept(place)
    typed = request.form if request.method == "POST" else drafts.typed_in(draft)
    filled = {"formdata": typed} if typed else {}
    form, details = RegisterForm(**filled), fields.form_of(item)(**filled)
    villages = reader.scalars(select(Unit).where(Unit.kind == "village", Unit.closed_on.is_(None)).order_by(Unit.code))
    form.offer(list(villages), own)
    ticked = typed.getlist("on_paper") if typed else []
    if request.method == "POST":
        good, good_details = form.validate(), fields.complete(details)
        if good and good_details and (wanted := _wanted(form, Answered(item, own, details, tuple(ticked)))):
            key = str(form.key.data)
            case = carry_out(
                form, drafts.finishing(place, lambda writer: services.register(writer, actor, wanted, key))
            )
            if case is not None:
                return _done(code, case)
    page = render_template(
        "approval/agency_register.html",
        item=item,
        form=form,
        details=details,
        ticked=ticked,
        draft=draft,
        village=own,
    )
    return page, status_of(form, details)


@dataclass(frozen=True, slots=True)
class Answered:
    """What is filled in beside the person: the item's own fields, and the materials at hand."""

    item: Item
    own: Unit
    details: KeyedForm
    on_paper: tuple[str, ...]


def _wanted(form: RegisterForm, given: Answered) -> services.Registering | None:
    """The command; None with the words at the field. The pictures are kept only once nothing else is wrong."""
    way, words, chosen = str(form.consent.data), str(form.words.data or ""), UUID(str(form.village.data))
    names = {str(row[0]): str(row[1]) for row in form.village.choices or ()}
    problems = rules.village(given.own.name, names[str(chosen)])
    pictures = list(incoming("picture")) if way == rules.SIGNED else []
    problems += rules.consent(way, words, len(pictures))
    form.add_problems(problems)
    kept, refused = keep_all("picture") if pictures and not problems else ((), [])
    form.add_problems(refused)
    if problems or refused:
        return None
    submission = Submission(
        given.item,
        form.to_parties(),
        fields.values(given.details, given.item),
        on_paper=(*given.on_paper, *form.mandates()),
        promise_days=promised(bool(form.promise.data)),
    )
    return services.Registering(submission, chosen, way, words if way == rules.SPOKEN else "", kept)


def _done(code: int, case: Case) -> ResponseReturnValue:
    flash(applications.taken_words(case))
    if case.handler_id == web_request.actor().account_id:
        return redirect(url_for("workspace.case", code=code, case_id=case.id), 303)
    return redirect(url_for(".home", code=code), 303)
