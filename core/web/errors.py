"""Errors people meet: clear words, a number to quote, nothing of the inside."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from flask import Flask, render_template, request
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from core.accounts.throttle import TooMany
from core.db import WriteBusy, new_id
from core.db.faults import fault_of
from core.db.scope import ScopeError
from core.db.steady import ClockBack
from core.deadlines.receipt import ReceiptMismatch
from core.errors import DomainError, Forbidden, NotFound, Problem
from core.i18n import N_
from core.web import outages, problems
from core.web.forms import CLOCK_BACK

log = logging.getLogger("xiaoneng")
UNIQUE_VIOLATION = "23505"  # of PostgreSQL; SQLite's writers come one after the other
UNPROVED = N_("逐日核对的结果与计算的结果不一致，这个期限不能作为依据，所以没有显示。")
SHOWN = {400, 401, 403, 404, 405, 409, 413, 429, 500, 503}


def init(app: Flask) -> None:
    """Give every error its page."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(NotFound, lambda error: page(404))
    app.register_error_handler(Forbidden, lambda error: page(403, needs=error.needs))
    app.register_error_handler(DomainError, _domain)
    app.register_error_handler(
        WriteBusy, lambda error: page(503, why=CLOCK_BACK if isinstance(error, ClockBack) else "")
    )
    app.register_error_handler(IntegrityError, _taken)
    app.register_error_handler(StaleDataError, lambda error: page(409))
    app.register_error_handler(ReceiptMismatch, lambda error: _unexpected(error, [Problem(UNPROVED)]))
    app.register_error_handler(ScopeError, _unexpected)
    app.register_error_handler(Exception, _unexpected)


def page(status: int, **context: Any) -> Any:
    """The page of a status, or the same as data under ``/api/``."""
    if request.path.startswith("/api/"):
        return problems.answer(status, context.get("problems", ()), context.get("incident"))
    shown = status if status in SHOWN else 400
    template = f"errors/{shown if shown in {400, 403, 404, 409, 413, 500, 503} else 400}.html"
    return render_template(template, status=status, **context), status


def _domain(error: DomainError) -> Any:
    """What the rules refuse; programs are told by the status whether to change what they sent or to wait."""
    if not request.path.startswith("/api/"):
        return page(400, problems=error.problems)
    if isinstance(error, TooMany):
        return (*problems.answer(429, error.problems), {"Retry-After": str(error.seconds)})
    return page(422, problems=error.problems)


def _http(error: HTTPException) -> Any:
    if error.code is not None and error.code < 400:
        return error
    if request.path.startswith("/api/"):
        said = (getattr(error, "data", None) or {}).get("messages", {})
        answer: Any = problems.answer(error.code or 500, problems.flat(said))
    else:
        answer = page(error.code or 500)
    if isinstance(answer, tuple):
        kept = {name: value for name, value in error.get_headers() if name in {"Allow", "WWW-Authenticate"}}
        return (*answer, kept)
    return answer


def _taken(error: IntegrityError) -> Any:
    """Somebody did the same at the same moment and was first; any other broken constraint is a fault of ours."""
    if getattr(error.orig, "sqlstate", None) == UNIQUE_VIOLATION:
        log.warning("a key was taken meanwhile", exc_info=error)
        return page(409)
    return _unexpected(error)


def _unexpected(error: Exception, told: Sequence[Problem] = ()) -> Any:
    incident = new_id().hex[-8:].upper()
    log.exception("incident %s", incident)
    if (fault := fault_of(error)) is not None:
        return outages.page(fault)
    return page(500, incident=incident, problems=told)
