"""The console's pages of people: the list, one person with posts, what is done to an account, and deputies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core import plugins
from core.accounts import directory, oidc
from core.accounts.access import requires, requires_any
from core.accounts.models import Account, Grant, Person
from core.accounts.permissions import Perm
from core.cases.models import Case
from core.db import ScopedSession
from core.errors import NotFound
from core.people import identities, posts, queries, services, units
from core.people.forms import DeputyForm, IdentityForm, PersonForm, PostForm, TakerForm, uid
from core.people.queries import PersonFilter
from core.tenancy.models import Unit
from core.web import request as web_request
from core.web.forms import KeyedForm, carry_out, status_of

bp = Blueprint("people", __name__, url_prefix="/w/<int:code>/admin/people")
PAGE = 50


@bp.get("/")
@requires(Perm.PEOPLE)
def index(code: int) -> ResponseReturnValue:
    """The people of the tenant, found by name, login or title."""
    unit, left = request.args.get("unit", ""), request.args.get("left") == "1"
    words, after = request.args.get("q", "").strip()[:50], request.args.get("after", "")
    wanted = PersonFilter(words, uid(unit) if unit else None, left)
    reader = web_request.reading()
    rows, behind = queries.page(reader, wanted, uid(after) if after else None, PAGE)
    kept = {name: request.args[name] for name in ("q", "unit", "left") if request.args.get(name)}
    return render_template(
        "admin/people.html",
        rows=rows,
        total=queries.count(reader, wanted),
        wanted=wanted,
        units=units.open_units(reader),
        first_url=url_for(".index", code=code, **kept) if after else "",  # type: ignore[arg-type]
        next_url=url_for(".index", code=code, after=behind, **kept) if behind else "",  # type: ignore[arg-type]
    )


@bp.route("/new", methods=["GET", "POST"])
@requires(Perm.PEOPLE)
def new(code: int) -> ResponseReturnValue:
    """Add a person; the link to the account comes next."""
    form = PersonForm()
    form.offer(units.open_units(web_request.reading()))
    if form.validate_on_submit():
        made = carry_out(form, lambda writer: services.add(writer, web_request.actor(), form.to_command()))
        if made is not None:
            flash(gettext("已新增“%(name)s”。请授予角色，并生成激活链接交给本人。", name=made.name))
            return redirect(url_for(".show", code=code, person_id=made.id), 303)
    return render_template("admin/person_new.html", form=form), status_of(form)


@bp.route("/<uuid:person_id>", methods=["GET", "POST"])
@requires(Perm.PEOPLE)
def show(code: int, person_id: UUID) -> ResponseReturnValue:
    """One person: who they are, posts, deputies, open cases, and what can be done to the account."""
    person, _account = queries.get(web_request.reading(), person_id)
    form = PersonForm(obj=person)
    if form.validate_on_submit():
        told = form.to_command(person.unit_id)
        done = carry_out(form, lambda writer: services.change(writer, web_request.actor(), person_id, told))
        if done is not None:
            flash(gettext("已保存。"))
            return redirect(url_for(".show", code=code, person_id=person_id), 303)
    return _page(person_id, form)


@bp.post("/<uuid:person_id>/suspend")
@requires(Perm.PEOPLE)
def suspend(code: int, person_id: UUID) -> ResponseReturnValue:
    """Suspend the person: out on the next request."""
    elsewhere = _elsewhere(person_id)
    actor = web_request.actor()
    return _done(
        person_id,
        lambda writer: services.suspend(writer, actor, person_id, elsewhere=elsewhere),
        gettext("已停用，从现在起不能再办理。"),
    )


@bp.post("/<uuid:person_id>/resume")
@requires(Perm.PEOPLE)
def resume(code: int, person_id: UUID) -> ResponseReturnValue:
    """Take a suspension back."""
    actor = web_request.actor()
    return _done(person_id, lambda writer: services.resume(writer, actor, person_id), gettext("已恢复。"))


@bp.post("/<uuid:person_id>/link")
@requires(Perm.PEOPLE)
def link(code: int, person_id: UUID) -> ResponseReturnValue:
    """A new link, shown on this answer and never again."""
    elsewhere, form = _elsewhere(person_id), KeyedForm()
    actor = web_request.actor()
    token = carry_out(form, lambda writer: services.new_link(writer, actor, person_id, elsewhere=elsewhere))
    address = web_request.address("accounts.activate", token=token) if token else ""
    return _page(person_id, None, problems=form.form_errors, address=address)


@bp.post("/<uuid:person_id>/identity")
@requires(Perm.PEOPLE)
def identity(code: int, person_id: UUID) -> ResponseReturnValue:
    """Say who at the identity provider opens the person's account."""
    issuer, form = web_request.current_settings().oidc_issuer, IdentityForm()
    elsewhere, actor, subject = _elsewhere(person_id), web_request.actor(), str(form.subject.data or "").strip()

    def tie(writer: ScopedSession) -> None:
        identities.link(writer, actor, person_id, issuer, subject, elsewhere=elsewhere)

    if not form.validate() or not _carried_out(form, tie):
        return _page(person_id, None, identity=form)
    flash(gettext("已关联，从下一次登录起生效。") if subject else gettext("已解除关联。"))
    return redirect(url_for(".show", code=code, person_id=person_id), 303)


@bp.route("/<uuid:person_id>/leave", methods=["GET", "POST"])
@requires(Perm.PEOPLE)
def leave(code: int, person_id: UUID) -> ResponseReturnValue:
    """See a person off: what they handle is listed and handed over in the same act."""
    elsewhere, actor = _elsewhere(person_id), web_request.actor()
    return _hand_over(
        person_id,
        "leave",
        lambda writer, form: services.leave(writer, actor, person_id, form.taker_id(), elsewhere=elsewhere),
    )


@bp.route("/<uuid:person_id>/move", methods=["GET", "POST"])
@requires(Perm.PEOPLE)
def move(code: int, person_id: UUID) -> ResponseReturnValue:
    """Move a person to another unit: what they handle in the old one is handed over in the same act."""
    actor = web_request.actor()
    return _hand_over(
        person_id,
        "move",
        lambda writer, form: services.move(writer, actor, person_id, uid(form.unit.data), form.taker_id()),
    )


@bp.route("/<uuid:person_id>/posts", methods=["GET", "POST"])
@requires_any((Perm.GRANT, Perm.GRANT_ADMIN))
def give(code: int, person_id: UUID) -> ResponseReturnValue:
    """Give a role in a unit between two days."""
    reader, actor = web_request.reading(), web_request.actor()
    person, account = queries.get(reader, person_id)
    if request.method == "GET" and account.id == actor.account_id:
        abort(403)  # nobody is led to it from the own account
    form = PostForm()
    form.offer(_roles(), units.open_units(reader), person.unit_id)
    if form.validate_on_submit():
        given = carry_out(form, lambda writer: posts.give(writer, actor, person_id, form.to_command()))
        if given is not None:
            flash(gettext("已授予，从起始日期起立即生效。"))
            return redirect(url_for(".show", code=code, person_id=person_id), 303)
    return render_template("admin/post.html", form=form, person=person), status_of(form)


@bp.post("/<uuid:person_id>/posts/<uuid:grant_id>/end")
@requires_any((Perm.GRANT, Perm.GRANT_ADMIN))
def end(code: int, person_id: UUID, grant_id: UUID) -> ResponseReturnValue:
    """End a role at once; one of somebody else is not at this address."""
    reader, actor = web_request.reading(), web_request.actor()
    _person, account = queries.get(reader, person_id)
    grant = reader.get(Grant, (code, grant_id))
    if grant is None or grant.account_id != account.id:
        abort(404)
    return _done(person_id, lambda writer: posts.end(writer, actor, grant_id), gettext("已收回，立即生效。"))


@bp.route("/deputies", methods=["GET", "POST"])
@requires(Perm.DEPUTY)
def deputies(code: int) -> ResponseReturnValue:
    """Who stands in for whom in the units one administers, and a new one."""
    reader, actor = web_request.reading(), web_request.actor()
    own = actor.units(Perm.DEPUTY)
    lent = queries.posts_to_lend(reader, own)
    form = DeputyForm()
    form.offer(lent, queries.colleagues(reader, actor.account_id))
    if form.validate_on_submit():
        roles = {str(post.grant.id): post.grant.role for post in lent}
        command = form.to_command(roles)
        if str(form.grant.data) not in roles:
            form.grant.errors = [gettext("请选择岗位。")]
        elif command.person_id == UUID(int=0):
            form.deputy.errors = [gettext("请选择代理人。")]
        elif carry_out(form, lambda writer: posts.appoint(writer, actor, command)) is not None:
            flash(gettext("已指定代理人。代理期间办理的事项都写明“代”。"))
            return redirect(url_for(".deputies", code=code), 303)
    page = render_template(
        "admin/deputies.html",
        form=form,
        rows=queries.deputies(reader, own),
        permissions=plugins.registry().permissions,
        plain=KeyedForm(),
    )
    return page, status_of(form)


@bp.post("/deputies/<uuid:deputy_id>/end")
@requires(Perm.DEPUTY)
def dismiss(code: int, deputy_id: UUID) -> ResponseReturnValue:
    """End a deputy's time at once."""
    with web_request.writing() as writer:
        posts.dismiss(writer, web_request.actor(), deputy_id)
    flash(gettext("代理已结束，立即生效。"))
    return redirect(url_for(".deputies", code=code), 303)


def _roles() -> list[str]:
    """The roles of this tenant's tier that the reader may give."""
    actor, tier = web_request.actor(), web_request.tenant().tier
    return [
        role.code
        for role in plugins.registry().roles.values()
        if role.tier == tier and actor.may(posts.needed(role.code))
    ]


def _elsewhere(person_id: UUID) -> bool:
    _person, account = queries.get(web_request.reading(), person_id)
    return queries.elsewhere(web_request.database(), account.id, web_request.tenant().id)


def _done(person_id: UUID, service: Callable[[ScopedSession], None], words: str) -> ResponseReturnValue:
    """Carry a one-click act out, or show the person with why not."""
    form = KeyedForm()
    if not _carried_out(form, service):
        return _page(person_id, None, problems=form.form_errors)
    flash(words)
    return redirect(url_for(".show", code=web_request.tenant().id, person_id=person_id), 303)


def _hand_over(person_id: UUID, act: str, service: Callable[[ScopedSession, TakerForm], None]) -> ResponseReturnValue:
    reader, code = web_request.reading(), web_request.tenant().id
    person, account = queries.get(reader, person_id)
    if request.method == "GET" and (account.id == web_request.actor().account_id or _locked(account)):
        abort(403)  # nor to these from an account that others open and close
    cases = queries.open_cases(reader, account.id, person.unit_id if act == "move" else None)
    form = TakerForm()
    others = [unit for unit in units.open_units(reader) if unit.id != person.unit_id]
    form.offer(others, queries.takers(reader, cases, account.id) if cases else [])
    if form.validate_on_submit() and _carried_out(form, lambda writer: service(writer, form)):
        flash(gettext("“%(name)s”已离任。", name=person.name) if act == "leave" else gettext("已调动。"))
        return redirect(url_for(".show", code=code, person_id=person_id), 303)
    page = render_template(
        "admin/hand_over.html",
        form=form,
        act=act,
        person=person,
        unit=units.get(reader, person.unit_id),
        cases=_shown(cases),
        total=len(cases),
        posts=[post for post in queries.posts(reader, account.id) if post.state != "over"],
    )
    return page, status_of(form)


def _carried_out(form: KeyedForm, service: Callable[[ScopedSession], None]) -> bool:
    """Whether a service that answers nothing was carried out; if not, the form says why."""

    def done(writer: ScopedSession) -> bool:
        service(writer)
        return True

    return bool(carry_out(form, done))


def _shown(cases: Any) -> list[Case]:
    return list(cases[:PAGE])


def _page(
    person_id: UUID,
    form: PersonForm | None,
    problems: Any = (),
    address: str = "",
    identity: IdentityForm | None = None,
) -> ResponseReturnValue:
    reader, settings = web_request.reading(), web_request.current_settings()
    reader.expire_all()  # what was just done to the account is shown
    person, account = queries.get(reader, person_id)
    form = form if form is not None else PersonForm(None, obj=person)
    page = render_template(
        "admin/person.html",
        person=person,
        account=account,
        unit=_unit(reader, person),
        form=form,
        plain=KeyedForm(),
        problems=problems,
        address=address,
        posts=queries.posts(reader, account.id),
        deputies=queries.deputies(reader, account_id=account.id),
        open_cases=len(queries.open_cases(reader, account.id)),
        roles=_roles(),
        needed=posts.needed,
        own=account.id == web_request.actor().account_id,
        locked=_locked(account),
        identity=(identity or IdentityForm(None)) if oidc.is_on(settings) else None,
        tied=oidc.is_on(settings) and directory.is_tied(reader, account.id, settings.oidc_issuer),
    )
    return page, 422 if problems else status_of(form, *((identity,) if identity else ()))


def _locked(account: Account) -> bool:
    """Whether the account is an administrator's, which this reader may not open or close."""
    return account.admin is not None and not web_request.actor().may(Perm.GRANT_ADMIN)


def _unit(reader: ScopedSession, person: Person) -> Unit:
    found = reader.get(Unit, (person.tenant_id, person.unit_id))
    if found is None:
        raise NotFound(person.unit_id)
    return found
