"""A seal service is hung up by the hook; where it fails the document goes out unsealed and says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from types import SimpleNamespace

import pytest

from core import plugins
from core.contracts import PluginInfo, Seal, Sealer
from core.db import crypto
from core.documents import seal_gateway
from core.documents.issuing import Press
from core.documents.seals import BY_HAND, NOT_SEALED, Registered, Unsealed
from core.errors import DomainError
from core.files.blobs import bytes_of
from core.hookspecs import hookimpl
from core.notices.channels import sign
from tests.core.documents.conftest import Desk, typeset
from tests.sample import ADMIN, LEADER, MENGYUE
from tests.site import Site


@contextmanager
def hung_up(seal: Seal) -> Iterator[None]:
    """A seal service of another plugin."""

    @hookimpl
    def register_plugin() -> PluginInfo:
        return PluginInfo("other", "其他", "其他", "1")

    @hookimpl
    def register_sealers() -> tuple[Sealer, ...]:
        return (Sealer("other.seal", "样例印章服务", lambda config: seal),)

    with plugins.using({"other": SimpleNamespace(register_plugin=register_plugin, register_sealers=register_sealers)}):
        yield


def pdf(*given: object) -> bytes:
    return b"%PDF-" + typeset(*given)  # type: ignore[arg-type]


def press_of(desk: Desk, site: Site) -> Press:
    return Press(desk.store, Registered(site.config), typeset=pdf, substitutes=lambda: ())


def test_the_answer_of_a_registered_service_is_what_is_kept(desk: Desk, site: Site) -> None:
    asked = []

    def seal(content: bytes, organ: str, number: str) -> bytes:
        asked.append((organ, number))
        return content + b"%SM2"

    with hung_up(seal):
        issued = desk.step(desk.signed(), "issue", ADMIN, press_of(desk, site))
    assert asked == [("勐约乡人民政府", issued.number)]
    assert issued.seal == "样例印章服务"
    with bytes_of(desk.store, issued.sha256) as kept:
        assert kept.read().endswith(b"%SM2")


def absent(content: bytes, organ: str, number: str) -> bytes:
    raise Unsealed("nobody there")


@pytest.mark.parametrize("fails", [absent, lambda content, organ, number: b"<html>"])
def test_where_the_service_fails_the_document_goes_out_unsealed_and_its_page_says_so(
    desk: Desk, site: Site, fails: Callable[[bytes, str, str], bytes]
) -> None:
    with hung_up(fails):
        issued = desk.step(desk.signed(), "issue", ADMIN, press_of(desk, site))
    assert issued.seal == NOT_SEALED
    with bytes_of(desk.store, issued.sha256) as kept:
        assert kept.read().startswith(b"%PDF-letter:")
    assert "印章服务没有加盖电子印章" in site.sign_in(LEADER).get(f"/w/{MENGYUE}/documents/{issued.id}").text


def test_what_the_service_refuses_is_not_issued_and_gives_its_number_back(desk: Desk, site: Site) -> None:
    def refuses(content: bytes, organ: str, number: str) -> bytes:
        raise DomainError("没有这个机关的印章")

    row = desk.signed()
    with hung_up(refuses), pytest.raises(DomainError, match="没有这个机关的印章"):
        desk.step(row, "issue", ADMIN, press_of(desk, site))
    assert desk.now(row.id).number == ""
    issued = desk.step(row, "issue", ADMIN, press_of(desk, site))
    assert issued.seal == BY_HAND, "no service has an address"


class Office(HTTPServer):
    """A seal service on the loopback."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Desktop)
        self.status, self.got = 200, list[tuple[dict[str, str], bytes]]()


class Desktop(BaseHTTPRequestHandler):
    server: Office

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.got.append((dict(self.headers), body))
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(body) + 4))
        self.end_headers()
        self.wfile.write(body + b"%SM2")

    def log_message(self, *given: object) -> None:
        """Say nothing."""


def test_the_gateway_is_given_the_signed_document_and_anything_but_200_is_no_seal(site: Site) -> None:
    with Office() as office:
        thread = Thread(target=office.serve_forever, args=(0.05,))
        thread.start()
        try:
            address = f"http://127.0.0.1:{office.server_address[1]}/seal"
            config = replace(site.config, gateways={"seal": address}, gateway_hosts="127.0.0.1")
            sealed = Registered(config).seal(b"%PDF-1.7", "样例乡人民政府", "样政发〔2026〕1号")
            assert (sealed.pdf, sealed.words) == (b"%PDF-1.7%SM2", seal_gateway.GATEWAY.label)
            head, body = office.got[0]
            key = crypto.read_key(config.gateway_key)
            assert head["X-Xiaoneng-Signature"] == sign(key, head["X-Xiaoneng-Timestamp"], body)
            assert head["X-Xiaoneng-Number"].isascii()
            for status in (302, 500):
                office.status = status
                assert Registered(config).seal(b"%PDF-1.7", "样", "样").words == NOT_SEALED
            elsewhere = replace(config, gateway_hosts="seal.example.cn")
            assert Registered(elsewhere).seal(b"%PDF-1.7", "样", "样").words == NOT_SEALED
            assert len(office.got) == 3, "a host that is not listed is never asked"
        finally:
            office.shutdown()
            thread.join()
    assert Registered(config).seal(b"%PDF-1.7", "样", "样").words == NOT_SEALED, "nobody there"
    assert Registered(site.config).seal(b"%PDF-1.7", "样", "样").words == BY_HAND
