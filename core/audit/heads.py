"""Daily heads: the last link of every tenant's chain, kept as a file outside the database and mailed if so set.

A chain written anew from its first row on would verify by itself; against a head from before it does not.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from sqlalchemy import func, select

from core import clock as time
from core.audit.chain import Head
from core.audit.models import AuditLink
from core.config import Config
from core.db import Database, Scope, ScopedSession
from core.jobs.services import had_effect
from core.mail import services as mail
from core.mail.rules import Letter

PATTERN = "heads-*.jsonl"
MAILED = "core.audit.mail"
# In both languages: whoever keeps it has no account here, so nobody knows which they read.
SUBJECT = "审计链头 Heads of the audit {day} {place}"
TEXT = """附件是各单位审计链在{day}的链头。请把这封信留在本系统以外的地方。
核对：把留存的附件放进一个文件夹，运行 xiaoneng audit verify --heads 文件夹。

Attached are the heads of every tenant's audit chain on {day}. Keep this letter away from the installation.
To compare: put the attachments into one folder and run xiaoneng audit verify --heads FOLDER.
"""


def export(database: Database, day: dt.date | None = None) -> Path:
    """Write the heads of this moment for `day`; a file that is there stays as it is.

    Returns:
        The file, one JSON object a line: tenant, seq, algorithm, hash.
    """
    folder = database.data_dir / "audit"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"heads-{day or time.today()}.jsonl"
    if not path.exists():
        with database.read(Scope.system("the heads of every chain")) as session:
            lines = [json.dumps(asdict(head)) for head in of_every(session)]
        made = path.with_suffix(".new")
        made.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        made.rename(path)
    return path


def owe_by_mail(session: ScopedSession, path: Path, config: Config) -> None:
    """Owe a day's heads to the mailboxes of the settings, once; where the settings name no server, to nobody.

    Args:
        session: the county's, whose worker sends them.
        path: the file that `export` made.
    """
    if not (config.audit_mail and config.smtp_url) or had_effect(session, MAILED, path.name):
        return
    said = {"day": path.stem.removeprefix("heads-"), "place": config.public_url}
    files = {path.name: path.read_text(encoding="utf-8")}
    for mailbox in config.audit_mail:
        letter = Letter(mailbox, SUBJECT.format(**said), TEXT.format(**said), files)
        mail.owe(session, letter, f"{MAILED}:{path.name}")


def kept(folder: Path) -> Mapping[int, Sequence[Head]]:
    """Every head kept in a folder, by tenant.

    Raises:
        ValueError: a file that can't be read as heads, by its name.
    """
    found: dict[int, list[Head]] = defaultdict(list)
    for path in sorted(folder.glob(PATTERN)):
        for line in path.read_text(encoding="utf-8").splitlines():
            try:
                head = Head(**json.loads(line))
            except (ValueError, TypeError) as error:
                raise ValueError(f"{path.name}: {error}") from error
            found[head.tenant].append(head)
    return found


def of_every(session: ScopedSession) -> list[Head]:
    """The last link of every tenant's chain.

    Args:
        session: of the system scope.
    """
    last = select(AuditLink.tenant_id, func.max(AuditLink.seq).label("seq")).group_by(AuditLink.tenant_id).subquery()
    query = select(AuditLink).join(last, (AuditLink.tenant_id == last.c.tenant_id) & (AuditLink.seq == last.c.seq))
    links = session.scalars(query.order_by(AuditLink.tenant_id))
    return [Head(link.tenant_id, link.seq, link.algorithm, link.hash) for link in links]
