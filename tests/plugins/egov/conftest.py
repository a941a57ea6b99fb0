"""The county and two townships where e-government is on, for a module of tests, with the worker between them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from core.accounts.actor import Actor
from core.accounts.queries import actor_of
from core.db import Scope, ScopedSession
from core.jobs.worker import Worker
from core.tenancy.services import put_switch
from tests.core.duties.conftest import on
from tests.sample import COUNTY, HUSA, MENGYUE, ZHANGFENG, account
from tests.site import Site

MONDAY = dt.date(2026, 11, 23)
# A handler of the general office of 勐约乡, where documents, requests and voices arrive.
OFFICE = "zuo.xiangbing"


def of_login(session: ScopedSession, login: str) -> Actor:
    """Somebody as they act in the session's tenant."""
    return actor_of(session, account(session, login))


@pytest.fixture(scope="module")
def places(site: Site) -> Site:
    """The county and the townships with the measure on."""
    for tenant in (COUNTY, MENGYUE, HUSA, ZHANGFENG):
        with site.database.write(Scope.one(tenant)) as session:
            put_switch(session, tenant, "egov", on=True, by="test")
    return site


@pytest.fixture(scope="module")
def worker(site: Site) -> Iterator[Worker]:
    """The worker of the installation."""
    made = Worker(site.config)
    yield made
    made.database.dispose()


def carry(worker: Worker) -> None:
    """Whatever is owed between the tenants."""
    while worker.drain():
        pass


@pytest.fixture(autouse=True)
def _on_a_monday() -> Iterator[None]:
    with on(MONDAY):
        yield
