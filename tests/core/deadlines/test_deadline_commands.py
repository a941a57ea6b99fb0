"""`xiaoneng deadlines …` and `xiaoneng calendar show`: answers, exit codes, speed, and no traceback on bad input."""

from __future__ import annotations

import datetime as dt
import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from core import plugins
from core.cli import main
from core.deadlines.counting import compute
from core.deadlines.receipt import walk
from core.deadlines.rules import Catalogue, DeadlineRule
from tests.core.deadlines.toys import D

ROOT = Path(__file__).parents[3]
KEYS = {"due", "unrolled", "safe_due", "provisional", "version"}


def run(*arguments: str, given: str | bytes | None = None) -> Result:
    return CliRunner().invoke(main, list(arguments), input=given, catch_exceptions=False)


def batch(*lines: object) -> tuple[int, list[dict[str, object]]]:
    given = "".join(f"{line if isinstance(line, str) else json.dumps(line)}\n" for line in lines)
    result = run("deadlines", "batch", "-", given=given)
    return result.exit_code, [json.loads(line) for line in result.stdout.splitlines()]


def asking(rule: DeadlineRule) -> dict[str, object]:
    """A line for a version, with every suspension, extension and length it allows."""
    start = max(D("2025-05-06"), (rule.since or dt.date.min) + dt.timedelta(days=1))
    days = [(start + dt.timedelta(days=day)).isoformat() for day in (2, 4)]
    given: dict[str, object] = {"rule": rule.code, "start": start.isoformat(), "filed": start.isoformat()}
    if rule.stops:
        given["suspensions"] = [days]
    if rule.extension and rule.extension.most:
        given["extended"] = True
    if rule.fixed is None and (rule.length is None or rule.override):
        given["length"] = 9
    return given


def test_a_batch_of_every_code_ends_where_the_receipts_walk_does() -> None:
    known = Catalogue(plugins.registry().rules)
    asked = [asking(known.newest(code)) for code in known.codes]
    code, answers = batch(*asked)
    assert code == 0
    for line, answer in zip(asked, answers, strict=True):
        found = compute(
            str(line["rule"]),
            D(line["start"]),
            catalogue=known,
            suspensions=[(D(first), D(last)) for first, last in line.get("suspensions", [])],  # type: ignore[attr-defined]
            extension="max" if line.get("extended") else 0,
            length=line.get("length"),  # type: ignore[arg-type]
            filed=D(line["filed"]),
        )
        receipt = walk(found, catalogue=known)
        assert answer["due"] == str(receipt.days[-1].date) == str(found.due), line


def test_due_says_the_day() -> None:
    result = run("deadlines", "due", "licensing.decide", "--start", "2026-11-02")
    assert (result.exit_code, result.stdout) == (0, "许可决定 届满日 2026-11-30\n")


def test_due_as_json_has_the_keys_of_a_batch_line() -> None:
    result = run("deadlines", "due", "licensing.decide", "--start", "2026-11-02", "--json")
    assert json.loads(result.stdout) == {
        "due": "2026-11-30",
        "unrolled": "2026-11-30",
        "safe_due": "2026-11-30",
        "provisional": False,
        "version": "2004-07-01",
    }


@pytest.mark.parametrize(
    ("options", "end"),
    [
        (["--extend"], "2026-12-14"),
        (["--extend", "3"], "2026-12-03"),
        (["--length", "10"], "2026-11-16"),
        (["--suspend", "2026-11-10..2026-11-11", "--suspend", "2026-11-11..2026-11-12"], "2026-12-03"),
        (["--filed", "2026-11-03"], "2026-11-30"),
    ],
)
def test_due_takes_what_changes_the_count(options: list[str], end: str) -> None:
    result = run("deadlines", "due", "licensing.decide", "--start", "2026-11-02", *options, "--json")
    assert json.loads(result.stdout)["due"] == end


def test_due_explains_every_day() -> None:
    result = run("deadlines", "due", "licensing.decide", "--start", "2026-11-02", "--explain")
    assert "2026-11-30 周一 计入 第20日 工作日 行政许可法42①" in result.stdout
    data = json.loads(
        run("deadlines", "due", "licensing.decide", "--start", "2026-11-02", "--explain", "--json").stdout
    )
    assert data["receipt"]["days"][-1]["date"] == data["due"] == "2026-11-30"


def test_no_version_in_force_is_an_answer() -> None:
    result = run("deadlines", "due", "licensing.decide", "--start", "2004-06-30")
    assert (result.exit_code, "没有施行中的法定期限" in result.stdout) == (0, True)


def test_a_refusal_exits_1_and_says_why() -> None:
    suspended = [
        "deadlines",
        "due",
        "licensing.deliver",
        "--start",
        "2026-11-02",
        "--suspend",
        "2026-11-03..2026-11-04",
    ]
    result = run(*suspended)
    assert (result.exit_code, "依法不能中止" in result.stderr, result.stdout) == (1, True, "")
    data = json.loads(run(*suspended, "--json").stdout)
    assert data["due"] is None
    assert "依法不能中止" in data["error"]


@pytest.mark.parametrize(
    "options",
    [
        ["nope", "--start", "2026-11-02"],
        ["licensing.decide"],
        ["licensing.decide", "--start", "20261102"],
        ["licensing.decide", "--start", "2026-02-30"],
        ["licensing.decide", "--start", "2026-11-02", "--suspend", "2026-11-03"],
        ["licensing.decide", "--start", "2026-11-02", "--suspend", "2026-11-03..x"],
        ["licensing.decide", "--start", "2026-11-02", "--extend", "0"],
        ["licensing.decide", "--start", "2026-11-02", "--length", "x"],
    ],
)
def test_called_wrong_exits_2(options: list[str]) -> None:
    assert run("deadlines", "due", *options).exit_code == 2


def test_batch_answers_each_line_in_order() -> None:
    code, answers = batch(
        {"rule": "licensing.decide", "start": "2026-11-02", "suspensions": [], "extended": False},
        {"rule": "licensing.decide", "start": "2026-11-02", "extended": True, "id": 7},
        {"rule": "service.promised", "start": "2026-11-02", "length": 3, "filed": None, "suspensions": None},
        {"rule": "licensing.renewal_apply", "start": "2026-11-30"},
        {"rule": "licensing.decide", "start": "2004-06-30"},
    )
    assert code == 0
    assert [answer["due"] for answer in answers] == ["2026-11-30", "2026-12-14", "2026-11-05", "2026-10-31", None]
    assert answers[3] == {
        "due": "2026-10-31",
        "unrolled": "2026-10-31",
        "safe_due": "2026-10-30",
        "provisional": False,
        "version": "2004-07-01",
    }
    assert all(set(answer) == KEYS for answer in answers)


BAD = [
    "{bad",
    "",
    "[]",
    "null",
    "3",
    "NaN",
    "[" * 100_000,
    "9" * 5_000,
    "{}",
    '{"rule": "\\ud800", "start": "2026-11-02"}',
    {"rule": "nope", "start": "2026-11-02"},
    {"rule": ["licensing.decide"], "start": "2026-11-02"},
    {"rule": "licensing.decide"},
    {"rule": "licensing.decide", "start": 20261102},
    {"rule": "licensing.decide", "start": "2026-W45-1"},
    {"rule": "licensing.decide", "start": "2026-11-31"},
    {"rule": "licensing.decide", "start": "2026-11-02", "extended": 1},
    {"rule": "licensing.decide", "start": "2026-11-02", "extended": "yes"},
    {"rule": "licensing.deliver", "start": "2026-11-02", "extended": True},
    {"rule": "licensing.decide", "start": "2026-11-02", "length": -1},
    {"rule": "licensing.decide", "start": "2026-11-02", "length": True},
    {"rule": "licensing.decide", "start": "2026-11-02", "length": 10**30},
    {"rule": "licensing.renewal_apply", "start": "2026-11-02", "length": 10**30},
    {"rule": "service.promised", "start": "2026-11-02"},
    {"rule": "licensing.decide", "start": "2026-11-02", "filed": "yesterday"},
    {"rule": "licensing.decide", "start": "2026-11-02", "suspensions": "2026-11-03..2026-11-04"},
    {"rule": "licensing.decide", "start": "2026-11-02", "suspensions": [["2026-11-03"]]},
    {"rule": "licensing.decide", "start": "2026-11-02", "suspensions": [["2026-11-05", "2026-11-04"]]},
    {"rule": "licensing.decide", "start": "2026-11-02", "suspensions": [["2026-11-03", "9999-12-31"]]},
    {"rule": "licensing.decide", "start": "9999-12-31"},
    {"rule": "licensing.decide", "start": "2018-01-05"},
]


def test_bad_lines_are_answered_with_an_error_and_the_rest_goes_on() -> None:
    good = {"rule": "licensing.decide", "start": "2026-11-02"}
    code, answers = batch(*BAD, good)
    assert code == 1
    assert len(answers) == len(BAD) + 1
    for line, answer in zip(BAD, answers, strict=False):
        assert answer.get("error"), f"no error for {str(line)[:80]}"
        assert set(answer) == KEYS | {"error"}
        assert answer["due"] is None
    assert answers[-1]["due"] == "2026-11-30"


def test_bytes_that_are_not_text_are_a_bad_line() -> None:
    result = run("deadlines", "batch", "-", given=b"\xff\xfe\n\x00\n")
    assert (result.exit_code, len(result.stdout.splitlines())) == (1, 2)


def test_an_empty_batch_is_well() -> None:
    result = run("deadlines", "batch", "-", given="")
    assert (result.exit_code, result.stdout) == (0, "")


def test_a_missing_file_is_called_wrong() -> None:
    assert run("deadlines", "batch", "/nowhere/at/all").exit_code == 2


def test_ten_thousand_lines_take_less_than_three_seconds_start_up_included(tmp_path: Path) -> None:
    line = {"rule": "licensing.decide", "start": "2026-09-10", "suspensions": [["2026-09-20", "2026-09-25"]]}
    file = tmp_path / "lines"
    file.write_text(f"{json.dumps(line)}\n" * 10_000, encoding="utf-8")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "core.cli", "deadlines", "batch", str(file)], cwd=ROOT, capture_output=True, check=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < 3
    assert done.stdout.count(b"\n") == 10_000


def test_a_batch_starts_without_the_web_and_the_database() -> None:
    look = (
        "import sys; from core.cli import main; main(['deadlines', 'batch', '/dev/null'], standalone_mode=False); "
        "print(sorted({'flask', 'sqlalchemy', 'werkzeug', 'jinja2'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", look], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_rules_are_listed_for_people_and_machines() -> None:
    rows = {row["code"]: row for row in json.loads(run("deadlines", "rules", "--json").stdout)}
    assert rows["licensing.decide"]["length"] == 20
    assert rows["licensing.decide"]["extension"]["most"] == 10
    assert rows["licensing.decide"]["stops"][0] == "听证"
    assert rows["licensing.decide"]["since"] == "2004-07-01"
    assert "licensing.decide\t许可决定\t20 working_day\t行政许可法42①" in run("deadlines", "rules").stdout


def test_the_calendar_of_a_year_is_shown() -> None:
    data = json.loads(run("calendar", "show", "2026", "--json").stdout)
    assert (data["published"], len(data["days"]), data["working_days"]) == (True, 39, 248)
    assert "2026-10-10\t上班\t国庆节\t国办发明电〔2025〕7号" in run("calendar", "show", "2026").stdout
    assert "暂计" in run("calendar", "show", "2027").stdout
    assert run("calendar", "show", "2018").exit_code == 1
    assert run("calendar", "show", "x").exit_code == 2
