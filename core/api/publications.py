"""What a tenant publishes on its portal, as data."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint
from marshmallow import Schema, fields

from core.accounts.access import public
from core.api.schemas import Paging, page_of, paged, short
from core.db.ids import page_key
from core.i18n import N_
from core.publishing import queries
from core.publishing.models import Published
from core.web import request as web_request
from core.web.cache import cached

bp = Blueprint("api_publications", __name__, url_prefix="/api/v1/<int:code>/publications", description=N_("公开信息"))


class AttachmentSchema(Schema):
    """A file of a publication."""

    name = fields.String(required=True)
    size = fields.Integer(required=True)
    media_type = fields.String(required=True)
    url = fields.String(required=True)


class PublicationSchema(Schema):
    """A publication as readers get it; `stage` tells whether it still stands, was replaced or withdrawn."""

    id = fields.UUID(required=True)
    column_code = fields.String(required=True, data_key="column")
    type = fields.String(required=True)
    title = fields.String(required=True)
    body = fields.String(required=True)
    unit = fields.String(required=True)
    stage = fields.String(required=True)
    reason = fields.String(required=True)
    published_at = fields.DateTime(required=True)
    kept_until = fields.Date(allow_none=True, required=True)
    replaced_by = fields.UUID(allow_none=True, required=True)
    url = fields.String(required=True)
    files = fields.List(fields.Nested(AttachmentSchema), required=True)


class ColumnPaging(Paging):
    """A page, of one column or of all."""

    column = short(metadata={"description": N_("栏目代码，不填就是全部栏目")})


@bp.get("/")
@public
@cached
@bp.doc(summary=N_("公开信息列表"), description=N_("新的在前。"))
@bp.arguments(ColumnPaging, location="query")
@bp.response(200, page_of(PublicationSchema))
def index(asked: dict[str, Any], code: int) -> Any:
    """A page of what the tenant publishes, the newest first."""
    reader, after = web_request.public_reading(), page_key(asked.get("after", ""))
    limit = asked["limit"]
    rows = queries.of_column(reader, code, asked.get("column", ""), after, limit + 1).rows
    found = paged(rows, limit, lambda row: f"{row.published_at.isoformat()}_{row.id}")
    return {**found, "items": [_shown(row) for row in found["items"]]}


@bp.get("/<uuid:publication_id>")
@public
@cached
@bp.doc(summary=N_("一条公开信息"), description=N_("已经撤回的仍然查得到，stage 和 reason 说明情况。"))
@bp.response(200, PublicationSchema)
def show(code: int, publication_id: UUID) -> Any:
    """One publication, also one that was withdrawn or replaced."""
    return _shown(queries.one(web_request.public_reading(), code, publication_id))


def _shown(row: Published) -> dict[str, Any]:
    own = {"code": row.tenant_id, "publication_id": row.id}
    files = [{**each, "url": web_request.address("published.file", **own, file_id=each["id"])} for each in row.files]
    shown = {name: getattr(row, name) for name in PublicationSchema._declared_fields if hasattr(row, name)}
    return {**shown, "url": web_request.address("published.article", **own), "files": files}
