"""The life of a document: who may take which step, what each needs, numbers without a gap, nothing changed once out."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from core import clock
from core.accounts.actor import Held, Principal
from core.accounts.proving import Proof
from core.db import Scope, new_id
from core.documents import endings, queries, services
from core.documents.issuing import Press
from core.documents.models import IssuedDocument
from core.documents.permissions import Perm
from core.documents.rules import Stage
from core.errors import DomainError, Forbidden
from core.files.blobs import bytes_of
from core.files.models import StoredFile
from tests.core.documents.conftest import SECOND, WRITTEN, Desk, SampleSeal, typeset
from tests.databases import REFUSED
from tests.sample import ADMIN, HANDLER, HEAD, LEADER, MENGYUE, NOON


def refused(act: Callable[[], Any]) -> str:
    """What an act is refused with."""
    with pytest.raises(DomainError) as caught:
        act()
    return str(caught.value)


def test_a_document_goes_its_road_and_each_step_is_kept(desk: Desk) -> None:
    issued = desk.issued()
    row = desk.now(issued.id)
    assert (row.stage, row.number) == (Stage.ISSUED, issued.number)
    assert row.author, row.checker == (desk.people[HANDLER].name, desk.people[HEAD].name)
    with desk.writing() as session:
        steps = [(step.step, step.actor_id) for step in queries.steps_of(session, row.id)]
    hands = [desk.people[login].account_id for login in (HANDLER, HANDLER, HEAD, LEADER, ADMIN)]
    assert steps == list(zip(("write", "submit", "check", "sign", "issue"), hands, strict=True))


def test_what_is_kept_is_what_was_set_and_its_digest_stands_with_it(desk: Desk) -> None:
    issued = desk.issued(sent_to="各村民委员会")
    with desk.writing() as session:
        kept = session.scalars(select(StoredFile).where(StoredFile.owner_id == issued.id)).one()
    with bytes_of(desk.store, kept.sha256) as stored:
        content = stored.read()
    assert hashlib.sha256(content).hexdigest() == issued.sha256 == kept.sha256
    for words in (issued.number, "各村民委员会", "2026年11月24日", "正文。", "勐约乡人民政府文件"):
        assert words in content.decode()


def test_numbers_run_without_a_gap_whatever_fails_between(desk: Desk) -> None:
    def fails(template: str, data: Any) -> bytes:
        raise DomainError("字体里没有这个字")

    first, stuck, voided = desk.issued(), desk.signed(), desk.signed()
    broken = Press(desk.store, typeset=fails, substitutes=lambda: ())
    assert "字体" in refused(lambda: desk.step(stuck, "issue", ADMIN, broken))
    assert desk.now(stuck.id).stage == Stage.SIGNED
    desk.step(voided, "void", ADMIN, "不再需要")
    second = desk.step(stuck, "issue", ADMIN)
    assert (second.n, second.year) == (first.n + 1, first.year)
    assert desk.now(voided.id).number == ""
    letter = desk.issued(format="letter", kind="letter", title="关于样例的函")
    assert letter.number.startswith("勐约政函〔2026〕")


def test_a_document_is_dated_and_numbered_by_the_year_of_its_last_signature(desk: Desk) -> None:
    row = desk.signed()
    with clock.moved(NOON + dt.timedelta(days=60)):
        issued = desk.step(row, "issue", ADMIN)
    assert (issued.dated_on, issued.year) == (NOON.date(), 2026)
    assert clock.local_date(issued.issued_at).year == 2027


@pytest.mark.parametrize("step", ["submit", "check"])
def test_what_a_kind_must_have_is_asked_before_it_goes_on(desk: Desk, step: str) -> None:
    row = desk.write(sent_to="" if step == "submit" else "各村")
    if step == "check":
        desk.step(row, "submit", HANDLER)
        content = replace(WRITTEN, sent_to="", signers=(desk.people[LEADER].account_id,))
        with desk.writing() as session:
            services.edit(session, desk.people[HEAD], row.id, content, desk.now(row.id).version)
    assert "主送机关" in refused(lambda: desk.step(row, step, HANDLER if step == "submit" else HEAD))


def test_who_wrote_it_does_not_check_it_and_who_checked_it_does_not_sign_it(desk: Desk) -> None:
    row = desk.write(by=HEAD)
    desk.step(row, "submit", HEAD)
    assert "核稿人" in refused(lambda: desk.step(row, "check", HEAD))
    desk.step(row, "check", ADMIN)
    with pytest.raises(Forbidden):
        desk.step(row, "sign", ADMIN)
    both = replace(desk.people[LEADER], account_id=desk.people[ADMIN].account_id)
    with desk.writing() as session:
        version, proof = desk.now(row.id).version, Proof(both.account_id, "password", clock.now())
        assert "起草人和核稿人" in refused(lambda: services.sign(session, both, row.id, version, proof))


def test_a_signature_needs_a_fresh_proof_of_ones_own(desk: Desk) -> None:
    row = desk.write()
    desk.step(row, "submit", HANDLER)
    desk.step(row, "check", HEAD)
    leader = desk.people[LEADER].account_id
    old = Proof(leader, "password", clock.now() - dt.timedelta(minutes=11))
    others = Proof(desk.people[ADMIN].account_id, "password", clock.now())
    for proof in (old, others):
        assert "证明" in refused(lambda proof=proof: desk.step(row, "sign", LEADER, proof=proof))
    with desk.writing() as session:
        version = desk.now(row.id).version
        assert "证明" in refused(lambda: services.sign(session, desk.people[LEADER], row.id, version, None))
    assert desk.now(row.id).stage == Stage.SIGNING


def test_all_who_must_sign_do_and_a_deputy_signs_in_a_colleagues_place(desk: Desk) -> None:
    row = desk.write(LEADER, SECOND)
    desk.step(row, "submit", HANDLER)
    desk.step(row, "check", HEAD)
    desk.step(row, "sign", LEADER)
    assert desk.now(row.id).stage == Stage.SIGNING
    away, here = desk.people[SECOND], desk.people[LEADER]
    assert away.name in refused(lambda: desk.step(row, "sign", LEADER))
    lent = Held("leader", new_id(), False, frozenset({str(Perm.SIGN)}), Principal(away.account_id, away.name))
    deputy = replace(here, held=(*here.held, lent))
    with desk.writing() as session:
        proof = Proof(deputy.account_id, "password", clock.now())
        services.sign(session, deputy, row.id, desk.now(row.id).version, proof)
    with desk.writing() as session:
        signed = [(each.name, each.signed_by) for each in queries.signers_of(session, row.id)]
    assert signed == [(here.name, here.name), (away.name, f"{here.name}（代{away.name}）")]
    assert desk.now(row.id).stage == Stage.SIGNED


@pytest.mark.parametrize(("reached", "by"), [("checking", HEAD), ("signing", LEADER), ("signed", ADMIN)])
def test_each_can_send_it_back_with_a_reason_and_the_signatures_are_gone(desk: Desk, reached: str, by: str) -> None:
    row = desk.write()
    for step, login in (("submit", HANDLER), ("check", HEAD), ("sign", LEADER)):
        if desk.now(row.id).stage != reached:
            desk.step(row, step, login)
    assert "理由" in refused(lambda: desk.step(row, "send_back", by, " "))
    desk.step(row, "send_back", by, "事实不清")
    back = desk.now(row.id)
    assert (back.stage, back.reason, back.checked_by) == (Stage.DRAFT, "事实不清", None)
    with desk.writing() as session:
        assert [each.signed_at for each in queries.signers_of(session, row.id)] == [None]


def test_the_checker_puts_words_right_without_becoming_the_author(desk: Desk) -> None:
    row = desk.write()
    desk.step(row, "submit", HANDLER)
    content = replace(WRITTEN, body="改过的正文。", signers=(desk.people[LEADER].account_id,))
    with desk.writing() as session:
        services.edit(session, desk.people[HEAD], row.id, content, desk.now(row.id).version)
    desk.step(row, "check", HEAD)
    assert desk.now(row.id).author_id == desk.people[HANDLER].account_id


def test_a_stale_page_changes_nothing(desk: Desk) -> None:
    row = desk.write()
    version = row.version
    desk.step(row, "submit", HANDLER)
    with desk.writing() as session:
        words = refused(lambda: services.submit(session, desk.people[HANDLER], row.id, version))
    assert "待核稿" in words


def test_what_was_issued_can_not_be_changed_by_any_statement(desk: Desk) -> None:
    issued = desk.issued()
    change = update(IssuedDocument).where(IssuedDocument.id == issued.id).values(title="改")
    with pytest.raises(DBAPIError, match=REFUSED), desk.writing() as session:
        session.execute(change)
    content = replace(WRITTEN, title="改过的通知")
    with desk.writing() as session:
        version = desk.now(issued.id).version
        assert "已印发" in refused(lambda: services.edit(session, desk.people[HANDLER], issued.id, content, version))


def test_recalled_keeps_its_number_and_says_why_once(desk: Desk) -> None:
    issued = desk.issued()
    with pytest.raises(Forbidden):
        desk.step(desk.now(issued.id), "recall", ADMIN, "错")
    assert "理由" in refused(lambda: desk.step(desk.now(issued.id), "recall", LEADER, "  "))
    row = desk.step(desk.now(issued.id), "recall", LEADER, "附件有误")
    assert (row.stage, row.number) == (Stage.RECALLED, issued.number)
    assert "已撤销" in refused(lambda: desk.step(row, "recall", LEADER, "再来一次"))
    with desk.writing() as session:
        assert endings.of(session, [issued.id])[issued.id].reason == "附件有误"
        assert "已经撤销" in refused(
            lambda: endings.end(session, desk.people[LEADER], issued.id, endings.RECALLED, "再来一次")
        )


def test_a_replacement_ends_the_old_one_when_it_is_issued_and_not_before(desk: Desk) -> None:
    old = desk.issued()
    new = desk.signed(replaces=old.id)
    assert desk.now(old.id).stage == Stage.ISSUED
    issued = desk.step(new, "issue", ADMIN)
    assert desk.now(old.id).stage == Stage.REPLACED
    with desk.writing() as session:
        ending = endings.of(session, [old.id])[old.id]
        assert (ending.state, ending.replaced_by, ending.reason) == ("replaced", issued.id, issued.number)
    assert "可以替换" in refused(lambda: desk.write(replaces=old.id))


def test_upward_documents_name_who_signed_them_and_others_do_not(desk: Desk) -> None:
    upward = desk.issued(kind="request", title="关于样例的请示", sent_to="陇川县人民政府")
    name = desk.people[LEADER].name
    assert f'"signers": ["{name}"]' in upward.data
    assert '"signers": []' in desk.issued().data


def test_fonts_that_stand_in_need_somebodys_word(desk: Desk) -> None:
    row = desk.signed()
    poor = Press(desk.store, typeset=typeset, substitutes=lambda: ("小标宋",))
    assert "小标宋" in refused(lambda: desk.step(row, "issue", ADMIN, poor))
    assert desk.now(row.id).stage == Stage.SIGNED


def test_a_seal_service_gets_the_numbered_page_and_its_answer_is_what_is_kept(desk: Desk) -> None:
    service = SampleSeal()
    sealing = Press(desk.store, seal=service, typeset=typeset, substitutes=lambda: ())
    issued = desk.step(desk.signed(), "issue", ADMIN, sealing)
    assert service.asked == [("勐约乡人民政府", issued.number)]
    assert issued.seal == "样例印章服务"
    with bytes_of(desk.store, issued.sha256) as stored:
        assert stored.read().endswith(b"%SM2")


def test_only_who_may_sign_can_be_named_to_sign(desk: Desk) -> None:
    assert "签发权限" in refused(lambda: desk.write(HANDLER))


def test_who_writes_it_is_not_named_to_sign_it(desk: Desk) -> None:
    both = desk.people[LEADER]
    drafting = replace(both, held=(*both.held, *desk.people[HANDLER].held))
    with desk.writing() as session:
        content = replace(WRITTEN, signers=(drafting.account_id,))
        assert "另选签发人" in refused(lambda: services.write(session, drafting, content, new_id().hex))


def test_the_same_form_twice_is_one_draft(desk: Desk) -> None:
    key = new_id().hex
    made = []
    for _ in range(2):
        with desk.writing() as session:
            made.append(services.write(session, desk.people[HANDLER], WRITTEN, key).id)
    assert made[0] == made[1]


def test_whoever_drafts_in_a_station_sees_its_documents_and_no_others(desk: Desk) -> None:
    row = desk.write(by=ADMIN)
    with desk.database.read(Scope.one(MENGYUE)) as session:
        seen = {each.id for each in queries.register(session, desk.people[HANDLER])[0]}
        all_of_it = {each.id for each in queries.register(session, desk.people[LEADER])[0]}
    assert row.unit_id != desk.write().unit_id
    assert row.id not in seen
    assert row.id in all_of_it


def test_orders_are_numbered_from_year_to_year_and_signed_by_name_minutes_say_who_was_there(desk: Desk) -> None:
    first = desk.issued(kind="order", format="order", title="森林防火戒严令", sent_to="")
    with clock.moved(NOON + dt.timedelta(days=400)):
        second = desk.issued(kind="order", format="order", title="封山令", sent_to="")
    assert [first.number, second.number] == ["勐约乡人民政府令第1号", "勐约乡人民政府令第2号"]
    said = json.loads(first.data)
    assert (said["organ"], said["number"], said["post"]) == ("勐约乡人民政府令", "第1号", "乡长")
    assert said["signatory"] == desk.people[LEADER].name
    body = "会议研究了一件事。\n出席：样甲、样乙"
    minutes = desk.issued(kind="minutes", format="minutes", title="乡长办公会议纪要", sent_to="", body=body)
    said = json.loads(minutes.data)
    assert minutes.number.startswith("勐约政纪要〔2026〕")
    assert (said["organ"], said["sealed"]) == ("勐约乡人民政府会议纪要", False)
    assert said["attendance"] == [["出席", "样甲、样乙"]]
    assert [block["text"] for block in said["body"]] == ["会议研究了一件事。"]
