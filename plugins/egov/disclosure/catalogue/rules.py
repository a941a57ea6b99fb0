"""The rules of the catalogue, pure: the classes the law names, and what an entry needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from core.errors import Problem
from core.i18n import N_


@dataclass(frozen=True, slots=True)
class Class:
    """A class of information that is published of the organ's own accord; `township` of article 21."""

    label: str
    article: str
    township: bool = False


_TOWNSHIP = "政府信息公开条例21"
CLASSES: Mapping[str, Class] = {
    "rules": Class(N_("规范性文件"), "政府信息公开条例20(一)"),
    "organ": Class(N_("机关职能、机构设置、办公地址和时间、联系方式、负责人"), "政府信息公开条例20(二)"),
    "plans": Class(N_("规划及相关政策"), "政府信息公开条例20(三)"),
    "statistics": Class(N_("统计信息"), "政府信息公开条例20(四)"),
    "licensing": Class(N_("行政许可和其他对外管理服务事项"), "政府信息公开条例20(五)"),
    "enforcement": Class(N_("行政处罚、行政强制"), "政府信息公开条例20(六)"),
    "budget": Class(N_("财政预算、决算"), "政府信息公开条例20(七)"),
    "emergency": Class(N_("突发公共事件的应急预案、预警信息及应对情况"), "政府信息公开条例20(十二)"),
    "farming": Class(N_("贯彻落实农业农村政策"), _TOWNSHIP, True),
    "irrigation": Class(N_("农田水利工程建设运营"), _TOWNSHIP, True),
    "contracting": Class(N_("农村土地承包经营权流转"), _TOWNSHIP, True),
    "homestead": Class(N_("宅基地使用情况审核"), _TOWNSHIP, True),
    "land_taking": Class(N_("土地征收"), _TOWNSHIP, True),
    "house_taking": Class(N_("房屋征收"), _TOWNSHIP, True),
    "levies": Class(N_("筹资筹劳"), _TOWNSHIP, True),
    "relief": Class(N_("社会救助"), _TOWNSHIP, True),
    "other": Class(N_("其他应当主动公开的信息"), "政府信息公开条例20(十五)"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What is to be published, its class, the day it was made, and until when it holds."""

    title: str
    class_code: str
    made_on: dt.date
    valid_to: dt.date | None = None


def content(given: Content, today: dt.date) -> list[Problem]:
    """A title, a class, and days in their order."""
    problems = []
    if not given.title.strip():
        problems.append(Problem(N_("请填写信息名称。"), "title"))
    if given.class_code not in CLASSES:
        problems.append(Problem(N_("请选择类别。"), "class_code"))
    if given.made_on > today:
        problems.append(Problem(N_("形成或者变更的日期不能晚于今天。"), "made_on"))
    if given.valid_to is not None and given.valid_to < given.made_on:
        problems.append(Problem(N_("有效期不能早于形成的日期。"), "valid_to"))
    return problems
