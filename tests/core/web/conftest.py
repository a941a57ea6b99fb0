"""The ids a case's pages are made of, and a browser of everybody at work."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from flask_babel import gettext
from sqlalchemy import exists, select
from werkzeug.routing import Rule

from core.accounts.models import Deputy, Grant, Person
from core.cases.models import Case, Clock, IssuedPaper
from core.circulars.models import Circular, CircularReceived
from core.db import Scope, ScopedSession
from core.documents.models import IssuedDocument, PaperEnding
from core.duties.models import Duty
from core.files.models import StoredFile
from core.letters.models import Letter
from core.publishing import services
from core.publishing.models import Mistake, Published
from core.tenancy.models import Unit
from plugins.approval.grants.models import Grant as Licence
from plugins.approval.handling.models import Verifier
from tests.sample import (
    ADMIN,
    AGENT,
    AUDITOR,
    CLERK,
    COUNTY,
    COUNTY_ADMIN,
    COUNTY_HANDLER,
    HANDLER,
    HEAD,
    LEADER,
    MENGYUE,
    NO_ROLE,
    OTHER_ADMIN,
    OTHER_CLERK,
    OTHER_LEADER,
)
from tests.site import Site

OWN = (CLERK, HANDLER, HEAD, LEADER, ADMIN, AGENT)
FOREIGN = (OTHER_CLERK, OTHER_LEADER, OTHER_ADMIN, COUNTY_ADMIN, COUNTY_HANDLER, AUDITOR, NO_ROLE)


GRANTED = (Grant.tenant_id == Person.tenant_id) & (Grant.account_id == Person.account_id)


@dataclass(frozen=True)
class Ids:
    """What the addresses of one case's pages are made of."""

    case: Case
    clock: UUID
    paper: UUID
    file: UUID | None
    duty: UUID
    circular: UUID
    received: UUID
    unit: UUID
    person: UUID
    grant: UUID
    deputy: UUID
    mistake: UUID
    # Blueprint → a publication with its attachment as that blueprint's pages have them.
    publications: dict[str, tuple[UUID, UUID]]
    letter: UUID | None
    enclosure: UUID | None
    # Blueprint → a document that was issued.
    documents: dict[str, UUID]
    licence: UUID
    verifier: UUID

    def values(self, code: int | None = None) -> dict[str, object]:
        """The values of every variable in an address, under the case's tenant or another code."""
        return {
            "code": code or self.case.tenant_id,
            "case_id": self.case.id,
            "clock_id": self.clock,
            "paper_id": self.paper,
            "file_id": self.file or self.paper,
            "duty_id": self.duty,
            "upload_id": self.case.id,
            "register_code": "approval.cases",
            # No draft has a case's id: a draft is its own browser's alone.
            "draft_id": self.case.id,
            "act": "propose",
            "item_code": "MY-XK-01",
            "item_id": self.case.id,
            "material": "application",
            "which": "blank",
            "other": 1,
            "township": MENGYUE,
            "year": 2026,
            "proposal_id": self.case.id,
            "batch_id": self.case.id,
            "filter_id": self.case.id,
            "export_id": self.case.id,
            "import_id": self.case.id,
            "sheet_code": "core.people",
            "circular_id": self.circular,
            "received_id": self.received,
            "unit_id": self.unit,
            "person_id": self.person,
            "token_id": self.case.id,
            "webhook_id": self.case.id,
            "delivery_id": self.case.id,
            "grant_id": self.grant,
            "deputy_id": self.deputy,
            "plugin": "approval",
            "letter_id": self.letter or self.paper,
            "enclosure_id": self.enclosure or self.paper,
            "form": "pdf",
            "name": "ask",
            "figure": "open",
            "family": "forms",
            "choice": "elder",
            "value": "on",
            "locale": "en",
            "rule": "licensing.decide",
            "stat": "approval.received",
            "filename": "xiaoneng.js",
            "token": "no-such-token",
            "column": "news",
            "mistake_id": self.mistake,
            "publications": self.publications,
            "service_id": self.case.id,
            "pad_id": self.case.id,
            # Nobody is a member in the sample.
            **dict.fromkeys(("organisation_id", "member_id", "other_id"), self.case.id),
            "report_id": self.case.id,
            "scheme_id": self.case.id,
            "seal_id": self.case.id,
            "paper_code": "approval.grant",
            "campaign_id": self.case.id,
            "entry_id": self.case.id,
            "dispatch_id": self.case.id,
            "ticket_id": self.case.id,
            "booking_id": self.case.id,
            "how": "served",
            "place": "government",
            "meeting_id": self.case.id,
            "resolution_id": self.case.id,
            "paper": "minutes",
            "document_id": self.documents["documents"],
            "documents": self.documents,
            "licence_id": self.licence,
            "verifier_id": self.verifier,
            "step_id": self.case.id,
            "matter": "renew",
            "draw_id": self.case.id,
            "draw_kind": "supervision.inspected",
            "step": "sign",
            "kind": "assign",
            "visit_id": self.case.id,
            "brief_id": self.case.id,
            "inspection_id": self.case.id,
            "work_id": self.case.id,
            "session_id": self.case.id,
            "check_id": self.case.id,
            "project_id": self.case.id,
            "no": 1,
            "consultation_id": self.case.id,
            "comment_id": self.case.id,
            "taking": "submit",
            "then": "publish",
            # Nothing has these ids: the measure is off.
            **dict.fromkeys(("offence_id", "standard_id", "officer_id", "booklet_id", "inspected_id"), self.case.id),
        }


def ids_of(site: Site, number: str) -> Ids:
    """The ids of a case's parts by its number."""
    case = site.case(number)
    with site.database.read(Scope.one(case.tenant_id)) as session:
        clock_id = session.scalars(select(Clock.id).where(Clock.case_id == case.id)).first()
        paper_id = session.scalars(select(IssuedPaper.id).where(IssuedPaper.case_id == case.id)).first()
        of_case = (StoredFile.owner_kind == "case", StoredFile.owner_id == case.id)
        file_id = session.scalar(select(StoredFile.id).where(*of_case).order_by(StoredFile.id))
        duty_id = session.scalars(select(Duty.id)).first()
        letters = session.scalars(select(Letter.id).where(Letter.case_id == case.id, Letter.act == "office")).all()
        enclosure = session.scalar(
            select(StoredFile.id)
            .join(Letter, (Letter.tenant_id == StoredFile.tenant_id) & (Letter.id == StoredFile.owner_id))
            .where(Letter.case_id == case.id)
        )
        received = session.scalars(select(CircularReceived.id)).one()
        # Somebody whom no other test of the table is.
        unit_id = session.scalars(select(Unit.id).where(Unit.code == "205")).one()
        person = session.scalars(select(Person).join(Grant, GRANTED).where(Person.unit_id == unit_id)).first()
        person = person or session.scalars(select(Person).join(Grant, GRANTED).order_by(Person.id)).first()
        assert person is not None
        grant_id = session.scalars(select(Grant.id).where(Grant.account_id == person.account_id)).first()
        deputy_id = session.scalars(select(Deputy.id)).first()
        assert grant_id is not None
        people = (unit_id, person.id, grant_id, deputy_id or case.id)
    with site.database.read(Scope.one(COUNTY)) as session:
        circular = session.scalars(select(Circular.id)).one()
        of_county = publication(session, services.WORK, "townships")
        documents = {"county_documents": session.scalars(select(IssuedDocument.id)).first()}
    with site.database.read(Scope.one(MENGYUE)) as session:
        mistake = session.scalars(select(Mistake.id)).first()
        still = ~exists().where(PaperEnding.tenant_id == IssuedDocument.tenant_id, PaperEnding.id == IssuedDocument.id)
        documents["documents"] = session.scalars(select(IssuedDocument.id).where(still)).first()
        publications = {
            "published": publication(session, services.PUBLIC, "public"),
            "api_publications": publication(session, services.PUBLIC, "public"),
            "publications": publication(session, services.WORK, "public"),
            "board": publication(session, services.PUBLIC, "staff"),
            "county_publications": of_county,
        }
    with site.database.read(Scope.one(case.tenant_id)) as session:
        licence = session.scalars(select(Licence.id).order_by(Licence.id)).first()
        verifier = session.scalar(select(Verifier.id).where(Verifier.signed_at.is_(None)).order_by(Verifier.id))
    assert clock_id is not None
    assert paper_id is not None
    assert duty_id is not None
    assert mistake is not None
    letter = next(iter(letters), None)
    return Ids(
        case,
        clock_id,
        paper_id,
        file_id,
        duty_id,
        circular,
        received,
        *people,
        mistake,
        publications,
        letter,
        enclosure,
        {blueprint: found for blueprint, found in documents.items() if found is not None},
        licence or case.id,
        verifier or case.id,
    )


@pytest.fixture(scope="module")
def ids(site: Site) -> Callable[[str], Ids]:
    """The ids of a case's parts by its number."""
    return lambda number: ids_of(site, number)


def publication(session: ScopedSession, owner_kind: str, audience: str) -> tuple[UUID, UUID]:
    """A publication for these readers, and its attachment as handed in or as published."""
    query = select(Published.id, StoredFile.id).join(StoredFile, StoredFile.owner_id == Published.id)
    row = session.execute(query.where(StoredFile.owner_kind == owner_kind, Published.audience == audience)).first()
    assert row is not None, (owner_kind, audience)
    return row[0], row[1]


def statuses(client: FlaskClient, urls: list[str]) -> set[int]:
    """What a browser is answered at some addresses."""
    found = set()
    for url in urls:
        with client.get(url) as answer:
            found.add(answer.status_code)
    return found


@pytest.fixture(scope="module")
def browsers(site: Site) -> dict[str, FlaskClient]:
    """A signed-in browser of everyone in the tables."""
    return {login: site.sign_in(login) for login in (*OWN, *FOREIGN)}


def case_pages(found: Ids, code: int, area: str) -> list[str]:
    """The addresses of everything of one case, under a tenant's code."""
    case = f"/{area}/{code}/case{'s' if area == 'w' else ''}/{found.case.id}"
    pages = [case, f"{case}/clocks/{found.clock}", f"{case}/papers/{found.paper}"]
    if found.file is not None:
        pages.append(f"{case}/files/{found.file}")
    if area == "t":
        pages.append(f"/t/{code}/receipt/{found.case.id}")
    return pages


@pytest.fixture(scope="module")
def in_words(site: Site) -> Callable[[str, str], str]:
    """A message in a language."""

    def say(message: str, lang: str) -> str:
        with site.app.test_request_context(f"/?lang={lang}"):
            return gettext(message)

    return say


def address(site: Site, rule: Rule, values: dict[str, object]) -> str:
    """The path of a rule with its variables filled."""
    adapter = site.app.url_map.bind("localhost")
    publications = values["publications"]
    assert isinstance(publications, dict)
    if found := publications.get(rule.endpoint.split(".")[0]):
        values = {**values, "publication_id": found[0], "file_id": found[1]}
    documents = values["documents"]
    assert isinstance(documents, dict)
    if document := documents.get(rule.endpoint.split(".")[0]):
        values = {**values, "document_id": document}
    return adapter.build(rule.endpoint, {name: values[name] for name in rule.arguments})
