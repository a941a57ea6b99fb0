"""The life of a session: how it ends, that nobody plants one, and what its cookie allows."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from core import clock
from core.accounts.models import LoginSession
from core.db import Scope
from tests.core.accounts.conftest import activate, sign_in
from tests.sample import CLERK, MENGYUE
from tests.site import Site, opened

WORK = f"/w/{MENGYUE}/"


def later(**units: float) -> dt.timedelta:
    return dt.timedelta(**units)


@pytest.fixture(scope="module")
def clerk(site: Site) -> str:
    """A login that has its password."""
    activate(site, CLERK)
    return CLERK


def test_a_session_ends_after_30_idle_minutes(site: Site, clerk: str) -> None:
    begun, client = clock.now(), site.sign_in(clerk)
    with clock.moved(begun + later(minutes=29)):
        client.get(WORK).close()
    with clock.moved(begun + later(minutes=58)):
        assert client.get(WORK).status_code == 200, "its use was noted"
    with clock.moved(begun + later(minutes=60)):
        answer = client.get(WORK)
        assert (answer.status_code, answer.location) == (303, f"/sign-in?next={WORK}")


def test_a_session_ends_after_12_hours_however_busy(site: Site, clerk: str) -> None:
    begun, client = clock.now(), site.sign_in(clerk)
    for minutes in range(20, 12 * 60, 20):
        with clock.moved(begun + later(minutes=minutes)):
            client.get("/me").close()
    with clock.moved(begun + later(hours=11, minutes=59)):
        assert client.get("/me").status_code == 200
    with clock.moved(begun + later(hours=12, minutes=1)):
        assert client.get("/me").status_code == 303


def cookie(client: FlaskClient) -> str:
    kept = client.get_cookie("xn_visit")
    assert kept is not None
    return str(kept.value)


def test_signing_out_ends_the_session_for_every_copy_of_its_cookie(site: Site, clerk: str) -> None:
    client, stolen = site.visitor(), site.visitor()
    assert sign_in(site, clerk, client=client).status_code == 303
    stolen.set_cookie("xn_visit", cookie(client))
    assert stolen.get(WORK).status_code == 200
    assert site.post(client, "/sign-out", {}).status_code == 303
    assert client.get(WORK).status_code == 303
    assert stolen.get(WORK).status_code == 303


def test_a_planted_cookie_gains_nothing_when_its_victim_signs_in(site: Site, clerk: str) -> None:
    attacker, victim = site.visitor(), site.visitor()
    token = site.token(attacker)
    victim.set_cookie("xn_visit", cookie(attacker))
    assert sign_in(site, clerk, client=victim).status_code == 303
    assert victim.get(WORK).status_code == 200
    assert attacker.get(WORK).status_code == 303
    assert victim.post("/sign-out", data={"csrf_token": token}).status_code == 400, "nor does the planted token work"


def test_signing_in_again_gives_a_new_secret_and_ends_the_old(site: Site, clerk: str) -> None:
    client, first = site.visitor(), site.visitor()
    sign_in(site, clerk, client=client)
    first.set_cookie("xn_visit", cookie(client))
    sign_in(site, clerk, client=client)
    with client.session_transaction() as now, first.session_transaction() as before:
        assert now["_user_id"] != before["_user_id"]
        secret = now["_user_id"]
    assert client.get(WORK).status_code == 200
    assert first.get(WORK).status_code == 303
    with site.database.read(Scope.system("only hashes are kept")) as session:
        assert secret not in set(session.scalars(select(LoginSession.secret_hash)))


def test_the_cookie_is_for_this_site_and_no_script(site: Site, clerk: str, sample: Path, tmp_path: Path) -> None:
    header = sign_in(site, clerk).headers["Set-Cookie"]
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(header.split("; "))
    assert "Domain" not in header
    with opened(sample, tmp_path, behind_https=True) as secure:
        header = secure.visitor().get("/sign-in").headers["Set-Cookie"]
        assert header.startswith("__Host-visit=")
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(header.split("; "))
        assert "Domain" not in header
