"""Members on the portal: whom this browser let in for which organisation; each request looks anew whether they may.

Nothing here opens what another organisation has: a case that is not theirs looks as if there were none.
"""

from __future__ import annotations

from uuid import UUID

from flask import abort, g, session

from core.cases.models import Case
from core.db.ids import read_id
from core.organisations import queries
from core.organisations.models import OrganisationMember
from core.organisations.queries import Membership
from core.organisations.rules import READ
from core.web import request as web_request
from core.web.lists import kinds_on

KEY = "members"
KEPT = 5


def remember(member: OrganisationMember) -> None:
    """Let this browser act for the organisation, in a signed cookie."""
    kept = {key: value for key, value in session.get(KEY, {}).items() if key != str(member.id)}
    session[KEY] = dict([*list(kept.items())[-KEPT + 1 :], (str(member.id), member.code_index)])


def forget() -> None:
    """Let this browser act for nobody any more."""
    session.pop(KEY, None)


def memberships() -> list[Membership]:
    """For whom this browser acts in the request's township; read once in a request."""
    if "memberships" not in g:
        keys = {UUID(member_id): index for member_id, index in session.get(KEY, {}).items()}
        g.memberships = queries.by_keys(web_request.private_reading(), keys)
    found: list[Membership] = g.memberships
    return found


def own(member_id: UUID) -> Membership:
    """One of these; 404 where this browser does not act for them."""
    found = next((one for one in memberships() if one.member.id == member_id), None)
    if found is None:
        abort(404)
    return found


def own_of(written: str) -> Membership:
    """One of these, by the id as a form carries it; 404 where it is none."""
    member_id = read_id(written)
    return own(member_id) if member_id is not None else abort(404)


def opened(case_id: UUID, scope: str = READ) -> tuple[Case, Membership] | None:
    """A case of an organisation for which this browser acts, if the mandate covers so much; None for no such case."""
    for one in memberships():
        if one.may(scope):
            case = queries.case_of(web_request.private_reading(), one.organisation, kinds_on(), case_id)
            if case is not None:
                return case, one
    return None
