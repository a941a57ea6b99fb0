"""Access counts as it is now: a grant, a session or an account that ended is over on the next request."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient
from sqlalchemy import delete, update

from core.accounts.models import Grant, LoginSession
from core.db import Scope
from tests.sample import CLERK, MENGYUE, TODAY, account
from tests.site import Site


@pytest.fixture
def clerk(site: Site) -> Iterator[FlaskClient]:
    """A clerk at work, whose account is as before when the test ends."""
    client = site.sign_in(CLERK)
    assert client.get(f"/w/{MENGYUE}/").status_code == 200
    yield client
    with site.database.write(Scope.one(MENGYUE)) as session:
        account(session, CLERK).state = "active"
    end_grants(site, None)


def end_grants(site: Site, on: dt.date | None) -> None:
    """Let the clerk's grants end on a day."""
    with site.database.write(Scope.one(MENGYUE)) as session:
        who = account(session, CLERK)
        session.execute(update(Grant).where(Grant.account_id == who.id).values(to_on=on))


def test_a_grant_that_ended_counts_on_the_next_request(site: Site, clerk: FlaskClient) -> None:
    end_grants(site, TODAY)
    assert clerk.get(f"/w/{MENGYUE}/").status_code == 200, "its last day is the clerk's still"
    end_grants(site, TODAY - dt.timedelta(days=1))
    assert clerk.get(f"/w/{MENGYUE}/").status_code == 404


def test_a_session_that_was_deleted_is_over_on_the_next_request(site: Site, clerk: FlaskClient) -> None:
    with site.database.write(Scope.system("signed out from elsewhere")) as session:
        session.execute(delete(LoginSession).where(LoginSession.account_id == account(session, CLERK).id))
    assert clerk.get(f"/w/{MENGYUE}/").status_code == 303


def test_a_suspended_account_is_out_on_the_next_request(site: Site, clerk: FlaskClient) -> None:
    with site.database.write(Scope.system("suspended")) as session:
        account(session, CLERK).state = "suspended"
    assert clerk.get(f"/w/{MENGYUE}/").status_code == 303
