"""Registers of e-government."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from core.accounts.actor import Actor
from core.clock import local_date
from core.contracts import Register, RegisterColumn
from core.db import ScopedSession
from core.db.masks import mask_name
from core.i18n import N_
from plugins.egov.disclosure import queries as disclosure
from plugins.egov.disclosure import road as request_road
from plugins.egov.disclosure.rules import CHANNELS, REPLIES
from plugins.egov.documents import queries as documents
from plugins.egov.documents.rules import RETENTIONS
from plugins.egov.permissions import Perm
from plugins.egov.voices import queries as voices
from plugins.egov.voices import road as voice_road
from plugins.egov.voices.rules import HOTLINE, KINDS, SOURCES

Row = tuple[str | int | dt.date | None, ...]


def _archive(session: ScopedSession, actor: Actor, since: dt.date, until: dt.date) -> Iterator[Row]:
    for row, case in documents.archived(session, actor, since, until):
        yield (
            case.number,
            row.organ,
            row.document_number,
            case.title,
            row.dated_on,
            row.archived_on,
            RETENTIONS[row.retention],
            row.keep_until,
        )


def _requests(session: ScopedSession, actor: Actor, since: dt.date, until: dt.date) -> Iterator[Row]:
    states = {state.code: state.label for state in request_road.STATES}
    for row, case in disclosure.received(session, actor, since, until):
        yield (
            case.number,
            case.received_on,
            CHANNELS[row.channel],
            mask_name(case.party),
            states[case.state],
            REPLIES[row.reply].label if row.reply and not case.is_open else "",
            local_date(case.closed_at) if case.closed_at is not None else None,
        )


def _voices(session: ScopedSession, actor: Actor, since: dt.date, until: dt.date) -> Iterator[Row]:
    states = {state.code: state.label for state in voice_road.STATES}
    for row, case in voices.received(session, actor, since, until):
        yield (
            case.number,
            case.received_on,
            SOURCES[row.source],
            row.order_number,
            KINDS[row.kind],
            row.official,
            states[case.state],
            row.answer if row.source == HOTLINE else "",
            local_date(case.closed_at) if case.closed_at is not None else None,
            "" if row.solved is None else N_("已解决") if row.solved else N_("未解决"),
        )


ARCHIVE = Register(
    "egov.archive",
    N_("归档公文移交清册"),
    N_("期间归档的收文，按归档日期排列，含保管期限和可以提出销毁的日期。"),
    Perm.INCOMING,
    (
        RegisterColumn(N_("编号"), 10),
        RegisterColumn(N_("来文单位"), 10),
        RegisterColumn(N_("来文字号"), 10),
        RegisterColumn(N_("标题"), 16),
        RegisterColumn(N_("成文日期")),
        RegisterColumn(N_("归档日期")),
        RegisterColumn(N_("保管期限")),
        RegisterColumn(N_("保管期满")),
    ),
    _archive,
)
REQUESTS = Register(
    "egov.requests",
    N_("公开申请登记簿"),
    N_("期间收到的政府信息公开申请，按收件日期排列；姓名已隐去。"),
    Perm.DISCLOSURE,
    (
        RegisterColumn(N_("编号"), 10),
        RegisterColumn(N_("收件日期")),
        RegisterColumn(N_("提交方式"), 8),
        RegisterColumn(N_("申请人")),
        RegisterColumn(N_("状态"), 10),
        RegisterColumn(N_("答复类型"), 12),
        RegisterColumn(N_("答复日期")),
    ),
    _requests,
)
VOICES = Register(
    "egov.voices",
    N_("来信来访来电登记簿"),
    N_("期间登记的来件，按登记日期排列，不含姓名；热线工单带答复内容，可以导出后反馈给热线平台。"),
    Perm.VOICES,
    (
        RegisterColumn(N_("编号"), 10),
        RegisterColumn(N_("登记日期")),
        RegisterColumn(N_("来源")),
        RegisterColumn(N_("工单编号"), 10),
        RegisterColumn(N_("法定类别"), 8),
        RegisterColumn(N_("信访信息系统编号"), 10),
        RegisterColumn(N_("状态"), 8),
        RegisterColumn(N_("工单答复"), 20),
        RegisterColumn(N_("答复日期")),
        RegisterColumn(N_("评定")),
    ),
    _voices,
)
