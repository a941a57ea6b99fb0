"""What a township or unit sets for approval: whether people may apply online, and from when."""

from __future__ import annotations

import datetime as dt
import re

from core import clock as time
from core.contracts import Setting, SettingValue
from core.i18n import N_
from core.settings import web as settings
from core.tenancy.models import Unit

ONLINE, ONLINE_FROM = "approval.online", "approval.online_from"
WINDOWS, DEFERRAL = "approval.village_windows", "approval.deferral_days"
SETTINGS = (
    Setting(
        ONLINE,
        "flag",
        N_("接受网上申请"),
        N_("否：办事指南照常显示，只能到窗口申请；已经开始填写的可以填完。"),
        True,
        "unit",
    ),
    Setting(
        WINDOWS,
        "text",
        N_("可以收件的村"),
        N_("乡镇公布为收件点的村民委员会，写全称，用顿号分隔：在这些村登记即为收件，其余的村以乡镇收到为准。"),
        longest=1000,
    ),
    Setting(
        DEFERRAL,
        "number",
        N_("容缺材料的补交期限（工作日）"),
        N_("从受理之日起算；申请人承诺在这个期限内补交，不影响法定办理期限。"),
        10,
        least=1,
        most=60,
    ),
    Setting(ONLINE_FROM, "date", N_("从哪一天起接受网上申请"), N_("不填：现在就接受。"), level="unit"),
)


def takes_online(unit: Unit) -> bool:
    """Whether an application for an item of this unit may be begun online today."""
    since = settings.value(ONLINE_FROM, unit)
    begun = not isinstance(since, dt.date) or since <= time.today()
    return bool(settings.value(ONLINE, unit)) and begun


def windows(said: SettingValue) -> frozenset[str]:
    """The names of the villages that a township published as its window, from the setting's words."""
    return frozenset(filter(None, re.split(r"[、，,；;\s]+", str(said or ""))))


def promised(given: bool) -> int | None:
    """The working days within which what may come later is promised here; None where nothing was promised."""
    return int(str(settings.value(DEFERRAL))) if given else None
