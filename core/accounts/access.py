"""Who may open a route: every view says so, or the application does not start. Another tenant's page is a 404."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from flask import Flask, Response, abort, current_app, g, redirect, request, url_for
from flask_login import LoginManager, UserMixin, current_user
from werkzeug.datastructures import WWWAuthenticate

from core import clock as time
from core.accounts import asking, queries, services, tokens, visits
from core.accounts.actor import Actor
from core.accounts.proving import Proof
from core.db import Database, Scope
from core.errors import Forbidden
from core.web import request as web_request

View = TypeVar("View", bound=Callable[..., Any])
LOCAL_PATH = re.compile(r"/(?!/)[^\\\x00-\x20\x7f-\xa0]*")
SEEN_EVERY = dt.timedelta(minutes=2)
READING = {"GET", "HEAD", "OPTIONS"}
# Where who owes a second factor or a new password sees to it, or leaves.
WHILE_OWING = {"accounts", "own"}


@dataclass(frozen=True, slots=True)
class Access:
    """What a view demands: nothing, a sign-in, one of some permissions, or a program's token of a scope.

    Attributes:
        proof: whether what is sent now is an act that wants a fresh proof of who is there; None for never.
    """

    public: bool = False
    permissions: tuple[str, ...] = ()
    scope: str = ""
    proof: Callable[[], bool] | None = None


class SignedIn(UserMixin):
    """The person behind a session row, as flask-login knows them; its id in the cookie is the session's secret."""

    def __init__(self, secret: str, found: queries.Presence) -> None:
        self.secret = secret
        self.id = found.account_id
        self.login = found.login
        self.name = found.name
        self.last_tenant_id = found.last_tenant_id
        self.presence = found

    def prove(self, proof: Proof) -> None:
        """Note for the rest of this request that they proved themselves."""
        self.presence = replace(self.presence, proof=proof)

    def get_id(self) -> str:
        """What flask-login keeps in the signed cookie."""
        return self.secret


def public(view: View) -> View:
    """Anybody may open it."""
    return _declare(view, Access(public=True))


def signed_in(view: View) -> View:
    """Anybody signed in may open it."""
    return _declare(view, Access())


def requires(permission: str, proof: Callable[[], bool] | None = None) -> Callable[[View], View]:
    """Only those who hold `permission` in the request's tenant.

    Args:
        proof: `always`, or what tells of the request that it wants a fresh proof (`core.accounts.asking`).
    """
    return lambda view: _declare(view, Access(permissions=(str(permission),), proof=proof))


def always() -> bool:
    """Whatever is sent wants a fresh proof."""
    return True


def requires_any(permissions: Iterable[str]) -> Callable[[View], View]:
    """Only those who hold one of `permissions`; the service looks which."""
    return lambda view: _declare(view, Access(permissions=tuple(map(str, permissions))))


def scoped(scope: str) -> Callable[[View], View]:
    """Only programs with a token of the request's tenant that has this scope; nobody's browser."""
    return lambda view: _declare(view, Access(scope=scope))


def init(app: Flask) -> None:
    """Hook the check into the app, after the tenant is known."""
    manager = LoginManager(app)
    manager.user_loader(_load)
    app.before_request(_check)
    app.after_request(_touch_later)
    app.after_request(_note_token_later)
    app.after_request(_note_visit_later)


def check_access_declared(app: Flask) -> None:
    """Refuse to start with a view that does not say who may use it.

    Raises:
        RuntimeError: names the views.
    """
    silent = sorted(
        name for name, view in app.view_functions.items() if name != "static" and not hasattr(view, "xn_access")
    )
    if silent:
        raise RuntimeError(f"views that do not say who may use them: {', '.join(silent)}")


def is_local_path(target: str) -> bool:
    """Whether a redirect target stays on this site: browsers drop control characters and read ``\\`` as ``/``."""
    return bool(LOCAL_PATH.fullmatch(target))


def _declare(view: View, access: Access) -> View:
    view.xn_access = access  # type: ignore[attr-defined]
    return view


def _load(secret: str) -> SignedIn | None:
    database: Database = web_request.database()
    tenant_id = g.tenant.id if g.get("tenant") is not None else None
    shut = web_request.switches().shut if tenant_id is not None else None
    with database.read(Scope.system("who is signed in, before the tenant is proven")) as session:
        found = queries.present(session, secret, tenant_id, shut, web_request.profile())
    return None if found is None else SignedIn(secret, found)


def _check() -> Any:
    view = current_app.view_functions.get(request.endpoint or "")
    access: Access | None = getattr(view, "xn_access", None)
    if view is None or request.endpoint == "static":
        return None
    if access is None:
        abort(403)
    if access.public:
        return None
    if access.scope:
        return _let_in(access.scope)
    if not current_user.is_authenticated:
        return _ask_to_sign_in()
    if request.blueprint not in WHILE_OWING and (place := owed()):
        return redirect(url_for(place), 303)
    g.actor = current_user.presence.actor
    if access.permissions:
        _permit(g.actor, access.permissions)
    if access.proof is not None and request.method not in READING and access.proof():
        return asking.unproven()
    return None


def owed() -> str:
    """The page where an account does what the profile asks before anything else; empty where it owes nothing.

    A second factor (GB/T 22239 8.1.4.1 d), or another password in the place of one past its time (8.1.4.1 a).
    """
    found: queries.Presence = current_user.presence
    profile, settings = web_request.profile(), web_request.current_settings()
    asked = settings.second_factor == "required" and (profile.factor_of_all or found.admin is not None)
    if asked and not found.has_factor:
        return "own.factor"
    return "own.password" if profile.expired(found.password_set_at, time.now()) else ""


def _let_in(scope: str) -> None:
    given = request.authorization
    secret = given.token if given is not None and given.type == "bearer" else None
    with web_request.database().read(Scope.one(web_request.tenant().id)) as session:
        found = tokens.bearer(session, secret) if secret else None
    if found is None:
        abort(401, www_authenticate=WWWAuthenticate("bearer"))
    if scope not in found.scopes:
        abort(403)
    owner = web_request.plugin_of(request.endpoint)
    if owner is not None and not found.actor.uses(owner):
        abort(404)
    g.actor, g.bearer = found.actor, found


def _note_token_later(response: Response) -> Response:
    """Note the use of a token after the answer has gone out: a GET itself never writes."""
    found: tokens.Bearer | None = g.get("bearer")
    if found is None or (found.used_at is not None and time.now() - found.used_at < tokens.USED_EVERY):
        return response
    database = web_request.database()

    def note() -> None:
        with database.write(Scope.one(found.actor.tenant)) as session:
            tokens.note_use(session, found.token_id)

    response.call_on_close(note)
    return response


def _permit(actor: Actor | None, permissions: tuple[str, ...]) -> None:
    if actor is None:
        abort(404)
    owner = web_request.plugin_of(request.endpoint)
    if owner is not None and not actor.uses(owner):
        abort(404)  # the units where this person works have it off
    if actor.visiting and not actor.visiting.manages and request.method not in READING:
        abort(403)
    held = next((permission for permission in permissions if actor.may(permission)), None)
    if held is None:
        raise Forbidden(permissions[0])
    g.actor = actor.acting(held)


def _ask_to_sign_in() -> Any:
    if request.path.startswith("/api/"):
        abort(401)
    target = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("accounts.sign_in", next=target), 303)


def _touch_later(response: Response) -> Response:
    """Note the use of a session after the answer has gone out: a GET itself never writes."""
    if "_login_user" not in g or not current_user.is_authenticated:
        return response
    works_here = request.path.startswith("/w/") and g.get("actor") is not None and not g.actor.visiting
    tenant_id = g.tenant.id if works_here else None
    moved = tenant_id is not None and tenant_id != current_user.last_tenant_id
    if moved or time.now() - current_user.presence.seen_at > SEEN_EVERY:
        database, secret = web_request.database(), current_user.secret

        def touch() -> None:
            with database.write(Scope.system("a session was used")) as session:
                services.touch(session, secret, tenant_id)

        response.call_on_close(touch)
    return response


def _note_visit_later(response: Response) -> Response:
    """Audit every page a visiting superior opened, after the answer has gone out: a GET itself never writes."""
    actor: Actor | None = g.get("actor")
    if actor is None or actor.visiting is None or response.status_code >= 400:
        return response
    database, path = web_request.database(), request.path
    subject = str((request.view_args or {}).get("case_id", request.endpoint))

    def note() -> None:
        with database.write(Scope.one(actor.tenant)) as session:
            visits.note_page(session, actor, subject, path)

    response.call_on_close(note)
    return response
