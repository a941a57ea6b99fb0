"""What counts of a setting, pure: the narrowest level that set it; and reading what was typed for it."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.contracts import Setting, SettingValue
from core.errors import DomainError, Problem
from core.i18n import N_

# From the widest to the narrowest: what counts is what the last of them says.
LEVELS = ("default", "installation", "county", "tenant", "unit")
YES, NO = "yes", "no"
Layers = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Effective:
    """A setting as it counts somewhere.

    Attributes:
        origin: the level whose value counts.
        said: what each level that says anything says, the widest first.
    """

    setting: Setting
    value: SettingValue
    origin: str
    said: Mapping[str, SettingValue]

    @property
    def inherited(self) -> SettingValue:
        """What would count if the narrowest level that spoke had not."""
        return list(self.said.values())[-2] if len(self.said) > 1 else self.value


def resolve(setting: Setting, layers: Layers) -> Effective:
    """What counts of a setting.

    Args:
        layers: level → key → the value as it is kept.
    """
    said: dict[str, SettingValue] = {"default": setting.default}
    for level in LEVELS[1:]:
        kept = layers.get(level, {}).get(key(setting))
        if kept is not None and not (level == "county" and setting.own):
            said[level] = _typed(setting, kept)
    origin = list(said)[-1]
    return Effective(setting, said[origin], origin, said)


def key(setting: Setting) -> str:
    """The name under which values are kept; core's own stand without its name, as tenants' folders have them."""
    return setting.code.removeprefix("core.")


def parse(setting: Setting, typed: str) -> SettingValue:
    """A value from what was typed for it; None for nothing: then the wider level counts.

    Raises:
        DomainError: it is none, with the reason.
    """
    words = unicodedata.normalize("NFKC", typed).strip() if setting.kind in {"number", "date"} else typed.strip()
    if not words:
        return None
    if setting.kind == "text" and len(words) > setting.longest:
        raise _bad(setting, N_("“%(label)s”不能超过%(most)d个字。"), most=setting.longest)
    if setting.kind == "number":
        return _number(setting, words)
    if setting.kind == "date":
        return _date(setting, words)
    if setting.kind == "flag":
        if words not in {YES, NO}:
            raise _bad(setting, N_("“%(label)s”请选择是或者否。"))
        return words == YES
    if setting.kind == "choice" and words not in setting.choices:
        raise _bad(setting, N_("“%(label)s”请从列出的选项中选择。"))
    return words


def kept(value: SettingValue) -> Any:
    """A value as JSON keeps it."""
    return value.isoformat() if isinstance(value, dt.date) else value


def written(value: SettingValue) -> str:
    """A value as a form shows it, so that `parse` reads it again."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    return str(value)


def may_set(setting: Setting, level: str) -> bool:
    """Whether a level may set it: its own narrowest level or a wider one; what is each tenant's own only the tenant."""
    if setting.own:
        return level == "tenant"
    order = {"county": 0, "tenant": 1, "unit": 2}
    return order[level] <= order[setting.level]


def flat(settings: Mapping[str, Any]) -> dict[str, Any]:
    """A tenant's values by key; the marks of the site each by itself."""
    own = {name: value for name, value in settings.items() if name != "site"}
    return own | {f"site.{name}": value for name, value in (settings.get("site") or {}).items()}


def nested(values: Mapping[str, Any]) -> dict[str, Any]:
    """The same as it is kept."""
    own = {name: value for name, value in values.items() if not name.startswith("site.")}
    site = {name.removeprefix("site."): value for name, value in values.items() if name.startswith("site.")}
    return {**own, "site": site} if site else own


def _typed(setting: Setting, value: Any) -> SettingValue:
    if setting.kind == "date":
        return dt.date.fromisoformat(value)
    found: SettingValue = value
    return found


def _number(setting: Setting, words: str) -> int:
    try:
        value = int(words)
    except ValueError:
        raise _bad(setting, N_("“%(label)s”请填写整数。")) from None
    if not setting.least <= value <= setting.most:
        bounds = N_("“%(label)s”应当在%(least)d至%(most)d之间。")
        raise _bad(setting, bounds, least=setting.least, most=setting.most)
    return value


def _date(setting: Setting, words: str) -> dt.date:
    for shape in ("%Y-%m-%d", "%Y.%m.%d", "%Y/%m/%d", "%Y年%m月%d日"):
        try:
            return dt.datetime.strptime(words, shape).date()  # noqa: DTZ007 - a day has no zone
        except ValueError:
            continue
    raise _bad(setting, N_("“%(label)s”请填写日期，例如2026-11-24。"))


def _bad(setting: Setting, words: str, **params: Any) -> DomainError:
    return DomainError(Problem(words, field_of(setting), {"label": setting.label, **params}))


def field_of(setting: Setting) -> str:
    """The name of its field in a form."""
    return setting.code.replace(".", "-")
