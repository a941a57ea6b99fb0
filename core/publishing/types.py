"""The types of publications that core brings: news, notices of each kind with their minimum periods, and fixed pages.

A hearing is announced seven days before it is held, counted in working days as the law counts its limits
(行政许可法 48①(一), 82; 行政处罚法 64①(二), 85); the other minimum periods are our own.
"""

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
HEARING = PublicationType(
    code="core.hearing",
    label=N_("听证公告"),
    column="hearings",
    column_label=N_("听证公告"),
    article="行政许可法46",
    minimum=7,
    minimum_source="行政许可法48①(一)",
    audiences=("public", "townships", "staff"),
    occasional=True,
    order=22,
)
POSTED = PublicationType(
    code="core.public_notice",
    label=N_("公示"),
    column="public-notices",
    column_label=N_("公示"),
    article="政府信息公开条例19",
    minimum=5,
    audiences=("public", "townships", "staff"),
    occasional=True,
    order=24,
)
CIRCULAR = PublicationType(
    code="core.circular",
    label=N_("通报"),
    column="circulars",
    column_label=N_("通报"),
    article="政府信息公开条例19",
    minimum=10,
    audiences=("public", "townships", "staff"),
    occasional=True,
    order=26,
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
TYPES = (NEWS, NOTICE, HEARING, POSTED, CIRCULAR, PAGE)
