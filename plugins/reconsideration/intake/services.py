"""Taking an application in and sending it on, the same day; nothing is examined, refused or decided here."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict
from uuid import UUID

from core import cases
from core import clock as time
from core.accounts.actor import Actor
from core.cases import reviews
from core.cases.models import Case
from core.cases.notices import TURN, handlers
from core.cases.services import Opening, Party
from core.contracts import Receiver
from core.db import ScopedSession
from core.errors import DomainError, Forbidden, Problem
from core.exchange.models import ParcelSent
from core.exchange.parcel import Parcel
from core.files import services as files
from core.i18n import N_
from core.notices import services as notices
from core.notices.services import News
from core.tenancy.models import Tenant
from core.tenancy.queries import county
from core.tenancy.services import enabled_plugins
from plugins.reconsideration import parcels
from plugins.reconsideration import words as law
from plugins.reconsideration.intake import commands as cmd
from plugins.reconsideration.intake import queries, rules
from plugins.reconsideration.intake.models import Intake
from plugins.reconsideration.intake.rules import IntakeFacts
from plugins.reconsideration.permissions import Perm
from plugins.reconsideration.review import rules as review_rules
from plugins.reconsideration.review.applying import MOST_FILES
from plugins.reconsideration.review.queries import last_day, townships
from plugins.reconsideration.review.sending import receive_application

CAME_BACK = N_("%(number)s的复议申请没有被接收，理由在本件里，请处理。")


def take_in(session: ScopedSession, actor: Actor, unit_id: UUID, command: cmd.TakeIn, key: str) -> Case:
    """Take an application in; an intake point sends it on in the same moment.

    Raises:
        Forbidden: the actor takes none in for this unit.
        DomainError: what `rules.take_in` says, or the county takes none in over the platform.
    """
    if not actor.may(Perm.TAKE_IN, unit_id):
        raise Forbidden(Perm.TAKE_IN)
    if done := cases.services.once(session, key, "open"):
        return done
    above = county(session)
    if above is None or "reconsideration" not in enabled_plugins(session, above):
        raise DomainError(Problem(N_("县人民政府没有开通网上接收，请以纸质转交。")))
    application = command.application
    if problems := rules.take_in(command, time.today()):
        raise DomainError(problems)
    tenant, names = session.get_one(Tenant, session.tenant), townships(session)
    respondent = names.get(str(application.respondent), "") or application.respondent_name.strip()
    opening = Opening(
        title=f"不服{respondent}{law.ACTS[application.act]}",
        series=f"{tenant.settings['prefix']}复转",
        unit_id=unit_id,
        parties=(Party("applicant", application.name.strip(), application.id_number, application.phone),),
        received_on=time.today(),
        channel=law.CHANNELS[application.way],
        label=N_("代为接收"),
        handler_id=actor.account_id,
    )

    def detail(case: Case) -> list[object]:
        for kept in application.files:
            files.attach(session, kept, owner_kind="case", owner_id=case.id, at_most=MOST_FILES)
        kept_as = json.dumps({**asdict(application), "files": ()}, ensure_ascii=False, default=dt.date.isoformat)
        note = "\n".join(
            filter(None, [application.intake_note.strip(), *rules.notes(application, last_day(application))])
        )
        return [Intake(tenant_id=case.tenant_id, case_id=case.id, role=command.role, application=kept_as, note=note)]

    case = cases.open_case(session, actor, queries.KIND, opening, detail, key)
    if command.role == rules.AGENT:
        case = cases.act(
            session, actor, case.id, "forward_review", cmd.Forward(version=case.version), f"on:{case.id.hex}"
        )
    return case


def forward_review(session: ScopedSession, actor: Actor, case: Case, facts: IntakeFacts, command: cmd.Forward) -> None:
    """Owe the county the application with its files and the note."""
    intake = queries.intake_of(session, case)
    intake.forwarded_on = time.today()
    details = {**json.loads(intake.application), "intake_note": intake.note}
    details.pop("files")
    enclosed = parcels.enclosed(session, case)
    parcel = Parcel(case.title, intake.note, "行政复议法22", case.received_on, files=enclosed, details=details)
    parcels.to_county(session, parcels.APPLICATION, parcel, case.id.hex)


def change_own(session: ScopedSession, actor: Actor, case: Case, facts: IntakeFacts, command: cmd.ChangeOwn) -> None:
    """Keep how the office changed its act, and change the case of the act itself, where it is on the platform.

    Raises:
        DomainError: the case of that number here decided no penalty of the applicant.
    """
    intake, made = queries.intake_of(session, case), queries.numbered(session, case)
    intake.changed = command.words.strip()
    if made is None:
        return
    if queries.fined(session, case, made) is None:
        raise DomainError(Problem(N_("这一文号的案件不是对申请人作出的处罚决定，请核对后转送县人民政府。")))
    told = {
        "effect": reviews.DECIDED,
        "kind": "own",
        "outcome": command.outcome,
        "document": case.number,
        "on": time.today().isoformat(),
        "reasons": command.words.strip(),
        "fine": review_rules.yuan_of(command.fine),
    }
    reviews.take(session, Actor.system(session.tenant), made, told, f"own:{case.id.hex}")


def came_back(session: ScopedSession, sent: ParcelSent) -> None:
    """Tell who took it in that the county did not get it."""
    case = session.get(Case, (session.tenant, UUID(sent.key)))
    if case is not None:
        notices.tell(session, News(TURN.code, case.id, CAME_BACK, {"number": case.number}), handlers(session, case))


RECEIVERS = (Receiver(parcels.APPLICATION, receive_application, came_back),)
