"""Codes of an authenticator app 动态口令: TOTP of RFC 6238, six digits, new every 30 seconds."""

from __future__ import annotations

import base64
import datetime as dt
import hmac
import re
import secrets

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

DIGITS, SECONDS = 6, 30
SECRET_BYTES = 20  # RFC 4226, 4: as long as the hash
# A phone may be half a minute off (security.md A3).
TOLERATED = (0, -1, 1)
RECOVERY_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # nothing that is read as something else


def new_secret() -> str:
    """A secret to share with an app, in Base32."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()


def address(secret: str, login: str, issuer: str) -> str:
    """The ``otpauth:`` address that an app reads from a QR code."""
    return _codes(secret).get_provisioning_uri(login, issuer)


def step_of(secret: str, code: str, at: dt.datetime) -> int | None:
    """The step of time, in units of 30 seconds, of which `code` is the code; None where it is that of none near."""
    given, now = plain(code), int(at.timestamp()) // SECONDS
    codes = _codes(secret)
    for step in (now + off for off in TOLERATED):
        if hmac.compare_digest(codes.generate(step * SECONDS), given.encode()):
            return step
    return None


def new_recovery_code() -> str:
    """A code for the day the phone is gone, e.g. ``k7wq-3nbt-9xfd``: 59 bits."""
    drawn = "".join(secrets.choice(RECOVERY_ALPHABET) for _ in range(12))
    return "-".join(drawn[first : first + 4] for first in (0, 4, 8))


def plain(code: str) -> str:
    """A code as it is compared: without the blanks and hyphens of whoever typed it, in small letters."""
    return re.sub(r"[\s-]", "", code).lower()


def _codes(secret: str) -> TOTP:
    # The hash that every app knows; what weakens SHA-1 elsewhere, collisions, is of no use against an HMAC.
    return TOTP(base64.b32decode(secret), DIGITS, SHA1(), SECONDS)  # noqa: S303
