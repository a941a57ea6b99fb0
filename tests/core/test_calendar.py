"""Imported notices: read whole or refused line by line, laid over their year, and every version kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import pytest

from core.calendar import rules, services
from core.calendar.models import CalendarVersion
from core.db import Database, Scope
from core.deadlines import calendar as package
from core.deadlines.calendar import Entry, WorkCalendar, standard
from tests import databases

D = dt.date.fromisoformat
SOURCE = "国办发明电〔2026〕1号"
PASTED = """
2027-01-01 off 元旦
2027-02-05 off 春节
2027-02-06 off 春节
2027-02-07 off 春节
2027-02-08 off 春节
2027-02-09 off 春节
2027-02-20 work 春节
2027-04-05 off 清明节
2027-05-01 off 劳动节
2027-05-02 off 劳动节
2027-06-09 off 端午节
2027-09-15 off 中秋节
2027-10-01 off 国庆节
2027-10-02 off 国庆节
2027-10-03 off 国庆节
"""


@pytest.fixture(autouse=True)
def _this_database_only() -> Iterator[None]:
    """Let no test count on a calendar that another one met."""
    token = services._counts.set(None)
    yield
    services._counts.reset(token)


def reasons(text: str, source: str = SOURCE) -> list[str]:
    with pytest.raises(rules.BadNotice) as refused:
        rules.read(text, standard(), source)
    return [str(line) for line in refused.value.lines]


def imported(database: Database, text: str = PASTED, source: str = SOURCE) -> WorkCalendar:
    with database.write(Scope.system("import a notice")) as session:
        notice = rules.read(text, services.current(session), source)
        return services.add(session, notice, imported_by="a", confirmed_by="b")


def counting(database: Database) -> WorkCalendar:
    with database.read(Scope.system("which calendar counts")) as session:
        return services.current(session)


def test_pasted_lines_and_csv_say_the_same() -> None:
    lines = [line.split() for line in PASTED.strip().splitlines()]
    table = "date,kind,name,source\r\n" + "".join(f"{','.join(line)},{SOURCE}\r\n" for line in lines)
    assert rules.read("\ufeff" + table, standard()) == rules.read(PASTED, standard(), SOURCE)
    assert rules.read(PASTED, standard(), SOURCE).source == SOURCE


TABLE = [line.split() for line in PASTED.strip().splitlines()]
SAID = {"off": "放假", "work": "上班"}


@pytest.mark.parametrize(
    "cells",
    [
        lambda day, kind, name: f"{day.year}/{day.month}/{day.day}\t{SAID[kind]}\t{name}\t",
        lambda day, kind, name: f"{day.year}年{day.month}月{day.day}日 {SAID[kind]} {name}",
        lambda day, kind, name: f"{day:%Y%m%d}\t{kind}\t{name}",
    ],
)
@pytest.mark.parametrize("heading", ["", "日期\t类别\t节日\t文号\n"])
def test_a_table_pasted_from_a_spreadsheet_says_the_same(cells: Callable[..., str], heading: str) -> None:
    table = "\n".join(cells(D(day), kind, name) for day, kind, name in TABLE)
    assert rules.read(heading + table, standard(), SOURCE) == rules.read(PASTED, standard(), SOURCE)


def test_every_bad_line_is_named_at_once() -> None:
    bad = PASTED + "2027-02-05 off 春节\n2027-02-31 off 春节\n2027-3-x off 春节\n2027-03-01 free 春节\n"
    bad += "2027-03-02 work 春节\n2027-03-03 off 圣诞节\n2026-11-01 off 元旦\n只有一个词\n"
    assert reasons(bad) == [
        "17: 2027-02-05在第3行已经有了。",
        "18: “2027-02-31”不是有效的日期，应当写作2027-02-05。",
        "19: “2027-3-x”不是有效的日期，应当写作2027-02-05。",
        "20: “free”应当是off（放假）或者work（上班）。",
        "21: 2027-03-02不是周六、周日，不能列为调休上班日。",
        "22: “圣诞节”不是法定节日的名称。",
        "23: 2026-11-01不在2027年。",
        "24: 应当写作“日期 off或者work 节日名称 文号”。",
    ]


def test_a_notice_needs_its_document_every_festival_and_its_turn() -> None:
    assert reasons(PASTED, "") == ["没有写明所依据的文号。"]
    assert reasons(f"{PASTED}2027-10-04 off 国庆节 {SOURCE}", "")[::14] == [
        "2: 没有写明所依据的文号。",
        "16: 没有写明所依据的文号。",
    ]
    assert reasons(PASTED.replace("2027-10-03 off 国庆节", "")) == ["缺少2027-10-03（国庆节）：法定节日应当放假。"]
    assert reasons("2028-01-01 off 元旦") == ["2028年不能导入：请从2027年起逐年导入。"]
    assert reasons("\n \n") == ["没有一行放假或者上班的日期。"]


@pytest.mark.parametrize("text", ['date,kind,name,source\n"', "\x00", ",,,\n" * 3, "date,kind\n2027-01-01,off"])
def test_what_is_no_notice_is_refused_in_words(text: str) -> None:
    assert reasons(text)


def test_every_published_year_of_the_package_would_be_accepted_as_it_is() -> None:
    for year in range(2019, 2027):
        notice = rules.notice_of(standard(), year)
        lines = "\n".join(" ".join(map(str, entry)) for entry in notice.entries)
        assert rules.read(lines, standard()) == notice
        assert rules.laid(notice, standard()).entries == standard().entries


def test_the_newest_version_counts_and_the_older_ones_are_kept(database: Database) -> None:
    assert counting(database) is standard()
    made = imported(database)
    assert counting(database).version == made.version != standard().version
    assert made.version.startswith("2027-")
    assert not made.is_working(D("2027-02-09").toordinal())
    assert made.is_working(D("2027-02-20").toordinal())
    assert not made.is_provisional(D("2027-01-01").toordinal(), D("2027-12-31").toordinal())
    again = imported(database, PASTED.replace("2027-02-20 work 春节", ""))
    assert counting(database).version == again.version
    assert not again.is_working(D("2027-02-20").toordinal())
    with database.read(Scope.system("an old version")) as session:
        assert services.of_version(session, made.version).entries == made.entries
        with pytest.raises(services.UnknownCalendar):
            services.of_version(session, "2020-00000000")


def test_a_version_is_read_back_as_it_was_made(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    made = imported(database)
    monkeypatch.setattr(services, "_met", {})
    read = counting(database)
    assert read is not made
    assert (read.version, read.entries, read.published_to) == (made.version, made.entries, made.published_to)


def test_another_process_counts_on_a_new_version_from_its_next_request_on(
    make_database: Callable[..., Database],
) -> None:
    here = make_database()
    there = databases.of(here.data_dir)
    assert counting(there) is standard()
    made = imported(here)
    assert counting(there).version == made.version == services.latest().version
    there.dispose()


def test_the_next_years_notice_may_move_a_day_of_december_and_keeps_it(database: Database) -> None:
    brought = f"2026-12-31 off 元旦\n{PASTED}"
    made = imported(database, brought)
    assert not made.is_working(D("2026-12-31").toordinal())
    corrected = rules.laid(rules.notice_of(standard(), 2026), made)
    assert not corrected.is_working(D("2026-12-31").toordinal())


def test_a_new_release_brings_its_years_and_leaves_those_that_were_imported(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def adopted() -> list[int | None]:
        with database.write(Scope.system("a release")) as session:
            services.adopt(session)
        with database.read(Scope.system("versions")) as session:
            return [row.year for row in session.query(CalendarVersion).order_by(CalendarVersion.number)]

    old = standard()
    assert adopted() == adopted() == [None]
    made = imported(database)
    assert adopted() == [None, 2027]
    more = [
        *old.entries.values(),
        Entry(D("2027-03-01"), "off", "春节", "误"),
        Entry(D("2028-01-03"), "off", "元旦", "号"),
    ]
    release = WorkCalendar(more, 2028, "2028-release")
    monkeypatch.setattr(package, "standard", lambda: release)
    monkeypatch.setattr(services, "standard", lambda: release)
    assert adopted() == [None, 2027, None, 2027]
    now = counting(database)
    assert now.is_working(D("2027-03-01").toordinal())
    assert not now.is_working(D("2028-01-03").toordinal())
    assert not now.is_provisional(D("2028-01-01").toordinal(), D("2028-12-31").toordinal())
    with database.read(Scope.system("the versions before")) as session:
        for before in (old, made):
            assert services.of_version(session, before.version).entries == before.entries
