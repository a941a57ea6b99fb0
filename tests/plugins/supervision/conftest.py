"""A site in which supervision is at work, made once for each module."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core import clock
from tests.plugins.supervision.office import Desk, staff
from tests.sample import NOON
from tests.site import Site, installed


@pytest.fixture(scope="module")
def staffed(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The site with both offices staffed."""
    with installed(sample, tmp_path_factory.mktemp("supervision")) as made:
        with clock.moved(NOON):
            staff(made.database)
        yield made


@pytest.fixture
def here(staffed: Site) -> Iterator[Site]:
    """The same on the sample's day."""
    with clock.moved(NOON):
        yield staffed


@pytest.fixture
def desk(here: Site) -> Desk:
    """Complaints in it."""
    return Desk(here.database)
