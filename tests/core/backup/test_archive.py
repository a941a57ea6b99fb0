"""A sealed archive: read back whole, and every way of spoiling it is found and named."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.backup import archive
from core.backup.stream import PIECE, Damaged, WrongKey

KEY = bytes(range(32))
PARTS = {"small": b"x", "empty": b"", "scan": random.Random(1).randbytes(3 * PIECE + 5), "text": b"row\n" * 50_000}


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    path = tmp_path / "a.sealed"
    with archive.writing(path, KEY) as out:
        for name, data in PARTS.items():
            out.add(name, data)
        out.finish({"said": "是"})
    return path


def parts(path: Path, key: bytes = KEY) -> dict[str, bytes]:
    with archive.reading(path, key) as reader:
        found = {name: source.read() for name, source in reader.parts()}
        assert reader.manifest["said"] == "是"
    return found


def test_what_was_put_in_comes_out(sealed: Path) -> None:
    assert parts(sealed) == PARTS


def test_nothing_of_it_can_be_read_without_the_key(sealed: Path) -> None:
    raw = sealed.read_bytes()
    assert b"manifest" not in raw
    assert b"row\n" not in raw
    assert sealed.stat().st_mode & 0o077 == 0


def test_another_key_is_told_from_damage(sealed: Path) -> None:
    with pytest.raises(WrongKey):
        parts(sealed, bytes(32))


@settings(max_examples=60, deadline=None)
@given(place=st.floats(0, 1, exclude_max=True), bit=st.integers(0, 7))
def test_one_flipped_bit_anywhere_is_found(tmp_path_factory: pytest.TempPathFactory, place: float, bit: int) -> None:
    folder = tmp_path_factory.mktemp("flip")
    whole = folder / "whole"
    with archive.writing(whole, KEY) as out:
        out.add("scan", PARTS["scan"])
        out.finish({"said": "是"})
    raw = bytearray(whole.read_bytes())
    raw[int(place * len(raw))] ^= 1 << bit
    whole.write_bytes(raw)
    with pytest.raises((Damaged, WrongKey)):
        parts(whole)


@pytest.mark.parametrize("keep", [0, 40, 66, 66 + PIECE + 16, 66 + 2 * (PIECE + 16), -1])
def test_a_file_that_was_cut_off_is_found(sealed: Path, keep: int) -> None:
    sealed.write_bytes(sealed.read_bytes()[:keep])
    with pytest.raises(Damaged):
        parts(sealed)


def test_swapped_pieces_are_found(sealed: Path) -> None:
    raw = sealed.read_bytes()
    size, first = PIECE + 16, 66
    one, two = raw[first : first + size], raw[first + size : first + 2 * size]
    sealed.write_bytes(raw[:first] + two + one + raw[first + 2 * size :])
    with pytest.raises(Damaged):
        parts(sealed)


def test_damage_is_told_with_the_part_it_is_in(sealed: Path) -> None:
    raw = bytearray(sealed.read_bytes())
    raw[66 + PIECE + 16 + 100] ^= 1
    sealed.write_bytes(raw)
    with pytest.raises(Damaged, match=r"^scan: "):
        parts(sealed)


def test_a_crash_while_writing_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), archive.writing(tmp_path / "b", KEY) as out:
        out.add("scan", os.urandom(PIECE * 2))
        raise RuntimeError
    assert list(tmp_path.iterdir()) == []
