"""The tables for the assessor: they name only code and tests that are there, and take over what a run says."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts import clauses

pytestmark = pytest.mark.only_on("sqlite", "files of the repository")


def test_every_clause_has_its_code_and_its_test_and_the_pages_are_up_to_date() -> None:
    assert list(clauses.missing()) == []
    assert clauses.main(["check"]) == 0
    books, rows = clauses.read()
    assert {row["book"] for row in rows} == set(books)


def test_a_test_that_went_away_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    source = tmp_path / "clauses.toml"
    words = clauses.SOURCE.read_text(encoding="utf-8")
    source.write_text(words.replace("test_a_burst_is_slowed_like_a_row", "test_of_nothing"), encoding="utf-8")
    monkeypatch.setattr(clauses, "SOURCE", source)
    assert list(clauses.missing()) == ["asvs 6.3.1: no test tests/core/accounts/test_throttle.py::test_of_nothing"]
    assert clauses.main(["check"]) == 1


def test_a_runs_results_stand_at_the_clauses(tmp_path: Path) -> None:
    where = 'classname="tests.core.accounts.test_access" name="test_a_grant_that_ended_counts_on_the_next_request"'
    junit = tmp_path / "junit.xml"
    junit.write_text(f"<testsuites><testsuite><testcase {where}/></testsuite></testsuites>", encoding="utf-8")
    found = dict(clauses.results(junit))
    assert (found["asvs 8.3.2"], found["asvs 6.3.1"]) == ("passed", "not run")
    junit.write_text(f"<testsuite><testcase {where}><failure/></testcase></testsuite>", encoding="utf-8")
    assert dict(clauses.results(junit))["asvs 8.3.2"] == "failed"
