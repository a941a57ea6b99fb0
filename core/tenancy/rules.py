"""When a measure may be turned on or off, pure: what it requires, what requires it, and the cases it leaves open."""

from __future__ import annotations

from collections.abc import Collection

from core.contracts import PluginInfo, Role
from core.errors import Problem
from core.i18n import N_
from core.plugins import dependants

DECIDED = {
    "on": N_("县里规定各乡镇都要开启“%(label)s”，需要关闭的请与县级管理员联系。"),
    "off": N_("县里规定各乡镇都不开启“%(label)s”，需要开启的请与县级管理员联系。"),
}


def switch_problems(
    name: str,
    on: bool,
    measures: Collection[PluginInfo],
    enabled: Collection[str],
    open_cases: int,
    keep_open: bool,
    rule: str = "free",
) -> list[Problem]:
    """Every reason why a switch is refused.

    Args:
        measures: all measures that can be switched.
        enabled: those that are on.
        open_cases: how many cases of the measure are open.
        keep_open: the administrator knows, and wants their limits to go on.
        rule: the county's word on the measure: ``free``, or ``on`` or ``off`` for all townships.
    """
    known = {info.name: info for info in measures}
    if name not in known:
        return [Problem(N_("没有这个功能模块。"), "plugin")]
    label = known[name].label
    if rule == ("off" if on else "on"):
        return [Problem(DECIDED[rule], "plugin", {"label": label})]
    if on:
        missing = [known[need].label for need in known[name].requires if need in known and need not in enabled]
        words = N_("“%(label)s”需要先开启：%(names)s。")
        return [Problem(words, "plugin", {"label": label, "names": tuple(missing)})] if missing else []
    problems = []
    if users := [info.label for info in dependants(name, measures) if info.name in enabled]:
        words = N_("先关闭用到“%(label)s”的功能模块：%(names)s。")
        problems.append(Problem(words, "plugin", {"label": label, "names": tuple(users)}))
    if open_cases and not keep_open:
        words = N_("“%(label)s”还有%(number)d件案件没有办结，请先办结，或者确认关闭后期限继续计算。")
        problems.append(Problem(words, "keep_open", {"label": label, "number": open_cases}))
    return problems


def narrow_problems(
    name: str, on: bool, measures: Collection[PluginInfo], enabled: Collection[str], open_cases: int, keep_open: bool
) -> list[Problem]:
    """Every reason why a unit may not turn a measure off for itself, or on again.

    Args:
        enabled: the measures that are on in the tenant; a unit only narrows those.
        open_cases: how many cases of the measure the unit has open.
    """
    known = {info.name: info for info in measures}
    if name not in known or name not in enabled:
        return [Problem(N_("本乡镇没有开启这个功能模块。"), "plugin")]
    if not on and open_cases and not keep_open:
        words = N_("“%(label)s”还有%(number)d件案件没有办结，请先办结，或者确认关闭后期限继续计算。")
        return [Problem(words, "keep_open", {"label": known[name].label, "number": open_cases})]
    return []


def role_problem(role: Role, kind: str | None, tier: str) -> str | None:
    """Why a role can't be held there, if it can't (村委会组织法 6②: a village never decides)."""
    if role.tier != tier:
        return N_("角色“%(role)s”不属于这一级。")
    if kind is not None and role.unit_kinds and kind not in role.unit_kinds:
        return N_("角色“%(role)s”不能在单位“%(unit)s”担任。")
    return None
