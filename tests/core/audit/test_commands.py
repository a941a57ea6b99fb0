"""`xiaoneng audit`: a good trail is exit 0, a bad row exit 1 with its place."""

from __future__ import annotations

import json
from collections.abc import Callable

from click.testing import Result
from sqlalchemy import select, update

from core.audit.models import Audit, AuditLink
from core.config import Config
from tests import databases

Run = Callable[..., Result]


def test_the_sample_is_sealed_and_verifies(run: Run, config: Config) -> None:
    answer = run("audit", "verify", "--json")
    found = [json.loads(line) for line in answer.output.splitlines()]
    assert answer.exit_code == 0
    assert sum(row["links"] for row in found) > 20
    assert sum(row["links"] for row in found) == databases.rows_of(databases.of(config.data))["core_audit"]


def test_a_changed_row_is_exit_1_with_its_place(run: Run, config: Config) -> None:
    assert run("audit", "seal").exit_code == 0
    with databases.tampering(databases.of(config.data), keep_keys=True) as raw:
        link = raw.execute(select(AuditLink.tenant_id, AuditLink.audit_id).where(AuditLink.seq == 3)).first()
        assert link is not None
        tenant, key = link
        changed = update(Audit).where(Audit.tenant_id == tenant, Audit.id == key)
        raw.execute(changed.values(actor_name="别人"))
    answer = run("audit", "verify")
    assert answer.exit_code == 1
    assert f"{tenant}\t第3条\t记录或者次序被改动" in answer.output
    assert run("audit", "verify", "--tenant", "1").exit_code == 2
    assert run("db", "check").exit_code == 1
    assert run("db", "upgrade").exit_code == 0
    assert run("db", "check").exit_code == 0
