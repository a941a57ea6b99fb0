"""Approval in the open interface: the published items."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint
from marshmallow import Schema, fields

from core.accounts.access import public
from core.web import request as web_request
from plugins.approval import queries

bp = Blueprint("api_approval", __name__, url_prefix="/api/v1/<int:code>/approval", description="行政审批")


class ItemSchema(Schema):
    """A published item 办事指南."""

    code = fields.String()
    name = fields.String()
    type = fields.String()
    organ = fields.String()
    basis = fields.String()
    conditions = fields.List(fields.String())
    materials = fields.List(fields.Dict())
    legal_days = fields.Integer(allow_none=True)
    promised_days = fields.Integer(allow_none=True)
    fee = fields.String()


@bp.get("/items")
@public
@bp.response(200, ItemSchema(many=True))
def items(code: int) -> Any:
    """Every item the township publishes."""
    return queries.published_items(web_request.reading())


@bp.get("/items/<item_code>")
@public
@bp.response(200, ItemSchema)
def item(code: int, item_code: str) -> Any:
    """One item."""
    return queries.item_by_code(web_request.reading(), item_code)
