"""Comments: looked at once, held back on a ground of the list alone."""

from __future__ import annotations

import pytest

from core.comments import rules
from core.comments.rules import Moderate

pytestmark = pytest.mark.only_on("sqlite", "pure rules")


def test_that_a_comment_disagrees_is_no_ground() -> None:
    assert rules.moderate(rules.WAITING, Moderate(show=False, ground="disagrees"))
    assert not rules.moderate(rules.WAITING, Moderate(show=False, ground="insult"))
    assert not rules.moderate(rules.WAITING, Moderate(show=True))


@pytest.mark.parametrize("standing", [rules.SHOWN, rules.WITHHELD])
def test_what_was_looked_at_is_not_looked_at_again(standing: str) -> None:
    assert rules.moderate(standing, Moderate(show=True))


def test_nothing_is_no_comment() -> None:
    assert rules.said("　 ")
    assert not rules.said("请留出停车位")
