"""One township from an installation to another: all of it, as it was, or nothing."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import select

import tenants
from core import plugins
from core.accounts.directory import account_by_login, ensure_account
from core.accounts.models import Account
from core.audit import chain
from core.audit.models import Audit
from core.backup import archive
from core.backup.stream import Damaged, WrongKey
from core.calendar import rules
from core.calendar import services as calendars
from core.calendar.models import CalendarVersion
from core.cases import doors, drafts
from core.cases.models import Case, Clock, Draft, Participant
from core.cases.reindex import COLUMNS
from core.cli import main
from core.commands import load_tenants, prepare
from core.config import Config
from core.db import Database, Scope, Tenanted, bulk, crypto
from core.db.numbers import Counter
from core.files.blobs import place
from core.files.models import StoredFile
from core.files.stores import of
from core.jobs.worker import Worker
from core.moving import rows
from core.moving.exporting import Refused, export
from core.moving.importing import import_
from core.search.service import TOPIC
from core.tenancy.models import Tenant
from core.tenancy.services import enabled_plugins
from tests import databases
from tests.core.moving.conftest import PDF, found_as_rebuilt
from tests.core.test_calendar import PASTED, SOURCE
from tests.numbers import given
from tests.sample import COUNTY, MENGYUE


@pytest.fixture
def exported(here: Database, config: Config, key: Path, tmp_path: Path) -> Path:
    """The township in its file; from here on the keys loaded are those of the other installation's."""
    return export(here, of(config), MENGYUE, tmp_path / "mengyue.township", key).path


def everything(database: Database, config: Config) -> dict[str, list[dict[str, Any]]]:
    """Every row of the township under an installation's own keys."""
    crypto.load_keys(config.keys)
    with database.read(Scope.one(MENGYUE)) as session:
        return {model.__tablename__: list(rows.read(session, model)) for model in rows.models()}


def without_indexes(tables: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    return {
        name: [{key: value for key, value in row.items() if key not in COLUMNS} for row in found]
        for name, found in tables.items()
    }


def take(there: Database, there_config: Config, path: Path, key: Path) -> Any:
    crypto.load_keys(there_config.keys)
    return import_(there, of(there_config), path, key)


def test_every_row_is_as_it_was(
    exported: Path, here: Database, config: Config, there: Database, there_config: Config, key: Path
) -> None:
    take(there, there_config, exported, key)
    before, after = everything(here, config), everything(there, there_config)
    assert after["core_audit"].pop()["action"] == "core.tenant.import"
    sent = {row["id"] for row in before["core_outbox"]}
    owed = [row for row in after["core_outbox"] if row["id"] not in sent]
    assert {row["topic"] for row in owed} == {TOPIC}, "only the index is owed what is new here"
    after["core_outbox"] = [row for row in after["core_outbox"] if row["id"] in sent]
    assert without_indexes(after) == without_indexes(before)
    assert len(before["core_case"]) > 3


def test_the_worker_finds_the_township_for_whoever_searches(
    exported: Path, there: Database, there_config: Config, key: Path
) -> None:
    worker = Worker(there_config)
    worker.run_dry()
    before = found_as_rebuilt(there_config, there)
    take(there, there_config, exported, key)
    worker.run_dry()
    came = found_as_rebuilt(there_config, there) - before
    assert {token.partition("|")[0] for _, token in came} == {str(MENGYUE)}
    assert len(came) > 5
    worker.database.dispose()


def test_the_party_finds_the_case_by_the_printed_number_and_code_and_its_file(
    exported: Path, here: Database, there: Database, there_config: Config, config: Config, key: Path
) -> None:
    crypto.load_keys(config.keys)
    with here.read(Scope.one(MENGYUE)) as session:
        case = session.scalars(
            select(Case).join(StoredFile, StoredFile.owner_id == Case.id).where(StoredFile.name == "plan.pdf")
        ).one()
        case_id, number, code = case.id, case.number, case.code
    take(there, there_config, exported, key)
    with there.read(Scope.one(MENGYUE)) as session:
        found = doors.by_reference(session, number, code)
        assert found.id == case_id
        kept = select(StoredFile.sha256).where(StoredFile.owner_id == found.id, StoredFile.name == "plan.pdf")
        sha256 = session.scalars(kept).one()
    assert place(there_config.files, sha256).read_bytes() == PDF


def test_the_chain_goes_on_where_it_ended(
    exported: Path, here: Database, there: Database, there_config: Config, key: Path
) -> None:
    with here.read(Scope.one(MENGYUE)) as session:
        head = chain.head(session)
    take(there, there_config, exported, key)
    assert chain.extend(there, MENGYUE, "sha256") == 1
    with there.read(Scope.one(MENGYUE)) as session:
        verdict = chain.verify(session, [head])
    assert (verdict.good, verdict.links) == (True, head.seq + 1)


def test_the_next_number_is_the_next(exported: Path, there: Database, there_config: Config, key: Path) -> None:
    take(there, there_config, exported, key)
    with there.read(Scope.one(MENGYUE)) as session:
        counters = {(each.series, each.year): each.n for each in session.scalars(select(Counter))}
        assert {key: max(numbers) for key, numbers in given(session).items()} == counters


def test_the_county_sees_it_and_its_measures_are_on(
    exported: Path, there: Database, there_config: Config, key: Path
) -> None:
    take(there, there_config, exported, key)
    with there.read(Scope.tree(COUNTY)) as session:
        assert session.scalars(select(Case).where(Case.tenant_id == MENGYUE)).first() is not None
        assert enabled_plugins(session, MENGYUE) == {"approval"}
        assert session.get(Tenant, MENGYUE).parent_id == COUNTY


def test_nobody_reads_it_without_the_key(exported: Path, there: Database, there_config: Config, tmp_path: Path) -> None:
    raw = exported.read_bytes()
    assert b"533124205" not in raw
    crypto.write_key(tmp_path / "other.key")
    with pytest.raises(WrongKey):
        take(there, there_config, exported, tmp_path / "other.key")


def test_people_come_without_passwords_and_a_login_in_use_gets_the_code(
    exported: Path, here: Database, config: Config, there: Database, there_config: Config, key: Path
) -> None:
    with there.write(Scope.one(COUNTY)) as session:
        somebody = ensure_account(session, "yue.zaojia", "另一个人").id
    done = take(there, there_config, exported, key)
    assert done.renamed == {"yue.zaojia": f"yue.zaojia.{MENGYUE}"}
    with there.read(Scope.one(MENGYUE)) as session:
        assert account_by_login(session, "yue.zaojia").id == somebody
        came = session.scalars(select(Account).where(Account.login.in_(done.people))).all()
        assert len(came) == len(done.people) > 3
        assert {(account.state, account.password_hash) for account in came} == {("invited", None)}


def test_drafts_stay_behind_and_are_told(
    here: Database, config: Config, there: Database, there_config: Config, key: Path, tmp_path: Path
) -> None:
    crypto.load_keys(config.keys)
    with here.write(Scope.one(MENGYUE)) as session:
        drafts.start(session, "approval.application", "x")
    done = export(here, of(config), MENGYUE, tmp_path / "m", key)
    assert done.drafts == 1
    take(there, there_config, done.path, key)
    with there.read(Scope.one(MENGYUE)) as session:
        assert session.scalars(select(Draft)).all() == []


def test_limits_counted_on_a_calendar_that_is_strange_here_stay_proved_and_it_does_not_count(
    here: Database, config: Config, there: Database, there_config: Config, key: Path, tmp_path: Path
) -> None:
    with there.read(Scope.system("the calendar")) as session:
        counts = calendars.current(session)
    notice = rules.read(PASTED, counts, SOURCE)
    with here.write(Scope.one(MENGYUE)) as session:
        made = calendars.add(session, notice, imported_by="a", confirmed_by="b")
        clock_id = session.scalars(select(Clock.id)).first()
        bulk.update(session, Clock, [{"id": clock_id, "calendar_version": made.version}])
    crypto.load_keys(config.keys)
    path = export(here, of(config), MENGYUE, tmp_path / "m", key).path
    calendars._met.pop(made.version, None)  # another process has not met it
    assert take(there, there_config, path, key).calendars == (made.version,)
    calendars._met.pop(made.version, None)
    with there.read(Scope.one(MENGYUE)) as session:
        assert calendars.of_version(session, made.version).entries == made.entries
        assert calendars.current(session).version == counts.version
        assert session.scalar(select(CalendarVersion.number).where(CalendarVersion.version == made.version)) < 1


def nothing_came(there: Database) -> bool:
    with there.read(Scope.one(MENGYUE)) as session:
        return session.get(Tenant, MENGYUE) is None and not any(rows.count(session, model) for model in rows.models())


@pytest.mark.parametrize("place_", [0.2, 0.5, 0.9])
def test_a_damaged_file_leaves_nothing(
    exported: Path, there: Database, there_config: Config, key: Path, place_: float
) -> None:
    raw = bytearray(exported.read_bytes())
    raw[int(len(raw) * place_)] ^= 1
    exported.write_bytes(raw)
    with pytest.raises(Damaged):
        take(there, there_config, exported, key)
    assert nothing_came(there)


def remade(path: Path, key: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """The same file with parts changed by someone who has the key."""
    secret, made = crypto.read_key(key), path.with_suffix(".remade")
    with archive.reading(path, secret) as reader, archive.writing(made, secret) as out:
        for name, source in reader.parts():
            out.add(name, change(name, source.read()))
        out.finish({name: value for name, value in reader.manifest.items() if name != "parts"})
    return made


def test_an_audit_that_was_changed_on_the_way_leaves_nothing(
    exported: Path, there: Database, there_config: Config, key: Path
) -> None:
    def change(name: str, data: bytes) -> bytes:
        return data.replace("系统".encode(), "别人".encode()) if name.startswith("rows/core_audit/") else data

    with pytest.raises(Damaged, match="audit: row"):
        take(there, there_config, remade(exported, key, change), key)
    assert nothing_came(there)


def test_other_tables_are_refused(exported: Path, there: Database, there_config: Config, key: Path) -> None:
    def change(name: str, data: bytes) -> bytes:
        return data.replace(b"approval_0001", b"approval_0002") if name == "about.json" else data

    with pytest.raises(Refused, match="same version"):
        take(there, there_config, remade(exported, key, change), key)
    assert nothing_came(there)


def test_a_township_that_is_there_is_refused(
    exported: Path, here: Database, config: Config, there: Database, there_config: Config, key: Path
) -> None:
    take(there, there_config, exported, key)
    with pytest.raises(Refused, match="here already"):
        take(there, there_config, exported, key)


@pytest.mark.parametrize("code", [COUNTY, 999999999])
def test_only_a_township_is_exported(here: Database, config: Config, key: Path, tmp_path: Path, code: int) -> None:
    with pytest.raises(Refused):
        export(here, of(config), code, tmp_path / "x", key)
    assert not (tmp_path / "x").exists()


def test_every_blind_index_is_known_to_the_import() -> None:
    indexed = {
        (model.__tablename__, column.name)
        for model in plugins.registry().models
        if issubclass(model, Tenanted)
        for column in model.__table__.columns
        if column.name.endswith("_index")
    }
    assert indexed == {
        *(("core_case", name) for name in COLUMNS),
        # Nobody keeps these codes: another is given.
        *((table, "code_index") for table in ("core_draft", "core_organisation_member")),
        ("core_organisation", "number_index"),
    }


def test_the_party_index_is_written_under_the_keys_of_the_place(
    exported: Path, there: Database, there_config: Config, key: Path
) -> None:
    take(there, there_config, exported, key)
    with there.read(Scope.one(MENGYUE)) as session:
        party_index, number = session.execute(
            select(Case.party_index, Participant.id_number)
            .join(Participant, Participant.case_id == Case.id)
            .where(Participant.id_number.is_not(None))
        ).first()
    assert party_index == crypto.blind_index(number, "id_number")


def test_the_commands_say_what_comes_next(
    here: Database, config: Config, there: Database, there_config: Config, tmp_path: Path, monkeypatch: Any
) -> None:
    def run(at: Config, *words: object) -> Any:
        databases.use(monkeypatch, at)
        return CliRunner().invoke(main, [str(word) for word in words])

    key = tmp_path / "k"
    assert run(config, "backup", "--new-key", key).exit_code == 0
    assert run(config, "tenants", "export", MENGYUE, tmp_path / "m", "--key", key).exit_code == 0
    done = run(there_config, "tenants", "import", tmp_path / "m", "--key", key)
    assert (done.exit_code, "search" in done.output) == (0, True)
    listed = json.loads(run(there_config, "tenants", "list", "--json").output)
    assert {row["id"] for row in listed} == {COUNTY, MENGYUE}
    assert run(there_config, "tenants", "import", tmp_path / "m", "--key", key).exit_code == 1


@pytest.mark.only_on("sqlite", "it begins on SQLite")
def test_a_township_moves_from_sqlite_to_postgresql(
    exported: Path, here: Database, config: Config, there_config: Config, key: Path, tmp_path: Path
) -> None:
    with databases.apart() as create:
        other = Config(data=there_config.data, database_url=create("there"))
        database = prepare(other)
        try:
            shutil.copytree(tenants.folder() / str(COUNTY), tmp_path / "t" / str(COUNTY))
            load_tenants(database, tmp_path / "t")
            take(database, other, exported, key)
            after = everything(database, other)
            after["core_audit"].pop()
            sent = {row["id"] for row in everything(here, config)["core_outbox"]}
            after["core_outbox"] = [row for row in after["core_outbox"] if row["id"] in sent]
            assert without_indexes(after) == without_indexes(everything(here, config))
            with database.read(Scope.one(MENGYUE)) as session:
                assert session.scalars(select(Audit).where(Audit.action == "core.tenant.import")).one()
        finally:
            database.dispose()


def test_local_rest_days_prove_old_limits_and_hold_here_only_when_this_county_says_so(
    here: Database, config: Config, there: Database, there_config: Config, key: Path, tmp_path: Path
) -> None:
    crypto.load_keys(config.keys)
    day = rules.LocalDay(dt.date(2026, 12, 1), "样例节", "陇政发〔2026〕1号", "自治条例")
    overlay = rules.Overlay("l0cal", (day,), counts=True)
    with here.write(Scope.one(COUNTY)) as session:
        calendars.put_overlay(
            session, overlay, whole=True, document="陇政发〔2026〕1号", basis="", proposed_by="a", confirmed_by="b"
        )
    with here.write(Scope.one(MENGYUE)) as session:
        made = calendars.current(session)
        clock_id = session.scalars(select(Clock.id)).first()
        bulk.update(session, Clock, [{"id": clock_id, "calendar_version": made.version}])
    path = export(here, of(config), MENGYUE, tmp_path / "m", key).path
    take(there, there_config, path, key)
    calendars._met_overlays.pop("l0cal", None)
    with there.read(Scope.one(MENGYUE)) as session:
        proof = calendars.of_version(session, made.version)
        assert not proof.is_working(day.date.toordinal())
        assert calendars.current(session).is_working(day.date.toordinal())
