"""Codes of an authenticator app, against the values printed in RFC 6238."""

from __future__ import annotations

import base64
import datetime as dt

import pytest

from core.accounts import totp

# RFC 6238, Appendix B: the secret of the SHA-1 rows, and the last six of the eight digits printed there.
SECRET = base64.b32encode(b"12345678901234567890").decode()
PRINTED = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
]


def at(seconds: int) -> dt.datetime:
    return dt.datetime.fromtimestamp(seconds, dt.UTC)


@pytest.mark.parametrize(("seconds", "code"), PRINTED)
def test_a_code_is_that_of_the_standard(seconds: int, code: str) -> None:
    assert totp.step_of(SECRET, code, at(seconds)) == seconds // 30
    assert totp.step_of(SECRET, f" {code[:3]} {code[3:]}", at(seconds)) == seconds // 30


def test_half_a_minute_is_forgiven_and_no_more() -> None:
    seconds, code = PRINTED[1]
    assert [totp.step_of(SECRET, code, at(seconds + off)) is not None for off in (-60, -30, 0, 30, 61)] == [
        False,
        True,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize("typed", ["", "000000", "２８７０８２", "28708", "2870823", "null", "' or 1"])
def test_what_is_no_code_fits_nothing(typed: str) -> None:
    assert totp.step_of(SECRET, typed, at(59)) is None


def test_secrets_and_recovery_codes_are_long_enough_and_never_twice_the_same() -> None:
    secrets, codes = {totp.new_secret() for _ in range(200)}, {totp.new_recovery_code() for _ in range(200)}
    assert (len(secrets), len(codes)) == (200, 200)
    assert {len(base64.b32decode(secret)) for secret in secrets} == {20}
    assert all(totp.plain(code.upper()) == code.replace("-", "") and len(code) == 14 for code in codes)
