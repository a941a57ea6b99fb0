"""When a measure may be turned on or off, pure: what it requires, what requires it, and the cases it leaves open."""

from __future__ import annotations

from collections.abc import Collection

from core.contracts import PluginInfo
from core.errors import Problem
from core.i18n import N_
from core.plugins import dependants


def switch_problems(
    name: str,
    on: bool,
    measures: Collection[PluginInfo],
    enabled: Collection[str],
    open_cases: int,
    keep_open: bool,
) -> list[Problem]:
    """Every reason why a switch is refused.

    Args:
        measures: all measures that can be switched.
        enabled: those that are on.
        open_cases: how many cases of the measure are open.
        keep_open: the administrator knows, and wants their limits to go on.
    """
    known = {info.name: info for info in measures}
    if name not in known:
        return [Problem(N_("没有这个功能模块。"), "plugin")]
    label = known[name].label
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
