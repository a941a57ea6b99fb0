"""`xiaoneng backup` and `xiaoneng restore`. Exit codes: 0 well, 1 something is wrong, 2 called wrong."""

from __future__ import annotations

from pathlib import Path

import click

from core.backup import restoring, services
from core.backup.stream import Damaged, WrongKey
from core.commands import open_database
from core.config import load
from core.db import crypto
from core.db.snapshot import ProgramMissing

A_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NEXT = """restored {made_at}, version {version}, {rows} rows, {files} files. Then:
1. copy the keys from their own backup to {folder}/keys: {keys}
2. set XIAONENG_DATA={folder}
3. xiaoneng db upgrade
4. xiaoneng doctor && xiaoneng audit verify
5. where `files_url` names a bucket: xiaoneng files push
6. xiaoneng serve: its worker makes the search index first"""


@click.command()
@click.option("--to", "folder", type=click.Path(file_okay=False, path_type=Path), help="Folder; else as set.")
@click.option("--key", type=A_FILE, help="Key file; else `backup.key` of the installation's keys.")
@click.option("--new-key", type=click.Path(path_type=Path), help="Only make a new key in this file.")
def backup(folder: Path | None, key: Path | None, new_key: Path | None) -> None:
    """Back up database and files into one sealed file, while people work; the keys are not in it.

    Keep `data/keys` apart from the backups: without the keys nobody reads them, with both anybody does.
    """
    config = load()
    if new_key is not None:
        try:
            crypto.write_key(new_key)
        except OSError as error:
            raise click.UsageError(f"{new_key}: {error.strerror}") from error
        click.echo(f"{new_key}")
        return
    database = open_database(config)
    try:
        made = services.make(config, database, folder or config.backup_folder, key or config.backup_key)
    except FileNotFoundError as error:
        raise click.UsageError(f"no key in {error.filename}: make one with `xiaoneng backup --new-key`") from error
    except (crypto.KeyMissing, ProgramMissing, ValueError, FileExistsError) as error:
        raise click.ClickException(str(error)) from error
    finally:
        database.dispose()
    size = made.path.stat().st_size // 1024
    click.echo(f"{made.path}\t{size} KiB\t{made.rows} rows\t{made.files} files")
    for sha256 in made.wanting:
        click.echo(f"files/{sha256}: its bytes are gone or changed; look for them in an older backup", err=True)
    raise SystemExit(1 if made.wanting else 0)


@click.command()
@click.argument("file", type=A_FILE)
@click.option("--to", "folder", required=True, type=click.Path(path_type=Path), help="An empty folder, or a new one.")
@click.option("--key", required=True, type=A_FILE, help="The key file the backup was made with.")
@click.option("--url", default="", help="For a backup of PostgreSQL: the URL of an empty database.")
def restore(file: Path, folder: Path, key: Path, url: str) -> None:
    """Restore the backup FILE into an empty folder, check all of it, and say what to do next."""
    try:
        done = restoring.restore(file, key, folder, url)
    except (restoring.NotBare, restoring.NeedsDatabase) as error:
        raise click.UsageError(str(error)) from error
    except (Damaged, WrongKey, crypto.KeyMissing, ProgramMissing, ValueError, OSError) as error:
        raise click.ClickException(f"{file}: {error}") from error
    said = done.manifest
    click.echo(
        NEXT.format(
            made_at=said["made_at"],
            version=said["version"],
            rows=sum(said["counts"].values()),
            files=said["files"],
            folder=done.folder,
            keys=", ".join(said["keys"]),
        )
    )
    for sha256 in said["wanting"]:
        click.echo(f"files/{sha256}: was gone or changed when the backup was made", err=True)
