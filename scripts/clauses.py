"""Write ``docs/djbh.md``, ``pipl.md`` and ``asvs.md``: clause → code → test, for the assessor.

From ``docs/reference/clauses.toml``. ``check`` instead of nothing says whether the pages are up to date and every file
and test they name is there, and exits 1 where not; ``results FILE`` prints each clause with what pytest's JUnit file
says of its tests.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "docs" / "reference" / "clauses.toml"
HEAD = "| clause | what it asks | where | proved by |\n|---|---|---|---|\n"
Clause = dict[str, Any]


def read() -> tuple[dict[str, dict[str, str]], list[Clause]]:
    """The books by their short name, and the clauses in order."""
    given = tomllib.loads(SOURCE.read_text(encoding="utf-8"))
    return given["books"], given["clause"]


def pages() -> dict[Path, str]:
    """Each page by its place."""
    books, clauses = read()
    return {ROOT / "docs" / f"{book}.md": _page(about, book, clauses) for book, about in books.items()}


def _page(about: dict[str, str], book: str, clauses: list[Clause]) -> str:
    rows = [
        f"| {clause['number']} | {clause['says']} | {_files(clause['code'])} | {_tests(clause['tests'])} |"
        for clause in clauses
        if clause["book"] == book
    ]
    said = (
        f"{about['about']} Written by `scripts/clauses.py` from `docs/reference/clauses.toml`; a test holds that"
        " every file and test is there.\nThe results of a run: `pytest --junitxml=FILE`, then"
        " `python scripts/clauses.py results FILE`."
    )
    return f"# {about['title']}\n\n{said}\n\n{HEAD}" + "\n".join(rows) + "\n"


def _files(paths: list[str]) -> str:
    return "<br>".join(f"[{path}](../{path})" for path in paths)


def _tests(names: list[str]) -> str:
    parts = (name.split("::") for name in names)
    return "<br>".join(f"[{test.removeprefix('test_').replace('_', ' ')}](../{path})" for path, test in parts)


def missing() -> Iterator[str]:
    """What the table names and is not there."""
    books, clauses = read()
    for clause in clauses:
        where = f"{clause['book']} {clause['number']}"
        if clause["book"] not in books or not clause["code"] or not clause["tests"]:
            yield f"{where}: book, code and tests are needed"
        yield from (f"{where}: no file {path}" for path in clause["code"] if not (ROOT / path).is_file())
        for name in clause["tests"]:
            path, _, test = name.partition("::")
            if not (ROOT / path).is_file() or f"def {test}(" not in (ROOT / path).read_text(encoding="utf-8"):
                yield f"{where}: no test {name}"


def results(junit: Path) -> list[tuple[str, str]]:
    """(clause, what a run says of its tests: passed, failed, or not run)."""
    ran: dict[str, set[str]] = {}
    for case in ElementTree.parse(junit).iter("testcase"):  # noqa: S314 - the run's own file
        name = f"{case.get('classname', '').replace('.', '/')}.py::{case.get('name', '').partition('[')[0]}"
        verdict = {child.tag for child in case} & {"failure", "error", "skipped"}
        ran.setdefault(name, set()).add(verdict.pop() if verdict else "passed")
    return [(f"{clause['book']} {clause['number']}", _verdict(clause, ran)) for clause in read()[1]]


def _verdict(clause: Clause, ran: dict[str, set[str]]) -> str:
    each = [ran.get(name, set()) for name in clause["tests"]]
    if any(found & {"failure", "error"} for found in each):
        return "failed"
    return "passed" if all("passed" in found for found in each) else "not run"


def main(arguments: list[str]) -> int:
    """Write, check or print."""
    if arguments[:1] == ["results"]:
        for clause, verdict in results(Path(arguments[1])):
            print(f"{verdict:8} {clause}")
        return 0
    wrong = [*missing()]
    stale = [path for path, text in pages().items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if arguments == ["check"]:
        wrong += [f"{path.relative_to(ROOT)} is not up to date: python scripts/clauses.py" for path in stale]
    else:
        for path, text in pages().items():
            path.write_text(text, encoding="utf-8")
    print("\n".join(wrong) if wrong else "every clause has its code and its test")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
