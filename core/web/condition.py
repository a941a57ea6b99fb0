"""What the county's health page looks at, each a card with the figures of its townships."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import func, select

from core import clock as time
from core import plugins
from core.audit.models import Audit, AuditLink
from core.backup import shelf
from core.calendar import rules as calendar
from core.calendar import services as calendars
from core.contracts import HealthCard
from core.db import ScopedSession
from core.db.steady import TOLERANCE
from core.i18n import N_
from core.jobs import queries as jobs
from core.jobs.models import Outbox
from core.web import request as web_request
from core.web.filters import moment
from core.web.health import of_places

GOOD, WARN, BAD = "good", "warn", "bad"
LATE_SECONDS, UNSEALED_SECONDS, BACKUP_DAYS, MINIMUM_FREE = 300, 1800, 3, 1024**3


def cards(session: ScopedSession) -> Iterator[HealthCard]:
    """Core's own cards; those of other plugins come by the hook.

    Args:
        session: of the county and all below.
    """
    yield _queue(session)
    yield _parked(session)
    yield _jobs(session)
    yield _index(session)
    yield _audit(session)
    yield _backup()
    yield _clock()
    yield _calendar(session)
    yield _disk()
    yield _mail()
    yield _portals()


def _queue(session: ScopedSession) -> HealthCard:
    found = jobs.waiting(session)
    seconds = 0 if found.since is None else max(0, int((time.now() - found.since).total_seconds()))
    words = _("等待完成%(number)d件，最早的已等%(seconds)d秒。", number=found.count, seconds=seconds)
    return HealthCard(N_("后台事项"), BAD if seconds > LATE_SECONDS else GOOD, words, url_for("jobs.county"), 10)


def _parked(session: ScopedSession) -> HealthCard:
    places = jobs.parked_by_tenant(session)
    number = sum(places.values())
    words = _("试了五次都没有完成而停下的：%(number)d件。", number=number)
    return HealthCard(N_("停下的事项"), BAD if number else GOOD, words, url_for("jobs.county"), 20, places)


def _jobs(session: ScopedSession) -> HealthCard:
    """Periodic jobs whose newest run did not end well, or that have not run for three of their slots."""
    registry, now = plugins.registry().jobs, time.now()
    places: dict[int, int] = {}
    for name, runs in jobs.last_runs(session, list(registry)).items():
        for run in runs:
            late = now - run.started_at > 3 * registry[name].every
            if late or jobs.state_of_run(run) in {"failed", "stopped"}:
                places[run.tenant_id] = places.get(run.tenant_id, 0) + 1
    number = sum(places.values())
    words = _("失败、中断或者没有按时运行的：%(number)d项。", number=number)
    return HealthCard(N_("定期任务"), WARN if number else GOOD, words, url_for("jobs.county"), 30, places)


def _index(session: ScopedSession) -> HealthCard:
    behind = select(Outbox.tenant_id, func.count()).where(
        Outbox.topic == "search",
        Outbox.is_open == True,  # noqa: E712
    )
    places = {row[0]: row[1] for row in session.execute(behind.group_by(Outbox.tenant_id))}
    words = _("还没有进入查询索引的变动：%(number)d件。", number=sum(places.values()))
    state = WARN if sum(places.values()) > 100 else GOOD
    return HealthCard(N_("查询索引"), state, words, url_for("jobs.county"), 40, places)


def _audit(session: ScopedSession) -> HealthCard:
    """Rows that are not in the chain yet; whether the chain holds is found by `xiaoneng audit verify`."""
    old = time.now() - dt.timedelta(seconds=UNSEALED_SECONDS)
    linked = select(AuditLink.audit_id).where(AuditLink.tenant_id == Audit.tenant_id, AuditLink.audit_id == Audit.id)
    loose = select(Audit.tenant_id, func.count()).where(
        Audit.at < old, Audit.at > old - dt.timedelta(days=2), ~linked.exists()
    )
    places = {row[0]: row[1] for row in session.execute(loose.group_by(Audit.tenant_id))}
    runs = jobs.last_runs(session, ["core.audit"])["core.audit"]
    kept = max((run.started_at for run in runs if run.state == "done"), default=None)
    last = _("最近一次核对并留存链头：%(at)s。", at=moment(kept)) if kept else _("还没有留存过链头。")
    words = _("超过半小时没有入链的审计记录：%(number)d条。", number=sum(places.values()))
    failed = any(run.state == "failed" for run in runs)
    state = BAD if failed or places else GOOD
    return HealthCard(N_("审计链"), state, f"{words}{last}", "", 50, places)


def _backup() -> HealthCard:
    config = web_request.current_settings()
    made = next((at for at, _size in shelf.backups(config.backup_folder)), None)
    if made is None:
        return HealthCard(N_("备份"), WARN, _("还没有备份，请每天运行 xiaoneng backup。"), "", 60)
    days = (time.now() - made).days
    words = _("最近一次备份：%(at)s。", at=moment(made))
    return HealthCard(N_("备份"), BAD if days >= BACKUP_DAYS else GOOD, words, "", 60)


def _calendar(session: ScopedSession) -> HealthCard:
    year = calendar.published_year(calendars.current(session))
    missing = calendar.missing(year, time.today())
    words = _("放假安排已导入到%(year)d年。", year=year)
    state = GOOD if missing is None else BAD if missing is calendar.Missing.LATE else WARN
    return HealthCard(N_("工作日历"), state, words, url_for("calendar.home"), 70)


def _clock() -> HealthCard:
    behind = web_request.database().clock.behind()
    if behind <= TOLERANCE:
        return HealthCard(N_("服务器时钟"), GOOD, _("没有被调慢。"), "", 65)
    words = _("比已经保存的时间慢%(minutes)d分钟，校准以前不能保存。", minutes=behind.total_seconds() // 60)
    return HealthCard(N_("服务器时钟"), BAD, words, "", 65)


def _disk() -> HealthCard:
    usage = shutil.disk_usage(web_request.current_settings().data)
    words = _("剩余%(free)d MB，共%(total)d MB。", free=usage.free // 1024**2, total=usage.total // 1024**2)
    low = usage.free < MINIMUM_FREE or usage.free * 10 < usage.total
    return HealthCard(N_("磁盘"), BAD if usage.free < MINIMUM_FREE else WARN if low else GOOD, words, "", 80)


def _mail() -> HealthCard:
    if web_request.current_settings().smtp_url:
        return HealthCard(N_("邮件"), GOOD, _("已设置发信服务器。"), "", 90)
    return HealthCard(N_("邮件"), WARN, _("没有设置发信服务器，通知只在站内显示。"), "", 90)


def _portals() -> HealthCard:
    """What the national check would find on each portal; its own page says what."""
    found = of_places([web_request.tenant(), *web_request.townships()])
    today = time.today()
    places = {code: len(health.stale(today)) + health.unanswered for code, health in found.items()}
    number = sum(places.values())
    words = _("没有按时更新的栏目和超过三个月没有答复的留言：%(number)d项。", number=number)
    shown = {code: count for code, count in places.items() if count}
    return HealthCard(N_("门户体检"), WARN if number else GOOD, words, url_for("health.county"), 100, shown)
