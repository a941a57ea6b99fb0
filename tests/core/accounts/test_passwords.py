"""What a new password must be by either profile, each rule by an example on both sides."""

from __future__ import annotations

import pytest

from core.accounts import passwords
from core.profiles import PROFILES, Profile

LOGIN = "si.nuojia"
SHORT, KINDS, NAMED = "密码至少12个字符。", "密码要包含大写字母、小写字母、数字、符号中的三种。", "密码不能包含登录名。"
COMMON, GUESSED = "这个密码太常见，或者只是在常见密码上加了数字、符号。请换一个。", "密码不能包含“勐约乡”，谁都猜得到。"
DJBH, ASVS = PROFILES["djbh"], PROFILES["asvs"]


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
        ("Password-2026", [COMMON]),
        ("--PASSWORD2026", [COMMON]),
        ("Qwertyqwerty1", [COMMON]),
        ("1qaz2wsx3edc", [KINDS, COMMON]),
        ("123456789012", [KINDS, COMMON]),
        ("Summer-Of-2026", []),
    ],
)
def test_every_reason_is_told_at_once_at_the_field(password: str, told: list[str]) -> None:
    found = passwords.problems(password, LOGIN)
    assert [str(problem) for problem in found] == told
    assert {problem.field for problem in found} <= {"password"}
    asvs = [str(problem) for problem in passwords.problems(password, LOGIN, ASVS)]
    assert asvs == [words for words in told if words != KINDS], "ASVS asks for no kinds of character (6.2.5)"


@pytest.mark.parametrize("profile", [DJBH, ASVS], ids=["djbh", "asvs"])
def test_the_three_thousand_most_common_are_refused_and_long_ones_of_any_letters_are_not(profile: Profile) -> None:
    common = passwords.COMMON.read_text(encoding="utf-8").split()
    refused = [word for word in common if passwords.problems(word, LOGIN, profile)]
    dressed = [word for word in common if word.isalpha() and passwords.is_common(f"{word.title()}-2026")]
    assert len(refused) == len(common) >= 3000
    assert len(dressed) == sum(word.isalpha() for word in common)
    for good in ("长" * 20 + "Aa1", "Mengyue-2026" + "x" * 52, "山高水长 Yunnan 2026 的早晨"):
        assert passwords.problems(good, LOGIN, profile) == []
    assert [str(found) for found in passwords.problems("勐约乡Mengyue2026", LOGIN, profile, ["县", "勐约乡"])] == [
        GUESSED
    ]


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
