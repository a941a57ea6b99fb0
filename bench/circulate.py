"""One document sent to 600 people of twelve townships: the sender's commit, the delivery, and a raw insert beside it.

The peer is the same number of readers' rows and notices put in by bulk, one township a turn. Each reader opens the
document with the own account, and is asked for another township's, which must not be found:  python bench/circulate.py
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from bench.measured import Report
from core import clock
from core.accounts.actor import Actor, Held
from core.accounts.models import Account, Grant
from core.accounts.queries import actor_of
from core.commands import prepare
from core.config import Config
from core.db import Database, Scope, ScopedSession, bulk, new_id
from core.documents.models import Document, IssuedDocument
from core.errors import NotFound
from core.exchange.delivery import carry
from core.notices.models import Notice
from core.notices.services import News, row
from core.seed.filling import Scale, fill
from core.seed.names import COUNTY
from core.tenancy.models import Tenant, Unit
from core.tenancy.offices import office
from core.tenancy.services import put_switch
from plugins.egov.documents import commands as cmd
from plugins.egov.documents import queries, rules, sending
from plugins.egov.documents.models import Reader
from plugins.egov.documents.services import READ_IT, TO_READ
from plugins.egov.permissions import Perm

TOWNSHIPS, PEOPLE = 12, 50
MOST_COMMIT_S, MOST_DELIVERY_S, MOST_RATIO = 2, 10, 12


def staffed(database: Database, tenant: int) -> None:
    """Turn the measure on, and fill a township up to fifty people."""
    with database.write(Scope.one(tenant)) as session:
        put_switch(session, tenant, "egov", on=True, by="bench")
        short = PEOPLE - len(queries.staff(session))
        unit = session.scalars(select(Unit.id).where(Unit.kind == "village").order_by(Unit.code)).first()
        now, ids = clock.now(), [new_id() for _ in range(max(short, 0))]
        accounts = [
            {
                "id": one,
                "login": f"b{tenant}{number}",
                "display_name": f"样例{number}",
                "password_hash": None,
                "state": "active",
                "created_at": now,
                "last_tenant_id": tenant,
                "admin": None,
            }
            for number, one in enumerate(ids)
        ]
        grants = [
            {
                "id": new_id(),
                "account_id": one,
                "unit_id": unit,
                "role": "village_agent",
                "from_on": clock.today(),
                "to_on": None,
                "ended_at": None,
                "admin": None,
            }
            for one in ids
        ]
        if ids:
            bulk.insert(session, Account, accounts)
            bulk.insert(session, Grant, grants)


def document(database: Database) -> UUID:
    """An issued document of the county, without its printing."""
    with database.write(Scope.one(COUNTY)) as session:
        put_switch(session, COUNTY, "egov", on=True, by="bench")
        unit, author, made = office(session), new_id(), new_id()
        assert unit is not None
        text = {
            "title": "关于样例的通知",
            "sent_to": "各乡镇",
            "body": "正文。",
            "attachments": "",
            "cc": "",
            "notes": "",
        }
        state = {"urgency": "", "stage": "issued", "author_id": author, "author": "样例", "changed_at": clock.now()}
        kind = {"kind": "notice", "format": "letterhead", "unit_id": unit.id, "form_key": "bench", "number": "样例1号"}
        session.add(Document(tenant_id=COUNTY, id=made, **kind, **text, **state))
        session.flush()
        number = {"series": "样例", "year": 2026, "n": 1, "number": "样例1号", "dated_on": clock.today()}
        issue = {"issued_at": clock.now(), "issued_by": "样例", "data": "{}", "seal": "", "sha256": "0" * 64}
        head = {"kind": "notice", "title": "关于样例的通知", "organ": "样例县人民政府"}
        session.add(IssuedDocument(tenant_id=COUNTY, id=made, **head, **number, **issue))
    return made


def raw(database: Database, tenant: int) -> None:
    """The same rows without anything around them: readers and their notices."""
    with database.write(Scope.one(tenant)) as session:
        case_id = session.scalars(select(Reader.case_id).limit(1)).first()
        assert case_id is not None
        news, now = News(TO_READ.code, case_id, READ_IT, {"number": "样例"}), clock.now()
        people = [new_id() for _ in range(PEOPLE)]
        same = {"case_id": case_id, "name": "样例", "given_at": now, "read_at": None}
        bulk.insert(session, Reader, [{"id": new_id(), "account_id": one, **same} for one in people])
        account = session.scalars(select(Reader.account_id).limit(1)).first()
        bulk.insert(session, Notice, [row(news, "person", account) for _ in people])


def opened(database: Database, places: Sequence[int]) -> tuple[int, int]:
    """Open it as each reader does; and how many strangers find the copy of the township before theirs."""
    readers, strangers, before = 0, 0, None
    for place in (*places, places[0]):
        with database.read(Scope.one(place)) as session:
            rows = session.execute(select(Account, Reader.case_id).join(Reader, Reader.account_id == Account.id)).all()
            for account, case_id in rows:
                actor = actor_of(session, account)
                readers += queries.own_copy(session, actor, case_id)[0].account_id == account.id
                if before is not None:
                    strangers += found(session, actor, before)
        before = rows[0][1]
    return readers - len(rows), strangers


def found(session: ScopedSession, actor: Actor, case_id: UUID) -> bool:
    """Whether somebody finds a document."""
    try:
        queries.own_copy(session, actor, case_id)
    except NotFound:
        return False
    return True


def main() -> None:
    """Measure the sending and the delivery."""
    report = Report()
    with tempfile.TemporaryDirectory() as folder:
        config = Config(data=Path(folder) / "data")
        database = prepare(config)
        fill(database, config, Scale.of(TOWNSHIPS, 40), 1, clock.today())
        with database.read(Scope.system("the townships of the bench")) as session:
            places = list(session.scalars(select(Tenant.id).where(Tenant.tier == "township").order_by(Tenant.id)))
        for place in places:
            staffed(database, place)
        made = document(database)
        actor = Actor(new_id(), "样例", COUNTY, (Held("unit_admin", new_id(), False, frozenset({Perm.SEND})),))
        command = cmd.Send(document_id=made, to=tuple(places), audience=rules.EVERYONE)
        began = time.perf_counter()
        with database.write(Scope.one(COUNTY)) as session:
            sending.send(session, actor, command, new_id().hex)
        committed = time.perf_counter() - began
        began = time.perf_counter()
        carry(database, COUNTY)
        delivered = time.perf_counter() - began
        began = time.perf_counter()
        readers, strangers = opened(database, places)
        read = time.perf_counter() - began
        began = time.perf_counter()
        for place in places:
            raw(database, place)
        inserted = time.perf_counter() - began
        database.dispose()
    print(f"      {readers} readers in {len(places)} townships; raw inserts of as many rows {inserted:.2f} s")
    print(f"      each opened it with the own account: {1000 * read / max(readers, 1):.1f} ms a reader")
    report.reach("readers", readers, TOWNSHIPS * PEOPLE, "people")
    report.hold("strangers who found it", strangers, 0, "people")
    report.hold("the sender's commit", committed, MOST_COMMIT_S, "s")
    report.hold("delivered to all", delivered, MOST_DELIVERY_S, "s")
    report.hold("each reader / raw inserts", delivered / max(inserted, 0.001), MOST_RATIO)
    report.end()


if __name__ == "__main__":
    main()
