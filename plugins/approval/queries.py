"""Reading approval: the facts of an application, and the items a township publishes."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from flask import url_for
from flask_babel import gettext, ngettext
from sqlalchemy import and_, bindparam, exists, select

from core import clock as time
from core import remedies
from core.accounts.actor import Actor
from core.cases import clocks as kernel
from core.cases.lists import CaseFilter, number_of
from core.cases.models import Case, Clock, FormOnce
from core.cases.queries import clocks_of, readable
from core.contracts import Card, Entry, PortalSection
from core.db import ScopedSession, prepared
from core.db.crypto import blind_index
from core.db.masks import mask_id_number, mask_phone
from core.errors import NotFound
from core.exchange.models import ParcelSent
from core.files import services as files
from core.files.models import StoredFile
from core.i18n import N_
from core.serving import WAYS
from core.tenancy.models import Tenant, Unit
from core.tenancy.switches import in_use
from plugins.approval import besides, materials, rules
from plugins.approval.county import queries as county
from plugins.approval.county.rules import UP
from plugins.approval.grants import queries as grants
from plugins.approval.handling import queries as examining
from plugins.approval.handling.models import Handling, Verifier
from plugins.approval.items.queries import in_force, laws
from plugins.approval.items.rules import asked, repealed
from plugins.approval.limits import DECIDE, DECIDE_JOINT, FIRST_REVIEW, PROMISED, STATUTORY
from plugins.approval.models import TYPES, Application, Item, Law
from plugins.approval.permissions import Perm
from plugins.approval.rules import Facts
from plugins.approval.steps import queries as steps

# A second application of the same person for the same item within this time may be the first one, sent again.
AGAIN = dt.timedelta(days=30)
# Where a repealed basis still bears on what is decided.
RUNNING = ("received", "corrected", "accepted", "reviewed", "proposed")
BEFORE_ACCEPTANCE = ("received", "corrected")
# The time whose overrun is explained in public (优化营商环境条例 36②): what was promised, else what the law gives.
TO_EXPLAIN = (PROMISED, DECIDE, DECIDE_JOINT, FIRST_REVIEW, STATUTORY)
# What waits at each step, and for whom.
REVIEWED = frozenset({remedies.DIRECT, remedies.REVIEW_FIRST})
WAITING: tuple[tuple[str, tuple[str, ...], str], ...] = (
    (N_("待收代办件"), (rules.REGISTERED,), Perm.RECEIVE),
    (N_("前置环节未完成"), (rules.WAITING,), ""),
    (N_("待受理"), ("received", "corrected"), Perm.ACCEPT),
    (N_("待补正"), ("correcting",), ""),
    (N_("待审查"), ("accepted",), Perm.HANDLE),
    (N_("待拟办"), ("reviewed",), Perm.PROPOSE),
    (N_("待签发"), ("proposed",), Perm.DECIDE),
    (N_("已转报"), ("forwarded",), ""),
    (N_("待送达"), ("decided",), Perm.DELIVER),
)


# Whether a law that ended is named in the item's basis: most often none is, and nothing more is asked.
MENTIONS_REPEALED = exists().where(
    Law.tenant_id == Item.tenant_id,
    Law.in_force_to < bindparam("today"),
    Item.basis.contains(Law.code),
)
# In one query, with the parcel it went up in, the tenant whose remedies are told and a row for each who was named to
# verify: a case's page and every act ask for all.
APPLICATION = prepared(
    select(Application, Item, Handling, Verifier, ParcelSent, Tenant, MENTIONS_REPEALED)
    .join(Item, (Item.tenant_id == Application.tenant_id) & (Item.id == Application.item_id))
    .join(Tenant, Tenant.id == Application.tenant_id)
    .outerjoin(Handling, (Handling.tenant_id == Application.tenant_id) & (Handling.case_id == Application.case_id))
    .outerjoin(Verifier, (Verifier.tenant_id == Application.tenant_id) & (Verifier.case_id == Application.case_id))
    .outerjoin(
        ParcelSent,
        (ParcelSent.tenant_id == Application.tenant_id)
        & (ParcelSent.kind == UP)
        & (ParcelSent.key == bindparam("key")),
    )
    .where(Application.case_id == bindparam("case"))
    .order_by(Verifier.id)
)


def facts(session: ScopedSession, case: Case) -> Facts:
    """Everything guards, clocks and papers need to know of an application, as of now."""
    application, item, kept, named = _of_case(session, case)
    wanted, have = materials.of(item, application), handed_in(session, case, application)
    clocks = clocks_of(session, case)
    notice = _alive(clocks, "licensing.correction_notice")
    decide = _alive(clocks, DECIDE) or _alive(clocks, DECIDE_JOINT) or _alive(clocks, FIRST_REVIEW)
    kept_back = _alive(clocks, "service.deferral")
    today = time.today()
    return Facts(
        licence=item.is_licence,
        first_review=item.first_review,
        basis=item.basis,
        received_on=case.received_on,
        complete_on=max(filter(None, (case.received_on, application.corrected_on, application.supplied_on))),
        corrected_on=application.corrected_on,
        accepted_on=application.accepted_on,
        today=today,
        legal_days=item.legal_days,
        legal_source=item.legal_source,
        promised_days=item.promised_days,
        materials={material["code"]: material["name"] for material in wanted},
        missing=materials.missing(wanted, have, application.promise_days),
        notice_due=notice.due_on if notice and not notice.provisional else None,
        decide_due=decide.due_on if decide else None,
        extended=any(clock.extension for clock in clocks),
        special_told_on=dt.date.fromisoformat(application.special["told_on"]) if application.special else None,
        overran=not application.overrun and _overran(clocks, today),
        reviewed_by=application.reviewed_by,
        decided_on=application.decided_on,
        decision=application.decision,
        remedies=remedy_of(session, item),
        registered=case.state == rules.REGISTERED,
        deferred=materials.deferred(wanted, have) if application.promise_days else (),
        promise_days=application.promise_days,
        brought=tuple(row["name"] for row in wanted if row["code"] in application.brought),
        may_defer=bool(materials.deferred(wanted, have)),
        promise_due=kept_back.due_on if kept_back else None,
        banned_until=grants.banned_until(session, case, item.code)
        if item.is_licence and case.state in BEFORE_ACCEPTANCE
        else None,
        examined=examining.examined(kept, examining.parts_open(session, case, kept), named, clocks),
        remedy=_remedy(item),
        served=bool(application.delivery),
        above=case.state == "forwarded" and county.decided_above(session, case),
        steps=steps.facts_of(session, case, item),
        instant=item.instant,
        repealed=_repealed(session, case, item),
        links=tuple(link["name"] for link in item.special_links),
    )


def explained(session: ScopedSession, case: Case) -> str:
    """What is told in public of an application whose time was exceeded (优化营商环境条例 36②)."""
    return application_of(session, case)[0].overrun


def handed_in(session: ScopedSession, case: Case, application: Application) -> set[str]:
    """Codes of the materials that are there, as files or on paper."""
    return {*uploads(session, "case", case.id), *application.on_paper}


def remedy_of(session: ScopedSession, item: Item) -> dict[str, str]:
    """The remedies for decisions under an item (许可法 38②)."""
    tenant = session.get_one(Tenant, item.tenant_id)
    return remedies.told(
        _remedy(item),
        review=tenant.settings["review_organ"],
        court=tenant.settings["court"],
        respondent=item.entrusted_by,
    )


def published_items(session: ScopedSession, words: str = "") -> Sequence[Item]:
    """Published items of the units that use approval, licences first, each kind as its library has it; `words` narrows
    by any name people use."""
    found = session.scalars(select(Item).where(in_force(), in_use("approval", Item)))
    wanted = [item for item in found if any(words in name for name in (item.name, *item.aliases))]
    return sorted(wanted, key=lambda item: (TYPES.index(item.type), item.id))


def items_after(session: ScopedSession, code: str, limit: int) -> Sequence[Item]:
    """Published items of the units that use approval, by code, those behind `code`."""
    query = select(Item).where(in_force(), in_use("approval", Item), Item.code > code)
    return session.scalars(query.order_by(Item.code).limit(limit)).all()


def published_by(session: ScopedSession, unit: Unit, first: dt.date, last: dt.date) -> Mapping[str, tuple[str, ...]]:
    """The names of the items a unit handles that were published by the last day of a period and had not ended then."""
    query = select(Item.name).where(
        Item.unit_id == unit.id,
        Item.published.is_(True),
        Item.published_on.is_(None) | (Item.published_on <= last),
        Item.valid_to.is_(None) | (Item.valid_to >= last),
    )
    return {"items": tuple(session.scalars(query.order_by(Item.code)))}


def item_by_code(session: ScopedSession, code: str) -> Item:
    """A published item by its code.

    Raises:
        NotFound: the tenant publishes no such item, or its unit turned approval off for itself.
    """
    item = session.scalar(select(Item).where(Item.code == code, in_force(), in_use("approval", Item)))
    if item is None:
        raise NotFound(code)
    return item


def current(session: ScopedSession, code: str) -> Item | None:
    """The edition of an item that counts today, if one does."""
    return session.scalar(select(Item).where(Item.code == code, in_force()))


def application_of(session: ScopedSession, case: Case) -> tuple[Application, Item]:
    """An application with its item."""
    return _of_case(session, case)[:2]


def handling_of(session: ScopedSession, case: Case) -> Handling | None:
    """What is kept of an application's examination, where there is anything."""
    return _of_case(session, case)[2]


def detail(session: ScopedSession, case: Case) -> dict[str, Any]:
    """What the case's page shows of an application: the form as labelled rows, materials with their files."""
    application, item = application_of(session, case)
    came = uploads(session, "case", case.id)
    return {
        "application": application,
        "item": item,
        "handling": examining.shown(*_of_case(session, case)[2:]),
        "way": WAYS.get(application.delivery.get("way", ""), ""),
        "rows": answered(application, item),
        "materials": [
            {
                "name": material["name"],
                "deferrable": material.get("deferrable", False),
                "on_paper": material["code"] in application.on_paper,
                "files": came.get(material["code"], []),
                "asked": application.asked.get(material["code"], ""),
                "to_confirm": material["code"] in application.brought,
            }
            for material in materials.of(item, application)
        ],
        "onward": county.onward(session, case, application, item),
        "first_due": county.first_due(session, case),
        **besides.detail(session, case, application),
        **steps.detail(session, case, application, item),
        "came": came,
        "contestable": _contestable(case, application, item),
        "licence": _licence(session, case, application, item),
    }


def _licence(session: ScopedSession, case: Case, application: Application, item: Item) -> dict[str, Any] | None:
    """The grant that was made on an application, and what its holder can ask for now; None where none was."""
    if not item.is_licence or application.decision != rules.GRANT:
        return None
    grant = grants.made_on(session, case)
    return {"grant": grant, "asks": grants.askable(session, grant)} if grant is not None else None


def _contestable(case: Case, application: Application, item: Item) -> bool:
    """Whether the party may apply for reconsideration: it was refused and told so, and the way is not to court."""
    refused = bool(application.decision) and application.decision != rules.GRANT
    return refused and case.state in {"delivered", "not_accepted"} and _remedy(item) in REVIEWED


def answered(application: Application, item: Item) -> list[tuple[str, str]]:
    """What was filled in, as (label, answer) of the fields that apply."""
    typed = json.loads(application.form)
    masked = {"id_number": mask_id_number, "phone": mask_phone}
    return [
        (field["label"], masked.get(field.get("kind", "text"), str)(typed.get(field["name"], "")))
        for field in asked(item.fields, typed)
    ]


def lately(session: ScopedSession, actor: Actor, item: Item, id_number: str | None, key: str) -> Sequence[Case]:
    """Cases of the same person and item received in the last `AGAIN` days that the actor may open, the newest first.

    Args:
        id_number: the applicant's; nobody is told apart by a name alone, so without one nothing is found.
        key: of the form that asks: what it made itself at a first click is no earlier case.
    """
    if not id_number:
        return ()
    return session.scalars(
        select(Case)
        .join(Application, and_(Application.tenant_id == Case.tenant_id, Application.case_id == Case.id))
        .where(
            Case.party_index == blind_index(id_number, "id_number"),
            Case.received_on >= time.today() - AGAIN,
            Application.item_id == item.id,
            readable(actor, ("approval.application",)),
            ~exists().where(FormOnce.tenant_id == Case.tenant_id, FormOnce.case_id == Case.id, FormOnce.key == key),
        )
        .order_by(Case.received_on.desc(), Case.id.desc())
    ).all()


def uploads(session: ScopedSession, owner_kind: str, owner_id: UUID) -> dict[str, list[StoredFile]]:
    """Stored files of a draft or case by the material they stand for."""
    found: dict[str, list[StoredFile]] = {}
    for file in files.of_owner(session, owner_kind, owner_id):
        found.setdefault(file.slot, []).append(file)
    return found


def cards(actor: Actor) -> list[Card]:
    """Figures of the workbench: first what waits for this person, then what waits for others, in the road's order."""
    found = [
        Card(
            label,
            number_of(actor, CaseFilter(kinds=("approval.application",), states=states)),
            f"state={','.join(states)}",
            order=order,
            mine=actor.may(permission),
        )
        for order, (label, states, permission) in enumerate(WAITING)
    ]
    if actor.may(Perm.STEPS):
        url = url_for("approval_steps.after", code=actor.tenant)
        found.append(Card(N_("事后环节"), steps.open_after(actor), url, len(found), mine=True, if_any=True))
    return found


def portal_sections(session: ScopedSession, tenant: Tenant) -> list[PortalSection]:
    """The items a township publishes; the same entries are its feed."""
    entries = tuple(
        Entry(
            title=item.name,
            url=url_for("approval.guide", code=tenant.id, item_code=item.code),
            date=item.published_on or time.today(),
            summary=_promise(item),
        )
        for item in published_items(session)
    )
    return [PortalSection("items", N_("办事指南"), entries, url_for("approval.items", code=tenant.id), order=10)]


def _promise(item: Item) -> str:
    days = item.promised_days or item.legal_days
    if not days:
        return str(gettext(item.type))
    return str(ngettext("%(days)d个工作日办结", "%(days)d个工作日办结", days, days=days))


def unit_of(session: ScopedSession, unit_id: UUID, tenant_id: int) -> Unit:
    """The handling unit of an item."""
    return session.get_one(Unit, (tenant_id, unit_id))


def _of_case(session: ScopedSession, case: Case) -> tuple[Application, Item, Handling | None, list[Verifier]]:
    def ask() -> Sequence[Any]:
        rows = session.execute(APPLICATION, {"case": case.id, "key": case.id.hex, "today": time.today()}).all()
        session.once(county.asks(case), lambda: rows[0][4])
        return rows

    rows = session.once(("approval.application", case.id), ask)
    application, item, kept = rows[0][:3]
    return application, item, kept, [row[3] for row in rows if row[3] is not None]


def _repealed(session: ScopedSession, case: Case, item: Item) -> Sequence[str]:
    """The laws of an item's basis that ended, while that still bears on what is decided."""
    rows: list[Any] = session.once(("approval.application", case.id), list)  # read with the application
    mentioned = case.state in RUNNING and rows[0][6]
    return repealed(item.basis, laws(session), time.today()) if mentioned else ()


def _remedy(item: Item) -> str:
    return item.remedy if item.remedy in remedies.REMEDIES else remedies.DIRECT


def _overran(clocks: Sequence[Clock], today: dt.date) -> bool:
    """Whether the time that was promised has passed, or the law's where nothing was: also when it ended too late."""
    newest = {clock.rule: clock for clock in clocks}
    limit = next((newest[rule] for rule in TO_EXPLAIN if rule in newest), None)
    return limit is not None and limit.due_on is not None and (limit.ended_on or today) > limit.due_on


def _alive(clocks: Sequence[Clock], rule: str) -> Clock | None:
    return next((clock for clock in clocks if clock.rule == rule and clock.state in kernel.ALIVE), None)
