"""Bad files are named with their place and a reason in words, all at once, and nothing is loaded."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from core.db import Database, Scope
from core.tenancy.models import Tenant
from core.tenancy.reading import BadFiles
from core.tenancy.sync import sync
from tests.core.tenancy.conftest import COUNTY, TOWN, replace

TOWN_FILES = ("tenant.toml", "units.csv", "people.csv")
ITEMS = f"{COUNTY}/plugins/approval/items.toml"


def refused(database: Database, folder: Path) -> list[tuple[str, str, str]]:
    """The bad places of a folder as (file, place, reason); proves that nothing was written."""
    with pytest.raises(BadFiles) as raised:
        sync(database, folder)
    with database.read(Scope.system("count what a refused sync left")) as session:
        assert session.scalar(select(func.count()).select_from(Tenant)) == 0
    return [(str(place.file.relative_to(folder)), place.place, str(place.problem)) for place in raised.value.places]


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "words"),
    [
        (f"{TOWN}/tenant.toml", 'name = "', "name = ", "1", "TOML 语法错误"),
        (f"{TOWN}/tenant.toml", 'prefix = "乡"', "", "settings.prefix", "缺少"),
        (f"{TOWN}/tenant.toml", 'prefix = "乡"', "prefix = 5", "settings.prefix", "应当是文字"),
        (f"{TOWN}/tenant.toml", 'prefix = "乡"', 'prefix = ""', "settings.prefix", "不能为空"),
        (f"{TOWN}/tenant.toml", 'prefix = "乡"', 'prefix = "乡"\nprefx = "乡"', "settings.prefx", "没有这个键"),
        (f"{TOWN}/tenant.toml", 'plugins = ["approval"]', 'plugins = "approval"', "plugins", "应当是列表"),
        (f"{TOWN}/tenant.toml", 'plugins = ["approval"]', "plugins = [1]", "plugins[0]", "应当是文字"),
        (f"{TOWN}/tenant.toml", '"approval"', '"approval", "aproval"', "plugins[1]", "aproval"),
        (f"{TOWN}/tenant.toml", '"approval"', '"core"', "plugins[0]", "core"),
        (f"{TOWN}/tenant.toml", 'prefix = "乡"', 'prefix = "乡"\nsite = {a = 1}', "settings.site.a", "应当是文字"),
        (f"{TOWN}/units.csv", "code,name", "code,nam", "1", "缺少“name”列"),
        (f"{TOWN}/units.csv", "superior", "legal_title", "1", "重复"),
        (f"{TOWN}/units.csv", "DZB,党政办,office", "DZB,党政办,offices", "2", "offices"),
        (f"{TOWN}/units.csv", "leadership,own", "leadership,mine", "3", "mine"),
        (f"{TOWN}/units.csv", "LD,领导班子", "DZB,领导班子", "3", "重复"),
        (f"{TOWN}/units.csv", "LD,领导班子", "LD,", "3", "“name”没有填写"),
        (f"{TOWN}/units.csv", "leadership,own,,样例", "leadership,own,样例", "3", "应当有6列，实际有5列"),
        (f"{TOWN}/units.csv", "own,,样例", "own,,是", "3", "只能是“样例”"),
        (f"{TOWN}/units.csv", "LD,领导班子", 'LD,"领导"班子', "3", "CSV 语法错误"),
        (f"{TOWN}/people.csv", "yan.yi,DZB", "yan.yi,DZX", "2", "DZX"),
        (f"{TOWN}/people.csv", "yan.yi", "Yan Yi", "2", "小写字母"),
        (f"{TOWN}/people.csv", "yan.bing", "yan.yi", "3", "重复"),
        (f"{TOWN}/people.csv", "yan.bing", "yan.jia", "3", "已经属于“岩样甲”"),
        (f"{TOWN}/people.csv", "handler|unit_admin", "handler|boss", "2", "boss"),
        (f"{TOWN}/people.csv", "LD,leader", "201,leader", "3", "不能在单位“201”担任"),
        (f"{TOWN}/people.csv", "LD,leader", "LD,county_admin", "3", "不属于这一级"),
        (ITEMS, "[[items]]", "[[item]]", "item", "没有这个键"),
        (ITEMS, 'basis = "样例条例1"', "", "items[0].basis", "缺少"),
        (ITEMS, "行政许可", "行政许诺", "items[0].type", "行政许诺"),
        (ITEMS, "promised_days = 5", 'promised_days = "5"', "items[0].promised_days", "应当是整数"),
        (ITEMS, "promised_days = 5", "promised_days = 0", "items[0].promised_days", "大于0"),
        (ITEMS, "promised_days = 5", "promised_days = true", "items[0].promised_days", "应当是整数"),
        (ITEMS, "promised_days = 5", "promised_days = 21", "items[0].promised_days", "不能长于法定时限（20个工作日）"),
        (ITEMS, "promised_days = 5", "legal_days = 45", "items[0].legal_source", "请写明依据"),
        (ITEMS, "promised_days = 5", 'remedy = "none"', "items[0].remedy", "none"),
        (ITEMS, 'title = "法定"', 'title = "委托"', "items[0].entrusted_by", "委托机关"),
        (ITEMS, 'title = "法定"', 'title = "初审转报"', "items[0].decided_by", "报送"),
        (ITEMS, 'unit = "DZB"', 'unit = "NYZ"', "items[0].unit", f"{TOWN}没有代码为“NYZ”的单位"),
        (ITEMS, 'name = "申请书"', "", "items[0].materials[0].name", "缺少"),
        (ITEMS, 'name = "申请书"', 'name = "申请书"\n[[items.fields]]\nname = "a"', "items[0].fields[0].label", "缺少"),
    ],
)
def test_a_bad_place_is_named(
    database: Database, folder: Path, file: str, old: str, new: str, place: str, words: str
) -> None:
    replace(folder / file, old, new)
    found = refused(database, folder)
    assert any(row[:2] == (file, place) and words in row[2] for row in found), found


def test_a_function_is_one_of_the_list_and_one_units_own(database: Database, folder: Path) -> None:
    lines = ["code,name,kind,legal_title,function", "DZB,党政办,office,internal,general_office"]
    lines += ["LD,领导班子,leadership,own,boss", "201,样例村民委员会,village,assists,general_office"]
    (folder / str(TOWN) / "units.csv").write_text("\n".join(lines), encoding="utf-8")
    found = [row for row in refused(database, folder) if row[0] == f"{TOWN}/units.csv"]
    assert [(place, words[:16]) for _, place, words in found] == [
        ("3", "“function”不能是“bo"),
        ("4", "“general_office”"),
    ]


def test_every_bad_place_is_named_at_once(database: Database, folder: Path) -> None:
    replace(folder / str(COUNTY) / "units.csv", "office", "offices")
    replace(folder / str(TOWN) / "people.csv", "handler|unit_admin", "boss|chief")
    replace(folder / str(TOWN) / "tenant.toml", 'prefix = "乡"', "")
    replace(folder / ITEMS, "promised_days = 5", "promised_days = 0")
    assert [row[:2] for row in refused(database, folder)] == [
        (f"{COUNTY}/units.csv", "2"),
        (ITEMS, "items[0].promised_days"),
        (f"{TOWN}/tenant.toml", "settings.prefix"),
        (f"{TOWN}/people.csv", "2"),
        (f"{TOWN}/people.csv", "2"),
    ]


@pytest.mark.parametrize("name", TOWN_FILES)
def test_a_missing_file_is_named(database: Database, folder: Path, name: str) -> None:
    (folder / str(TOWN) / name).unlink()
    assert (f"{TOWN}/{name}", "", "没有这个文件。") in refused(database, folder)


@pytest.mark.parametrize("name", TOWN_FILES)
def test_a_file_in_another_encoding_is_named_with_its_line(database: Database, folder: Path, name: str) -> None:
    file = folder / str(TOWN) / name
    said = file.read_text(encoding="utf-8")
    first, rest = said.split("\n", 1)
    file.write_bytes(b"\n" + said.encode("gbk"))
    line = "2" if not first.isascii() else "3"
    assert any(row[:2] == (f"{TOWN}/{name}", line) and "UTF-8" in row[2] for row in refused(database, folder)), rest


def test_the_mark_excel_puts_before_utf_8_does_no_harm(database: Database, folder: Path) -> None:
    for name in TOWN_FILES:
        file = folder / str(TOWN) / name
        file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b"\n", b"\r\n"))
    assert sync(database, folder)


def test_the_line_of_a_row_is_where_it_begins(database: Database, folder: Path) -> None:
    replace(folder / str(TOWN) / "units.csv", "DZB,党政办,office", '\nDZB,"党政\n办",offices')
    replace(folder / str(TOWN) / "units.csv", "leadership", "leaders")
    assert [row[1] for row in refused(database, folder) if row[0] == f"{TOWN}/units.csv"] == ["3", "5"]


def test_a_folder_needs_its_one_county(database: Database, folder: Path) -> None:
    (folder / str(COUNTY)).rename(folder / "999998")
    assert any(f"{TOWN}不属于" in row[2] for row in refused(database, folder))
    (folder / "999998").rename(folder / "elsewhere")
    assert any("应当正好有一个县" in row[2] for row in refused(database, folder))
