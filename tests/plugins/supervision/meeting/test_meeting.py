"""联席会议: what waits comes on the agenda, what is resolved is followed, and whose item it was is told."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select

from core import clock
from core.contracts import Submission
from core.db import new_id
from core.documents import addressed
from core.documents.models import Document
from core.duties import meeting
from core.duties import services as duties
from core.duties.making import make
from core.duties.models import Duty
from core.errors import DomainError, Forbidden
from core.jobs.worker import Worker
from core.notices.models import Notice
from core.tenancy.models import Unit
from plugins.supervision.meeting import queries, rules, services, telling
from plugins.supervision.meeting.models import Meeting
from tests.plugins.supervision.office import CLERK_OF_IT, HEAD_OF_IT, STATION, Desk
from tests.sample import CLERK, HANDLER, HEAD, LEADER, MENGYUE, NOON, TODAY, account
from tests.site import Page, Site

GENERAL = "zuo.xiangbing"
REPORT = "scheme.township_report"
DAY = dt.timedelta(days=1)


def report(desk: Desk) -> tuple[Duty, str]:
    """The general office's report, handed in to the joint meeting anew, and the key under which it waits."""
    make(desk.database, MENGYUE)
    with desk.writing() as session:
        duty = session.scalars(select(Duty).where(Duty.rule == REPORT)).one()
        actor = desk.who(session, GENERAL)
        duty.state = "open"
        session.flush()
        command = duties.Submit(duty.version, Submission("全年情况"))
        duty = duties.submit(session, actor, duty.id, command, new_id().hex)
        return duty, next(item.key for item in meeting.waiting(session))


def again(desk: Desk, duty: Duty) -> Duty:
    with desk.reading() as session:
        found = session.get_one(Duty, (MENGYUE, duty.id))
        session.expunge_all()
    return found


def called(desk: Desk, *keys: str, free: tuple[str, ...] = (), key: str = "", login: str = GENERAL) -> Meeting:
    command = rules.Call(title="第四次联席会议", held_on=TODAY, place="二楼", chair="岳早甲", keys=keys, free=free)
    with desk.writing() as session:
        return services.call(session, desk.who(session, login), command, key or new_id().hex)


def held(desk: Desk, row: Meeting, outcome: str = "agreed", words: str = "") -> Meeting:
    with desk.writing() as session:
        now = queries.meeting_of(session, row.id)
        outcomes = {item.id: rules.Outcome(outcome, words) for item in queries.agenda_of(session, now)}
        given = rules.Held(chair="岳早甲", present="岳早甲、排诺乙", absent="", guests="", outcomes=outcomes)
        return services.hold(session, desk.who(session, GENERAL), row.id, given, now.version)


def resolved(desk: Desk, row: Meeting, unit: str = STATION, **other: Any) -> UUID:
    given = {"item_id": None, "words": "清理收费", "person": "样甲", "due_on": TODAY + 10 * DAY}
    with desk.writing() as session:
        command = rules.Resolve(**{**given, "unit_id": desk.unit(unit), **other})
        return services.resolve(session, desk.who(session, GENERAL), row.id, command, new_id().hex).id


def minutes(desk: Desk, row: Meeting) -> Document:
    with desk.writing() as session:
        version = queries.meeting_of(session, row.id).version
        return services.make_minutes(session, desk.who(session, GENERAL), row.id, version, new_id().hex)


def waiting(desk: Desk) -> list[str]:
    with desk.reading() as session:
        return [item.key for item in queries.waiting(session)]


def test_what_is_handed_in_to_the_meeting_waits_until_it_is_on_an_agenda(desk: Desk) -> None:
    _duty, key = report(desk)
    assert key in waiting(desk)
    row = called(desk, key)
    assert key not in waiting(desk)
    with pytest.raises(DomainError, match="已经不在待议事项里"):
        called(desk, key)
    held(desk, row, "deferred")
    assert key in waiting(desk), "what was put off comes up again"


@pytest.mark.parametrize(
    ("outcome", "words", "state"), [("not_agreed", "数字不全", "returned"), ("agreed", "", "accepted")]
)
def test_its_minutes_tell_the_measure_what_was_resolved(
    here: Site, desk: Desk, outcome: str, words: str, state: str
) -> None:
    duty, key = report(desk)
    row = held(desk, called(desk, key), outcome, words)
    Worker(here.config).run_dry()
    assert again(desk, duty).state == "submitted", "nothing is told before the minutes"
    minutes(desk, row)
    Worker(here.config).run_dry()
    assert again(desk, duty).state == state


def test_what_was_returned_comes_up_again_once_it_is_handed_in_anew(here: Site, desk: Desk) -> None:
    _duty, key = report(desk)
    minutes(desk, held(desk, called(desk, key), "not_agreed", "数字不全"))
    Worker(here.config).run_dry()
    with clock.moved(NOON + DAY):
        assert report(desk)[1] in waiting(desk)


def test_the_minutes_are_a_draft_of_the_layout_of_minutes_and_made_once(desk: Desk) -> None:
    row = held(desk, called(desk, free=("作风建设",)))
    resolved(desk, row)
    made = minutes(desk, row)
    assert (made.kind, made.format) == ("minutes", "minutes")
    assert "一、作风建设" in made.body
    assert "清理收费，由财政所负责，责任人样甲，2026年12月4日前完成。" in made.body
    assert "出席：岳早甲、排诺乙" in made.body
    assert minutes(desk, row).id == made.id
    with pytest.raises(DomainError, match="形成纪要以前"):
        resolved(desk, row)


def test_the_circular_says_what_was_resolved(desk: Desk) -> None:
    row = held(desk, called(desk, free=("作风建设",)))
    with desk.writing() as session, pytest.raises(DomainError, match="形成纪要并有议定事项"):
        services.make_circular(session, desk.who(session, GENERAL), row.id, row.version, new_id().hex)
    resolved(desk, row)
    resolved(desk, row, "JCS")
    minutes(desk, row)
    with desk.writing() as session:
        version = queries.meeting_of(session, row.id).version
        made = services.make_circular(session, desk.who(session, GENERAL), row.id, version, new_id().hex)
        assert made.kind == "circular"
        assert "一、清理收费，由财政所负责" in made.body
        assert made.sent_to == "各村委会、各站所、乡监察室"
        signing = set(session.scalars(select(Unit.code).where(Unit.id.in_(addressed.units_of(session, made.id)))))
        assert signing >= {STATION, "JCS", "NYZ", "201", "205"}
        assert not signing & {"DZB", "LXH", "LD"}


def test_whoever_is_to_carry_it_out_is_told_and_reminded_until_it_is_done(here: Site, desk: Desk) -> None:
    row = held(desk, called(desk, free=("作风建设",)))
    with pytest.raises(DomainError, match="休息日"):
        resolved(desk, row, "JCS", due_on=TODAY + 4 * DAY)
    with pytest.raises(DomainError, match="晚于会议日期"):
        resolved(desk, row, "JCS", due_on=TODAY)
    first, village = resolved(desk, row, "JCS"), resolved(desk, row, "201")

    def told(of: UUID) -> list[str]:
        with desk.reading() as session:
            query = select(Notice.account_id, Notice.words).where(Notice.matter_id == of).order_by(Notice.at, Notice.id)
            people = {account(session, login).id for login in (CLERK_OF_IT, HEAD_OF_IT)}
            found = session.execute(query).all()
            if of == first:
                assert {who for who, _ in found} <= people
        return sorted({words for _, words in found})

    assert told(first) == []
    minutes(desk, row)
    assert told(first) == told(village) == [telling.ENTERED]
    for day, words in (
        (TODAY + 7 * DAY, {telling.ENTERED}),
        (TODAY + 8 * DAY, {telling.ENTERED, telling.NEAR}),
        (TODAY + 9 * DAY, {telling.ENTERED, telling.NEAR}),
        (TODAY + 11 * DAY, {telling.ENTERED, telling.NEAR, telling.LATE}),
    ):
        with clock.moved(dt.datetime.combine(day, NOON.timetz())):
            telling.remind(desk.database, MENGYUE)
            telling.remind(desk.database, MENGYUE)
        assert set(told(first)) == words, day
    with desk.reading() as session:
        counted = session.scalar(select(func.count()).select_from(Notice).where(Notice.matter_id == first))
    assert counted == 3 * 2, "each of the two people once at each time"
    reader = here.sign_in(CLERK_OF_IT)
    assert reader.get(f"/w/{MENGYUE}/meetings/resolutions/{first}").status_code == 200


def test_a_resolution_is_reported_by_its_own_unit_or_the_general_office(desk: Desk) -> None:
    row = held(desk, called(desk, free=("作风建设",)))
    first, second = resolved(desk, row), resolved(desk, row, "JCS")

    def finish(login: str, resolution: UUID, done: str = "已经办完") -> Any:
        with desk.writing() as session:
            return services.finish(session, desk.who(session, login), resolution, done)

    with pytest.raises(DomainError, match="纪要还没有形成"):
        finish(CLERK_OF_IT, second)
    minutes(desk, row)
    with pytest.raises(Forbidden):
        finish(CLERK_OF_IT, first)
    with pytest.raises(DomainError, match="请写明完成情况"):
        finish(CLERK_OF_IT, second, " ")
    assert finish(CLERK_OF_IT, second).done_on == TODAY
    with clock.moved(NOON + DAY):
        assert finish(CLERK_OF_IT, second, "再报一次").done == "已经办完"
        assert finish(GENERAL, first).done_on == TODAY + DAY


def test_nobody_but_the_general_office_calls_or_records(desk: Desk) -> None:
    for login in (HANDLER, HEAD, LEADER, CLERK_OF_IT):
        with pytest.raises(Forbidden):
            called(desk, free=("样",), login=login)


def test_the_same_form_calls_one_meeting(desk: Desk) -> None:
    key = new_id().hex
    assert called(desk, free=("样",), key=key).id == called(desk, free=("样",), key=key).id


def test_it_is_walked_by_its_forms(here: Site, desk: Desk) -> None:
    duty, _key = report(desk)
    office, unit = here.sign_in(GENERAL), here.sign_in(CLERK_OF_IT)
    base = f"/w/{MENGYUE}/meetings/"
    assert f"/w/{MENGYUE}/duties/{duty.id}" in Page(office.get(base)).links
    page = Page(here.fill(office, f"{base}new", {"title": "走一遍", "held_on": "2026-11-24"}))
    assert "请填写主持人" in page.told["chair"]
    typed = {"title": "走一遍", "held_on": "2026-11-24", "chair": "岳早甲", "free": "议题一\n\n议题二"}
    url = here.fill(office, f"{base}new", typed).location
    held_form = Page(office.get(f"{url}/record")).posted()
    outcomes = {name: "agreed" for name in held_form.fields if name.startswith("outcome-")}
    assert len(outcomes) == 2
    assert "请填写出席人员" in Page(here.fill(office, f"{url}/record", outcomes)).told["present"]
    assert here.fill(office, f"{url}/record", {**outcomes, "present": "岳早甲"}).status_code == 303
    given = {"words": "清账", "unit": str(desk.unit("JCS")), "person": "样", "due_on": "2026-11-30"}
    assert "请填写责任人" in Page(here.fill(office, f"{url}/resolve", {**given, "person": ""})).told["person"]
    assert here.fill(office, f"{url}/resolve", given).status_code == 303
    form = next(form for form in Page(office.get(url)).forms if form.action.endswith("/minutes"))
    made = office.post(form.action, data=form.held)
    assert "/documents/" in made.location
    form = next(form for form in Page(office.get(url)).forms if form.action.endswith("/circular"))
    assert office.post(form.action, data=form.held).status_code == 303
    mine = next(link for link in Page(unit.get(f"{base}resolutions")).links if "/resolutions/" in link)
    assert "联席会议议定事项待办" in unit.get(f"/w/{MENGYUE}/").get_data(as_text=True)
    assert here.fill(unit, mine, {"done": "账目清完"}).status_code == 303
    assert "账目清完" in here.sign_in(HEAD).get(url).get_data(as_text=True)
    assert here.sign_in(HEAD).get(f"{base}new").status_code == 403
    assert here.sign_in(CLERK).get(base).status_code == 403
