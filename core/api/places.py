"""The county and its townships, whose codes stand in every other address of the open interface."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint
from marshmallow import Schema, fields

from core.accounts.access import public
from core.i18n import N_
from core.web import request as web_request
from core.web.cache import cached

bp = Blueprint("api_places", __name__, url_prefix="/api/v1/places", description=N_("县和乡镇"))


class PlaceSchema(Schema):
    """A county or township."""

    id = fields.Integer(required=True, data_key="code")
    name = fields.String(required=True)
    tier = fields.String(required=True)


@bp.get("/")
@public
@cached
@bp.doc(summary=N_("县和各乡镇的代码"))
@bp.response(200, PlaceSchema(many=True))
def index() -> Any:
    """The county and its townships by code."""
    county = web_request.county()
    return [*([county] if county is not None else []), *web_request.townships()]
