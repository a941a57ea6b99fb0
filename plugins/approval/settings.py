"""What a township or unit sets for approval: whether people may apply online, and from when."""

from __future__ import annotations

import datetime as dt

from core import clock as time
from core.contracts import Setting
from core.i18n import N_
from core.settings import web as settings
from core.tenancy.models import Unit

ONLINE, ONLINE_FROM = "approval.online", "approval.online_from"
SETTINGS = (
    Setting(
        ONLINE,
        "flag",
        N_("接受网上申请"),
        N_("否：办事指南照常显示，只能到窗口申请；已经开始填写的可以填完。"),
        True,
        "unit",
    ),
    Setting(ONLINE_FROM, "date", N_("从哪一天起接受网上申请"), N_("不填：现在就接受。"), level="unit"),
)


def takes_online(unit: Unit) -> bool:
    """Whether an application for an item of this unit may be begun online today."""
    since = settings.value(ONLINE_FROM, unit)
    begun = not isinstance(since, dt.date) or since <= time.today()
    return bool(settings.value(ONLINE, unit)) and begun
