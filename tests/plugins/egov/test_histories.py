"""Random histories of several cases at once: whatever is refused or done, none ends unanswered, none is left behind."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import fields
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import exists, select

from core import cases
from core.accounts.actor import Actor
from core.cases.models import Case, Reply
from core.cases.sweep import sweep
from core.contracts import CaseKind
from core.db import Scope, ScopedSession, new_id
from core.errors import DomainError, Forbidden, NotFound
from plugins.egov.disclosure import rules as asking
from plugins.egov.disclosure.consulting import rules as consulting
from plugins.egov.disclosure.road import REQUEST
from plugins.egov.records import commands as correcting
from plugins.egov.records import services as records
from plugins.egov.records.road import RECORD
from plugins.egov.reviews.road import REVIEWED
from plugins.egov.reviews.rules import OUTCOMES
from plugins.egov.voices import queries
from plugins.egov.voices import rules as saying
from plugins.egov.voices.models import Voice
from plugins.egov.voices.road import VOICE
from tests.core.duties.conftest import on
from tests.plugins.egov import test_requests as requests
from tests.plugins.egov import test_reviews as reviews
from tests.plugins.egov import test_voices as voices
from tests.plugins.egov.conftest import MONDAY, OFFICE, of_login
from tests.sample import COUNTY, COUNTY_HANDLER, HANDLER, LEADER, MENGYUE
from tests.site import Site

pytestmark = pytest.mark.only_on("sqlite", "what a road refuses is decided before a statement is sent")

# By whom an act may be tried: the empty login is the person.
STAFF = (OFFICE, HANDLER, LEADER, "")
# Acts that news from elsewhere bring, and no person.
NEWS = ("take_review_outcome",)
SAID = ("样例", "样例", "样例", " ")


def typed(rng: random.Random, more: Mapping[str, Sequence[Any]]) -> Callable[[str], Any]:
    """What somebody fills into a field, right or wrong."""
    days = tuple(MONDAY + dt.timedelta(days=days) for days in (-1, 0, 0, 0))
    known: dict[str, Sequence[Any]] = {
        "days": (1, 10, 30, 99),
        "revoked": (True, False),
        "road": tuple(saying.ROADS),
        "verdict": ("", *saying.VERDICTS),
        "whom": tuple(consulting.CONSULTED),
        "opinion": tuple(consulting.OPINIONS),
        "reply": tuple(asking.REPLIES),
        "ground": ("", *asking.GROUNDS),
        "outcome": tuple(OUTCOMES),
        **dict.fromkeys(("on", "confirmed_on", "received_on", "came_on", "served_on", "until"), days),
        **more,
    }
    return lambda name: rng.choice(known.get(name, SAID))


def tried(
    site: Site,
    rng: random.Random,
    kind: CaseKind,
    tenant: int,
    who: Sequence[str],
    case_id: UUID,
    more: Mapping[str, Sequence[Any]],
) -> None:
    """One act that somebody tries on a case, whether it is theirs, in its place and rightly filled or not."""
    with site.database.read(Scope.one(tenant)) as session:
        state = session.get_one(Case, (tenant, case_id)).state
    open_here = [act for act in kind.transitions if not act.by_system or act.code in NEWS]
    fitting = [act for act in open_here if state in act.sources] or open_here
    act = rng.choice(fitting if rng.random() < 0.9 else open_here)
    fill = typed(rng, more)
    given = {one.name: fill(one.name) for one in fields(act.command) if one.name != "version"}
    login = rng.choice(who)
    with suppress(DomainError, Forbidden, NotFound), site.database.write(Scope.one(tenant)) as session:
        version = session.get_one(Case, (tenant, case_id)).version
        cases.act(
            session,
            _person(session, login, act.by_system),
            case_id,
            act.code,
            act.command(version=version, **given),
            new_id().hex,
        )


def _person(session: ScopedSession, login: str, by_system: bool) -> Actor:
    if by_system:
        return Actor.system(session.tenant)
    return of_login(session, login) if login else Actor.party(session.tenant, voices.PERSON)


def unanswered(site: Site, tenant: int, kind: str) -> list[str]:
    """The numbers of what ended without a word to its person."""
    with site.database.read(Scope.one(tenant)) as session:
        replied = exists().where(Reply.tenant_id == Case.tenant_id, Reply.case_id == Case.id, Reply.words != "")
        found = session.scalars(select(Case).where(Case.kind == kind, Case.is_open.is_(False), ~replied))
        return [case.number for case in found]


def stranded(site: Site) -> list[str]:
    """The numbers of merged voices whose main one goes on no more."""
    with site.database.read(Scope.one(MENGYUE)) as session:
        hung = session.execute(
            select(Case, Voice.merged_id)
            .join(Voice, (Voice.tenant_id == Case.tenant_id) & (Voice.case_id == Case.id))
            .where(Case.state == "voice_merged")
        )
        mains = {case.number: session.get_one(Case, (MENGYUE, main)) for case, main in hung}
    return [number for number, main in mains.items() if not main.is_open or main.state == "voice_merged"]


def ended(site: Site, tenant: int, made: Sequence[UUID]) -> int:
    with site.database.read(Scope.one(tenant)) as session:
        return sum(not session.get_one(Case, (tenant, one)).is_open for one in made)


SEEDS = (11, *(pytest.param(seed, marks=pytest.mark.deep) for seed in (12, 13, 14)))


@pytest.mark.parametrize("seed", SEEDS)
def test_of_voices_that_are_merged_none_is_stranded(places: Site, seed: int) -> None:
    site, rng = places, random.Random(seed)
    with site.database.read(Scope.one(MENGYUE)) as session:
        unit = next(unit for unit, name in queries.handling_units(session).items() if "农业" in name)
    made = [voices.came(site, name=f"样例群众{no}", kind="complaint") for no in range(6)]
    numbers = [voices.case(site, one).number for one in made]
    filled = {"kind": ("complaint", "complaint", "complaint", "petition"), "unit": (unit,), "number": numbers}
    for one in made:
        voices.sorted_out(site, one)
    for same, main in ((3, 0), (4, 1), (5, 0)):
        voices.act(site, made[same], HANDLER, "merge_voice", number=numbers[main])
    for step in range(100):
        case_id = rng.choice(made)
        tried(site, rng, VOICE, MENGYUE, STAFF, case_id, filled)
        assert stranded(site) == [], step
        assert unanswered(site, MENGYUE, VOICE.code) == [], step
    assert ended(site, MENGYUE, made)


@pytest.mark.parametrize("seed", SEEDS)
def test_no_request_correction_or_review_ends_without_a_reply(places: Site, seed: int) -> None:
    site, rng = places, random.Random(seed)
    demanded = []
    for no in range(2):
        with site.database.write(Scope.one(MENGYUE)) as session:
            words = {"name": f"样例{no}", "id_number": "样例证件", "phone": "样例电话"}
            command = correcting.Ask(**words, record="低保公示表", wrong="人口", evidence="户口簿")
            demanded.append(records.ask(session, of_login(session, OFFICE), command, new_id().hex).id)
    asked = [requests.came(site, channel=channel) for channel in ("in_person", "plain_mail", "in_person", "fax")]
    above = [reviews.asked(site, level=level) for level in ("review", "recheck")]
    for kind, tenant, who, made, steps in (
        (REQUEST, MENGYUE, (OFFICE, OFFICE, LEADER, ""), asked, 60),
        (RECORD, MENGYUE, (OFFICE, HANDLER), demanded, 16),
        (REVIEWED, COUNTY, (COUNTY_HANDLER,), above, 14),
    ):
        for step in range(steps):
            tried(site, rng, kind, tenant, who, rng.choice(made), {})
            assert unanswered(site, tenant, kind.code) == [], (kind.code, step)
        assert ended(site, tenant, made)
    with on(MONDAY + dt.timedelta(days=90), 1):
        sweep(site.database, MENGYUE)
    assert unanswered(site, MENGYUE, REQUEST.code) == []
