"""The sample county to move from, and another installation of the same county, with keys of its own, to move to."""

from __future__ import annotations

import io
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

import tenants
from core import clock, plugins
from core.calendar import services as calendars
from core.cases.models import Case
from core.commands import load_tenants, open_database, prepare
from core.config import Config
from core.db import Database, Scope, crypto
from core.files.kinds import Limits
from core.files.services import attach, keep
from core.files.stores import of
from core.search import service as search
from core.search.whoosh_backend import WhooshBackend
from tests import databases
from tests.sample import COUNTY, MENGYUE, NOON

PDF = b"%PDF-1.4\n" + b"1 0 obj\n" * 60 + b"%%EOF\n"


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    """The sample's day, and no calendar that another test met."""
    token = calendars._counts.set(None)
    with clock.moved(NOON):
        yield
    calendars._counts.reset(token)


@pytest.fixture
def here(config: Config) -> Iterator[Database]:
    """The sample county; one of its cases has a file."""
    database = open_database(config)
    kept = keep(of(config), io.BytesIO(PDF), "plan.pdf", Limits())
    with database.write(Scope.one(MENGYUE)) as session:
        case = session.scalars(select(Case).where(Case.no_seq.is_not(None)).order_by(Case.id)).first()
        assert case is not None
        attach(session, kept, owner_kind="case", owner_id=case.id)
    yield database
    database.dispose()


@pytest.fixture
def there_config(tmp_path: Path) -> Config:
    """The settings of the other installation."""
    return databases.installation(tmp_path / "there")


@pytest.fixture
def there(there_config: Config, tmp_path: Path) -> Iterator[Database]:
    """The other installation: the county without townships."""
    shutil.copytree(tenants.folder() / str(COUNTY), tmp_path / "tenants" / str(COUNTY))
    database = prepare(there_config)
    load_tenants(database, tmp_path / "tenants")
    yield database
    database.dispose()


def found_as_rebuilt(config: Config, database: Database) -> Counter[tuple[str, str]]:
    """What the index shows to whom (key, token), which is what one made anew shows.

    Whoever follows a move need not rebuild it: the worker brought it up to date.
    """
    there, anew = WhooshBackend(config.index), WhooshBackend(config.data / "anew")
    search.rebuild(anew, database, plugins.registry())
    held = [_shown(backend) for backend in (there, anew)]
    assert held[0] == held[1]
    return held[0]


def _shown(backend: WhooshBackend) -> Counter[tuple[str, str]]:
    searcher = backend._reader()
    assert searcher is not None
    tokens = [bytes(term).decode() for term in searcher.reader().lexicon("acl")]
    return Counter((row["key"], token) for token in tokens for row in searcher.documents(acl=token))


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """The key of the journey."""
    crypto.write_key(tmp_path / "journey.key")
    return tmp_path / "journey.key"
