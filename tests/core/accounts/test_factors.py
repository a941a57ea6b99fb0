"""The second factor: set up once, asked at every sign-in, each code good once, and required of administrators."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, text

from core import clock
from core.accounts import totp
from core.accounts.models import Account, RecoveryCode, SecondFactor
from core.audit.models import Audit
from core.db import Scope
from tests import databases
from tests.core.accounts.conftest import PASSWORD, activate, sign_in
from tests.sample import ADMIN, CLERK, COUNTY, HANDLER, MENGYUE, NOON, activation_link
from tests.site import Page, Site, application

WORK, FACTOR = f"/w/{MENGYUE}/", "/me/factor"
WRONG = "口令不正确"


@pytest.fixture
def strict(sample: Path, tmp_path: Path) -> Iterator[Site]:
    """An installation whose administrators must have a second factor, on its day."""
    config = databases.copied(sample, tmp_path / "data", second_factor="required")
    with application(config) as app, clock.moved(NOON):
        yield Site(app)
    databases.drop(config.data)


def code_of(site: Site, login: str, later: int = 0) -> str:
    """What the app of an account shows, some steps of half a minute from now."""
    with site.database.read(Scope.system("the app's secret")) as session:
        row = session.scalars(select(SecondFactor).join(Account).where(Account.login == login)).one()
        secret = row.secret
    moment = clock.now() + dt.timedelta(seconds=30 * later)
    return totp._codes(secret).generate(int(moment.timestamp())).decode()


def set_up(site: Site, client: FlaskClient, login: str) -> list[str]:
    """Set up the second factor as people do; its recovery codes."""
    assert site.post(client, f"{FACTOR}/begin", {}).status_code == 303
    page = client.get(FACTOR)
    assert "<svg" in page.text
    wrong = site.post(client, f"{FACTOR}/confirm", {"code": "000000"})
    assert (wrong.status_code, WRONG in wrong.text) == (422, True)
    shown = site.post(client, f"{FACTOR}/confirm", {"code": code_of(site, login)})
    assert shown.headers["Cache-Control"] == "no-store"
    codes = re.findall(r"<code>([\w-]{14})</code>", shown.text)
    assert len(codes) == 10
    return codes


def step(site: Site, client: FlaskClient, code: str) -> int:
    """The second step of a sign-in; its status."""
    return site.fill(client, "/sign-in/code", {"code": code}).status_code


def audited(site: Site) -> set[str]:
    with site.database.read(Scope.one(COUNTY)) as session:
        return {action for action in session.scalars(select(Audit.action)) if action.startswith("account.")}


def test_the_password_alone_opens_nothing_once_a_second_factor_counts(strict: Site) -> None:
    codes = set_up(strict, activate(strict, CLERK), CLERK)
    client = strict.visitor()
    half = sign_in(strict, CLERK, client=client)
    assert (half.status_code, half.location) == (303, "/sign-in/code")
    assert client.get(WORK).status_code == 303, "the password alone"
    assert step(strict, client, "000000") == 422
    assert step(strict, client, code_of(strict, CLERK)) == 422, "the code that set it up was used"
    with clock.moved(clock.now() + dt.timedelta(seconds=30)):
        used = code_of(strict, CLERK)
        assert step(strict, client, used) == 303
        assert client.get(WORK).status_code == 200
        other = strict.visitor()
        sign_in(strict, CLERK, client=other)
        assert step(strict, other, used) == 422, "a code is good once"
        assert step(strict, other, codes[0].upper().replace("-", " ")) == 303
        third = strict.visitor()
        sign_in(strict, CLERK, client=third)
        assert step(strict, third, codes[0]) == 422, "so is a recovery code"
    assert {"account.factor_added", "account.code_failed", "account.recovery_code_used"} <= audited(strict)


def test_the_second_step_needs_the_first_and_waits_five_minutes(strict: Site) -> None:
    set_up(strict, activate(strict, CLERK), CLERK)
    assert strict.visitor().get("/sign-in/code").location == "/sign-in"
    client = strict.visitor()
    sign_in(strict, CLERK, client=client)
    with clock.moved(clock.now() + dt.timedelta(minutes=5, seconds=1)):
        answer = client.post("/sign-in/code", data={"code": code_of(strict, CLERK), "csrf_token": strict.token(client)})
        assert (answer.status_code, answer.location) == (303, "/sign-in")
    tried = strict.visitor()
    sign_in(strict, CLERK, client=tried)
    words = [strict.fill(tried, "/sign-in/code", {"code": "111111"}).text for _ in range(6)]
    assert "秒后再试" in words[-1], "tries of codes are slowed wherever they come from"


def test_an_administrator_gets_no_further_without_one(strict: Site) -> None:
    admin = activate(strict, ADMIN)
    for path in (WORK, f"/w/{MENGYUE}/admin/people/"):
        answer = admin.get(path)
        assert (answer.status_code, answer.location) == (303, FACTOR)
    assert strict.post(admin, f"/w/{MENGYUE}/admin/people/new", {}).location == FACTOR
    assert "这个账号要先设置动态口令" in admin.get(FACTOR).text
    set_up(strict, admin, ADMIN)
    assert admin.get(WORK).status_code == 200
    assert activate(strict, HANDLER).get(WORK).status_code == 200, "all others may do without"


def test_who_lost_phone_and_codes_begins_anew_by_a_link(strict: Site) -> None:
    set_up(strict, activate(strict, CLERK), CLERK)
    typed = {"password": PASSWORD, "again": PASSWORD}
    client = strict.visitor()
    assert strict.fill(client, activation_link(strict.database, CLERK), typed).status_code == 303
    assert client.get(WORK).status_code == 200
    with strict.database.read(Scope.system("what is left")) as session:
        assert (session.scalars(select(SecondFactor)).all(), session.scalars(select(RecoveryCode)).all()) == ([], [])
    assert sign_in(strict, CLERK).location != "/sign-in/code"


def test_codes_are_renewed_and_the_factor_dropped_only_with_a_code(strict: Site) -> None:
    client = activate(strict, CLERK)
    old = set_up(strict, client, CLERK)
    for act in ("codes", "drop"):
        assert strict.post(client, f"{FACTOR}/{act}", {"code": "222222"}).status_code == 422
    renewed = re.findall(r"<code>([\w-]{14})</code>", strict.post(client, f"{FACTOR}/codes", {"code": old[0]}).text)
    assert len(set(renewed) - set(old)) == 10
    assert "恢复码还剩10个" in client.get("/me").text
    assert strict.post(client, f"{FACTOR}/drop", {"code": old[1]}).status_code == 422, "the old ones are gone"
    assert strict.post(client, f"{FACTOR}/drop", {"code": renewed[0]}).location == "/me"
    assert sign_in(strict, CLERK).location != "/sign-in/code"


def test_secrets_do_not_lie_in_the_database_as_they_are(strict: Site) -> None:
    codes = set_up(strict, activate(strict, CLERK), CLERK)
    with strict.database.read(Scope.system("raw rows")) as session:
        secret = session.scalars(select(SecondFactor)).one().secret
        hashes = str(session.scalars(select(RecoveryCode.code_hash)).all())
    with strict.database.owner() as connection:
        raw = bytes(connection.execute(text("select secret from core_second_factor")).scalar_one())
    assert secret.encode() not in raw
    assert not any(totp.plain(code) in hashes for code in codes)


def test_other_sign_ins_are_listed_and_ended(strict: Site) -> None:
    first = activate(strict, CLERK)
    edge = {"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Chrome/149.0 Safari/537.36 Edg/149.0"}
    second, third = strict.visitor(), strict.visitor()
    sign_in(strict, CLERK, client=third)
    strict.fill(second, "/sign-in", {"login": CLERK, "password": PASSWORD}, headers=edge)
    page = first.get("/me").text
    assert "Edge · Windows" in page
    assert page.count("就是这里") == 1
    handle = next(form.held["handle"] for form in Page(first.get("/me")).forms if "handle" in form.held)
    assert strict.post(activate(strict, HANDLER), "/me/sign-ins/end", {"handle": handle}).status_code == 303
    assert [client.get(WORK).status_code for client in (second, third)] == [200, 200], "nobody ends another's"
    assert strict.post(first, "/me/sign-ins/end", {"handle": handle}).status_code == 303
    assert sorted(client.get(WORK).status_code for client in (second, third)) == [200, 303]
    assert strict.post(first, "/me/sign-ins/end", {}).status_code == 303
    assert [client.get(WORK).status_code for client in (first, second, third)] == [200, 303, 303]


def test_an_administrator_who_walks_away_is_signed_out_after_15_minutes(strict: Site) -> None:
    admin = activate(strict, ADMIN)
    set_up(strict, admin, ADMIN)
    clerk = activate(strict, CLERK)
    with clock.moved(clock.now() + dt.timedelta(minutes=16)):
        assert (admin.get(WORK).status_code, clerk.get(WORK).status_code) == (303, 200)
