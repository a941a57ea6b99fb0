"""The page between a press and its act that asks who is there: it holds what was typed, and sends it on with proof.

One place for every act that wants proof (`requires(..., proof=...)`): signing, taking out personal rows, showing what
is masked (GB/T 22239 8.1.4.1 d; ASVS 7.5.3). A sign-in a moment ago is proof.
"""

from __future__ import annotations

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from core.accounts import proving, services
from core.accounts.actor import Actor
from core.accounts.forms import CodeProofForm, PasswordProofForm
from core.accounts.proving import Proof
from core.accounts.queries import Presence
from core.db import Scope
from core.errors import DomainError
from core.web import request as web_request

GIVEN = "xn_proof"  # the field of the proof; no form of an act has one of this name


def unproven(by_code: bool | None = None) -> ResponseReturnValue | None:
    """The page that asks, unless whoever is signed in proved themselves a moment ago or does so now.

    Args:
        by_code: whether only a code proves; None as `wants_code` says.
    """
    found: Presence = current_user.presence
    lasts = web_request.profile().proof_lasts
    by_code = wants_code(found) if by_code is None else by_code
    if found.proof.good(lasts, by_code=by_code):
        return None
    by_code = by_code or found.password_set_at is None  # who comes in at the provider alone has no password to give
    form = CodeProofForm() if by_code else PasswordProofForm()
    if GIVEN in request.form and form.validate():
        try:
            proven(_prove(str(form.xn_proof.data), by_code=by_code))
        except DomainError as error:
            form.add_problems(error.problems)
        else:
            return None
    held = [(name, value) for name, value in request.form.items(multi=True) if name not in {GIVEN, "csrf_token"}]
    page = render_template(
        "accounts/prove.html",
        form=form,
        held=held,
        action=request.full_path.rstrip("?"),
        minutes=int(lasts.total_seconds() // 60),
        lacks=by_code and not found.has_factor,
    )
    return page, 422


def wants_code(found: Presence) -> bool:
    """Whether only a code proves: the account has a second factor, or the installation asks everybody for one."""
    return found.has_factor or web_request.current_settings().second_factor == "required"


def proven(proof: Proof) -> None:
    """Keep a proof with the sign-in, for the acts of the next minutes."""
    with web_request.database().write(Scope.one(web_request.county_id())) as session:
        services.keep_proof(session, current_user.secret, proof)
    current_user.prove(proof)


def _prove(given: str, *, by_code: bool) -> Proof:
    database = web_request.database()
    actor = Actor(current_user.id, current_user.name, web_request.county_id())
    if by_code:
        return proving.by_code(database, actor, given, GIVEN)
    return proving.by_password(database, actor, given, request.remote_addr or "", GIVEN)
