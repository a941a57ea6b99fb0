"""Settings: `xiaoneng.toml` overlaid by `XIAONENG_*`; data lives in one folder."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from core.profiles import DJBH, PROFILES

# What may seal the audit; SM3 where the commercial cryptography assessment 密评 asks for it.
AUDIT_HASHES = ("sha256", "sm3")
CHOICES = {
    "audit_hash": AUDIT_HASHES,
    "scan_unreachable": ("hold", "pass"),
    "second_factor": ("required", "offered"),
    "profile": tuple(PROFILES),
}


class ConfigError(ValueError):
    """A setting that can't be used, named with its place."""


@dataclass(frozen=True, slots=True)
class Config:
    """The settings of an installation.

    Attributes:
        data: folder of the database, index, files and keys (``XIAONENG_DATA``, default ``./data``).
        database_url: SQLAlchemy URL; empty means ``data/xiaoneng.db`` (``XIAONENG_DATABASE_URL``).
        public_url: the address people type, for links and QR codes; empty means the request's own host.
        behind_https: True when a proxy on this machine ends TLS: cookies are `Secure`, its word on addresses is taken.
        max_upload_mb: the largest single file, in MiB.
        files_url: a bucket for the files, ``s3+https://KEY:SECRET@host/bucket/prefix?region=…``; empty means the folder
            ``files`` of the data (``XIAONENG_FILES_URL``).
        clamd: where ClamAV looks at files before anybody opens them, ``tcp://host:port`` or ``unix:/path``; empty means
            that nothing looks.
        scan_unreachable: whether files wait (``hold``) or are let through with a mark (``pass``) while it is not there.
        profile: what is asked of accounts, by the book the installation is assessed against (`core.profiles`).
        second_factor: whether those of whom the profile asks it must sign in with a second factor (``required``) or may
            (``offered``), as all others may.
        oidc_issuer: the identity provider at which people may sign in, ``https://…``; empty means that there is none.
        oidc_client_id, oidc_client_secret: as what the installation is registered there.
        oidc_name: what people call it, on the button.
        audit_hash: what seals the audit, ``sha256`` or ``sm3``.
        backups: folder of the backups; empty means ``data/backups``, better is another disk (``XIAONENG_BACKUPS``).
        backups_kept: how many backups stay in the folder.
        smtp_url: where letters are handed over, ``smtp://user:password@host:port?starttls=1`` or ``smtps://…``; empty
            means that none are sent (``XIAONENG_SMTP_URL``).
        mail_from: the mailbox letters come from (``XIAONENG_MAIL_FROM``).
        audit_mail: the mailboxes that get the heads of the audit every day (``XIAONENG_AUDIT_MAIL``, commas between).
        font_dir: folder of fonts the office brings itself, e.g. 方正小标宋简体; asked before the system's.
        gateway_hosts: the hosts on which gateways may be, with commas between them.
        gateways: channel → address of the gateway that sends its messages; without one they are only written down.
        site: the marks the law wants in the footer (organiser, contact, filing numbers).
    """

    data: Path = Path("data")
    database_url: str = ""
    public_url: str = ""
    behind_https: bool = False
    max_upload_mb: int = 10
    files_url: str = ""
    clamd: str = ""
    scan_unreachable: str = "hold"
    profile: str = DJBH
    second_factor: str = "required"
    oidc_issuer: str = ""
    oidc_client_id: str = ""
    oidc_client_secret: str = field(default="", repr=False)
    oidc_name: str = ""
    audit_hash: str = "sha256"
    backups: str = ""
    backups_kept: int = 14
    smtp_url: str = ""
    mail_from: str = ""
    audit_mail: tuple[str, ...] = ()
    font_dir: str = ""
    gateway_hosts: str = ""
    gateways: Mapping[str, str] = field(default_factory=dict)
    site: Mapping[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        """The database's URL."""
        return self.database_url or f"sqlite:///{(self.data / 'xiaoneng.db').resolve()}"

    @property
    def address(self) -> str:
        """The address people type, without a slash at its end; this machine's own where the settings say none."""
        return (self.public_url or "http://127.0.0.1:8000").rstrip("/")

    @property
    def keys(self) -> Path:
        """Folder of the encryption keys, mode 0700."""
        return self.data / "keys"

    @property
    def backup_folder(self) -> Path:
        """Folder of the backups."""
        return Path(self.backups) if self.backups else self.data / "backups"

    @property
    def backup_key(self) -> Path:
        """The key that seals the backups, beside the others; it is not in the backups themselves."""
        return self.keys / "backup.key"

    @property
    def gateway_key(self) -> Path:
        """The key that signs what goes to gateways; they are given a copy."""
        return self.keys / "gateway.key"

    @property
    def files(self) -> Path:
        """Folder of the stored files."""
        return self.data / "files"

    @property
    def index(self) -> Path:
        """Folder of the search index: rebuilt, never restored."""
        return self.data / "index"


def load(environ: Mapping[str, str] = os.environ, path: Path | None = None) -> Config:
    """Read the settings.

    Args:
        environ: the environment; ``XIAONENG_<FIELD>`` wins over the file.
        path: the TOML file; default ``XIAONENG_CONFIG`` or ``./xiaoneng.toml`` if it is there.

    Raises:
        ConfigError: an unknown key or a value of the wrong kind, with file and key.
    """
    place = path or Path(environ.get("XIAONENG_CONFIG", "xiaoneng.toml"))
    given: dict[str, Any] = {}
    if place.exists():
        try:
            given = tomllib.loads(place.read_text(encoding="utf-8"))
        except tomllib.TOMLDecodeError as error:
            raise ConfigError(f"{place}: {error}") from error
    kinds = {item.name: item.type for item in fields(Config)}
    for key in given:
        if key not in kinds:
            raise ConfigError(f"{place}: {key} is not a setting")
    for name in kinds:
        if (value := environ.get(f"XIAONENG_{name.upper()}")) is not None:
            given[name] = value
    return Config(**{name: _convert(place, name, value) for name, value in given.items()})


def _convert(place: Path, name: str, value: Any) -> Any:
    if name == "data":
        return Path(value)
    if name in {"max_upload_mb", "backups_kept"}:
        try:
            number = int(value)
        except ValueError as error:
            raise ConfigError(f"{place}: {name} must be a whole number, not {value!r}") from error
        if number < 1:
            raise ConfigError(f"{place}: {name} must be at least 1")
        return number
    if name in CHOICES and value not in CHOICES[name]:
        raise ConfigError(f"{place}: {name} must be one of {', '.join(CHOICES[name])}, not {value!r}")
    if name == "audit_mail":
        listed = value.split(",") if isinstance(value, str) else value
        return tuple(each.strip() for each in listed if each.strip())
    if name == "behind_https":
        return str(value).lower() in {"1", "true", "yes"}
    return value
