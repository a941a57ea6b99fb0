"""A full disk: what can't be kept is refused in words, reading goes on, and after room is made so does everything."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from core import clock
from tests import databases
from tests.faults.test_database import accepted
from tests.plugins.approval.test_kill import sound
from tests.sample import CLERK, COUNTY_ADMIN, MENGYUE, NOON
from tests.site import Page, Site, application

pytestmark = pytest.mark.only_on("sqlite", "PostgreSQL's disk is its own; what it says of it is in test_database.py")
ROOM = 8 * 1024 * 1024  # beside the sample


def size_of(folder: Path) -> int:
    """Bytes of all files."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


@pytest.fixture
def disk(sample: Path, tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own; only who owns the machine can mount one."""
    mounted = tmp_path / "disk"
    mounted.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size_of(sample) + ROOM}", "tmpfs", str(mounted)]
    if os.geteuid() or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("NOT TRIED: a full disk; who runs this may mount nothing")
    yield mounted
    subprocess.run(["umount", str(mounted)], check=True)


@pytest.fixture
def small(disk: Path, sample: Path) -> Iterator[Site]:
    """The sample county on the small disk."""
    with application(databases.copied(sample, disk / "data")) as app, clock.moved(NOON):
        yield Site(app)


def fill(disk: Path) -> Path:
    """A file over all the room there is."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError:
            return ballast
    raise AssertionError("the disk is not full")


def test_nothing_half_is_kept_while_the_disk_is_full_and_all_goes_on_when_there_is_room(
    small: Site, disk: Path
) -> None:
    clerk, admin = small.sign_in(CLERK), small.sign_in(COUNTY_ADMIN)
    url = f"/w/{MENGYUE}/approval/cases/{small.case('勐约办2').id}/accept"
    typed = {**Page(clerk.get(url)).posted().held, "accepted_on": "2026-11-24"}
    with closing(sqlite3.connect(small.database.path)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # what was written before leaves a file with room in it
    ballast = fill(disk)
    refused = clerk.post(url, data=typed)
    said = refused.get_data(as_text=True)
    assert (refused.status_code, "存储空间已满" in said) == (507, True)
    assert Page(refused).posted().held == typed
    for page in (f"/t/{MENGYUE}/", f"/w/{MENGYUE}/", f"/w/{MENGYUE}/cases", url):
        assert clerk.get(page).status_code == 200
    assert "剩余0 MB" in admin.get("/county/health").get_data(as_text=True)
    assert accepted(small) == 0
    ballast.unlink()
    assert clerk.post(url, data=typed).status_code == 303
    assert accepted(small) == 1
    small.database.dispose()
    sound(small.config.data)
