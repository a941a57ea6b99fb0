"""Migrations make the tables of the models, plugin by plugin, in one transaction."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from core import plugins
from core.commands import prepare
from core.config import Config
from core.db import migrations


def test_migrated_tables_and_models_agree(tmp_path: Path) -> None:
    database = prepare(Config(data=tmp_path))
    assert migrations.differences(database) == []
    assert migrations.is_current(database, plugins.registry().migrations)
    prepare(Config(data=tmp_path))


def test_each_plugins_branch_is_one_revision_as_its_models_would_write_it(tmp_path: Path) -> None:
    registry = plugins.registry()
    folders = {name: tmp_path / name for name in registry.migrations}
    for path in migrations.rewrite(folders, registry.models):
        kept = registry.migrations[path.parent.name] / path.name
        assert ast.dump(ast.parse(path.read_text())) == ast.dump(ast.parse(kept.read_text()))


def test_a_migration_that_fails_leaves_the_database_as_it_was(tmp_path: Path) -> None:
    bad = tmp_path / "bad"
    bad.mkdir()
    (bad / "bad_0001.py").write_text(
        "from alembic import op\nimport sqlalchemy as sa\n"
        "revision='bad_0001'\ndown_revision=None\nbranch_labels=('bad',)\ndepends_on=('core_0001',)\n"
        "def upgrade():\n    op.create_table('bad_one', sa.Column('id', sa.Integer))\n    raise ZeroDivisionError\n"
    )
    database = prepare(Config(data=tmp_path / "data"))
    with pytest.raises(ZeroDivisionError):
        migrations.upgrade(database, {**plugins.registry().migrations, "bad": bad})
    assert migrations.differences(database) == []
