"""Complaints: nameless, received by supervision alone, hidden from the unit complained of, answered always."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from sqlalchemy import select

from core import cases
from core.accounts.actor import Actor, Held
from core.accounts.models import Grant
from core.audit.models import Audit
from core.cases import lists, queries
from core.cases import search as index
from core.cases.lists import CaseFilter
from core.cases.models import Case, Participant
from core.db import Scope, new_id
from core.errors import DomainError, Forbidden, NotFound
from core.exchange.delivery import carry
from core.files.models import StoredFile
from core.notices.models import Notice
from core.tenancy.models import Unit
from core.tenancy.services import put_switch
from plugins.supervision.complaint.models import Complaint, Tip
from plugins.supervision.complaint.queries import KIND, TIP
from plugins.supervision.complaint.rules import Answer, AnswerTip, HandOn, SendAgain, Verify
from plugins.supervision.permissions import Perm
from tests.plugins.supervision.office import CLERK_OF_IT, HEAD_OF_IT, STATION, Desk, unit_of
from tests.sample import (
    ADMIN,
    AUDITOR,
    CLERK,
    COUNTY,
    COUNTY_ADMIN,
    COUNTY_HANDLER,
    HANDLER,
    HEAD,
    LEADER,
    MENGYUE,
    account,
)
from tests.site import Page, Site

NEW = f"/t/{MENGYUE}/complaints/new"
SECRET = "窗口某某要了两条烟"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc33"
    "0000000049454e44ae426082"
)


def told(desk: Desk, case: Case) -> Complaint:
    with desk.reading() as session:
        row = session.get_one(Complaint, (MENGYUE, case.id))
        session.expunge_all()
    return row


def tips(desk: Desk) -> list[tuple[Case, str]]:
    """The cases of the county's 纪检监察, each with what was told."""
    carry(desk.database, MENGYUE)
    with desk.reading(COUNTY) as session:
        rows = session.execute(
            select(Case, Tip.told).join(Tip, (Tip.tenant_id == Case.tenant_id) & (Tip.case_id == Case.id))
        ).all()
        session.expunge_all()
    return [(case, words) for case, words in rows]


def both(desk: Desk, login: str, *units: str) -> Actor:
    """Somebody of the supervision office who holds posts in other units too."""
    given = frozenset({Perm.COMPLAINT_READ, Perm.COMPLAINT_HANDLE, Perm.COMPLAINT_ANSWER})
    with desk.reading() as session:
        held = (Held("handler", unit_of(session, code), True, given) for code in ("JCS", *units))
        return Actor(account(session, login).id, "样", MENGYUE, tuple(held))


def test_whoever_complains_needs_no_account_and_leaves_no_more_than_they_wrote(here: Site, desk: Desk) -> None:
    client = here.visitor()
    typed = {"kind": "demand", "words": SECRET, "about": str(desk.unit(STATION))}
    answer = here.fill(client, NEW, typed, environ_overrides={"REMOTE_ADDR": "203.0.113.77"})
    assert answer.status_code == 303
    page = client.get(answer.location).get_data(as_text=True)
    with desk.reading() as session:
        case = session.scalars(select(Case).where(Case.kind == KIND).order_by(Case.id.desc())).first()
        assert case is not None
        row = session.get_one(Complaint, (MENGYUE, case.id))
        assert (row.name, row.contact, row.words) == ("", "", SECRET)
        parties = session.scalars(select(Participant).where(Participant.case_id == case.id)).all()
        assert [(one.name, one.phone, one.id_number) for one in parties] == [("投诉人（不显示姓名）", None, None)]
        assert case.due_rule == "supervision.complaint"
        number, code = case.number, case.code
    assert number in page
    assert f"{code[:4]} {code[4:]}" in page
    for file in here.config.data.rglob("*"):
        if file.is_file():
            assert b"203.0.113.77" not in file.read_bytes(), file.name


def test_what_is_missing_is_told_at_the_field_and_what_was_typed_stays(here: Site) -> None:
    page = Page(here.fill(here.visitor(), NEW, {"person": "某某", "kind": "take"}))
    assert "请写明是什么事" in page.told["words"]
    assert page.posted().held["person"] == "某某"
    assert page.posted().held["kind"] == "take"


def test_the_second_click_is_the_same_complaint(desk: Desk) -> None:
    key = new_id().hex
    assert desk.complain(key).id == desk.complain(key).id
    key = new_id().hex
    assert desk.complain(key, discipline=True).id == desk.complain(key, discipline=True).id


@pytest.mark.parametrize("path", ["track", "ratings"])
def test_the_portal_leads_to_it_from_where_people_look_for_their_matter(here: Site, path: str) -> None:
    assert NEW in Page(here.visitor().get(f"/t/{MENGYUE}/{path}")).links


def test_only_supervision_sees_it_in_lists_pages_search_and_notices(here: Site, desk: Desk) -> None:
    case = desk.complain(about_id=desk.unit(STATION), words=SECRET)
    url = f"/w/{MENGYUE}/cases/{case.id}"
    assert SECRET in here.sign_in(CLERK_OF_IT).get(url).get_data(as_text=True)
    for login in (CLERK, HANDLER, HEAD, LEADER, ADMIN):
        client = here.sign_in(login)
        assert client.get(url).status_code == 404
        for page in (f"/w/{MENGYUE}/cases?closed=1", f"/w/{MENGYUE}/search?q={case.number}", f"/w/{MENGYUE}/notices"):
            assert str(case.id) not in client.get(page).get_data(as_text=True)
    with desk.reading() as session:
        notices = session.scalars(select(Notice).where(Notice.matter_id == case.id)).all()
        supervisors = {account(session, login).id for login in (CLERK_OF_IT, HEAD_OF_IT)}
        assert {notice.account_id for notice in notices} == supervisors
        assert all(SECRET not in str(notice.params) for notice in notices)


def test_who_also_works_in_the_unit_complained_of_sees_nothing_of_it(desk: Desk) -> None:
    about, other = desk.complain(about_id=desk.unit(STATION)), desk.complain(about_id=desk.unit("LYZ"))
    actor = both(desk, HANDLER, STATION)
    wanted = CaseFilter((KIND,))
    with desk.reading() as session:
        seen = {case.id for case in lists.page(session, actor, wanted, limit=1000).rows}
        assert other.id in seen
        assert about.id not in seen
        assert lists.count(session, actor, wanted) == len(seen)
        assert lists.place(session, actor, wanted, about, 1000).number == 0
        assert index.visible(session, [f"case:{about.id}", f"case:{other.id}"], actor) == {f"case:{other.id}"}
        with pytest.raises(NotFound):
            queries.get_case(session, actor, about.id)
    given = {"founded": "no", "findings": "查过", "measures": ""}
    with desk.writing() as session, pytest.raises(NotFound):
        cases.act(session, actor, about.id, "verify", Verify(version=about.version, **given), new_id().hex)
    with desk.writing() as session:
        done = cases.act(session, actor, other.id, "verify", Verify(version=other.version, **given), new_id().hex)
        assert done.state == "verified"


def test_whose_desk_stands_in_the_unit_complained_of_sees_nothing_either_and_is_not_told(
    here: Site, desk: Desk
) -> None:
    """The handler's home unit, without a post there."""
    with desk.reading() as session:
        where = session.scalars(select(Grant.unit_id).where(Grant.account_id == account(session, HANDLER).id)).first()
    case = desk.complain(about_id=where)
    with desk.reading() as session, pytest.raises(NotFound):
        queries.get_case(session, both(desk, HANDLER), case.id)
    with desk.reading() as session:
        told_to = session.scalars(select(Notice.account_id).where(Notice.matter_id == case.id)).all()
        assert account(session, HANDLER).id not in told_to


def test_the_auditor_reads_that_it_was_handled_and_no_word_of_it(here: Site, desk: Desk) -> None:
    case = desk.complain(about_id=desk.unit(STATION), words=SECRET, name="样名", contact="13800000009")
    desk.act(case, CLERK_OF_IT, "verify", Verify, founded="no", findings="查无此事", measures="")
    with desk.reading() as session:
        rows = session.scalars(select(Audit).where(Audit.subject == str(case.id))).all()
        assert {row.action for row in rows} == {f"{KIND}.open", f"{KIND}.verify"}
        bodies = [str(row.body) for row in rows]
    page = here.sign_in(AUDITOR).get(f"/county/audit/?subject={case.id}").get_data(as_text=True)
    assert case.number in page
    for words in (SECRET, "样名", "13800000009", "查无此事", "财政所"):
        assert words not in page
        assert all(words not in body for body in bodies)


def test_the_county_that_oversees_does_not_open_it(here: Site, desk: Desk) -> None:
    case = desk.complain(about_id=desk.unit(STATION), words=SECRET)
    client = here.sign_in(COUNTY_ADMIN)
    assert client.get(f"/w/{MENGYUE}/cases/{case.id}").status_code == 404
    here.post(client, f"/county/visits/{MENGYUE}", {"reason": "核查办理情况"})
    assert client.get(f"/w/{MENGYUE}/cases/{case.id}").status_code == 404


def test_it_ends_with_an_answer_that_is_read_with_number_and_code(here: Site, desk: Desk) -> None:
    case = desk.complain(about_id=desk.unit(STATION))
    with pytest.raises(DomainError, match="投诉待核查"):
        desk.act(case, HEAD_OF_IT, "answer", Answer, words="已办")
    desk.act(case, CLERK_OF_IT, "verify", Verify, founded="yes", findings="确有此事", measures="退还并道歉")
    with pytest.raises(Forbidden):
        desk.act(case, CLERK_OF_IT, "answer", Answer, words="已办")
    done = desk.act(case, HEAD_OF_IT, "answer", Answer, words="两条烟已经退还。")
    assert (done.is_open, done.state) == (False, "settled")
    client = here.visitor()
    page = client.get(here.let_in(client, done)).get_data(as_text=True)
    assert "两条烟已经退还。" in page
    assert "确有此事" not in page, "findings name people and stay in the office"


def test_a_tip_about_discipline_is_not_kept_in_the_township_and_read_in_the_county(here: Site, desk: Desk) -> None:
    client = here.visitor()
    typed: dict[str, Any] = {
        "kind": "take",
        "words": SECRET,
        "person": "某站长",
        "contact": "13800000008",
        "discipline": "y",
    }
    sent = here.fill(client, NEW, {**typed, "about": str(desk.unit(STATION)), "files": (io.BytesIO(PNG), "样.png")})
    assert sent.status_code == 303
    with desk.reading() as session:
        case = session.scalars(select(Case).where(Case.kind == KIND).order_by(Case.id.desc())).first()
        assert case is not None
        session.expunge_all()
        owned = select(StoredFile).where(StoredFile.owner_kind == "case", StoredFile.owner_id == case.id)
        assert session.scalars(owned).all() == []
    row = told(desk, case)
    assert (row.words, row.person, row.contact, row.kind, row.about_id, row.sent) == ("", "", "", "", None, 1)
    assert (case.state, case.is_open) == ("handed_on", False)
    assert SECRET not in here.sign_in(HEAD_OF_IT).get(f"/w/{MENGYUE}/cases/{case.id}").get_data(as_text=True)
    tip, words = next(pair for pair in tips(desk) if SECRET in pair[1])
    assert "某站长" in words
    page = here.sign_in(COUNTY_HANDLER).get(f"/w/{COUNTY}/cases/{tip.id}").get_data(as_text=True)
    assert SECRET in page
    assert "样.png" in page
    desk.act(tip, COUNTY_HANDLER, "answer_tip", AnswerTip, words="已经立案。")
    carry(desk.database, COUNTY)
    own = client.get(f"/t/{MENGYUE}/case/{case.id}").get_data(as_text=True)
    assert "已经立案。" in own
    staff = here.sign_in(HEAD_OF_IT).get(f"/w/{MENGYUE}/cases/{case.id}").get_data(as_text=True)
    assert "已经立案。" not in staff, "the township does not read the county's answer either"


def test_a_complaint_about_supervision_itself_goes_to_the_county(desk: Desk) -> None:
    case = desk.complain(about_id=desk.unit("JCS"), words=SECRET)
    assert (case.state, told(desk, case).words) == ("handed_on", "")


def test_what_supervision_hands_on_goes_whole_and_stays_nowhere_else(here: Site, desk: Desk) -> None:
    case = desk.complain(about_id=desk.unit(STATION), words="收了红包", name="样乙")
    with pytest.raises(Forbidden):
        desk.act(case, CLERK_OF_IT, "hand_on", HandOn, reason="涉嫌受贿")
    done = desk.act(case, HEAD_OF_IT, "hand_on", HandOn, reason="涉嫌受贿")
    row = told(desk, case)
    assert (done.state, row.words, row.name, row.kind) == ("handed_on", "", "", "")
    assert row.about_id == desk.unit(STATION), "by which its people still don't see that there was one"
    assert any("收了红包" in words and "涉嫌受贿" in words and "样乙" in words for _tip, words in tips(desk))
    client = here.visitor()
    page = client.get(here.let_in(client, done)).get_data(as_text=True)
    assert "转交县纪委监委" in page
    assert "涉嫌受贿" not in page


def test_what_came_back_is_sent_again_whole(desk: Desk) -> None:
    with desk.writing(COUNTY) as session:
        put_switch(session, COUNTY, "supervision", on=False, by="test")
    case = desk.complain(discipline=True, words="退回的线索")
    with pytest.raises(DomainError, match="不用重新转交"):
        desk.act(case, CLERK_OF_IT, "send_again", SendAgain)
    carry(desk.database, MENGYUE)
    carry(desk.database, COUNTY)
    with desk.writing(COUNTY) as session:
        put_switch(session, COUNTY, "supervision", on=True, by="test")
    assert not any("退回的线索" in words for _case, words in tips(desk))
    desk.act(case, CLERK_OF_IT, "send_again", SendAgain)
    assert [words for _case, words in tips(desk) if "退回的线索" in words] != []
    assert told(desk, case).sent == 2


def test_another_unit_of_the_county_does_not_see_a_tip(here: Site, desk: Desk) -> None:
    desk.complain(discipline=True, words=SECRET)
    tip, _words = tips(desk)[-1]
    for login in (COUNTY_ADMIN, "yang.zaogeng"):
        assert here.sign_in(login).get(f"/w/{COUNTY}/cases/{tip.id}").status_code in {403, 404}
    assert tip.kind == TIP


def test_a_limit_of_fifteen_working_days_runs(desk: Desk) -> None:
    assert desk.complain().due_on == dt.date(2026, 12, 15)


def test_a_township_without_a_supervision_office_says_where_to_turn(here: Site, desk: Desk) -> None:
    with here.database.write(Scope.one(MENGYUE)) as session:
        session.scalars(select(Unit).where(Unit.code == "JCS")).one().function = ""
    try:
        assert "请直接向县纪委监委反映" in here.visitor().get(NEW).get_data(as_text=True)
        with pytest.raises(DomainError, match="没有监察室"):
            desk.complain()
    finally:
        with here.database.write(Scope.one(MENGYUE)) as session:
            session.scalars(select(Unit).where(Unit.code == "JCS")).one().function = "supervision_office"
