"""A PostgreSQL of one's own for the tests that need one; skipped where server or driver are not installed."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

SCRIPT = Path(__file__).resolve().parent.parent / "scripts" / "postgres.py"


@contextmanager
def databases() -> Iterator[Callable[[str], str]]:
    """Start a server; call what is given with a name to get the URL of a new database."""
    pytest.importorskip("psycopg")
    script = _script()
    if script.binaries() is None:
        pytest.skip("no PostgreSQL server on this machine")
    with script.cluster() as server:
        yield server.create


def _script() -> Any:
    spec = importlib.util.spec_from_file_location("postgres_cluster", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module
