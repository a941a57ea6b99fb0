"""A list of 50,000 rows and 8 columns as XLSX, against openpyxl's write-only mode in the same run; and read back.

Each in a process of its own, so that its memory is its own; then 5,000 items and 5,000 applications are brought in,
some rows of them bad, and taken back:  python bench/sheets.py
"""

from __future__ import annotations

import datetime as dt
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from flask import Flask

from bench.data import signed_in
from bench.measured import Report
from core import clock, demo, plugins
from core.accounts.directory import account_by_login
from core.accounts.queries import actor_of
from core.app import create_app
from core.config import Config
from core.db import Database, Scope, ScopedSession, new_id
from core.jobs.worker import Worker
from core.sheets import importing, queries, reading, writing
from core.sheets.rules import MOST

ROWS, SECONDS, MEMORY = 50_000, 3.0, 100.0
TOWNSHIP, BAD = 533124205, 50  # of so many rows one is bad
LOOK_SECONDS, ORDER_MS, TURN_MS = 5.0, 1000, 400
# Of one row with all it owes: what is found by search, and of an application its receipt, drawn.
ROW_MS = {"approval.items": 20, "approval.applications": 120}
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


def id_number(at: int) -> str:
    """A resident's number of its own, with its check digit (GB 11643)."""
    body = f"99000019{70 + at // 1000}0101{at % 1000:03d}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11]


def applications() -> Iterator[Sequence[str]]:
    """Applications of different people for one item, one in fifty with a phone that is none; the head first."""
    yield (
        *("申请人姓名或者名称", "申请事项", "申请人类型", "证件号码", "联系电话", "收件方式", "收件日期"),
        *("收到的材料", "受托的代理人", "代理人的证件号码", "出生日期", "是否需要上门办理", "居住地址"),
    )
    for at in range(MOST):
        phone = "1" if at % BAD == 0 else "13900000000"
        yield (
            *(f"样甲{at}", "八十周岁以上老年人高龄津贴申报", "自然人", id_number(at), phone, "窗口书面", "2026-11-20"),
            *("全部", "样代", id_number(at), "1935-03-07", "否", "样本组"),
        )


def items() -> Iterator[Sequence[str]]:
    """Items of the official list, one in fifty without its organ; the head first."""
    yield (
        *("编码", "事项名称", "事项类型", "实施机关", "行使方式", "设定和实施依据", "承办单位"),
        *("受理条件", "申请材料", "承诺办结时限"),
    )
    for at in range(MOST):
        organ = "" if at % BAD == 0 else "勐约乡人民政府"
        yield (
            *(f"BENCH-{at}", f"样例事项{at}", "公共服务", organ, "法定", "土地管理法62④", "党政综合办公室"),
            *("年满十八周岁；本地居民", "申请书；身份证明", "10"),
        )


def timed(database: Database, turns: list[float]) -> Any:
    """Note how much CPU each write turn of a database takes, in milliseconds."""
    write = database.write

    @contextmanager
    def noted(scope: Scope) -> Iterator[ScopedSession]:
        with write(scope) as session:
            began = time.process_time()
            yield session
        turns.append((time.process_time() - began) * 1000)

    return patch.object(database, "write", noted)


def carried(report: Report, app: Flask, worker: Worker, code: str, login: str, rows: Iterator[Sequence[str]]) -> None:
    """A sheet as its reader sends it: looked at, ordered without the bad rows, done by the worker, undone."""
    signed_in(app, login, TOWNSHIP)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.xlsx"
        head = list(next(rows))
        with path.open("wb") as stream:
            writing.xlsx(stream, "表", head, ([*row] for row in rows))
        database, turns = worker.database, list[float]()
        with app.test_request_context(), database.read(Scope.one(TOWNSHIP)) as session, path.open("rb") as stream:
            sheet = queries.whole(session, plugins.registry().sheets[code])
            words = {column.name: str(column.label) for column in sheet.columns}
            actor = actor_of(session, account_by_login(session, login))
            began = time.process_time()
            grid = reading.read_file(stream, path.name)
            looked = importing.look(session, actor, sheet, grid, words)
            report.hold(f"{code}: {MOST} rows read and looked at", time.process_time() - began, LOOK_SECONDS, "s")
            assert len(looked.bad) == MOST // BAD, [row.bad for row in looked.bad[:3]]
        with database.write(Scope.one(TOWNSHIP)) as session:
            brought = importing.bring(session, actor, sheet, grid, path.name, new_id().hex).id
        began = time.process_time()
        with database.write(Scope.one(TOWNSHIP)) as session:
            importing.order(session, actor, sheet, brought, looked, only_good=True)
        report.hold(f"{code}: ordered", (time.process_time() - began) * 1000, ORDER_MS, "ms")
        del grid, looked  # the worker is a process of its own: it never holds them
        for step, done in (("brought in", "created"), ("undone", "undone")):
            turns.clear()
            with timed(database, turns):
                began, wall = time.process_time(), time.perf_counter()
                while worker.drain():
                    pass
                spent, lasted = time.process_time() - began, time.perf_counter() - wall
            with database.read(Scope.one(TOWNSHIP)) as session:
                mine = queries.own(session, actor, brought)
                count = queries.count_undone(session, mine) if done == "undone" else queries.count(session, mine)
            assert count.get(done) == MOST - MOST // BAD, count
            print(f"      {code}: {count[done]} rows {step} in {lasted:.0f} s and {len(turns)} write turns")
            report.hold(f"{code}: a row {step}, CPU", spent / count[done] * 1000, ROW_MS[code], "ms")
            report.hold(f"{code}: the longest write turn, {step}", max(turns), TURN_MS, "ms")
            if done != "undone":
                with database.write(Scope.one(TOWNSHIP)) as session:
                    importing.undo(session, actor, sheet, brought)


def bring_in(report: Report) -> None:
    """Items and applications by the thousand, in the sample county."""
    today = dt.datetime.combine(DAY, dt.time(9), clock.SHANGHAI)
    with tempfile.TemporaryDirectory() as folder, clock.moved(today):
        config = Config(data=Path(folder) / "data")
        demo.make(config, today=DAY).dispose()
        worker = Worker(config)
        worker.run_dry()
        app = create_app(config)
        carried(report, app, worker, "approval.items", "yang.xiangbing", items())
        carried(report, app, worker, "approval.applications", "si.nuojia", applications())
        for database in (app.extensions["xiaoneng.database"], worker.database):
            database.dispose()


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
    bring_in(report)
    report.end()


if __name__ == "__main__":
    if len(sys.argv) > 2:
        work(Path(sys.argv[2]), sys.argv[1])
    else:
        main()
