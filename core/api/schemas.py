"""Shapes the open interface shares: pages by key, words without what nobody sees, and how an answer is paged."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import request, url_for
from marshmallow import Schema, fields, pre_load, validate

from core.i18n import N_
from core.web.request import UNSEEN

T = TypeVar("T")
LONGEST = 200
MOST, USUAL = 100, 50


class Words(fields.String):
    """A line of text; what no database holds is taken out of it, as out of forms."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **more: Any) -> str:
        typed = str(super()._deserialize(value, attr, data, **more) or "")
        return UNSEEN.sub("", typed.encode("utf-8", "ignore").decode())


def short(**more: Any) -> Words:
    """A line of at most `LONGEST` letters."""
    return Words(validate=validate.Length(max=LONGEST), **more)


class Asked(Schema):
    """What stands after the question mark; a form sends empty what was not filled in."""

    @pre_load
    def filled(self, data: Mapping[str, Any], **_more: Any) -> dict[str, Any]:
        """Leave out what is empty."""
        return {name: value for name, value in data.items() if value != ""}


class Paging(Asked):
    """Which page of a list, and how long."""

    lang = short(metadata={"description": "zh_Hans_CN / en"})
    after = short(metadata={"description": N_("从上一页的 next 里得来")})
    limit = fields.Integer(load_default=USUAL, validate=validate.Range(1, MOST))


def page_of(item: type[Schema]) -> type[Schema]:
    """The shape of one page of a list of `item`."""
    name = item.__name__.removesuffix("Schema")
    shape = {
        "items": fields.List(fields.Nested(item), required=True),
        "next": fields.String(allow_none=True, required=True, metadata={"description": N_("下一页的地址")}),
    }
    return type(f"{name}PageSchema", (Schema,), shape)


def paged(rows: Sequence[T], limit: int, key: Callable[[T], str]) -> dict[str, Any]:
    """A page of rows of which one more than `limit` was read, with the address of the next."""
    following = None
    if len(rows) > limit:
        here = url_for(str(request.endpoint), **(request.view_args or {}))
        following = f"{here}?{urlencode({**request.args.to_dict(), 'after': key(rows[limit - 1])})}"
    return {"items": rows[:limit], "next": following}
