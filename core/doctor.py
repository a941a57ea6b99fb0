"""`xiaoneng doctor`: what could be wrong with an installation, each looked at and said in one line."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import func, select

from core import clock as time
from core import plugins
from core.backup import shelf
from core.calendar import rules
from core.calendar import services as calendars
from core.calendar.models import CalendarVersion
from core.config import Config
from core.db import Database, Scope, ScopedSession, crypto, migrations
from core.db.snapshot import may_create
from core.db.steady import TOLERANCE
from core.documents import fonts
from core.jobs.models import JobRun
from core.jobs.queries import parked_by_tenant, waiting
from core.mail import rules as letters
from core.mail.services import connected
from core.profiles import PROFILES
from core.publishing import marks
from core.search.whoosh_backend import WhooshBackend
from core.tenancy.models import Tenant

MINIMUM_FREE = 1024**3
LATE_SECONDS = 300
BACKUP_DAYS = 3
DRILL, NIGHTLY = "core.restore_drill", "core.backup"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at."""

    check: str
    ok: bool
    words: str


def examine(config: Config) -> list[Finding]:
    """Look at everything; a check that fails to run is a finding, not a crash."""
    checks: dict[str, Callable[[Config], tuple[bool, str]]] = {
        "keys": _keys,
        "database": _database,
        "accounts": _accounts,
        "clock": _clock,
        "calendar": _calendar,
        "outbox": _outbox,
        "index": _index,
        "disk": _disk,
        "backup": _backup,
        "mail": _mail,
        "fonts": _fonts,
        "site": _site,
    }
    findings = []
    for name, check in checks.items():
        try:
            ok, words = check(config)
        except Exception as error:
            ok, words = False, f"{type(error).__name__}: {error}"
        findings.append(Finding(name, ok, words))
    return findings


def _keys(config: Config) -> tuple[bool, str]:
    crypto.load_keys(config.keys)
    open_to_others = [path.name for path in config.keys.iterdir() if path.stat().st_mode & 0o077]
    if open_to_others and os.name == "posix":
        return False, f"others may read {', '.join(open_to_others)}"
    return True, f"in {config.keys}; back them up apart from the data"


def _database(config: Config) -> tuple[bool, str]:
    plugins.registry().check()
    database = Database(config.url, config.data)
    if not migrations.is_current(database, plugins.registry().migrations):
        return False, "not up to date: run `xiaoneng db upgrade`"
    return True, f"{database.url.get_backend_name()} {sqlite3.sqlite_version if database.is_sqlite else ''}".strip()


def _accounts(config: Config) -> tuple[bool, str]:
    """Which profile the accounts are kept by, and what it means; that nobody is asked for a second factor is told."""
    relaxed = "" if config.second_factor == "required" else "; second_factor = offered: nobody is asked for one"
    return True, f"{config.profile}, {PROFILES[config.profile].said}{relaxed}"


def _calendar(config: Config) -> tuple[bool, str]:
    with Database(config.url, config.data).read(Scope.system("which calendar counts")) as session:
        calendar = calendars.current(session)
    published = rules.published_year(calendar)
    missing = rules.missing(published, time.today())
    if missing is None:
        return True, f"published to {published}, version {calendar.version}"
    return (
        missing is not rules.Missing.LATE,
        f"no notice for {published + 1} yet, its limits are provisional: `xiaoneng calendar import` it when it is out",
    )


def _outbox(config: Config) -> tuple[bool, str]:
    database = Database(config.url, config.data)
    with database.read(Scope.system("the state of the outbox")) as session:
        oldest = waiting(session).since
        parked = sum(parked_by_tenant(session).values())
    late = 0 if oldest is None else max(0, int((time.now() - oldest).total_seconds()))
    remedy = ": `xiaoneng jobs list` says why, `xiaoneng jobs retry --all` tries them again" if parked else ""
    return parked == 0 and late < LATE_SECONDS, f"oldest waits {late} s, {parked} parked{remedy}"


def _index(config: Config) -> tuple[bool, str]:
    stats = WhooshBackend(config.index).stats()
    return True, str(stats)


def _clock(config: Config) -> tuple[bool, str]:
    behind = Database(config.url, config.data).clock.behind()
    if behind > TOLERANCE:
        return False, f"{behind} behind what was written already, so nothing is written: xiaoneng clock"
    return True, "not behind what was written"


def _disk(config: Config) -> tuple[bool, str]:
    free = shutil.disk_usage(config.data).free
    return free >= MINIMUM_FREE, f"{free // 1024**2} MiB free"


def _backup(config: Config) -> tuple[bool, str]:
    """A backup is late after three days; a new installation has as long to make its first."""
    with Database(config.url, config.data).read(
        Scope.system("when this began, and how the last drill went")
    ) as session:
        began = session.scalar(select(func.min(CalendarVersion.at)))
        no_backup, no_drill = (_why_failed(session, name) for name in (NIGHTLY, DRILL))
    made = next((at for at, _ in shelf.backups(config.backup_folder)), None)
    if no_drill:
        return False, f"the newest backup could not be restored: {no_drill}"
    if no_backup:
        return False, f"the nightly backup failed: {no_backup}"
    since = made or began
    late = since is not None and time.now() - since > dt.timedelta(days=BACKUP_DAYS)
    if made is None:
        return not late, f"none in {config.backup_folder} yet: `xiaoneng backup`, or name a folder in `backups`"
    words = f"the newest of {made:%Y-%m-%d %H:%M} UTC"
    if (found := Database(config.url, config.data)) and not found.is_sqlite and not may_create(found):
        words += f"; the weekly drill only reads it: {found.url.username} needs the right CREATEDB to restore it"
    return not late, f"{words}, older than {BACKUP_DAYS} days: `xiaoneng backup`" if late else words


def _why_failed(session: ScopedSession, name: str) -> str:
    """Why the newest run of a job failed; empty where it did not."""
    ended = select(JobRun.state, JobRun.error).where(JobRun.name == name, JobRun.state != "running")
    last = session.execute(ended.order_by(JobRun.started_at.desc()).limit(1)).first()
    return last.error if last is not None and last.state == "failed" else ""


def _mail(config: Config) -> tuple[bool, str]:
    """Whether letters can go out; the password is never among the words."""
    if not config.smtp_url:
        words = "no server is set (`smtp_url`), so no letter is sent"
        return not config.audit_mail, f"{words}, nor the heads of the audit" if config.audit_mail else words
    for mailbox in (config.mail_from, *config.audit_mail):
        letters.address(mailbox)
    said = letters.server_of(config.smtp_url)
    with connected(config) as server:
        server.noop()
    return True, f"{said.host}:{said.port} takes letters from {config.mail_from}"


def _fonts(config: Config) -> tuple[bool, str]:
    """Which font plays each role on paper; a stand-in is named with what brings the real one."""
    fonts.look_in(config.font_dir)
    played = fonts.roles()
    words = ", ".join(f"{font.label} {font.family}{'' if font.real else ' (stands in)'}" for font in played.values())
    wanted = {font.package or "a file of your own in `font_dir`" for font in played.values() if not font.real}
    return True, f"{words}; the real ones: {', '.join(sorted(wanted))}" if wanted else words


def _site(config: Config) -> tuple[bool, str]:
    """Which marks a government site must carry are blank in whose footer; a sample's may be."""
    with Database(config.url, config.data).read(Scope.system("the footers of the portals")) as session:
        rows = session.scalars(select(Tenant).where(Tenant.successor_id.is_(None)).order_by(Tenant.id))
        places = [(row.name, row.sample, row.settings.get("site") or {}) for row in rows]
    found = [(name, sample, marks.blank({**config.site, **site})) for name, sample, site in places]
    blank = [(name, sample, labels) for name, sample, labels in found if labels]
    if not blank:
        return True, "every footer carries its marks"
    words = "; ".join(f"{name}: {'、'.join(labels)}" for name, _, labels in blank)
    told = f"blank in the footer: {words}: `settings.site` of the tenant, `[site]`"
    return all(sample for _, sample, _ in blank), told
