"""A township with penalties on: its catalogue taken in, three officers with certificates, one standard published."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from core import cases, clock, plugins
from core.accounts.actor import Actor
from core.accounts.models import Person
from core.accounts.queries import actor_of
from core.cases.models import Case
from core.db import Scope, ScopedSession, new_id
from core.publishing import services as publishing
from core.publishing.checking import Check
from core.publishing.models import Publication
from core.tenancy.services import put_switch
from plugins.penalty.catalogue import services as catalogue
from plugins.penalty.catalogue.models import Offence
from plugins.penalty.discretion import queries as standards
from plugins.penalty.discretion import services as discretion
from plugins.penalty.officers import services as officers
from plugins.penalty.officers.models import Officer
from plugins.penalty.officers.services import Enter
from plugins.penalty.summary import commands as cmd
from plugins.penalty.summary import services
from tests.sample import ADMIN, HANDLER, HEAD, LEADER, MENGYUE, account
from tests.site import Site

D = dt.date
TODAY, LATER = D(2026, 11, 24), D(2028, 12, 31)
BOOTH, FIRE, STRAW, WASTE = "CF-02", "FQ-04", "FQ-05", "FQ-06"
FOUND: dict[str, Any] = {
    "subject": "person",
    "name": "思样甲",
    "address": "营盘村一组",
    "place": "营盘集市",
    "facts": "在街道上搭建铁皮棚一处。",
    "evidence": "现场照片两张，当事人陈述。",
    "cards_shown": True,
}


@dataclass
class Penalties:
    """The township, and short ways to its services."""

    site: Site

    @contextmanager
    def reading(self) -> Iterator[ScopedSession]:
        """A look at the township."""
        with self.site.database.read(Scope.one(MENGYUE)) as session:
            yield session

    @contextmanager
    def writing(self, day: dt.date = TODAY) -> Iterator[ScopedSession]:
        """A write turn of a day."""
        moment = dt.datetime.combine(day, dt.time(15), clock.SHANGHAI)
        with clock.moved(moment), self.site.database.write(Scope.one(MENGYUE)) as session:
            yield session

    def actor(self, login: str) -> Actor:
        """Somebody with the posts they hold."""
        with self.reading() as session:
            return actor_of(session, account(session, login))

    def browser(self, login: str) -> FlaskClient:
        """Somebody's browser."""
        return self.site.sign_in(login)

    def offence(self, code: str, edition: int = 1) -> Offence:
        """An edition of the catalogue."""
        with self.reading() as session:
            query = select(Offence).where(Offence.code == code, Offence.edition == edition)
            found = session.scalars(query).one()
            session.expunge(found)
        return found

    def officer(self, login: str) -> UUID:
        """The certificate of somebody."""
        with self.reading() as session:
            who = account(session, login).id
            return session.scalars(select(Officer.id).where(Officer.account_id == who)).one()

    def certify(self, login: str, number: str, until: dt.date = LATER) -> UUID:
        """Enter a certificate of somebody of the staff."""
        with self.writing() as session:
            who = account(session, login).id
            person = session.scalars(select(Person).where(Person.account_id == who)).one()
            command = Enter(person_id=person.id, number=number, issuer="样例", valid_from=D(2024, 1, 1), valid_to=until)
            return officers.enter(session, self.actor(ADMIN), command).id

    def confirm(self, code: str, edition: int = 1, until: dt.date | None = None) -> None:
        """Confirm the power over an offence by a sample decision."""
        offence = self.offence(code, edition)
        with self.writing() as session:
            leader = self.actor(LEADER)
            catalogue.confirm(session, leader, offence.id, "样政发〔2024〕1号", D(2024, 1, 1), until, offence.version)

    def publish_standard(self, code: str, edition: int = 1) -> None:
        """Publish the standard of an offence, as another person than who took it in."""
        offence = self.offence(code, edition)
        with self.writing() as session:
            (standard,) = standards.of_offence(session, offence.id)
            discretion.publish(session, self.actor(LEADER), standard.id, standard.version)

    def begin(self, code: str = BOOTH, day: dt.date = TODAY, login: str = HANDLER, **given: Any) -> Case:
        """Enter what two officers found."""
        pair = given.pop("officers", (self.officer(HANDLER), self.officer(HEAD)))
        command = cmd.Open(**{**FOUND, "offence": code, "acted_on": day, "officers": pair, **given})
        with self.writing(day) as session:
            case = services.begin(session, self.actor(login), command, new_id().hex)
            session.expunge_all()
        return case

    def act(self, case: Case, login: str, command: type[Any], day: dt.date = TODAY, **given: Any) -> Case:
        """One act by its command."""
        kind = plugins.registry().case_kinds[case.kind]
        code = next(one.code for one in kind.transitions if one.command is command)
        with self.writing(day) as session:
            made = command(version=session.get_one(Case, (MENGYUE, case.id)).version, **given)
            done = cases.act(session, self.actor(login), case.id, code, made, new_id().hex)
            session.expunge_all()
        return done

    def heard(self, code: str = BOOTH, day: dt.date = TODAY, fine: str = "200", **given: Any) -> Case:
        """A case whose party was told of a fine and heard."""
        told = {"warning": False, "band": 0, "rights": True, **given.pop("told", {})}
        case = self.begin(code, day, **given)
        self.act(case, HANDLER, cmd.Told, day, fine=Decimal(fine), **told)
        return self.act(case, HANDLER, cmd.Hear, day, said="放弃陈述和申辩", examined="没有意见")

    def decided(self, day: dt.date = TODAY, fine: str = "200", **given: Any) -> Case:
        """A case decided on the spot, with a fine to pay at the bank unless told otherwise."""
        asked = {"warning": False, "signed": True, **given.pop("decide", {})}
        case = self.heard(day=day, fine=fine, **given)
        return self.act(case, HANDLER, cmd.Decide, day, fine=Decimal(fine), **asked)


@pytest.fixture(scope="module")
def penalties(site: Site) -> Penalties:
    """One township for a module."""
    return ready(site)


def ready(site: Site) -> Penalties:
    """The township of a site with penalties on."""
    found = Penalties(site)
    with found.writing() as session:
        put_switch(session, MENGYUE, "penalty", on=True, by="test")
        catalogue.take_in(session, found.actor(ADMIN))
    found.certify(HANDLER, "样-0001")
    found.certify(HEAD, "样-0002")
    found.certify(ADMIN, "样-0003")
    found.publish_standard(BOOTH)
    return found


def signed(penalties: Penalties, publication_id: UUID, day: dt.date = TODAY) -> None:
    """Check a publication as its drafter, and sign it as the leader."""
    with penalties.writing(day) as session:
        row = session.get_one(Publication, (MENGYUE, publication_id))
        checked = publishing.check(session, penalties.actor(ADMIN), publication_id, Check(row.version))
        publishing.sign(session, penalties.actor(LEADER), publication_id, checked.version, {})
