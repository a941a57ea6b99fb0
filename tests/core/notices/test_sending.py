"""From a notice to a message: by the worker alone, once, as the person wants it, and only while it is needed."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import select

from core import clock
from core.cases import notices as of_cases
from core.contracts import Message
from core.jobs.models import Outbox
from core.notices import rules, sending, services
from core.notices.models import Digest
from core.notices.sending import MESSAGES
from tests.core.notices.conftest import PHONE, Desk, at, end
from tests.sample import LEADER, MENGYUE
from tests.site import Site


def test_a_message_leaves_by_the_worker_and_never_by_the_act(desk: Desk) -> None:
    desk.catch()
    desk.choose(sms=PHONE)
    desk.tell()
    assert (desk.sent, desk.states()) == ([], [])
    desk.work()
    assert [(message.to, message.text.splitlines()[0]) for message in desk.sent] == [(PHONE, "勐约许〔2026〕1号的事")]
    assert desk.states() == [rules.SENT]
    assert desk.log()[0].sent_at is not None
    desk.work()
    assert len(desk.sent) == 1


def test_without_a_gateway_the_message_lies_in_the_outbox_and_the_log_says_so(desk: Desk) -> None:
    desk.choose(sms=PHONE)
    desk.tell()
    desk.work()
    assert desk.states() == [rules.LOGGED]
    (path,) = (desk.site.config.data / "outbox" / "sms").glob(f"{desk.log()[0].id}.json")
    assert path.stat().st_mode & 0o077 == 0
    written = path.read_text(encoding="utf-8")
    assert json.loads(written)["text"].startswith("勐约许〔2026〕1号的事")
    assert PHONE not in written


def test_who_gave_no_address_is_told_in_the_workspace_only(desk: Desk) -> None:
    desk.tell()
    desk.work()
    assert (desk.unread(), desk.states()) == (1, [])


def test_each_of_several_channels_has_its_own_message(desk: Desk) -> None:
    desk.catch()
    desk.choose(sms=PHONE, mail="a@b.cn")
    desk.tell()
    desk.work()
    assert sorted(message.channel for message in desk.sent) == ["mail", "sms"]


def test_a_message_names_nobody_and_its_subject_says_the_kind_alone(desk: Desk) -> None:
    desk.setup(public_url="https://zw.example.cn")
    desk.catch()
    desk.choose(mail="a@b.cn")
    desk.tell()
    desk.work()
    (message,) = desk.sent
    assert message.subject == "勐约乡：法定期限提醒"
    assert f"https://zw.example.cn/w/{MENGYUE}/cases/{desk.case.id}" in message.text
    assert desk.case.party not in message.text
    assert desk.case.code not in message.text


def test_in_quiet_hours_a_message_waits_for_the_morning(desk: Desk) -> None:
    desk.catch()
    with at(24, 22):
        desk.choose(quiet=rules.QUIET, sms=PHONE)
        desk.tell()
        desk.work()
        assert desk.sent == []
        (owed,) = desk.owed(MESSAGES)
        assert owed.available_at.astimezone(clock.SHANGHAI).isoformat() == "2026-11-25T08:00:00+08:00"
    with at(25, 8):
        desk.work()
    assert len(desk.sent) == 1


def test_what_is_not_wanted_is_not_sent_but_a_legal_limit_is(desk: Desk) -> None:
    desk.catch()
    desk.choose({of_cases.TURN.code: rules.NONE}, sms=PHONE)
    desk.tell(kind=of_cases.TURN.code)
    desk.tell(kind=of_cases.LIMIT.code)
    desk.work()
    assert len(desk.sent) == 1
    assert "法定期限" in desk.sent[0].subject
    assert desk.unread() == 2, "the workspace shows both"


def test_what_was_read_meanwhile_is_not_sent(desk: Desk) -> None:
    desk.catch()
    with at(24, 22):
        desk.choose(quiet=rules.QUIET, sms=PHONE)
        desk.tell()
        desk.work()
        with desk.writing() as session:
            services.read_all(session, desk.actor)
    with at(25, 9):
        desk.work()
    assert (desk.sent, desk.states()) == ([], [rules.DROPPED])


def test_about_a_matter_that_is_done_nothing_is_sent(desk: Desk) -> None:
    desk.catch()
    desk.choose(sms=PHONE)
    desk.tell()
    end(desk, desk.case.id, is_open=False)
    desk.work()
    end(desk, desk.case.id, is_open=True)
    assert (desk.sent, desk.states()) == ([], [rules.DROPPED])
    assert desk.log()[0].why == sending.DONE


def test_who_turned_a_channel_off_meanwhile_gets_nothing(desk: Desk) -> None:
    desk.catch()
    with at(24, 22):
        desk.choose(quiet=rules.QUIET, sms=PHONE)
        desk.tell()
        desk.work()
        desk.choose()
    with at(25, 9):
        desk.work()
    assert (desk.sent, desk.log()[0].why) == ([], sending.TAKEN_BACK)


def test_a_gateway_that_is_down_loses_nothing_and_doubles_nothing(desk: Desk) -> None:
    def down(message: Message) -> str:
        raise ConnectionRefusedError

    desk.catch(down)
    desk.choose(sms=PHONE)
    with at(24, 12):
        for place in range(3):
            desk.tell(f"第{place}件")
        desk.work()
        assert desk.states() == [rules.FAILED] * 3
        assert {row.attempts for row in desk.log()} == {1}
        assert all("ConnectionRefused" in row.why or "Unreachable" in row.why for row in desk.log())
    desk.setup()
    desk.catch()
    with at(24, 13):
        desk.work()
    assert sorted(message.text.splitlines()[0] for message in desk.sent) == ["第0件", "第1件", "第2件"]
    assert desk.states() == [rules.SENT] * 3


def test_a_gateway_that_did_not_answer_is_asked_once_and_keeps_nobody_waiting(desk: Desk) -> None:
    asked = []

    def down(message: Message) -> str:
        asked.append(message)
        raise TimeoutError

    desk.catch(down)
    desk.choose(sms=PHONE)
    for _ in range(4):
        desk.tell()
    desk.work()
    assert len(asked) == 1
    assert desk.states() == [rules.FAILED] * 4


def test_after_five_failures_a_message_is_parked_and_sent_when_somebody_asks(desk: Desk) -> None:
    def refuse(message: Message) -> str:
        raise ValueError("no")

    from core.accounts.actor import Actor
    from core.jobs.services import retry

    desk.catch(refuse)
    desk.choose(sms=PHONE)
    desk.tell()
    for hour in range(8, 14):
        with at(25, hour):
            desk.work()
    assert [row.attempts for row in desk.log()] == [5]
    desk.catch()
    with at(25, 15):
        with desk.writing() as session:
            assert session.scalars(select(Outbox.topic).where(Outbox.parked == True)).all() == [MESSAGES]  # noqa: E712
            retry(session, Actor.system(MENGYUE))
        desk.work()
    assert (len(desk.sent), desk.states()) == (1, [rules.SENT])


def test_after_a_death_between_sending_and_noting_the_message_goes_again_under_its_own_id(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Death(BaseException):
        pass

    def die(*given: object) -> None:
        raise Death

    desk.catch()
    desk.choose(sms=PHONE)
    desk.tell()
    with monkeypatch.context() as patched:
        patched.setattr(desk.post, "_note", die)
        with pytest.raises(Death):
            desk.work()
    desk.work()
    assert len(desk.sent) == 2
    assert len({message.id for message in desk.sent}) == 1
    desk.work()
    assert len(desk.sent) == 2


def test_a_digest_holds_each_notice_once_and_ends_where_the_next_begins(desk: Desk) -> None:
    from core.notices import digests

    def run() -> int:
        return digests.run(desk.site.database, MENGYUE)

    desk.catch()
    daily = {of_cases.LIMIT.code: rules.DAILY}
    with at(23, 12):
        desk.choose(daily, sms=PHONE)
        desk.tell("一")
        desk.tell("二")
        desk.work()
        assert desk.states() == [rules.WAITING] * 2
    with at(24, 8, 29):
        assert run() == 0
    with at(24, 8, 30):
        assert run() == 1
        assert run() == 0
        desk.tell("三")
        desk.work()
    with at(24, 18):
        assert run() == 0
    with at(25, 8, 30):
        assert run() == 1
        desk.work()
    assert [[line for line in message.text.splitlines() if line.startswith("·")] for message in desk.sent] == [
        ["· 一", "· 二"],
        ["· 三"],
    ]
    with desk.reading() as session:
        first, second = session.scalars(select(Digest).order_by(Digest.until)).all()
        assert second.since == first.until
    assert desk.states() == [rules.SENT] * 3


def test_no_digest_comes_on_a_day_off(desk: Desk) -> None:
    from core.notices import digests

    desk.catch()
    with at(27, 12):
        desk.choose({of_cases.LIMIT.code: rules.DAILY}, sms=PHONE)
        desk.tell()
        desk.work()
    made = []
    for day in (28, 29, 30):
        with at(day, 9):
            made.append(digests.run(desk.site.database, MENGYUE))
    assert made == [0, 0, 1]


def test_a_digest_leaves_out_what_was_read(desk: Desk) -> None:
    from core.notices import digests

    desk.catch()
    with at(23, 12):
        desk.choose({of_cases.LIMIT.code: rules.DAILY}, sms=PHONE)
        desk.tell()
        desk.work()
        with desk.writing() as session:
            services.read_all(session, desk.actor)
    with at(24, 9):
        digests.run(desk.site.database, MENGYUE)
        desk.work()
    assert (desk.sent, desk.states()) == ([], [rules.DROPPED])


def test_a_party_is_sent_nothing_without_agreeing_and_nothing_after_taking_it_back(desk: Desk) -> None:
    from core.accounts.actor import Actor

    party = Actor.party(MENGYUE, desk.case.party)
    desk.catch()
    desk.tell_party("一")
    desk.work()
    assert desk.sent == []
    with at(24, 10):
        with desk.writing() as session:
            services.agree(session, party, desk.case.id, "sms")
            services.agree(session, party, desk.case.id, "sms")
        desk.tell_party("二")
        desk.work()
    assert [message.text.splitlines()[0] for message in desk.sent] == ["二"]
    assert desk.sent[0].to.startswith("199")
    with at(24, 22):
        desk.tell_party("三")
        desk.work()
        with desk.writing() as session:
            services.withdraw(session, party, desk.case.id, "sms")
    with at(25, 9):
        desk.work()
    assert len(desk.sent) == 1


def test_a_notice_to_a_unit_is_sent_to_each_of_its_people_who_wants_it(site: Site, desk: Desk) -> None:
    desk.catch()
    desk.choose(sms=PHONE)
    leader = Desk(site, LEADER)
    leader.choose(sms="13900009999")
    free = site.case("勐约许2")
    assert free.handler_id is None
    with desk.writing() as session:
        of_cases.tell(session, session.get_one(type(free), (MENGYUE, free.id)), "%(number)s", "licensing.decide")
    desk.work()
    assert [message.to for message in desk.sent] == [PHONE], "the leader is not one of the unit's people"
