"""The types of publications that core brings: news, notices and fixed pages."""

from __future__ import annotations

from core.contracts import PublicationType
from core.i18n import N_

NEWS = PublicationType(
    code="core.news",
    label=N_("动态"),
    column="news",
    column_label=N_("工作动态"),
    article="政府信息公开条例23",
    audiences=("public", "townships", "staff"),
    stale_after=14,
    order=10,
)
NOTICE = PublicationType(
    code="core.notice",
    label=N_("通知公告"),
    column="notices",
    column_label=N_("通知公告"),
    article="政府信息公开条例19",
    minimum=5,
    audiences=("public", "townships", "staff"),
    stale_after=183,
    order=20,
)
PAGE = PublicationType(
    code="core.page",
    label=N_("固定页面"),
    column="about",
    column_label=N_("关于本机关"),
    article="政府信息公开条例20(二)",
    dated=False,
    order=90,
)
TYPES = (NEWS, NOTICE, PAGE)
