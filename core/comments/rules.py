"""The rules of comments, pure (重大行政决策程序暂行条例 15, 18)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from core.errors import Problem
from core.i18n import N_

LONGEST, SHORT = 2_000, 60
WAITING, SHOWN, WITHHELD = "waiting", "shown", "withheld"
# The only grounds on which a comment is not shown; that it disagrees is none.
GROUNDS: Mapping[str, str] = {
    "unlawful": N_("含有法律、法规禁止的内容"),
    "insult": N_("侮辱、诽谤他人"),
    "private": N_("泄露他人隐私或者商业秘密"),
    "advert": N_("广告"),
    "unrelated": N_("与征求意见的事项无关"),
    "twice": N_("同一人重复提交"),
}
TAKEN: Mapping[str, str] = {"yes": N_("采纳"), "part": N_("部分采纳"), "no": N_("未采纳")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What somebody says; name and telephone are as they are kept, and the telephone is never shown."""

    words: str
    name: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moderate:
    """Whether a comment is shown, or on which ground not."""

    show: bool
    ground: str = ""


def said(words: str) -> list[Problem]:
    """In words."""
    return [] if words.strip() else [Problem(N_("请写下您的意见。"), "words")]


def moderate(standing: str, command: Moderate) -> list[Problem]:
    """Once; held back only on a ground of the list."""
    if standing != WAITING:
        return [Problem(N_("这条意见已经审看过。"))]
    if not command.show and command.ground not in GROUNDS:
        return [Problem(N_("不公开的，请选择理由；意见不同不是理由。"), "ground")]
    return []
