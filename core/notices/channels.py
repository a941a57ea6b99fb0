"""The channels of core: mail, short messages 短信 and WeChat 微信.

Mail goes to the SMTP server of the settings, the others to a gateway over HTTPS, signed. An installation without them
writes what it would have sent into ``data/outbox``, and the delivery log says that nothing left.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import SplitResult, urlsplit
from uuid import UUID

from core import clock as time
from core.config import Config
from core.contracts import Channel, Message
from core.db import crypto
from core.i18n import N_
from core.mail.rules import Letter
from core.mail.rules import message as mail_message
from core.mail.services import connected

MAIL, SMS, WECHAT = "mail", "sms", "wechat"
LOGGED = "logged"
TIMEOUT = 10.0
ANSWER = 2_000  # bytes of a gateway's answer that are read
LOOPBACK = {"localhost", "127.0.0.1", "::1"}
MAILBOX = re.compile(r"[A-Za-z0-9._%+'-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}")
MOBILE = re.compile(r"1[3-9]\d{9}")
OPENID = re.compile(r"[A-Za-z0-9_-]{20,64}")


class GatewayError(RuntimeError):
    """A gateway that may not be used, or that answered and did not take the message."""


class Declined(GatewayError):
    """It answered with something else than 2xx."""

    def __init__(self, host: str, status: int) -> None:
        super().__init__(f"{host} answered {status}")
        self.status = status


def no_mailbox(address: str) -> str:
    """What is wrong with a mail address; empty where nothing is."""
    return "" if MAILBOX.fullmatch(address) else N_("请填写完整的邮箱地址，例如 name@example.cn。")


def no_mobile(number: str) -> str:
    """What is wrong with a mobile number of the mainland."""
    return "" if MOBILE.fullmatch(number) else N_("请填写11位手机号码。")


def no_openid(written: str) -> str:
    """What is wrong with the id by which a WeChat account knows a follower."""
    return "" if OPENID.fullmatch(written) else N_("请填写公众号给您的编号，由字母、数字、下划线和短横组成。")


def outbox(folder: Path, message: Message) -> str:
    """Write a message where an operator finds it; the same message again is the same file.

    Whom it was for is not written in full: a telephone or mailbox does not lie in a folder in plain text
    (个人信息保护法 51). The log has the person.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    body = {
        "id": str(message.id),
        "channel": message.channel,
        "to": f"{message.to[:2]}…{message.to[-2:]}",
        "subject": message.subject,
        "text": message.text,
    }
    written = folder / f"{message.id}.json.new"
    written.touch(mode=0o600)
    written.write_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    written.replace(folder / f"{message.id}.json")
    return LOGGED


def gateway(url: SplitResult, key: bytes, message: Message) -> str:
    """Hand a message to a gateway: JSON, signed over instant and body, with the message's id to know it again by.

    Returns:
        What the gateway answered, in short.

    Raises:
        OSError: it can't be reached.
        GatewayError: it did not answer 2xx; a redirect is not followed.
    """
    body = json.dumps(
        {"id": str(message.id), "channel": message.channel, "to": message.to, "text": message.text}, ensure_ascii=False
    ).encode()
    kind = http.client.HTTPSConnection if url.scheme == "https" else http.client.HTTPConnection
    connection = kind(str(url.hostname), url.port, timeout=TIMEOUT)
    try:
        return hand_over(connection, url, key, message.id, body)
    finally:
        connection.close()


def hand_over(connection: http.client.HTTPConnection, url: SplitResult, key: bytes, event_id: UUID, body: bytes) -> str:
    """Post signed JSON over a connection: instant, id and signature stand in the head.

    Returns:
        What was answered, e.g. ``HTTP 200``.

    Raises:
        OSError: nobody answers.
        Declined: the answer is not 2xx; a redirect is not followed.
    """
    at = str(int(time.now().timestamp()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "X-Xiaoneng-Event": str(event_id),
        "X-Xiaoneng-Timestamp": at,
        "X-Xiaoneng-Signature": sign(key, at, body),
    }
    connection.request("POST", f"{url.path or '/'}{'?' + url.query if url.query else ''}", body, headers)
    answer = connection.getresponse()
    answer.read(ANSWER)
    if not 200 <= answer.status < 300:
        raise Declined(str(url.hostname), answer.status)
    return f"HTTP {answer.status}"


def sign(key: bytes, at: str, body: bytes) -> str:
    """What proves to a gateway that a request is ours and not an old one: HMAC-SHA256 over instant, dot and body."""
    return hmac.new(key, at.encode() + b"." + body, hashlib.sha256).hexdigest()


def allowed(address: str, hosts: str) -> SplitResult:
    """A gateway's address, if its host is among those of the setting, and it is reached by HTTPS or on this machine.

    Raises:
        GatewayError: it may not be used, with the reason.
    """
    url = urlsplit(address)
    listed = {host.strip().lower() for host in hosts.split(",") if host.strip()}
    if (url.hostname or "").lower() not in listed:
        raise GatewayError(f"gateway_hosts does not name {url.hostname}")
    if url.username or url.password:
        raise GatewayError("a gateway's address holds no password")
    if url.scheme != "https" and not (url.scheme == "http" and url.hostname in LOOPBACK):
        raise GatewayError("a gateway is reached by https")
    return url


def _by_gateway(channel: str, config: Config) -> Callable[[Message], str]:
    address = config.gateways.get(channel, "")
    if not address:
        return partial(outbox, config.data / "outbox" / channel)
    return partial(gateway, allowed(address, config.gateway_hosts), crypto.read_key(config.gateway_key))


def _by_mail(config: Config) -> Callable[[Message], str]:
    if not config.smtp_url:
        return partial(outbox, config.data / "outbox" / MAIL)

    def send(message: Message) -> str:
        letter = Letter(message.to, message.subject, message.text)
        with connected(config) as server:
            server.send_message(mail_message(letter, config.mail_from, message.id, time.now()))
        return "SMTP"

    return send


CHANNELS = (
    Channel(MAIL, N_("邮件"), N_("邮箱地址，例如 name@example.cn"), no_mailbox, _by_mail),
    Channel(SMS, N_("短信"), N_("11位手机号码"), no_mobile, partial(_by_gateway, SMS), party=True),
    Channel(WECHAT, N_("微信"), N_("关注公众号后得到的编号"), no_openid, partial(_by_gateway, WECHAT)),
)
