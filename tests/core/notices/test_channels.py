"""Channels: what goes to a gateway is signed and goes to listed hosts only, and a mail is one mail to one mailbox."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest

from core.config import Config
from core.contracts import Message
from core.db import crypto
from core.notices import channels
from core.notices.channels import CHANNELS, GatewayError
from tests.core.mail.server import mailbox
from tests.core.notices.gateways import Gateway, running

MESSAGE = Message(UUID(int=7), "sms", "13900001234", "题", "勐约许〔2026〕1号的事")
BY_CODE = {channel.code: channel for channel in CHANNELS}


@pytest.fixture
def gateway() -> Iterator[Gateway]:
    """A running gateway."""
    with running() as server:
        yield server


@pytest.fixture
def settings(tmp_path: Path) -> Config:
    """The settings of an installation with a key for gateways."""
    config = Config(data=tmp_path)
    config.keys.mkdir()
    crypto.write_key(config.gateway_key)
    return config


def test_a_gateway_gets_the_message_signed_with_its_id(gateway: Gateway, settings: Config) -> None:
    config = dataclasses.replace(settings, gateways={"sms": gateway.url}, gateway_hosts="sms.example.cn, 127.0.0.1")
    assert BY_CODE["sms"].sender(config)(MESSAGE) == "HTTP 200"
    ((headers, body, path),) = gateway.got
    assert path == "/send?app=1"
    assert json.loads(body) == {"id": str(MESSAGE.id), "channel": "sms", "to": MESSAGE.to, "text": MESSAGE.text}
    key = crypto.read_key(config.gateway_key)
    assert headers["X-Xiaoneng-Event"] == str(MESSAGE.id)
    assert headers["X-Xiaoneng-Signature"] == channels.sign(key, headers["X-Xiaoneng-Timestamp"], body)
    assert channels.sign(key, headers["X-Xiaoneng-Timestamp"], body + b" ") != headers["X-Xiaoneng-Signature"]
    assert channels.sign(key, "1", body) != headers["X-Xiaoneng-Signature"], "an old request can be told"


@pytest.mark.parametrize("status", [302, 307, 400, 500])
def test_a_gateway_that_does_not_take_the_message_is_a_failure_and_no_redirect_is_followed(
    gateway: Gateway, settings: Config, status: int
) -> None:
    config = dataclasses.replace(settings, gateways={"sms": gateway.url}, gateway_hosts="127.0.0.1")
    gateway.status = status
    with pytest.raises(GatewayError, match=str(status)):
        BY_CODE["sms"].sender(config)(MESSAGE)
    assert len(gateway.got) == 1


@pytest.mark.parametrize(
    ("address", "hosts"),
    [
        ("https://sms.example.cn/", ""),
        ("https://evil.example.cn/", "sms.example.cn"),
        ("https://sms.example.cn.evil.cn/", "sms.example.cn"),
        ("https://sms.example.cn@evil.cn/", "sms.example.cn"),
        ("https://user:secret@sms.example.cn/", "sms.example.cn"),
        ("http://sms.example.cn/", "sms.example.cn"),
        ("ftp://sms.example.cn/", "sms.example.cn"),
        ("file:///etc/passwd", "sms.example.cn"),
        ("", "sms.example.cn"),
    ],
)
def test_a_gateway_is_a_listed_host_by_https(address: str, hosts: str) -> None:
    with pytest.raises(GatewayError) as told:
        channels.allowed(address, hosts)
    assert "secret" not in str(told.value)


def test_a_listed_gateway_is_allowed_whatever_its_letters() -> None:
    assert channels.allowed("https://SMS.example.cn:8443/x", "a.cn, sms.EXAMPLE.cn").port == 8443


def test_a_mail_is_one_mail_to_one_mailbox_whatever_its_words_are(settings: Config) -> None:
    with mailbox() as server:
        config = dataclasses.replace(settings, smtp_url=server.url, mail_from="xn@county.example")
        send = BY_CODE["mail"].sender(config)
        send(dataclasses.replace(MESSAGE, to="a@b.cn", subject="题\r\nBcc: c@d.cn\r\n\r\n正文"))
        with pytest.raises(ValueError):
            send(dataclasses.replace(MESSAGE, to="a@b.cn\r\nBcc: c@d.cn"))
        ((_, receivers, letter),) = server.letters
    assert receivers == ("a@b.cn",)
    assert letter["Bcc"] is None
    assert letter["To"] == "a@b.cn"
    assert MESSAGE.id.hex in letter["Message-ID"]
    assert letter.get_content().strip() == MESSAGE.text


def test_the_outbox_holds_a_message_once_and_no_address(settings: Config) -> None:
    send = BY_CODE["wechat"].sender(settings)
    message = dataclasses.replace(MESSAGE, channel="wechat", to="oAbcdefghijklmnopqrstuv12345")
    assert [send(message) for _ in range(2)] == [channels.LOGGED] * 2
    (path,) = (settings.data / "outbox").rglob("*.json")
    assert message.to not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("channel", "good", "bad"),
    [
        ("mail", "a.b@c-d.example.cn", ["", "a", "a@b", "a@b.cn\nx", "a b@c.cn", "a@b.cn,c@d.cn", "<a@b.cn>"]),
        ("sms", "13900001234", ["", "1390000123", "139000012345", "23900001234", "１３９００００１２３４"]),
        ("wechat", "oAbcdefghijklmnopqrstuv12345", ["", "short", "o" * 80, "oAbcdefghijklmnopqr/../x"]),
    ],
)
def test_an_address_is_looked_at_before_it_is_kept(channel: str, good: str, bad: list[str]) -> None:
    assert BY_CODE[channel].problem(good) == ""
    assert [one for one in bad if not BY_CODE[channel].problem(one)] == []
