"""What is taken from a file, and what stays as the console has it."""

from __future__ import annotations

from typing import Any

import pytest

from core.tenancy.merge import to_take


@pytest.mark.parametrize(
    ("now", "last", "said", "taken"),
    [
        pytest.param({}, {}, {"a": 1}, {"a": 1}, id="new"),
        pytest.param({"a": 1}, {"a": 1}, {"a": 1}, {}, id="nothing changed"),
        pytest.param({"a": 1}, {"a": 1}, {"a": 2}, {"a": 2}, id="the file changed"),
        pytest.param({"a": 9}, {"a": 1}, {"a": 1}, {}, id="the console changed"),
        pytest.param({"a": 9}, {"a": 1}, {"a": 2}, {}, id="both changed"),
        pytest.param({"a": 2}, {"a": 1}, {"a": 2}, {}, id="both changed alike"),
        pytest.param({"a": 9}, {}, {"a": 1}, {}, id="made in the console"),
        pytest.param({}, {"a": 1}, {"a": 2}, {}, id="removed in the console"),
        pytest.param({"a": 1}, {"a": 1}, {}, {}, id="removed from the file"),
        pytest.param({"a": 9, "b": 1}, {"a": 1, "b": 1}, {"a": 1, "b": 2}, {"b": 2}, id="one by one"),
    ],
)
def test_a_file_never_takes_back_what_the_console_changed(
    now: dict[str, Any], last: dict[str, Any], said: dict[str, Any], taken: dict[str, Any]
) -> None:
    assert to_take(now, last, said) == taken
