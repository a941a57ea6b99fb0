"""Files people bring: what is honest is read as it was typed, what is hostile is refused with words, cheaply."""

from __future__ import annotations

import datetime as dt
import io
import time
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
import xlsxwriter

from core.errors import DomainError
from core.sheets import reading
from core.sheets.reading import read_file, read_text

HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
CELL = '<c r="A1" t="inlineStr"><is><t>姓名</t></is></c>'


def book(fill: Callable[[Any, Any], None]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"strings_to_formulas": False}) as made:
        fill(made, made.add_worksheet())
    return stream.getvalue()


def plain(made: Any, sheet: Any) -> None:
    sheet.write_row(0, 0, ["姓名", "登录名"])
    sheet.write_row(1, 0, ["李样本", "li.yangben"])


def changed(content: bytes, **parts: bytes | None) -> bytes:
    """A workbook with parts put in (``xl__x.xml`` for ``xl/x.xml``) or taken out."""
    given = {name.replace("__", "/").replace("_dot_", "."): value for name, value in parts.items()}
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in given:
                new.writestr(name, old.read(name))
        for name, value in given.items():
            if value is not None:
                new.writestr(name, value)
    return made.getvalue()


def with_sheet(xml: str) -> bytes:
    return changed(book(plain), xl__worksheets__sheet1_dot_xml=xml.encode())


def refused(content: bytes, name: str = "名单.xlsx") -> str:
    began = time.process_time()
    with pytest.raises(DomainError) as caught:
        read_file(io.BytesIO(content), name)
    assert time.process_time() - began < 20, "refusing must not be work"
    return str(caught.value)


def test_a_spreadsheet_is_read_as_it_was_typed() -> None:
    def fill(made: Any, sheet: Any) -> None:
        sheet.write_row(0, 0, ["姓名", "日期", "数", "对", "空"])
        sheet.write_string(2, 0, "李样本")
        sheet.write_datetime(2, 1, dt.datetime(2026, 11, 24), made.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_number(2, 2, 13800000000)
        sheet.write_number(2, 3, 1.5)

    rows = dict(read_file(io.BytesIO(book(fill)), "a.xlsx").rows)
    assert rows[1] == ("姓名", "日期", "数", "对", "空")
    assert rows[3] == ("李样本", "2026-11-24", "13800000000", "1.5", "")


def test_a_number_that_lost_its_last_digits_is_known_as_one() -> None:
    grid = read_file(io.BytesIO(book(lambda _, sheet: sheet.write_number(0, 1, 533124199001010012))), "a.xlsx")
    assert (1, 1) in grid.lost
    kept = read_file(io.BytesIO(book(lambda _, sheet: sheet.write_string(0, 1, "533124199001010012"))), "a.xlsx")
    assert not kept.lost
    assert kept.rows[0][1][1] == "533124199001010012"


def test_the_first_sheet_that_can_be_seen_is_read() -> None:
    def fill(made: Any, sheet: Any) -> None:
        sheet.write_string(0, 0, "藏")
        shown = made.add_worksheet("名单")
        shown.write_string(0, 0, "见")
        shown.activate()
        shown.set_first_sheet()
        sheet.hide()

    assert read_file(io.BytesIO(book(fill)), "a.xlsx").rows[0][1] == ("见",)


def test_a_formula_is_refused_with_its_cell() -> None:
    def fill(made: Any, sheet: Any) -> None:
        plain(made, sheet)
        sheet.write_formula(2, 1, "=1+1", None, 2)

    assert "B3里有公式" in refused(book(fill))


def test_a_merged_cell_is_refused_with_its_place_but_a_merged_title_is_not() -> None:
    def low(made: Any, sheet: Any) -> None:
        plain(made, sheet)
        sheet.merge_range(2, 0, 3, 0, "合并")

    def title(made: Any, sheet: Any) -> None:
        sheet.merge_range(0, 0, 0, 3, "人员名单")
        sheet.write_row(1, 0, ["姓名", "登录名"])

    assert "A3是合并的" in refused(book(low))
    assert read_file(io.BytesIO(book(title)), "a.xlsx").rows[1][1][:2] == ("姓名", "登录名")


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = changed(book(plain), xl__worksheets__sheet1_dot_xml=b"<worksheet>" + b" " * (60 * 1024 * 1024))
    assert "解压之后太大" in refused(bomb)


def test_a_part_that_lies_about_its_size_is_refused() -> None:
    packed = bytearray(changed(book(plain), xl__media__x_dot_bin=b"A" * 1_000_000))
    at = packed.rindex(b"xl/media/x.bin")
    central = packed.rindex(b"PK\x01\x02", 0, at)
    packed[central + 24 : central + 28] = (10).to_bytes(4, "little")
    assert "打不开" in refused(bytes(packed))


def test_two_parts_of_one_name_are_refused() -> None:
    stream = io.BytesIO(book(plain))
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(stream, "a") as packed:
        packed.writestr("xl/worksheets/sheet1.xml", HEAD + "</worksheet>")
    assert "打不开" in refused(stream.getvalue())


@pytest.mark.parametrize(
    "cell",
    ['<c r="XFD1048576"><v>1</v></c>', "<c r='XFD2'><v>1</v></c>", '<c s="1" t="n" r="A2000000"><v>1</v></c>'],
)
def test_a_cell_far_off_is_refused_before_a_table_is_made_up_to_it(cell: str) -> None:
    words = refused(with_sheet(f'{HEAD}<sheetData><row r="1">{CELL}{cell}</row></sheetData></worksheet>'))
    assert "太多" in words or "最多导入" in words


@pytest.mark.parametrize("place", ["&#88;FD1048576", "", "a1", "A1:B2", "ZZZZ1"])
def test_a_cell_without_a_place_one_can_read_is_refused(place: str) -> None:
    assert refused(with_sheet(f'{HEAD}<sheetData><row r="1"><c r="{place}"/></row></sheetData></worksheet>'))


def test_cells_without_places_are_counted() -> None:
    wide = f"{HEAD}<sheetData><row>{'<c/>' * 300}</row></sheetData></worksheet>"
    long = f"{HEAD}<sheetData>{'<row><c/></row>' * 7000}</sheetData></worksheet>"
    assert "列太多" in refused(with_sheet(wide))
    assert "最多导入" in refused(with_sheet(long))


def test_two_million_rows_that_are_only_said_cost_nothing() -> None:
    xml = f'{HEAD}<dimension ref="A1:XFD2000000"/><sheetData><row r="1">{CELL}</row></sheetData></worksheet>'
    assert read_file(io.BytesIO(with_sheet(xml)), "a.xlsx").rows == ((1, ("姓名",)),)


@pytest.mark.parametrize("part", ["xl__externalLinks__externalLink1_dot_xml", "xl__embeddings__x_dot_bin"])
def test_what_points_to_another_file_is_refused(part: str) -> None:
    assert "引用了其他文件" in refused(changed(book(plain), **{part: b"<externalLink/>"}))


def test_an_entity_is_refused() -> None:
    assert refused(with_sheet(f'<!DOCTYPE x [<!ENTITY a "b">]>{HEAD}<sheetData/></worksheet>'))


def test_macros_are_refused_by_name_by_content_and_by_type() -> None:
    assert "宏" in refused(book(plain), "a.xlsm")
    assert "宏" in refused(changed(book(plain), xl__vbaProject_dot_bin=b"x"))
    types = b'<Types><Override ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>'
    assert "宏" in refused(changed(book(plain), **{"[Content_Types]_dot_xml": types}))


def test_a_password_and_an_old_file_are_told_apart() -> None:
    locked = reading.OLE + b"\x00" * 512 + "EncryptedPackage".encode("utf-16-le")
    assert "密码" in refused(locked)
    assert ".xls " in refused(reading.OLE + b"\x00" * 512, "a.xls")
    assert ".xls " in refused(reading.OLE + b"\x00" * 512)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "a.xlsx"),
        (b"PK\x03\x04 broken", "a.xlsx"),
        (b"%PDF-1.7", "a.xlsx"),
        (b"a,b", "a.exe"),
        (b"a,b", "a"),
        (b"\x00\x01\x02", "a.csv"),
        (b"\xff\xff\xff", "a.csv"),
        (b'a,"b', "a.csv"),
        (b"a" * 200_000, "a.csv"),
        (b"a," * 5_000, "a.csv"),
        (b"a\n" * 10_000, "a.csv"),
    ],
)
def test_what_is_none_of_both_is_refused_with_words(content: bytes, name: str) -> None:
    assert refused(content, name)


def test_a_file_beyond_the_limit_is_refused() -> None:
    assert "10 MB" in refused(b"a" * (reading.LIMITS.size + 1), "a.csv")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_file_is_read_in_the_ways_spreadsheets_save_it(encoding: str) -> None:
    content = "姓名,登录名\r\n勐约 㐱,a.b\r\n".encode(encoding)
    assert read_file(io.BytesIO(content), "a.csv").rows == ((1, ("姓名", "登录名")), (2, ("勐约 㐱", "a.b")))


def test_pasted_rows_stand_apart_by_tabs_and_a_cell_may_hold_lines() -> None:
    assert read_text('姓名\t职务\n李\t"一\n二"\n王\t').rows == (
        (1, ("姓名", "职务")),
        (2, ("李", "一\n二")),
        (4, ("王", "")),
    )


def test_the_apostrophe_that_a_csv_file_left_with_goes_again() -> None:
    assert read_text("a\n'=1+1\n'word").rows[1:] == ((2, ("=1+1",)), (3, ("'word",)))


def test_random_damage_is_refused_or_read_and_never_an_error() -> None:
    good = bytearray(book(plain))
    for at in range(0, len(good), 37):
        hurt = bytes(good[:at]) + bytes([good[at] ^ 0xFF]) + bytes(good[at + 1 :])
        try:
            read_file(io.BytesIO(hurt), "a.xlsx")
        except DomainError:
            continue
