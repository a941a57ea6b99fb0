"""Pages of organisations: members on the portal, and the window's register."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core.accounts import throttle
from core.accounts.access import public, requires
from core.cases.codes import grouped
from core.db.ids import page_key
from core.errors import DomainError
from core.organisations import queries, rules, services, web
from core.organisations.forms import AdministratorForm, EnterForm, InviteForm, RegisterForm
from core.organisations.models import Organisation
from core.organisations.permissions import Perm
from core.organisations.queries import Membership
from core.web import request as web_request
from core.web.filters import problem_words
from core.web.forms import carry_out, status_of
from core.web.lists import kind_map, kinds_on

portal = Blueprint("organisation", __name__, url_prefix="/t/<int:code>/organisation")
staff = Blueprint("organisations", __name__, url_prefix="/w/<int:code>/organisations")


@portal.route("/", methods=["GET", "POST"])
@public
def enter(code: int) -> ResponseReturnValue:
    """Come in by the organisation's number and one's own code; wrong and absent look the same."""
    form = EnterForm()
    if form.validate_on_submit() and (found := _entered(form)) is not None:
        member, own = found[0].member, found[1]
        web.remember(member)
        if own is None:
            return redirect(url_for("organisation.home", code=code, member_id=member.id), 303)
        return render_template("organisations/joined.html", ours=found[0], own=grouped(own), scopes=rules.SCOPES)
    return render_template("organisations/enter.html", form=form, ours=web.memberships()), status_of(form)


def _entered(form: EnterForm) -> tuple[Membership, str | None] | None:
    """Who comes in, or None with the words at the code; tried and counted in one turn."""
    number = str(form.number.data)
    key = f"member:{web_request.tenant().id}:{number}:{request.remote_addr}"
    with web_request.writing() as writer:
        if (wait := throttle.enter(writer, key)) > 0:
            form.code.errors = [problem_words(throttle.TooMany(wait, "code").problems[0])]
            return None
        try:
            found = services.enter(writer, number, str(form.code.data))
        except DomainError as error:
            form.add_problems(error.problems)
            return None
        throttle.clear(writer, key)
    return found


@portal.post("/leave")
@public
def leave(code: int) -> ResponseReturnValue:
    """Leave nothing on a computer others use."""
    web.forget()
    return redirect(url_for("organisation.enter", code=code), 303)


@portal.get("/<uuid:member_id>")
@public
def home(code: int, member_id: UUID) -> ResponseReturnValue:
    """The organisation's cases, and of its administrator the members."""
    ours, reader = web.own(member_id), web_request.private_reading()
    rows, after = queries.cases_of(reader, ours.organisation, kinds_on(), page_key(request.args.get("after", "")))
    return render_template(
        "organisations/home.html",
        ours=ours,
        rows=rows,
        after=after,
        kinds=kind_map(),
        members=queries.members_of(reader, ours.organisation.id) if ours.member.is_admin else (),
        scopes=rules.SCOPES,
    )


@portal.route("/<uuid:member_id>/invite", methods=["GET", "POST"])
@public
def invite(code: int, member_id: UUID) -> ResponseReturnValue:
    """Invite a member; the code of the invitation is shown on this answer and never again."""
    ours = _administered(member_id)
    form = InviteForm()
    if form.validate_on_submit():
        key, invitation = str(form.key.data), form.to_invitation()
        made = carry_out(form, lambda writer: (services.invite(writer, ours, invitation, key),))
        if made is not None:
            return render_template(
                "organisations/invited.html", ours=ours, own=grouped(made[0] or ""), invitation=invitation
            )
    return render_template("organisations/invite.html", form=form, ours=ours), status_of(form)


@portal.post("/<uuid:member_id>/members/<uuid:other_id>/remove")
@public
def remove(code: int, member_id: UUID, other_id: UUID) -> ResponseReturnValue:
    """Remove a member at once."""
    ours = _administered(member_id)
    try:
        with web_request.writing() as writer:
            services.remove(writer, ours, other_id)
    except DomainError as error:
        flash(problem_words(error.problems[0]), "warning")
    else:
        flash(gettext("已移除，从现在起不能再查看和办理本单位的办件。"))
    return redirect(url_for("organisation.home", code=code, member_id=member_id), 303)


def _administered(member_id: UUID) -> Membership:
    """The reader as administrator; 404 for every other member."""
    ours = web.own(member_id)
    if not ours.member.is_admin:
        abort(404)
    return ours


@staff.get("/")
@requires(Perm.REGISTER)
def index(code: int) -> ResponseReturnValue:
    """The organisations registered here."""
    words = request.args.get("q", "").strip()[:50]
    rows, after = queries.registered(web_request.reading(), words, page_key(request.args.get("after", "")))
    return render_template("organisations/index.html", rows=rows, after=after, words=words)


@staff.route("/new", methods=["GET", "POST"])
@requires(Perm.REGISTER)
def new(code: int) -> ResponseReturnValue:
    """Register an organisation; its administrator's code is shown on this answer and never again."""
    form = RegisterForm()
    if form.validate_on_submit():
        key, order = str(form.key.data), form.to_registration()
        made = carry_out(form, lambda writer: services.register(writer, web_request.actor(), order, key))
        if made is not None and made[1] is not None:
            return _given(made[0], order.administrator.name, made[1])
        if made is not None:
            return redirect(url_for("organisations.show", code=code, organisation_id=made[0].id), 303)
    return render_template("organisations/new.html", form=form), status_of(form)


@staff.route("/<uuid:organisation_id>", methods=["GET", "POST"])
@requires(Perm.REGISTER)
def show(code: int, organisation_id: UUID) -> ResponseReturnValue:
    """One organisation with its members; another administrator, or a new code for the same."""
    reader = web_request.reading()
    row = reader.get(Organisation, (code, organisation_id))
    if row is None:
        abort(404)
    form = AdministratorForm()
    if form.validate_on_submit():
        key, wanted, actor = str(form.key.data), form.to_administrator(), web_request.actor()
        made = carry_out(
            form, lambda writer: (services.replace_administrator(writer, actor, organisation_id, wanted, key),)
        )
        if made is not None and made[0] is not None:
            return _given(row, wanted.name, made[0])
        if made is not None:
            return redirect(url_for("organisations.show", code=code, organisation_id=organisation_id), 303)
    members = queries.members_of(reader, organisation_id)
    page = render_template("organisations/show.html", row=row, members=members, form=form, scopes=rules.SCOPES)
    return page, status_of(form)


def _given(row: Organisation, name: str, own: str) -> str:
    return render_template("organisations/given.html", row=row, name=name, own=grouped(own))
