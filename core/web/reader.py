"""What readers choose for their own eyes and ears; it lies in their cookie, and the page comes as they chose it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.i18n import N_

# Choice → its values with their words; the first is what nobody has to choose, and is not kept.
CHOICES: Mapping[str, Mapping[str, str]] = {
    "elder": {"off": N_("标准版"), "on": N_("长辈版")},
    "text": {"normal": N_("标准字号"), "large": N_("大字"), "larger": N_("特大字")},
    "contrast": {"off": N_("普通对比度"), "on": N_("高对比度")},
    "pointer": {"off": N_("普通指针"), "on": N_("大指针")},
    "aloud": {"off": N_("不朗读"), "on": N_("朗读正文")},
}
KEY = "reader"


def chosen(kept: Mapping[str, Any]) -> dict[str, str]:
    """The choices unlike what everybody gets, from the visitor's cookie; what it should not hold is dropped."""
    given = kept.get(KEY)
    if not isinstance(given, Mapping):
        return {}
    return {name: value for name, value in given.items() if value in _others(name)}


def choose(kept: Mapping[str, Any], name: str, value: str) -> dict[str, str]:
    """What the cookie holds after a choice.

    Raises:
        LookupError: there is no such choice, or not with this value.
    """
    if value not in CHOICES[name]:
        raise LookupError(value)
    rest = {other: given for other, given in chosen(kept).items() if other != name}
    return {**rest, name: value} if value in _others(name) else rest


def _others(name: str) -> list[str]:
    return list(CHOICES.get(name, {}))[1:]
