"""What other systems are told: signed, once a change, nobody's name, and only where and while it may go."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import delete, select

from core import cases, clock
from core.accounts.models import Grant
from core.accounts.queries import actor_of
from core.cases import announcing, undoing
from core.cases.before import HELD
from core.cases.models import Case, Participant
from core.db import Scope
from core.db.ids import new_id
from core.errors import DomainError, Forbidden
from core.jobs import drain
from core.jobs.models import Outbox
from core.jobs.rules import TRIES, rest
from core.notices.channels import sign
from core.settings.queries import FOR_TOWNSHIPS
from core.tenancy.models import Tenant
from core.webhooks import queries, rules, sending, services
from core.webhooks.models import Webhook, WebhookDelivery
from core.webhooks.queries import TOPIC
from plugins.approval import commands as cmd
from tests.core.notices.gateways import Gateway, running
from tests.plugins.approval.test_desk import in_state
from tests.sample import ADMIN, CLERK, COUNTY, HANDLER, HUSA, LEADER, MENGYUE, NOON, TODAY, account
from tests.site import Page, Site

PAGE = f"/w/{MENGYUE}/admin/webhooks/"


@pytest.fixture(autouse=True)
def _clean(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No address of an earlier test; this machine is on the county's list; time stands still, and nothing is held."""
    monkeypatch.setattr(announcing, "HELD", HELD * 0)
    site.sign_in(ADMIN)  # whose account is active from here on
    allow(site, "127.0.0.1, hub.example.gov.cn")
    with clock.stopped(NOON):
        yield
    with site.database.write(Scope.one(MENGYUE)) as session:
        for model in (WebhookDelivery, Webhook):
            session.execute(delete(model))
        session.execute(delete(Outbox).where(Outbox.topic == TOPIC))


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    """Another system, that listens."""
    with running() as server:
        yield server


def allow(site: Site, hosts: str) -> None:
    with site.database.write(Scope.one(COUNTY)) as session:
        county = session.get_one(Tenant, COUNTY)
        county.settings = {**county.settings, FOR_TOWNSHIPS: {"webhook_hosts": hosts}}


def register(site: Site, url: str, *events: str, login: str = ADMIN) -> str:
    with site.database.write(Scope.one(MENGYUE)) as session:
        order = services.Order("汇总程序", url, events or tuple(rules.EVENTS))
        made = services.register(session, actor_of(session, account(session, login)), order, new_id().hex)
    assert made is not None
    return made


def act(site: Site, login: str, case: Case, code: str, command: type[cmd.Act], **typed: Any) -> str:
    key = new_id().hex
    with site.database.write(Scope.one(MENGYUE)) as session:
        now = session.get_one(Case, (MENGYUE, case.id))
        made = command(version=now.version, **typed)
        cases.act(session, actor_of(session, account(session, login)), case.id, code, made, key)
    return key


def change(site: Site) -> Case:
    """Something happens to a case."""
    case = in_state(site, "received")
    act(site, CLERK, case, "put_right", cmd.PutRight, corrections=("改了门牌号",))
    return case


def work(site: Site) -> None:
    """What the worker owes other systems now."""
    handler = drain.Outside(lambda session, rows: {row.id: error for row in rows if (error := _tried(site, row))})
    with site.database.write(Scope.one(MENGYUE)) as session:
        others = Outbox.topic != TOPIC
        session.execute(delete(Outbox).where(others))
    drain.drain(site.database, MENGYUE, {TOPIC: handler})


def _tried(site: Site, row: Outbox) -> Exception | None:
    try:
        sending.deliver(site.database, MENGYUE, row.payload)
    except sending.Unsent as error:
        return error
    return None


def deliveries(site: Site) -> list[WebhookDelivery]:
    with site.database.read(Scope.one(MENGYUE)) as session:
        found = session.scalars(select(WebhookDelivery).order_by(WebhookDelivery.id)).all()
        session.expunge_all()
        return list(found)


def test_a_change_is_told_signed_with_number_and_state_and_nobodys_name(site: Site, gateway: Gateway) -> None:
    secret = register(site, gateway.url)
    case = change(site)
    work(site)
    ((headers, body, _path),) = gateway.got
    told = json.loads(body)
    assert (told["event"], told["number"], told["state"], told["act"]) == (
        ("case.moved", case.number, "received", "put_right")
    )
    assert headers["X-Xiaoneng-Event"] == told["id"]
    assert headers["X-Xiaoneng-Signature"] == sign(secret.encode(), headers["X-Xiaoneng-Timestamp"], body)
    with site.database.read(Scope.one(MENGYUE)) as session:
        people = session.scalars(select(Participant).where(Participant.case_id == case.id)).all()
        private = [word for each in people for word in (each.name, each.id_number, each.phone, each.address) if word]
    assert private
    assert [word for word in (*private, case.title, case.party) if word in body.decode()] == []
    assert [row.state for row in deliveries(site)] == ["sent"]


def test_an_address_is_told_only_what_it_asked_for(site: Site, gateway: Gateway) -> None:
    register(site, gateway.url, rules.CLOSED)
    change(site)
    assert deliveries(site) == []


def test_what_is_taken_back_was_never_told(site: Site, gateway: Gateway, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcing, "HELD", HELD)
    register(site, gateway.url)
    case = in_state(site, "received")
    key = act(site, CLERK, case, "put_right", cmd.PutRight, corrections=("改了门牌号",))
    work(site)
    assert gateway.got == [], "it is held in the house"
    with site.database.write(Scope.one(MENGYUE)) as session:
        undoing.undo(session, actor_of(session, account(session, CLERK)), case.id, key)
    with clock.stopped(NOON + HELD):
        work(site)
    assert gateway.got == []
    assert deliveries(site) == []


def test_what_is_not_taken_is_tried_again_under_the_same_id_and_then_waits_for_somebody(
    site: Site, gateway: Gateway
) -> None:
    register(site, gateway.url)
    gateway.status = 500
    change(site)
    now = NOON
    for tried in range(1, TRIES + 1):
        with clock.stopped(now):
            work(site)
        now += rest(tried)
    with clock.stopped(now + rest(TRIES)):
        work(site)
    assert len(gateway.got) == TRIES
    assert len({json.loads(body)["id"] for _, body, _ in gateway.got}) == 1
    (row,) = deliveries(site)
    assert (row.state, row.attempts, "500" in row.why) == ("failed", TRIES, True)
    client = site.sign_in(ADMIN)
    page = Page(client.get(f"{PAGE}{row.webhook_id}"))
    assert "没有送到" in page.source
    (form,) = [form for form in page.forms if form.action.endswith("/retry")]
    gateway.status = 200
    assert client.post(form.action, data=form.held).status_code == 303
    with clock.stopped(now + rest(TRIES)):
        work(site)
    assert [row.state for row in deliveries(site)] == ["sent"]
    assert client.post(form.action, data=form.held).status_code == 422


@pytest.mark.parametrize("status", [301, 302, 307])
def test_no_redirect_is_followed(site: Site, gateway: Gateway, status: int) -> None:
    register(site, gateway.url)
    gateway.status = status
    change(site)
    work(site)
    assert len(gateway.got) == 1
    assert [row.state for row in deliveries(site)] == ["failed"]


def test_what_the_county_no_longer_allows_gets_nothing_more(site: Site, gateway: Gateway) -> None:
    register(site, gateway.url)
    change(site)
    allow(site, "hub.example.gov.cn")
    work(site)
    assert gateway.got == []
    assert "不在" in deliveries(site)[0].why


@pytest.mark.parametrize("leads_to", ["127.0.0.1", "10.0.0.8", "169.254.169.254", "::1"])
def test_a_listed_name_that_leads_inside_is_not_called(
    site: Site, monkeypatch: pytest.MonkeyPatch, leads_to: str
) -> None:
    allow(site, "hub.example.gov.cn")
    register(site, "https://hub.example.gov.cn/")
    change(site)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *given, **more: [(0, 0, 0, "", (leads_to, 443))])
    monkeypatch.setattr(socket, "create_connection", lambda *given: pytest.fail("it was called"))
    work(site)
    assert deliveries(site)[0].why == rules.PRIVATE


def test_who_registered_it_and_may_see_no_cases_any_more_tells_nobody(site: Site, gateway: Gateway) -> None:
    register(site, gateway.url)
    change(site)
    with site.database.trial(Scope.one(MENGYUE)) as session:
        hook = session.scalars(select(Webhook)).one()
        row = session.scalars(select(WebhookDelivery)).one()
        assert sending._may(session, hook, row)
        session.execute(delete(Grant).where(Grant.account_id == hook.maker_id))
        assert sending._begin(session, row.id) is None
        assert (row.state, row.why) == ("dropped", sending.NO_RIGHT)


def test_an_ended_address_gets_nothing_more(site: Site, gateway: Gateway) -> None:
    register(site, gateway.url)
    change(site)
    with site.database.write(Scope.one(MENGYUE)) as session:
        admin = actor_of(session, account(session, ADMIN))
        hook = services.end(session, admin, session.scalars(select(Webhook.id)).one())
        with pytest.raises(DomainError, match="已经停用"):
            services.try_out(session, admin, hook.id)
    work(site)
    assert gateway.got == []
    assert [row.state for row in deliveries(site)] == ["dropped"]


def test_an_address_that_does_not_answer_is_left_alone_for_a_while(site: Site) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    register(site, f"http://127.0.0.1:{port}/")
    change(site)
    (first,) = deliveries(site)
    work(site)
    assert [row.attempts for row in deliveries(site)] == [1]
    with pytest.raises(sending.Unsent, match="rests"):
        sending.deliver(site.database, MENGYUE, {"delivery": str(first.id)})
    assert [row.attempts for row in deliveries(site)] == [1]


def test_the_secret_is_told_once_kept_encrypted_and_in_no_audit(site: Site, gateway: Gateway) -> None:
    client = site.sign_in(ADMIN)
    typed = {"name": "汇总程序", "url": gateway.url, "events": rules.MOVED}
    answer = site.fill(client, PAGE, typed)
    secret = next(word for word in answer.text.replace('"', " ").replace("<", " ").split() if word.startswith("xnh_"))
    assert "xnh_" not in client.get(PAGE).text
    with site.database.read(Scope.one(MENGYUE)) as session:
        hook = session.scalars(select(Webhook)).one()
        assert hook.secret == secret
        hook_id = hook.id
    page = Page(client.get(f"{PAGE}{hook_id}"))
    assert "xnh_" not in page.source
    (form,) = [form for form in page.forms if form.action.endswith("/renew")]
    renewed = client.post(form.action, data=form.held).text
    assert "xnh_" in renewed
    assert secret not in renewed


def test_a_test_message_arrives_and_says_nothing(site: Site, gateway: Gateway) -> None:
    register(site, gateway.url, rules.CLOSED)
    client = site.sign_in(ADMIN)
    with site.database.read(Scope.one(MENGYUE)) as session:
        hook_id = session.scalars(select(Webhook.id)).one()
    page = Page(client.get(f"{PAGE}{hook_id}"))
    (form,) = [form for form in page.forms if form.action.endswith("/try")]
    assert client.post(form.action, data=form.held).status_code == 303
    work(site)
    assert set(json.loads(gateway.got[0][1])) == {"id", "event", "at", "tenant"}
    assert "已送到" in client.get(f"{PAGE}{hook_id}").text


def test_bad_input_is_told_at_its_field_and_kept(site: Site) -> None:
    answer = site.fill(site.sign_in(ADMIN), PAGE, {"name": "甲", "url": "https://evil.example.cn/", "events": "x"})
    page = Page(answer)
    assert answer.status_code == 422
    assert page.values["url"] == "https://evil.example.cn/"
    answer = site.fill(site.sign_in(ADMIN), PAGE, {"name": "甲", "url": "https://e.cn/", "events": rules.MOVED})
    assert "不在县级允许推送的地址里" in Page(answer).told["url"]


def test_it_is_the_administrators_and_the_townships_alone(site: Site, gateway: Gateway) -> None:
    for login in (CLERK, HANDLER, LEADER):
        with pytest.raises(Forbidden):
            register(site, gateway.url, login=login)
    register(site, gateway.url)
    with site.database.read(Scope.one(HUSA)) as session:
        assert queries.every(session) == []


def test_what_was_sent_long_ago_is_forgotten_and_what_waits_is_not(site: Site, gateway: Gateway) -> None:
    register(site, gateway.url)
    change(site)
    work(site)
    with site.database.write(Scope.one(MENGYUE)) as session:
        admin = actor_of(session, account(session, ADMIN))
        waiting = services.try_out(session, admin, session.scalars(select(Webhook.id)).one()).id
    later = clock.midnight(TODAY.replace(year=TODAY.year + 1))
    with clock.stopped(later), site.database.write(Scope.one(MENGYUE)) as session:
        services.forget(session)
    assert [row.id for row in deliveries(site)] == [waiting]
