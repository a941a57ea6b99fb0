"""Sign-in by password and code, sign-out, activation by link."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask import session as browser
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user, login_user, logout_user

from core import clock as time
from core.accounts import factors, oidc, queries, services, throttle
from core.accounts.access import SignedIn, is_local_path, public, signed_in
from core.accounts.forms import ActivateForm, CodeForm, SignInForm
from core.accounts.proving import CODE, PASSWORD
from core.config import Config
from core.db import Scope, ScopedSession
from core.errors import DomainError
from core.web import request as web_request
from core.web.filters import problem_words
from core.web.forms import status_of

bp = Blueprint("accounts", __name__)
# Between password and code, in the signed cookie: whose password it was, and when.
HALFWAY = "xn_halfway"
# Where to go after coming back from the identity provider.
AFTER = "xn_after"
CODE_WITHIN = dt.timedelta(minutes=5)


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
    settings = web_request.current_settings()
    provider = settings.oidc_name or gettext("统一身份认证") if oidc.is_on(settings) else ""
    return render_template("accounts/sign_in.html", form=form, provider=provider), status_of(form)


@bp.route("/sign-in/code", methods=["GET", "POST"])
@public
def code() -> ResponseReturnValue:
    """The second step of who has a second factor; without the first, or too long after it, back to the password."""
    account_id = _halfway()
    if account_id is None:
        browser.pop(HALFWAY, None)
        return redirect(url_for("accounts.sign_in", next=request.args.get("next") or None), 303)
    form = CodeForm()
    if request.method == "GET":
        form.next.data = request.args.get("next", "")
    if form.validate_on_submit() and (answer := _try_code(form, account_id)) is not None:
        return answer
    return render_template("accounts/code.html", form=form), status_of(form)


@bp.get("/sign-in/oidc")
@public
def oidc_begin() -> ResponseReturnValue:
    """Go to the identity provider, if there is one."""
    settings = _provider()
    target = request.args.get("next", "")
    browser[AFTER] = target if is_local_path(target) else ""
    try:
        return oidc.redirect(settings, web_request.address("accounts.oidc_back"))  # type: ignore[no-any-return]
    except DomainError as error:
        return _refused(error, target)


@bp.get("/sign-in/oidc/back")
@public
def oidc_back() -> ResponseReturnValue:
    """Back from the identity provider: whom it knows and an administrator tied is in, or asked for the second factor.

    A GET that writes, because the provider sends the browser here by one; what it brings counts once, in this browser.
    """
    settings = _provider()
    target = str(browser.pop(AFTER, ""))
    try:
        subject = oidc.subject(settings)
        with web_request.database().write(Scope.one(web_request.county_id())) as session:
            account = services.account_of_subject(session, settings.oidc_issuer, subject)
            account_id, has_factor = account.id, account.factor_since is not None
    except DomainError as error:
        with web_request.database().write(Scope.one(web_request.county_id())) as session:
            services.failed(session, oidc.NAME)
        return _refused(error, target)
    return _admitted(account_id, target, has_factor=has_factor)


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
                opened = services.activate(session, token, str(form.password.data), web_request.profile())
                secret = _open(session, opened.id)
        except DomainError as error:
            form.add_problems(error.problems)
        else:
            _let_in(secret)
            return redirect(url_for("workspace.last"), 303)
    page = render_template("accounts/activate.html", form=form, account=account, profile=web_request.profile())
    return page, status_of(form)


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
        has_factor = account is not None and account.factor_since is not None
    if account_id is None:
        with database.write(Scope.one(county)) as session:
            services.failed(session, login)
        form.form_errors.append(gettext(services.WRONG))
        return None
    return _admitted(account_id, str(form.next.data or ""), has_factor=has_factor)


def _admitted(account_id: UUID, target: str, *, has_factor: bool) -> ResponseReturnValue:
    """In after the first proof, or on to the second where the account has one."""
    if has_factor:
        browser[HALFWAY] = {"account": account_id.hex, "at": time.now().timestamp()}
        return redirect(url_for("accounts.code", next=target if is_local_path(target) else None), 303)
    with web_request.database().write(Scope.one(web_request.county_id())) as session:
        secret = _open(session, account_id)
    return _entered(secret, target)


def _provider() -> Config:
    """The settings, where they name an identity provider."""
    settings = web_request.current_settings()
    if not oidc.is_on(settings):
        abort(404)
    return settings


def _refused(error: DomainError, target: str) -> ResponseReturnValue:
    """The page of the other way in, with why this one did not open; it leads where this one was to lead."""
    form = SignInForm(None)
    form.next.data = target
    form.form_errors = [problem_words(problem) for problem in error.problems]
    return render_template("accounts/sign_in.html", form=form, provider=""), 403


def _try_code(form: CodeForm, account_id: UUID) -> ResponseReturnValue | None:
    def entering(session: ScopedSession) -> str:
        factors.require(session, account_id, str(form.code.data))
        return _open(session, account_id, CODE)

    try:
        secret = factors.proven(web_request.database(), Scope.one(web_request.county_id()), account_id, entering)
    except DomainError as error:
        form.add_problems(error.problems)
        return None
    browser.pop(HALFWAY, None)
    return _entered(secret, str(form.next.data or ""))


def _halfway() -> UUID | None:
    """Whose password was right in this browser a moment ago."""
    kept = browser.get(HALFWAY)
    if not kept or time.now().timestamp() - kept["at"] > CODE_WITHIN.total_seconds():
        return None
    return UUID(hex=kept["account"])


def _entered(secret: str, target: str) -> ResponseReturnValue:
    _let_in(secret)
    return redirect(target if is_local_path(target) else url_for("workspace.last"), 303)


def _open(session: ScopedSession, account_id: UUID, how: str = PASSWORD) -> str:
    """A new session; the one this browser had ends."""
    if current_user.is_authenticated:
        services.sign_out(session, current_user.secret)
    agent = request.user_agent.string
    return services.sign_in(session, account_id, _address(), agent, web_request.profile(), how)


def _let_in(secret: str) -> None:
    browser.pop("csrf_token", None)  # nobody else's token goes with the new session
    with web_request.database().read(Scope.system("the session just opened")) as session:
        found = queries.present(session, secret, None, profile=web_request.profile())
    if found is not None:
        login_user(SignedIn(secret, found))


def _address() -> str:
    return request.remote_addr or ""
