"""A target in the address leads nowhere but to this site, whatever a browser makes of it."""

from __future__ import annotations

import pytest

from core.accounts.access import is_local_path
from tests.core.accounts.conftest import PASSWORD, activate
from tests.sample import CLERK, MENGYUE
from tests.site import Site

GOOD = (
    "/",
    "/w/",
    f"/w/{MENGYUE}/cases?due=soon&q=%E5%BB%BA%E6%88%BF",
    "/t/533124205/search?q=建房",
    "/a//b",
    "/?x=//",
)
BAD = (
    *("", "w", "//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\evil.example"),
    *("\\\\evil.example", "\\/evil.example", "/\\/evil.example", "//\\evil.example", "https://evil.example"),
    *(
        "http:evil.example",
        "https:/evil.example",
        "HTTPS://evil.example",
        "javascript:alert(1)",
        "javascript://%0aevil",
    ),
    *("data:text/html,x", "ftp://evil.example", "evil.example", "@evil.example", "//evil.example/w/"),
    *("/\t/evil.example", "/\n/evil.example", "/\r\n/evil.example", "/\t\\evil.example", "\t//evil.example"),
    *(" //evil.example", "/ /evil.example", "/\x00/evil.example", "/w/\r\nSet-Cookie: a=b", "/\u00a0/evil.example"),
    *("/\x85/evil.example", "//evil.example@localhost"),
)


@pytest.mark.parametrize("target", GOOD)
def test_a_path_of_this_site_is_one(target: str) -> None:
    assert is_local_path(target)


@pytest.mark.parametrize("target", BAD)
def test_everything_else_is_none(target: str) -> None:
    assert not is_local_path(target)


def test_the_readers_own_choices_lead_back_to_this_site(site: Site) -> None:
    for target in (*GOOD, *BAD):
        for url in ("/language/en", "/reader/elder/on"):
            headers = {"Referer": "https://evil.example/x"}
            answer = site.visitor().get(url, query_string={"next": target}, headers=headers)
            assert answer.status_code == 302
            location = answer.location or ""
            assert location.startswith("/")
            assert not location.startswith(("//", "/\\"))


def test_the_sign_in_leads_back_to_this_site(site: Site) -> None:
    activate(site, CLERK)
    for target, expected in (("/me", "/me"), ("//evil.example", "/w/"), ("/\\evil.example", "/w/"), ("", "/w/")):
        client = site.visitor()
        assert client.get("/sign-in", query_string={"next": target}).status_code == 200
        typed = {"login": CLERK, "password": PASSWORD, "next": target}
        answer = site.post(client, "/sign-in", typed)
        assert (answer.status_code, answer.location) == (303, expected)
