"""Tokens, the cutting of a query, and marks that no text can break out of."""

from __future__ import annotations

import re
from html import unescape

import pytest
import rjieba
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from core.search.tokens import MAX_TOKEN, MAX_WORDS, Word, cut_query, excerpt, index_tokens, mark, norm


def typed(text: str) -> list[str]:
    return [word.text for word in cut_query(text)]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("行政复议", ["行政", "政复", "复议", "议"]),
        ("税", ["税"]),
        ("村，民", ["村", "民"]),
        ("0692-5123456", ["06925123456", "0692", "5123456"]),
        ("A4纸", ["a4", "a", "4", "纸"]),
        ("勐政发〔2026〕6号", ["勐政", "政发", "发", "2026", "6", "号"]),
        ("２０２６年", ["2026", "年"]),
        ("行政複議", ["行政", "政复", "复议", "议"]),
        ("v1.2.3", ["v123", "v", "1", "2", "3"]),
        ("-a- .b.", ["a", "b"]),
        ("𠀀𠀁", ["𠀀𠀁", "𠀁"]),
        ("〇三", ["〇三", "三"]),
        ("😀\x00*:\ud800", []),
        ("x" * 500, ["x" * MAX_TOKEN]),
    ],
)
def test_tokens_of_a_text(text: str, tokens: list[str]) -> None:
    assert index_tokens(text) == tokens


def test_document_numbers_are_the_same_in_every_bracket() -> None:
    forms = ["勐政发〔2026〕6号", "勐政发[2026]6号", "勐政发2026 6号", "勐政发【２０２６】６號"]
    assert len({tuple(index_tokens(form)) for form in forms}) == 1


def test_the_index_needs_no_dictionary(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(rjieba, "cut")
    assert index_tokens("广瓦村") == ["广瓦", "瓦村", "村"]


@given(st.text())
def test_the_one_form_keeps_every_place(text: str) -> None:
    assert len(norm(text)) == len(text)
    assert norm(norm(text)) == norm(text)


@given(st.text(alphabet='行政复议许可广瓦村低保a4-.２ ，“”"', max_size=60))
def test_every_text_is_found_by_its_own_words(text: str) -> None:
    held = index_tokens(text)
    for word in cut_query(text):
        if word.is_cjk and len(word.text) == 1:
            assert any(token.startswith(word.text) for token in held)
        else:
            assert set(word.tokens) <= set(held)


def test_the_dictionary_cuts_what_is_typed_without_spaces() -> None:
    assert typed("广瓦村宅基地") == ["广瓦村", "宅基地"]
    assert typed("行政复议申请期限") == ["行政复议", "申请", "期限"]


@pytest.mark.parametrize("text", ['"申请期限"', "“申请期限”", "「申請期限」"])
def test_what_is_quoted_is_not_cut(text: str) -> None:
    assert cut_query(text) == [Word("申请期限", is_cjk=True)]


def test_an_open_quotation_quotes_nothing() -> None:
    assert typed('"申请期限') == ["申请", "期限"]


def test_a_word_of_three_characters_is_a_phrase_of_pairs() -> None:
    assert Word("代理人", is_cjk=True).tokens == ("代理", "理人")


def test_words_are_asked_once_and_only_so_many() -> None:
    assert typed("低保 低保 低保") == ["低保"]
    assert len(cut_query(" ".join(map(str, range(1_000))))) <= MAX_WORDS
    assert cut_query("宅" * 10_000)


@pytest.mark.parametrize(
    ("text", "words", "html"),
    [
        ("宅基地审批", "宅基地", "<mark>宅基地</mark>审批"),
        ("行政許可", "许可", "行政<mark>許可</mark>"),
        ("<script>宅</script>", "宅", "&lt;script&gt;<mark>宅</mark>&lt;/script&gt;"),
        ("<b>宅</b>", "b", "&lt;<mark>b</mark>&gt;宅&lt;/<mark>b</mark>&gt;"),
        ("电话0692-5123456", "06925123456", "电话<mark>0692-5123456</mark>"),
        ("2026年6号26", "6", "2026年<mark>6</mark>号26"),
        ("编号A4纸", "a4", "编号<mark>A4</mark>纸"),
        ("行政复议", "行政 政复 “复议”", "<mark>行政</mark><mark>复议</mark>"),
        ("a&amp;b", "amp", "a&amp;<mark>amp</mark>;b"),
        ("'\"", "x", "&#39;&#34;"),
    ],
)
def test_marks(text: str, words: str, html: str) -> None:
    assert str(mark(text, cut_query(words))) in (html, html.replace("</mark><mark>", ""))


@given(
    st.text(alphabet="宅基地<>&\"'/ab1-. mark;", max_size=80), st.text(alphabet="宅基地<>&\"'/ab1-. mark;", max_size=20)
)
def test_marks_add_marks_and_nothing_else(text: str, words: str) -> None:
    for made in (mark(text, cut_query(words)), excerpt(text, cut_query(words), length=1_000)):
        assert isinstance(made, Markup)
        bare = re.sub("</?mark>", "", str(made))
        assert "<" not in bare
        assert unescape(bare) == text
        assert str(made).count("<mark>") == str(made).count("</mark>")


@given(st.text(alphabet="甲乙丙丁，a", max_size=300), st.integers(1, 50))
def test_an_excerpt_is_a_part_of_the_text(text: str, length: int) -> None:
    bare = re.sub("</?mark>|…", "", str(excerpt(text, cut_query("乙丙"), length)))
    assert bare in text
    assert len(bare) <= length


def test_an_excerpt_shows_the_word() -> None:
    made = excerpt("甲" * 400 + "宅基地" + "乙" * 400, cut_query("宅基地"))
    assert "<mark>宅基地</mark>" in made
    assert made.startswith("…")
    assert made.endswith("…")
