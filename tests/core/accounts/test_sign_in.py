"""The sign-in: links that open an account, the words and delays of a wrong try."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from core import clock
from core.accounts import passwords
from core.accounts.models import Account, Throttle
from core.audit.models import Audit
from core.db import Scope
from tests.core.accounts.conftest import PASSWORD, activate, sign_in
from tests.sample import ADMIN, CLERK, COUNTY, HANDLER, HEAD, LEADER, MENGYUE, account, activation_link
from tests.site import Page, Site, opened

WRONG = "登录名或者密码不正确。"
EXPIRED = "这个激活链接已经用过或者已过24小时"
WORK = f"/w/{MENGYUE}/"


@pytest.fixture(scope="module")
def clerk(site: Site) -> str:
    """A login that has its password."""
    activate(site, CLERK)
    return CLERK


@pytest.fixture(autouse=True)
def _forget_tries(site: Site) -> Iterator[None]:
    yield
    with site.database.write(Scope.one(COUNTY)) as session:
        for row in session.scalars(select(Throttle)):
            session.delete(row)


def test_a_fresh_installation_has_no_password_at_all(sample: Path, tmp_path: Path) -> None:
    with opened(sample, tmp_path) as fresh, fresh.database.read(Scope.system("passwords")) as session:
        found = session.scalars(select(Account)).all()
        assert len(found) > 20
        assert [who.login for who in found if who.password_hash is not None or who.state != "invited"] == []


def test_a_link_opens_its_account_once(site: Site) -> None:
    link = activation_link(site.database, HANDLER)
    typed = {"password": PASSWORD, "again": PASSWORD}
    first = site.visitor()
    assert site.fill(first, link, typed).status_code == 303
    assert first.get(WORK).status_code == 200
    second = site.visitor()
    answer = second.get(link)
    assert answer.status_code == 410
    assert EXPIRED in answer.text
    assert site.post(second, link, typed).status_code == 410
    assert second.get("/me").status_code == 303


def test_a_link_lives_24_hours(site: Site) -> None:
    link, begun = activation_link(site.database, HEAD), clock.now()
    with clock.moved(begun + dt.timedelta(hours=23, minutes=59)):
        assert site.visitor().get(link).status_code == 200
    with clock.moved(begun + dt.timedelta(hours=24, minutes=1)):
        answer = site.visitor().get(link)
        assert answer.status_code == 410
        assert EXPIRED in answer.text
    assert site.visitor().get("/activate/no-such-token").status_code == 410


def test_a_weak_password_is_told_at_its_field_and_the_link_stays_good(site: Site) -> None:
    client, link = site.visitor(), activation_link(site.database, HEAD)
    answer = site.fill(client, link, {"password": "si", "again": "si"})
    assert answer.status_code == 422
    assert "至少12个字符" in Page(answer).told["password"]
    answer = site.fill(client, link, {"password": PASSWORD, "again": PASSWORD + "x"})
    assert answer.status_code == 422
    assert "两次输入的密码不一致" in Page(answer).told["again"]
    assert PASSWORD not in answer.text
    assert site.fill(client, link, {"password": PASSWORD, "again": PASSWORD}).status_code == 303


def test_a_new_password_ends_the_sessions_there_were(site: Site) -> None:
    before = activate(site, LEADER)
    assert before.get(WORK).status_code == 200
    activate(site, LEADER, "Another-2026-word")
    assert before.get(WORK).status_code == 303
    assert sign_in(site, LEADER).status_code == 422
    assert sign_in(site, LEADER, "Another-2026-word").status_code == 303


def test_unknown_wrong_invited_and_suspended_look_the_same_and_cost_one_hash_each(
    site: Site, clerk: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    activate(site, ADMIN)
    with site.database.write(Scope.one(COUNTY)) as session:
        account(session, ADMIN).state = "suspended"
    tried: list[str] = []
    fits = passwords.fits

    def counted(stored: str | None, given: str) -> bool:
        tried.append(given)
        return fits(stored, given)

    monkeypatch.setattr(passwords, "fits", counted)
    pages = []
    for login, password in (
        ("nobody.at.all", PASSWORD),
        (clerk, "Wrong-2026-word"),
        ("pai.nuoyi", PASSWORD),
        (ADMIN, PASSWORD),
    ):
        answer = sign_in(site, login, password)
        assert answer.status_code == 422
        assert Page(answer).values["login"] == login
        assert password not in answer.text
        pages.append((Page(answer).alert.split(), Page(answer).told))
    assert WRONG in "".join(pages[0][0])
    assert all(page == pages[0] for page in pages)
    assert len(tried) == len(pages)


def test_five_tries_are_free_then_even_the_right_password_waits(site: Site, clerk: str) -> None:
    begun = clock.now()
    with clock.stopped(begun):
        for _ in range(5):
            assert WRONG in Page(sign_in(site, clerk, "Wrong-2026-word")).alert
    with clock.stopped(begun):
        answer = sign_in(site, clerk)
        assert answer.status_code == 422
        assert "尝试次数太多，请" in Page(answer).alert
        assert Page(answer).values["login"] == clerk
        assert sign_in(site, f" {clerk.upper()} ").status_code == 422, "another spelling is the same login"
    assert sign_in(site, clerk, address="10.0.0.2").status_code == 303, "another office is not held up"
    assert sign_in(site, HANDLER).status_code in {303, 422}
    with clock.stopped(begun + dt.timedelta(seconds=90)):
        assert sign_in(site, clerk).status_code == 303
        assert WRONG in Page(sign_in(site, clerk, "Wrong-2026-word")).alert, "and what was wrong is forgotten"


def test_a_colleague_at_the_same_address_is_not_held_up(site: Site, clerk: str) -> None:
    for _ in range(6):
        sign_in(site, "nobody.at.all", "Wrong-2026-word")
    assert sign_in(site, clerk).status_code == 303


def test_every_try_is_in_the_audit(site: Site, clerk: str) -> None:
    sign_in(site, clerk)
    sign_in(site, "evil\r\n\x00\u202esomebody signed in")
    with site.database.read(Scope.one(COUNTY)) as session:
        rows = session.scalars(select(Audit.action).order_by(Audit.id.desc()).limit(2)).all()
    assert list(rows) == ["account.sign_in_failed", "account.signed_in"]
