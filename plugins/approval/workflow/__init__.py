"""The road of an application: states and transitions, as data, a room for each part of 行政许可法 chapter 4.

Only 行政许可 runs the clocks of that law; every other type runs its own limit and the promised one.
"""

from __future__ import annotations

from core.cases.services import Opening
from core.contracts import CaseKind, Silence, Start
from core.i18n import N_
from plugins.approval import commands as cmd
from plugins.approval import deferral, queries, reviews
from plugins.approval.agency import acts as agency
from plugins.approval.handling.road import HANDLING
from plugins.approval.joint.road import JOINT
from plugins.approval.limits import NOTICE
from plugins.approval.permissions import Perm
from plugins.approval.rules import Facts
from plugins.approval.states import KIND, STATES, licensing
from plugins.approval.steps import road as steps
from plugins.approval.workflow.accepting import ACCEPTING
from plugins.approval.workflow.deciding import DECIDING
from plugins.approval.workflow.timing import TIMING

__all__ = ["APPLICATION", "KIND", "STATES", "TRANSITIONS"]

# In the order in which a desk offers them: the step that leads on stands first.
TRANSITIONS = (
    *agency.ACTS,
    *ACCEPTING[:-1],
    *steps.ACTS,
    ACCEPTING[-1],
    *DECIDING,
    *HANDLING,
    *JOINT,
    *TIMING,
    *deferral.ACTS,
    *reviews.ACTS,
)


def _handed_in(facts: Facts, opening: Opening) -> tuple[str, ...]:
    first = "waiting" if facts.steps.waiting else "slip" if facts.registered else "receipt"
    oral = ("approval.oral_record",) if opening.values.get("oral") else ()
    return (f"approval.{first}", *oral, *(("approval.promise",) if facts.deferred else ()))


APPLICATION = CaseKind(
    code=KIND,
    label=N_("审批申请"),
    series="审",
    initial="received",
    states=STATES,
    transitions=TRANSITIONS,
    opening=(
        *agency.OPENING,
        Start(
            NOTICE,
            on=lambda facts, opening: opening.received_on,
            when=lambda facts, opening: facts.licence and not facts.registered and not facts.steps.waiting,
        ),
    ),
    opening_papers=_handed_in,
    opening_article=lambda facts: "" if facts.registered or facts.steps.waiting else licensing("32②")(facts),
    silences=(Silence(NOTICE, "accept_by_silence", lambda case, on: cmd.AcceptBySilence(version=case.version)),),
    read=Perm.READ,
    act_endpoint="approval_staff.act",
    party_endpoint="approval.act",
    detail_template="approval/_detail.html",
    detail=queries.detail,
    public_note=queries.explained,
    facts=queries.facts,
    for_members=True,
)
