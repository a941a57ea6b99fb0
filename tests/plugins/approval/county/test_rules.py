"""What a proposal, a decision and a return must say, and how far an application of first review has come."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from plugins.approval.county import commands as cmd
from plugins.approval.county import rules
from plugins.approval.handling.rules import Examined

RIGHT = {"decision": "refuse", "reasons": "不符合规划", "article": "城乡规划法41①"}


@pytest.mark.parametrize(("check", "command"), [(rules.propose, cmd.ProposeReview), (rules.decide, cmd.DecideReview)])
@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({}, []),
        ({"decision": "grant"}, []),
        ({"decision": "maybe"}, ["decision"]),
        ({"reasons": " "}, ["reasons"]),
        ({"article": "\n"}, ["article"]),
        ({"article": "长" * 201}, ["article"]),
        ({"decision": "", "reasons": "", "article": ""}, ["decision", "reasons", "article"]),
    ],
)
def test_a_decision_says_which_way_why_and_under_which_article(
    check: object, command: type, given: dict[str, str], fields: list[str]
) -> None:
    facts = SimpleNamespace(examined=Examined())
    problems = check(facts, command(version=1, **{**RIGHT, **given}))  # type: ignore[operator]
    assert [problem.field for problem in problems] == fields


def test_who_proposed_is_told_why_it_came_back() -> None:
    assert [problem.field for problem in rules.send_back(None, cmd.ReturnReview(version=1, reason=" "))] == ["reason"]  # type: ignore[arg-type]
    assert rules.send_back(None, cmd.ReturnReview(version=1, reason="核对红线")) == []  # type: ignore[arg-type]
