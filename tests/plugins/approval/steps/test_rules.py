"""What may be recorded of a step, and what a village has to say, in cases written by hand."""

from __future__ import annotations

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from core.files.services import Kept
from plugins.approval.steps import commands as cmd
from plugins.approval.steps import rules
from plugins.approval.steps.rules import Standing, Steps

D = dt.date
TODAY = D(2026, 11, 24)
PROOF = (Kept("0" * 64, 1, "application/pdf", "记录.pdf"),)


def told(found: list[Any]) -> list[str | None]:
    return [problem.field for problem in found]


def standing(**given: Any) -> Standing:
    return Standing(
        **{"phase": "pre", "state": "open", "days": None, "proof": False, "since": None} | given, today=TODAY
    )


@pytest.mark.parametrize(
    ("step", "command", "files", "fields"),
    [
        ({}, {"act": "done", "on": TODAY}, 0, []),
        ({}, {"act": "done"}, 0, ["on"]),
        ({}, {"act": "done", "on": D(2026, 11, 25)}, 0, ["on"]),
        ({"proof": True}, {"act": "done", "on": TODAY}, 0, ["proof"]),
        ({"proof": True}, {"act": "done", "on": TODAY}, 1, []),
        ({"days": 7}, {"act": "done", "on": TODAY}, 0, ["began_on"]),
        ({"days": 7}, {"act": "done", "began_on": D(2026, 11, 18), "on": TODAY}, 0, ["on"]),
        ({"days": 7}, {"act": "done", "began_on": D(2026, 11, 17), "on": TODAY}, 0, []),
        ({}, {"act": "unneeded"}, 0, ["words"]),
        ({}, {"act": "unneeded", "words": "原址翻建"}, 0, []),
        ({}, {"act": "planned", "on": TODAY}, 0, ["act"]),
        ({}, {"act": "reopened", "words": "记错"}, 0, ["act"]),
        ({}, {"act": "nothing"}, 0, ["act"]),
        ({"state": "done"}, {"act": "reopened"}, 0, ["words"]),
        ({"state": "done"}, {"act": "reopened", "words": "记错"}, 0, []),
        ({"phase": "post", "days": 2}, {"act": "done", "on": TODAY}, 0, []),
        ({"phase": "post", "since": D(2026, 11, 20)}, {"act": "done", "on": D(2026, 11, 19)}, 0, ["on"]),
        ({"phase": "post"}, {"act": "planned", "on": D(2026, 12, 1)}, 0, []),
        ({"phase": "post"}, {"act": "planned"}, 0, ["on"]),
        ({"phase": "post"}, {"act": "planned", "on": D(2026, 11, 23)}, 0, ["on"]),
        ({"phase": "post"}, {"act": "planned", "on": D(9999, 12, 31)}, 0, ["on"]),
    ],
)
def test_an_entry_has_its_days_its_proof_and_its_reason(
    step: dict[str, Any], command: dict[str, Any], files: int, fields: list[str]
) -> None:
    assert told(rules.record(standing(**step), cmd.Record(**command), files)) == fields


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({}, []),
        ({"agrees": False}, ["reasons"]),
        ({"agrees": False, "reasons": "一户两宅"}, []),
        ({"presided_by": " "}, ["presided_by"]),
        ({"met_on": D(2026, 11, 25)}, ["met_on"]),
        ({"proofs": ()}, ["proof"]),
    ],
)
def test_a_village_signs_by_name_says_when_it_met_and_proves_it(given: dict[str, Any], fields: list[str]) -> None:
    whole = {"agrees": True, "reasons": "", "presided_by": "样甲", "met_on": TODAY, "proofs": PROOF}
    command = cmd.AnswerVillage(version=1, **{**whole, **given})
    assert told(rules.answer(rules.AskedFacts(TODAY, TODAY), command)) == fields


def facts(**given: Any) -> Any:
    return SimpleNamespace(steps=Steps(**given), today=TODAY)


def test_nobody_proposes_before_the_village_answered_where_the_item_asks_it() -> None:
    assert not rules.heard(facts())
    assert rules.heard(facts(opinion_days=5))
    assert rules.heard(facts(opinion_days=5, opinion="asked", opinion_due=TODAY))
    assert not rules.heard(facts(opinion_days=5, opinion="answered"))
    assert not rules.heard(facts(opinion_days=5, opinion="passed"))


def test_the_township_goes_on_without_the_village_only_after_its_last_day() -> None:
    assert rules.over(facts(opinion_days=5))
    assert rules.over(facts(opinion_days=5, opinion="asked", opinion_due=TODAY))
    assert not rules.over(facts(opinion_days=5, opinion="asked", opinion_due=D(2026, 11, 23)))
    assert told(rules.go_on(facts(), cmd.GoOn(version=1, words=" "))) == ["words"]


def test_an_open_step_before_bars_acceptance_by_its_name() -> None:
    (problem,) = rules.came_first(facts(open_before=("公示",)))
    assert problem.params["names"] == ("公示",)
    assert not rules.came_first(facts())
