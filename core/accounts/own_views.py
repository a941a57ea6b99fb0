"""One's own account: the posts held, where it is open, and its second factor."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user

from core import clock as time
from core.accounts import access, asking, factors, own, proving, queries, services, totp
from core.accounts.access import signed_in
from core.accounts.actor import Actor
from core.accounts.forms import CodeForm, PasswordForm
from core.accounts.proving import CODE, Proof
from core.db import Scope, ScopedSession
from core.errors import DomainError
from core.i18n import N_
from core.web import request as web_request
from core.web.forms import status_of
from core.web.party import qr_svg

bp = Blueprint("own", __name__, url_prefix="/me")
ISSUER = N_("效能")


@bp.get("")
@signed_in
def me() -> ResponseReturnValue:
    """Who I am, which posts I hold, and where my account is open."""
    idle = web_request.profile().idle_of(current_user.presence.admin)
    with web_request.database().read(Scope.system("the posts of the signed-in account")) as session:
        posts = queries.posts_of(session, current_user.id)
        found = own.sign_ins(session, current_user.id, current_user.secret, idle)
        left = factors.codes_left(session, current_user.id) if current_user.presence.has_factor else 0
    return render_template("accounts/me.html", posts=posts, sign_ins=found, codes_left=left)


@bp.post("/sign-ins/end")
@signed_in
def end() -> ResponseReturnValue:
    """Sign out in another browser, or in all others."""
    with _writing() as session:
        own.end(session, _actor(session), current_user.secret, request.form.get("handle", ""))
    return redirect(url_for("own.me"), 303)


@bp.route("/password", methods=["GET", "POST"])
@signed_in
def password() -> ResponseReturnValue:
    """Another password, with the one there is; past its time nothing else is open before."""
    form = PasswordForm()
    if form.validate_on_submit() and _changed(form):
        flash(gettext("密码已更换。其他浏览器上的登录已经退出。"))
        return redirect(url_for("own.me"), 303)
    due = access.owed() == "own.password"
    page = render_template("accounts/password.html", form=form, due=due, profile=web_request.profile())
    return page, status_of(form)


@bp.get("/factor")
@signed_in
def factor() -> ResponseReturnValue:
    """The second factor: what it is, then the QR code and the first code; afterwards, what may be done with it."""
    return _factor_page(CodeForm()), 200


@bp.post("/factor/begin")
@signed_in
def begin() -> ResponseReturnValue:
    """Draw the secret."""
    if (page := _unproven()) is not None:
        return page
    with _writing() as session:
        factors.begin(session, current_user.id)
    return redirect(url_for("own.factor"), 303)


@bp.post("/factor/confirm")
@signed_in
def confirm() -> ResponseReturnValue:
    """Let it count, and show the recovery codes this once."""
    if (page := _unproven()) is not None:
        return page
    return _with_code(lambda session, code: factors.confirm(session, current_user.id, code))


@bp.post("/factor/codes")
@signed_in
def codes() -> ResponseReturnValue:
    """New recovery codes in place of the old ones, shown this once."""
    return _with_code(lambda session, code: factors.new_codes(session, current_user.id, code))


@bp.post("/factor/drop")
@signed_in
def drop() -> ResponseReturnValue:
    """Back to the password alone."""
    return _with_code(lambda session, code: factors.drop(session, current_user.id, code))


def _changed(form: PasswordForm) -> bool:
    """Look at the password there is, then take the new one; what is wrong is told at its field."""
    database, scope = web_request.database(), Scope.one(web_request.county_id())
    actor, given = Actor(current_user.id, current_user.name, web_request.county_id()), str(form.current.data)
    try:
        proving.by_password(database, actor, given, request.remote_addr or "", "current")
        with database.write(scope) as session:
            services.change_password(
                session, current_user.id, current_user.secret, str(form.password.data), web_request.profile()
            )
    except DomainError as error:
        form.add_problems(error.problems)
        return False
    return True


def _unproven() -> ResponseReturnValue | None:
    """The page that asks who sets up a second factor: whoever found the browser open must not get proof by their phone.

    The way in is proof here, for there is no code yet; without a password it is the identity provider's.
    """
    found = current_user.presence
    if found.has_factor:
        return None
    lasts = web_request.profile().proof_lasts
    if found.password_set_at is None and not found.proof.good(lasts, by_code=False):
        flash(gettext(proving.UNPROVEN))
        return redirect(url_for("accounts.sign_in", next=url_for("own.factor")), 303)
    return asking.unproven(by_code=False)


def _with_code(act: Callable[[ScopedSession, str], list[str] | None]) -> ResponseReturnValue:
    """Do something that a code of the app proves; the tries are slowed, and a wrong one is audited."""
    form = CodeForm()
    if not form.validate_on_submit():
        return _factor_page(form), 422
    database, scope = web_request.database(), Scope.one(web_request.county_id())
    try:
        shown = factors.proven(database, scope, current_user.id, lambda session: act(session, str(form.code.data)))
    except DomainError as error:
        form.add_problems(error.problems)
        return _factor_page(form), status_of(form)
    asking.proven(Proof(current_user.id, CODE, time.now()))
    if shown is None:
        return redirect(url_for("own.me"), 303)
    return render_template("accounts/recovery_codes.html", codes=shown)


def _factor_page(form: CodeForm) -> str:
    with web_request.database().read(Scope.system("the second factor of the signed-in account")) as session:
        secret = factors.waiting(session, current_user.id)
        left = factors.codes_left(session, current_user.id)
    drawn = qr_svg(totp.address(secret, current_user.login, gettext(ISSUER))) if secret else None
    spelt = " ".join(secret[first : first + 4] for first in range(0, len(secret), 4)) if secret else ""
    return render_template(
        "accounts/factor.html", form=form, svg=drawn, secret=spelt, codes_left=left, must=access.owed() == "own.factor"
    )


def _writing() -> AbstractContextManager[ScopedSession]:
    return web_request.database().write(Scope.one(web_request.county_id()))


def _actor(session: ScopedSession) -> Actor:
    return Actor(current_user.id, current_user.name, session.tenant)
