"""Heads matched with columns, and every bad cell named at once."""

from __future__ import annotations

import pytest

from core.contracts import SheetColumn
from core.errors import DomainError, Problem
from core.sheets import rules
from core.sheets.rules import Grid


def _even(text: str) -> int:
    if not text.isdecimal() or int(text) % 2:
        raise DomainError(Problem("双数"))
    return int(text)


COLUMNS = (
    SheetColumn("name", "姓名", required=True, longest=4),
    SheetColumn("login", "登录名", required=True, unique=True),
    SheetColumn("unit", "单位（站所）", choices=lambda session: {}),
    SheetColumn("number", "数", read=_even),
)
WORDS = {"name": "Name", "login": "Login", "unit": "Unit", "number": "Number"}
CHOICES = {"unit": {"党政办": "u1", "司法所": "u2"}}
HEAD = ("姓名", "登录名", "单位", "数")


def grid(*rows: tuple[str, ...], lost: tuple[tuple[int, int], ...] = ()) -> Grid:
    return Grid(tuple(enumerate(rows, 1)), frozenset(lost))


def checked(*rows: tuple[str, ...], lost: tuple[tuple[int, int], ...] = ()) -> list[rules.Checked]:
    given = grid(HEAD, *rows, lost=lost)
    return rules.check(COLUMNS, given, rules.match(COLUMNS, given, WORDS), CHOICES)


def bad(rows: list[rules.Checked]) -> list[tuple[int, str | None, str]]:
    return [(row.line, one.column, str(one.problem)) for row in rows for one in row.bad]


@pytest.mark.parametrize(
    "head",
    [
        HEAD,
        ("NAME", " login ", "UNIT", "number"),
        ("姓 名*", "登录名（必填）", "单位(站所)", "数"),
        ("数", "单位", "登录名", "姓名"),
    ],
)
def test_a_head_is_known_in_either_language_and_any_order(head: tuple[str, ...]) -> None:
    assert set(rules.match(COLUMNS, grid(head, ("x",) * 4), WORDS).places.values()) == {
        "name",
        "login",
        "unit",
        "number",
    }


def test_a_title_may_stand_above_the_head() -> None:
    table = rules.match(COLUMNS, grid(("人员名单",), (), HEAD, ("李", "li")), WORDS)
    assert table.rows == ((4, ("李", "li")),)


def test_heads_of_no_column_are_named_and_not_read() -> None:
    table = rules.match(COLUMNS, grid((*HEAD, "原因"), ("李", "li", "", "", "x")), WORDS)
    assert table.unknown == ("原因",)
    assert 4 not in table.places


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([("甲", "乙")], "没有找到表头"),
        ([], "没有找到表头"),
        ([("姓名",), ("李",)], "缺少列：Login"),
        ([(*HEAD, "姓名"), ("李",)], "出现了两次"),
        ([HEAD], "没有内容"),
        ([HEAD, ("", " ", "")], "没有内容"),
        ([HEAD, *[("李", "li")] * (rules.MOST + 1)], "最多导入"),
    ],
)
def test_what_is_no_such_table_is_told(rows: list[tuple[str, ...]], words: str) -> None:
    with pytest.raises(DomainError, match=words):
        rules.match(COLUMNS, grid(*rows), WORDS)


def test_every_bad_cell_is_named_at_once() -> None:
    found = checked(("", "a", "没有", "3"), ("李李李李李", "", "", ""))
    assert bad(found) == [
        (2, "name", "必须填写。"),
        (2, "unit", "只能填写：党政办、司法所。"),
        (2, "number", "双数"),
        (3, "name", "不能超过4个字。"),
        (3, "login", "必须填写。"),
    ]


def test_what_is_nearly_a_choice_is_told_with_it() -> None:
    assert bad(checked(("李", "a", "司法局"))) == [(2, "unit", "没有这一项，是不是“司法所”？")]


def test_what_may_be_there_once_is_told_with_the_row_that_has_it() -> None:
    assert bad(checked(("李", "a"), ("王", "b"), ("张", "A"))) == [(4, "login", "与第2行重复。")]


def test_a_number_that_lost_digits_is_told() -> None:
    assert "已经丢失" in bad(checked(("李", "5331241990010100"), lost=((2, 1),)))[0][2]


def test_values_are_read_and_blanks_leave_none() -> None:
    [row] = checked((" 李 ", "a", "司法所", "4"))
    assert row.values == {"name": "李", "login": "a", "unit": "u2", "number": 4}
    [short] = checked(("李", "a"))
    assert short.values == {"name": "李", "login": "a"}
