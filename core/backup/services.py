"""Making a backup of a running installation.

The keys of the encrypted columns are never in it: whoever finds a backup and its key still reads no identity number.
"""

from __future__ import annotations

import dataclasses
import logging
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core import __version__, plugins
from core import clock as time
from core.audit import heads
from core.backup import archive, shelf
from core.calendar import services as calendars
from core.config import Config, load
from core.db import Database, ScopedSession, crypto
from core.db.snapshot import Snapshot, snapshot
from core.files.blobs import bytes_of
from core.files.models import StoredFile
from core.files.stores import of
from core.i18n import N_

log = logging.getLogger("xiaoneng.backup")

FORMAT = 1
WANTING = N_("备份已完成，但有登记的文件在磁盘上缺失或者已经变了：见日志，从较早的备份里找")
REASON = "a backup of the whole installation"


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made; `wanting` are files that some row names and whose bytes are gone or changed."""

    path: Path
    rows: int
    files: int
    wanting: tuple[str, ...]


def make(config: Config, database: Database, folder: Path, key: Path) -> Made:
    """Back up database, files and kept heads into one sealed file of `folder`, and let the oldest there go.

    People go on writing meanwhile: the database is that of one moment, and bytes are kept before a row names them.

    Args:
        key: the key file of the backups.

    Raises:
        KeyMissing: the key file is no key.
    """
    secret, made_at = crypto.read_key(key), time.now()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / shelf.name_of(made_at)
    # The snapshot is not sealed yet, so it lies where the database lies and nowhere else.
    with (
        tempfile.TemporaryDirectory(dir=config.data, prefix="snapshot-") as work,
        snapshot(database, Path(work), REASON) as moment,
        archive.writing(path, secret) as out,
    ):
        out.add_file(moment.path.name, moment.path)
        files, wanting = archive.add_stored(out, partial(bytes_of, of(config)), _named(moment.session))
        for kept in sorted((config.data / "audit").glob(heads.PATTERN)):
            out.add_file(f"audit/{kept.name}", kept)
        said = _manifest(config, moment)
        out.finish({**said, "made_at": made_at.isoformat(), "files": files, "wanting": wanting})
    shelf.thin(folder, config.backups_kept)
    return Made(path, sum(moment.counts.values()), files, tuple(wanting))


def nightly(database: Database, tenant: int) -> str | None:
    """The backup of a night, where the settings say where to; words where bytes are wanting.

    Without a folder of its own nothing is made: beside the data it would be lost with them, and fill their disk.
    """
    config = dataclasses.replace(load(), data=database.data_dir)
    if not config.backups:
        return None
    done = make(config, database, config.backup_folder, config.backup_key)
    for sha256 in done.wanting:
        log.error("files/%s: its bytes are gone or changed", sha256)
    return WANTING if done.wanting else None


def _named(session: ScopedSession) -> Iterator[str]:
    return iter(session.scalars(select(StoredFile.sha256).distinct().order_by(StoredFile.sha256)))


def _manifest(config: Config, moment: Snapshot) -> Mapping[str, Any]:
    registry = plugins.registry()
    return {
        "format": FORMAT,
        "version": __version__,
        "plugins": {name: info.version for name, info in registry.plugins.items()},
        "revisions": moment.revisions,
        "counts": moment.counts,
        "calendar": calendars.current(moment.session).version,
        "heads": [dataclasses.asdict(head) for head in heads.of_every(moment.session)],
        "keys": sorted(path.name for path in config.keys.glob("*.key") if path != config.backup_key),
    }
