"""代办: the own village only, with consent, no receipt before the township has it, and both days on the papers."""

from __future__ import annotations

import datetime as dt
import io
import json
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from core.cases import papers, queries
from core.cases.models import Case, Clock, Participant
from core.cases.sweep import sweep
from core.db import Scope, new_id
from core.errors import DomainError, Forbidden
from core.files.services import Kept
from core.notices.models import Notice
from core.tenancy.models import Tenant, Unit
from plugins.approval.agency import services
from plugins.approval.agency.models import Agency
from plugins.approval.agency.rules import SIGNED, SPOKEN, TakeIn
from plugins.approval.demo_road import blank_pdf, id_number
from plugins.approval.limits import BRING_UP, NOTICE
from plugins.approval.models import Item
from plugins.approval.services import Submission
from plugins.approval.settings import WINDOWS
from tests.plugins.approval.road import HOUSE, PARTY, actor, day
from tests.sample import AGENT, CLERK, HANDLER, MENGYUE, account
from tests.site import Page, Site

D = dt.date
FRIDAY = D(2026, 11, 20)
OTHER_AGENT, WINDOW = "yu.zaoyi", "瓦幕村民委员会"
AGREED = "老人当面说同意。在场：其孙。"
WHO = {"name": "样老", "id_number": id_number("99000019440120103"), "phone": "199 0000 4444", "address": "样组"}
FILLED = {"household_size": "3", "place": "样地", "area": "100", "reason": "分户"}


def registered(site: Site, who: str = AGENT, village: str = "201", on: dt.date = FRIDAY, **given: Any) -> Case:
    """An application that an agent registered with every paper at hand."""
    with day(on), site.database.write(Scope.one(MENGYUE)) as session:
        item = session.scalars(select(Item).where(Item.code == HOUSE)).one()
        place = session.scalars(select(Unit).where(Unit.code == village)).one()
        have = tuple(material["code"] for material in item.materials)
        wanted = {"consent": SPOKEN, "words": AGREED} | given
        command = services.Registering(Submission(item, (PARTY,), {}, on_paper=have), place.id, **wanted)
        case = services.register(session, actor(session, who), command, new_id().hex)
        session.expunge_all()
    return case


def taken_in(site: Site, case: Case, on: dt.date, received: dt.date, have: tuple[str, ...] = ()) -> Case:
    """The same, received by the township."""
    from core import cases

    with day(on, 15), site.database.write(Scope.one(MENGYUE)) as session:
        version = session.get_one(Case, (MENGYUE, case.id)).version
        command = TakeIn(version=version, received_on=received, on_paper=have)
        done = cases.act(session, actor(session, CLERK), case.id, "take_in", command, new_id().hex)
        session.expunge_all()
    return done


def clocks(site: Site, case: Case) -> dict[str, Clock]:
    with site.database.read(Scope.one(MENGYUE)) as session:
        found = {row.rule: row for row in queries.clocks_of(session, case)}
        session.expunge_all()
    return found


def issued(site: Site, case: Case) -> dict[str, dict[str, Any]]:
    with site.database.read(Scope.one(MENGYUE)) as session:
        return {row.code: json.loads(row.context) for row in papers.of_case(session, case)}


def test_a_registration_is_no_receipt_and_is_brought_up_within_three_working_days(site: Site) -> None:
    case = registered(site)
    assert (case.state, case.channel, case.due_rule, case.due_on) == (
        "registered",
        "village",
        BRING_UP,
        D(2026, 11, 25),
    )
    assert clocks(site, case).keys() == {BRING_UP}, "no limit of the township runs"
    (slip,) = issued(site, case).values()
    assert (slip["registered_on"], slip["submit_due"]) == ("2026-11-20", "2026-11-25")
    assert (slip["village"], slip["agent"]) == ("营盘村民委员会", "勒排·诺样甲")
    with site.database.read(Scope.one(MENGYUE)) as session:
        parties = [(row.role, row.name) for row in queries.parties_of(session, case)]
        lines = [(line.code, line.label, line.article) for line in queries.timeline_of(session, case)]
    assert parties == [("applicant", "样丙"), ("village_agent", "勒排·诺样甲")]
    assert lines == [("open", "代办登记", "")]


def test_the_limits_run_from_the_day_the_township_received_it_and_both_days_are_on_the_receipt(site: Site) -> None:
    case = registered(site)
    done = taken_in(site, case, D(2026, 11, 24), D(2026, 11, 23), ("application",))
    assert (done.state, done.received_on, done.handler_id) == ("received", D(2026, 11, 23), None)
    limits = clocks(site, case)
    assert (limits[BRING_UP].state, limits[BRING_UP].ended_on) == ("satisfied", D(2026, 11, 23))
    assert (limits[NOTICE].start_on, limits[NOTICE].due_on) == (D(2026, 11, 23), D(2026, 11, 30))
    receipt = issued(site, case)["approval.receipt"]
    assert (receipt["registered_on"], receipt["received_on"]) == ("2026-11-20", "2026-11-23")
    assert receipt["materials"] == ["申请表"], "what the window counted, not what the agent had"
    assert not receipt["window"]


def test_a_village_is_no_window_because_the_township_received_it_on_the_same_day(site: Site) -> None:
    case = registered(site)
    taken_in(site, case, FRIDAY, FRIDAY)
    receipt = issued(site, case)["approval.receipt"]
    assert (receipt["registered_on"], receipt["received_on"], receipt["window"]) == ("2026-11-20", "2026-11-20", False)


@pytest.mark.parametrize(
    ("received", "words"), [(D(2026, 11, 19), "不能早于代办登记日期"), (D(2026, 11, 25), "不能晚于今天")]
)
def test_it_is_received_between_its_registration_and_today(site: Site, received: dt.date, words: str) -> None:
    case = registered(site)
    with pytest.raises(DomainError, match=words):
        taken_in(site, case, D(2026, 11, 24), received)


def test_an_agent_registers_for_the_own_village_only_and_is_told_where_others_go(site: Site) -> None:
    with pytest.raises(
        DomainError, match="您是营盘村民委员会的代办员，只能为本村群众登记。广瓦村民委员会的群众请找该村"
    ):
        registered(site, village="202")
    with pytest.raises(Forbidden):
        registered(site, who=HANDLER)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"consent": SIGNED}, "请拍下申请人签名的委托书"),
        ({"consent": SPOKEN, "words": " "}, "请记录申请人怎样说的"),
        ({"consent": "none"}, "请选择申请人怎样表示同意"),
    ],
)
def test_nothing_is_registered_without_the_applicants_consent(site: Site, given: dict[str, str], words: str) -> None:
    with pytest.raises(DomainError, match=words):
        registered(site, **given)


def test_in_a_village_that_is_a_published_window_registration_is_receipt(site: Site) -> None:
    with site.database.write(Scope.one(MENGYUE)) as session:
        tenant = session.get_one(Tenant, MENGYUE)
        before = tenant.settings
        tenant.settings = {**before, WINDOWS: f"别村、{WINDOW}"}
    case = registered(site, OTHER_AGENT, "205")
    assert (case.state, case.due_rule, case.due_on) == ("received", NOTICE, D(2026, 11, 27))
    assert issued(site, case)["approval.receipt"]["window"]
    with site.database.write(Scope.one(MENGYUE)) as session:
        assert session.get_one(Agency, (MENGYUE, case.id)).reached_on == FRIDAY
        session.get_one(Tenant, MENGYUE).settings = before


def test_the_agent_is_reminded_until_the_township_has_it_and_opens_it_no_longer_then(site: Site) -> None:
    case = registered(site)
    agent = site.sign_in(AGENT)
    url = f"/w/{MENGYUE}/cases/{case.id}"
    assert agent.get(url).status_code == 200
    assert site.sign_in(OTHER_AGENT).get(url).status_code == 404
    with day(D(2026, 11, 24), 8):
        sweep(site.database, MENGYUE)
    with site.database.read(Scope.one(MENGYUE)) as session:
        told = session.scalars(select(Notice).where(Notice.matter_id == case.id, Notice.kind == "core.limit")).all()
        assert {row.account_id for row in told} == {account(session, AGENT).id}
    taken_in(site, case, D(2026, 11, 24), D(2026, 11, 24))
    assert agent.get(url).status_code == 404
    listed = agent.get(f"/w/{MENGYUE}/agency/").get_data(as_text=True)
    assert case.number in listed
    assert PARTY.name not in listed


def test_it_can_be_withdrawn_before_the_township_has_it(site: Site) -> None:
    case = registered(site)
    client = site.visitor()
    site.let_in(client, case)
    answer = site.fill(client, f"/t/{MENGYUE}/case/{case.id}/act/withdraw", {"reason": "不办了"})
    assert answer.status_code == 303
    assert clocks(site, case)[BRING_UP].state == "satisfied"


def test_who_asks_by_number_reads_that_it_is_registered_and_not_received(site: Site) -> None:
    case = registered(site)
    page = site.visitor().get(f"/t/{MENGYUE}/track?number={case.number}").get_data(as_text=True)
    assert "代办登记" in page
    assert "登记日期：" in page
    assert "收件日期：" not in page


def _page(site: Site) -> tuple[FlaskClient, str, dict[str, str]]:
    client, url = site.sign_in(AGENT), f"/w/{MENGYUE}/agency/{HOUSE}"
    form = Page(client.get(url)).posted()
    kinds = {name: field for name, field in form.fields.items() if name not in form.held}
    choices = {name: field.options[0] for name, field in kinds.items() if field.kind == "radio" and field.options}
    return client, url, {**form.held, **choices, **WHO, **FILLED, "consent": SPOKEN, "words": AGREED}


def test_the_page_registers_under_the_name_of_who_signed_in_whatever_is_sent(site: Site) -> None:
    client, url, typed = _page(site)
    answer = client.post(url, data={**typed, "agent_name": "别人", "on_paper": ["application"]})
    assert answer.status_code == 303, Page(answer).told
    case_id = UUID(answer.location.rpartition("/")[2])
    with site.database.read(Scope.one(MENGYUE)) as session:
        kept = session.get_one(Agency, (MENGYUE, case_id))
        assert (kept.agent, kept.consent, kept.consent_words) == ("勒排·诺样甲", SPOKEN, AGREED)


def test_the_page_keeps_what_was_typed_and_tells_each_slip_at_its_field(site: Site) -> None:
    client, url, typed = _page(site)
    with site.database.read(Scope.one(MENGYUE)) as session:
        other = str(session.scalars(select(Unit.id).where(Unit.code == "203")).one())
    page = Page(client.post(url, data={**typed, "village": other, "words": ""}))
    assert "帮中村民委员会的群众请找该村代办员" in page.told["village"]
    assert "请记录申请人怎样说的" in page.told["words"]
    assert page.values["name"] == WHO["name"]
    assert client.post(url, data={**typed, "village": "x"}).status_code == 422


def test_a_picture_of_the_signature_is_kept_with_the_case(site: Site) -> None:
    client, url, typed = _page(site)
    bad = client.post(url, data={**typed, "consent": SIGNED, "picture": (io.BytesIO(b"MZ"), "x.exe")})
    assert bad.status_code == 422
    assert Page(bad).told["picture"]
    answer = client.post(url, data={**typed, "consent": SIGNED, "picture": (io.BytesIO(blank_pdf()), "签名.pdf")})
    assert answer.status_code == 303, Page(answer).told
    assert "签名.pdf" in client.get(answer.location).get_data(as_text=True)


def test_a_kept_picture_goes_with_the_registration(site: Site) -> None:
    case = registered(site, consent=SIGNED, words="", pictures=(Kept("0" * 64, 1, "image/png", "签.png"),))
    with site.database.read(Scope.one(MENGYUE)) as session:
        assert session.scalars(select(Participant).where(Participant.case_id == case.id)).all()
        assert [row.slot for row in _files(session, case)] == ["consent"]


def _files(session: Any, case: Case) -> Any:
    from core.files import services as files

    return files.of_owner(session, "case", case.id)
