"""Canaries: no page holds a word of another township's cases, and none an ID number or telephone in full."""

from __future__ import annotations

import re
from collections import deque
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from core.cases.models import Case, Participant
from core.db import Scope
from core.tenancy.models import Tenant
from tests.sample import (
    ADMIN,
    AGENT,
    CLERK,
    COUNTY_ADMIN,
    HANDLER,
    HEAD,
    HUSA,
    LEADER,
    MENGYUE,
    OTHER_ADMIN,
    OTHER_CLERK,
    OTHER_LEADER,
    ZHANGFENG,
)
from tests.site import Page, Site

TOWNS = (MENGYUE, HUSA, ZHANGFENG)
MOST = 120
ID_NUMBER = re.compile(r"(?<![\dA-Za-z])\d{17}[\dXx](?![\dA-Za-z])")
MOBILE = re.compile(r"(?<![\dA-Za-z-])1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![\dA-Za-z-])")
STAFF = [(login, MENGYUE) for login in (CLERK, HANDLER, HEAD, LEADER, ADMIN, AGENT)] + [
    (login, HUSA) for login in (OTHER_CLERK, OTHER_LEADER, OTHER_ADMIN)
]


@dataclass(frozen=True)
class Canaries:
    """What only one township's cases hold, and what no page may show of anybody."""

    own: frozenset[str]
    secret: frozenset[str]

    def in_(self, text: str) -> set[str]:
        """Those that sing in a text."""
        return {word for word in self.own | self.secret if word in text}


@pytest.fixture(scope="module")
def canaries(site: Site) -> dict[int, Canaries]:
    """Township → names, numbers, codes and ids of its cases that no other has; the secrets of its people beside."""
    words: dict[int, set[str]] = {}
    secret: dict[int, set[str]] = {}
    for town in TOWNS:
        with site.database.read(Scope.one(town)) as session:
            cases, people = session.scalars(select(Case)).all(), session.scalars(select(Participant)).all()
            words[town] = {word for case in cases for word in (case.number, case.code, str(case.id))}
            words[town] |= {person.name for person in people}
            secret[town] = {word for person in people for word in (person.id_number, person.phone) if word}
    found = {}
    for town in TOWNS:
        others = set().union(*(words[other] for other in TOWNS if other != town))
        found[town] = Canaries(frozenset(words[town] - others), frozenset(secret[town]))
        assert len(found[town].own) > 8
        assert found[town].secret
    return found


def crawl(client: FlaskClient, start: str, inside: tuple[str, ...]) -> dict[str, str]:
    """Every page within some areas that links lead to from `start`, each path once: path → its text and headers."""
    seen: dict[str, str] = {}
    waiting = deque([start])
    while waiting and len(seen) < MOST:
        url = waiting.popleft()
        path = urlsplit(url).path
        if path in seen or not path.startswith(inside):
            continue
        with client.get(url) as answer:
            assert answer.status_code in {200, 302, 303}, (url, answer.status_code)
            seen[path] = f"{answer.headers}\n{answer.get_data().decode(errors='replace')}"
            waiting.extend([answer.location] if answer.location else [])
            if answer.mimetype == "text/html":
                waiting.extend(Page(answer).links)
    return seen


def found(answer: TestResponse) -> str:
    """The links of a page of results, without those that only say the words again."""
    return " ".join(link for link in Page(answer).links if "next=" not in link)


def numbers_in(pages: dict[str, str]) -> list[tuple[str, str]]:
    """ID numbers and mobile numbers in full, with the page."""
    return [(path, hit) for path, text in pages.items() for hit in (*ID_NUMBER.findall(text), *MOBILE.findall(text))]


def leaks(pages: dict[str, str], canaries: Canaries) -> list[tuple[str, str]]:
    return [(path, word) for path, text in pages.items() for word in sorted(canaries.in_(text))]


@pytest.mark.parametrize(("login", "town"), STAFF)
def test_staff_read_nothing_of_another_township(
    site: Site, canaries: dict[int, Canaries], login: str, town: int
) -> None:
    client = site.sign_in(login)
    pages = crawl(client, "/w/", ("/w", "/county", "/me"))
    for word in {word for other in TOWNS if other != town for word in canaries[other].own if not word.isascii()}:
        answer = client.get(f"/w/{town}/search", query_string={"q": word})
        pages[f"search {word}"] = found(answer)
    assert [leak for other in TOWNS if other != town for leak in leaks(pages, canaries[other])] == []
    assert leaks(pages, Canaries(frozenset(), canaries[town].secret)) == []
    assert numbers_in(pages) == []
    if login != AGENT:
        # The crawl reaches cases: what is the township's own does sing.
        assert any("/cases/" in path for path, _ in leaks(pages, canaries[town]))
    else:
        assert [path for path in pages if "/cases/" in path] == []


def test_the_county_reads_numbers_and_nobodys_name_or_secret(site: Site, canaries: dict[int, Canaries]) -> None:
    pages = crawl(site.sign_in(COUNTY_ADMIN), "/w/", ("/w", "/county", "/me"))
    assert any(path.startswith("/county/") for path in pages)
    for town in TOWNS:
        with site.database.read(Scope.one(town)) as session:
            hidden = {case.code for case in session.scalars(select(Case))}
            hidden |= {person.name for person in session.scalars(select(Participant))}
        assert leaks(pages, Canaries(frozenset(hidden), canaries[town].secret)) == []
    assert numbers_in(pages) == []


def test_the_portal_shows_nobody_anything_of_a_case(site: Site, canaries: dict[int, Canaries]) -> None:
    pages = crawl(site.visitor(), "/", ("/t/", "/"))
    pages |= crawl(site.visitor(), f"/t/{HUSA}/", (f"/t/{HUSA}",))
    pages |= {town: site.visitor().get(f"/t/{town}/feed.atom").text for town in map(str, TOWNS)}
    pages |= {f"api {town}": site.visitor().get(f"/api/v1/{town}/approval/items").text for town in TOWNS}
    for town in TOWNS:
        for word in canaries[town].own:
            answer = site.visitor().get(f"/t/{town}/search", query_string={"q": word})
            pages[f"search {word}"] = found(answer)
    assert len(pages) > 30
    assert [leak for town in TOWNS for leak in leaks(pages, canaries[town])] == []
    with site.database.read(Scope.system("the telephones the townships publish")) as session:
        published = {str(tenant.settings.get("phone", "")) for tenant in session.scalars(select(Tenant))}
    assert [hit for hit in numbers_in(pages) if hit[1] not in published] == []


def test_a_party_reads_the_own_case_only_and_the_own_numbers_masked(site: Site, canaries: dict[int, Canaries]) -> None:
    client, case = site.visitor(), site.case("勐约许1")
    pages = crawl(client, site.let_in(client, case), (f"/t/{MENGYUE}/case", f"/t/{MENGYUE}/receipt"))
    assert any("/papers/" in path for path in pages)
    assert [leak for other in (HUSA, ZHANGFENG) for leak in leaks(pages, canaries[other])] == []
    shown = {word for _, word in leaks(pages, Canaries(canaries[MENGYUE].own, frozenset()))}
    with site.database.read(Scope.one(MENGYUE)) as session:
        of_others = {other.code for other in session.scalars(select(Case)) if other.id != case.id}
        of_others |= {str(other.id) for other in session.scalars(select(Case)) if other.id != case.id}
    assert case.number in shown
    assert shown & of_others == set()
    assert leaks(pages, Canaries(frozenset(), canaries[MENGYUE].secret)) == []
    assert numbers_in(pages) == []


def test_a_planted_leak_is_caught(site: Site, canaries: dict[int, Canaries]) -> None:
    name = next(word for word in canaries[HUSA].own if not word.isascii())
    secret = next(iter(canaries[HUSA].secret))
    planted = {"/w/": f"<p>{name} {secret}</p>"}
    assert {word for _, word in leaks(planted, canaries[HUSA])} == {name, secret}
    assert numbers_in({"/": "990000198504121013 199 0000 1010"}) == [
        ("/", "990000198504121013"),
        ("/", "199 0000 1010"),
    ]
