"""The ways onward: from an act to its reconsideration, and from a desk to whoever takes reports about officials."""

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


def tip_url() -> str:
    """Where somebody reports officials at the request's tenant, past every desk; empty where no measure takes it."""
    on, tenant = web_request.enabled(), web_request.tenant()
    for plugin, endpoint in plugins.registry().tip_roads.items():
        if plugin in on and not tenant.is_county and endpoint in current_app.view_functions:
            return url_for(endpoint, code=tenant.id)
    return ""


def init(app: Flask) -> None:
    """Templates ask it."""
    app.add_template_global(review_url)
    app.add_template_global(tip_url)
