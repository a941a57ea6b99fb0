"""A lost code 查询码, sent to the telephone of the application: whoever asks learns nothing from the answer.

The code is in no notice and no log: the message is made when it is sent.
"""

from __future__ import annotations

import datetime as dt
import hmac
from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select

from core import clock as time
from core.accounts.actor import Actor
from core.audit.services import record
from core.cases import doors
from core.cases.codes import grouped
from core.cases.models import Case
from core.cases.notices import CASE
from core.contracts import NoticeKind
from core.db import ScopedSession
from core.db.queue import queue
from core.i18n import N_
from core.notices import services
from core.notices.channels import no_mobile
from core.notices.models import Notice
from core.notices.services import News

SENT = N_("%(number)s的查询码已按请求用短信发到申请时留的手机。")
WORDS = N_("%(number)s的查询码是%(code)s。凭编号和查询码在门户“查进度”查看。请不要告诉别人；不是您要的，不用理会。")
# Of one case a day: a message costs, and disturbs who did not ask for it.
MOST = 3


def send(session: ScopedSession, number: str, phone: str, kinds: Collection[str]) -> None:
    """Owe the message, if the telephone is the one of the application; nothing tells whether it was.

    Args:
        phone: as it is dialled.
        kinds: codes of the kinds whose measure is on.
    """
    case = doors.find(session, number, kinds)
    kept = CASE.telephone(session, case.id) if case is not None else ""
    if case is None or no_mobile(kept) or not hmac.compare_digest(kept.encode(), phone.encode()):
        return
    queue(session, f"code {case.id}")
    day = (Notice.kind == CODE.code, Notice.matter_id == case.id, Notice.at >= time.now() - dt.timedelta(days=1))
    if len(session.scalars(select(Notice.id).where(*day).limit(MOST)).all()) < MOST:
        services.tell_party(session, News(CODE.code, case.id, SENT, {"number": case.number}))
        record(
            session, Actor.party(session.tenant, case.party), "core.case.code", str(case.id), {"number": case.number}
        )


def _words(session: ScopedSession, case_id: UUID) -> str:
    case = session.get_one(Case, (session.tenant, case_id))
    return WORDS % {"number": case.number, "code": grouped(case.code)}


CODE = NoticeKind("core.code", N_("查询码"), CASE, party_only=True, private=_words)
