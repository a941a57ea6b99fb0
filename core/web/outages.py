"""The page while the database does not answer or the disk is full: it asks nothing of either, and keeps what was typed.

A form that was sent can be sent again from it; its key sees to it that nothing is done twice.
"""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app, request, session
from flask_babel import gettext

from core.db.faults import Fault
from core.web import problems, reader
from core.web import request as web_request
from core.web.catalogues import LOCALES
from core.web.drawing import speaking

STATUS = {Fault.AWAY: 503, Fault.FULL: 507}
AGAIN_AFTER = 30  # seconds
LARGEST = 200_000  # characters of a form that is offered again
TOLD = "xiaoneng.told"


def init(app: Flask) -> None:
    """Remember names and telephones, for when they can't be asked for."""
    app.extensions[TOLD] = {}


def remember(tenant: int | None, name: str, phone: str) -> None:
    """Keep whom people may call about a tenant's pages (None: about the county's)."""
    current_app.extensions[TOLD][tenant] = (name, phone)


def page(fault: Fault) -> Any:
    """The page of a fault, or the same as data under ``/api/``."""
    status, wait = STATUS[fault], {"Retry-After": str(AGAIN_AFTER)}
    if request.path.startswith("/api/"):
        return (*problems.answer(status), wait)
    settings = web_request.current_settings()
    told = current_app.extensions[TOLD]
    name, phone = told.get((request.view_args or {}).get("code")) or told.get(None) or ("", "")
    chosen = session.get("locale")
    locale = chosen if chosen in LOCALES else LOCALES[0]
    with speaking(locale):
        # Not by `render_template`: what every page is given is looked up in the database.
        words = current_app.jinja_env.get_template("errors/outage.html").render(
            fault=str(fault),
            status=status,
            locale=locale,
            reader=reader.chosen(session),
            site={"name": name or settings.site.get("name") or gettext("政务服务")},
            phone=settings.site.get("phone") or phone,
            typed=_typed(),
            files=bool(request.files),
        )
    return words, status, wait


def _typed() -> list[tuple[str, str]]:
    """What the form that was sent held, to be sent again; nothing of one with a password, or too long for a page."""
    if request.method != "POST" or any("password" in name for name in request.form):
        return []
    held = list(request.form.items(multi=True))
    return held if sum(len(value) for _name, value in held) <= LARGEST else []
