"""The token of a paper's verification page: which tenant's which paper, in 27 letters for a QR code.

It holds the paper's own id, 62 bits of it by chance, so that no table of tokens is kept and none can be guessed.
"""

from __future__ import annotations

import base64
from uuid import UUID

LENGTH = 27
TENANT = 4


def token(tenant: int, paper_id: UUID) -> str:
    """The token of a paper of a case or of an official document."""
    return base64.urlsafe_b64encode(tenant.to_bytes(TENANT, "big") + paper_id.bytes).rstrip(b"=").decode()


def read(written: str) -> tuple[int, UUID] | None:
    """Tenant and paper of a token; None for what is none."""
    if len(written) != LENGTH or not written.isascii():
        return None
    try:
        raw = base64.b64decode(written + "=", altchars=b"-_", validate=True)
    except ValueError:
        return None
    if len(raw) != TENANT + 16:
        return None
    found = int.from_bytes(raw[:TENANT], "big"), UUID(bytes=raw[TENANT:])
    # One paper has one token: other letters that decode to the same bytes are none.
    return found if token(*found) == written else None
