"""The keys of an installation: whole or not there, and the same ones for whoever makes them at the same moment."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from core.db import crypto
from tests.processes import run_processes

TIMES = 50


def _make_and_load(folder: Path) -> None:
    for number in range(TIMES):
        keys = folder / str(number)
        crypto.create_keys(keys)
        crypto.load_keys(keys)
        (folder / f"{number}-{os.getpid()}").write_text(str(crypto._ring))


def test_processes_that_make_the_keys_at_once_load_the_same_ones(tmp_path: Path) -> None:
    run_processes(_make_and_load, [(tmp_path,)] * 3)
    for number in range(TIMES):
        loaded = [path.read_text() for path in tmp_path.glob(f"{number}-*")]
        assert len(loaded) == 3
        assert len(set(loaded)) == 1
        assert sorted(path.name for path in (tmp_path / str(number)).iterdir()) == [
            "index-0001.key",
            "seal-0001.key",
            "value-0001.key",
        ]


def test_a_key_that_is_there_is_kept_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    crypto.write_key(tmp_path / "a.key")
    before = (tmp_path / "a.key").read_text()
    assert stat.S_IMODE((tmp_path / "a.key").stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        crypto.write_key(tmp_path / "a.key")
    crypto.keep_key(tmp_path / "a.key")
    assert (tmp_path / "a.key").read_text() == before


def test_a_key_whose_writing_is_cut_short_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def cut(fd: int) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(os, "fsync", cut)
    with pytest.raises(OSError, match="no space left"):
        crypto.write_key(tmp_path / "a.key")
    assert list(tmp_path.iterdir()) == []
