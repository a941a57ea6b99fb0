"""The letters to others and the notice of what is published against a third party's will (条例 32, 34).

They go to their addressees, who are told nothing of the applicant, as the applicant is told nothing of them.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from core import remedies
from core.accounts.actor import Actor
from core.cases import papers
from core.cases.models import Case
from core.contracts import Paper, PaperClass
from core.db import ScopedSession
from core.i18n import N_
from core.tenancy.models import Tenant
from plugins.egov.disclosure.consulting import queries
from plugins.egov.disclosure.documents import common
from plugins.egov.disclosure.models import Consultation
from plugins.egov.disclosure.queries import request_of

NOTICE = "egov.third_party_notice"
EVERY = ("organ", "number", "applicant", "document", "about", "date")


def _to(session: ScopedSession, case: Case, row: Consultation) -> dict[str, Any]:
    """What every paper to somebody else names; `applicant` is whom the sheet is addressed to."""
    given = common(session, case)
    kept = {name: given[name] for name in ("organ", "acting", "number", "item", "item_code", "sample", "date", "phone")}
    return {**kept, "applicant": row.name, "document": row.document, "about": row.about}


def letter(session: ScopedSession, case: Case, facts: Any, command: Any) -> dict[str, Any]:
    """征求意见书: on which information, and what their silence means."""
    return _to(session, case, queries.of_request(session, case)[-1])


def notice(session: ScopedSession, case: Case, facts: Any, command: Consultation) -> dict[str, Any]:
    """书面告知: what is published all the same, and why (条例 32)."""
    row, tenant = request_of(session, case), session.get_one(Tenant, case.tenant_id)
    return {
        **_to(session, case, command),
        "said": command.words,
        "words": row.words,
        "reason": row.override,
        "remedies": remedies.told(
            remedies.DIRECT,
            review=tenant.settings["review_organ"],
            court=tenant.settings["court"],
            respondent=f"{tenant.name}人民政府",
        ),
    }


def tell_third_parties(session: ScopedSession, actor: Actor, case: Case, facts: Any) -> None:
    """Issue the notice to each third party that said no and whose information is published all the same."""
    for row in queries.against(queries.of_request(session, case)):
        papers.issue(session, actor, case, (NOTICE,), facts, row)


_paper = partial(Paper, to_party=False)
PAPERS = (
    _paper(
        code="egov.third_party_letter",
        name=N_("征求第三方意见书"),
        template="egov/papers/third_party.html",
        article="政府信息公开条例32",
        required=EVERY,
        context=letter,
    ),
    _paper(
        code="egov.co_maker_letter",
        name=N_("征求共同制作机关意见函"),
        template="egov/papers/co_maker.html",
        article="政府信息公开条例34",
        required=EVERY,
        context=letter,
    ),
    _paper(
        code=NOTICE,
        name=N_("政府信息公开决定第三方告知书"),
        template="egov/papers/third_party_notice.html",
        article="政府信息公开条例32",
        required=(*EVERY, "said", "words", "reason", "remedies"),
        context=notice,
        grade=PaperClass.DECISION,
    ),
)
