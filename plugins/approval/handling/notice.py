"""The public notice 听证公告 of a hearing (许可法 46): drafted with the act, checked and signed as every publication.

It names the item, never who applied: the hearing is announced to the public, not the applicant.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core.accounts.actor import Actor
from core.cases.models import Case
from core.db import ScopedSession
from core.publishing import services as publishing
from core.publishing.permissions import Perm as Publishing
from core.publishing.services import Content
from core.publishing.types import HEARING


def draft(session: ScopedSession, actor: Actor, case: Case, hearing: Mapping[str, Any]) -> None:
    """Draft the notice of a hearing that was just called; of who writes nothing here, the paper alone is kept."""
    if not actor.own_units(Publishing.WRITE):
        return
    title = f"关于“{case.title}”行政许可听证的公告"
    body = (
        f"根据《中华人民共和国行政许可法》第四十六条的规定，本机关就“{case.title}”行政许可申请举行听证。\n\n"
        f"听证事由：{hearing['basis']}\n时间：{hearing['held_on']}\n地点：{hearing['place']}\n"
        f"听证主持人：{hearing['host_name']}\n\n与该事项有利害关系的公民、法人和其他组织可以报名参加听证，"
        "请在举行听证之前与本机关联系。"
    )
    publishing.write(session, actor, Content(HEARING.column, title, body), f"hearing:{case.id.hex}")
