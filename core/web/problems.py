"""Errors as data, ``application/problem+json`` (RFC 9457), in the language the program asks for."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from flask import Response, current_app
from flask_babel import gettext

from core.errors import Problem
from core.i18n import N_
from core.web.filters import problem_words

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: N_("请求无法识别。"),
    401: N_("需要有效的接口令牌，或者先登录。"),
    403: N_("没有这项权限。"),
    404: N_("没有找到。"),
    405: N_("这个地址不支持这种请求方法。"),
    409: N_("内容已被别人更改，请重新读取后再试。"),
    413: N_("发送的内容太大。"),
    415: N_("不支持这种内容格式。"),
    422: N_("填写的内容有误。"),
    429: N_("尝试太多，请稍后再试。"),
    500: N_("系统出错了，请把编号告诉管理员。"),
    503: N_("系统正忙，请稍后再试。"),
    507: N_("存储空间已满，没有保存。"),
}
# What marshmallow says of a field, as it says it → the same in words of ours.
SAID = {
    "Missing data for required field": N_("这一项必须填写。"),
    "Field may not be null": N_("这一项必须填写。"),
    "Unknown field": N_("没有这一项。"),
    "Not a valid date": N_("请填写日期，例如 2026-11-24。"),
    "Not a valid integer": N_("请填写整数。"),
    "Not a valid boolean": N_("请填写 true 或者 false。"),
    "Not a valid string": N_("请填写文字。"),
    "Not a valid UUID": N_("这不是有效的标识。"),
    "Invalid input type": N_("请发送 JSON 对象。"),
    "Invalid JSON body": N_("发送的内容不是有效的 JSON。"),
    "Longer than maximum length": N_("文字太长。"),
    "Must be": N_("这个数超出范围。"),
}
OTHER = N_("填写的内容无效。")


def answer(status: int, problems: Iterable[Problem] = (), incident: str | None = None) -> tuple[Response, int]:
    """A problem as an answer: what went wrong, and at which field."""
    found = [{"field": problem.field, "message": problem_words(problem)} for problem in problems]
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": gettext(TITLES.get(status, TITLES[400])),
        "status": status,
        "errors": found,
    }
    if incident is not None:
        body["incident"] = incident
    text = json.dumps(body, ensure_ascii=False)
    response: Response = current_app.response_class(text, status=status, mimetype=MEDIA_TYPE)
    return response, status


def flat(messages: Any, path: tuple[str, ...] = ()) -> Iterator[Problem]:
    """What the schemas say of what was sent, each with the field it is about, e.g. ``from1`` or ``items.0.name``."""
    if isinstance(messages, Mapping):
        for name, inside in messages.items():
            yield from flat(inside, (*path, str(name)))
    elif isinstance(messages, list):
        for inside in messages:
            yield from flat(inside, path)
    else:
        known = next((words for start, words in SAID.items() if str(messages).startswith(start)), OTHER)
        # The first name is the place: query, json.
        yield Problem(known, ".".join(path[1:]).removesuffix("._schema") or None)
