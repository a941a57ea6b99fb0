"""Enterprise members 企业成员: registered at the window, invited online, each as far as the mandate goes."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from core.audit.models import Audit
from core.cases.models import Case, IssuedPaper, Timeline
from core.db import Scope
from core.organisations import rules
from core.organisations.models import OrganisationMember
from tests.plugins.approval.road import FELL, day
from tests.sample import CLERK, HANDLER, HUSA, MENGYUE, TODAY
from tests.site import Page, Site

pytestmark = pytest.mark.only_on("sqlite", "pages and who may open them")
CODE, OTHER = "91350100M000100Y43", "91530000MA6K00TQ1X"
HOME = f"/t/{MENGYUE}/organisation"
COMPANY = {"name": "样例公司", "number": CODE, "representative": "样负责", "phone": "199 0000 1111", "address": "样址"}
ADMIN = {"admin_name": "样管理", "admin_phone": "19900001111", "document": "营业执照、授权书"}
MEMBER = {"name": "样成员", "phone": "19900002222", "document": "样授权〔2026〕1号", "until": "2027-06-30"}


def given(page: str) -> str:
    """The code a page shows once."""
    found = re.search(r"\b([2-9A-HJ-NP-Z]{4} [2-9A-HJ-NP-Z]{4})\b", page)
    assert found is not None, page
    return found[1]


def entered(site: Site, code: str, place: str = HOME) -> tuple[FlaskClient, Any]:
    client = site.visitor()
    return client, site.fill(client, f"{place}/", {"number": CODE, "code": code})


def applied(site: Site, client: FlaskClient, member: str) -> Case:
    """The case of an application in the organisation's name, every page of it filled in."""
    at = site.post(client, f"/t/{MENGYUE}/items/{FELL}/start", {"member": member}).location
    page = client.get(at).get_data(as_text=True)
    assert CODE in page
    assert 'name="name"' not in page, "who applies is locked"
    forged = {"name": "别家", "id_number": "990000198504121013", "agent_number": "990000198504121013"}
    for typed in (forged, None, {}, {}):
        form = Page(client.get(at)).posted()
        if typed is None:
            typed = {
                name: field.options[0]
                if field.options
                else "2026-12-24"
                if field.kind == "date" or "on" in name
                else "3"
                for name, field in form.fields.items()
                if field.kind not in {"hidden", "file"}
            }
        answer = client.post(at, data={**form.held, **typed})
        assert answer.status_code == 303, Page(answer).told
        at = answer.location
    with site.database.read(Scope.one(MENGYUE)) as session:
        case = session.get_one(Case, (MENGYUE, UUID(at.rpartition("/")[2])))
        session.expunge(case)
    return case


def test_members_act_for_their_organisation_as_far_as_the_mandate_goes(site: Site) -> None:
    assert site.sign_in(HANDLER).get(f"/w/{MENGYUE}/organisations/").status_code == 403
    clerk = site.sign_in(CLERK)
    answer = site.fill(clerk, f"/w/{MENGYUE}/organisations/new", {**COMPANY, **ADMIN})
    first = given(answer.get_data(as_text=True))
    wrong = Page(site.fill(clerk, f"/w/{MENGYUE}/organisations/new", {**COMPANY, **ADMIN}))
    assert "已经登记过" in wrong.told["number"]
    assert wrong.values["name"] == "样例公司"

    # The administrator comes in with it, and invites one who may apply and one who only looks.
    admin, answer = entered(site, first)
    home = answer.location
    slip = Page(site.fill(admin, f"{home}/invite", {**MEMBER, "scopes": []}))
    assert "授权" in slip.told["scopes"]
    invited = [
        site.fill(admin, f"{home}/invite", {**MEMBER, "name": name, "scopes": scopes}).get_data(as_text=True)
        for name, scopes in (("样成员", ["read", "apply", "receive"]), ("样旁观", ["read"]))
    ]
    member, joined = entered(site, given(invited[0]))
    own = given(joined.get_data(as_text=True))
    assert own != given(invited[0])
    looker = entered(site, given(invited[1]))[0]
    again = Page(entered(site, given(invited[0]))[1])
    assert "不正确" in again.told["code"], "the code of an invitation is good once"
    assert Page(entered(site, own, f"/t/{HUSA}/organisation")[1]).told.keys() == {"code"}, "of this township alone"
    ids = member_ids(site)

    # One applies in the organisation's name; what was typed in place of it counts for nothing.
    case = applied(site, member, ids["样成员"])
    assert case.party == "样例公司"
    with site.database.read(Scope.one(MENGYUE)) as session:
        entry = session.scalars(select(Timeline).where(Timeline.case_id == case.id)).first()
        paper = session.scalars(select(IssuedPaper.id).where(IssuedPaper.case_id == case.id)).first()
        assert entry is not None
        assert (entry.actor_name, "样授权〔2026〕1号" in entry.note) == ("样例公司（样成员经办）", True)
    at = f"/t/{MENGYUE}/case/{case.id}"
    receipt = member.get(f"/t/{MENGYUE}/receipt/{case.id}").get_data(as_text=True)
    assert case.number in receipt
    assert case.code[:4] not in receipt, "the code would outlive the mandate"
    seen = {name: [who.get(f"{at}{page}").status_code for page in PAGES(paper)] for name, who in {
        "admin": admin, "member": member, "looker": looker, "stranger": site.visitor(),
    }.items()}  # fmt: skip
    assert seen == {
        "admin": [200, 200, 200, 200],
        "member": [200, 200, 200, 404],
        "looker": [200, 200, 404, 404],
        "stranger": [404] * 4,
    }
    assert str(case.number) in member.get(f"{HOME}/{ids['样成员']}").get_data(as_text=True)
    # Only the organisation's own, and the administration is the administrator's.
    foreign = site.case("勐约许1")
    assert member.get(f"/t/{MENGYUE}/case/{foreign.id}").status_code == 404
    assert member.get(f"{HOME}/{ids['样成员']}/invite").status_code == 404
    assert looker.get(f"{HOME}/{ids['样成员']}").status_code == 404
    assert site.post(looker, f"/t/{MENGYUE}/items/{FELL}/start", {"member": ids["样旁观"]}).status_code == 404

    # Removed, one sees nothing from the next page on; a mandate that ended does the same.
    site.post(admin, f"{home}/members/{ids['样成员']}/remove", {})
    assert member.get(at).status_code == 404
    with day(TODAY.replace(year=2027, month=7, day=1)):
        assert looker.get(at).status_code == 404
    # Another administrator at the window: the one of before is out, and the codes are new.
    row = next(link for link in Page(clerk.get(f"/w/{MENGYUE}/organisations/")).links if row_of(link))
    answer = site.fill(clerk, row, {**ADMIN, "admin_name": "样接任"})
    assert admin.get(at).status_code == 404
    later = entered(site, given(answer.get_data(as_text=True)))[0]
    assert later.get(at).status_code == 200
    assert (
        "不正确"
        in Page(site.fill(site.visitor(), f"/t/{MENGYUE}/track", {"number": case.number, "code": case.code})).told[
            "code"
        ]
    )
    with site.database.read(Scope.one(MENGYUE)) as session:
        acts = session.scalars(
            select(Audit.action).where(Audit.action.startswith("core.organisation")).order_by(Audit.id)
        )
        assert [act.rpartition(".")[2] for act in acts] == [
            *("register", "appoint", "invite", "invite", "join", "join", "remove", "remove", "appoint"),
        ]


def PAGES(paper: UUID | None) -> tuple[str, ...]:
    """The case, its letters, an act, and the receipt that bears the code."""
    return ("", "/letters", "/act/withdraw", f"/papers/{paper}")


def row_of(link: str) -> bool:
    return re.search(r"/organisations/[0-9a-f-]{36}$", link) is not None


def member_ids(site: Site) -> dict[str, str]:
    with site.database.read(Scope.one(MENGYUE)) as session:
        return {row.name: str(row.id) for row in session.scalars(select(OrganisationMember))}


def test_a_mandate_covers_reading_and_what_it_names_until_its_last_day() -> None:
    assert [rules.covers(["receive"], scope, is_admin=False) for scope in rules.SCOPES] == [True, False, True]
    assert all(rules.covers([], scope, is_admin=True) for scope in rules.SCOPES)
    assert rules.counts(TODAY, TODAY, removed=False)
    assert not rules.counts(TODAY, TODAY.replace(day=1), removed=False)
    assert not rules.counts(TODAY, None, removed=True)
    assert [problem.field for problem in rules.invitation_problems([], None, 50, TODAY)] == ["scopes", "until", None]
