"""A bucket of an S3-compatible service as a store; every request is signed (AWS Signature Version 4).

Its library is the extra ``xiaoneng[s3]``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast
from urllib.parse import parse_qs, unquote, urlsplit

import boto3
from botocore.client import Config as ClientConfig
from botocore.exceptions import ClientError

from core.config import ConfigError

SCHEMES = {"s3+https": "https", "s3+http": "http"}
ABSENT = {"NoSuchKey", "404"}
FORM = "files_url must be s3+https://KEY:SECRET@host/bucket[/prefix][?region=…]; special characters as %XX"


class S3Store:
    """See `core.files.stores.Store`."""

    def __init__(self, url: str, scratch: Path) -> None:
        parts = urlsplit(url)
        bucket, _, prefix = parts.path.strip("/").partition("/")
        if parts.scheme not in SCHEMES or not (parts.hostname and parts.username and parts.password and bucket):
            raise ConfigError(FORM)  # without the address itself: it holds the secret
        self._scratch, self._bucket, self._prefix = scratch, bucket, f"{prefix}/" if prefix else ""
        port = f":{parts.port}" if parts.port else ""
        self._client: Any = boto3.client(
            "s3",
            endpoint_url=f"{SCHEMES[parts.scheme]}://{parts.hostname}{port}",
            region_name=parse_qs(parts.query).get("region", ["us-east-1"])[0],
            aws_access_key_id=unquote(parts.username),
            aws_secret_access_key=unquote(parts.password),
            config=ClientConfig(
                signature_version="s3v4",
                s3={"addressing_style": "path"},
                # Services other than Amazon's don't all know the newer checksums.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                retries={"max_attempts": 3, "mode": "standard"},
                connect_timeout=5,
                read_timeout=60,
            ),
        )

    @property
    def scratch(self) -> Path:
        self._scratch.mkdir(parents=True, exist_ok=True, mode=0o700)
        return self._scratch

    def put(self, key: str, source: Path) -> None:
        with source.open("rb") as file:
            self._client.put_object(Bucket=self._bucket, Key=self._prefix + key, Body=file)
        source.unlink()

    def open(self, key: str) -> IO[bytes]:
        with _absent(key):
            answer = self._client.get_object(Bucket=self._bucket, Key=self._prefix + key)
        return cast(IO[bytes], answer["Body"])

    def keys(self, prefix: str = "", before: dt.datetime | None = None) -> Iterator[str]:
        pages = self._client.get_paginator("list_objects_v2")
        for page in pages.paginate(Bucket=self._bucket, Prefix=self._prefix + prefix):
            for found in page.get("Contents", ()):
                if before is None or found["LastModified"] < before:
                    yield found["Key"].removeprefix(self._prefix)

    def move(self, key: str, to: str) -> None:
        source = {"Bucket": self._bucket, "Key": self._prefix + key}
        with _absent(key):
            self._client.copy_object(Bucket=self._bucket, Key=self._prefix + to, CopySource=source)
        self.delete(key)

    def delete(self, key: str) -> None:
        self._client.delete_object(Bucket=self._bucket, Key=self._prefix + key)


@contextmanager
def _absent(key: str) -> Iterator[None]:
    """What a service says of a key that is not there, as a disk would say it."""
    try:
        yield
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in ABSENT:
            raise FileNotFoundError(key) from error
        raise
