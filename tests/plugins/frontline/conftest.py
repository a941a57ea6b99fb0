"""One township where frontline work is on, for a module of its tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import delete

from core.accounts.models import Throttle
from tests.core.duties.conftest import Scheme, on
from tests.plugins.frontline.road import MONDAY
from tests.site import Site


@pytest.fixture(scope="module")
def township(site: Site) -> Scheme:
    """The township with the measure on."""
    scheme = Scheme(site.database)
    scheme.turn("frontline")
    return scheme


@pytest.fixture(autouse=True)
def _on_a_monday(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every test lives on one day, and nobody is slowed for what the test before it sent."""
    if "township" in request.fixturenames:
        scheme: Scheme = request.getfixturevalue("township")
        with scheme.writing() as session:
            session.execute(delete(Throttle))
    with on(MONDAY):
        yield
