"""The marks a government site carries in its footer, and which of them a tenant has not filled in."""

from __future__ import annotations

from collections.abc import Mapping

from core.i18n import N_

# Key of ``settings.site`` (tenant) and ``[site]`` (installation) → label.
MARKS = {
    "organiser": N_("主办单位"),
    "operator": N_("承办单位"),
    "address": N_("地址"),
    "hours": N_("办公时间"),
    "contact": N_("联系方式"),
    "identifier": N_("网站标识码"),
    "icp": N_("备案号"),
    "police": N_("公安备案号"),
    "party": N_("党政机关网站标识"),
    "ipv6": N_("网络支持"),
}
# One who does the work for the organiser, and when it is open, is not on every site.
OPTIONAL = frozenset({"operator", "hours", "address"})


def blank(site: Mapping[str, str]) -> tuple[str, ...]:
    """Labels of the required marks that are not there."""
    return tuple(label for key, label in MARKS.items() if key not in OPTIONAL and not site.get(key))
