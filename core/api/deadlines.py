"""Legal limits as data: the same question and the same answer as the page ``/deadlines/``."""

from __future__ import annotations

from typing import Any

from flask_smorest import Blueprint
from marshmallow import Schema, fields, validate

from core.accounts.access import public
from core.api.schemas import Asked, short
from core.cases.catalogue import catalogue
from core.deadlines import whatif
from core.i18n import N_
from core.web.limits import LARGEST

bp = Blueprint("api_deadlines", __name__, url_prefix="/api/v1/deadlines", description=N_("法定期限"))


def _amount() -> fields.Integer:
    return fields.Integer(validate=validate.Range(0, LARGEST))


class LimitSchema(Asked):
    """When the limit begins, and what lengthens or stops it; the same parameters as of the page ``/deadlines/``."""

    lang = short()
    start = fields.Date(required=True)
    length = _amount()
    extended = fields.Boolean()
    extension = _amount()
    filed = fields.Date()
    from1, to1 = fields.Date(), fields.Date()
    from2, to2 = fields.Date(), fields.Date()
    from3, to3 = fields.Date(), fields.Date()


class DueSchema(Schema):
    """A limit: the last day, that before any rolling, the safe day, the version of the law, and the proof."""

    due = fields.Date(allow_none=True, required=True)
    unrolled = fields.Date(allow_none=True)
    safe_due = fields.Date(allow_none=True)
    provisional = fields.Bool(required=True)
    version = fields.Date(allow_none=True)
    receipt = fields.Dict(required=True)


@bp.get("/<rule>")
@public
@bp.doc(summary=N_("期限届满的日期"), description=N_("逐日的计算过程在 receipt 里，每一步都有依据。"))
@bp.arguments(LimitSchema, location="query")
@bp.response(200, DueSchema)
def due(given: dict[str, Any], rule: str) -> Any:
    """The last day of a limit that begins on ``start``, with every day up to it."""
    given.pop("lang", None)
    proof = whatif.prove({"rule": rule, **given}, catalogue())
    limit = proof.deadline
    return {
        "due": limit.due,
        "unrolled": limit.unrolled,
        "safe_due": limit.safe_due,
        "provisional": limit.provisional,
        "version": limit.version,
        "receipt": proof.to_json(),
    }
