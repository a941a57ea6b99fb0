"""Calendar feeds: what stands in them, for whom, and how a secret address dies."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import delete, select, update
from werkzeug.test import TestResponse

from core import cases, clock
from core.accounts.directory import hash_of
from core.accounts.models import Account, Grant, Throttle
from core.audit.models import Audit
from core.cases.models import Case, Clock, Participant
from core.db import Scope, ScopedSession
from core.db.ids import new_id
from core.deadlines.ics import Event
from core.duties import making
from core.duties.models import Duty
from core.feeds import entries
from core.feeds.models import CalendarFeed
from core.tenancy.models import Unit
from core.tenancy.services import put_switch
from plugins.approval import commands as cmd
from tests.plugins.approval.road import actor
from tests.sample import CLERK, HANDLER, HEAD, HUSA, LEADER, MENGYUE, NOON, OTHER_LEADER, TODAY, account
from tests.site import Site, opened

ADDRESS = re.compile(rf"/t/{MENGYUE}/calendar/([\w-]+)\.ics")
PAGE = f"/w/{MENGYUE}/calendar"


@pytest.fixture
def site(sample: Path, tmp_path: Path) -> Iterator[Site]:
    """An installation of one's own: feeds, grants and cases are changed here."""
    with opened(sample, tmp_path) as made:
        yield made


def unit_of(site: Site, login: str) -> UUID:
    """The unit in which a person of the township has a role."""
    with site.database.read(Scope.one(MENGYUE)) as session:
        return session.scalars(select(Grant.unit_id).where(Grant.account_id == account(session, login).id)).one()


def make(site: Site, login: str, unit: str = "") -> str:
    """Make or renew a feed on its page; the path of its address."""
    answer = site.post(site.sign_in(login), PAGE, {"unit": unit})
    assert answer.status_code == 200
    found = ADDRESS.search(answer.text)
    assert found
    return found[0]


def get(site: Site, path: str, **given: object) -> TestResponse:
    """What a calendar is answered: a client without a cookie."""
    answer = site.visitor().get(path, buffered=True, **given)  # type: ignore[arg-type]
    assert "Set-Cookie" not in answer.headers
    return answer


def events(answer: TestResponse) -> list[dict[str, str]]:
    """The events of a calendar, read by the rules of RFC 5545."""
    assert answer.status_code == 200
    raw = answer.data
    assert raw.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in raw.replace(b"\r\n", b"")
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    for line in lines:
        line.decode()  # no character is divided
    found: list[dict[str, str]] = []
    for line in raw.decode().replace("\r\n ", "").split("\r\n"):
        if line == "BEGIN:VEVENT":
            found.append({})
        elif ":" in line and found:
            name, value = line.split(":", 1)
            found[-1][name.split(";")[0]] = re.sub(r"\\(.)", lambda at: "\n" if at[1] == "n" else at[1], value)
    return found


def running(site: Site, *where: object) -> dict[str, tuple[str, dt.date | None]]:
    """The organ's running clocks of open cases of the township: id → (number, safe day)."""
    with site.database.read(Scope.one(MENGYUE)) as session:
        rows = session.execute(
            select(Clock, Case)
            .join(Case, (Case.tenant_id == Clock.tenant_id) & (Case.id == Clock.case_id))
            .where(Clock.state == "running", Clock.bearer == "organ", Case.is_open.is_(True), *where)  # type: ignore[arg-type]
        ).all()
        return {str(row.id): (case.number, row.safe_due_on) for row, case in rows}


def test_a_person_s_own_feed_has_the_running_limits_they_handle_on_their_safe_day(site: Site) -> None:
    with site.database.read(Scope.one(MENGYUE)) as session:
        handler = account(session, HANDLER).id
    wanted = running(site, Case.handler_id == handler)
    found = events(get(site, make(site, HANDLER)))
    assert wanted
    assert {one["UID"]: one["DTSTART"] for one in found} == {
        uid: str(day).replace("-", "") for uid, (_, day) in wanted.items()
    }
    assert all(one["SUMMARY"].startswith(wanted[one["UID"]][0]) for one in found)
    assert [one["DTSTART"] for one in found] == sorted(one["DTSTART"] for one in found)


def test_a_unit_s_feed_has_every_running_limit_of_its_cases(site: Site) -> None:
    unit = unit_of(site, HEAD)
    found = events(get(site, make(site, HEAD, str(unit))))
    assert found
    assert {one["UID"] for one in found} == set(running(site, Case.unit_id == unit))


def test_a_suspended_limit_is_no_event(site: Site) -> None:
    case = site.case("勐约许1")
    path = make(site, HEAD, str(case.unit_id))
    before = {one["UID"] for one in events(get(site, path))}
    with site.database.write(Scope.one(MENGYUE)) as session:
        told = {"ground": "鉴定", "document": "告知书1号", "told_on": TODAY, "expected_days": 5}
        command = cmd.StartSpecial(version=case.version, **told)  # type: ignore[arg-type]
        cases.act(session, actor(session, HEAD), case.id, "start_special", command, new_id().hex)
        paused = select(Clock.id).where(Clock.case_id == case.id, Clock.state == "suspended")
        gone = {str(clock_id) for clock_id in session.scalars(paused)}
    assert gone
    assert {one["UID"] for one in events(get(site, path))} == before - gone


def test_it_holds_no_name_title_telephone_or_code_of_a_case(site: Site) -> None:
    units = {str(site.case(number).unit_id) for number in ("勐约许1", "勐约许3", "勐约许8")}
    text = "".join(get(site, make(site, LEADER, unit)).text.replace("\r\n ", "") for unit in units)
    with site.database.read(Scope.one(MENGYUE)) as session:
        secret = {word for case in session.scalars(select(Case)) for word in (case.party, case.title, case.code)}
        for person in session.scalars(select(Participant)):
            secret |= {person.name, person.phone or "", person.id_number or "", person.address or ""}
        staff = set(session.scalars(select(Account.display_name)))
    assert "勐约许〔2026〕" in text
    assert {word for word in (secret | staff) - {""} if word in text} == set()


def test_only_the_hash_of_the_secret_is_kept_and_the_audit_does_not_know_it(site: Site) -> None:
    token = make(site, HANDLER).rpartition("/")[2].removesuffix(".ics")
    assert len(token) >= 43  # 256 bits
    raw = b"".join(path.read_bytes() for path in site.config.data.glob("xiaoneng.db*"))
    assert token.encode() not in raw
    with site.database.read(Scope.one(MENGYUE)) as session:
        assert session.scalars(select(CalendarFeed.secret_hash)).all() == [hash_of(token)]
        acts = session.scalars(select(Audit.action).where(Audit.action.startswith("core.feed"))).all()
    assert acts == ["core.feed.make"]
    assert token not in site.sign_in(HANDLER).get(PAGE).text


def test_a_renewed_address_ends_the_old_one_at_once(site: Site) -> None:
    old = make(site, HANDLER)
    new = make(site, HANDLER)
    assert (get(site, old).status_code, get(site, new).status_code) == (404, 200)


def test_a_feed_that_was_turned_off_is_gone(site: Site) -> None:
    path = make(site, HANDLER)
    assert site.post(site.sign_in(HANDLER), PAGE, {"off": "yes"}).status_code == 303
    assert get(site, path).status_code == 404
    with site.database.read(Scope.one(MENGYUE)) as session:
        assert session.scalars(select(CalendarFeed)).all() == []


def test_another_township_does_not_know_the_address(site: Site) -> None:
    path = make(site, HANDLER)
    assert get(site, path.replace(str(MENGYUE), str(HUSA))).status_code == 404


@pytest.mark.parametrize("what", ["suspended", "grant ended"])
def test_nothing_is_served_of_one_who_left(site: Site, what: str) -> None:
    paths = [make(site, HEAD), make(site, HEAD, str(unit_of(site, HEAD)))]
    with site.database.write(Scope.one(MENGYUE)) as session:
        who = account(session, HEAD)
        if what == "suspended":
            who.state = "suspended"
        else:
            ended = TODAY - dt.timedelta(days=1)
            session.execute(update(Grant).where(Grant.account_id == who.id).values(to_on=ended))
    assert [get(site, path).status_code for path in paths] == [404, 404]


def test_who_moved_to_another_unit_takes_nothing_of_the_old_one_along(site: Site) -> None:
    unit = unit_of(site, HEAD)
    own, of_unit = make(site, HEAD), make(site, HEAD, str(unit))
    with site.database.write(Scope.one(MENGYUE)) as session:
        other = session.scalars(select(Unit.id).where(Unit.kind == "station", Unit.id != unit)).first()
        session.execute(update(Grant).where(Grant.account_id == account(session, HEAD).id).values(unit_id=other))
    assert (get(site, own).status_code, get(site, of_unit).status_code) == (200, 404)
    shown = site.sign_in(LEADER).get(PAGE).text
    assert "已不再负责本单位" in shown


def test_a_measure_turned_off_takes_its_limits_out(site: Site) -> None:
    path = make(site, HANDLER)
    assert events(get(site, path))
    with site.database.write(Scope.one(MENGYUE)) as session:
        put_switch(session, MENGYUE, "approval", on=False, by="测试")
    assert events(get(site, path)) == []


def test_a_limit_that_moved_keeps_its_event(site: Site) -> None:
    case = site.case("勐约许1")
    path = make(site, HEAD, str(case.unit_id))
    before = {one["UID"]: one for one in events(get(site, path))}
    with site.database.write(Scope.one(MENGYUE)) as session, clock.moved(NOON + dt.timedelta(hours=1)):
        command = cmd.Extend(version=case.version, days=5, reason="案情复杂")
        cases.act(session, actor(session, LEADER), case.id, "extend", command, new_id().hex)
    after = {one["UID"]: one for one in events(get(site, path))}
    assert before.keys() == after.keys()
    (moved,) = [uid for uid in after if before[uid]["DTSTART"] != after[uid]["DTSTART"]]
    assert int(after[moved]["SEQUENCE"]) == int(before[moved]["SEQUENCE"]) + 1
    assert after[moved]["LAST-MODIFIED"] > before[moved]["LAST-MODIFIED"]


def test_it_is_asked_again_without_being_sent_again_and_kept_nowhere(site: Site) -> None:
    path = make(site, HANDLER)
    first = get(site, path)
    assert first.mimetype == "text/calendar"
    assert first.headers["Cache-Control"] == "private, no-store"
    assert first.headers["X-Robots-Tag"] == "noindex"
    again = get(site, path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Cache-Control"] == "private, no-store"


def test_it_speaks_the_language_in_the_address(site: Site) -> None:
    path = make(site, HANDLER)
    title = events(get(site, f"{path}?lang=en"))[0]["SUMMARY"]
    assert title != events(get(site, path))[0]["SUMMARY"]
    assert re.search(r"[a-z]{4}", title)


def test_guesses_are_slowed_and_a_dead_address_of_a_feed_is_no_guess(site: Site) -> None:
    good = make(site, HANDLER)
    for number in range(5):
        assert get(site, f"/t/{MENGYUE}/calendar/guess-{number}.ics").status_code == 404
    answer = get(site, good)
    assert answer.status_code == 429
    assert int(answer.headers["Retry-After"]) > 0
    with site.database.write(Scope.system("forget the guesses")) as session:
        session.execute(delete(Throttle))
        account(session, HANDLER).state = "suspended"
    for _ in range(6):
        assert get(site, good).status_code == 404


def test_only_who_leads_a_unit_makes_its_feed(site: Site) -> None:
    unit = str(unit_of(site, HEAD))
    for login, other, status in (
        (HANDLER, unit, 403),
        (CLERK, unit, 403),
        (HEAD, str(new_id()), 404),
        (HEAD, "no id", 404),
        (LEADER, unit, 200),
        (HEAD, unit, 200),
    ):
        assert site.post(site.sign_in(login), PAGE, {"unit": other}).status_code == status, (login, other)
    assert site.post(site.sign_in(OTHER_LEADER), f"/w/{HUSA}/calendar", {"unit": unit}).status_code == 404


def test_a_form_without_its_token_makes_nothing(site: Site) -> None:
    answer = site.sign_in(HANDLER).post(PAGE, data={"unit": ""})
    assert answer.status_code == 400 or not ADDRESS.search(answer.text)
    with site.database.read(Scope.one(MENGYUE)) as session:
        assert session.scalars(select(CalendarFeed)).all() == []


def test_a_provisional_day_and_another_legal_day_are_said(site: Site) -> None:
    case = site.case("勐约许1")
    path = make(site, HEAD, str(case.unit_id))
    with site.database.write(Scope.one(MENGYUE)) as session:
        row = session.scalars(select(Clock).where(Clock.case_id == case.id, Clock.state == "running")).first()
        assert row is not None
        assert row.safe_due_on is not None
        row.provisional, row.due_on = True, row.safe_due_on + dt.timedelta(days=2)
        uid, due, safe = str(row.id), row.due_on, row.safe_due_on
    (found,) = (one for one in events(get(site, path)) if one["UID"] == uid)
    assert found["SUMMARY"].endswith("（暂计）")
    assert f"法定最后一日：{due}" in found["DESCRIPTION"]
    assert found["DTSTART"] == f"{safe:%Y%m%d}"


def test_what_others_add_stands_among_the_limits_and_the_soonest_are_kept(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make(site, HANDLER)
    limits = len(events(get(site, path)))

    def duties(session: ScopedSession, reader: entries.Reader) -> list[Event]:
        days = (TODAY - dt.timedelta(days=900), TODAY + dt.timedelta(days=900))
        return [Event(new_id(), day, "月报", "", NOON) for day in days]

    monkeypatch.setattr(entries, "ENTRIES", (*entries.ENTRIES, duties))
    assert [one["SUMMARY"] for one in events(get(site, path))][:: limits + 1] == ["月报", "月报"]
    monkeypatch.setattr(entries, "MOST", 1)
    assert [one["SUMMARY"] for one in events(get(site, path))] == ["月报"]


def test_a_feed_has_what_the_unit_still_owes_by_calendar_dates(site: Site) -> None:
    unit = unit_of(site, HEAD)
    with site.database.write(Scope.one(MENGYUE)) as session:
        put_switch(session, MENGYUE, "supervision", on=True, by="test")
    making.make(site.database, MENGYUE)
    with site.database.read(Scope.one(MENGYUE)) as session:
        rows = session.scalars(select(Duty).where(Duty.unit_id == unit))
        owed = {str(duty.id): f"{duty.safe_due_on:%Y%m%d}" for duty in rows}
    assert owed
    for path in (make(site, HEAD), make(site, HEAD, str(unit))):
        found = {one["UID"]: one for one in events(get(site, path)) if one["UID"] in owed}
        assert {uid: one["DTSTART"] for uid, one in found.items()} == owed
        assert any("2026年11月" in one["SUMMARY"] for one in found.values())
    with site.database.write(Scope.one(MENGYUE)) as session:
        put_switch(session, MENGYUE, "supervision", on=False, by="test")
    assert not {one["UID"] for one in events(get(site, path))} & set(owed)
