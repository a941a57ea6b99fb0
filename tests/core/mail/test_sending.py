"""Letters go out by the worker: each once, at rest after a failure, parked in the end; a request sends nothing."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import select

from core import clock
from core.config import Config
from core.db import Database, Scope
from core.doctor import examine
from core.jobs import drain
from core.jobs.models import Outbox
from core.jobs.worker import Worker
from core.mail import services
from core.mail.rules import Letter
from tests.core.mail.server import Mailbox, mailbox
from tests.sample import COUNTY, NOON

Make = Callable[..., Worker]


@pytest.fixture
def server() -> Iterator[Mailbox]:
    with mailbox() as made:
        yield made


@pytest.fixture
def settings(config: Config, server: Mailbox) -> Config:
    return dataclasses.replace(config, smtp_url=server.url, mail_from="xiaoneng@county.example")


@pytest.fixture
def worker(settings: Config) -> Iterator[Worker]:
    with clock.moved(NOON):
        made = Worker(settings)
        yield made
        made.database.dispose()


def owe(database: Database, *to: str) -> None:
    with database.write(Scope.one(COUNTY)) as session:
        for mailbox in to:
            services.owe(session, Letter(mailbox, f"给{mailbox}", "你好"), f"to:{mailbox}")


def sends(worker: Worker, after: float = 1) -> None:
    """All that the county owes, some seconds on."""
    with clock.moved(NOON + dt.timedelta(seconds=after)):
        while drain.drain(worker.database, COUNTY, worker.handlers):
            pass


def rows(worker: Worker) -> dict[str, tuple[bool, bool, int]]:
    with worker.database.read(Scope.one(COUNTY)) as session:
        found = session.scalars(select(Outbox).where(Outbox.topic == services.MAIL))
        return {row.payload["to"]: (row.is_open, row.parked, row.attempts) for row in found}


def test_what_is_owed_goes_out_once_each_to_one_mailbox(worker: Worker, server: Mailbox) -> None:
    owe(worker.database, "a@x.example", "b@x.example")
    assert server.letters == []
    sends(worker)
    sends(worker)
    assert {to for _, to, _ in server.letters} == {("a@x.example",), ("b@x.example",)}
    assert {(sender, made["Subject"]) for sender, _, made in server.letters} == {
        ("xiaoneng@county.example", "给a@x.example"),
        ("xiaoneng@county.example", "给b@x.example"),
    }
    assert len({made["Message-ID"] for *_, made in server.letters}) == len(server.letters) == 2
    assert server.talks == 1


def test_an_act_that_is_undone_owes_no_letter(worker: Worker, server: Mailbox) -> None:
    with pytest.raises(ZeroDivisionError), worker.database.write(Scope.one(COUNTY)) as session:
        services.owe(session, Letter("a@x.example", "x", "x"), "x")
        session.flush()
        raise ZeroDivisionError
    sends(worker)
    assert server.letters == []


def test_a_mailbox_that_is_none_is_refused_before_it_is_owed(worker: Worker) -> None:
    with pytest.raises(ValueError, match="not an address"):
        owe(worker.database, "a@x.example\nBcc: b@x.example")
    assert rows(worker) == {}


def test_one_mailbox_that_is_refused_holds_up_no_other_and_sends_none_twice(worker: Worker, server: Mailbox) -> None:
    server.refused.add("b@x.example")
    owe(worker.database, "a@x.example", "b@x.example", "c@x.example")
    sends(worker)
    assert [to for _, to, _ in server.letters] == [("a@x.example",), ("c@x.example",)]
    assert rows(worker)["b@x.example"] == (True, False, 1)
    server.refused.clear()
    sends(worker, after=10)
    assert [to for _, to, _ in server.letters] == [("a@x.example",), ("c@x.example",), ("b@x.example",)]


def test_where_the_server_is_not_there_all_rest_after_one_try_and_are_parked_after_five(
    worker: Worker, server: Mailbox
) -> None:
    server.shutdown()
    server.server_close()
    owe(worker.database, *(f"{n}@x.example" for n in range(20)))
    for after in (1, 2, 10, 100, 1000, 10_000, 100_000):
        sends(worker, after)
    assert set(rows(worker).values()) == {(False, True, 5)}


def test_a_line_that_drops_after_some_letters_sends_those_no_second_time(worker: Worker, server: Mailbox) -> None:
    server.drops_after = 2
    owe(worker.database, "a@x.example", "b@x.example", "c@x.example", "d@x.example")
    sends(worker)
    assert len(server.letters) == 2
    server.drops_after = None
    sends(worker, after=10)
    assert sorted(to[0] for _, to, _ in server.letters) == [f"{n}@x.example" for n in "abcd"]


def test_without_a_server_in_the_settings_nothing_is_tried_over_the_network(config: Config) -> None:
    with clock.moved(NOON):
        worker = Worker(config)
        owe(worker.database, "a@x.example")
        sends(worker)
    assert rows(worker) == {"a@x.example": (True, False, 1)}
    worker.database.dispose()


def test_the_password_of_the_settings_signs_in(worker: Worker, settings: Config, server: Mailbox) -> None:
    with_password = dataclasses.replace(settings, smtp_url=server.url.replace("//", "//us%40er:pa%2Fss@"))
    with services.connected(with_password):
        pass
    assert server.passwords == ["\0us@er\0pa/ss"]


def found(config: Config) -> tuple[bool, str]:
    return next((each.ok, each.words) for each in examine(config) if each.check == "mail")


def test_the_doctor_tells_whether_letters_can_go_out(config: Config, settings: Config, server: Mailbox) -> None:
    assert found(config)[0]
    assert not found(dataclasses.replace(config, audit_mail=("a@x.example",)))[0]
    assert found(settings)[0]
    assert not found(dataclasses.replace(settings, audit_mail=("a@x, b@x",)))[0]
    assert not found(dataclasses.replace(settings, mail_from=""))[0]
    ok, words = found(dataclasses.replace(settings, smtp_url="smtp://u:secret@mail.example"))
    assert (ok, "secret" in words) == (False, False)
    server.shutdown()
    server.server_close()
    assert not found(settings)[0]
