"""Approval in the open interface: the published items."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint
from marshmallow import Schema, fields

from core.accounts.access import public
from core.api.schemas import Paging, page_of, paged
from core.i18n import N_
from core.web import request as web_request
from core.web.cache import cached
from plugins.approval import queries

bp = Blueprint("api_approval", __name__, url_prefix="/api/v1/<int:code>/approval", description=N_("行政审批"))


class MaterialSchema(Schema):
    """What has to be handed in."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    deferrable = fields.Boolean(dump_default=False, required=True)


class ItemSchema(Schema):
    """A published item 办事指南."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    type = fields.String(required=True)
    organ = fields.String(required=True)
    basis = fields.String(required=True)
    conditions = fields.List(fields.String(), required=True)
    materials = fields.List(fields.Nested(MaterialSchema), required=True)
    legal_days = fields.Integer(allow_none=True, required=True)
    promised_days = fields.Integer(allow_none=True, required=True)
    fee = fields.String(required=True)


@bp.get("/items")
@public
@cached
@bp.doc(summary=N_("办事指南列表"))
@bp.arguments(Paging, location="query")
@bp.response(200, page_of(ItemSchema))
def items(asked: dict[str, Any], code: int) -> Any:
    """A page of the items the township publishes, by code."""
    limit = asked["limit"]
    found = queries.items_after(web_request.reading(), asked.get("after", ""), limit + 1)
    return paged(found, limit, lambda item: item.code)


@bp.get("/items/<item_code>")
@public
@cached
@bp.doc(summary=N_("一份办事指南"))
@bp.response(200, ItemSchema)
def item(code: int, item_code: str) -> Any:
    """One item."""
    return queries.item_by_code(web_request.reading(), item_code)
