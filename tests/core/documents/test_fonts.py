"""Fonts are found by role in three places, a stand-in is told, and a character that can't be printed is named."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pylopdf_fonts_zh_cn as wheel
import pytest

from core.documents import fonts
from core.errors import DomainError
from tests.core.documents.making import make_font


@pytest.fixture
def only_wheel(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine without fonts of its own."""
    monkeypatch.setattr(fonts, "_system", list)
    fonts.forget()
    yield
    monkeypatch.undo()
    fonts.look_in("")
    fonts.forget()


@pytest.mark.usefixtures("only_wheel")
def test_the_wheel_plays_every_role_and_says_where_it_stands_in() -> None:
    found = fonts.roles()
    assert {name: font.family for name, font in found.items()} == {
        "fangsong": "Noto Serif SC",
        "kai": "Noto Serif SC",
        "hei": "Noto Sans SC",
        "song": "Noto Serif SC",
        "xiaobiaosong": "Noto Serif SC",
    }
    assert set(fonts.substitutes()) == {"fangsong", "kai", "xiaobiaosong"}


@pytest.mark.usefixtures("only_wheel")
def test_the_offices_own_font_comes_first_and_rare_characters_still_print(tmp_path: Path) -> None:
    make_font(tmp_path / "office.ttf", "FangSong_GB2312", "中国")
    fonts.look_in(str(tmp_path))
    assert fonts.roles()["fangsong"].real
    assert [face.family for face in fonts.chains()["fangsong"]][:2] == ["FangSong_GB2312", "Noto Serif SC"]
    assert "fangsong" not in fonts.substitutes()
    fonts.check("中国喆堃䶮玥昇塆垚犇\U0002cc56")


@pytest.mark.usefixtures("only_wheel")
def test_a_file_that_is_no_font_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "broken.ttf").write_bytes(b"no font")
    (tmp_path / "broken.ttc").write_bytes(b"")
    shutil.copy(wheel.sans_path(), tmp_path / "sans.ttf")
    fonts.look_in(str(tmp_path))
    assert fonts.roles()["hei"].path == tmp_path / "sans.ttf"


def test_a_role_without_any_font_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    for place in ("_system", "_wheel"):
        monkeypatch.setattr(fonts, place, list)
    fonts.forget()
    try:
        with pytest.raises(DomainError, match=fonts.FANDOL):
            fonts.roles()
    finally:
        monkeypatch.undo()
        fonts.forget()


@pytest.mark.usefixtures("only_wheel")
def test_a_character_no_font_knows_is_named_with_the_package() -> None:
    with pytest.raises(DomainError) as refused:
        fonts.check("排早\U000323af和\u0007")
    said = str(refused.value)
    assert "\U000323af（U+323AF）" in said
    assert "（U+0007）" in said
    assert fonts.RARE_PACKAGE in said
    assert "排" not in said


def test_what_no_reader_sees_needs_no_font() -> None:
    fonts.check("第一行\n第二行\t\u200b\ufeff")
