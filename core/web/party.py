"""The party's own pages: a case let in by number and code, its limits with their proof, papers and files.

The browser keeps, signed, which cases it was let into; each request checks again against the case.
"""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import segno
from flask import Blueprint, abort, after_this_request, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from sqlalchemy import select

from core import plugins
from core.accounts import throttle
from core.accounts.access import public
from core.accounts.actor import Actor
from core.cases import doors, papers, queries, receipts
from core.cases.models import Case, Clock, IssuedPaper
from core.contracts import CaseKind, Transition
from core.db import ScopedSession
from core.documents import endings, word
from core.documents.issuing import DOCX, PDF
from core.errors import DomainError, NotFound, Problem
from core.files.models import StoredFile
from core.files.web import download, send
from core.i18n import N_
from core.letters import queries as letters
from core.notices import queries as notices
from core.notices import services as telling
from core.notices.web import after_answer
from core.organisations import web as members
from core.organisations.queries import Membership
from core.organisations.rules import APPLY, READ, RECEIVE
from core.tenancy.models import Unit
from core.web import paper_files, proofs
from core.web import request as web_request
from core.web.lists import kinds_on
from core.web.navigation import is_on

bp = Blueprint("party", __name__, url_prefix="/t/<int:code>")
KEPT = 20
MEDIA_TYPES = {
    "pdf": PDF,
    "docx": DOCX,
}
NOT_THE_CODE = N_("编号或者查询码不正确。请核对收件凭证；查询码丢失的，可以用短信重新发送，或者持身份证到窗口领取。")


def let_in(case: Case) -> None:
    """Remember in the visitor's own cookie that this case may be read."""
    kept = {key: value for key, value in session.get("cases", {}).items() if key != str(case.id)}
    session["cases"] = dict([*list(kept.items())[-KEPT + 1 :], (str(case.id), case.code_index)])


def own_case(case_id: UUID, scope: str = APPLY) -> Case:
    """The case this browser was let into, or that its organisation has; 404 otherwise, or where its measure is off.

    Args:
        scope: what a member's mandate must cover; number and code open all of it.
    """
    token = session.get("cases", {}).get(str(case_id))
    if token is None:
        opened = members.opened(case_id, scope)
        if opened is None:
            abort(404)
        return opened[0]
    case = doors.by_token(web_request.private_reading(), case_id, token)
    if not is_on(plugins.registry().owner[case.kind]):
        abort(404)
    return case


def member_of(case: Case) -> Membership | None:
    """As whose member the reader sees this case; None where number and code let them in."""
    if str(case.id) in session.get("cases", {}):
        return None
    opened = members.opened(case.id)
    return opened[1] if opened is not None else None


def acting(case: Case) -> Actor:
    """Who acts for the party: itself, or with the name of the member who does."""
    ours = member_of(case)
    return ours.actor if ours is not None else Actor.party(case.tenant_id, case.party)


def shown_to(ours: Membership | None, row: IssuedPaper) -> bool:
    """Whether a paper opens: it was made for the party; a member needs the mandate to receive, and one with the case's
    code is the administrator's alone, since the code would outlive the mandate."""
    if not plugins.registry().papers[row.code].to_party:
        return False
    if ours is None or ours.member.is_admin:
        return True
    return ours.may(RECEIVE) and "code" not in json.loads(row.context)


def by_code(number: str, code: str) -> Case:
    """The case of number and code in the request's tenant; tried and counted in one turn.

    Raises:
        DomainError: there is none, or not of this code, which look the same; `TooMany` where it was tried too often.
    """
    # One number is one key, however it was typed: another spelling is not another five tries.
    key = f"reference:{web_request.tenant().id}:{doors.parts(number)}:{request.remote_addr}"
    refused: DomainError
    with web_request.writing() as writer:
        if (wait := throttle.enter(writer, key)) > 0:
            refused = throttle.TooMany(wait, "code")
        else:
            try:
                case = doors.by_reference(writer, number, code, kinds_on())
            except NotFound:
                refused = DomainError(Problem(NOT_THE_CODE, "code"))
            else:
                throttle.clear(writer, key)
                return case
    raise refused  # after the turn, which keeps that it was tried


@bp.get("/case/<uuid:case_id>")
@public
def case(code: int, case_id: UUID) -> ResponseReturnValue:
    """Where it stands, who has it, until when and why, and what to do next."""
    found = own_case(case_id, READ)
    reader, ours = web_request.private_reading(), member_of(found)
    kind = plugins.registry().case_kinds[found.kind]
    if notices.party_has_unread(reader, found.id):
        after_this_request(after_answer(lambda writer: telling.read_by_party(writer, case_id)))
    standing = papers.standing(reader, found)
    return render_template(
        "party/case.html",
        case=found,
        kind=kind,
        clocks=queries.clocks_of(reader, found),
        recounted=queries.recounted(reader, found),
        timeline=queries.timeline_of(reader, found),
        papers=[row for row in standing.papers if shown_to(ours, row)],
        ours=ours,
        ended=standing.ended,
        parties=queries.parties_of(reader, found),
        unit=reader.get_one(Unit, (found.tenant_id, found.unit_id)),
        detail=kind.detail(reader, found),
        turn=letters.turn_of(reader, found.id),
        told=notices.of_party(reader, found.id),
        acts=_acts(kind, found) if ours is None or ours.may(APPLY) else [],
        qr=qr_svg(web_request.address("web.track", code=code, number=found.number)),
    )


def _acts(kind: CaseKind, case: Case) -> list[Transition]:
    """What the party may do now, of what this case knows."""
    open_now = [act for act in kind.transitions if act.by_party and case.state in act.sources]
    facts = kind.facts(web_request.private_reading(), case) if open_now else None
    return [act for act in open_now if act.applies(facts)]


@bp.get("/case/<uuid:case_id>/clocks/<uuid:clock_id>")
@public
def clock(code: int, case_id: UUID, clock_id: UUID) -> ResponseReturnValue:
    """The proof of one limit, day by day."""
    return receipt_page("party/clock.html", own_case(case_id, READ), clock_id, web_request.private_reading())


@bp.get("/case/<uuid:case_id>/papers/<uuid:paper_id>")
@public
def paper(code: int, case_id: UUID, paper_id: UUID) -> ResponseReturnValue:
    """A paper as it was issued."""
    return paper_page(_for_papers(case_id, paper_id), paper_id, web_request.private_reading())


@bp.get("/case/<uuid:case_id>/files/<uuid:file_id>")
@public
def file(code: int, case_id: UUID, file_id: UUID) -> ResponseReturnValue:
    """A file the party handed in."""
    return file_answer(own_case(case_id, READ), file_id, web_request.private_reading())


@bp.get("/case/<uuid:case_id>/papers/<uuid:paper_id>.<any(pdf, docx):form>")
@public
def paper_file(code: int, case_id: UUID, paper_id: UUID, form: str) -> ResponseReturnValue:
    """A paper as it was issued, to be printed or kept."""
    return paper_answer(_for_papers(case_id, paper_id), paper_id, web_request.private_reading(), form)


def _for_papers(case_id: UUID, paper_id: UUID) -> Case:
    """The case of a paper that the reader may open; 404 for every other."""
    found = own_case(case_id, RECEIVE)
    ours, row = member_of(found), _paper(found, paper_id, web_request.private_reading())
    if not shown_to(ours, row):
        abort(404)
    return found


def receipt_page(template: str, found: Case, clock_id: UUID, reader: ScopedSession) -> ResponseReturnValue:
    """The receipt of a clock of this case, as a page or with ``?format=json``, ``text`` or ``ics`` as a file."""
    row = reader.scalar(select(Clock).where(Clock.id == clock_id, Clock.case_id == found.id))
    if row is None:
        abort(404)
    entries = queries.entries_of(reader, row)
    receipt = receipts.of_clock(row, entries)
    file = proofs.as_file(receipt, request.args.get("format"), row.id, found.number)
    return file or render_template(template, case=found, clock=row, entries=entries, receipt=receipt)


def paper_page(found: Case, paper_id: UUID, reader: ScopedSession) -> ResponseReturnValue:
    """An issued paper of this case, from its frozen context."""
    return _sheet(found, _paper(found, paper_id, reader), reader)


def paper_answer(found: Case, paper_id: UUID, reader: ScopedSession, form: str) -> ResponseReturnValue:
    """An issued paper of this case: as the ``pdf`` that was kept, or as a ``docx`` to be edited, set from its page."""
    row = _paper(found, paper_id, reader)
    made = paper_pdf(found, row, reader) if form == "pdf" else _editable(found, row, reader)
    return download(made, MEDIA_TYPES[form], f"{row.name} {found.number}.{form}")


def paper_pdf(found: Case, row: IssuedPaper, reader: ScopedSession) -> bytes:
    """An issued paper as PDF; 404 if the one that was kept is gone.

    Raises:
        DomainError: as `core.web.paper_files.pdf`.
    """
    try:
        return paper_files.pdf(reader, web_request.store(), found, row, web_request.current_settings().address)
    except FileNotFoundError:
        abort(404)


def _editable(found: Case, row: IssuedPaper, reader: ScopedSession) -> bytes:
    ending = endings.of(reader, [row.id]).get(row.id)
    return word.docx("decision", paper_files.data_of(found, row, web_request.current_settings().address, ending))


def _paper(found: Case, paper_id: UUID, reader: ScopedSession) -> IssuedPaper:
    row = reader.scalar(select(IssuedPaper).where(IssuedPaper.id == paper_id, IssuedPaper.case_id == found.id))
    if row is None:
        abort(404)
    return row


def _sheet(found: Case, row: IssuedPaper, reader: ScopedSession) -> str:
    pages = "party" if request.blueprint == "party" else "workspace"
    here: dict[str, Any] = {"code": found.tenant_id, "case_id": found.id}
    links = {
        "verify": paper_files.verify_link(found, row, web_request.root()),
        "qr": qr_svg(paper_files.link(found, row, web_request.root())),
        "back": url_for(f"{pages}.case", **here),
        "files": {form: url_for(f"{pages}.paper_file", **here, paper_id=row.id, form=form) for form in MEDIA_TYPES},
    }
    return paper_files.page(found, row, endings.of(reader, [row.id]).get(row.id), links)


def file_answer(found: Case, file_id: UUID, reader: ScopedSession) -> ResponseReturnValue:
    """A file of this case, never one of another owner."""
    row = reader.scalar(
        select(StoredFile).where(
            StoredFile.id == file_id, StoredFile.owner_kind == "case", StoredFile.owner_id == found.id
        )
    )
    if row is None:
        abort(404)
    return send(row, web_request.store())


def qr_svg(link: str) -> Markup:
    """A QR code of a link as inline SVG."""
    return Markup(  # noqa: S704 - segno's own drawing; the link is in its modules, not in its text
        segno.make(link, error="m").svg_inline(scale=4, border=2, lineclass=None, svgclass="xn-qr", omitsize=False)
    )
