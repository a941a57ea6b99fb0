"""The search in the bar of the workspace: grouped by what is found, with the people of the own units and no others."""

from __future__ import annotations

import re

from core.accounts.queries import actor_of, named_in
from core.db import Scope
from tests.sample import CLERK, HANDLER, HEAD, MENGYUE, account
from tests.site import Site

URL = f"/w/{MENGYUE}/search"


def groups(site: Site, login: str, words: str) -> list[str]:
    answer = site.sign_in(login).get(f"{URL}?q={words}")
    assert answer.status_code == 200
    return re.findall(r'id="found-(\w+)"', answer.get_data(as_text=True))


def name_of(site: Site, login: str) -> str:
    with site.database.read(Scope.one(MENGYUE)) as session:
        return account(session, login).display_name


def test_what_is_found_stands_in_groups(site: Site) -> None:
    found = groups(site, HEAD, "许")
    assert {"case", "item"} <= set(found)
    assert len(found) == len(set(found))


def test_a_colleague_is_found_by_name_in_the_own_unit_only(site: Site) -> None:
    name = name_of(site, HANDLER)
    assert groups(site, HEAD, name)[0] == "people"
    assert "people" not in groups(site, CLERK, name)


def test_signs_in_the_words_are_no_pattern(site: Site) -> None:
    with site.database.read(Scope.one(MENGYUE)) as session:
        units = {actor_of(session, account(session, HEAD)).held[0].unit_id}
        assert named_in(session, "%", units) == []
        assert named_in(session, "_", units) == []


def test_the_bar_of_every_staff_page_has_the_field_that_the_slash_reaches(site: Site) -> None:
    for path in ("", "cases", "load", "search"):
        answer = site.sign_in(HEAD).get(f"/w/{MENGYUE}/{path}", follow_redirects=True)
        assert 'id="top-search"' in answer.get_data(as_text=True), path
