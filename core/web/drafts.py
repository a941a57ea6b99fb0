"""A form that keeps what is typed: by itself every ten seconds and on leaving a field, or by its own button.

The form is sent to its own address with ``save``: the same door, the same rights as the act itself.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import flash, jsonify, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from core.cases.models import Case
from core.db import ScopedSession
from core.drafts import services
from core.drafts.models import DeskDraft
from core.web import request as web_request
from core.web.filters import clock_time

T = TypeVar("T")
# What belongs to one page of the form, not to what was typed.
HELD = frozenset({"csrf_token", "key", "version", "save", "preview"})


def place_of(case: Case, act: str) -> str:
    """The place of an act's form on a case."""
    return f"case:{case.id}:{act}"


def asked() -> bool:
    """Whether the form was sent to be kept or dropped, not to be carried out."""
    return request.method == "POST" and "save" in request.form


def answered(place: str, version: int | None = None) -> ResponseReturnValue:
    """Keep or drop what was sent: a script reads words, a person comes back to the form."""
    actor, typed = web_request.actor(), request.form
    with web_request.writing() as session:
        if typed["save"] == "drop":
            services.drop(session, actor, place)
            words = gettext("草稿已删除。")
        else:
            draft = services.keep(session, actor, place, typed_now(), version or 0, typed.get("key", ""))
            words = gettext("已保存 %(at)s", at=clock_time(draft.updated_at)) if draft is not None else ""
    if request.accept_mimetypes.best == "application/json":
        return jsonify(words=words)
    if words:
        flash(words)
    return redirect(request.full_path.rstrip("?"), 303)


def typed_now() -> dict[str, list[str]]:
    """What was typed into the form that was sent: {field: values}."""
    return {name: values for name, values in request.form.lists() if name not in HELD}


def kept(place: str) -> DeskDraft | None:
    """The reader's own draft of a form."""
    return services.find(web_request.reading(), web_request.actor(), place)


def typed_in(draft: DeskDraft | None) -> MultiDict[str, str] | None:
    """What a draft holds, as a form reads it; None without one."""
    if draft is None:
        return None
    return MultiDict([(name, value) for name, values in services.content(draft).items() for value in values])


def finishing(place: str, service: Callable[[ScopedSession], T]) -> Callable[[ScopedSession], T]:
    """The service of a form, which takes its draft away in the same turn."""

    def carried(session: ScopedSession) -> T:
        done = service(session)
        services.drop(session, web_request.actor(), place)
        return done

    return carried
