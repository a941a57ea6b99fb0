"""Restoring a backup into a bare folder, checked before it counts; and the drill that does so every week."""

from __future__ import annotations

import dataclasses
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from sqlalchemy import select

from core import __version__
from core.audit import chain
from core.backup import archive, shelf
from core.backup.services import FORMAT
from core.backup.stream import Damaged
from core.config import load
from core.db import Database, Scope, ScopedSession, crypto
from core.db import snapshot as moments
from core.files.blobs import place
from core.files.models import StoredFile
from core.i18n import N_

READ_ONLY = N_("只通读了备份，没有恢复到数据库：数据库账号没有建库权限（CREATEDB）")
FILE = re.compile(r"^files/([0-9a-f]{64})$")
HEADS = re.compile(r"^audit/(heads-[\d-]{10}\.jsonl)$")


class NotBare(ValueError):
    """The place to restore to holds something already."""


class NeedsDatabase(ValueError):
    """A backup of PostgreSQL, and no empty database was named."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was restored, with its manifest."""

    folder: Path
    manifest: Mapping[str, Any]


def restore(path: Path, key: Path, target: Path, url: str = "") -> Restored:
    """Restore a backup into a folder that is empty or not there; whatever is wrong with it leaves nothing behind.

    The index is not restored but rebuilt; the keys come from their own copy.

    Args:
        key: the key file of the backup.
        url: an empty PostgreSQL database, for a backup of PostgreSQL.

    Raises:
        NotBare: the folder is not empty.
        NeedsDatabase: see `url`.
        WrongKey: the backup was sealed with another key.
        Damaged: a part is not as it was backed up, by its name.
    """
    target = target.absolute()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise NotBare(f"{target} is not empty")
    target.parent.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}-"))
    try:
        manifest = _unpack(path, key, work)
        dump = work / moments.POSTGRESQL
        if dump.exists():
            if not url:
                raise NeedsDatabase("a backup of PostgreSQL: name an empty database with --url")
            moments.load_dump(dump, url)
            dump.unlink()
        _check(work, manifest, url)
        if target.exists():
            target.rmdir()
        work.rename(target)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise
    return Restored(target, manifest)


def drill(database: Database, tenant: int) -> str | None:
    """Restore the newest backup to a place that is thrown away; a job that fails is told by the doctor.

    Of PostgreSQL that is a database beside the installation's own. Where its login may not make one, the dump is read
    from end to end and the answer says that this was all.

    Raises:
        WrongKey, Damaged: the newest backup can't be restored.
    """
    config = dataclasses.replace(load(), data=database.data_dir)
    newest = next((path for _, path in shelf.backups(config.backup_folder)), None)
    if newest is None:
        return None
    with tempfile.TemporaryDirectory(dir=config.data, prefix="drill-") as folder:
        target = Path(folder) / "data"
        try:
            if database.is_sqlite:
                restore(newest, config.backup_key, target)
            else:
                with moments.beside(database) as url:
                    restore(newest, config.backup_key, target, url)
        except (NeedsDatabase, moments.MayNotCreate):
            _unpack(newest, config.backup_key, Path(folder))
            if (dump := Path(folder) / moments.POSTGRESQL).exists():
                moments.read_dump(dump)
            return READ_ONLY
    return None


def _unpack(path: Path, key: Path, work: Path) -> Mapping[str, Any]:
    with archive.reading(path, crypto.read_key(key)) as reader:
        for name, source in reader.parts():
            _put(source, _destination(work, name))
    if reader.manifest.get("format") != FORMAT:
        raise Damaged(f"{archive.MANIFEST}: of another format")
    return reader.manifest


def _destination(work: Path, name: str) -> Path:
    if name == moments.SQLITE:
        return work / "xiaoneng.db"
    if name == moments.POSTGRESQL:
        return work / name
    if file := FILE.match(name):
        return place(work / "files", file[1])
    if heads := HEADS.match(name):
        return work / "audit" / heads[1]
    raise Damaged(f"{name}: no part of a backup")


def _put(source: IO[bytes], path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("xb") as file:
        shutil.copyfileobj(source, file, archive.CHUNK)


def _check(work: Path, manifest: Mapping[str, Any], url: str) -> None:
    """Whole, as the manifest says, every file there and every chain good.

    Tables of another version of the software are counted, not read.
    """
    database = Database(url or f"sqlite:///{work / 'xiaoneng.db'}", work)
    try:
        found = moments.problems(database, manifest["counts"], tuple(manifest["revisions"]))
        if not found and manifest["version"] == __version__:
            with database.read(Scope.system("the files that a restored database names")) as session:
                found += _files_missing(session, work, manifest)
            found += _chains_broken(database, manifest)
    finally:
        database.dispose()
        (work / "write.lock").unlink(missing_ok=True)
    if found:
        raise Damaged("; ".join(found[:10]))


def _files_missing(session: ScopedSession, work: Path, manifest: Mapping[str, Any]) -> list[str]:
    known = set(manifest["wanting"])
    named = session.scalars(select(StoredFile.sha256).distinct().order_by(StoredFile.sha256))
    return [
        f"files/{sha256}: missing"
        for sha256 in named
        if sha256 not in known and not place(work / "files", sha256).is_file()
    ]


def _chains_broken(database: Database, manifest: Mapping[str, Any]) -> list[str]:
    broken = []
    for said in manifest["heads"]:
        head = chain.Head(**said)
        with database.read(Scope.one(head.tenant)) as session:
            verdict = chain.verify(session, [head])
        if not verdict.good:
            broken.append(f"audit of {head.tenant}: row {verdict.seq} {verdict.problem}")
    return broken
