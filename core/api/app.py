"""The interface put together: blueprints of core and plugins, the OpenAPI document, and what every answer carries."""

from __future__ import annotations

from typing import Any

from flask import Flask, Response, current_app, request
from flask_smorest import Api
from marshmallow import Schema, fields

from core import __version__, plugins
from core.accounts.access import Access
from core.api import cases, deadlines, places, publications, reference, statistics
from core.i18n import N_
from core.web.problems import MEDIA_TYPE

OWN = (places.bp, publications.bp, cases.bp, statistics.bp, deadlines.bp)
METHODS = frozenset({"get", "post", "put", "patch", "delete"})


class FieldProblemSchema(Schema):
    """What is wrong with one field."""

    field = fields.String(allow_none=True, required=True)
    message = fields.String(required=True)


class ProblemSchema(Schema):
    """An error (RFC 9457)."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    errors = fields.List(fields.Nested(FieldProblemSchema), required=True)
    incident = fields.String()


class Interface(Api):
    """flask-smorest without its error handlers: errors have one home, `core.web.errors`, and one media type."""

    ERROR_SCHEMA = ProblemSchema

    def _register_responses(self) -> None:
        self.DEFAULT_RESPONSE_CONTENT_TYPE = MEDIA_TYPE
        super()._register_responses()
        del self.DEFAULT_RESPONSE_CONTENT_TYPE

    def _register_error_handlers(self) -> None:
        """Leave them to `core.web.errors`."""


def init(app: Flask, registry: plugins.Registry) -> None:
    """Add the interface of core and of every plugin."""
    app.config.update(
        API_TITLE="效能",
        API_VERSION=__version__,
        OPENAPI_VERSION="3.1.0",
        API_SPEC_OPTIONS={
            "info": {"description": N_("县和乡镇公开的数据，以及凭接口令牌读取的数据。")},
            "servers": [{"url": "/"}],
        },
    )
    api = Interface(app)
    api.spec.components.security_scheme("token", {"type": "http", "scheme": "bearer"})
    for bp in OWN:
        app.extensions["xiaoneng.blueprints"][bp.name] = plugins.CORE
        api.register_blueprint(bp)
    for name, blueprints in registry.each("register_api"):
        for blueprint in blueprints:
            app.extensions["xiaoneng.blueprints"][blueprint.name] = name
            api.register_blueprint(blueprint)
    # What it answers hangs on no cookie, so that no other site can send anything in somebody's name.
    app.extensions["csrf"].exempt(cases.bp)
    app.extensions["xiaoneng.openapi"] = described(api)
    app.register_blueprint(reference.bp)
    app.after_request(_revalidated)


def described(api: Api) -> dict[str, Any]:
    """The OpenAPI document; every operation may also answer with a problem."""
    found: dict[str, Any] = api.spec.to_dict()
    for operations in found["paths"].values():
        for method, operation in operations.items():
            if method in METHODS:
                operation["responses"].setdefault("default", {"$ref": "#/components/responses/DEFAULT_ERROR"})
    return found


def _revalidated(response: Response) -> Response:
    """Open data may be kept and asked for again by its ETag; what a token or a number opens may not be kept."""
    access: Access | None = getattr(current_app.view_functions.get(request.endpoint or ""), "xn_access", None)
    if not request.path.startswith("/api/") or access is None:
        return response
    response.vary.add("Accept-Language")
    if access.public and request.method in {"GET", "HEAD"} and response.status_code == 200:
        response.headers["Cache-Control"] = "no-cache"  # kept, and asked about each time: what is withdrawn is gone
        response.add_etag()
        response.make_conditional(request)
    return response
