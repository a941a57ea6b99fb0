"""Frontline work on the portal: where people raise issues, are asked, and read what was done."""

from __future__ import annotations

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import true

from core import clock as time
from core.accounts.access import public
from core.contracts import Entry, PortalSection
from core.db import ScopedSession
from core.i18n import N_
from core.tenancy.models import Tenant
from core.web import request as web_request
from plugins.frontline.circular.services import COLUMN
from plugins.frontline.consult import queries as consultations
from plugins.frontline.projects import queries as projects
from plugins.frontline.projects import rules

bp = Blueprint("frontline_home", __name__, url_prefix="/t/<int:code>/frontline", template_folder="templates")
FEED = 10


@bp.get("/")
@public
def home(code: int) -> ResponseReturnValue:
    """The doors of frontline work, with what is asked just now and the projects that run."""
    reader, today = web_request.reading(), time.today()
    asked = consultations.listed(web_request.private_reading(), true(), out=True)
    rows = [row for row in projects.of_public(reader) if row[0].standing == rules.RUNNING]
    return render_template(
        "frontline/home.html",
        asked=[one for one in asked if one.period is not None and one.period.runs(today)],
        rows=rows,
        stages=projects.stages_of(reader, [project.id for project, _unit in rows]),
        standings=rules.STANDINGS,
        today=today,
        column=COLUMN,
    )


def sections(session: ScopedSession, tenant: Tenant) -> list[PortalSection]:
    """The livelihood projects that run, on the home page and in the feed; nothing where there is none."""
    entries = tuple(
        Entry(
            project.name,
            url_for("frontline_public.public_show", code=tenant.id, project_id=project.id),
            project.published_on or project.begins_on,
            unit,
        )
        for project, unit in projects.of_public(session)[:FEED]
    )
    more = url_for("frontline_public.public_index", code=tenant.id)
    return [PortalSection("projects", N_("为民办实事"), entries, more, order=45)]
