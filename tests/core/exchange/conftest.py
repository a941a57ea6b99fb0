"""A county with twelve townships and the toy that takes in parcels."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from core import plugins
from core.db import Database
from tests.core.exchange import toys


@pytest.fixture
def post_office(tmp_path: Path) -> Iterator[Database]:
    """The installation with the toy installed."""
    with plugins.using({"toy": toys}):
        plugins.registry().check()
        database = toys.installation(tmp_path / "data")
        yield database
        database.dispose()
