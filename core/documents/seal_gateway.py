"""A seal service over HTTPS; a sample of how another one is hung up by the hook.

``[gateways] seal = "https://HOST/PATH"`` in the settings, its host among `gateway_hosts`. The PDF is posted, signed as
what goes to every gateway (`core.notices.channels.sign`), organ and number percent-encoded in the head; the answer is
200 with the sealed PDF.
"""

from __future__ import annotations

import http.client
from functools import partial
from urllib.parse import SplitResult, quote

from core import clock as time
from core.config import Config
from core.contracts import Seal, Sealer
from core.db import crypto
from core.documents.seals import Unsealed
from core.i18n import N_
from core.notices.channels import GatewayError, allowed, sign

SECONDS = 3.0  # others wait for the write turn meanwhile
LARGEST = 50 * 1024 * 1024


def make(config: Config) -> Seal | None:
    """The service that the settings give an address; None where they give none."""
    address = config.gateways.get("seal", "")
    if not address:
        return None
    try:
        url = allowed(address, config.gateway_hosts)
    except GatewayError as error:
        return partial(_fails, str(error))
    return partial(post, url, crypto.read_key(config.gateway_key))


def post(url: SplitResult, key: bytes, pdf: bytes, organ: str, number: str) -> bytes:
    """Have a PDF sealed.

    Raises:
        Unsealed: nobody answers in time, or not with 200; a redirect is not followed.
    """
    at = str(int(time.now().timestamp()))
    headers = {
        "Content-Type": "application/pdf",
        "X-Xiaoneng-Organ": quote(organ),
        "X-Xiaoneng-Number": quote(number),
        "X-Xiaoneng-Timestamp": at,
        "X-Xiaoneng-Signature": sign(key, at, pdf),
    }
    kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
    connection = kind(str(url.hostname), url.port, timeout=SECONDS)
    try:
        connection.request("POST", f"{url.path or '/'}{'?' + url.query if url.query else ''}", pdf, headers)
        answer = connection.getresponse()
        sealed = answer.read(LARGEST)
    except (OSError, http.client.HTTPException) as error:
        raise Unsealed(f"{url.hostname}: {error}") from error
    finally:
        connection.close()
    if answer.status != 200:
        raise Unsealed(f"{url.hostname} answered {answer.status}")
    return sealed


def _fails(reason: str, pdf: bytes, organ: str, number: str) -> bytes:
    raise Unsealed(reason)


GATEWAY = Sealer("core.seal_gateway", N_("由印章服务加盖电子印章"), make)
