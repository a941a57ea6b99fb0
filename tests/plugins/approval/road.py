"""One application on the road in a test: handed in, then act after act by people of the sample county."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import select

from core import cases, clock, plugins
from core.accounts import queries as people
from core.accounts.actor import Actor
from core.cases import papers, queries
from core.cases.models import Case, Clock, Participant, Reply, Timeline
from core.cases.services import Party
from core.contracts import Transition
from core.db import Database, Scope, ScopedSession
from core.db.ids import new_id
from core.serving import Service
from plugins.approval import commands as cmd
from plugins.approval import services
from plugins.approval.models import Application, Item
from plugins.approval.queries import application_of
from tests.sample import CLERK, HANDLER, HEAD, LEADER, MENGYUE, TODAY, account

PARTY = Party("applicant", "样丙", "110101199003070011", "13800000001", "样址")
HOUSE, BOOTH, LEASE, BUILD, FELL, AID = "MY-XK-01", "MY-XK-02", "MY-QT-04", "MY-CS-05", "MY-WT-06", "MY-JF-07"
SYSTEM, APPLICANT = "system", "party"
# Who handles an item's cases: the handler and the head of its unit.
STAFF = {HOUSE: (HANDLER, HEAD), LEASE: (HANDLER, HEAD)}
STAFF |= {AID: ("li.nuoding", "pai.yangjia"), FELL: ("yu.yangding",) * 2, BUILD: ("yang.nuowu",) * 2}
STAFF |= {BOOTH: ("wan.nuoyi", "xian.zaojia")}
FACTS = {"substance": False, "findings": "属实", "opinion": "建议准予"}


@contextmanager
def day(date: dt.date, hour: int = 9, minute: int = 0) -> Any:
    """Live on a day."""
    with clock.moved(dt.datetime.combine(date, dt.time(hour, minute), clock.SHANGHAI)):
        yield


def actor(session: ScopedSession, who: str) -> Actor:
    """The actor of a login, or the system, or the applicant."""
    if who == SYSTEM:
        return Actor.system(session.tenant)
    if who == APPLICANT:
        return Actor.party(session.tenant, PARTY.name)
    return people.actor_of(session, account(session, who))


def handed_over(on: dt.date) -> Service:
    """Served into the applicant's own hands."""
    return Service("direct", on, PARTY.name, signed_by=PARTY.name)


class Road:
    """An application, received on `on` at the window with every paper but those `lacking`."""

    def __init__(
        self, database: Database, item: str = HOUSE, lacking: Sequence[str] = (), on: dt.date = TODAY, key: str = ""
    ) -> None:
        self.database = database
        self.item = item
        self.handler, self.head = STAFF[item]
        with day(on), database.write(Scope.one(MENGYUE)) as session:
            row = session.scalars(select(Item).where(Item.code == item).order_by(Item.edition.desc()).limit(1)).one()
            have = tuple(material["code"] for material in row.materials if material["code"] not in lacking)
            submission = services.Submission(row, (PARTY,), {}, "window", have)
            self.case = services.submit(session, actor(session, CLERK), submission, key or new_id().hex)
        self.on, self.acts = on, 0

    def act(self, who: str, command: cmd.Act | type[cmd.Act], on: dt.date | None = None, **given: Any) -> Road:
        """Carry out the act of a command's class on a day (by default the day of the last act)."""
        made = command if isinstance(command, cmd.Act) else command(version=self.case.version, **given)
        kind = plugins.registry().case_kinds[self.case.kind]
        code = next(act.code for act in kind.transitions if act.command is type(made))
        self.on, self.acts = on or self.on, self.acts + 1
        with day(self.on, minute=self.acts), self.database.write(Scope.one(MENGYUE)) as session:
            self.case = cases.act(session, actor(session, who), self.case.id, code, made, new_id().hex)
        return self

    def accept(self, on: dt.date | None = None) -> Road:
        return self.act(CLERK, cmd.Accept, on, accepted_on=on or self.on)

    def review(self, on: dt.date | None = None) -> Road:
        return self.act(self.handler, cmd.Review, on, **FACTS)

    def propose(self, on: dt.date | None = None, decision: str = "grant") -> Road:
        return self.act(self.head, cmd.Propose, on, decision=decision, reasons="符合条件")

    def decide(self, on: dt.date | None = None, decision: str = "grant", who: str = LEADER) -> Road:
        return self.act(who, cmd.Decide, on, decision=decision, reasons="符合法定条件")

    def forward(self, on: dt.date | None = None) -> Road:
        return self.act(self.head, cmd.Forward, on, opinion="初审属实")

    def deliver(self, on: dt.date | None = None) -> Road:
        return self.act(CLERK, cmd.Deliver, on, service=handed_over(on or self.on))

    def clocks(self) -> dict[str, Clock]:
        """The newest clock of each rule."""
        return {row.rule: row for row in self._read(queries.clocks_of)}

    def timeline(self) -> Sequence[Timeline]:
        rows: Sequence[Timeline] = self._read(queries.timeline_of)
        return rows

    def replies(self) -> Sequence[Reply]:
        rows: Sequence[Reply] = self._read(queries.replies_of)
        return rows

    def papers(self) -> list[tuple[str, dict[str, Any]]]:
        """(code without the plugin's name, context) of every paper, oldest first."""
        return [(row.code.removeprefix("approval."), json.loads(row.context)) for row in self._read(papers.of_case)]

    def facts(self) -> Any:
        return self._read(plugins.registry().case_kinds[self.case.kind].facts)

    def acts_named(self, *codes: str) -> list[Transition]:
        known = plugins.registry().case_kinds[self.case.kind].transitions
        return [act for act in known if act.code in codes]

    def parties(self) -> Sequence[Participant]:
        rows: Sequence[Participant] = self._read(queries.parties_of)
        return rows

    def application(self) -> Application:
        row: Application = self._read(lambda session, case: application_of(session, case)[0])
        return row

    def now(self) -> Case:
        row: Case = self._read(lambda session, case: session.get_one(Case, (MENGYUE, case.id)))
        return row

    def _read(self, query: Any) -> Any:
        with self.database.read(Scope.one(MENGYUE)) as session:
            found = query(session, self.case)
            session.expunge_all()
            return found
