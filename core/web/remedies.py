"""The way from an act to its reconsideration: one link, where a measure that is on takes applications."""

from __future__ import annotations

from flask import Flask, current_app, url_for

from core import plugins
from core.cases.models import Case
from core.web import request as web_request


def review_url(case: Case) -> str:
    """Where the party of a case begins an application against what was decided in it; empty where nobody takes it."""
    on, maker = web_request.enabled(), case.kind.partition(".")[0]
    for plugin, endpoint in plugins.registry().review_roads.items():
        if plugin in on and endpoint in current_app.view_functions:
            return url_for(endpoint, code=case.tenant_id, against=case.number, maker=maker)
    return ""


def init(app: Flask) -> None:
    """Templates ask it."""
    app.add_template_global(review_url)
