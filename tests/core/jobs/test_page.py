"""The consoles' page of the worker: each sees its own, retries its own, and the county everybody's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from sqlalchemy import delete, select, update

from core import clock
from core.audit.models import Audit
from core.db import Scope
from core.jobs import progress as room
from core.jobs import queries, services
from core.jobs.models import JobRun, Outbox, Progress
from tests.sample import ADMIN, COUNTY, COUNTY_ADMIN, HUSA, MENGYUE, OTHER_ADMIN
from tests.site import Site

OWN, ALL = f"/w/{MENGYUE}/admin/jobs", "/county/jobs"


def park(site: Site, tenant: int, *keys: str) -> None:
    with site.database.write(Scope.one(tenant)) as session:
        for key in keys:
            services.emit(session, "search", key, {})
        session.flush()
        wanted = update(Outbox).where(Outbox.key.in_(keys))
        session.execute(wanted.values(is_open=False, parked=True, attempts=5, error="ValueError (core.x:1)"))


def parked(site: Site) -> dict[int, int]:
    with site.database.read(Scope.system("what is parked")) as session:
        return queries.parked_by_tenant(session)


@pytest.fixture(autouse=True)
def _parked(site: Site) -> Iterator[None]:
    park(site, MENGYUE, "case:one", "case:two")
    park(site, HUSA, "case:three")
    yield
    for tenant in (COUNTY, MENGYUE, HUSA):
        with site.database.write(Scope.one(tenant)) as session:
            session.execute(delete(Outbox).where(Outbox.key.like("case:t%") | (Outbox.key == "case:one")))
            session.execute(delete(Progress))


def test_a_township_sees_and_retries_its_own_only(site: Site) -> None:
    client = site.sign_in(ADMIN)
    page = client.get(OWN).text
    assert "case:one" in page
    assert "case:three" not in page
    assert site.post(client, f"{OWN}/retry", {"tenant": str(HUSA)}).status_code == 303
    assert parked(site) == {HUSA: 1}
    assert "已重新排队：2件。" in client.get(OWN).text


def test_one_effect_is_retried_by_its_own_button(site: Site) -> None:
    with site.database.read(Scope.one(MENGYUE)) as session:
        row = queries.parked(session, 1)[0].id
    client = site.sign_in(ADMIN)
    assert site.post(client, f"{OWN}/retry", {"row": str(row)}).status_code == 303
    assert parked(site) == {MENGYUE: 1, HUSA: 1}
    assert site.post(client, f"{OWN}/retry", {"row": "x"}).status_code == 404


def test_a_row_of_another_township_is_not_found_by_its_id(site: Site) -> None:
    with site.database.read(Scope.one(HUSA)) as session:
        row = queries.parked(session, 1)[0].id
    site.post(site.sign_in(ADMIN), f"{OWN}/retry", {"row": str(row)})
    assert parked(site) == {MENGYUE: 2, HUSA: 1}


def test_the_county_retries_one_township_or_all_on_the_audit_of_each(site: Site) -> None:
    client = site.sign_in(COUNTY_ADMIN)
    assert "case:three" in client.get(ALL).text
    assert site.post(client, f"{ALL}/retry", {"tenant": "999999"}).status_code == 404
    assert site.post(client, f"{ALL}/retry", {"tenant": str(HUSA)}).status_code == 303
    assert parked(site) == {MENGYUE: 2}
    park(site, HUSA, "case:two")
    site.post(client, f"{ALL}/retry", {})
    assert parked(site) == {}
    with site.database.read(Scope.one(HUSA)) as session:
        assert session.scalars(select(Audit.actor_name).where(Audit.action == services.RETRY)).all() == ["刀相丁"] * 2


def test_every_job_stands_with_its_last_run_its_error_and_its_next_slot(site: Site) -> None:
    with site.database.write(Scope.one(HUSA)) as session:
        run = session.scalars(select(JobRun).where(JobRun.name == "core.sweep")).first()
        assert run is not None
        run.state, run.error = "failed", "KeyError (core.cases.sweep:1)"
    county = site.sign_in(COUNTY_ADMIN).get(ALL).text
    assert "KeyError (core.cases.sweep:1)" in county
    assert "清理无主的文件" in county
    assert "2026-11-24 13:00" in county
    assert "KeyError" in site.sign_in(OTHER_ADMIN).get(f"/w/{HUSA}/admin/jobs").text
    own = site.sign_in(ADMIN).get(OWN).text
    assert "KeyError" not in own
    assert "清理无主的文件" not in own, "the work on the whole installation is the county's"


def test_a_bar_outlives_the_page_and_a_program_reads_it_too(site: Site) -> None:
    room._begin(site.database, MENGYUE, "core.test", 8, "重建查询索引")
    room._move(site.database, MENGYUE, "core.test", 5)
    client = site.sign_in(ADMIN)
    for _ in range(2):
        page = client.get(OWN).text
        assert '<progress id="core-test-533124205" max="8" value="5">' in page
        assert "data-progress" in page
    (row,) = client.get(f"{OWN}/progress").get_json()
    assert (row["done"], row["total"], row["running"], row["words"]) == (5, 8, True, "5 / 8，正在进行")
    assert site.sign_in(OTHER_ADMIN).get(f"/w/{HUSA}/admin/jobs/progress").get_json() == []
    room._move(site.database, MENGYUE, "core.test", 8, ended=True)
    assert "data-progress" not in client.get(OWN).text
    with clock.moved(clock.now() + dt.timedelta(days=2)):
        assert "<progress" not in site.sign_in(ADMIN).get(OWN).text
