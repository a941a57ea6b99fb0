"""Parcels: sent with the act, taken in once, answered; what fails is tried again, what is refused says why."""

from __future__ import annotations

import datetime as dt
import io
import os
from collections import Counter
from collections.abc import Collection
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import event, func, select

from core.accounts.actor import Actor
from core.db import Database, Scope, ScopeError
from core.db.ids import new_id
from core.errors import DomainError, NotFound, Problem
from core.exchange import delivery, queries, services
from core.exchange.models import ParcelSent
from core.exchange.parcel import DELIVERED, RECEIVED, REFUSED, SENT, EnclosedFile, EnclosedPaper, Parcel, opened
from core.files import services as files
from core.files.kinds import Limits
from core.files.models import StoredFile
from core.files.stores.disk import DiskStore
from core.files.sweeping import sweep
from core.jobs.models import Outbox
from core.tenancy.services import put_switch
from tests.core.exchange.toys import COUNTY, DUE, HERE, KIND, TOWNS, carry, effects, post, received, sent
from tests.core.files.test_kinds import PDF

CLERK = Actor(UUID(int=7), "样甲", HERE)
DAY = dt.date(2026, 11, 24)


def parked(database: Database) -> list[str]:
    with database.read(Scope.system("parked rows")) as session:
        return list(session.scalars(select(Outbox.error).where(Outbox.parked.is_(True))))


def test_a_parcel_goes_with_the_senders_act_or_not_at_all(post_office: Database) -> None:
    with pytest.raises(ZeroDivisionError), post_office.write(Scope.one(COUNTY)) as session:
        services.send(session, HERE, KIND, Parcel("样事", "样"), "a")
        raise ZeroDivisionError
    carry(post_office)
    assert effects(post_office) == Counter()


def test_a_parcel_is_sent_then_delivered_then_received_with_the_receivers_number(post_office: Database) -> None:
    post(post_office, "a")
    assert sent(post_office, "a").state == SENT
    carry(post_office)
    assert (sent(post_office, "a").state, received(post_office, "a").state) == (DELIVERED, DELIVERED)
    with post_office.write(Scope.one(HERE)) as session:
        parcel = received(post_office, "a").id
        services.acknowledge(session, CLERK, parcel, number="样〔2026〕3号", reply="100%收到")
    assert sent(post_office, "a").state == DELIVERED, "the receipt has not come back yet"
    carry(post_office)
    back = sent(post_office, "a")
    assert (back.state, back.receipt.by, back.receipt.number) == (RECEIVED, "样甲", "样〔2026〕3号")
    assert [str(one) for one in back.receipt.said] == ["100%收到"]
    assert back.answered_at == received(post_office, "a").answered_at


def test_a_receiver_that_signs_at_once_tells_its_number_and_its_limit_in_one_answer(post_office: Database) -> None:
    post(post_office, "a", title="sign")
    carry(post_office)
    back = sent(post_office, "a")
    assert (back.state, back.receipt.number, back.receipt.due) == (RECEIVED, "样1", DUE)
    with post_office.read(Scope.one(HERE)) as session:
        owed = session.scalars(select(Outbox).where(Outbox.topic == services.ANSWERS)).all()
    assert len(owed) == 1


def test_the_same_key_is_the_same_parcel(post_office: Database) -> None:
    post(post_office, "a", "a")
    post(post_office, "a")
    carry(post_office)
    assert effects(post_office) == {(HERE, "a"): 1}


def test_delivered_again_a_parcel_has_no_second_effect(post_office: Database) -> None:
    post(post_office, "a")
    before = sent(post_office, "a")
    for _ in range(3):
        delivery._put(post_office, before, before.to_tenant)
    assert effects(post_office) == {(HERE, "a"): 1}


def test_news_that_comes_late_takes_nothing_back(post_office: Database) -> None:
    post(post_office, "a")
    carry(post_office)
    early = received(post_office, "a")
    with post_office.write(Scope.one(HERE)) as session:
        services.acknowledge(session, CLERK, early.id)
    carry(post_office)
    with post_office.write(Scope.one(COUNTY)) as session:
        delivery._mark(session, session.scalars(select(ParcelSent)).one(), early)
    assert sent(post_office, "a").state == RECEIVED


def test_what_the_receiver_refuses_comes_back_with_every_reason_and_leaves_nothing(post_office: Database) -> None:
    post(post_office, "a", title="refuse")
    carry(post_office)
    back = sent(post_office, "a")
    assert back.state == REFUSED
    assert [str(one) for one in back.receipt.said] == ["不归本乡管", "请改送"]
    assert effects(post_office) == Counter()


def test_a_receiver_whose_measure_is_off_refuses_in_words(post_office: Database) -> None:
    with post_office.write(Scope.one(HERE)) as session:
        put_switch(session, HERE, "toy", on=False, by="测试")
    post(post_office, "a")
    post(post_office, "a", to=TOWNS[1])
    carry(post_office)
    assert (sent(post_office, "a").state, sent(post_office, "a", TOWNS[1]).state) == (REFUSED, DELIVERED)
    assert sent(post_office, "a").receipt.said == (
        Problem("对方没有开启“%(label)s”，不能接收。", params={"label": "样"}),
    )


def test_a_receiver_that_fails_is_tried_again_and_parked_while_others_are_served(post_office: Database) -> None:
    post(post_office, "bad", title="fail")
    post(post_office, "good")
    carry(post_office)
    assert (sent(post_office, "bad").state, sent(post_office, "good").state) == (SENT, DELIVERED)
    assert parked(post_office) == []
    for attempt in range(1, 6):
        carry(post_office, after=3600 * attempt)
    assert [words.split()[0] for words in parked(post_office)] == ["ZeroDivisionError"]
    ends = [sent(post_office, key) for key in ("bad", "good")]
    with post_office.read(Scope.one(COUNTY)) as session:
        assert queries.parked(session, COUNTY, ends) == {ends[0].id}
    assert effects(post_office) == {(HERE, "good"): 1}


def test_a_parcel_is_answered_once(post_office: Database) -> None:
    post(post_office, "a")
    carry(post_office)
    parcel = received(post_office, "a").id
    with post_office.write(Scope.one(HERE)) as session:
        first = services.acknowledge(session, CLERK, parcel)
        assert services.acknowledge(session, CLERK, parcel, number="另一号") is first
        with pytest.raises(DomainError):
            services.refuse(session, CLERK, parcel, "不归本乡")
        with pytest.raises(NotFound):
            services.acknowledge(session, CLERK, new_id())
    assert received(post_office, "a").receipt.number == ""


def test_nothing_is_sent_to_nobody(post_office: Database) -> None:
    with post_office.write(Scope.one(COUNTY)) as session:
        for tenant in (COUNTY, 999999):
            with pytest.raises(NotFound):
                services.send(session, tenant, KIND, Parcel("样事", "样"), "a")
        with pytest.raises(LookupError, match=r"nobody receives toy\.other"):
            services.send(session, HERE, "toy.other", Parcel("样事", "样"), "a")


def test_the_sender_writes_nothing_in_the_receivers_tenant(post_office: Database) -> None:
    post(post_office, "a")
    with post_office.write(Scope.one(COUNTY)) as session:
        row = session.scalars(select(ParcelSent)).one()
        assert row.tenant_id == COUNTY
        with pytest.raises(ScopeError):
            session.add(StoredFile(tenant_id=HERE))


def test_papers_and_files_arrive_as_they_were_sealed(post_office: Database) -> None:
    paper = EnclosedPaper.sealed("受理通知书", DAY, '{"to": "样乙"}')
    file = EnclosedFile("a.pdf", "ab" * 32, 7, "application/pdf")
    parcel = Parcel("样事", "样", "行政许可法35", DAY, (paper,), (file,), {"number": 3})
    assert opened(parcel.to_json(), parcel.sha256) == parcel
    owner = new_id()
    with post_office.write(Scope.one(HERE)) as session:
        rows = services.take_files(session, parcel, "case", owner)
    assert [(row.tenant_id, row.sha256, row.owner_id) for row in rows] == [(HERE, file.sha256, owner)]


def test_an_enclosed_file_outlives_what_its_sender_takes_away_before_it_is_delivered(
    post_office: Database, tmp_path: Path
) -> None:
    store, owner = DiskStore(tmp_path / "files"), new_id()
    kept = files.keep(store, io.BytesIO(PDF), "样.pdf", Limits())
    parcel = Parcel("样事", "样", files=(EnclosedFile(kept.name, kept.sha256, kept.size, kept.media_type),))
    with post_office.write(Scope.one(COUNTY)) as session:
        row = files.attach(session, kept, owner_kind="case", owner_id=owner)
        services.send(session, HERE, KIND, parcel, "a")
    with post_office.write(Scope.one(COUNTY)) as session:
        files.detach(session, row.id, owner_kind="case", owner_id=owner)
    for _day in range(2):  # put aside on the first, gone on the second
        for path in (path for path in (tmp_path / "files").rglob("*") if path.is_file()):
            os.utime(path, (0, 0))
        sweep(post_office, store)
    carry(post_office)
    with post_office.write(Scope.one(HERE)) as session:
        [taken] = services.take_files(session, parcel, "case", owner)
        with files.opened(store, taken) as stream:
            assert stream.read() == PDF


def test_a_parcel_or_paper_that_was_changed_is_not_opened() -> None:
    parcel = Parcel("样事", "样", papers=(EnclosedPaper("通知书", DAY, "改过", "00" * 32),))
    with pytest.raises(ValueError, match="not what was issued: 通知书"):
        opened(parcel.to_json(), parcel.sha256)
    with pytest.raises(ValueError, match="not what was sent"):
        opened(parcel.to_json().replace("样事", "别事"), parcel.sha256)


def statements(database: Database, towns: Collection[int], key: str) -> int:
    """How many statements it takes to send one parcel to each of these townships."""
    said: list[str] = []

    def note(connection: object, cursor: object, statement: str, *rest: object) -> None:
        said.append(statement)

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        with database.write(Scope.one(COUNTY)) as session:
            services.send_all(session, towns, KIND, Parcel("样事", "样" * 500), key)
    finally:
        event.remove(database.engine, "before_cursor_execute", note)
    return len(said)


def test_twelve_townships_take_as_many_statements_as_two(post_office: Database) -> None:
    assert statements(post_office, TOWNS, "a") == statements(post_office, sorted(TOWNS)[:2], "b") > 0
    with post_office.read(Scope.one(COUNTY)) as session:
        for row in (ParcelSent, Outbox):
            assert session.scalar(select(func.count()).select_from(row)) == len(TOWNS) + 2
