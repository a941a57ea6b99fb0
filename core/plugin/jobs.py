"""What the worker does by the clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TYPE_CHECKING

from core.contracts import Job
from core.hookspecs import hookimpl
from core.i18n import N_

if TYPE_CHECKING:
    from core.db.engine import Database

NIGHT = dt.timedelta(hours=18)  # 02:00 in China


@hookimpl
def register_jobs() -> Iterable[Job]:
    """The sweep of legal limits, hourly; counting anew, soon after a calendar changed; what has no owner, daily.

    Hourly some files are read again and held against what they were. Daily come the duties of the year and their
    reminders, and those of letters and documents that wait; daily go drafts that ran out, closed outbox rows, and
    bytes without an owner; nightly a backup is made, weekly the newest one is restored and thrown away.
    """
    from core.backup.restoring import drill
    from core.backup.services import nightly

    return (
        Job("core.sweep", dt.timedelta(hours=1), _sweep, label=N_("检查法定期限")),
        Job("core.recompute", dt.timedelta(minutes=2), _recompute, whole=True, label=N_("按新的放假安排重算期限")),
        Job("core.duties", dt.timedelta(days=1), _duties, label=N_("生成和提醒任务")),
        Job("core.digests", dt.timedelta(minutes=30), _digests, label=N_("汇总提醒")),
        Job("core.letters", dt.timedelta(days=1), _letters, label=N_("检查没有答复的来信")),
        Job("core.documents", dt.timedelta(days=1), _documents, label=N_("提醒等待办理的公文")),
        Job("core.drafts", dt.timedelta(days=1), _sweep_drafts, label=N_("清理过期的草稿")),
        Job("core.sheets", dt.timedelta(days=1), _sweep_sheets, label=N_("清理过期的导出和导入")),
        Job("core.prune", dt.timedelta(days=1), _prune, label=N_("清理已完成的后台事项")),
        Job("core.audit", dt.timedelta(days=1), _keep_heads, whole=True, label=N_("留存审计链头")),
        Job("core.files", dt.timedelta(days=1), _sweep_files, whole=True, label=N_("清理无主的文件")),
        Job("core.fixity", dt.timedelta(hours=1), _check_files, label=N_("校验文件")),
        Job("core.backup", dt.timedelta(days=1), nightly, whole=True, label=N_("每夜备份"), begins=NIGHT),
        Job("core.restore_drill", dt.timedelta(days=7), drill, whole=True, label=N_("演练从备份恢复")),
    )


def _sweep(database: Database, tenant: int) -> None:
    from core.cases.sweep import sweep

    sweep(database, tenant)


def _recompute(database: Database, tenant: int) -> None:
    from core.holidays.recount import recount

    recount(database)


def _keep_heads(database: Database, tenant: int) -> None:
    from core.audit import heads
    from core.config import load
    from core.db.scope import Scope

    path = heads.export(database)
    with database.write(Scope.one(tenant)) as session:
        heads.owe_by_mail(session, path, load())


def _duties(database: Database, tenant: int) -> None:
    from core.duties.making import make
    from core.duties.reminders import remind
    from core.duties.rescheduling import move

    move(database, tenant)
    make(database, tenant)
    remind(database, tenant)


def _digests(database: Database, tenant: int) -> None:
    from core.notices import digests

    digests.run(database, tenant)


def _letters(database: Database, tenant: int) -> None:
    from core.letters.watch import watch

    watch(database, tenant)


def _documents(database: Database, tenant: int) -> None:
    from core.documents.telling import remind

    remind(database, tenant)


def _sweep_files(database: Database, tenant: int) -> None:
    from core.files import stores, sweeping

    sweeping.sweep(database, stores.of_worker(database))


def _check_files(database: Database, tenant: int) -> None:
    from core.files import fixity

    fixity.run(database, tenant)


def _sweep_drafts(database: Database, tenant: int) -> None:
    from core.cases import before, drafts
    from core.db.scope import Scope
    from core.drafts import services as desk

    with database.write(Scope.one(tenant)) as session:
        before.forget(session)
        drafts.sweep(session)
        desk.sweep(session)


def _prune(database: Database, tenant: int) -> None:
    from core.db.scope import Scope
    from core.jobs.services import prune
    from core.webhooks import services as webhooks

    prune(database, tenant)
    with database.write(Scope.one(tenant)) as session:
        webhooks.forget(session)


def _sweep_sheets(database: Database, tenant: int) -> None:
    from core.db.scope import Scope
    from core.sheets import exporting, importing

    with database.write(Scope.one(tenant)) as session:
        exporting.sweep(session)
        importing.sweep(session)
