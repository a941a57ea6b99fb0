"""好做法: published by one township, read in all, changed by none but its own."""

from __future__ import annotations

import pytest

from core.accounts.queries import actor_of
from core.db import Scope, new_id
from core.errors import Forbidden, NotFound
from core.publishing import services
from core.publishing.checking import Check
from core.publishing.models import Publication
from core.publishing.services import Content
from core.tenancy.services import put_switch
from plugins.supervision.practice import queries
from tests.plugins.supervision.office import Desk
from tests.sample import ADMIN, CLERK, COUNTY, HANDLER, HUSA, MENGYUE, OTHER_ADMIN, OTHER_LEADER, account
from tests.site import Page, Site


@pytest.fixture
def published(desk: Desk) -> Publication:
    """Written by a station, checked by it and signed by the general office."""
    content = Content(column="practices", title="一窗受理的做法", body="群众只跑一次。")
    with desk.writing() as session:
        row = services.write(session, desk.who(session, HANDLER), content, new_id().hex)
    with desk.writing() as session:
        row = services.check(session, desk.who(session, HANDLER), row.id, Check(row.version))
    with desk.writing() as session, pytest.raises(Forbidden):
        services.sign(session, desk.who(session, HANDLER), row.id, row.version, {})
    with desk.writing() as session:
        return services.sign(session, desk.who(session, ADMIN), row.id, row.version, {})


def test_every_township_reads_it_and_finds_it(here: Site, desk: Desk, published: Publication) -> None:
    with here.database.write(Scope.one(HUSA)) as session:
        put_switch(session, HUSA, "supervision", on=True, by="test")
    link = f"/t/{MENGYUE}/public/{published.id}"
    for login, tenant in ((HANDLER, MENGYUE), (OTHER_LEADER, HUSA)):
        client = here.sign_in(login)
        page = Page(client.get(f"/w/{tenant}/practices/?q=只跑一次"))
        assert "一窗受理的做法" in page.source
        assert any(str(published.id) in found for found in page.links), link
        assert "没有找到好做法" in client.get(f"/w/{tenant}/practices/?q=没有这样的词").get_data(as_text=True)
    assert here.sign_in(CLERK).get(f"/w/{MENGYUE}/practices/").status_code == 403


def test_no_other_township_changes_it(here: Site, published: Publication) -> None:
    with here.database.write(Scope.one(HUSA)) as session:
        actor = actor_of(session, account(session, OTHER_ADMIN))
        with pytest.raises(NotFound):
            services.withdraw(session, actor, published.id, "wrong", "样", published.version)


def test_what_is_withdrawn_is_shared_no_more(here: Site, desk: Desk, published: Publication) -> None:
    def shared() -> set[object]:
        with here.database.read(Scope.public(COUNTY)) as session:
            rows, _further = queries.shared(session, "", None)
            return {row.id for row in rows}

    assert published.id in shared()
    with desk.writing() as session:
        services.withdraw(session, desk.who(session, ADMIN), published.id, "wrong", "写错了", published.version)
    assert published.id not in shared()
