"""Canaries: no page, file, feed, search, notice or log line holds a word of what is not the reader's."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest
from flask import Response

from core import clock, plugins
from core.cases.models import Participant
from core.db import new_id
from core.files.models import StoredFile
from core.web import request as web_request
from tests.core.web.conftest import address, ids_of
from tests.rights.conftest import World
from tests.rights.crawling import each
from tests.rights.people import NOBODY, PARTY, VISITOR
from tests.rights.planting import CODED, GLOBAL, OWNED, carried, tables, unplanted_tables
from tests.sample import COUNTY, HUSA, MEASURES, MENGYUE, ZHANGFENG

Quiet = Callable[[], list[tuple[str, str, str]]]
ROLES = (*sorted(plugins.registry().roles), VISITOR, PARTY, NOBODY)
# Who walks on both databases; what all others come to is chosen by the same conditions.
ON_BOTH = {"handler", NOBODY}
ALONE = pytest.mark.only_on(
    "sqlite", "a handler and a stranger walk on PostgreSQL too; the conditions are the same for all"
)
# What the crawl of a role must have come to, or it proves nothing.
SUNG = {"auditor": "core_audit.actor_name", NOBODY: "approval_item.name", PARTY: "core_paper.context"}
# The sample's first is of a bureau to which nothing is sent on; what is sent on is its neighbours'.
SUNG |= {"county_handler": "core_unit.name"}


def key_of(world: World, role: str) -> str:
    """The first person of a role, of the township whose every role is held or of the county."""
    return next(key for key in world.who() if world.browsers[key].person.role == role)


def own_words(role: str) -> str:
    """What the crawl of a role comes to: cases, where it reads any, else at least the names of units."""
    registry = plugins.registry()
    known = registry.roles.get(role)
    reads = {kind.read for code, kind in registry.case_kinds.items() if registry.owner[code] in MEASURES}
    return SUNG.get(role, "core_case.title" if known is None or reads & known.permissions else "core_unit.name")


def test_every_table_says_whose_words_it_holds() -> None:
    assert unplanted_tables() == []
    columns = {f"{table.name}.{column.name}" for table in tables() for column in table.c}
    assert set(CODED) - columns == set()
    assert {*GLOBAL, *OWNED} - {table.name for table in tables()} == set()


def test_every_township_is_planted_in_every_measure(world: World) -> None:
    planted: dict[int, set[str]] = {}
    for word in world.planting.found.values():
        planted.setdefault(word.tenant, set()).add(word.where.partition(".")[0])
    common = {"core_case", "core_participant", "core_paper", "core_timeline", "approval_application", "approval_item"}
    assert [town for town in (MENGYUE, HUSA, ZHANGFENG) if common - planted[town]] == []
    assert len(world.planting.secret) > 8


@pytest.mark.parametrize("role", [pytest.param(role, marks=() if role in ON_BOTH else ALONE) for role in ROLES])
def test_nobody_reads_a_word_that_is_not_theirs(world: World, quiet: Quiet, role: str) -> None:
    key = key_of(world, role)
    world.crawled(key)
    assert quiet() == []
    assert own_words(role) in world.watch.seen[key], "the crawl came to what is the reader's own"


@pytest.mark.deep
def test_nobody_anywhere_does_on_any_page(world: World, quiet: Quiet) -> None:
    for key in world.browsers:
        world.crawled(key, whole=True)
    assert not quiet(), each(quiet())


@pytest.mark.parametrize(
    "roles", [("leader", "handler", NOBODY), pytest.param(ROLES, marks=pytest.mark.deep)], ids=["some", "all"]
)
def test_no_address_that_no_link_leads_to_tells_anything(world: World, quiet: Quiet, roles: tuple[str, ...]) -> None:
    """Every route that can be opened, linked or not: files and answers for machines too."""
    opened = set()
    for key in world.who((MENGYUE, HUSA, COUNTY, 0)):
        if world.browsers[key].person.role not in roles:
            continue
        values = ids_of(world.site, "户撒许1" if key.endswith(str(HUSA)) else "勐约许1").values()
        for rule in world.site.app.url_map.iter_rules():
            if "GET" not in (rule.methods or ()) or {"draft_id", "filename"} & rule.arguments:
                continue
            with world.browsers[key].get(address(world.site, rule, values)) as answer:
                opened |= {rule.endpoint} if answer.status_code == 200 else set()
    assert not quiet(), each(sorted({*quiet()}))
    assert len(opened) > 40


def test_what_the_worker_carries_stays_in_its_tenant(world: World) -> None:
    """Notices, reminders, papers and parcels are rows: none of one tenant holds a word of another."""
    assert carried(world.site, world.planting) == []


def test_a_word_carried_into_another_tenant_is_found(world: World) -> None:
    word = world.planting.of(HUSA, "core_case.title")[0]
    known = world.planting.found[word]
    try:
        world.planting.found[word] = type(known)(ZHANGFENG, known.where)
        assert carried(world.site, world.planting) == [("core_case", HUSA, f"core_case.title of {ZHANGFENG}")]
    finally:
        world.planting.found[word] = known


@pytest.fixture
def leaky(world: World, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Callable[[], str]], None]:
    """Let a view say something more than it should."""

    def plant(endpoint: str, more: Callable[[], str]) -> None:
        view = world.site.app.view_functions[endpoint]

        def leaking(**given: Any) -> Any:
            answer = world.site.app.make_response(view(**given))
            answer.direct_passthrough = False
            return Response(answer.get_data(as_text=True) + more(), mimetype=answer.mimetype)

        leaking.xn_access = view.xn_access  # type: ignore[attr-defined]
        monkeypatch.setitem(world.site.app.view_functions, endpoint, leaking)

    return plant


@pytest.mark.parametrize("where", ["core_case.title", "core_timeline.note", "core_paper.context", "core_notice.words"])
def test_a_view_that_leaks_a_word_of_another_township_is_caught(
    world: World, leaky: Callable[[str, Callable[[], str]], None], where: str
) -> None:
    word = world.planting.of(HUSA, where)[0]
    leaky("workspace.cases", lambda: word)
    key, before = f"leader@{MENGYUE}", len(world.watch.leaks)
    world.browsers[key].get(f"/w/{MENGYUE}/cases")
    caught, world.watch.leaks[before:] = world.watch.leaks[before:], []
    assert caught == [(key, f"/w/{MENGYUE}/cases", f"{where} of {HUSA}")]


def test_a_view_that_leaks_an_id_a_number_or_another_units_word_is_caught(
    world: World, leaky: Callable[[str, Callable[[], str]], None]
) -> None:
    own, foreign = world.site.case("勐约许1"), world.site.case("户撒许1")
    elsewhere = next(
        word
        for word, planted in world.planting.found.items()
        if planted.tenant == MENGYUE and planted.where == "core_case.title" and own.unit_id not in planted.units
    )
    secret = next(iter(world.planting.secret - world.planting.published))
    leaky("workspace.cases", lambda: f"{foreign.id} {elsewhere} {secret} 990000198504121013 199 0000 1010")
    before = len(world.watch.leaks)
    world.browsers[f"handler@{MENGYUE}"].get(f"/w/{MENGYUE}/cases")
    caught, world.watch.leaks[before:] = {what for _, _, what in world.watch.leaks[before:]}, []
    assert caught >= {f"core_case.id of {HUSA}", f"core_case.title of {MENGYUE}", secret, "199 0000 1010"}
    assert "990000198504121013" in caught


def test_a_line_of_the_log_that_names_somebody_is_caught(
    world: World, leaky: Callable[[str, Callable[[], str]], None]
) -> None:
    word = world.planting.of(MENGYUE, "core_participant.name")[0]
    secret = next(iter(world.planting.secret - world.planting.published))

    def tell() -> str:
        logging.getLogger("xiaoneng").info("opened by %s, %s", word, secret)
        return ""

    leaky("workspace.cases", tell)
    before = len(world.watch.leaks)
    world.browsers[f"leader@{MENGYUE}"].get(f"/w/{MENGYUE}/cases")
    caught, world.watch.leaks[before:] = world.watch.leaks[before:], []
    assert {what for who, _, what in caught if who == "log"} == {f"core_participant.name of {MENGYUE}", secret}


@pytest.mark.parametrize("fault", ["a key that leads nowhere", "a value that a check refuses"])
def test_a_fault_in_the_database_is_logged_without_what_was_being_written(
    world: World, leaky: Callable[[str, Callable[[], str]], None], quiet: Quiet, fault: str
) -> None:
    """The words of a refused row are somebody's: neither its values nor the server's detail of them is logged."""
    name = world.planting.of(MENGYUE, "core_participant.name")[0]
    row: Any = Participant(case_id=new_id(), role="applicant", name=name)
    if fault.endswith("refuses"):
        row = StoredFile(sha256="", size=-1, media_type="", name=name, owner_kind="case", owner_id=new_id())
        row.stored_at = clock.now()

    def stumble() -> str:
        with web_request.writing() as session:
            session.add(row)
        return ""

    leaky("workspace.cases", stumble)
    answer = world.browsers[f"leader@{MENGYUE}"].get(f"/w/{MENGYUE}/cases")
    assert answer.status_code == 500
    assert world.watch.lines[-1].startswith("incident")
    assert "IntegrityError" in world.watch.lines[-1], "why it failed is said"
    assert quiet() == []
