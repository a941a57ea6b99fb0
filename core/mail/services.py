"""Owing a letter with the act, and sending what is owed: the worker's part, with its rest after a failure."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from uuid import UUID

from core.config import Config
from core.db import ScopedSession
from core.jobs.models import Outbox
from core.jobs.services import emit
from core.mail import rules
from core.mail.rules import Letter, Server

MAIL = "mail"
PATIENCE = 10.0  # seconds: meanwhile the worker does nothing else
AFTER_OTHERS = 200


class NoServer(RuntimeError):
    """Letters are owed, and the settings name no server for them."""


def owe(session: ScopedSession, letter: Letter, key: str) -> None:
    """Owe a letter: it goes with the transaction or not at all; once committed it is sent by the worker.

    Args:
        key: what it is about, as the page of background work shows it.

    Raises:
        ValueError: its address is none.
    """
    emit(session, MAIL, key, asdict(letter) | {"to": rules.address(letter.to)}, AFTER_OTHERS)


def send(config: Config, session: ScopedSession, rows: Sequence[Outbox]) -> Mapping[UUID, Exception]:
    """Hand over the letters that are owed, each by itself.

    Returns:
        Row → why it did not go; where the server is not there, all of them, after one try.
    """
    waiting, failed = list(rows), dict[UUID, Exception]()
    try:
        with connected(config) as server:
            while waiting:
                row = waiting[0]
                try:
                    _hand_over(server, config.mail_from, row)
                except (ValueError, smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused) as error:
                    failed[row.id] = error
                waiting.pop(0)
    except (OSError, NoServer, ValueError) as error:  # what was handed over before stays so
        failed |= {row.id: error for row in waiting}
    return failed


@contextmanager
def connected(config: Config) -> Iterator[smtplib.SMTP]:
    """A conversation with the server of the settings, encrypted and signed in as they say.

    Raises:
        NoServer: the settings name none.
        OSError, smtplib.SMTPException: it is not there, or does not let us in.
    """
    if not config.smtp_url:
        raise NoServer("smtp_url is not set")
    said = rules.server_of(config.smtp_url)
    with _opened(said) as server:
        if said.starttls:
            server.starttls(context=ssl.create_default_context())
        if said.user:
            server.login(said.user, said.password)
        yield server


def _opened(said: Server) -> smtplib.SMTP:
    if said.encrypted:
        return smtplib.SMTP_SSL(said.host, said.port, timeout=PATIENCE, context=ssl.create_default_context())
    return smtplib.SMTP(said.host, said.port, timeout=PATIENCE)


def _hand_over(server: smtplib.SMTP, sender: str, row: Outbox) -> None:
    letter = Letter(**row.payload)
    server.send_message(rules.message(letter, sender, row.id, row.created_at), sender, [letter.to])
