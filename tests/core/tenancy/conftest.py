"""A small county with one township, in a folder a test may spoil."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from core import plugins
from core.db import Database

ABOUT = """name = "{name}"
plugins = [{plugins}]

[settings]
prefix = "{prefix}"
review_organ = "样例县人民政府"
court = "样例县人民法院"
"""
ITEMS = """[[items]]
code = "X-1"
name = "样例事项"
type = "行政许可"
organ = "乡（镇）人民政府"
title = "法定"
basis = "样例条例1"
unit = "DZB"
promised_days = 5

[[items.materials]]
code = "application"
name = "申请书"
"""
COUNTY, TOWN = 999999, 999999201


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of tenants without a bad place."""
    root = tmp_path / "tenants"
    county, town = root / str(COUNTY), root / str(TOWN)
    for place in (county / "plugins" / "approval", town):
        place.mkdir(parents=True)
    (county / "tenant.toml").write_text(ABOUT.format(name="样例县", plugins="", prefix="县"), encoding="utf-8")
    (county / "units.csv").write_text("code,name,kind,legal_title\nZFB,县政府办,office,own\n", encoding="utf-8")
    (county / "people.csv").write_text("name,login,unit,role\n岩样甲,yan.jia,ZFB,county_admin\n", encoding="utf-8")
    (county / "plugins" / "approval" / "items.toml").write_text(ITEMS, encoding="utf-8")
    (town / "tenant.toml").write_text(ABOUT.format(name="样例乡", plugins='"approval"', prefix="乡"), encoding="utf-8")
    (town / "units.csv").write_text(
        "code,name,kind,legal_title,superior,sample\n"
        "DZB,党政办,office,internal,,样例\n"
        "LD,领导班子,leadership,own,,样例\n"
        "201,样例村民委员会,village,assists,,\n",
        encoding="utf-8",
    )
    (town / "people.csv").write_text(
        "name,login,unit,role,title,sample\n"
        "岩样乙,yan.yi,DZB,handler|unit_admin,办事员,样例\n"
        "岩样丙,yan.bing,LD,leader,乡长,样例\n",
        encoding="utf-8",
    )
    return root


@pytest.fixture
def database(make_database: Callable[..., Database]) -> Database:
    """A fresh database with the tables of every plugin."""
    assert plugins.registry().models
    return make_database()


def replace(file: Path, old: str, new: str) -> None:
    """Change a file as someone would in an editor."""
    said = file.read_text(encoding="utf-8")
    assert old in said
    file.write_text(said.replace(old, new, 1), encoding="utf-8")
