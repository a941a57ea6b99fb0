"""Compiling, pure: nothing a unit wrote is lost, every figure is the sum of its lines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.contracts import DutyRule, Part, Units
from core.duties import compiling
from core.duties.compiling import Handed
from core.i18n import N_

RULE = DutyRule(
    "scheme.x",
    Units(),
    parts=(Part("figures", N_("办理数据"), needed=False, figures=True), Part("study", N_("学习型机关"), needed=False)),
)


def handed(unit: str, *figures: str, study: Sequence[str] = (), text: str = "") -> Handed:
    return Handed(unit, unit, text, {"figures": figures, "study": study})


def sums(*units: Handed) -> list[tuple[str, str, int]]:
    return [(each.name, each.sum, each.units) for each in compiling.figures(RULE, units)]


def test_figures_of_one_name_and_measure_are_added_up_and_units_counted_once() -> None:
    units = (handed("甲", "收件：12件", "收件 3件", "经费 1.5万元"), handed("乙", "收件:１件", "收件 2人"))
    assert sums(*units) == [("收件（件）", "16", 2), ("经费（万元）", "1.5", 1), ("收件（人）", "2", 1)]


def test_a_line_that_is_no_figure_stands_in_the_text_and_one_that_is_does_not() -> None:
    found = compiling.sections(RULE, [handed("甲", "收件 3件", "没有新增", study=("集中学习",), text="总体平稳")])
    assert found == {"figures": "【甲】\n没有新增", "study": "【甲】\n集中学习", "text": "【甲】\n总体平稳"}


# The first numbers wait for the search through all modules for constants.
@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(st.integers(0, 10**11), max_size=3), max_size=3))
def test_a_sum_is_that_of_the_numbers_in_the_lines(hundredths: list[list[int]]) -> None:
    units = [[Decimal(number) / 100 for number in numbers] for numbers in hundredths]
    given = [handed(f"单位{at}", *(f"收件：{number:.2f}件" for number in numbers)) for at, numbers in enumerate(units)]
    whole = [number for numbers in units for number in numbers]
    told = [("收件（件）", sum(whole), sum(map(bool, units)))] if whole else []
    assert [(name, Decimal(total), number) for name, total, number in sums(*given)] == told


@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc", "Z"))), max_size=6))
def test_every_line_is_either_a_figure_or_in_the_text(lines: list[str]) -> None:
    given = handed("甲", *filter(None, lines))
    told = compiling.sections(RULE, [given]).get("figures", "")
    for line in given.parts["figures"]:
        assert line in told.split("\n") or sums(handed("甲", line))


def test_what_is_new_goes_below_what_was_edited_and_what_was_in_stays_as_edited() -> None:
    first, second = handed("甲", text="原文"), handed("乙", text="后到")
    assert compiling.merged(RULE, [first, second], {"text": "改过的"}, frozenset({"甲"})) == {
        "text": "改过的\n【乙】\n后到"
    }


def test_the_paper_lists_who_owes_who_was_late_and_why_and_leaves_out_what_was_emptied() -> None:
    late = Handed("乙", "乙", late_on=dt.date(2026, 4, 27), late_reason="停电", nil=True)
    kept = compiling.content(RULE, [handed("甲", "收件 3件"), late], ["丙"], {"study": " ", "text": "一段\n二段"})
    paper = compiling.paper(
        "四月汇总", dt.date(2026, 5, 1), {**kept, "organ": "勐约乡人民政府", "signed_by": "党政办", "sample": ""}
    )
    words = [block.get("text") or block["rows"] for block in paper["body"]]
    assert words == [
        "应报送3个单位，已报送2个，其中零报告1个；未报送1个。",
        "一、数据汇总",
        [["办理数据", "收件（件）", "3", "1"]],
        "二、报送内容",
        "一段",
        "二段",
        "三、零报告单位",
        "乙",
        "四、未报送单位",
        "丙",
        "五、迟报单位",
        [["乙", "2026-04-27", "停电"]],
    ]
