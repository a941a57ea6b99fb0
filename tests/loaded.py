"""What every process of the product loads, loaded once: `tests.processes` forks its children from here."""

from __future__ import annotations

from sqlalchemy.orm import configure_mappers

from core import (
    app,  # noqa: F401 - loaded, as are the two below
    demo,  # noqa: F401
    plugins,
)
from core.jobs import serve, worker  # noqa: F401

plugins.registry().check()
plugins.registry().each("register_blueprints")
configure_mappers()
