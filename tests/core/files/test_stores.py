"""Both stores keep the same promises; the bucket's requests are signed, and a wrong signature opens nothing."""

from __future__ import annotations

import datetime as dt
import os
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import boto3
import pytest
from botocore.client import Config as ClientConfig
from botocore.exceptions import ClientError

from core.config import Config, ConfigError
from core.files.stores import Store, of
from core.files.stores.disk import DiskStore
from core.files.stores.s3 import S3Store

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
