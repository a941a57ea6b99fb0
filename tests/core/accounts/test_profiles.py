"""The two profiles at work: a password past its time, changing it, none of the last again, a factor of everybody."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from core import clock, doctor
from core.accounts import services
from core.accounts.models import FormerPassword
from core.config import ConfigError, load
from core.db import Scope
from core.profiles import DEFAULT, PROFILES
from tests import databases
from tests.core.accounts.conftest import PASSWORD, activate, sign_in
from tests.sample import CLERK, COUNTY, MENGYUE, NOON
from tests.site import Page, Site, application

pytestmark = pytest.mark.only_on("sqlite", "pages and their messages")
WORK, OWN = f"/w/{MENGYUE}/", "/me/password"
SECOND = "Longchuan-2027-xian"


def change(site: Site, client: FlaskClient, current: str, new: str) -> TestResponse:
    """Fill the form by which a password is changed."""
    return site.fill(client, OWN, {"current": current, "password": new, "again": new})


def test_a_password_past_its_time_is_changed_first_and_none_of_the_last_is_taken_again(
    sample: Path, tmp_path: Path
) -> None:
    config = databases.copied(sample, tmp_path / "data")
    with application(config) as app, clock.moved(NOON):
        site = Site(app)
        other = activate(site, CLERK)
        later = NOON + dt.timedelta(days=91)
        with clock.moved(later):
            client = site.visitor()
            assert sign_in(site, CLERK, client=client).status_code == 303
            assert (client.get(WORK).status_code, client.get(WORK).location) == (303, OWN)
            page = client.get(OWN)
            assert "密码用了90天以上" in page.text
            for current, new, field, told in (
                ("wrong", SECOND, "current", "密码不正确"),
                (PASSWORD, PASSWORD, "password", "不能和最近用过的5个密码相同"),
                (PASSWORD, "Password-2026", "password", "太常见"),
                (PASSWORD, "我在勐约乡-2026", "password", "谁都猜得到"),
            ):
                answer = change(site, client, current, new)
                assert answer.status_code == 422
                assert told in Page(answer).told[field], (new, Page(answer).told)
            assert change(site, client, PASSWORD, SECOND).location == "/me"
            assert "密码已更换" in client.get("/me").text
            assert client.get(WORK).status_code == 200
            assert sign_in(site, CLERK, PASSWORD).status_code == 422, "the old one opens nothing"
            assert other.get(WORK).status_code == 303
            assert "最近用过" in change(site, client, SECOND, PASSWORD).text
            second = site.visitor()
            assert sign_in(site, CLERK, SECOND, client=second).status_code == 303
            assert change(site, client, SECOND, "Husa-2028-ahcang").location == "/me"
            assert (client.get(WORK).status_code, second.get(WORK).status_code) == (200, 303), "all others are out"
            with site.database.write(Scope.one(COUNTY)) as session:
                former = select(FormerPassword.ended_at).order_by(FormerPassword.ended_at)
                assert len(dates := session.scalars(former).all()) == 2
                mine = session.scalars(select(FormerPassword.account_id)).first()
                less = replace(DEFAULT, remembered=3)
                services.change_password(session, mine, "", "Menghai-2029-cuo", less)
                assert session.scalars(former).all()[0] == dates[1], "hashes that nothing looks at are gone"
                assert len(session.scalars(former).all()) == 2
    databases.drop(config.data)


def test_asvs_never_asks_for_another_password_and_everybody_for_a_second_factor(sample: Path, tmp_path: Path) -> None:
    config = databases.copied(sample, tmp_path / "data", profile="asvs", second_factor="required")
    with application(config) as app, clock.moved(NOON):
        site = Site(app)
        client = activate(site, CLERK, "qmxbvtrzlkpw")
        assert (client.get(WORK).status_code, client.get(WORK).location) == (303, "/me/factor")
        assert "这个账号要先设置动态口令" in client.get("/me/factor").text
        with clock.moved(NOON + dt.timedelta(days=400)):
            client = site.visitor()
            assert sign_in(site, CLERK, "qmxbvtrzlkpw", client=client).status_code == 303
            assert client.get(WORK).location == "/me/factor", "not the page of a new password"
        said = next(found for found in doctor.examine(config) if found.check == "accounts")
    assert said.ok
    assert said.words == f"asvs, {PROFILES['asvs'].said}"
    assert "OWASP ASVS 5.0: passwords of 12 characters, any characters" in said.words
    databases.drop(config.data)


def test_the_profile_is_a_setting_and_a_misspelt_one_is_refused() -> None:
    nowhere = Path("/nowhere/xiaoneng.toml")
    assert (load({}, nowhere).profile, load({"XIAONENG_PROFILE": "asvs"}, nowhere).profile) == ("djbh", "asvs")
    with pytest.raises(ConfigError, match="profile must be one of djbh, asvs"):
        load({"XIAONENG_PROFILE": "iso"}, nowhere)
    assert "changed every 90 days, the last 5 not again, a second factor for administrators" in PROFILES["djbh"].said
