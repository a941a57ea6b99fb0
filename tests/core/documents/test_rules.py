"""What the kinds need, what a body's lines are, whose hands may do what."""

from __future__ import annotations

from uuid import uuid4

import pytest

from core.documents import rules, verification
from core.documents.rules import Elements

FULL = Elements(
    "notice",
    organ="样例乡人民政府文件",
    title="关于样例的通知",
    to="各村",
    body="正文。",
    signers=("甲",),
    number="样政发〔2026〕1号",
    dated="2026-11-24",
)


def test_there_are_the_fifteen_kinds_and_four_formats() -> None:
    words = "决议 决定 命令 公报 公告 通告 意见 通知 通报 报告 请示 批复 议案 函 纪要"
    assert [kind.label for kind in rules.KINDS.values()] == words.split()
    assert set(rules.FORMATS) == {"letterhead", "letter", "order", "minutes"}


def test_what_is_missing_is_named_in_the_order_of_the_page() -> None:
    assert rules.missing(FULL, issuing=True) == []
    assert rules.missing(Elements("notice"), issuing=True) == [
        "发文机关标志",
        "发文字号",
        "签发人",
        "标题",
        "主送机关",
        "正文",
        "成文日期",
    ]
    assert rules.missing(Elements("notice", title="通知", body="正", to="各村")) == ["签发人"]


@pytest.mark.parametrize("kind", ["announcement", "proclamation", "decision", "minutes"])
def test_what_goes_to_everybody_needs_no_addressee(kind: str) -> None:
    assert rules.missing(Elements(kind, title="样", body="样", signers=("甲",))) == []


def test_the_problem_names_the_kind_and_all_that_is_missing() -> None:
    [problem] = rules.missing_problem(Elements("request", title="请示", signers=("甲",)))
    assert str(problem) == "这份请示还缺少：主送机关、正文。"


def test_a_title_names_its_kind() -> None:
    def told(kind: str, title: str) -> list[str | None]:
        given = Elements(kind, title=title, body="样")
        return [
            problem.field for problem in rules.content_problems(kind, given, rules.ALWAYS.get(kind, "letterhead"), "")
        ]

    assert told("notice", "关于样例的通知") == []
    assert told("notice", "关于样例") == ["title"]
    assert told("order", "样例县人民政府令") == []
    assert told("nonsense", "样") == ["kind"]


@pytest.mark.parametrize("words", ["秘密★10年", "机密 ★", "绝密☆长期"])
def test_what_is_marked_secret_is_not_taken(words: str) -> None:
    for given in (Elements("notice", title=f"通知{words}", body="样"), Elements("notice", title="通知", body=words)):
        assert len(rules.content_problems("notice", given, "letterhead", "")) == 1
    spoken = Elements("notice", title="关于保守国家秘密的通知", body="保守秘密。")
    assert rules.content_problems("notice", spoken, "letterhead", "") == []


def test_lines_are_headings_by_their_numbering_where_they_are_short() -> None:
    body = "各村：\n一、责任\n（一）到人\n1.每日巡山\n 一、这一行虽有编号但以句号结束。\n\n二、" + "长" * 40
    assert [block["kind"] for block in rules.blocks(body)] == ["p", "h1", "h2", "h3", "p", "p"]


def test_nobody_checks_what_they_wrote_nor_signs_what_they_wrote_or_checked() -> None:
    author, checker, other = uuid4(), uuid4(), uuid4()
    assert rules.checker_problems(author, author)
    assert not rules.checker_problems(checker, author, [other])
    assert rules.checker_problems(checker, author, [other, checker])
    assert all(rules.signer_problems(hand, (author, checker)) for hand in (author, checker))
    assert not rules.signer_problems(other, (author, checker))


def test_a_token_leads_to_its_paper_and_no_other_writing_of_it_does() -> None:
    paper = uuid4()
    token = verification.token(533124205, paper)
    assert verification.read(token) == (533124205, paper)
    assert len(token) == verification.LENGTH
    for wrong in ("", token[:-1], token + "A", token[:-1] + "!", "文" * 27, token.swapcase()[:26] + "="):
        assert verification.read(wrong) != (533124205, paper)
    # The last letter holds two bits that say nothing: only one of the four writings counts.
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    same = [each for each in alphabet if verification.read(token[:-1] + each) == (533124205, paper)]
    assert same == [token[-1]]


@pytest.mark.parametrize(
    ("kind", "format", "told"),
    [
        ("order", "order", []),
        ("order", "letterhead", ["format"]),
        ("notice", "order", ["format"]),
        ("minutes", "minutes", []),
        ("minutes", "letterhead", []),
        ("letter", "minutes", ["format"]),
    ],
)
def test_orders_and_minutes_have_formats_of_their_own(kind: str, format: str, told: list[str]) -> None:
    given = Elements(kind, title="关于样例的命令、通知、纪要、函", body="样")
    assert [problem.field for problem in rules.content_problems(kind, given, format, "")] == told


def test_who_was_there_is_taken_out_of_the_body_of_minutes() -> None:
    body = "会议研究了出席：一事。\n出席：样甲、样乙\n 列席:样丙 \n出席："
    assert rules.attendance(body) == (
        "会议研究了出席：一事。\n出席：",
        [["出席", "样甲、样乙"], ["列席", "样丙"]],
    )
