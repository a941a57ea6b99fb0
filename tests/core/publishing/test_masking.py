"""Personal numbers are found however they are typed, masked as lists show them, and nothing else is touched."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.publishing import masking
from core.publishing.masking import BANK, ID, ID_LIKE, PHONE

ID_NUMBER, MOBILE = "990000198504121013", "19900001111"


def identity(rng: random.Random) -> str:
    """A valid identity number of nobody: no division has the code 99."""
    body = f"99{rng.randrange(10000):04}{rng.randrange(1930, 2020)}{rng.randrange(1, 13):02}{rng.randrange(1, 29):02}"
    body += f"{rng.randrange(1000):03}"
    return body + masking.check_digit(body)


def account(rng: random.Random) -> str:
    """A number that passes Luhn's check."""
    body = "99" + "".join(str(rng.randrange(10)) for _ in range(rng.choice((13, 16))))
    return next(body + str(last) for last in range(10) if masking._luhn(body + str(last)))


@pytest.mark.parametrize(
    ("text", "kind", "number"),
    [
        (f"身份证{ID_NUMBER}。", ID, ID_NUMBER),
        ("身份证９９００００１９８５０４１２１０１３", ID, ID_NUMBER),
        ("990000 19850412 1013", ID, ID_NUMBER),
        ("99000019850412101\u200b3", ID, ID_NUMBER),
        (f"身份证{ID_NUMBER}电话", ID, ID_NUMBER),
        ("11010519491231002x", ID, "11010519491231002X"),
        ("990000198504121010", ID_LIKE, "990000198504121010"),
        ("990000850412101", ID_LIKE, "990000850412101"),
        (f"电话{MOBILE}", PHONE, MOBILE),
        ("199 0000 1111", PHONE, MOBILE),
        ("199-0000-1111", PHONE, MOBILE),
        ("199–0000–1111", PHONE, MOBILE),
        ("+86 19900001111", PHONE, "8619900001111"),
        ("账号6222 0212 3456 7890 128", BANK, "6222021234567890128"),
    ],
)
def test_a_number_is_found_however_it_is_typed(text: str, kind: str, number: str) -> None:
    assert [(finding.kind, finding.number) for finding in masking.find(text)] == [(kind, number)]


@pytest.mark.parametrize(
    "text",
    [
        "勐政发〔2026〕6号",
        "电话0692-7171234",
        "12345",
        "2026-11-24 16:05",
        "编码533124205201",
        "1234567890123456",
        "金额38万元",
    ],
)
def test_what_is_no_personal_number_is_left_alone(text: str) -> None:
    assert masking.find(text) == []
    assert masking.masked(text) == text


def test_two_numbers_side_by_side_are_two() -> None:
    assert [f.number for f in masking.find(f"{MOBILE} 19900002222")] == [MOBILE, "19900002222"]


def test_masks_keep_what_lists_keep_and_the_text_around() -> None:
    text = f"张某（{ID_NUMBER}），电话 199 0000 1111、账号6222 0212 3456 7890 128。"
    assert masking.masked(text) == "张某（99*************013），电话 199****1111、账号***************0128。"


def test_a_number_may_stay_and_an_identity_number_never() -> None:
    text = f"{MOBILE}，{ID_NUMBER}"
    assert masking.masked(text, {MOBILE, ID_NUMBER}) == f"{MOBILE}，99*************013"


def test_pieces_are_the_text_again_and_name_the_kind_of_each_number() -> None:
    text = f"电话{MOBILE}，谢谢"
    assert masking.pieces(text) == [("电话", ""), (MOBILE, PHONE), ("，谢谢", "")]


def test_of_two_hundred_seeded_texts_every_number_is_found_and_none_is_left() -> None:
    rng = random.Random(200)
    words = "关于公布二〇二六年临时救助对象名单的公告村民小组组长签字"
    for _ in range(200):
        numbers = [identity(rng), f"1{rng.choice('3456789')}{rng.randrange(10**9):09}", account(rng)]
        rng.shuffle(numbers)
        parts = ["".join(rng.choices(words, k=rng.randrange(1, 9))) for _ in numbers]
        text = "".join(part + number for part, number in zip(parts, numbers, strict=True)) + "。"
        assert {finding.number for finding in masking.find(text)} == set(numbers)
        assert [number for number in numbers if number in masking.masked(text)] == []


@given(st.text())
def test_any_text_is_cut_and_put_together_again(text: str) -> None:
    assert "".join(piece for piece, _ in masking.pieces(text)) == text
    assert masking.find(masking.masked(text)) == []
