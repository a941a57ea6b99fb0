"""The proof of a limit: what each day is told, and that a wrong day never passes."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from core.deadlines.counting import Deadline, compute
from core.deadlines.receipt import Mark, ReceiptMismatch, walk
from core.deadlines.rules import Catalogue
from tests.core.deadlines.toys import CATALOGUE, RULES, D, count


def test_every_day_says_why_and_by_which_article() -> None:
    receipt = walk(count("wd", "2026-09-24", "2026-09-28..2026-09-29", length=6), catalogue=CATALOGUE)
    by_date = {str(line.date): line for line in receipt.days}
    assert by_date["2026-09-24"].mark is Mark.START
    assert (by_date["2026-09-25"].mark, by_date["2026-09-25"].name) == (Mark.SKIPPED, "中秋节")
    assert by_date["2026-09-25"].article == "国办发明电〔2025〕7号"
    assert (by_date["2026-09-28"].mark, by_date["2026-09-28"].article) == (Mark.SUSPENDED, "某法2")
    assert (by_date["2026-10-10"].number, by_date["2026-10-10"].why) == (4, "调休上班日")
    assert (by_date["2026-10-11"].why, by_date["2026-10-11"].article) == ("周末休息日", "某法3")
    assert (by_date["2026-10-13"].number, by_date["2026-10-13"].article) == (6, "某法1")
    assert receipt.due == D("2026-10-13")
    assert receipt.rule == CATALOGUE.newest("wd")


def test_a_roll_is_shown_day_by_day() -> None:
    receipt = walk(count("ndA", "2026-11-13", "2026-11-30..2026-11-30"), catalogue=CATALOGUE)
    assert [line.mark for line in receipt.days[-4:]] == [Mark.COUNTED, Mark.ROLLED, Mark.ROLLED, Mark.DUE]
    assert receipt.days[-1].article == "民事诉讼法85③"


def test_the_marks_add_up() -> None:
    receipt = walk(count("wd", "2026-11-02", "2026-11-10..2026-11-13"), catalogue=CATALOGUE)
    marks = Counter(line.mark for line in receipt.days)
    assert marks == {Mark.START: 1, Mark.COUNTED: 20, Mark.SKIPPED: 8, Mark.SUSPENDED: 4}


@pytest.mark.parametrize(
    "wrong",
    [
        count("ndB", "2026-11-13")._replace(due=D("2026-12-03")),
        count("ndB", "2026-11-13")._replace(unrolled=D("2026-12-03")),
        count("ndB", "2026-11-13")._replace(safe_due=D("2026-12-03")),
    ],
)
def test_a_wrong_day_is_never_proved(wrong: Deadline) -> None:
    with pytest.raises(ReceiptMismatch):
        walk(wrong, catalogue=CATALOGUE)


def test_a_wrong_version_is_never_proved() -> None:
    right = count("old", "2021-07-14")
    for wrong in (right._replace(rule=CATALOGUE.newest("old")), right._replace(rule=None)):
        with pytest.raises(ReceiptMismatch, match="another version"):
            walk(wrong, catalogue=CATALOGUE)


def test_a_fault_in_the_counts_of_the_calendar_is_found() -> None:
    faulty = CATALOGUE.calendar.overlaid([], "fault")
    faulty._nth = tuple(day + (day == D("2026-11-30").toordinal()) for day in faulty._nth)
    broken = Catalogue(RULES, faulty)
    with pytest.raises(ReceiptMismatch):
        walk(compute("wd", D("2026-11-02"), catalogue=broken), catalogue=broken)


def test_no_version_in_force_is_a_receipt_without_days() -> None:
    receipt = walk(count("old", "1990-01-01"), catalogue=CATALOGUE)
    assert (receipt.days, receipt.due, receipt.rule) == ((), None, None)
    assert "没有施行中的法定期限" in receipt.to_text()
    assert receipt.to_json()["due"] is None


def test_json_can_be_written_and_holds_every_input() -> None:
    receipt = walk(count("wd", "2026-11-02", "2026-11-10..2026-11-13", extension=5), catalogue=CATALOGUE)
    data = json.loads(json.dumps(receipt.to_json()))
    assert data["suspensions"] == [["2026-11-10", "2026-11-13"]]
    assert (data["rule"], data["length"], data["extension"], data["due"]) == ("wd", 20, 5, str(receipt.due))
    assert data["calendar_version"] == CATALOGUE.calendar.version
    assert data["days"][-1]["date"] == data["due"]


def test_text_has_a_line_for_each_day_and_flags_provisional_ones() -> None:
    receipt = walk(count("ndB", "2026-12-20"), catalogue=CATALOGUE)
    text = receipt.to_text()
    assert len(text.splitlines()) == 3 + len(receipt.days)
    assert "2027-01-04 周一 计入 第15日 自然日 某法1 暂计" in text
    assert "暂计：部分年份的放假安排尚未公布" in text
