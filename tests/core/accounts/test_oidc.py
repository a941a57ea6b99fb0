"""Signing in at an identity provider: there and back with state, nonce and PKCE, and everything that is refused."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from core import clock
from core.accounts import oidc
from core.accounts.models import Account, Identity, Person
from core.db import Scope
from tests import databases
from tests.core.accounts.conftest import activate
from tests.core.accounts.provider import CLIENT, SECRET, Claims, Provider, provider
from tests.core.accounts.test_factors import audited, code_of, set_up
from tests.sample import ADMIN, CLERK, HANDLER, MENGYUE, NOON
from tests.site import Page, Site, application

requests = pytest.importorskip("requests", reason="the extra xiaoneng[oidc] is not installed")
pytest.importorskip("authlib", reason="the extra xiaoneng[oidc] is not installed")
pytestmark = pytest.mark.only_on("sqlite", "what the provider says, and pages")
WORK = f"/w/{MENGYUE}/"
UNTIED, UNREACHABLE = "没有可以登录的账号", "统一身份认证没有完成"


@pytest.fixture
def there() -> Iterator[Provider]:
    with provider() as made:
        yield made
    oidc._made.cache_clear()


@pytest.fixture
def here(sample: Path, tmp_path: Path, there: Provider) -> Iterator[Site]:
    """An installation that is registered at the provider."""
    asked = {"oidc_issuer": there.issuer, "oidc_client_id": CLIENT, "oidc_client_secret": SECRET}
    config = databases.copied(sample, tmp_path / "data", **asked)
    with application(config) as app, clock.moved(NOON):
        yield Site(app)
    databases.drop(config.data)


def go(client: FlaskClient, target: str = "") -> str:
    """To the provider and as far as its answer: the address it sends the browser back to."""
    away = client.get("/sign-in/oidc", query_string={"next": target} if target else {})
    assert away.status_code == 302, away.text
    back = requests.get(away.location, allow_redirects=False, timeout=5).headers["Location"]
    found = urlsplit(back)
    return f"{found.path}?{found.query}"


def come(client: FlaskClient, target: str = "") -> TestResponse:
    """There and back."""
    return client.get(go(client, target))


def person_page(site: Site, login: str) -> str:
    """Where the administrator sees to a person."""
    with site.database.read(Scope.one(MENGYUE)) as session:
        row = session.scalars(
            select(Person).join(Account, Account.id == Person.account_id).where(Account.login == login)
        ).one()
        return f"/w/{MENGYUE}/admin/people/{row.id}"


def tie(site: Site, login: str, subject: str) -> TestResponse:
    """An administrator says whose account a subject opens."""
    return site.post(site.sign_in(ADMIN), f"{person_page(site, login)}/identity", {**keyed(site, login, subject)})


def keyed(site: Site, login: str, subject: str) -> dict[str, str]:
    """The form of a person's identity as it is drawn, filled in."""
    page = Page(site.sign_in(ADMIN).get(person_page(site, login)))
    form = next(form for form in page.forms if form.action.endswith("/identity"))
    return {"key": form.held["key"], "subject": subject}


def test_whom_an_administrator_tied_comes_in_and_the_second_factor_is_asked_as_ever(
    here: Site, there: Provider
) -> None:
    assert "用统一身份认证登录" in here.visitor().get("/sign-in").text
    refused = come(here.visitor(), WORK)
    form = Page(refused).posted()
    assert (form.action, form.held["next"]) == ("/sign-in", WORK), "the password is sent where it is taken"
    assert (refused.status_code, UNTIED in refused.text, there.subject in refused.text) == (403, True, True)
    assert {"scope", "state", "nonce", "code_challenge"} <= there.asked.keys()
    assert (there.asked["code_challenge_method"], there.asked["response_type"]) == ("S256", "code")
    assert tie(here, CLERK, there.subject).status_code == 303
    client = here.visitor()
    entered = come(client, f"{WORK}cases/")
    assert (entered.status_code, entered.location) == (303, f"{WORK}cases/")
    assert client.get(WORK).status_code == 200
    assert come(here.visitor(), "//elsewhere.example/").location == "/w/", "only addresses of this site"
    with clock.moved(NOON + dt.timedelta(minutes=11)):
        again = here.post(client, "/me/factor/begin", {})
        assert again.location == "/sign-in?next=/me/factor", "who has no password proves it at the provider"
        assert come(client, "/me/factor").location == "/me/factor"
        assert here.post(client, "/me/factor/begin", {}).location == "/me/factor"
    other = Page(tie(here, HANDLER, there.subject))
    assert "已经关联了另一个账号" in other.alert
    with here.database.read(Scope.system("what is kept of who they are")) as session:
        kept = session.scalars(select(Identity)).one()
    assert there.subject not in f"{kept.subject_hash} {kept.issuer}"
    set_up(here, activate(here, CLERK), CLERK)
    client = here.visitor()
    assert come(client).location == "/sign-in/code"
    assert client.get(WORK).status_code == 303
    with clock.moved(clock.now() + dt.timedelta(seconds=30)):
        assert here.fill(client, "/sign-in/code", {"code": code_of(here, CLERK)}).status_code == 303
    assert client.get(WORK).status_code == 200
    assert tie(here, CLERK, there.subject).status_code == 303
    assert client.get(WORK).status_code == 200, "the same one again changes nothing"
    assert tie(here, CLERK, "").status_code == 303
    assert client.get(WORK).status_code == 303, "whoever came in as another is out"
    assert UNTIED in come(here.visitor()).text, "untied, it opens nothing"
    assert tie(here, HANDLER, there.subject).status_code == 303
    client = here.visitor()
    come(client)
    contact = f"{WORK}cases/{here.case('勐约许1').id}/contact"
    assert here.post(client, contact, {}).status_code == 303, "the sign-in a moment ago is proof"
    with clock.moved(NOON + dt.timedelta(minutes=11)):
        assert "您还没有动态口令" in here.post(client, contact, {}).text, (
            "nobody is asked for a password they never had"
        )
    assert "account.sign_in_failed" in audited(here)


def test_what_the_provider_did_not_say_to_this_browser_for_this_client_now_is_refused(
    here: Site, there: Provider
) -> None:
    tie(here, CLERK, there.subject)

    def refused(client: FlaskClient, url: str) -> bool:
        answer = client.get(url)
        return (answer.status_code, UNREACHABLE in answer.text, client.get(WORK).status_code) == (403, True, 303)

    assert refused(here.visitor(), go(here.visitor())), "another browser's state"
    client = here.visitor()
    assert refused(client, go(client).replace("state=", "state=x"))
    assert refused(client, "/sign-in/oidc/back?error=access_denied")
    assert refused(client, "/sign-in/oidc/back")
    used = go(client)
    assert client.get(used).status_code == 303
    assert refused(here.visitor(), used), "an answer counts once"
    wrong: dict[str, Claims] = {
        "another's nonce": {"nonce": "n"},
        "another client": {"aud": "someone-else"},
        "another provider": {"iss": "https://id.example"},
        "too old": {"exp": int(time.time()) - 3600, "iat": int(time.time()) - 7200},
        "nobody": {"sub": ""},
    }
    for why, claims in wrong.items():
        there.change = lambda said, claims=claims: said.update(claims)  # type: ignore[misc]
        client = here.visitor()
        assert refused(client, go(client)), why
    there.change = lambda said: None
    there.alg = "none"
    client = here.visitor()
    assert refused(client, go(client)), "not signed at all"
    there.alg, there.signing = "RS256", rsa.generate_private_key(65537, 2048)
    client = here.visitor()
    assert refused(client, go(client)), "signed by another key"
    there.signing = there.key
    client = here.visitor()
    assert come(client).status_code == 303, "and what is right still opens"
    oidc._made.cache_clear()
    there.named = "https://id.example"
    assert here.visitor().get("/sign-in/oidc").status_code == 403, "who calls itself otherwise is another"


def test_without_a_provider_there_is_no_such_way_in(site: Site) -> None:
    assert "统一身份认证" not in site.visitor().get("/sign-in").text
    assert [site.visitor().get(path).status_code for path in ("/sign-in/oidc", "/sign-in/oidc/back")] == [404, 404]
