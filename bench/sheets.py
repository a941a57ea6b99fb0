"""A list of 50,000 rows and 8 columns as XLSX, against openpyxl's write-only mode in the same run; and read back.

Each in a process of its own, so that its memory is its own:  python bench/sheets.py
"""

from __future__ import annotations

import datetime as dt
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.measured import Report
from core.sheets import reading, writing
from core.sheets.rules import MOST

ROWS, SECONDS, MEMORY = 50_000, 3.0, 100.0
HEAD = ["编号", "事项", "当事人", "状态", "到期日", "剩余天数", "收件日期", "承办"]
DAY = dt.date(2026, 11, 24)


def rows(number: int = ROWS) -> Iterator[list[writing.Cell]]:
    """A list as the product exports it."""
    for n in range(number):
        yield [
            f"勐约许〔2026〕{n}号",
            "农村村民住宅建设规划许可",
            f"李*{n % 97}",
            "正在审查",
            DAY,
            n % 30,
            DAY,
            "方样甲",
        ]


def ours(path: Path) -> None:
    """The product's own writer."""
    with path.open("wb") as stream:
        assert writing.xlsx(stream, "案件", HEAD, rows()) == ROWS


def peer(path: Path) -> None:
    """openpyxl, which writes row by row too."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("案件")
    sheet.append(HEAD)
    for row in rows():
        sheet.append(row)
    book.save(path)


def ours_read(path: Path) -> None:
    """The product's own reader: as many rows as it takes, with its limits and its look for what could act."""
    with path.open("rb") as stream:
        assert len(reading.read_file(stream, "list.xlsx").rows) == MOST + 1


def peer_read(path: Path) -> None:
    """openpyxl, which reads row by row too."""
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True)
    assert len([list(row) for row in book.worksheets[0].iter_rows(values_only=True)]) == MOST + 1
    book.close()


def work(path: Path, what: str) -> None:
    """Do one of them and print its CPU seconds and the MiB it took."""
    works: dict[str, Callable[[Path], None]] = {
        "ours": ours,
        "peer": peer,
        "ours_read": ours_read,
        "peer_read": peer_read,
    }
    began = time.process_time()
    works[what](path)
    usage = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"seconds": time.process_time() - began, "memory": usage}))


def measured(path: Path, what: str) -> dict[str, Any]:
    """The best of three runs."""
    runs = []
    for _ in range(3):
        command = [sys.executable, __file__, what, str(path)]
        answer = subprocess.run(command, check=True, capture_output=True, text=True)
        runs.append(json.loads(answer.stdout))
    return {name: min(run[name] for run in runs) for name in ("seconds", "memory")}


def main() -> None:
    """Hold both against the limits and each other."""
    report = Report()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.xlsx"
        found = {what: measured(path, what) for what in ("ours", "peer")}
        report.hold(f"{ROWS} rows written, CPU", found["ours"]["seconds"], SECONDS, "s")
        report.hold(f"{ROWS} rows written, memory of the process", found["ours"]["memory"], MEMORY, "MiB")
        report.hold("CPU against openpyxl", found["ours"]["seconds"] / found["peer"]["seconds"], 1.2)
        report.hold("memory against openpyxl", found["ours"]["memory"] / found["peer"]["memory"], 1.5)
        with path.open("wb") as stream:
            writing.xlsx(stream, "案件", HEAD, rows(MOST))
        found = {what: measured(path, what) for what in ("ours_read", "peer_read")}
        report.hold(
            f"{MOST} rows read, CPU against openpyxl", found["ours_read"]["seconds"] / found["peer_read"]["seconds"], 1
        )
    report.end()


if __name__ == "__main__":
    if len(sys.argv) > 2:
        work(Path(sys.argv[2]), sys.argv[1])
    else:
        main()
