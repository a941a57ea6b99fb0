"""`make new-plugin`: what it makes is formatted, listed, documented, and passes the tests it brings."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import new_plugin
from tests import databases

pytestmark = pytest.mark.only_on("sqlite", "the new plugin has no table")

ROOT = Path(__file__).resolve().parent.parent
PARTS = ("core", "plugins", "scripts", "tests", "tenants", "docs")
LEFT_OUT = shutil.ignore_patterns("vendor", "images")  # what is compiled stays, and is not compiled again
PAGE = """### `register_plugin`

Used by: `approval`, `core`.

### `register_api`

Used by: `approval`.
"""


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A copy of the sources with one plugin more."""
    for part in PARTS:
        shutil.copytree(ROOT / part, tmp_path / part, ignore=LEFT_OUT)
    for file in ("pyproject.toml", "hatch_build.py", "README.md"):
        shutil.copy(ROOT / file, tmp_path)
    run(tmp_path, "scripts/new_plugin.py", "hydrants", "--label", "消防栓", "--english", "hydrants")
    return tmp_path


def run(clone: Path, *command: str) -> str:
    """What a command of Python says in the copy; fails with its words when it does."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=clone,
        env={**os.environ, "PYTHONPATH": str(clone)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_the_plugin_works_and_passes_its_own_tests(clone: Path) -> None:
    run(clone, "-m", "ruff", "check", "plugins/hydrants", "tests/plugins/hydrants")
    run(clone, "-m", "ruff", "format", "--check", "core/plugins.py", "plugins/hydrants", "tests/plugins/hydrants")
    tests = ("-m", "pytest", "--database", databases.kind(), "-p", "no:cacheprovider")
    assert "passed" in run(clone, *tests, "-v", "tests/plugins/hydrants")
    run(clone, *tests, "tests/test_house.py", "-k", "hook")


def test_it_is_listed_behind_the_others() -> None:
    assert new_plugin.listed("BUILT_IN = (\n    CORE,\n)\nGROUP", "x") == 'BUILT_IN = (\n    CORE,\n    "x",\n)\nGROUP'


def test_its_hooks_name_it_among_their_users_and_no_other_does() -> None:
    page = new_plugin.documented(PAGE, "beta", ["register_plugin"])
    assert "Used by: `approval`, `beta`, `core`." in page
    assert "Used by: `approval`.\n" in page


@pytest.mark.parametrize(("name", "words"), [("Big", "no name"), ("core", "no name"), ("approval", "exists")])
def test_a_bad_or_taken_name_is_refused(name: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        new_plugin.create(ROOT, name, "", "")
