"""Penalty: it is a preview that a township turns on for itself alone, and its roles may read."""

from __future__ import annotations

from pathlib import Path

import pytest

from core import plugins
from core.db import Database, Scope
from core.tenancy.services import enabled_plugins, put_switch
from plugins.penalty.permissions import PERMISSIONS, Perm
from scripts import messages
from tests.sample import HUSA, MENGYUE

NAME = "penalty"


@pytest.mark.parametrize("role", ["handler", "station_head", "leader", "county_admin"])
def test_officers_may_read(role: str) -> None:
    assert Perm.READ in plugins.registry().roles[role].permissions


@pytest.mark.parametrize("role", ["window_clerk", "village_agent"])
def test_the_counter_may_not(role: str) -> None:
    assert Perm.READ not in plugins.registry().roles[role].permissions


def test_its_permissions_bear_its_name() -> None:
    assert [permission.code for permission in PERMISSIONS if not permission.code.startswith(f"{NAME}.")] == []


def test_it_is_a_preview_and_off_in_the_sample_townships(county: Database) -> None:
    assert plugins.registry().plugins[NAME].preview
    for tenant in (MENGYUE, HUSA):
        with county.read(Scope.one(tenant)) as session:
            assert NAME not in enabled_plugins(session, tenant)


def test_a_township_turns_it_on_for_itself_alone(county: Database) -> None:
    with county.write(Scope.one(MENGYUE)) as session:
        put_switch(session, MENGYUE, NAME, on=True, by="test")
    with county.read(Scope.one(MENGYUE)) as session:
        assert NAME in enabled_plugins(session, MENGYUE)
    with county.read(Scope.one(HUSA)) as session:
        assert NAME not in enabled_plugins(session, HUSA)


def test_its_english_is_complete() -> None:
    folder = Path(plugins.registry().translations[NAME])
    found = messages.problems(
        messages.extract(NAME, folder.parent), messages.read(messages.catalogue_path(NAME, folder), NAME)
    )
    assert list(found) == []
