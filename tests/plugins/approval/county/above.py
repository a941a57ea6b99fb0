"""The county's end of an application in a test: what went up, act after act by the people of its department."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from sqlalchemy import select

from core import cases, plugins
from core.cases.models import Case
from core.db import Database, Scope, ScopedSession
from core.db.ids import new_id
from core.exchange.delivery import carry
from core.exchange.models import ParcelReceived, ParcelSent
from core.jobs.models import Outbox
from plugins.approval.county import commands as cmd
from plugins.approval.county import telling
from plugins.approval.county.models import Review
from tests.plugins.approval.road import AID, BUILD, Road, actor, day
from tests.sample import COUNTY, HUSA, MENGYUE, account

# Who examines and who decides in the department an item is sent to.
ABOVE = {AID: ("yang.zaogeng", "xian.nuoxin"), BUILD: ("zhao.xiangren", "yin.zaogui")}
REASONS = {"reasons": "符合规划", "article": "城乡规划法41①"}


def delivered(database: Database) -> None:
    """What the worker does with parcels and answers of the sample's tenants, there and back."""
    with database.write(Scope.one(COUNTY)) as session:
        owed = select(Outbox).where(Outbox.topic == telling.TOPIC, Outbox.is_open.is_(True)).order_by(Outbox.id)
        for row in session.scalars(owed).all():
            telling.carry(session, row.payload)
            row.is_open = False
    for tenant in (MENGYUE, HUSA, COUNTY, MENGYUE, HUSA):
        carry(database, tenant)


def sent_on(database: Database, item: str = BUILD, on: dt.date = dt.date(2026, 11, 2)) -> Road:
    """An application sent on four days after it was received, and not yet carried."""
    return Road(database, item, on=on).accept().review().forward(on + dt.timedelta(days=4))


class Above:
    """The county's case of a township's application."""

    def __init__(self, road: Road) -> None:
        self.road, self.database = road, road.database
        self.handler, self.head = ABOVE[road.item]
        self.on, self.acts = road.on, 0

    @property
    def case(self) -> Case:
        """As it is now."""
        query = (
            select(Case)
            .join(Review, (Review.tenant_id == Case.tenant_id) & (Review.case_id == Case.id))
            .join(
                ParcelReceived, (ParcelReceived.tenant_id == Review.tenant_id) & (ParcelReceived.id == Review.parcel_id)
            )
            .where(ParcelReceived.key == self.road.case.id.hex)
        )
        return self.read(lambda session: session.scalars(query).one())

    def read(self, query: Any) -> Any:
        """What a query of the county's session finds."""
        with self.database.read(Scope.one(COUNTY)) as session:
            found = query(session)
            session.expunge_all()
            return found

    def accounts(self) -> set[UUID]:
        """The accounts of who examines and who decides."""
        return {self.read(lambda session, who=who: account(session, who)).id for who in (self.handler, self.head)}

    def act(self, who: str, command: type[Any], on: dt.date | None = None, /, **given: Any) -> Above:
        """Carry out the act of a command's class."""
        case = self.case
        kind = plugins.registry().case_kinds[case.kind]
        code = next(act.code for act in kind.transitions if act.command is command)
        self.on, self.acts = on or self.on, self.acts + 1
        with day(self.on, 16, self.acts), self.database.write(Scope.one(COUNTY)) as session:
            made = command(version=case.version, **given)
            cases.act(session, actor(session, who), case.id, code, made, new_id().hex)
        return self

    def decide(self, decision: str = "grant", on: dt.date | None = None) -> Above:
        """Proposed by one and decided by the other."""
        self.act(self.handler, cmd.ProposeReview, on, decision=decision, **REASONS)
        return self.act(self.head, cmd.DecideReview, on, decision=decision, **REASONS)

    def answer(self) -> Above:
        """Sent down."""
        return self.act(self.handler, cmd.AnswerReview)


def parcel(session: ScopedSession, kind: str, key: str) -> ParcelSent:
    """The parcel of a kind and key that a tenant sent."""
    return session.scalars(select(ParcelSent).where(ParcelSent.kind == kind, ParcelSent.key == key)).one()
