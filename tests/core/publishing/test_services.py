"""The life of a publication: each step, who may take it, what it refuses, and what readers see of it afterwards."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm.exc import StaleDataError

from core import clock
from core.accounts.queries import actor_of
from core.audit.models import Audit
from core.db import Scope
from core.errors import DomainError, Forbidden, NotFound
from core.files import services as files
from core.files.kinds import Limits
from core.files.stores.disk import DiskStore
from core.jobs.models import Outbox
from core.publishing import columns, masking, mistakes, services
from core.publishing.attachments import Inside, look
from core.publishing.columns import Setting
from core.publishing.mistakes import Told
from core.publishing.models import Mistake, Publication
from core.publishing.rules import Stage
from core.publishing.services import Content
from core.tenancy.models import Tenant
from tests.core.publishing.conftest import Desk
from tests.core.publishing.files import docx
from tests.sample import CLERK, COUNTY, HUSA, LEADER, MENGYUE, NOON, OTHER_ADMIN, OTHER_LEADER, account

ID_NUMBER, MOBILE = "990000198504121013", "19900001111"


def revision(desk: Desk) -> int:
    with desk.database.read(Scope.one(desk.tenant)) as session:
        return session.get_one(Tenant, desk.tenant).revision


def problems(refused: Callable[[], Any]) -> list[str | None]:
    with pytest.raises(DomainError) as caught:
        refused()
    return [problem.field for problem in caught.value.problems]


def test_what_one_writes_and_checks_another_signs_and_then_readers_see_it(desk: Desk) -> None:
    draft = desk.write(title="  关于  样例的通知 ", body="第一段\r\n\r\n第二段 ")
    assert (draft.title, draft.body, draft.stage) == ("关于 样例的通知", "第一段\n\n第二段", Stage.DRAFT)
    checked = desk.check(draft)
    assert desk.shown(draft.id) is None
    with desk.writing() as session, pytest.raises(DomainError):
        services.sign(session, desk.writer, checked.id, checked.version, {})
    row = desk.sign(checked)
    assert (row.stage, row.signer, row.published_at) == (Stage.PUBLISHED, desk.signer.name, row.changed_at)
    assert row.kept_until == dt.date(2026, 12, 1)
    shown = desk.shown(row.id)
    assert shown is not None
    assert (shown.title, shown.body, shown.listed) == (row.title, row.body, True)


def test_the_time_of_publication_is_the_clocks_and_no_command_names_one(desk: Desk) -> None:
    checked = desk.check(desk.write())
    with clock.moved(NOON + dt.timedelta(days=3)):
        before = clock.now()
        row = desk.sign(checked)
        assert row.published_at is not None
        assert before <= row.published_at <= clock.now()
    assert "published_at" not in Content.__dataclass_fields__


def test_whoever_edited_last_is_among_those_who_can_not_sign(desk: Desk) -> None:
    draft = desk.write()
    content = Content("notices", "改过的标题", "正文")
    with desk.writing() as session:
        edited = services.edit(session, desk.signer, draft.id, content, draft.version)
    checked = desk.check(edited)
    with desk.writing() as session, pytest.raises(DomainError):
        services.sign(session, desk.signer, checked.id, checked.version, {})


def test_each_step_counts_for_the_pages_kept_and_the_index_only_where_readers_see_it(desk: Desk) -> None:
    before = revision(desk)
    checked = desk.check(desk.write())
    assert revision(desk) == before
    row = desk.sign(checked)
    assert revision(desk) == before + 1
    desk.withdraw(row)
    assert revision(desk) == before + 2
    with desk.database.read(Scope.one(MENGYUE)) as session:
        owed = session.scalars(select(Outbox).where(Outbox.key == f"publication:{row.id}")).all()
        acts = session.scalars(select(Audit.action).where(Audit.subject == str(row.id)).order_by(Audit.id)).all()
    assert len(owed) == 2
    assert [act.rpartition(".")[2] for act in acts] == ["write", "check", "sign", "withdraw"]


def test_the_check_masks_in_the_text_itself_and_keeps_only_what_has_a_reason(desk: Desk) -> None:
    body = f"联系人电话{MOBILE}，身份证{ID_NUMBER}，值班19900002222"
    draft = desk.write(title=f"名单 {ID_NUMBER}", body=body)
    assert problems(lambda: desk.check(draft, keep={ID_NUMBER: "公开"})) == [f"why-{ID_NUMBER}"]
    assert problems(lambda: desk.check(draft, keep={"19900002222": " "})) == ["why-19900002222"]
    checked = desk.check(draft, keep={"19900002222": "值班电话"})
    assert checked.title == "名单 99*************013"
    assert checked.body == "联系人电话199****1111，身份证99*************013，值班19900002222"
    assert checked.kept == [{"kind": "phone", "number": "19900002222", "why": "值班电话"}]
    row = desk.sign(checked)
    with desk.database.read(Scope.one(MENGYUE)) as session:
        kept = session.get_one(Publication, (MENGYUE, row.id))
        assert ID_NUMBER not in kept.title + kept.body


def test_a_number_that_came_in_past_the_check_is_not_signed(desk: Desk) -> None:
    checked = desk.check(desk.write())
    with desk.writing() as session:
        session.get_one(Publication, (MENGYUE, checked.id)).body = f"电话{MOBILE}"
        session.flush()
        version = session.get_one(Publication, (MENGYUE, checked.id)).version
    with desk.writing() as session, pytest.raises(DomainError):
        services.sign(session, desk.signer, checked.id, version, {})


def attach(desk: Desk, row: Publication, content: bytes, name: str = "名单.docx") -> tuple[Any, Inside]:
    kept = files.keep(DiskStore(desk.database.data_dir / "files"), io.BytesIO(content), name, Limits())
    with desk.writing() as session:
        file = services.attach(session, desk.writer, row.id, kept)
    return file, look(kept.media_type, content)


def test_an_attachment_with_a_number_or_something_hidden_does_not_go_out(desk: Desk) -> None:
    draft = desk.write()
    _, content = docx(f"电话{MOBILE}", word__comments="<w:comments xmlns:w='w'/>")
    file, inside = attach(desk, draft, content)
    place = f"file-{file.id}"
    assert problems(lambda: desk.check(draft, inside={file.id: inside})) == [place, place]
    reasoned = {"inside": {file.id: inside}, "keep": {MOBILE: "值班电话"}}
    assert problems(lambda: desk.check(draft, **reasoned)) == [place], "what is hidden has no reason"


def test_what_nobody_looked_into_counts_as_unread_and_needs_a_person_to_have_looked(desk: Desk) -> None:
    draft = desk.write()
    file, _ = attach(desk, draft, docx("干净")[1])
    assert problems(lambda: desk.check(draft)) == [f"file-{file.id}"]
    checked = desk.check(draft, looked_at=frozenset({file.id}))
    assert [each["name"] for each in checked.looked_at] == ["名单.docx"]


def test_readers_get_the_clean_copy_and_it_goes_when_the_publication_does(desk: Desk) -> None:
    draft = desk.write()
    file, inside = attach(desk, draft, docx("干净")[1])
    checked = desk.check(draft, inside={file.id: inside})
    copy = files.keep(
        DiskStore(desk.database.data_dir / "files"), io.BytesIO(docx("干净的副本")[1]), "名单.docx", Limits()
    )
    row = desk.sign(checked, copies={file.id: copy})
    shown = desk.shown(row.id)
    assert shown is not None
    assert [each["name"] for each in shown.files] == ["名单.docx"]
    assert shown.files[0]["id"] != str(file.id)
    desk.withdraw(row)
    shown = desk.shown(row.id)
    assert shown is not None
    assert (shown.files, shown.body) == ([], "")
    with desk.database.read(Scope.one(MENGYUE)) as session:
        assert files.of_owner(session, services.PUBLIC, row.id) == []


def test_taken_down_for_a_leak_not_even_the_title_stays_and_the_reason_is_masked_too(desk: Desk) -> None:
    row = desk.withdraw(desk.publish(), "leak", f"误公开了{MOBILE}")
    shown = desk.shown(row.id)
    assert shown is not None
    assert (shown.title, shown.reason, shown.listed) == ("", "误公开了199****1111", False)


def test_a_notice_stays_for_its_minimum_period_unless_it_is_wrong(desk: Desk) -> None:
    row = desk.publish()
    assert problems(lambda: desk.withdraw(row, "over")) == ["ground"]
    with clock.moved(NOON + dt.timedelta(days=8)):
        assert desk.withdraw(row, "over").stage == Stage.WITHDRAWN


def test_a_new_one_replaces_the_old_which_stays_with_the_way_to_it(desk: Desk) -> None:
    old = desk.publish(title="旧的")
    new = desk.write(title="新的", replaces=old.id)
    shown = desk.shown(old.id)
    assert shown is not None
    assert shown.listed
    new = desk.sign(desk.check(new))
    shown = desk.shown(old.id)
    assert shown is not None
    assert (shown.stage, shown.listed, shown.replaced_by, shown.body) == (Stage.REPLACED, False, new.id, "正文。")
    assert problems(lambda: desk.write(replaces=old.id)) == [None]


def test_what_was_to_be_replaced_and_is_gone_meanwhile_stops_the_signature(desk: Desk) -> None:
    old = desk.publish()
    checked = desk.check(desk.write(replaces=old.id))
    desk.withdraw(old)
    assert problems(lambda: desk.sign(checked)) == [None]


def test_sent_back_it_is_a_draft_again_with_the_words(desk: Desk) -> None:
    checked = desk.check(desk.write())
    with desk.writing() as session, pytest.raises(DomainError):
        services.send_back(session, desk.signer, checked.id, " ", checked.version)
    with desk.writing() as session:
        row = services.send_back(session, desk.signer, checked.id, "日期不对", checked.version)
    assert (row.stage, row.reason) == (Stage.DRAFT, "日期不对")
    assert desk.check(row).reason == ""


def test_a_stale_page_changes_nothing(desk: Desk) -> None:
    draft = desk.write()
    desk.check(draft)
    for refused in (lambda: desk.check(draft), lambda: desk.sign(draft)):
        with pytest.raises((DomainError, StaleDataError)):
            refused()


def test_the_same_form_twice_is_one_draft(desk: Desk) -> None:
    one = desk.write("a" * 32)
    assert desk.write("a" * 32, title="第二次").id == one.id
    assert desk.write("b" * 32).id != one.id


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"title": " "}, "title"),
        ({"body": "\n"}, "body"),
        ({"column": "nowhere"}, "column"),
        ({"audience": "townships"}, "audience"),
    ],
)
def test_what_is_missing_or_not_the_townships_to_choose_is_told_at_its_field(
    desk: Desk, typed: dict[str, str], field: str
) -> None:
    assert problems(lambda: desk.write(**typed)) == [field]


def test_a_page_is_for_everybody_and_the_county_may_publish_for_all(county_desk: Desk) -> None:
    assert problems(lambda: county_desk.write(column="about", audience="staff")) == ["audience"]
    assert county_desk.publish(audience="townships").stage == Stage.PUBLISHED


def test_what_staff_publish_for_themselves_the_public_never_sees(desk: Desk) -> None:
    row = desk.publish(audience="staff")
    assert desk.shown(row.id) is None


def test_a_handler_writes_and_does_not_sign_and_a_clerk_does_neither(desk: Desk) -> None:
    checked = desk.check(desk.write())
    with desk.writing() as session:
        with pytest.raises(Forbidden):
            services.sign(session, desk.other, checked.id, checked.version, {})
        clerk = actor_of(session, account(session, CLERK))
        with pytest.raises(Forbidden):
            services.write(session, clerk, Content("news", "题", "文"), "f" * 32)
        with pytest.raises(Forbidden):
            services.edit(session, desk.other, checked.id, Content("news", "题", "文"), checked.version)


def test_another_township_finds_nothing_and_its_people_are_nobody_here(desk: Desk) -> None:
    checked = desk.check(desk.write())
    with desk.database.write(Scope.one(HUSA)) as session:
        stranger = actor_of(session, account(session, OTHER_LEADER))
        with pytest.raises(NotFound):
            services.sign(session, stranger, checked.id, checked.version, {})
    with desk.writing() as session, pytest.raises(NotFound):
        services.sign(session, stranger, checked.id, checked.version, {})


def test_a_discarded_draft_is_gone_with_its_files(desk: Desk) -> None:
    draft = desk.write()
    attach(desk, draft, docx("文")[1])
    with desk.writing() as session:
        services.discard(session, desk.writer, draft.id, draft.version)
        assert session.get(Publication, (MENGYUE, draft.id)) is None
        assert files.of_owner(session, services.WORK, draft.id) == []


def test_a_column_is_renamed_hidden_and_added(desk: Desk) -> None:
    with desk.writing() as session:
        before = session.get_one(Tenant, MENGYUE).revision
        columns.put(session, desk.signer, Setting("news", "乡里的事", "core.news", 5))
        columns.put(session, desk.signer, Setting("rural", "乡村振兴", "core.news", 7))
        columns.put(session, desk.signer, Setting("notices", "通知", "core.notice", 9, shown=False))
        there = columns.of_tenant(session, MENGYUE, frozenset())
        session.expire_all()
        assert session.get_one(Tenant, MENGYUE).revision == before + 3
    assert [(each.code, each.label, each.shown, each.own) for each in there] == [
        ("news", "乡里的事", True, False),
        ("rural", "乡村振兴", True, True),
        ("notices", "通知", False, False),
        ("hearings", "听证公告", True, False),
        ("public-notices", "公示", True, False),
        ("circulars", "通报", True, False),
        ("about", "关于本机关", True, False),
    ]
    assert desk.write(column="rural").type == "core.news"


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (Setting("新", "新", "core.news", 1), "code"),
        (Setting("new", " ", "core.news", 1), "label"),
        (Setting("new", "新", "core.poem", 1), "type"),
        (Setting("notices", "新", "core.news", 1), "code"),
    ],
)
def test_a_column_that_can_not_be_is_refused_at_its_field(desk: Desk, wanted: Setting, field: str) -> None:
    with desk.writing() as session:
        assert problems(lambda: columns.put(session, desk.signer, wanted)) == [field]
        with pytest.raises(Forbidden):
            columns.put(session, desk.other, wanted)


def test_a_reader_is_answered_once_and_their_contact_lies_encrypted(desk: Desk) -> None:
    with desk.writing() as session:
        told = mistakes.tell(session, Told("/t/1/", " 日期写错 ", MOBILE))
        assert told.words == "日期写错"
        with pytest.raises(DomainError):
            mistakes.tell(session, Told("/", " "))
    with desk.writing() as session:
        row = mistakes.answer(session, desk.writer, told.id, f"已改正，谢谢，可以打{MOBILE}")
        assert masking.find(row.answer) == []
        with pytest.raises(DomainError):
            mistakes.answer(session, desk.writer, told.id, "再答一次")
        assert session.get_one(Mistake, (MENGYUE, told.id)).contact == MOBILE
    with desk.database.write(Scope.one(HUSA)) as session:
        other = actor_of(session, account(session, OTHER_ADMIN))
        with pytest.raises(NotFound):
            mistakes.answer(session, other, told.id, "别的乡镇")


def test_a_leader_of_the_township_is_no_signer_of_the_county(county_desk: Desk) -> None:
    checked = county_desk.check(county_desk.write())
    with county_desk.database.read(Scope.one(MENGYUE)) as session:
        leader = actor_of(session, account(session, LEADER))
    with county_desk.database.write(Scope.one(COUNTY)) as session, pytest.raises(NotFound):
        services.sign(session, leader, checked.id, checked.version, {})
