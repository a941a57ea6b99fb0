"""What tests need of the sample county: its day, its people, and ways in."""

from __future__ import annotations

import datetime as dt

from core.accounts import directory
from core.accounts.models import Account
from core.clock import SHANGHAI
from core.db import Database, Scope, ScopedSession

TODAY = dt.date(2026, 11, 24)
NOON = dt.datetime.combine(TODAY, dt.time(12), SHANGHAI)

COUNTY, MENGYUE, HUSA, ZHANGFENG = 533124, 533124205, 533124201, 533124101
CLERK, HANDLER, HEAD, LEADER, ADMIN = "si.nuojia", "jin.xiangbing", "he.zaoyi", "yue.zaojia", "yang.xiangbing"
COUNTY_ADMIN = "dao.xiangding"
OTHER_ADMIN, OTHER_LEADER = "cun.nuoyi", "cao.zaowu"


def account(session: ScopedSession, login: str) -> Account:
    """The account of a login."""
    found = directory.account_by_login(session, login)
    assert found is not None, login
    return found


def activation_link(database: Database, login: str, address: str = "") -> str:
    """A fresh activation link of an account."""
    with database.write(Scope.system("a link for a test")) as session:
        return f"{address}/activate/{directory.invite(session, account(session, login))}"
