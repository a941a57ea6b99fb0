"""Pure: what can be told, which addresses may be told it, and the words for those that may not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

from core.i18n import N_

OPENED, MOVED, CLOSED, PING = "case.opened", "case.moved", "case.closed", "ping"
# What can be chosen; a ping is sent by hand alone.
EVENTS: Mapping[str, str] = {OPENED: N_("收到案件"), MOVED: N_("案件办理了一步"), CLOSED: N_("案件办结")}
WAITING, SENT, FAILED, DROPPED = "waiting", "sent", "failed", "dropped"
STATES = (WAITING, SENT, FAILED, DROPPED)
LONGEST_URL, MOST = 300, 20
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
NAME = re.compile(r"(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*")
Address = IPv4Address | IPv6Address

NO_ADDRESS = N_("请填写完整的地址，例如 https://hub.example.gov.cn/hook。")
NO_HTTPS = N_("地址要以 https:// 开头。")
NO_PASSWORD = N_("地址里不能写用户名和密码，签名用的密钥由本系统生成。")
NOT_LISTED = N_("“%(host)s”不在县级允许推送的地址里，请县级管理员在设置里添加。")
PRIVATE = N_("这个域名指向内部网络的地址，要由县级管理员把该地址也列入允许推送的地址。")


@dataclass(frozen=True, slots=True)
class Allowed:
    """Where things may be sent: names of hosts, and addresses, which stand for themselves and for names behind them."""

    names: frozenset[str]
    networks: tuple[IPv4Network | IPv6Network, ...]

    def has(self, host: str) -> bool:
        """Whether a host stands on the list, by its name or by its address."""
        found = _address(host)
        return host in self.names if found is None else self.covers(found)

    def covers(self, address: Address) -> bool:
        """Whether an address stands on the list itself."""
        return any(address in network for network in self.networks if network.version == address.version)

    def reaches(self, address: str) -> bool:
        """Whether what a name leads to may be reached: the open net, or what stands on the list itself."""
        found = _address(address)
        return found is not None and ((found.is_global and not found.is_multicast) or self.covers(found))


def allowed(listed: str) -> Allowed:
    """The list in a setting: names, addresses and networks, with commas or blanks between them."""
    names, networks = set(), []
    for entry in re.split(r"[,，、;；\s]+", listed.strip().lower()):
        try:
            networks.append(ip_network(entry, strict=False))
        except ValueError:
            names.add(entry)
    return Allowed(frozenset(names - {""}), tuple(networks))


def split(address: str) -> SplitResult | None:
    """An address in its parts; None where it is none."""
    try:
        url = urlsplit(address)
        known = url.port is None or url.port > 0
    except ValueError:
        return None
    host = url.hostname or ""
    shaped = bool(NAME.fullmatch(host)) or _address(host) is not None
    plain = len(address) <= LONGEST_URL and address.isascii() and address.isprintable() and " " not in address
    return url if shaped and known and plain and not url.fragment else None


def problem(address: str, listed: Allowed) -> tuple[str, dict[str, str]] | None:
    """Why nothing may be sent to an address, as a msgid with its parameters; None where it may."""
    url = split(address)
    if url is None or url.scheme not in {"http", "https"}:
        return NO_ADDRESS, {}
    if url.username is not None or url.password is not None:
        return NO_PASSWORD, {}
    host = url.hostname or ""
    if url.scheme != "https" and host not in LOOPBACK:
        return NO_HTTPS, {}
    return None if listed.has(host) else (NOT_LISTED, {"host": host})


def _address(text: str) -> Address | None:
    """An address as it is reached: one that wraps another is the other."""
    try:
        found = ip_address(text)
    except ValueError:
        return None
    wrapped = found.ipv4_mapped or found.sixtofour if isinstance(found, IPv6Address) else None
    return wrapped or found
