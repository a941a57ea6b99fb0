"""Taking a complaint in, following it up, and handing it on to the county's 纪检监察 with nothing of it left behind."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from core import cases
from core import clock as time
from core.accounts.actor import Actor
from core.accounts.queries import people_for
from core.cases.models import Case
from core.cases.notices import TURN
from core.cases.services import Opening, Party, once
from core.contracts import Receiver
from core.db import ScopedSession
from core.db.queue import queue
from core.errors import DomainError, Problem
from core.exchange import services as exchange
from core.exchange.models import ParcelReceived
from core.exchange.parcel import EnclosedFile, Parcel, opened
from core.files.services import attach, detach, of_owner
from core.i18n import N_
from core.notices import services as notices
from core.notices.services import News
from core.tenancy.models import Tenant, Unit
from core.tenancy.offices import of_function
from plugins.supervision.campaign import queries as campaigns
from plugins.supervision.complaint import queries, rules
from plugins.supervision.complaint.models import Complaint, Tip
from plugins.supervision.office import SUPERVISION
from plugins.supervision.permissions import Perm

# Numbers, lists, notices and the audit say no more than this.
TITLE, TIP_TITLE = N_("作风问题投诉"), N_("问题线索")
SOMEBODY = N_("投诉人（不显示姓名）")
CAME = N_("收到一件投诉：%(number)s，请核查。")
CAME_TIP = N_("收到一件问题线索：%(number)s。")
BACK = "supervision.tip_answer"
ARTICLE = "实施方案四(二)1(3)"
FORWARDED = N_("您反映的问题已经原样转交县纪委监委，乡镇不保留内容；办理情况由县纪委监委答复，在本页可以看到。")
NO_OFFICE = N_("本乡镇没有监察室，请直接向县纪委监委反映。")


def complain(session: ScopedSession, tenant: Tenant, command: rules.Complain, key: str) -> Case:
    """Take in a complaint as nobody in particular; what is for the county goes there at once and is not kept here.

    Raises:
        DomainError: every reason why it can't be taken in.
    """
    queue(session, key)
    if done := once(session, key, "open"):
        return done
    office = of_function(session, SUPERVISION)
    if office is None or tenant.parent_id is None:
        raise DomainError(Problem(NO_OFFICE))
    if problems := rules.complain(command, time.today()):
        raise DomainError(problems)
    unit = session.get(Unit, (tenant.id, command.about_id)) if command.about_id else None
    if command.about_id and unit is None:
        raise DomainError(Problem(N_("请选择单位。"), "about"))
    onward = rules.goes_on(command, office.id)
    opening = Opening(
        title=TITLE,
        series=f"{tenant.settings['prefix']}诉",
        unit_id=office.id,
        parties=(Party("applicant", SOMEBODY),),
        received_on=time.today(),
    )

    def detail(case: Case) -> Sequence[object]:
        row = Complaint(tenant_id=case.tenant_id, case_id=case.id, told_on=case.received_on)
        row.campaign_id = campaigns.running(session, case.received_on)
        if not onward:
            _fill(row, command)
            for kept in command.files:
                attach(session, kept, owner_kind="case", owner_id=case.id)
        return (row,)

    actor = Actor.party(tenant.id, SOMEBODY)
    case = cases.open_case(session, actor, queries.KIND, opening, detail, key)
    if onward:
        _send(session, tenant, case, _parcel(command, unit.name if unit else "", tenant))
        again = rules.SendAgain(version=case.version)
        return cases.act(session, Actor.system(tenant.id), case.id, "forward", again, case.id.hex)
    _tell(session, case, command)
    return case


def verify(session: ScopedSession, actor: Actor, case: Case, facts: rules.Seen, command: rules.Verify) -> None:
    """Keep what was found."""
    row = queries.complaint_of(session, case)
    row.founded, row.findings, row.measures = command.founded, command.findings.strip(), command.measures.strip()


def hand_on(session: ScopedSession, actor: Actor, case: Case, facts: rules.Seen, command: rules.HandOn) -> None:
    """Send what was told to the county and keep nothing of it: words, names and files go with the parcel."""
    row, tenant = queries.complaint_of(session, case), session.get_one(Tenant, case.tenant_id)
    unit = session.get(Unit, (case.tenant_id, row.about_id)) if row.about_id else None
    files = of_owner(session, "case", case.id)
    told = {name: getattr(row, name) for name in ("kind", "person", "happened_on", "words", "name", "contact")}
    details = {**told, "about": unit.name if unit else "", "findings": row.findings, "reason": command.reason.strip()}
    enclosed = tuple(EnclosedFile(file.name, file.sha256, file.size, file.media_type) for file in files)
    _send(session, tenant, case, _sealed(details, enclosed, tenant, case))
    for file in files:
        detach(session, file.id, owner_kind="case", owner_id=case.id)
    row.kind = row.person = row.words = row.name = row.contact = row.findings = row.measures = row.founded = ""
    row.happened_on = None


def send_again(session: ScopedSession, actor: Actor, case: Case, facts: rules.Seen, command: rules.SendAgain) -> None:
    """Send the parcel that came back once more, sealed as it was."""
    sent = queries.last_parcel(session, case)
    if sent is None:
        raise DomainError(Problem(N_("没有可以重新转交的内容。")))
    _send(session, session.get_one(Tenant, case.tenant_id), case, opened(sent.content, sent.sha256))


def receive(session: ScopedSession, received: ParcelReceived, parcel: Parcel) -> None:
    """Open a case in the county's 纪检监察, sign for the parcel and tell those who handle it.

    Raises:
        DomainError: the county has no unit of that function.
    """
    actor, tenant, unit = (
        Actor.system(session.tenant),
        session.get_one(Tenant, session.tenant),
        of_function(session, SUPERVISION),
    )
    if unit is None:
        raise DomainError(Problem(N_("%(place)s没有设置纪检监察单位。"), params={"place": tenant.name}))
    opening = Opening(
        title=TIP_TITLE,
        series=f"{tenant.settings['prefix']}线",
        unit_id=unit.id,
        parties=(Party("applicant", SOMEBODY),),
        received_on=time.today(),
        label=N_("收到问题线索"),
    )

    def detail(case: Case) -> Sequence[object]:
        exchange.take_files(session, parcel, "case", case.id)
        told = json.dumps(dict(parcel.details), ensure_ascii=False)
        return (Tip(tenant_id=case.tenant_id, case_id=case.id, parcel_id=received.id, told=told),)

    case = cases.open_case(session, actor, queries.TIP, opening, detail, f"parcel:{received.id.hex}")
    news = News(TURN.code, case.id, CAME_TIP, {"number": case.number})
    notices.tell(session, news, people_for(session, Perm.TIP_HANDLE, unit.id))
    # The township is told that it arrived, not under which number.
    exchange.acknowledge(session, actor, received.id)


def answer_tip(session: ScopedSession, actor: Actor, case: Case, facts: None, command: rules.AnswerTip) -> None:
    """Owe the answer to the township, for whoever gave the tip alone."""
    tip = session.get_one(Tip, (case.tenant_id, case.id))
    received = session.get_one(ParcelReceived, (case.tenant_id, tip.parcel_id))
    parcel = Parcel(TIP_TITLE, "", ARTICLE, details={"words": command.words.strip()})
    exchange.send(session, received.from_tenant, BACK, parcel, received.key)


def take_answer(session: ScopedSession, received: ParcelReceived, parcel: Parcel) -> None:
    """Lay the county's answer where only whoever complained reads it, and sign for it."""
    if not received.key.startswith(queries.CHAIN):
        row = session.get_one(Complaint, (session.tenant, queries.case_of_key(received.key)))
        row.county_answer = str(parcel.details["words"])
    exchange.acknowledge(session, Actor.system(session.tenant), received.id)


def _fill(row: Complaint, command: rules.Complain) -> None:
    row.kind, row.about_id, row.happened_on = command.kind, command.about_id, command.happened_on
    row.person, row.words = command.person.strip(), command.words.strip()
    row.name, row.contact = command.name.strip(), command.contact.strip()


def _parcel(command: rules.Complain, about: str, tenant: Tenant) -> Parcel:
    details = {
        "kind": command.kind,
        "about": about,
        "person": command.person.strip(),
        "happened_on": command.happened_on,
        "words": command.words.strip(),
        "name": command.name.strip(),
        "contact": command.contact.strip(),
        "findings": "",
        "reason": "",
    }
    enclosed = tuple(EnclosedFile(file.name, file.sha256, file.size, file.media_type) for file in command.files)
    return _sealed(details, enclosed, tenant, None)


def _sealed(
    details: Mapping[str, object], files: tuple[EnclosedFile, ...], tenant: Tenant, case: Case | None
) -> Parcel:
    day = details["happened_on"]
    told = {**details, "happened_on": str(day) if day else "", "place": tenant.name}
    received_on = case.received_on if case is not None else time.today()
    return Parcel(TIP_TITLE, tenant.name, ARTICLE, received_on, files=files, details=told)


def _send(session: ScopedSession, tenant: Tenant, case: Case, parcel: Parcel) -> None:
    row = queries.complaint_of(session, case)
    row.sent += 1
    assert tenant.parent_id is not None
    exchange.send(session, tenant.parent_id, queries.TIP, parcel, queries.key_of(case.id, row.sent))


def _tell(session: ScopedSession, case: Case, command: rules.Complain) -> None:
    """Tell supervision, but nobody who also works in the unit complained of."""
    barred = queries.people_of(session, command.about_id) if command.about_id else set()
    told = set(people_for(session, Perm.COMPLAINT_HANDLE, case.unit_id)) - barred
    notices.tell(session, News(TURN.code, case.id, CAME, {"number": case.number}), told)


PARCELS = (Receiver(queries.TIP, receive), Receiver(BACK, take_answer))
