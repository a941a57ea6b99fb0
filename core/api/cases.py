"""Cases as data: one's own by number and code, a township's own systems' by token."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import abort
from flask_smorest import Blueprint
from marshmallow import Schema, fields

from core import plugins
from core.accounts.access import public, scoped
from core.accounts.tokens import CASES
from core.api.schemas import Paging, Words, page_of, paged, short
from core.cases import lists as case_lists
from core.cases import queries
from core.cases.doors import public_word
from core.cases.lists import CaseFilter
from core.cases.models import Case
from core.i18n import N_
from core.web import lists, party
from core.web import request as web_request
from core.web.navigation import is_on

bp = Blueprint("api_cases", __name__, url_prefix="/api/v1/<int:code>/cases", description=N_("案件"))


class ReferenceSchema(Schema):
    """What stands on the receipt 收件凭证."""

    number = short(required=True, metadata={"example": "勐约许〔2026〕12号"})
    code = short(required=True, metadata={"description": N_("查询码")})


class CaseSchema(Schema):
    """A case: what it is about and where it stands; nobody's name, and nothing of its content."""

    id = fields.UUID(required=True)
    number = fields.String(required=True)
    kind = fields.String(required=True)
    title = fields.String(required=True)
    state = fields.String(required=True)
    public_state = fields.String(required=True)
    channel = fields.String(required=True)
    received_on = fields.Date(required=True)
    due_on = fields.Date(allow_none=True, required=True)
    closed_at = fields.DateTime(allow_none=True, required=True)


class ClockSchema(Schema):
    """A legal limit of a case."""

    rule = fields.String(required=True)
    state = fields.String(required=True)
    start_on = fields.Date(required=True)
    due_on = fields.Date(allow_none=True, required=True)
    safe_due_on = fields.Date(allow_none=True, required=True)
    provisional = fields.Boolean(required=True)
    ended_on = fields.Date(allow_none=True, required=True)


class StepSchema(Schema):
    """What happened on a case, on which legal day and under which article."""

    on = fields.Date(required=True)
    label = fields.String(required=True)
    state = fields.String(required=True)
    article = fields.String(required=True)


class WholeCaseSchema(CaseSchema):
    """A case with its limits and its road."""

    clocks = fields.List(fields.Nested(ClockSchema), required=True)
    timeline = fields.List(fields.Nested(StepSchema), required=True)


class CasePaging(Paging):
    """A page of cases; ended ones only where they are asked for."""

    closed = fields.Boolean(load_default=False, metadata={"description": N_("包括已办结的")})
    state = Words(metadata={"description": N_("状态代码")})


@bp.post("/look-up")
@public
@bp.doc(
    summary=N_("凭编号和查询码查询自己的案件"),
    description=N_("编号不存在和查询码不对，答复相同。多次不对要等待，等待的秒数在 Retry-After 里。"),
)
@bp.arguments(ReferenceSchema, location="json")
@bp.response(200, WholeCaseSchema)
def look_up(given: dict[str, str], code: int) -> Any:
    """The case of a number and its code; wrong and absent look the same, and both are throttled."""
    return _whole(party.by_code(given["number"], given["code"]))


@bp.get("/")
@scoped(CASES)
@bp.doc(
    security=[{"token": []}],
    summary=N_("本乡镇的案件"),
    description=N_("时限最早的在前，不含姓名和内容。令牌要有 cases 范围。"),
)
@bp.arguments(CasePaging, location="query")
@bp.response(200, page_of(CaseSchema))
def index(asked: dict[str, Any], code: int) -> Any:
    """A page of the cases the token's maker may see, the earliest limit first."""
    wanted = CaseFilter(
        kinds=lists.kinds_on(), states=(asked["state"],) if asked.get("state") else (), open_only=not asked["closed"]
    )
    limit = asked["limit"]
    page = case_lists.page(web_request.private_reading(), web_request.actor(), wanted, lists.after(), limit + 1)
    found = paged(page.rows, limit, lambda row: lists.after_key((row.listed_on, row.id)))
    return {**found, "items": [_plain(row) for row in found["items"]]}


@bp.get("/<uuid:case_id>")
@scoped(CASES)
@bp.doc(security=[{"token": []}], summary=N_("一件案件的时限和经过"))
@bp.response(200, WholeCaseSchema)
def show(code: int, case_id: UUID) -> Any:
    """One case with its limits and its road."""
    case = queries.get_case(web_request.private_reading(), web_request.actor(), case_id)
    if not is_on(plugins.registry().owner[case.kind]):
        abort(404)
    return _whole(case)


def _plain(case: Case) -> dict[str, Any]:
    shown = ("id", "number", "kind", "title", "state", "channel", "received_on", "due_on", "closed_at")
    return {**{name: getattr(case, name) for name in shown}, "public_state": public_word(case)}


def _whole(case: Case) -> dict[str, Any]:
    reader = web_request.private_reading()
    return {
        **_plain(case),
        "clocks": queries.clocks_of(reader, case),
        "timeline": queries.timeline_of(reader, case),
    }
