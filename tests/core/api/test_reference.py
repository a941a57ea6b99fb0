"""The interface describes itself, for programs and for people, and leaves nothing out."""

from __future__ import annotations

import re

from tests.site import Page, Site

METHODS = {"get", "post", "put", "patch", "delete"}


def test_every_address_of_the_interface_is_in_the_document(site: Site) -> None:
    document = site.visitor().get("/api/v1/openapi.json").json
    assert document["openapi"] == "3.1.0"
    described = {
        (path, method) for path, methods in document["paths"].items() for method in methods if method in METHODS
    }
    served = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", str(rule)), method.lower())
        for rule in site.app.url_map.iter_rules()
        if str(rule).startswith("/api/") and not rule.endpoint.startswith("api_reference.")
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert described == served
    assert len(served) > 6


def test_the_document_names_what_it_refers_to(site: Site) -> None:
    text = site.visitor().get("/api/v1/openapi.json").text
    document = site.visitor().get("/api/v1/openapi.json").json
    for reference in set(re.findall(r'"#/([^"]+)"', text)):
        part = document
        for name in reference.split("/"):
            part = part[name]


def test_the_page_shows_every_operation_without_anything_from_elsewhere(site: Site) -> None:
    document = site.visitor().get("/api/v1/openapi.json").json
    answer = site.visitor().get("/api/v1/")
    assert answer.status_code == 200
    for path, methods in document["paths"].items():
        assert path in answer.text
        for method, operation in methods.items():
            if method in METHODS:
                assert operation["summary"] in answer.text
    assert not re.search(r'(?:src|href)="(?:https?:)?//', answer.text)
    assert "<script>" not in answer.text
    assert Page(answer).lang


def test_it_is_described_in_english_too(site: Site) -> None:
    document = site.visitor().get("/api/v1/openapi.json", headers={"Accept-Language": "en"}).json
    said = [
        operation[word]
        for methods in document["paths"].values()
        for method, operation in methods.items()
        if method in METHODS
        for word in ("summary", "description")
        if operation.get(word)
    ]
    assert said
    assert all(words.isascii() for words in said), said
