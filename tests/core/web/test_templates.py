"""Every template compiles, and none needs what the content security policy forbids."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from core.web import filters
from core.web.public_states import PUBLIC_STATES
from plugins.approval.workflow import STATES

pytestmark = pytest.mark.only_on("sqlite", "templates are compiled without a database")

ROOT = Path(__file__).parents[3]
FOLDERS = [ROOT / "core" / "web" / "templates", *sorted((ROOT / "plugins").glob("*/templates"))]
TEMPLATES = [path for folder in FOLDERS for path in sorted(folder.rglob("*")) if path.is_file()]
FORBIDDEN = (
    re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    re.compile(r"<style\b", re.IGNORECASE),
    re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    re.compile(r"javascript:", re.IGNORECASE),
)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.fixture(scope="module")
def app() -> Flask:
    made = Flask("core", root_path=str(ROOT / "core"), template_folder="web/templates")
    made.jinja_env.add_extension("jinja2.ext.i18n")
    filters.init(made)
    return made


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_template_compiles(app: Flask, path: Path) -> None:
    app.jinja_env.compile(path.read_text(encoding="utf-8"), name=name(path))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_template_carries_no_inline_script_or_style(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert [found.group() for pattern in FORBIDDEN for found in pattern.finditer(source)] == []


def test_approval_uses_the_public_vocabulary() -> None:
    assert {state.public for state in STATES} <= PUBLIC_STATES.keys()
