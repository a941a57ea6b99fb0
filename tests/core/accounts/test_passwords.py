"""The profile of 等级保护 for passwords, each rule by an example on both sides."""

from __future__ import annotations

import pytest

from core.accounts import passwords

LOGIN = "si.nuojia"
SHORT, KINDS, NAMED = "密码至少12个字符。", "密码要包含大写字母、小写字母、数字、符号中的三种。", "密码不能包含登录名。"


@pytest.mark.parametrize(
    ("password", "told"),
    [
        ("Mengyue-2026", []),
        ("mengyue-2026", []),
        ("MENGYUE-2026", []),
        ("Mengyue20261", []),
        ("Mengyue-2026" * 8, []),
        ("勐约乡Mengyue2026", []),
        ("勐约乡 mengyue 2026", []),
        ("Mengyue-202", [SHORT]),
        ("mengyuexiang2026", [KINDS]),
        ("mengyuexiangdzb", [KINDS]),
        ("202611242026", [KINDS]),
        ("Si.nuojia-2026", [NAMED]),
        ("2026-SI.NUOJIA", [NAMED]),
        ("si.nuojia", [SHORT, KINDS, NAMED]),
        ("", [SHORT, KINDS]),
        ("短", [SHORT, KINDS]),
    ],
)
def test_every_reason_is_told_at_once_at_the_field(password: str, told: list[str]) -> None:
    found = passwords.problems(password, LOGIN)
    assert [str(problem) for problem in found] == told
    assert {problem.field for problem in found} <= {"password"}


def test_only_the_hash_is_kept_and_only_the_password_fits_it() -> None:
    stored = passwords.hashed("Mengyue-2026")
    assert stored.startswith("$argon2id$")
    assert "Mengyue" not in stored
    assert stored != passwords.hashed("Mengyue-2026")
    assert passwords.fits(stored, "Mengyue-2026")
    assert not passwords.fits(stored, "mengyue-2026")
    assert not passwords.fits(stored, "")


def test_where_nothing_is_stored_no_password_fits_not_even_the_decoys() -> None:
    assert not passwords.fits(None, "Mengyue-2026")
    assert not passwords.fits(None, "nobody's password")
