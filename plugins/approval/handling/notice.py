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


def draft(
    session: ScopedSession, actor: Actor, case: Case, hearing: Mapping[str, Any], *, changed: bool = False
) -> None:
    """Draft the notice of a hearing that was just called, or whose day, place or host is another now.

    Of who writes nothing here, the paper alone is kept.
    """
    if not actor.own_units(Publishing.WRITE):
        return
    title = f"关于“{case.title}”行政许可听证{'变更' if changed else ''}的公告"
    held = "举行的听证有变更，以本公告为准" if changed else "举行听证"
    # Each change is another notice: the first one may be published already.
    key = f"hearing:{case.id.hex}:{case.version}" if changed else f"hearing:{case.id.hex}"
    body = (
        f"根据《中华人民共和国行政许可法》第四十六条的规定，本机关就“{case.title}”行政许可申请{held}。\n\n"
        f"听证事由：{hearing['basis']}\n时间：{hearing['held_on']}\n地点：{hearing['place']}\n"
        f"听证主持人：{hearing['host_name']}\n\n与该事项有利害关系的公民、法人和其他组织可以报名参加听证，"
        "请在举行听证之前与本机关联系。"
    )
    publishing.write(session, actor, Content(HEARING.column, title, body), key)
