"""The page of the worker, for a township and for the county: long work, effects put aside, periodic jobs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from core import clock, plugins
from core.accounts.access import requires
from core.accounts.permissions import Perm
from core.contracts import Job
from core.db import Scope
from core.exchange.services import ANSWERS, PARCELS
from core.i18n import N_
from core.jobs import queries, services
from core.jobs.models import JobRun
from core.jobs.periodic import jobs_of
from core.jobs.rules import slot_after
from core.mail.services import MAIL
from core.notices.sending import MESSAGES
from core.notices.services import TOPIC as NOTICES
from core.tenancy.models import Tenant
from core.web import request as web_request

bp = Blueprint("jobs", __name__)
SHOWN = 100
TOPICS = {
    "search": N_("更新查询索引"),
    PARCELS: N_("向其他地方转送"),
    ANSWERS: N_("回复转送来的件"),
    MAIL: N_("寄出电子邮件"),
    NOTICES: N_("安排提醒的发送"),
    MESSAGES: N_("发送提醒"),
}
STATES = {
    "running": (N_("正在进行"), "wait", "hourglass-split"),
    "done": (N_("已完成"), "done", "check-circle"),
    "failed": (N_("失败"), "late", "exclamation-octagon-fill"),
    "stopped": (N_("中断"), "late", "exclamation-octagon-fill"),
}


@dataclass(frozen=True, slots=True)
class JobLine:
    """A periodic job as the page shows it: its newest run, and those of its last runs that somebody should see."""

    job: Job
    newest: JobRun | None
    bad: tuple[JobRun, ...]
    next: dt.datetime


@bp.get("/w/<int:code>/admin/jobs")
@requires(Perm.JOBS)
def township(code: int) -> ResponseReturnValue:
    """What the worker does for this township."""
    return _page(jobs_of(web_request.tenant().is_county, web_request.enabled()))


@bp.get("/w/<int:code>/admin/jobs/progress")
@requires(Perm.JOBS)
def township_progress(code: int) -> ResponseReturnValue:
    """How far its long work is, for the bars of an open page."""
    return jsonify(_bars())


@bp.post("/w/<int:code>/admin/jobs/retry")
@requires(Perm.JOBS)
def township_retry(code: int) -> ResponseReturnValue:
    """Try parked effects of this township again."""
    _retry([web_request.tenant().id])
    return redirect(url_for("jobs.township", code=code), 303)


@bp.get("/county/jobs")
@requires(Perm.JOBS_OF_ALL)
def county() -> ResponseReturnValue:
    """What the worker does for the county and every township."""
    return _page(list(plugins.registry().jobs.values()))


@bp.get("/county/jobs/progress")
@requires(Perm.JOBS_OF_ALL)
def county_progress() -> ResponseReturnValue:
    """How far all long work is."""
    return jsonify(_bars())


@bp.post("/county/jobs/retry")
@requires(Perm.JOBS_OF_ALL)
def county_retry() -> ResponseReturnValue:
    """Try parked effects of one place again, or of all; each on the audit of its own place."""
    named = request.form.get("tenant", "")
    wanted = [place.id for place in _places().values() if named in {"", str(place.id)}]
    if not wanted:
        abort(404)
    _retry(wanted)
    return redirect(url_for("jobs.county"), 303)


def _page(jobs: list[Job]) -> ResponseReturnValue:
    reader = web_request.reading()
    runs, now = queries.last_runs(reader, [job.name for job in jobs]), clock.now()
    whole, code = web_request.tenant().is_county, web_request.tenant().id
    return render_template(
        "staff/jobs.html",
        whole=whole,
        places=_places(),
        bars=_bars(),
        waiting=queries.waiting(reader),
        parked=queries.parked(reader, SHOWN),
        parked_in=queries.parked_by_tenant(reader),
        lines=[_line(job, runs[job.name], now) for job in jobs],
        topics=TOPICS | {topic: effect.label for topic, effect in plugins.registry().effects.items()},
        states=STATES,
        state_of=queries.state_of_run,
        here=url_for("jobs.county") if whole else url_for("jobs.township", code=code),
        progress_url=url_for("jobs.county_progress") if whole else url_for("jobs.township_progress", code=code),
        retry_url=url_for("jobs.county_retry") if whole else url_for("jobs.township_retry", code=code),
    )


def _places() -> dict[int, Tenant]:
    """Whose rows the page may show, by code: the county's own and every township's, or the township's alone."""
    own = web_request.tenant()
    return {place.id: place for place in (own, *(web_request.townships() if own.is_county else ()))}


def _line(job: Job, runs: list[JobRun], now: dt.datetime) -> JobLine:
    bad = tuple(run for run in runs if run.error or queries.state_of_run(run) == "stopped")
    return JobLine(
        job, max(runs, key=lambda run: run.started_at, default=None), bad, slot_after(now, job.every, job.begins)
    )


def _bars() -> list[dict[str, Any]]:
    """Long work with its words in the reader's language, as the template and the script take it."""
    found = []
    for row in queries.in_progress(web_request.reading()):
        state = queries.state_of_progress(row)
        found.append(
            {
                "id": f"{row.name.replace('.', '-')}-{row.tenant_id}",
                "tenant": row.tenant_id,
                "label": gettext(row.words),
                "done": row.done,
                "total": row.total,
                "running": state == "running",
                "state": state,
                "words": gettext(
                    "%(done)d / %(total)d，%(state)s", done=row.done, total=row.total, state=_words(state)
                ),
                "error": row.error,
            }
        )
    return found


def _words(state: str) -> str:
    return str(gettext(STATES[state][0]))


def _retry(tenants: list[int]) -> None:
    named = request.form.get("row", "")
    try:
        rows = [UUID(named)] if named else None
    except ValueError:
        abort(404)
    count = 0
    for tenant in tenants:
        # Not the request's own turn: the county acts on a township's rows in a session of that township.
        with web_request.database().write(Scope.one(tenant)) as session:
            count += services.retry(session, web_request.actor(), rows)
    flash(gettext("已重新排队：%(number)d件。", number=count))
