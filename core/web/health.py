"""Portal health 门户体检: each portal against what the national check counts, each count with what it counts."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from core import plugins
from core.accounts import permissions
from core.accounts.access import requires
from core.clock import today
from core.publishing import marks, queries
from core.publishing.permissions import Perm
from core.publishing.queries import Portal
from core.publishing.rules import Health
from core.settings import web as settings
from core.tenancy.models import Tenant
from core.tenancy.switches import switches_by_tenant
from core.web import request as web_request

bp = Blueprint("health", __name__)


@bp.get("/county/portals")
@requires(permissions.Perm.OVERSEE)
def county() -> ResponseReturnValue:
    """Every portal by division code; no ranking."""
    places = [web_request.tenant(), *web_request.townships()]
    return render_template("publishing/health.html", places=places, found=of_places(places), today=today(), one=None)


@bp.get("/w/<int:code>/portal-health")
@requires(Perm.WRITE)
def township(code: int) -> ResponseReturnValue:
    """The own portal."""
    places = [web_request.tenant()]
    return render_template(
        "publishing/health.html", places=places, found=of_places(places), today=today(), one=web_request.tenant()
    )


def of_places(places: Sequence[Tenant]) -> dict[int, Health]:
    """What the check counts on each of some portals, by code; the request's session reads them all."""
    reader = web_request.reading()
    on = {code: switches.on for code, switches in switches_by_tenant(reader, [place.id for place in places]).items()}
    serving = {impl.plugin_name for impl in plugins.registry().manager.hook.provide_portal_sections.get_hookimpls()}
    portals = [
        Portal(
            place.id,
            on[place.id],
            # The county's home leads to the services of its townships.
            place.is_county or bool(on[place.id] & serving),
            marks.blank(settings.site(place)),
        )
        for place in places
    ]
    return queries.health(reader, portals)
