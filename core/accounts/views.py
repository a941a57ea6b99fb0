"""Sign-in, sign-out, activation by link, and one's own posts."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user, login_user, logout_user

from core.accounts import queries, services, throttle
from core.accounts.access import SignedIn, is_local_path, public, signed_in
from core.accounts.forms import ActivateForm, SignInForm
from core.db import Scope, ScopedSession
from core.errors import DomainError
from core.web import request as web_request
from core.web.forms import status_of

bp = Blueprint("accounts", __name__)


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """One door for all staff; what is wrong is said in the same words and time, whoever it is."""
    form = SignInForm()
    if request.method == "GET":
        form.next.data = request.args.get("next", "")
    if form.validate_on_submit():
        answer = _try(form)
        if answer is not None:
            return answer
    return render_template("accounts/sign_in.html", form=form), status_of(form)


@bp.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    """End the session here and in every process."""
    with web_request.database().write(Scope.system("sign out")) as session:
        services.sign_out(session, current_user.secret)
    logout_user()
    return redirect(url_for("web.home"), 303)


@bp.route("/activate/<token>", methods=["GET", "POST"])
@public
def activate(token: str) -> ResponseReturnValue:
    """Set a password by a one-use link, and be signed in."""
    database, county = web_request.database(), web_request.county_id()
    form = ActivateForm()
    try:
        with database.read(Scope.one(county)) as session:
            account = services.account_of_link(session, token)
            session.expunge(account)
    except DomainError as error:
        form.add_problems(error.problems)
        return render_template("accounts/activate.html", form=form, account=None), 410
    if form.validate_on_submit():
        try:
            with database.write(Scope.one(county)) as session:
                opened = services.activate(session, token, str(form.password.data))
                secret = _open(session, opened.id)
        except DomainError as error:
            form.add_problems(error.problems)
        else:
            _let_in(secret)
            return redirect(url_for("workspace.last"), 303)
    page = render_template("accounts/activate.html", form=form, account=account)
    return page, status_of(form)


@bp.get("/me")
@signed_in
def me() -> ResponseReturnValue:
    """Who I am here and which posts I hold."""
    with web_request.database().read(Scope.system("the posts of the signed-in account")) as session:
        posts = queries.posts_of(session, current_user.id)
    return render_template("accounts/me.html", posts=posts)


def _try(form: SignInForm) -> ResponseReturnValue | None:
    database, county = web_request.database(), web_request.county_id()
    login = str(form.login.data)
    with database.write(Scope.one(county)) as session:
        wait = services.enter(session, login, _address())
    if wait:
        form.form_errors.append(gettext(throttle.TOO_MANY, seconds=wait))
        return None
    with database.read(Scope.one(county)) as session:
        account = services.check(session, login, str(form.password.data))
        account_id = account.id if account is not None else None
    if account_id is None:
        with database.write(Scope.one(county)) as session:
            services.failed(session, login)
        form.form_errors.append(gettext(services.WRONG))
        return None
    with database.write(Scope.one(county)) as session:
        secret = _open(session, account_id)
    _let_in(secret)
    target = str(form.next.data or "")
    return redirect(target if is_local_path(target) else url_for("workspace.last"), 303)


def _open(session: ScopedSession, account_id: UUID) -> str:
    """A new session; the one this browser had ends."""
    if current_user.is_authenticated:
        services.sign_out(session, current_user.secret)
    return services.sign_in(session, account_id, _address())


def _let_in(secret: str) -> None:
    browser.pop("csrf_token", None)  # nobody else's token goes with the new session
    with web_request.database().read(Scope.system("the session just opened")) as session:
        found = queries.present(session, secret, None)
    if found is not None:
        login_user(SignedIn(secret, found))


def _address() -> str:
    return request.remote_addr or ""
