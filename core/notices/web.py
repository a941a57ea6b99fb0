"""The bell of the workspace, and reading by opening: written after the answer, since a GET itself never writes."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from uuid import UUID

from flask import Flask, Response, g, request

from core import plugins
from core.accounts.actor import Actor
from core.accounts.permissions import Perm
from core.db import Scope, ScopedSession
from core.notices import queries, services
from core.notices.queries import About
from core.web import request as web_request

ID = r"(?P<id>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"


def init(app: Flask) -> None:
    """Hook reading by opening, and the bell, into the app."""
    app.after_request(_read_later)
    app.context_processor(lambda: {"bell": bell})


def bell() -> int | None:
    """How many notices wait for the reader; None where there is no bell: on the consoles, and for a visitor."""
    actor: Actor | None = g.get("actor")
    if actor is None or actor.visiting is not None or not request.path.startswith("/w/") or not actor.may(Perm.WORK):
        return None
    return _waiting(actor)[0]


def unread_by_kind(actor: Actor) -> Mapping[str, int]:
    """How many notices of each kind wait for the reader, on a page that opens no matter: the bell adds them up."""
    found = queries.unread_by_kind(web_request.reading(), actor)
    g.bell = min(sum(found.values()), queries.MOST), False
    return found


def _waiting(actor: Actor) -> tuple[int, bool]:
    """How many notices wait for the reader, and whether some did about what this request opens; asked once."""
    if "bell" not in g:
        g.bell = queries.unread(web_request.reading(), actor, opened())
    waiting: tuple[int, bool] = g.bell
    return waiting


def opened() -> list[About]:
    """The matters whose page, or a page below it, this request opens; a thread of letters lies below its case."""
    found = [(code, pattern.fullmatch(request.path)) for code, pattern in _patterns(plugins.registry())]
    return [(code, UUID(match["id"])) for code, match in found if match]


def after_answer(work: Callable[[ScopedSession], None]) -> Callable[[Response], Response]:
    """Have `work` done in a short write turn of the request's tenant when the answer has gone out."""
    database, tenant = web_request.database(), web_request.tenant().id

    def run() -> None:
        with database.write(Scope.one(tenant)) as session:
            work(session)

    def later(response: Response) -> Response:
        response.call_on_close(run)
        return response

    return later


@lru_cache(maxsize=8)
def _patterns(registry: plugins.Registry) -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (code, re.compile(matter.path.replace("{tenant}", r"\d+").replace("{id}", ID) + "(?:/.*)?"))
        for code, matter in registry.matters.items()
    )


def _read_later(response: Response) -> Response:
    """Mark what the reader was told about the matter they opened, if there is anything unread."""
    actor: Actor | None = g.get("actor")
    if request.method != "GET" or response.status_code != 200 or actor is None or actor.visiting is not None:
        return response
    found = opened()
    if not found or not _waiting(actor)[1]:
        return response
    return after_answer(lambda session: services.read_about(session, actor, found))(response)
