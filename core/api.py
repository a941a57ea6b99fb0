"""The open interface under ``/api/v1``: blueprints of the plugins, described at ``/api/v1/openapi.json``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask
from flask_smorest import Api, Blueprint, abort
from marshmallow import Schema, fields, pre_load

from core import __version__, plugins
from core.accounts.access import public
from core.cases.catalogue import catalogue
from core.deadlines import whatif
from core.deadlines.errors import DeadlineError

bp = Blueprint("api_deadlines", __name__, url_prefix="/api/v1/deadlines", description="法定期限")


class Asked(Schema):
    """When the limit begins, and what lengthens or stops it; the same parameters as of the page ``/deadlines/``."""

    start = fields.Date(required=True)
    length = fields.Integer()
    extended = fields.Boolean()
    extension = fields.Integer()
    filed = fields.Date()
    from1, to1 = fields.Date(), fields.Date()
    from2, to2 = fields.Date(), fields.Date()
    from3, to3 = fields.Date(), fields.Date()

    @pre_load
    def filled(self, data: Mapping[str, Any], **_more: Any) -> dict[str, Any]:
        """A form sends empty what was not filled in."""
        return {name: value for name, value in data.items() if value != ""}


class Answered(Schema):
    """A limit: the last day, that before any rolling, the safe day, the version of the law, and the proof."""

    due = fields.Date(allow_none=True)
    unrolled = fields.Date(allow_none=True)
    safe_due = fields.Date(allow_none=True)
    provisional = fields.Bool()
    version = fields.Date(allow_none=True)
    receipt = fields.Dict()


@bp.get("/<rule>")
@public
@bp.arguments(Asked, location="query")
@bp.response(200, Answered)
def due(given: dict[str, Any], rule: str) -> Any:
    """The last day of a limit that begins on ``start``, with every day up to it."""
    try:
        proof = whatif.prove({"rule": rule, **given}, catalogue())
    except DeadlineError as error:
        abort(422, message=str(error))
    limit = proof.deadline
    return {
        "due": limit.due,
        "unrolled": limit.unrolled,
        "safe_due": limit.safe_due,
        "provisional": limit.provisional,
        "version": limit.version,
        "receipt": proof.to_json(),
    }


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
