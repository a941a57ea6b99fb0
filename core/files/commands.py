"""`xiaoneng files …`. Exit codes: 0 well, 1 something is wrong, 2 called wrong."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import click
from sqlalchemy import select

from core.commands import open_database
from core.config import load
from core.db import Scope
from core.files.blobs import key_of
from core.files.models import StoredFile
from core.files.stores import of
from core.files.stores.disk import ON_ITS_WAY, DiskStore


@click.group()
def files() -> None:
    """The store of files."""


@files.command()
def push() -> None:
    """Copy the files of `data/files` into the bucket of `files_url`.

    For an installation that goes over to a bucket, and after `restore`, which lays files into the folder. What is in
    the bucket already stays as it is; nothing is deleted from the folder.
    """
    config = load()
    if not config.files_url:
        raise click.UsageError("`files_url` is not set: the files lie in the folder already")
    store, folder, copied, missing = of(config), DiskStore(config.files), 0, []
    database = open_database(config)
    try:
        with database.read(Scope.system("the files that some tenant's row names")) as session:
            named = set(session.scalars(select(StoredFile.sha256).distinct()))
    finally:
        database.dispose()
    there = {key.rpartition("/")[2] for key in store.keys("")}
    for sha256 in sorted(named - there):
        try:
            with (
                folder.open(key_of(sha256)) as source,
                tempfile.NamedTemporaryFile(dir=store.scratch, prefix=ON_ITS_WAY, delete=False) as copy,
            ):
                shutil.copyfileobj(source, copy)
        except FileNotFoundError:
            missing.append(sha256)
            continue
        store.put(key_of(sha256), Path(copy.name))
        copied += 1
    click.echo(f"{copied} files copied")
    for sha256 in missing:
        click.echo(f"files/{sha256}: neither in the folder nor in the bucket", err=True)
    raise SystemExit(1 if missing else 0)
