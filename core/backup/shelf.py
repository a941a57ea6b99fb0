"""The folder of the backups: their names say when they were made, and only the newest stay."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

NAME = re.compile(r"^xiaoneng-(\d{8}T\d{6}Z)\.backup$")
STAMP = "%Y%m%dT%H%M%SZ"


def name_of(made_at: dt.datetime) -> str:
    """The file name of a backup made at an instant."""
    return f"xiaoneng-{made_at.astimezone(dt.UTC).strftime(STAMP)}.backup"


def backups(folder: Path) -> list[tuple[dt.datetime, Path]]:
    """Every backup of a folder with the instant it was made, the newest first."""
    if not folder.is_dir():
        return []
    found = [(match[1], path) for path in folder.iterdir() if (match := NAME.match(path.name))]
    return [
        (dt.datetime.strptime(stamp, STAMP).replace(tzinfo=dt.UTC), path) for stamp, path in sorted(found, reverse=True)
    ]


def thin(folder: Path, keep: int) -> list[Path]:
    """Remove all but the `keep` newest backups.

    Returns:
        the files removed.
    """
    old = [path for _, path in backups(folder)[keep:]]
    for path in old:
        path.unlink(missing_ok=True)
    return old
