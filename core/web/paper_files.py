"""Papers of cases as files: set from their page, kept by the worker as they went out, compared on their verification.

What a paper says is frozen with the act; its PDF is made a moment later by the worker, so that no act waits for it, and
stands from then on with its SHA-256, whatever becomes of templates, fonts and settings.
"""

from __future__ import annotations

import dataclasses
import io
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

from flask import Flask, render_template, url_for

from core import plugins
from core.cases.models import Case, IssuedPaper
from core.cases.papers import KEPT
from core.config import load
from core.contracts import Owed, PaperClass
from core.db import Database, Scope, ScopedSession
from core.documents import elements, endings, typesetting, verification
from core.documents.issuing import PDF
from core.documents.models import PaperEnding
from core.files import services as files
from core.files import stores
from core.files.models import StoredFile
from core.files.stores import Store
from core.i18n import N_
from core.web import assets, catalogues, drawing, filters

OWNER = "paper"
# What the page of a paper leads to; none of it is on the sheet.
NOWHERE: Mapping[str, Any] = {"qr": "", "verify": "", "back": "", "files": {"pdf": "", "docx": ""}}


def page(found: Case, row: IssuedPaper, ending: PaperEnding | None, links: Mapping[str, Any] = NOWHERE) -> str:
    """The page of a paper, from its frozen context; with the words that it counts no more, where it does not."""
    registered = plugins.registry().papers[row.code]
    return render_template(
        registered.template,
        paper=row,
        registered=registered,
        p=json.loads(row.context),
        case=found,
        decides=registered.grade == PaperClass.DECISION,
        ending=ending,
        **links,
    )


def data_of(found: Case, row: IssuedPaper, root: str, ending: PaperEnding | None = None) -> dict[str, Any]:
    """What the typesetter is given of a paper: its page in Chinese, which is the record.

    Args:
        root: the address of the installation, for the QR code.
    """
    with drawing.speaking(catalogues.LOCALES[0]):
        return {**elements.of_page(page(found, row, ending)), "verify": link(found, row, root)}


def link(found: Case, row: IssuedPaper, root: str) -> str:
    """Where the QR code of a paper leads: a decision's to its verification, any other to where the case stands."""
    if plugins.registry().papers[row.code].grade == PaperClass.DECISION:
        return verify_link(found, row, root)
    return root + url_for("web.track", code=found.tenant_id, number=found.number)


def verify_link(found: Case, row: IssuedPaper, root: str) -> str:
    """The verification page of a paper."""
    return root + url_for("verify.page", token=verification.token(found.tenant_id, row.id))


def kept(session: ScopedSession, paper_id: UUID) -> StoredFile | None:
    """The PDF that was kept of a paper; None until the worker has made it."""
    return next(iter(files.of_owner(session, OWNER, paper_id)), None)


def pdf(session: ScopedSession, store: Store, found: Case, row: IssuedPaper, root: str) -> bytes:
    """A paper as PDF: the one that was kept; set anew where none is yet, and where it must say that it counts no more.

    Raises:
        DomainError: it could not be set, or the kept one is not what it was.
        FileNotFoundError: the kept one is gone and nobody noticed yet.
    """
    ending = endings.of(session, [row.id]).get(row.id)
    file = kept(session, row.id) if ending is None else None
    if file is not None:
        with files.opened(store, file) as stream:
            return stream.read()
    return typesetting.pdf("decision", data_of(found, row, root, ending))


def keep(database: Database, tenant: int, payload: Mapping[str, Any]) -> None:
    """Make the PDF of a paper that went out and keep it; one that is kept already stays as it is.

    Raises:
        DomainError: it could not be set; tried again, then shown to those who look after the worker.
    """
    paper_id = UUID(payload["paper"])
    with database.read(Scope.one(tenant)) as session:
        row = session.get(IssuedPaper, (tenant, paper_id))
        if row is None or kept(session, paper_id) is not None:
            return
        found = session.get_one(Case, (tenant, row.case_id))
        session.expunge_all()
    config = dataclasses.replace(load(), data=database.data_dir)
    with _app().test_request_context(base_url=config.address):
        data = data_of(found, row, config.address)
    made = io.BytesIO(typesetting.pdf("decision", data))
    file = files.keep_own(stores.of(config), made, f"{row.name} {found.number}.pdf", PDF)
    with database.write(Scope.one(tenant)) as session:
        files.attach(session, file, owner_kind=OWNER, owner_id=paper_id)


EFFECT = Owed(KEPT, None, N_("文书存档"), apart=keep)


@lru_cache(maxsize=1)
def _app() -> Flask:
    """The pages of papers without anybody who asks for them: templates, words and addresses, no doors."""
    made = Flask("core", static_folder=str(assets.STATIC), static_url_path="/static", template_folder="web/templates")
    registry = plugins.registry()
    catalogues.init(made, registry, lambda: catalogues.LOCALES[0])
    filters.init(made)
    assets.init(made)
    made.context_processor(lambda: {"locale": catalogues.LOCALES[0]})
    for _name, blueprints in registry.each("register_blueprints"):
        for blueprint in blueprints:
            made.register_blueprint(blueprint)
    return made
