"""Drafts at the desk: one for each person and form, unreadable in the file, gone with their act or their days."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import delete, func, select, type_coerce
from sqlalchemy.types import LargeBinary

from core import clock
from core.accounts.actor import Actor
from core.accounts.queries import actor_of
from core.db import Scope, new_id
from core.drafts import services
from core.drafts.models import DeskDraft
from tests.sample import CLERK, HANDLER, HUSA, MENGYUE, NOON, account
from tests.site import Site

PLACE = "intake:MY-XK-01"


@pytest.fixture
def clerk(site: Site) -> Actor:
    """The clerk, with no draft in the township."""
    with site.database.write(Scope.one(MENGYUE)) as session:
        session.execute(delete(DeskDraft))
        return actor_of(session, account(session, CLERK))


def keep(site: Site, actor: Actor, name: str) -> None:
    with site.database.write(Scope.one(MENGYUE)) as session:
        services.keep(session, actor, PLACE, {"name": [name]}, 0, new_id().hex)


def found(site: Site, actor: Actor, tenant: int = MENGYUE) -> dict[str, list[str]] | None:
    with site.database.read(Scope.one(tenant)) as session:
        draft = services.find(session, actor, PLACE)
        return services.content(draft) if draft is not None else None


def test_the_newest_words_take_the_place_of_the_earlier(site: Site, clerk: Actor) -> None:
    keep(site, clerk, "方样己")
    keep(site, clerk, "方样庚")
    assert found(site, clerk) == {"name": ["方样庚"]}
    with site.database.read(Scope.one(MENGYUE)) as session:
        assert session.scalar(select(func.count()).select_from(DeskDraft)) == 1


def test_a_draft_is_its_writers_and_its_townships_alone(site: Site, clerk: Actor) -> None:
    keep(site, clerk, "方样己")
    with site.database.read(Scope.one(MENGYUE)) as session:
        handler = actor_of(session, account(session, HANDLER))
    assert found(site, handler) is None
    assert found(site, clerk, HUSA) is None


def test_what_was_typed_is_not_readable_in_the_file(site: Site, clerk: Actor) -> None:
    keep(site, clerk, "方样己")
    with site.database.read(Scope.one(MENGYUE)) as session:
        stored = session.scalar(select(type_coerce(DeskDraft.content, LargeBinary)))
    assert stored is not None
    assert "方样己".encode() not in stored


def test_a_draft_whose_days_are_over_is_found_no_more_and_swept(site: Site, clerk: Actor) -> None:
    keep(site, clerk, "方样己")
    with clock.moved(NOON + services.KEPT), site.database.write(Scope.one(MENGYUE)) as session:
        services.sweep(session)
        assert services.find(session, clerk, PLACE) is not None, "its last day"
    with clock.moved(NOON + services.KEPT + dt.timedelta(days=1)):
        assert found(site, clerk) is None
        with site.database.write(Scope.one(MENGYUE)) as session:
            services.sweep(session)
            assert session.scalar(select(func.count()).select_from(DeskDraft)) == 0


def test_dropping_takes_ones_own_and_nothing_twice(site: Site, clerk: Actor) -> None:
    keep(site, clerk, "方样己")
    for _ in range(2):
        with site.database.write(Scope.one(MENGYUE)) as session:
            services.drop(session, clerk, PLACE)
    assert found(site, clerk) is None
