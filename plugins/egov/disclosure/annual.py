"""The yearly report on disclosure 年度报告 (条例 49, 50), drafted as an official document with its figures.

What cases tell is counted; what only the organ knows is typed: reviews and suits, problems, assessments.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core import clock as time
from core.accounts.actor import Actor
from core.audit.services import record
from core.db import ScopedSession
from core.documents import services as documents
from core.documents.content import Content
from core.documents.models import Document
from core.documents.rules import LETTERHEAD
from core.errors import DomainError, Forbidden, Problem
from core.i18n import N_
from core.tenancy.models import Tenant
from plugins.egov.disclosure import figures
from plugins.egov.disclosure.figures import Year
from plugins.egov.permissions import Perm

NONE = "无。"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What no case tells (条例 50(三)–(五)): reviews and suits because of disclosure, and three parts in words."""

    reviews: int
    suits: int
    problems: str
    assessment: str
    other: str = ""


def problems(told: Told, year: int, this_year: int) -> list[Problem]:
    """A year that is over, numbers that can be, and the parts that the article asks for."""
    found = [] if year < this_year else [Problem(N_("这一年还没有结束，不能起草年度报告。"))]
    if told.reviews < 0:
        found.append(Problem(N_("不能小于0。"), "reviews"))
    if told.suits < 0:
        found.append(Problem(N_("不能小于0。"), "suits"))
    if not told.problems.strip():
        found.append(Problem(N_("请写明主要问题及改进情况。"), "problems"))
    if not told.assessment.strip():
        found.append(Problem(N_("请写明工作考核、社会评议和责任追究结果情况。"), "assessment"))
    return found


def text(year: Year, before: Year, told: Told) -> str:
    """The body of the report, in the parts of article 50, with the year before beside each figure."""
    asked = f"本年新收政府信息公开申请{_beside(year.received, before.received)}件，上年结转{year.carried_over}件；"
    asked += f"办结{sum(year.ended.values()) + year.dropped}件，结转下年度{year.carried_on}件。"
    return "\n".join(
        (
            f"现将{year.year}年政府信息公开工作情况报告如下，括号内为上一年数。",
            "一、主动公开政府信息的情况",
            f"全年主动公开政府信息{_beside(sum(year.published.values()), sum(before.published.values()))}条，其中：",
            _listed(year.published, before.published, "条"),
            "二、收到和处理政府信息公开申请的情况",
            asked,
            _listed(
                {**year.ended, "撤回或者视为放弃": year.dropped},
                {**before.ended, "撤回或者视为放弃": before.dropped},
                "件",
            ),
            "三、因政府信息公开工作被申请行政复议、提起行政诉讼的情况",
            f"被申请行政复议{told.reviews}件，被提起行政诉讼{told.suits}件。",
            "四、存在的主要问题及改进情况，工作考核、社会评议和责任追究结果情况",
            told.problems.strip(),
            told.assessment.strip(),
            "五、其他需要报告的事项",
            told.other.strip() or NONE,
        )
    )


def draft(session: ScopedSession, actor: Actor, year: int, told: Told, key: str) -> Document:
    """Draft the report; it is checked, signed, numbered and issued as every document.

    Raises:
        Forbidden: the actor handles no requests, or drafts no documents.
        DomainError: a part is missing, or the figures of the year do not add up.
    """
    if not actor.may(Perm.DISCLOSE):
        raise Forbidden(Perm.DISCLOSE)
    found = problems(told, year, time.today().year)
    now = figures.of_year(session, year)
    if not now.adds_up:
        found.append(Problem(N_("收到和结转的件数与办结和结转下年的件数不相等，请核对。")))
    if found:
        raise DomainError(found)
    tenant = session.get_one(Tenant, session.tenant)
    title = f"{tenant.name}人民政府{year}年政府信息公开工作年度报告"
    to = str(tenant.settings.get("review_organ", "")) or "县人民政府"
    body = text(now, figures.of_year(session, year - 1), told)
    made = documents.write(session, actor, Content("report", LETTERHEAD, title, to, body), key)
    record(session, actor, "egov.annual.draft", str(made.id), {"year": year})
    session.flush()
    return made


def _beside(now: int, before: int) -> str:
    return f"{now}（{before}）"


def _listed(now: Mapping[str, int], before: Mapping[str, int], unit: str) -> str:
    """What there was in either year, in the order of the law; a dash of its own where there was nothing."""
    rows = [
        f"{label}{_beside(number, before.get(label, 0))}{unit}"
        for label, number in now.items()
        if number or before.get(label)
    ]
    return "；".join(rows) + "。" if rows else NONE
