"""The way from an act to its reconsideration: one link, where a measure that is on takes applications."""

from __future__ import annotations

from flask import Flask, current_app, url_for

from core import plugins
from core.cases.models import Case
from core.web import request as web_request


def review_url(case: Case, act: str = "", first: str = "") -> str:
    """Where the party of a case begins an application against what was decided in it; empty where nobody takes it.

    Args:
        act: what it is of 行政复议法 11, where that is not what the measure's decisions mostly are.
        first: on which ground of 23① it is reviewed before the court; both by the words of who takes applications.
    """
    on, maker = web_request.enabled(), case.kind.partition(".")[0]
    for plugin, endpoint in plugins.registry().review_roads.items():
        if plugin in on and endpoint in current_app.view_functions:
            return url_for(
                endpoint,
                code=case.tenant_id,
                against=case.number,
                maker=maker,
                act=act or None,
                first=first or None,
            )
    return ""


def init(app: Flask) -> None:
    """Templates ask it."""
    app.add_template_global(review_url)
