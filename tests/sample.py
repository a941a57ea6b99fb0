"""What tests need of the sample county: its day, its people, and ways in."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import tenants
from core.accounts import directory, services
from core.accounts.models import Account
from core.clock import SHANGHAI
from core.db import Database, Scope, ScopedSession

TODAY = dt.date(2026, 11, 24)
NOON = dt.datetime.combine(TODAY, dt.time(12), SHANGHAI)

# The measures that are on in it.
MEASURES = frozenset({"approval"})
COUNTY, MENGYUE, HUSA, ZHANGFENG = 533124, 533124205, 533124201, 533124101
CLERK, HANDLER, HEAD, LEADER, ADMIN = "si.nuojia", "jin.xiangbing", "he.zaoyi", "yue.zaojia", "yang.xiangbing"
COUNTY_ADMIN, COUNTY_SECOND, AUDITOR = "dao.xiangding", "yin.nuowu", "fang.zaoyi"
COUNTY_HANDLER = "dong.zaojia"
OTHER_ADMIN, OTHER_LEADER, OTHER_CLERK = "cun.nuoyi", "cao.zaowu", "zhao.yangyi"
AGENT, NO_ROLE = "lepai.nuoyangjia", "lei.zaoding"


def approving(to: Path) -> Path:
    """The sample's tenants in a new folder, with `MEASURES` alone: what other tests stand on is not made dearer by
    measures they don't ask about."""
    shutil.copytree(tenants.folder(), to, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    told = ", ".join(f'"{name}"' for name in sorted(MEASURES))
    for file in to.glob("*/tenant.toml"):
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = (f"plugins = [{told}]\n" if line.startswith("plugins = ") else line for line in lines)
        file.write_text("".join(kept), encoding="utf-8")
    return to


def account(session: ScopedSession, login: str) -> Account:
    """The account of a login."""
    found = directory.account_by_login(session, login)
    assert found is not None, login
    return found


def activation_link(database: Database, login: str, address: str = "") -> str:
    """A fresh activation link of an account."""
    with database.write(Scope.system("a link for a test")) as session:
        return f"{address}/activate/{directory.invite(session, account(session, login))}"


def sign_in(database: Database, login: str) -> str:
    """Open a session of an account as if it had its password already; the secret its browser keeps."""
    with database.write(Scope.one(COUNTY)) as session:
        who = account(session, login)
        who.state = "active"
        return services.sign_in(session, who.id, "")
