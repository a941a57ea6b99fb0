"""What the sample cases are played with: invented people, and the road of one application act by act."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from core.accounts.actor import Actor
from core.accounts.permissions import Perm as CorePerm
from core.cases.models import Case
from core.cases.services import Party
from core.db import ScopedSession
from core.demo import Stage
from core.errors import NotFound
from core.files import services as files
from core.files.kinds import Limits
from core.files.stores import of
from core.letters import services as letters
from core.serving import DIRECT, Service
from plugins.approval import commands as cmd
from plugins.approval import services
from plugins.approval.items.queries import in_force
from plugins.approval.models import Item
from plugins.approval.permissions import Perm


@dataclass(frozen=True, slots=True)
class Applicant:
    """An invented person; the ID number lies in an area code that does not exist."""

    name: str
    birth: str
    serial: str

    def party(self, address: str) -> Party:
        """The applicant as a party, with an invented telephone."""
        return Party(
            "applicant", self.name, id_number(f"990000{self.birth}{self.serial}"), f"1990000{self.serial}0", address
        )


PEOPLE = {
    person.name: person
    for person in (
        Applicant("排早戊", "19850412", "101"),
        Applicant("思相戊", "19790903", "102"),
        Applicant("李腊翁样", "19440120", "103"),
        Applicant("何样甲", "19880715", "104"),
        Applicant("金样乙", "19920228", "105"),
        Applicant("曹样丙", "19760606", "106"),
        Applicant("寸样丁", "19831111", "107"),
        Applicant("囊样戊", "19900519", "108"),
        Applicant("方样己", "19681224", "109"),
        Applicant("勒排·诺样庚", "19950801", "110"),
    )
}


def id_number(first_17: str) -> str:
    """Add the check digit to 17 digits (GB 11643)."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    total = sum(int(digit) * weight for digit, weight in zip(first_17, weights, strict=True))
    return first_17 + "10X98765432"[total % 11]


class Road:
    """One application on its way: what was handed in, then act after act, each on its day."""

    def __init__(
        self, stage: Stage, code: str, tenant: int, item: str, who: str, received: dt.date, **given: Any
    ) -> None:
        self.stage = stage
        self.tenant = tenant
        self.case = _submit(stage, code, tenant, item, PEOPLE[who], received, **given)

    def act(
        self, day: dt.date, code: str, role: str, command: Callable[..., Any], hour: int = 15, **given: Any
    ) -> Road:
        """Carry out one act."""
        self.case = self.stage.act(
            self.tenant, day, self.case, code, role, lambda version: command(version=version, **given), hour
        )
        return self

    def letter(
        self,
        day: dt.date,
        body: str,
        *,
        by_party: bool,
        hour: int = 10,
        wants_reply: bool = False,
        with_file: bool = False,
    ) -> Road:
        """A letter of the party, or of the handler to them."""
        key = f"demo:{self.case.id.hex}:letter:{day}:{hour}"
        with self.stage.at(day, hour), self.stage.writing(self.tenant, key) as session:
            if by_party:
                actor = Actor.party(self.tenant, self.case.party)
            else:
                actor = self.stage.someone(session, CorePerm.WRITE_LETTERS, "handler", self.case.unit_id)
            store = of(self.stage.config)
            kept = (files.keep(store, io.BytesIO(blank_pdf()), "样例照片说明.pdf", Limits()),) if with_file else ()
            letters.write(session, actor, self.case.id, letters.Text(body, wants_reply, files=kept), key)
        return self

    def accept(self, day: dt.date) -> Road:
        """受理 by the window."""
        return self.act(day, "accept", "window_clerk", cmd.Accept, accepted_on=day)

    def review(self, day: dt.date) -> Road:
        """审查 by the handler, verified by two."""
        return self.act(
            day,
            "review",
            "handler",
            cmd.Review,
            substance=False,
            findings="已到现场核查，情况与申请材料一致。",
            opinion="建议准予。",
        )

    def decide(
        self, proposed: dt.date, decided: dt.date, decision: str, reasons: str, until: dt.date | None = None
    ) -> Road:
        """拟办 by the station head, then the leader's decision; `until` is the last day of what is granted."""
        self.act(proposed, "propose", "station_head", cmd.Propose, hour=16, decision=decision, reasons=reasons)
        return self.act(
            decided, "decide", "leader", cmd.Decide, hour=17, decision=decision, reasons=reasons, valid_until=until
        )

    def deliver(self, day: dt.date) -> Road:
        """送达 at the window."""
        return self.act(
            day,
            "deliver",
            "window_clerk",
            cmd.Deliver,
            hour=17,
            service=Service(DIRECT, day, self.case.party, signed_by=self.case.party),
        )


def _submit(
    stage: Stage,
    code: str,
    tenant: int,
    item_code: str,
    who: Applicant,
    received: dt.date,
    *,
    lacking: tuple[str, ...] = (),
    channel: str = "window",
    with_file: bool = False,
    note: str = "",
    oral: str = "",
    promise_days: int | None = None,
) -> Case:
    with stage.at(received, 9), stage.writing(tenant, f"demo:{code}") as session:
        item = item_of(session, item_code)
        have = tuple(m["code"] for m in item.materials if m["code"] not in lacking)
        party = who.party("样例地址")
        submission = services.Submission(
            item, (party,), filled(item, received), channel, have, note, oral, promise_days
        )
        actor = (
            Actor.party(tenant, who.name)
            if channel == "online"
            else stage.someone(session, Perm.RECEIVE, "window_clerk")
        )
        case = services.submit(session, actor, submission, f"demo:{code}")
        if with_file and item.materials:
            kept = files.keep(of(stage.config), io.BytesIO(blank_pdf()), "样例申请表.pdf", Limits())
            files.attach(session, kept, owner_kind="case", owner_id=case.id, slot=item.materials[0]["code"])
        return case


def item_of(session: ScopedSession, item_code: str) -> Item:
    """The published item of a code.

    Raises:
        NotFound: the township publishes none.
    """
    item = session.scalar(select(Item).where(Item.code == item_code, in_force()))
    if item is None:
        raise NotFound(item_code)
    return item


def filled(item: Item, received: dt.date) -> dict[str, str]:
    """An item's own fields as an applicant would fill them."""
    return {field["name"]: _typed(field, received) for field in item.fields}


def _typed(field: Mapping[str, Any], received: dt.date) -> str:
    """Something of a field's kind, as an applicant would type it."""
    kinds = {"number": "120" if "面积" in field["label"] else "4", "date": received.isoformat()}
    return str(field["choices"][0]) if field.get("choices") else kinds.get(field.get("kind", "text"), "样例村三组")


def first_lacking(stage: Stage, tenant: int, item_code: str) -> tuple[str, ...]:
    """The code of the item's first material that can't be deferred."""
    from core.db import Scope

    with stage.database.read(Scope.one(tenant)) as session:
        item = session.scalar(select(Item).where(Item.code == item_code, in_force()))
        needed = [] if item is None else [m["code"] for m in item.materials if not m.get("deferrable")]
    return tuple(needed[-1:])


def blank_pdf() -> bytes:
    """A one-page PDF with nothing on it."""
    return (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )
