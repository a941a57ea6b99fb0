"""Fonts by role 仿宋、楷体、黑体、宋体、小标宋: which file plays it, whether it is the real one, and what it can print.

A typesetter only warns of a font that is missing and says nothing of a character that is, so both are looked at here,
before a paper is set. The order: the office's own folder, the system's, the wheel that comes with the product.
"""

from __future__ import annotations

import os
import struct
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from core.errors import DomainError, Problem
from core.i18n import N_

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

SUFFIXES = {".ttf", ".otf", ".ttc", ".otc"}
WHEEL = "pylopdf-fonts-zh-cn"
FANDOL = "texlive-lang-chinese"
# Seen by no reader, printed by no font.
INVISIBLE = {*range(0x200B, 0x2010), 0x2060, 0xFEFF, 0xAD, *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}
UNCOVERED = N_("字体里没有这些字：%(characters)s。请安装软件包%(package)s，或者把有这些字的字体文件放进字体文件夹。")


@dataclass(frozen=True, slots=True)
class Role:
    """What a font is for.

    Attributes:
        families: the families that are the real thing, best first.
        free: families that may come with the product and print in its place, best first.
        equal: a free family is as good as a real one.
        package: what brings a real one; empty where none may be given away and the office brings its own.
    """

    label: str
    families: tuple[str, ...]
    free: tuple[str, ...]
    package: str = ""
    equal: bool = False


SERIF, SANS = ("Noto Serif SC", "Noto Serif CJK SC"), ("Noto Sans SC", "Noto Sans CJK SC")
ROLES: Mapping[str, Role] = {
    "fangsong": Role(
        N_("仿宋"),
        ("FangSong_GB2312", "FangSong", "仿宋", "FZFangSong-Z02", "STFangsong", "FandolFang R"),
        SERIF,
        FANDOL,
    ),
    "kai": Role(
        N_("楷体"),
        ("KaiTi_GB2312", "KaiTi", "楷体", "FZKai-Z03", "STKaiti", "AR PL UKai CN", "FandolKai"),
        SERIF,
        FANDOL,
    ),
    "hei": Role(N_("黑体"), ("SimHei", "黑体", "FZHei-B01", "STHeiti", "FandolHei"), SANS, WHEEL, True),
    "song": Role(N_("宋体"), ("SimSun", "宋体", "FZShuSong-Z01", "STSong", "FandolSong"), SERIF, WHEEL, True),
    "xiaobiaosong": Role(
        N_("小标宋"), ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK"), SERIF
    ),
}
# Who prints what the role's own font does not know: names of people and villages (喆, 堃, 䶮 and rarer).
RARE = (*SERIF, *SANS, "SimSun-ExtB", "SimSun-ExtG", "HanaMinA", "HanaMinB", "Plangothic P1", "Plangothic P2")
RARE_PACKAGE = "fonts-hanazono"


@dataclass(frozen=True, slots=True)
class Face:
    """One face of a font file, with the first name of its family and all of them."""

    path: Path
    index: int
    family: str
    names: frozenset[str]


@dataclass(frozen=True, slots=True)
class FontFound:
    """Who plays a role; `real` is False for a stand-in."""

    role: str
    label: str
    family: str
    path: Path
    real: bool
    package: str


_own: Path | None = None


def look_in(folder: str) -> None:
    """Say where the office keeps fonts of its own (`font_dir`); empty for nowhere. Counts for the whole process."""
    global _own
    if (wanted := Path(folder) if folder else None) != _own:
        _own = wanted
        forget()


def forget() -> None:
    """Look anew for fonts: some were brought or taken away."""
    for kept in (_places, _found, _spare, _covered):
        kept.cache_clear()


def roles() -> Mapping[str, FontFound]:
    """Who plays each role, real or stand-in.

    Raises:
        DomainError: a role has no font at all, with the package that brings one.
    """
    return {name: font for name, font in _found().items() if name in ROLES}


def substitutes() -> Mapping[str, FontFound]:
    """The roles that a stand-in plays: a formal paper needs somebody's word that this will do."""
    return {name: font for name, font in roles().items() if not font.real}


def chains() -> Mapping[str, tuple[Face, ...]]:
    """Role → the faces a typesetter tries in turn: its own font, then those that know rare characters."""
    return {name: tuple(dict.fromkeys([_face(font), *_spare()])) for name, font in roles().items()}


def folders() -> list[Path]:
    """Where the files lie that are needed; a typesetter takes no single files."""
    paths = [*(font.path for font in roles().values()), *(face.path for face in _spare())]
    return list(dict.fromkeys(path.parent for path in paths))


def check(text: str) -> None:
    """Let pass what every role can print.

    Raises:
        DomainError: characters no font here knows, each named, with the package that may bring them.
    """
    if missing := sorted(set(text) - _covered()):
        names = tuple(f"{shown(each)}（U+{ord(each):04X}）" for each in missing if not _silent(each))
        if names:
            raise DomainError(Problem(UNCOVERED, params={"characters": names, "package": RARE_PACKAGE}))


def shown(character: str) -> str:
    """A character for a message; what would not show, or would turn the line around, by its name alone."""
    return "" if unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"} else character


def _silent(character: str) -> bool:
    return character in "\n\t\r" or ord(character) in INVISIBLE


@lru_cache(maxsize=1)
def _covered() -> frozenset[str]:
    """What all roles can print."""
    spare: set[int] = set()
    for face in _spare():
        spare |= _cmap(face.path, face.index)
    sets = [_cmap(font.path, _face(font).index) | spare for font in roles().values()]
    return frozenset(map(chr, set.intersection(*map(set, sets))))


def _face(font: FontFound) -> Face:
    return next(face for faces in _places() for face in faces if (face.path, face.family) == (font.path, font.family))


@lru_cache(maxsize=32)
def _cmap(path: Path, index: int) -> frozenset[int]:
    from fontTools.ttLib import TTFont

    with TTFont(path, fontNumber=index, lazy=True) as font:
        return frozenset(font.getBestCmap())


@lru_cache(maxsize=1)
def _found() -> Mapping[str, FontFound]:
    found = {}
    for name, role in ROLES.items():
        real = _first(role.families)
        face = real or _any(role.free)
        if face is None:
            raise DomainError(
                Problem(
                    N_("没有%(role)s字体。请安装软件包%(package)s，或者把字体文件放进字体文件夹。"),
                    params={"role": role.label, "package": role.package or WHEEL},
                )
            )
        found[name] = FontFound(name, role.label, face.family, face.path, real is not None or role.equal, role.package)
    return found


@lru_cache(maxsize=1)
def _spare() -> tuple[Face, ...]:
    """Who prints rare characters here."""
    return tuple(face for family in RARE if (face := _first((family,))))


def _any(families: Iterable[str]) -> Face | None:
    """The first of these families that is anywhere."""
    return next((face for family in families if (face := _first((family,)))), None)


def _first(families: Iterable[str]) -> Face | None:
    """The first of these families in the first place that has any of them."""
    wanted = [family.casefold() for family in families]
    for faces in _places():
        by_name = {name: face for face in reversed(faces) for name in face.names}
        if face := next((by_name[family] for family in wanted if family in by_name), None):
            return face
    return None


@lru_cache(maxsize=1)
def _places() -> tuple[tuple[Face, ...], ...]:
    """The faces of each place, in the order in which they are asked."""
    return tuple(tuple(_faces(folders)) for folders in ([_own] if _own else [], _system(), _wheel()))


def _system() -> list[Path]:
    home = Path.home()
    if sys.platform == "win32":
        return [
            Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts",
            home / r"AppData\Local\Microsoft\Windows\Fonts",
        ]
    if sys.platform == "darwin":
        return [Path("/Library/Fonts"), Path("/System/Library/Fonts"), home / "Library/Fonts"]
    return [
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        home / ".local/share/fonts",
        Path("/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"),
    ]


def _wheel() -> list[Path]:
    try:
        import pylopdf_fonts_zh_cn as wheel
    except ImportError:
        return []
    return [Path(wheel.serif_path()), Path(wheel.sans_path())]


def _faces(places: Iterable[Path]) -> Iterator[Face]:
    for place in places:
        paths = [place] if place.is_file() else sorted(place.rglob("*")) if place.is_dir() else []
        for path in paths:
            if path.suffix.lower() in SUFFIXES:
                yield from _faces_of(path)


def _faces_of(path: Path) -> Iterator[Face]:
    """The regular faces of a file; one that cannot be read has none."""
    from fontTools.ttLib import TTCollection, TTFont, TTLibError

    try:
        with path.open("rb") as file:
            several = path.suffix.lower() in {".ttc", ".otc"}
            fonts = TTCollection(file, lazy=True).fonts if several else [TTFont(file, lazy=True)]
            yield from [face for place, font in enumerate(fonts) if (face := _named(path, place, font))]
    except (TTLibError, OSError, ValueError, struct.error):
        return


def _named(path: Path, index: int, font: TTFont) -> Face | None:
    if font["OS/2"].usWeightClass not in range(300, 501) and "fvar" not in font:
        return None
    records = [(row.nameID, row.toUnicode(errors="replace")) for row in font["name"].names if row.nameID in {1, 16}]
    first = next((words for number, words in records if number == 1), "")
    return Face(path, index, first, frozenset(words.casefold() for _, words in records)) if first else None
