"""The open interface under ``/api/v1``: blueprints of the plugins, described at ``/api/v1/openapi.json``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from flask import Flask
from flask_smorest import Api, Blueprint, abort
from marshmallow import Schema, fields

from core import __version__, plugins
from core.accounts.access import public
from core.cases.catalogue import catalogue
from core.deadlines import counting
from core.errors import DomainError

bp = Blueprint("api_deadlines", __name__, url_prefix="/api/v1/deadlines", description="法定期限")


class Asked(Schema):
    """When the limit begins."""

    start = fields.Date(required=True)


class Answered(Schema):
    """A limit: the last day, the day before any rolling, the safe day, and the version of the law it rests on."""

    due = fields.Date(allow_none=True)
    unrolled = fields.Date(allow_none=True)
    safe_due = fields.Date(allow_none=True)
    provisional = fields.Bool()
    version = fields.Date(allow_none=True)


@bp.get("/<rule>")
@public
@bp.arguments(Asked, location="query")
@bp.response(200, Answered)
def due(given: dict[str, dt.date], rule: str) -> Any:
    """The last day of a limit that begins on ``start``."""
    try:
        return counting.compute(rule, given["start"], catalogue=catalogue())
    except (DomainError, LookupError) as error:
        abort(422, message=str(error))


def init(app: Flask, registry: plugins.Registry) -> None:
    """Add the interface of core and of every plugin."""
    app.config.update(
        API_TITLE="效能",
        API_VERSION=__version__,
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api/v1",
        OPENAPI_JSON_PATH="openapi.json",
    )
    api = Api(app)
    api.register_blueprint(bp)
    for name, blueprints in registry.each("register_api"):
        for blueprint in blueprints:
            app.extensions["xiaoneng.blueprints"][blueprint.name] = name
            api.register_blueprint(blueprint)
    for endpoint, view in app.view_functions.items():
        if endpoint.startswith("api-docs."):
            app.view_functions[endpoint] = public(_function(view))


def _function(view: Callable[..., Any]) -> Callable[..., Any]:
    """A view that is a bound method, as a function that can say who may use it."""
    return lambda **given: view(**given)
