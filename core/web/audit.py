"""The auditor's page: who did what in the whole county, read-only, with an export sealed against later changes."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from core import clock, plugins
from core.accounts.access import requires
from core.accounts.permissions import Perm
from core.audit import queries, sealed
from core.audit.queries import AuditFilter, Key
from core.audit.services import REVEAL, record
from core.i18n import N_
from core.jobs import services
from core.web import request as web_request

bp = Blueprint("audit", __name__, url_prefix="/county/audit")
PAGE = 50
NAMES = ("tenant", "since", "until", "actor", "action", "subject")
# The acts of core by the beginning of their codes; those of cases are named by their kinds.
ACTS = {
    REVEAL: N_("查看当事人的联系方式"),
    "core.plugin.switch": N_("开启或者关闭功能模块"),
    "core.calendar": N_("改变工作日历"),
    "core.audit.export": N_("导出审计记录"),
    services.RETRY: N_("重试后台事项"),
    "account.signed_in": N_("登录"),
    "account.sign_in_failed": N_("登录失败"),
    "account.activated": N_("启用账号"),
}


@bp.get("/")
@requires(Perm.AUDIT)
def trail() -> ResponseReturnValue:
    """The rows of a filter, the newest first."""
    wanted, bad = _wanted()
    page = queries.page(web_request.reading(), wanted, _after(), limit=PAGE)
    kept: dict[str, Any] = {name: request.values[name] for name in NAMES if request.values.get(name)}
    return render_template(
        "county/audit.html",
        rows=page.rows,
        wanted=wanted,
        bad=bad,
        places={tenant.id: tenant.name for tenant in [web_request.tenant(), *web_request.townships()]},
        acts=_acts(),
        label_of=_label_of,
        kept=kept,
        first_url=url_for("audit.trail", **kept) if "after" in request.args else "",
        next_url=url_for("audit.trail", **kept, after=_key(page.after)) if page.after else "",
    )


@bp.post("/export")
@requires(Perm.AUDIT)
def export() -> ResponseReturnValue:
    """The rows of a filter as a sealed file; that it was taken is a row of the audit itself."""
    wanted, _bad = _wanted()
    actor = web_request.actor()
    made = sealed.make(web_request.reading(), wanted, actor.name)
    with web_request.writing() as session:
        asked = {name: request.form[name] for name in NAMES if request.form.get(name)}
        record(session, actor, "core.audit.export", clock.today().isoformat(), asked)
    answer: Response = send_file(
        io.BytesIO(made), "application/zip", as_attachment=True, download_name=f"audit-{clock.today()}.zip"
    )
    return answer


def _wanted() -> tuple[AuditFilter, list[str]]:
    """The filter in the address or form, and the names of dates that can't be read."""
    days: dict[str, dt.date | None] = {}
    bad = []
    for name in ("since", "until"):
        typed = request.values.get(name, "").strip()
        try:
            days[name] = dt.date.fromisoformat(typed) if typed else None
        except ValueError:
            days[name] = None
            bad.append(name)
    tenant = request.values.get("tenant", "")
    return AuditFilter(
        tenant_id=int(tenant) if tenant.isdecimal() and len(tenant) <= 12 else None,
        since=days["since"],
        until=days["until"],
        actor=request.values.get("actor", "").strip()[:50],
        action=request.values.get("action", "").strip()[:80],
        subject=request.values.get("subject", "").strip()[:80],
    ), bad


def _after() -> Key | None:
    try:
        at, row_id = request.args["after"].split("_")
        instant = dt.datetime.fromisoformat(at)
        return (instant, UUID(row_id)) if instant.tzinfo else None
    except (KeyError, ValueError):
        return None


def _key(key: Key | None) -> str:
    return f"{key[0].isoformat()}_{key[1]}" if key else ""


def _acts() -> dict[str, str]:
    """What can be chosen: the beginning of acts' codes → label (marked ``N_``)."""
    kinds = plugins.registry().case_kinds.values()
    return {**ACTS, **{f"{kind.code}.": kind.label for kind in kinds}}


def _label_of(action: str) -> tuple[str, str]:
    """An act as its kind of case and its own label; the code where nobody named it."""
    kind = plugins.registry().case_kinds.get(action.rpartition(".")[0])
    if kind is not None:
        code = action.rpartition(".")[2]
        return kind.label, next((act.label for act in kind.transitions if act.code == code), code)
    return "", next((label for begin, label in ACTS.items() if action.startswith(begin)), action)
