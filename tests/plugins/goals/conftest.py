"""One installation for a module of tests of key work, with the measure on since the beginning of the year."""

from __future__ import annotations

import pytest

from tests.core.duties.conftest import Scheme
from tests.plugins.goals.road import prepare
from tests.site import Site


@pytest.fixture(scope="module")
def scheme(site: Site) -> Scheme:
    """The township that owes the scheme's duties of 2026."""
    return prepare(site)
