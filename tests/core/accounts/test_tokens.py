"""Tokens of programs: who makes one, how long it counts, and that only its hash is kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from core import clock, plugins
from core.accounts import tokens
from core.accounts.models import Account, ApiToken, Grant
from core.accounts.permissions import Perm
from core.accounts.queries import actor_of
from core.audit.models import Audit
from core.db import Scope
from core.errors import DomainError, Forbidden
from tests.sample import ADMIN, CLERK, HUSA, LEADER, MENGYUE, NOON, OTHER_ADMIN, TODAY, account
from tests.site import Page, Site, opened

LAST = TODAY + dt.timedelta(days=30)
ORDER = tokens.Order("汇总程序", ("cases",), LAST)
KEY = "b" * 32
PAGE = f"/w/{MENGYUE}/admin/tokens/"


@pytest.fixture
def own(sample: Path, tmp_path: Path) -> Iterator[Site]:
    """An installation of one's own."""
    with opened(sample, tmp_path) as site:
        site.sign_in(ADMIN)  # whose account is active from here on
        yield site


def make(site: Site, order: tokens.Order = ORDER, login: str = ADMIN, key: str = KEY) -> str | None:
    with site.database.write(Scope.one(MENGYUE)) as session:
        return tokens.make(session, actor_of(session, account(session, login)), order, key)


def bearer(site: Site, secret: str, tenant: int = MENGYUE) -> tokens.Bearer | None:
    with site.database.read(Scope.one(tenant)) as session:
        return tokens.bearer(session, secret)


def made(site: Site) -> str:
    secret = make(site)
    assert secret is not None
    return secret


def test_only_the_hash_is_kept_and_the_making_is_audited_without_the_secret(own: Site) -> None:
    secret = made(own)
    with own.database.read(Scope.one(MENGYUE)) as session:
        row = session.scalars(select(ApiToken)).one()
        assert secret not in {str(value) for value in vars(row).values()}
        entry = session.scalars(select(Audit).where(Audit.action == "core.token.make")).one()
        assert secret not in str(entry.body)
        assert entry.body["name"] == "汇总程序"


def test_it_gives_no_more_than_its_scopes(own: Site) -> None:
    found = bearer(own, made(own))
    assert found is not None
    reads = {kind.read for kind in plugins.registry().case_kinds.values()}
    assert "approval.case.read" in found.actor.permissions <= reads
    assert not found.actor.may(Perm.TOKENS)


def test_only_the_administrator_makes_and_revokes(own: Site) -> None:
    for login in (CLERK, LEADER):
        with pytest.raises(Forbidden):
            make(own, login=login)
    made(own)
    with own.database.write(Scope.one(MENGYUE)) as session:
        token_id = session.scalars(select(ApiToken.id)).one()
        with pytest.raises(Forbidden):
            tokens.revoke(session, actor_of(session, account(session, LEADER)), token_id)


@pytest.mark.parametrize(
    ("order", "field"),
    [
        (tokens.Order("x", (), LAST), "scopes"),
        (tokens.Order("x", ("cases", "everything"), LAST), "scopes"),
        (tokens.Order("x", ("cases",), TODAY - dt.timedelta(days=1)), "expires_on"),
        (tokens.Order("x", ("cases",), TODAY + dt.timedelta(days=367)), "expires_on"),
    ],
)
def test_what_opens_nothing_or_lasts_too_long_is_refused(own: Site, order: tokens.Order, field: str) -> None:
    with pytest.raises(DomainError) as told:
        make(own, order)
    assert [problem.field for problem in told.value.problems] == [field]


def test_the_same_form_twice_is_one_token(own: Site) -> None:
    made(own)
    assert make(own) is None
    with own.database.read(Scope.one(MENGYUE)) as session:
        assert len(tokens.all_of(session)) == 1


def test_it_counts_through_its_last_day(own: Site) -> None:
    secret = made(own)
    with clock.moved(NOON + dt.timedelta(days=30)):
        assert bearer(own, secret) is not None
    with clock.moved(NOON + dt.timedelta(days=31)):
        assert bearer(own, secret) is None


def test_a_revoked_one_opens_nothing_from_the_next_request_on(own: Site) -> None:
    secret, client = made(own), own.visitor()
    url, headers = f"/api/v1/{MENGYUE}/cases/", {"Authorization": f"Bearer {secret}"}
    assert client.get(url, headers=headers).status_code == 200
    admin = own.sign_in(ADMIN)
    action = next(form.action for form in Page(admin.get(PAGE)).forms if form.action.endswith("/revoke"))
    for _ in range(2):
        assert own.post(admin, action, {"key": KEY}).status_code == 303
    assert client.get(url, headers=headers).status_code == 401
    with own.database.read(Scope.one(MENGYUE)) as session:
        assert len(session.scalars(select(Audit).where(Audit.action == "core.token.revoke")).all()) == 1


def test_it_ends_with_the_rights_of_its_maker(own: Site) -> None:
    secret = made(own)
    with own.database.write(Scope.one(MENGYUE)) as session:
        maker = account(session, ADMIN)
        session.execute(delete(Grant).where(Grant.account_id == maker.id))
    assert bearer(own, secret) is None


def test_it_ends_with_the_account_of_its_maker(own: Site) -> None:
    secret = made(own)
    with own.database.write(Scope.system("an account is suspended")) as session:
        session.execute(update(Account).where(Account.login == ADMIN).values(state="suspended"))
    assert bearer(own, secret) is None


def test_another_township_knows_nothing_of_it(own: Site) -> None:
    secret = made(own)
    assert bearer(own, secret, HUSA) is None
    assert "/revoke" in own.sign_in(ADMIN).get(PAGE).text
    assert "/revoke" not in own.sign_in(OTHER_ADMIN).get(f"/w/{HUSA}/admin/tokens/").text


def test_its_last_use_is_noted_after_the_answer(own: Site) -> None:
    secret = made(own)
    with own.visitor().get(f"/api/v1/{MENGYUE}/cases/", headers={"Authorization": f"Bearer {secret}"}) as answer:
        assert answer.status_code == 200
    with own.database.read(Scope.one(MENGYUE)) as session:
        assert session.scalars(select(ApiToken.used_at)).one() is not None


def test_the_page_shows_a_new_one_once(own: Site) -> None:
    client = own.sign_in(ADMIN)
    form = Page(client.get(PAGE)).posted().held
    answer = client.post(PAGE, data={**form, "name": "汇总程序", "scopes": "cases", "expires_on": LAST.isoformat()})
    assert answer.status_code == 200, answer.text
    secret = next(word for word in answer.text.replace("<", " ").replace(">", " ").split() if word.startswith("xn_"))
    assert bearer(own, secret.strip('"')) is not None
    assert secret not in client.get(PAGE).text
    again = client.post(PAGE, data={**form, "name": "汇总程序", "scopes": "cases", "expires_on": LAST.isoformat()})
    assert again.status_code == 303


def test_what_is_wrong_is_told_at_the_field_and_kept(own: Site) -> None:
    client = own.sign_in(ADMIN)
    form = Page(client.get(PAGE)).posted().held
    answer = client.post(PAGE, data={**form, "name": "", "scopes": "cases", "expires_on": "2030-01-01"})
    page = Page(answer)
    assert answer.status_code == 422
    assert page.told["name"].strip()
    assert page.values["expires_on"] == "2030-01-01"
