"""A desk over the sample county, with the toy measure installed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from core import clock, plugins
from core.commands import open_database
from core.config import Config
from core.db import Scope
from core.tenancy.models import Unit
from tests.core.cases import toys
from tests.core.cases.toys import Desk
from tests.sample import MENGYUE, NOON


@pytest.fixture
def desk(config: Config) -> Iterator[Desk]:
    """Open and move toy cases on the sample's day."""
    with plugins.using({"toy": toys}), clock.moved(NOON):
        database = open_database(config)
        with database.read(Scope.one(MENGYUE)) as session:
            unit = session.scalars(select(Unit.id).where(Unit.code == "NYZ")).one()
        yield Desk(database, unit)
        database.dispose()
