"""`xiaoneng seed`: a large installation for measurements, of invented townships and cases."""

from __future__ import annotations

import datetime as dt

import click

from core import clock as time
from core.config import load

SCALES = {"county": 12, "province": 2_000}
CASES = {"county": 100_000, "province": 1_000_000}
MOST = 1_000_000


@click.command()
@click.option("--scale", type=click.Choice(list(SCALES)), required=True, help="12 or 2,000 townships.")
@click.option(
    "--cases", type=click.IntRange(0, MOST), help="How many; 100,000 for a county and 1,000,000 for a province."
)
@click.option("--seed", "number", default=1, show_default=True, help="Another number makes other rows.")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="The day to count back from; today unless told.")
def seed(scale: str, cases: int | None, number: int, day: dt.datetime | None) -> None:
    """Fill an empty installation with townships and cases, for measurements.

    Each case is a copy of one that the services made on an earlier day, with clocks, papers, timeline and sealed audit.
    The same seed and day make the same rows.
    """
    from core.commands import prepare
    from core.seed.filling import Scale, fill
    from core.tenancy.queries import every

    config, today = load(), day.date() if day else time.today()
    database = prepare(config)
    try:
        if every(database):
            raise click.ClickException("this installation has tenants already: seed fills an empty one only")
        size = Scale.of(SCALES[scale], CASES[scale] if cases is None else cases)
        with click.progressbar(length=size.cases, label="cases") as bar:
            lasted = fill(database, config, size, number, today, bar.update)
    finally:
        database.dispose()
    pace = size.cases / lasted
    click.echo(f"{len(size.places)} townships, {size.cases} cases in {lasted:.1f} s: {pace:.0f} a second")
