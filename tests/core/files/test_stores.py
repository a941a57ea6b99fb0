"""Both stores keep the same promises; the bucket's requests are signed, and a wrong signature opens nothing."""

from __future__ import annotations

import dataclasses
import datetime as dt
import io
import os
import time
import urllib.request
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from urllib.parse import quote

import boto3
import pytest
from botocore.client import Config as ClientConfig
from botocore.exceptions import ClientError
from click.testing import Result
from flask import Flask

from core.backup import archive
from core.config import Config, ConfigError
from core.db import Database, Scope, new_id
from core.errors import DomainError
from core.files import fixity, services, sweeping, web
from core.files.blobs import TRASH, bytes_of, key_of
from core.files.kinds import Limits
from core.files.models import StoredFile
from core.files.services import Kept
from core.files.stores import Store, of
from core.files.stores.disk import DiskStore
from core.files.stores.s3 import S3Store
from tests.core.files.test_kinds import PDF
from tests.sample import MENGYUE

BUCKET, REGION = "files", "cn-north-1"


def checked_from(address: str, request: str) -> None:
    """From which request on the service checks signatures and rights."""
    headers = {"Content-Type": "text/plain"}
    asked = urllib.request.Request(f"{address}/moto-api/reset-auth", request.encode(), headers)
    with urllib.request.urlopen(asked) as answer:
        assert answer.status == 200


@pytest.fixture(scope="module")
def service() -> Iterator[str]:
    """The address of an S3 service that checks signatures, with its key and secret; another process could use it."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = {
        "endpoint_url": f"http://{host}:{port}",
        "region_name": REGION,
        "aws_access_key_id": "setup",
        "aws_secret_access_key": "setup",
    }
    iam = boto3.client("iam", **address)
    iam.create_user(UserName="xiaoneng")
    every = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}'
    iam.put_user_policy(UserName="xiaoneng", PolicyName="files", PolicyDocument=every)
    key = iam.create_access_key(UserName="xiaoneng")["AccessKey"]
    s3 = boto3.client("s3", **address, config=ClientConfig(s3={"addressing_style": "path"}))
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    secret = quote(key["SecretAccessKey"], safe="")
    checked_from(address["endpoint_url"], "0")
    yield f"s3+http://{key['AccessKeyId']}:{secret}@{host}:{port}/{BUCKET}/%s?region={REGION}"
    checked_from(address["endpoint_url"], "inf")
    server.stop()


@pytest.fixture(params=["disk", "s3"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    """Each of the two, empty."""
    if request.param == "disk":
        return DiskStore(tmp_path / "files")
    return of(Config(data=tmp_path, files_url=request.getfixturevalue("service").replace("%s", tmp_path.name)))


def put(store: Store, key: str, content: bytes) -> None:
    path = store.scratch / "incoming-test"
    path.write_bytes(content)
    store.put(key, path)
    assert not path.exists()


def read(store: Store, key: str) -> bytes:
    with store.open(key) as stream:
        return stream.read()


def test_what_is_put_is_read_again_and_takes_the_place_of_what_was_there(store: Store) -> None:
    put(store, "ab/cd/one", b"one" * 100_000)
    assert read(store, "ab/cd/one") == b"one" * 100_000
    put(store, "ab/cd/one", b"anew")
    assert read(store, "ab/cd/one") == b"anew"


def test_what_is_not_there_is_no_file(store: Store) -> None:
    with pytest.raises(FileNotFoundError):
        store.open("ab/cd/none")
    with pytest.raises(FileNotFoundError):
        store.move("ab/cd/none", "trash/none")
    store.delete("ab/cd/none")


def test_keys_are_listed_by_their_beginning_and_age(store: Store) -> None:
    assert list(store.keys()) == []
    for key in ("ab/cd/one", "ab/cd/two", "uploads/x/0", "uploads/y/0"):
        put(store, key, b"x")
    assert sorted(store.keys("ab/")) == ["ab/cd/one", "ab/cd/two"]
    assert sorted(store.keys("uploads/x/")) == ["uploads/x/0"]
    now = dt.datetime.now(dt.UTC)
    assert list(store.keys("ab/", now - dt.timedelta(minutes=1))) == []
    assert len(list(store.keys("ab/", now + dt.timedelta(minutes=1)))) == 2


def test_what_is_moved_is_there_only_once_and_new(store: Store) -> None:
    put(store, "ab/cd/one", b"one")
    if isinstance(store, DiskStore):
        os.utime(store.root / "ab/cd/one", (0, 0))
    store.move("ab/cd/one", "trash/one")
    assert list(store.keys()) == ["trash/one"]
    assert read(store, "trash/one") == b"one"
    assert list(store.keys("trash/", dt.datetime.fromtimestamp(time.time() - 60, dt.UTC))) == []
    store.delete("trash/one")
    assert list(store.keys()) == []


def test_a_wrong_secret_opens_nothing(service: str, tmp_path: Path) -> None:
    right = of(Config(data=tmp_path, files_url=service.replace("%s", "signed")))
    put(right, "ab/cd/one", b"one")
    head, _, tail = (service.replace("%s", "signed")).partition("@")
    forged = S3Store(f"{head[:-3]}xyz@{tail}", tmp_path)
    for act in (lambda: forged.open("ab/cd/one"), lambda: list(forged.keys()), lambda: forged.delete("ab/cd/one")):
        with pytest.raises(ClientError, match="Signature|denied|Denied"):
            act()
    assert read(right, "ab/cd/one") == b"one"


@pytest.mark.parametrize("url", ["https://a.example/b", "s3+https://a.example/b", "s3+https://k:geheim@a.example/"])
def test_an_address_that_is_none_is_refused_without_saying_its_secret(url: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="files_url") as refused:
        of(Config(data=tmp_path, files_url=url))
    assert "geheim" not in str(refused.value)


def kept(store: Store, more: bytes = b"") -> Kept:
    return services.keep(store, io.BytesIO(PDF + more), "a.pdf", Limits())


def test_what_is_refused_leaves_nothing_in_either(store: Store) -> None:
    with pytest.raises(DomainError):
        services.keep(store, io.BytesIO(b"MZ no pdf"), "a.pdf", Limits())
    assert list(store.keys()) == []
    assert list(store.scratch.iterdir()) == []


def test_a_file_is_sent_whole_and_as_a_download(store: Store) -> None:
    found = kept(store)
    row = StoredFile(
        sha256=found.sha256, size=found.size, media_type=found.media_type, name="户口簿.pdf", scan="", fault=""
    )
    with Flask("sender").test_request_context(), web.send(row, store) as answer:
        answer.direct_passthrough = False
        assert answer.data == PDF
        assert answer.headers["Content-Length"] == str(len(PDF))
        assert answer.headers["Content-Disposition"].startswith("attachment")


def test_what_is_not_as_it_was_is_found(store: Store) -> None:
    found = kept(store)
    assert fixity.fault_of(store, found.sha256) == ""
    put(store, key_of(found.sha256), PDF.replace(b"1", b"2"))
    assert fixity.fault_of(store, found.sha256) == "changed"
    store.delete(key_of(found.sha256))
    assert fixity.fault_of(store, found.sha256) == "missing"


def test_what_nobody_names_is_swept_and_what_is_named_stays(
    store: Store, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    owned, orphan = kept(store), kept(store, b"%%EOF1")
    with database.write(Scope.one(MENGYUE)) as session:
        services.attach(session, owned, owner_kind="case", owner_id=new_id())
    assert sweeping.sweep(database, store) == 0
    monkeypatch.setattr(sweeping, "AGE", dt.timedelta(hours=-1))
    assert sweeping.sweep(database, store) == 1
    assert sorted(store.keys()) == sorted([key_of(owned.sha256), TRASH + orphan.sha256])
    sweeping.sweep(database, store)
    assert list(store.keys()) == [key_of(owned.sha256)]


def test_a_backup_reads_its_files_from_the_store(store: Store, tmp_path: Path) -> None:
    found, secret = kept(store), bytes(32)
    with archive.writing(tmp_path / "backup", secret) as out:
        done = archive.add_stored(out, partial(bytes_of, store), [found.sha256, "0" * 64])
        out.finish({})
    assert done == (1, ["0" * 64])
    with archive.reading(tmp_path / "backup", secret) as reader:
        read_again = {name: part.read() for name, part in reader.parts()}
    assert read_again[f"files/{found.sha256}"] == PDF


def test_the_files_of_a_folder_go_over_to_a_bucket(
    service: str, run: Callable[..., Result], config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("files", "push").exit_code == 2, "no bucket is named"
    monkeypatch.setenv("XIAONENG_FILES_URL", service.replace("%s", "pushed"))
    there = {key.rpartition("/")[2] for key in DiskStore(config.files).keys("")}
    assert run("files", "push").output == f"{len(there)} files copied\n"
    bucket = of(dataclasses.replace(config, files_url=service.replace("%s", "pushed")))
    assert {key.rpartition("/")[2] for key in bucket.keys("")} == there
    assert run("files", "push").output == "0 files copied\n"
