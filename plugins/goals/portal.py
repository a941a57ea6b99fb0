"""The township's key works on its portal, with plan and progress, and what readers say of them."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy import select

from core import clock as time
from core.accounts.access import public
from core.comments.models import Comment
from core.comments.queries import of as said_of
from core.comments.rules import Said
from core.comments.web import slow
from core.contracts import Entry, PortalSection
from core.db import ScopedSession
from core.errors import NotFound
from core.i18n import N_
from core.tenancy.models import Tenant, Unit
from core.tenancy.switches import in_use
from core.web import request as web_request
from core.web.forms import carry_out, status_of
from plugins.goals import comments, queries, rules
from plugins.goals.models import KeyWork
from plugins.goals.views import asked_year
from plugins.goals.watch_forms import SayForm

bp = Blueprint("goals_portal", __name__, url_prefix="/t/<int:code>/key-works", template_folder="templates")
FEED = 20


def published(session: ScopedSession, year: int) -> list[tuple[KeyWork, Unit]]:
    """The published key works of a year, by unit."""
    query = (
        select(KeyWork, Unit)
        .join(Unit, (Unit.tenant_id == KeyWork.tenant_id) & (Unit.id == KeyWork.unit_id))
        .where(KeyWork.year == year, KeyWork.published.is_(True), in_use("goals", KeyWork))
        .order_by(Unit.code, KeyWork.case_id)
    )
    return [(work, unit) for work, unit in session.execute(query)]


@bp.get("/")
@public
def index(code: int) -> ResponseReturnValue:
    """The key works of a year, with how many stages of each are done."""
    reader, year = web_request.reading(), asked_year()
    rows = published(reader, year)
    stages = queries.stages_of(reader, [work.case_id for work, _ in rows])
    this = time.today().year
    return render_template(
        "goals/portal_index.html",
        rows=rows,
        stages=stages,
        year=year,
        years=range(this, this - 5, -1),
        outcomes=rules.OUTCOMES,
    )


@bp.route("/<uuid:work_id>", methods=["GET", "POST"])
@public
def show(code: int, work_id: UUID) -> ResponseReturnValue:
    """One key work: by which standard, its plan with every change, its progress, and what readers say of it."""
    reader, form = web_request.reading(), SayForm()
    query = select(KeyWork).where(KeyWork.case_id == work_id, KeyWork.published.is_(True), in_use("goals", KeyWork))
    if reader.scalar(query) is None:
        raise NotFound(work_id)
    if form.validate_on_submit():
        said, key = form.to_command(), str(form.key.data)
        if carry_out(form, lambda writer: _slowly(writer, work_id, said, key)) is not None:
            flash(gettext("已收到您的意见，核对以后公开。"))
            return redirect(url_for(".show", code=code, work_id=work_id), 303)
    found = queries.whole(reader, work_id)
    page = render_template(
        "goals/portal_show.html",
        form=form,
        found=found,
        unit=reader.get_one(Unit, (code, found.work.unit_id)),
        plan=queries.plan_rows(found.stages, found.work.ends_on),
        progress=[row for row in found.entries if row.kind == "progress" and row.published],
        changes=[row for row in found.changes if row.published],
        stage_names={stage.no: stage.name for stage in found.stages},
        comments=said_of(reader, comments.KIND, work_id, shown=True),
        outcomes=rules.OUTCOMES,
    )
    return page, status_of(form)


def _slowly(session: ScopedSession, case_id: UUID, said: Said, key: str) -> Comment:
    """Keep what a reader says, if not too much came from this address."""
    slow(session, comments.KIND)
    return comments.say(session, case_id, said, key)


def sections(session: ScopedSession, tenant: Tenant) -> list[PortalSection]:
    """This year's key works on the home page and in the feed; nothing where none is published."""
    entries = tuple(
        Entry(
            work.name,
            url_for("goals_portal.show", code=tenant.id, work_id=work.case_id),
            work.media_on or time.today(),
            unit.name,
        )
        for work, unit in published(session, time.today().year)[:FEED]
    )
    return [
        PortalSection("key_works", N_("重点工作"), entries, url_for("goals_portal.index", code=tenant.id), order=40)
    ]
