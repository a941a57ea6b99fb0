"""The heads of the audit leave the building every day, where the settings say so."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from core import clock
from core.audit import heads
from core.config import Config, load
from core.db import Scope
from core.jobs.worker import Worker
from core.tenancy.queries import every
from tests import databases
from tests.core.mail.server import Mailbox, mailbox
from tests.sample import COUNTY, NOON


@pytest.fixture
def server() -> Iterator[Mailbox]:
    with mailbox() as made:
        yield made


@pytest.fixture
def settings(monkeypatch: pytest.MonkeyPatch, config: Config, server: Mailbox) -> Config:
    databases.use(monkeypatch, config)
    monkeypatch.setenv("XIAONENG_SMTP_URL", server.url)
    monkeypatch.setenv("XIAONENG_MAIL_FROM", "xiaoneng@county.example")
    monkeypatch.setenv("XIAONENG_AUDIT_MAIL", "archive@city.example, discipline@county.example")
    return load()


def test_every_mailbox_gets_the_heads_of_the_day_once_and_they_verify(
    settings: Config, server: Mailbox, tmp_path: Path
) -> None:
    day = dt.timedelta(days=1)
    with clock.moved(NOON + day):
        worker = Worker(settings)
        worker.seal()
        for _ in range(2):
            worker.run_dry()
    assert sorted(to for _, to, _ in server.letters) == [("archive@city.example",), ("discipline@county.example",)]
    (file,) = server.letters[0][2].iter_attachments()
    (tmp_path / file.get_filename()).write_text(file.get_content())
    kept = heads.kept(tmp_path)
    assert sorted(kept) == every(worker.database)
    assert [json.loads(line)["tenant"] for line in file.get_content().splitlines()] == sorted(kept)
    with clock.moved(NOON + 2 * day):
        worker.run_dry()
    assert len(server.letters) == 4
    worker.database.dispose()


def test_a_job_that_is_run_again_owes_no_second_letter(settings: Config, server: Mailbox) -> None:
    with clock.moved(NOON):
        worker = Worker(settings)
        worker.seal()
        path = heads.export(worker.database)
        for _ in range(2):
            with worker.database.write(Scope.one(COUNTY)) as session:
                heads.owe_by_mail(session, path, settings)
        worker.run_dry()
    assert len(server.letters) == 2
    worker.database.dispose()
