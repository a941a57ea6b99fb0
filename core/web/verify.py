"""核验: whether a paper in hand is one an organ issued and still counts, by its QR code; nothing personal is told.

Papers of cases and official documents have one kind of page. A PDF can be compared with the one that was kept; it is
read to its digest and not stored.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from flask import Blueprint, after_this_request, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _
from sqlalchemy import select
from werkzeug import Response
from wtforms import FileField

from core import clock as time
from core.accounts import throttle
from core.accounts.access import public
from core.cases.models import IssuedPaper
from core.db import Scope, ScopedSession
from core.documents import endings, rules, verification
from core.documents.models import IssuedDocument
from core.files.models import StoredFile
from core.files.services import CHUNK
from core.tenancy.models import Tenant
from core.web import request as web_request
from core.web.forms import KeyedForm, status_of

bp = Blueprint("verify", __name__)
OWNERS = ("document", "paper")


@dataclass(frozen=True, slots=True)
class Shown:
    """What a verification page tells: no name of a person, and nothing of what the paper says.

    Attributes:
        kind: the name of the paper or the kind of document.
        state: empty while it counts, else of `endings.STATES`; the reason stands on the paper's own page only, since
            it was written by hand and may name somebody.
        digests: SHA-256 of the files that were kept of it.
        replaced_by: the number of the document in its place.
        until: the last day of what the paper certifies; None where it names none.
    """

    organ: str
    kind: str
    number: str
    on: dt.date
    state: str
    ended_at: dt.datetime | None
    replaced_by: str
    digests: frozenset[str]
    until: dt.date | None = None

    @property
    def over(self) -> bool:
        """Its last day is past."""
        return self.until is not None and self.until < time.today()


class FileForm(KeyedForm):
    """A PDF to compare."""

    file = FileField(_("选择手里的PDF文件"), description=_("只计算文件的指纹，不保存文件。"))


@bp.route("/v/<token>", methods=["GET", "POST"])
@public
def page(token: str) -> ResponseReturnValue:
    """The page of one paper; unknown and mistyped look the same, and guesses are slowed."""
    key = f"verify:{request.remote_addr}"
    with web_request.database().read(Scope.system("whether an address guesses")) as reader:
        wait = throttle.wait(reader, key)
    if wait:
        return render_template("portal/verify_unknown.html", wait=wait), 429
    found = look_up(token)
    if found is None:
        after_this_request(_count_later(key))
        return render_template("portal/verify_unknown.html", wait=0), 404
    form, same = FileForm(), None
    if form.validate_on_submit():
        digest = _digest()
        if digest is None:
            form.file.errors = [gettext("请选择要比对的PDF文件。")]
        else:
            same = digest in found.digests
    answer = render_template("portal/verify.html", found=found, form=form, same=same, states=endings.STATES)
    return answer, status_of(form)


def look_up(token: str) -> Shown | None:
    """What the paper of a token is; None where there is none."""
    place = verification.read(token)
    if place is None:
        return None
    tenant, paper_id = _now(place[0]), place[1]
    if tenant is None:
        return None
    with web_request.database().read(Scope.one(tenant)) as reader:
        document = reader.get(IssuedDocument, (tenant, paper_id))
        if document is not None:
            kind = rules.KINDS[document.kind].label
            return _shown(reader, paper_id, (document.organ, kind, document.number, document.dated_on))
        paper = reader.get(IssuedPaper, (tenant, paper_id))
        if paper is None:
            return None
        said = json.loads(paper.context)
        head = (said.get("organ", ""), paper.name, said.get("number", ""), paper.issued_on)
        until = said.get("valid_until")
        return replace(_shown(reader, paper_id, head), until=dt.date.fromisoformat(until) if until else None)


def _now(code: int) -> int | None:
    """The tenant of a code, or what it went into; None where there is none."""
    with web_request.database().read(Scope.system("the tenant of a paper, and what it went into")) as reader:
        tenant = reader.get(Tenant, code) if code < web_request.LARGEST_CODE else None
        while tenant is not None and tenant.successor_id is not None:
            tenant = reader.get(Tenant, tenant.successor_id)
        return tenant.id if tenant is not None else None


def _shown(reader: ScopedSession, paper_id: UUID, head: tuple[str, str, str, dt.date]) -> Shown:
    kept = select(StoredFile.sha256).where(StoredFile.owner_id == paper_id, StoredFile.owner_kind.in_(OWNERS))
    digests = frozenset(reader.scalars(kept))
    ending = endings.of(reader, [paper_id]).get(paper_id)
    if ending is None:
        return Shown(*head, "", None, "", digests)
    newer = reader.get(IssuedDocument, (reader.tenant, ending.replaced_by)) if ending.replaced_by else None
    return Shown(*head, ending.state, ending.at, newer.number if newer is not None else "", digests)


def _digest() -> str | None:
    """The SHA-256 of the file that was sent; None where none was."""
    upload = request.files.get("file")
    if upload is None or not upload.filename:
        return None
    digest = hashlib.sha256()
    while chunk := upload.stream.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _count_later(key: str) -> Callable[[Response], Response]:
    """Count a token that is none, when the answer has gone out: a GET itself never writes."""
    database = web_request.database()

    def count() -> None:
        with database.write(Scope.system("a token of a paper was guessed")) as session:
            throttle.fail(session, key)

    def later(response: Response) -> Response:
        response.call_on_close(count)
        return response

    return later
