"""A backup of the sample county with one file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from core import clock
from core.backup import services
from core.backup.services import Made
from core.commands import open_database
from core.config import Config
from core.db import Database, Scope
from core.files.kinds import Limits
from core.files.services import attach, keep
from core.files.stores import of
from tests.sample import MENGYUE, NOON

PDF = b"%PDF-1.4\n" + b"1 0 obj\n" * 60 + b"%%EOF\n"


@pytest.fixture
def noon() -> Iterator[None]:
    """The sample's day."""
    with clock.moved(NOON):
        yield


@pytest.fixture
def installation(config: Config, noon: None) -> Iterator[Database]:
    """The sample county with a stored file."""
    database = open_database(config)
    kept = keep(of(config), io.BytesIO(PDF), "plan.pdf", Limits())
    with database.write(Scope.one(MENGYUE)) as session:
        attach(session, kept, owner_kind="case", owner_id=UUID(int=7))
    yield database
    database.dispose()


@pytest.fixture
def made(config: Config, installation: Database) -> Made:
    """Its backup."""
    return services.make(config, installation, config.backup_folder, config.backup_key)


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """Where to restore to."""
    return tmp_path / "restored" / "data"
