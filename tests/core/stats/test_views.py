"""The pages of figures: every number is the length of its list, in words that say what it counts."""

from __future__ import annotations

import csv
import io
import re

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from core import plugins
from core.db import Scope
from core.sheets.writing import dead
from core.tenancy.models import Tenant
from tests.sample import ADMIN, AGENT, CLERK, COUNTY, COUNTY_ADMIN, HANDLER, LEADER, MEASURES, MENGYUE
from tests.site import Page, Site

HOME, YEAR = f"/w/{MENGYUE}/stats/", "since=2026-01-01&until=2026-12-31"
TOTAL = re.compile(r"共(\d+)件")


def links(site: Site, login: str, url: str) -> dict[str, str]:
    """The lists a page leads to, with the number each stands behind."""
    text = site.sign_in(login).get(url).text
    found = re.findall(r'<a href="([^"]*/stats/cases/[^"]*)">([^<]+)<', text)
    return {address.replace("&amp;", "&"): number for address, number in found}


@pytest.mark.parametrize(
    ("login", "url"),
    [
        (LEADER, f"{HOME}?{YEAR}&by=item"),
        (LEADER, f"{HOME}?{YEAR}&by=unit"),
        (HANDLER, f"{HOME}?{YEAR}&by=channel"),
        (COUNTY_ADMIN, f"/county/stats/?{YEAR}&by=township"),
        (COUNTY_ADMIN, f"/county/stats/?{YEAR}&by=item"),
    ],
)
def test_every_number_of_cases_is_the_length_of_the_list_it_opens(site: Site, login: str, url: str) -> None:
    counted = {
        address: number
        for address, number in links(site, login, url).items()
        if re.search(r"(received|closed)\?", address)
    }
    assert counted
    client = site.sign_in(login)
    for address, number in counted.items():
        match = TOTAL.search(client.get(address).text)
        assert match is not None, address
        assert match[1] == number, address


def test_a_figure_is_shown_with_its_definition(site: Site) -> None:
    text = site.sign_in(LEADER).get(HOME).text
    registry = plugins.registry()
    on = [stat for code, stat in registry.stats.items() if registry.owner[code] in MEASURES]
    assert on
    for stat in on:
        assert stat.label in text
        assert stat.definition in text


def test_who_reads_a_units_cases_gets_the_units_figures(site: Site) -> None:
    def received(login: str) -> int:
        found = links(site, login, f"{HOME}?{YEAR}")
        return int(next(n for a, n in found.items() if "approval.received" in a and "of=" not in a))

    assert 0 < received(HANDLER) < received(LEADER) == received(CLERK)


def test_an_agent_gets_the_figures_of_what_the_agent_registered_only(site: Site) -> None:
    """One of the sample's applications came by an agent; nothing else of the township's stations is counted."""
    received = {}
    for login in (AGENT, ADMIN):
        lines = site.sign_in(login).get(f"{HOME}table.csv").text.splitlines()
        received[login] = int(next(line for line in lines if line.startswith("合计,")).split(",")[1])
    assert received[AGENT] == 1 < received[ADMIN]


@pytest.mark.parametrize("sent", ["of=nonsense", f"of={'9' * 40}", "of=%00", "of=-1", "of=٣"])
@pytest.mark.parametrize("by", ["unit", "item", "channel", "township", "nothing"])
def test_an_address_that_names_nothing_breaks_nothing(site: Site, sent: str, by: str) -> None:
    for login, url in ((ADMIN, f"{HOME}cases/approval.closed"), (COUNTY_ADMIN, "/county/stats/cases/approval.closed")):
        answer = site.sign_in(login).get(f"{url}?{YEAR}&by={by}&{sent}")
        assert answer.status_code in {200, 404}


def test_a_day_that_is_none_is_told_at_its_field_and_kept(site: Site) -> None:
    page = Page(site.sign_in(LEADER).get(f"{HOME}?since=2026-02-30"))
    assert page.told["since"].strip()
    assert page.values["since"] == "2026-02-30"


def test_the_file_holds_the_numbers_of_the_page_and_no_formula(site: Site) -> None:
    answer = site.sign_in(LEADER).get(f"{HOME}table.csv?{YEAR}&by=channel")
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    total = next(row for row in rows if row[0] == "合计")
    counted = rows[1 : rows.index(total)]
    assert int(total[1]) == sum(int(row[1]) for row in counted) > 0
    assert not [cell for row in rows for cell in row if cell[:1] in {"=", "+", "-", "@"}]


@pytest.mark.parametrize(("login", "home"), [(LEADER, HOME), (COUNTY_ADMIN, "/county/stats/")])
def test_the_workbook_holds_the_same_numbers_as_numbers(site: Site, login: str, home: str) -> None:
    browser, asked = site.sign_in(login), f"{YEAR}&by=channel"
    answer = browser.get(f"{home}table.xlsx?{asked}")
    sheet = load_workbook(io.BytesIO(answer.data)).worksheets[0]
    book = [list(row) for row in sheet.iter_rows(values_only=True)]
    text = browser.get(f"{home}table.csv?{asked}").text.removeprefix("\ufeff")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(book) == len(rows)
    total, said = (next(row for row in each if row[0] == "合计") for each in (book, rows))
    assert total[1:] == [float(cell) if cell else None for cell in said[1:]]
    assert f"{home.rstrip('/')}/table.xlsx?" in browser.get(f"{home}?{asked}").text


def test_a_label_that_reads_as_a_formula_is_text(site: Site) -> None:
    assert [dead(text) for text in ("=1+1", "@SUM", "-1", "文字")] == ["'=1+1", "'@SUM", "'-1", "文字"]


def test_a_list_of_the_county_opens_no_case(site: Site) -> None:
    url = f"/county/stats/cases/approval.received?{YEAR}&by=township&of={MENGYUE}"
    page = Page(site.sign_in(COUNTY_ADMIN).get(url))
    assert not [link for link in page.links if "/cases/" in link and "/stats/" not in link]


def test_the_county_reads_every_township_also_one_where_nothing_came(site: Site) -> None:
    client = site.sign_in(COUNTY_ADMIN)
    page = client.get("/county/stats/?since=2020-01-01&until=2020-01-31&by=township").text
    with site.database.read(Scope.tree(COUNTY)) as session:
        names = session.scalars(select(Tenant.name).where(Tenant.tier == "township")).all()
    assert len(names) > 1
    assert [name for name in names if f'<th scope="row">{name}</th>' not in page] == []


def test_a_list_of_a_township_is_exported_as_it_is_counted(site: Site) -> None:
    client = site.sign_in(COUNTY_ADMIN)
    page = Page(client.get(f"/county/stats/cases/approval.closed?{YEAR}&by=township&of={MENGYUE}"))
    total = TOTAL.search(page.source)
    assert total is not None
    export = next(link for link in page.links if "/county/exports/new" in link)
    answer = site.fill(client, export, {"form": "csv"})
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    assert len([row for row in rows if any("〔" in cell for cell in row)]) == int(total[1]) > 0
    by_item = Page(client.get(f"/county/stats/cases/approval.closed?{YEAR}&by=channel&of=window"))
    assert not [link for link in by_item.links if "/county/exports/new" in link], "a condition no export can name"
