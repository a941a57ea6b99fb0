"""E-government 电子政务: what it registers. Each room is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from core.contracts import (
    Card,
    CaseKind,
    DutyRule,
    MeetingItem,
    Menu,
    NavItem,
    NoticeKind,
    Paper,
    Permission,
    PluginInfo,
    Prefill,
    PublicationType,
    Receiver,
    Register,
    RoleGrants,
    Sheet,
)
from core.hookspecs import hookimpl
from core.i18n import N_

if TYPE_CHECKING:
    from flask import Blueprint

    from core.accounts.actor import Actor
    from core.db import ScopedSession
    from core.deadlines.rules import DeadlineRule
    from core.demo import Stage

HERE = Path(__file__).parent


@hookimpl
def register_plugin() -> PluginInfo:
    """A preview until its screens come: off unless a township turns it on."""
    return PluginInfo("egov", N_("电子政务"), N_("信息公开、信访、公示、村务公开和热线"), "0.1.0", preview=True)


@hookimpl
def register_models() -> Iterable[type]:
    """Incoming documents with their readers and opinions, sendings, requests, the catalogue, voices, tickets."""
    from plugins.egov.disclosure.models import CatalogueEntry, Consultation, InformationRequest
    from plugins.egov.documents.models import Dispatch, DispatchAnswer, Incoming, Opinion, Reader
    from plugins.egov.records.models import RecordCorrection
    from plugins.egov.reviews.models import PetitionReview
    from plugins.egov.villages.models import VillageItem
    from plugins.egov.voices.models import Voice
    from plugins.egov.windows.models import Booking, Ticket

    return (
        *(Incoming, Reader, Opinion, Dispatch, DispatchAnswer),
        *(InformationRequest, Consultation, CatalogueEntry, RecordCorrection),
        *(Voice, PetitionReview, Ticket, Booking),
        VillageItem,
    )


@hookimpl
def register_migrations() -> Path:
    """Branch `egov`."""
    return HERE / "migrations" / "versions"


@hookimpl
def register_translations() -> Path:
    """Domain `egov`."""
    return HERE / "translations"


@hookimpl
def register_permissions() -> Iterable[Permission]:
    """Who may do what."""
    from plugins.egov.permissions import PERMISSIONS

    return PERMISSIONS


@hookimpl
def register_roles() -> Iterable[RoleGrants]:
    """What core's roles may do here."""
    from plugins.egov.permissions import ROLES

    return ROLES


@hookimpl
def register_deadline_rules() -> Iterable[DeadlineRule]:
    """Its limits, as data."""
    from plugins.egov.deadlines import RULES

    return RULES


@hookimpl
def register_duties() -> Iterable[DutyRule]:
    """What the township and its villages owe by calendar dates."""
    from plugins.egov.duties import DUTIES

    return DUTIES


@hookimpl
def register_prefills() -> Iterable[Prefill]:
    """What a village published, for its own duties."""
    from plugins.egov.villages.queries import of_month, of_quarter

    return (Prefill("village.publication", of_quarter), Prefill("village.finance", of_month))


@hookimpl
def register_case_kinds() -> Iterable[CaseKind]:
    """The incoming document, the request for information, the correction, the voice, and the review of a petition."""
    from plugins.egov.disclosure.road import REQUEST
    from plugins.egov.documents.road import INCOMING
    from plugins.egov.records.road import RECORD
    from plugins.egov.reviews.road import REVIEWED
    from plugins.egov.voices.road import VOICE

    return (INCOMING, REQUEST, RECORD, VOICE, REVIEWED)


@hookimpl
def register_papers() -> Iterable[Paper]:
    """Papers of requests for information, the opinion on a petition and on its review."""
    from plugins.egov.disclosure.consulting.documents import PAPERS as CONSULTING
    from plugins.egov.disclosure.documents import PAPERS as DISCLOSURE
    from plugins.egov.reviews.documents import PAPERS as REVIEWS
    from plugins.egov.voices.documents import PAPERS as VOICES

    return (*DISCLOSURE, *CONSULTING, *VOICES, *REVIEWS)


@hookimpl
def register_publication_types() -> Iterable[PublicationType]:
    """Answers that their people let be published."""
    from plugins.egov.voices.services import ANSWERS

    return (ANSWERS,)


@hookimpl
def register_receivers() -> Iterable[Receiver]:
    """Documents, their recall, what is answered to them; what came of a petition's or an answer's review."""
    from plugins.egov.disclosure.reviews import NEWS
    from plugins.egov.documents.receiving import RECEIVERS
    from plugins.egov.documents.sending import ANSWERS
    from plugins.egov.reviews.services import RECEIVER

    return (*RECEIVERS, ANSWERS, RECEIVER, NEWS)


@hookimpl
def register_notice_kinds() -> Iterable[NoticeKind]:
    """A document to read, and what came back of one that was sent."""
    from plugins.egov.documents.sending import SENDINGS
    from plugins.egov.documents.services import TO_READ

    return (TO_READ, SENDINGS)


@hookimpl
def register_blueprints() -> Iterable[Blueprint]:
    """Workspace and portal."""
    from plugins.egov.disclosure import portal as disclosure
    from plugins.egov.disclosure import views as requests
    from plugins.egov.disclosure.catalogue import views as catalogue
    from plugins.egov.documents import sending_views, views
    from plugins.egov.records import views as records
    from plugins.egov.reviews import views as reviews
    from plugins.egov.villages import views as villages
    from plugins.egov.voices import portal as voice
    from plugins.egov.voices import views as voices
    from plugins.egov.windows import views as windows

    return (
        *(views.bp, sending_views.bp, requests.bp, catalogue.bp, disclosure.bp),
        *(records.bp, records.portal, voices.bp, voice.bp, reviews.bp, windows.bp, windows.screen),
        *(villages.bp, villages.portal),
    )


@hookimpl
def register_registers() -> Iterable[Register]:
    """归档公文移交清册, 公开申请登记簿, 来信来访来电登记簿."""
    from plugins.egov.registers import ARCHIVE, REQUESTS, VOICES

    return (ARCHIVE, REQUESTS, VOICES)


@hookimpl
def register_sheets() -> Iterable[Sheet]:
    """Orders of the hotline from its file."""
    from plugins.egov.voices.sheet import ORDERS

    return (ORDERS,)


@hookimpl
def provide_nav_items(actor: Actor) -> Iterable[NavItem]:
    """Documents, disclosure and voices."""
    from plugins.egov.permissions import Perm

    papers = Menu.PAPERS
    return (
        NavItem(N_("收文登记簿"), "egov_incoming.index", Perm.INCOMING, icon="inbox", order=41, group=papers),
        NavItem(N_("传阅给我的公文"), "egov_incoming.reading", Perm.OPEN, icon="eye", order=42, group=papers),
        NavItem(N_("发往其他单位"), "egov_dispatches.index", Perm.SEND, icon="send", order=43, group=papers),
        NavItem(N_("公开申请"), "egov_requests.index", Perm.DISCLOSURE, icon="file-text", order=44, group=papers),
        NavItem(N_("主动公开目录"), "egov_catalogue.index", Perm.CATALOGUE, icon="list-check", order=45, group=papers),
        NavItem(N_("村务公开"), "egov_villages.index", Perm.VILLAGE, icon="house", order=46, group=papers),
        NavItem(N_("核对村务公开"), "egov_villages.index", Perm.VILLAGE_CHECK, icon="house", order=46, group=papers),
        NavItem(N_("来信来访来电"), "egov_voices.index", Perm.VOICES, icon="megaphone", order=34),
        NavItem(N_("登记来件"), "egov_voices.new", Perm.TAKE, icon="pencil-square", order=35),
        NavItem(N_("电话咨询"), "egov_queue.phone", Perm.TAKE, icon="search", order=36),
        NavItem(N_("信访复查、复核"), "egov_reviews.index", Perm.REVIEW, icon="journal-text", order=38),
        NavItem(N_("排队叫号"), "egov_queue.index", Perm.QUEUE, icon="list-check", order=37),
    )


@hookimpl
def provide_dashboard_cards(session: ScopedSession, actor: Actor) -> Iterable[Card]:
    """What waits at each step of documents, requests and voices."""
    from plugins.egov.disclosure import queries as disclosure
    from plugins.egov.documents import queries as documents
    from plugins.egov.records import queries as records
    from plugins.egov.reviews import queries as reviews
    from plugins.egov.villages import queries as villages
    from plugins.egov.voices import queries as voices

    return (
        *(*documents.cards(actor), *disclosure.cards(actor), *records.cards(actor)),
        *(*voices.cards(actor), *reviews.cards(actor), *villages.cards(actor)),
    )


@hookimpl
def make_demo(stage: Stage) -> None:
    """Documents, requests, voices and a queue of the sample."""
    from plugins.egov import demo

    demo.play(stage)


@hookimpl
def provide_meeting_items(session: ScopedSession) -> Iterable[MeetingItem]:
    """Incoming documents past their day; requests and petitions are their own offices' to decide."""
    from core.cases.meeting import overdue
    from plugins.egov.documents.road import INCOMING

    return overdue(session, (INCOMING.code,))
