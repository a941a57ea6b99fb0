"""A receipt that was taken away is proved again from its own inputs; whatever was changed in it is named."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from core.cli import main
from core.deadlines.errors import DeadlineError
from core.deadlines.receipt import paused, walk
from core.deadlines.verify import again, differences
from tests.core.deadlines.toys import CATALOGUE, D, count

KEPT: dict[str, Any] = walk(
    count("wd", "2026-11-02", "2026-11-10..2026-11-13", extension=5, length=12), catalogue=CATALOGUE
).to_json()


def kept(**other: Any) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps({**KEPT, **other}))
    return found


@pytest.mark.parametrize(
    "limit",
    [
        count("wd", "2026-11-02", "2026-11-10..2026-11-13", extension=5),
        count("ndB", "2026-11-13"),
        count("before_wd", "2026-11-13"),
        count("year_end", "2026-11-13"),
        count("moN", "2026-11-30", length=3),
        count("old", "2021-07-14"),
        count("old", "1990-01-01"),
    ],
)
def test_what_a_receipt_says_is_proved_again(limit: Any) -> None:
    receipt = json.loads(json.dumps(walk(limit, catalogue=CATALOGUE).to_json()))
    assert differences(receipt, again(receipt, CATALOGUE)) == ()


def test_a_paused_receipt_is_proved_too() -> None:
    receipt = paused(walk(count("wd", "2026-11-02"), catalogue=CATALOGUE), D("2026-11-10")).to_json()
    assert differences(receipt, again(receipt, CATALOGUE)) == ()
    assert differences({**receipt, "left": 3}, again(receipt, CATALOGUE)) == ("left",)


@pytest.mark.parametrize(
    ("name", "value"),
    [("due", "2026-12-02"), ("safe_due", None), ("used", 1), ("provisional", True), ("version", "2020-01-01")],
)
def test_what_was_changed_is_named(name: str, value: object) -> None:
    changed = kept(**{name: value})
    assert differences(changed, again(changed, CATALOGUE)) == (name,)


def test_a_day_that_was_changed_is_found() -> None:
    changed = kept()
    changed["days"][3]["mark"] = "skipped"
    assert differences(changed, again(changed, CATALOGUE)) == ("days",)
    assert differences(kept(days="x"), again(kept(), CATALOGUE)) == ("days",)


JSON = st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.lists(st.text(max_size=3), max_size=2)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(sorted(KEPT)), JSON)
def test_whatever_stands_in_it_is_proved_refused_or_named(name: str, value: object) -> None:
    changed = {**KEPT, name: value}
    with suppress(DeadlineError):
        differences(changed, again(changed, CATALOGUE))


def verified(text: str | bytes) -> Result:
    return CliRunner().invoke(main, ["deadlines", "verify", "-"], input=text)


def test_the_command_says_what_holds_what_differs_and_what_is_none() -> None:
    asked = ["deadlines", "due", "licensing.decide", "--start", "2026-11-02", "--explain", "--json"]
    receipt = CliRunner().invoke(main, asked).stdout
    assert verified(receipt).stdout.startswith("核对无误　届满日 2026-11-30")
    wrong = verified(receipt.replace('"due": "2026-11-30"', '"due": "2026-12-01"'))
    assert (wrong.exit_code, wrong.stderr) == (1, "与计算不符：due\n")
    unknown = verified(receipt.replace('"calendar_version": "', '"calendar_version": "1900-'))
    assert (unknown.exit_code, "no calendar 1900-" in unknown.stderr) == (1, True)
    for nothing, code in (("{", 2), (b"\xff", 2), ("[]", 1), ("{}", 1), ("null", 1)):
        assert verified(nothing).exit_code == code
