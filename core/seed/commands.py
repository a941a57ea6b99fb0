"""`xiaoneng seed`: a large installation for measurements, of invented townships and cases."""

from __future__ import annotations

import datetime as dt
import tempfile
import time as stopwatch
from pathlib import Path

import click

from core import clock as time
from core.config import load

SCALES = {"county": 12, "province": 2_000}
CASES = {"county": 100_000, "province": 1_000_000}
MOST = 1_000_000
STENCILS = 420


@click.command()
@click.option("--scale", type=click.Choice(list(SCALES)), required=True, help="12 or 2,000 townships.")
@click.option(
    "--cases", type=click.IntRange(0, MOST), help="How many; 100,000 for a county and 1,000,000 for a province."
)
@click.option("--seed", default=1, show_default=True, help="Another number makes other rows.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="The day to count back from; today unless told.")
def seed(scale: str, cases: int | None, seed: int, day: dt.datetime | None) -> None:
    """Fill an empty installation with townships and cases, for measurements.

    Each case is a copy of one that the services made on an earlier day, with clocks, papers, timeline and sealed audit.
    The same seed and day make the same rows.
    """
    from core import plugins
    from core.commands import prepare
    from core.seed import names
    from core.seed.filling import Filling, Scale
    from core.seed.stencils import make
    from core.tenancy.queries import every

    config, today = load(), day.date() if day else time.today()
    database = prepare(config)
    try:
        if every(database):
            raise click.ClickException("this installation has tenants already: seed fills an empty one only")
        count = CASES[scale] if cases is None else cases
        root = (names.PROVINCE, "样例州") if scale == "province" else (names.COUNTY, "样例县")
        with tempfile.TemporaryDirectory() as scratch:
            stencils = make(Path(scratch), today, min(STENCILS, max(count // 20, 33)))
        from core.db import crypto

        crypto.load_keys(config.keys)
        sizes = Scale(*root, names.places(SCALES[scale]), count)
        began = stopwatch.monotonic()
        with click.progressbar(length=count, label=f"{len(plugins.registry().case_kinds)}") as bar:
            done = Filling(database, stencils, sizes, seed, config.audit_hash, time.midnight(today)).run(bar.update)
        lasted = stopwatch.monotonic() - began
        click.echo(f"{len(sizes.places)} townships, {done:,} cases in {lasted:.1f} s: {done / lasted:,.0f} a second")
    finally:
        database.dispose()
