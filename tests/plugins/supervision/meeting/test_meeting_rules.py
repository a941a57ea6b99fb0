"""Joint meetings: what an agenda, a record and a resolution need, and the words of the minutes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from core.db import new_id
from plugins.supervision.meeting import rules
from plugins.supervision.meeting.rules import Call, Held, Outcome, Resolve, Said

TODAY = dt.date(2026, 11, 24)
ITEM, OTHER = new_id(), new_id()


def fields(problems: list[Any]) -> list[str | None]:
    return [problem.field for problem in problems]


def test_a_meeting_has_something_to_talk_about() -> None:
    call = Call(title="第四次", held_on=TODAY, place="", chair="岳早甲")
    assert fields(rules.call_problems(call)) == ["free"]
    assert fields(rules.call_problems(Call(title="", held_on=TODAY, place="", chair="", free=("议题",)))) == [
        *("title", "chair")
    ]


def test_every_item_gets_an_outcome_and_a_refusal_its_reason() -> None:
    given = {ITEM: Outcome("not_agreed"), OTHER: Outcome("")}
    held = Held(chair="岳", present="岳", absent="", guests="", outcomes=given)
    assert fields(rules.held_problems("called", held, [ITEM, OTHER], TODAY, TODAY)) == [
        *(f"words-{ITEM.hex}", f"outcome-{OTHER.hex}")
    ]


def test_a_meeting_is_not_recorded_before_it_was_held_nor_after_its_minutes() -> None:
    held = Held(chair="岳", present="岳", absent="", guests="", outcomes={})
    tomorrow = TODAY + dt.timedelta(days=1)
    assert rules.held_problems("called", held, [], TODAY, TODAY) == []
    assert len(rules.held_problems("called", held, [], tomorrow, TODAY)) == 1
    assert len(rules.held_problems("closed", held, [], TODAY, TODAY)) == 1


def test_a_resolution_has_an_owner_and_a_working_day_after_the_meeting() -> None:
    empty = Resolve(item_id=None, words="", unit_id=new_id(), person=" ", due_on=TODAY)
    assert fields(rules.resolve_problems("held", empty, TODAY, working=True)) == ["words", "person", "due_on"]
    assert len(rules.resolve_problems("called", empty, TODAY, working=True)) == 4
    whole = Resolve(item_id=None, words="办", unit_id=new_id(), person="样", due_on=TODAY + dt.timedelta(days=4))
    assert fields(rules.resolve_problems("held", whole, TODAY, working=False)) == ["due_on"]
    assert rules.resolve_problems("held", whole, TODAY, working=True) == []


def test_what_was_put_off_is_offered_again_and_nothing_else() -> None:
    before = {"called": "", "agreed": "agreed", "refused": "not_agreed", "later": "deferred"}
    assert rules.still_offered(["new", *before], before) == ["new", "later"]


def test_the_minutes_number_items_and_name_who_was_there() -> None:
    said = [Said(f"议题{n}", "通过", "", ("办好，由甲负责。",) if n == 1 else ()) for n in range(1, 13)]
    text = rules.body(said, "岳、排", "", "左", "会议开始。").splitlines()
    assert text[:4] == ["会议开始。", "一、议题1", "会议议定：通过。", "1.办好，由甲负责。"]
    assert "十、议题10" in text
    assert "十二、议题12" in text
    assert text[-2:] == ["出席：岳、排", "列席：左"]


def test_a_resolution_is_one_sentence() -> None:
    words = rules.owed("清理收费。", "财政所", "某某", dt.date(2026, 12, 5))
    assert words == "清理收费，由财政所负责，责任人某某，2026年12月5日前完成。"
