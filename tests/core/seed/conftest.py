"""The stencils of a day, which take longest to make, are made once for the seedings of a module."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cache

import pytest

from core.seed import filling
from core.seed.stencils import Stencils, make


@pytest.fixture(scope="module", autouse=True)
def _same_stencils(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    @cache
    def made(today: dt.date, number: int) -> Stencils:
        return make(tmp_path_factory.mktemp("stencils"), today, number)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(filling, "make", lambda scratch, today, number: made(today, number))
        yield
