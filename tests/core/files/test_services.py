"""The store: once per content, an owner for every row, nothing left of what was refused."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from core.db import Database, Scope, new_id
from core.errors import DomainError
from core.files import services
from core.files.blobs import place
from core.files.kinds import Limits
from core.files.models import StoredFile
from core.files.stores.disk import DiskStore
from tests.core.files.test_kinds import PDF

TENANT = 533124205


def keep(root: Path, content: bytes = PDF, name: str = "a.pdf") -> services.Kept:
    return services.keep(DiskStore(root), io.BytesIO(content), name, Limits(size=2000))


def test_the_same_bytes_lie_once(tmp_path: Path) -> None:
    first, second = keep(tmp_path), keep(tmp_path, name="b.pdf")
    assert first.sha256 == second.sha256
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [place(tmp_path, first.sha256)]


@pytest.mark.parametrize(("content", "words"), [(b"", "空的"), (PDF + b"0" * 3000, "MB"), (b"MZ not a pdf", "扩展名")])
def test_what_is_refused_leaves_nothing(tmp_path: Path, content: bytes, words: str) -> None:
    with pytest.raises(DomainError, match=words):
        keep(tmp_path, content)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_the_same_file_twice_in_one_place_is_one_row_and_a_place_has_a_limit(
    database: Database, tmp_path: Path
) -> None:
    kept, owner = keep(tmp_path / "files"), new_id()
    other = keep(tmp_path / "files", PDF + b"\n%%EOF")
    with database.write(Scope.one(TENANT)) as session:
        first = services.attach(session, kept, owner_kind="draft", owner_id=owner, slot="m1")
        again = services.attach(session, kept, owner_kind="draft", owner_id=owner, slot="m1")
        assert first.id == again.id
        with pytest.raises(DomainError, match="最多"):
            services.attach(session, other, owner_kind="draft", owner_id=owner, slot="m1", at_most=1)


def test_only_its_owner_lets_go_of_a_file(database: Database, tmp_path: Path) -> None:
    kept, owner = keep(tmp_path / "files"), new_id()
    with database.write(Scope.one(TENANT)) as session:
        row_id = services.attach(session, kept, owner_kind="draft", owner_id=owner).id
        for kind, other in (("draft", new_id()), ("case", owner)):
            services.detach(session, row_id, owner_kind=kind, owner_id=other)
            assert session.get(StoredFile, (TENANT, row_id)) is not None
        for _ in range(2):
            services.detach(session, row_id, owner_kind="draft", owner_id=owner)
        assert session.get(StoredFile, (TENANT, row_id)) is None
