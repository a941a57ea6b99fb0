"""One application over the sample county for a whole module of tests, and its pages read as a browser reads them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from core import clock, plugins
from core.app import attach, create_app
from core.cases.models import Case
from core.config import Config
from core.db import Database, Scope
from tests import databases
from tests.sample import NOON, sign_in

Typed = Mapping[str, Any]


@dataclass
class Field:
    """A field of a form as a browser draws it; `kind` is the type of an input, ``select`` or ``textarea``."""

    name: str
    kind: str
    required: bool = False
    options: list[str] = field(default_factory=list)


@dataclass
class Form:
    """A form of a page: where it goes and what it holds, tokens, keys and versions among them.

    `fields` are what it asks by name, `buttons` the names and values of those that send it; empty for a plain one.
    """

    action: str
    method: str
    held: dict[str, Any] = field(default_factory=dict)
    fields: dict[str, Field] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class Page(HTMLParser):
    """What a reader or a machine takes from a page: links, forms, alerts, and the words at each field."""

    def __init__(self, answer: TestResponse) -> None:
        super().__init__(convert_charrefs=True)
        self.source = answer.get_data(as_text=True)
        self.links: list[str] = []
        self.forms: list[Form] = []
        self.lang = ""
        self.title = ""
        self.alert = ""
        self.told: dict[str, str] = {}
        self.values: dict[str, str] = {}
        self._open: list[tuple[str, str, str]] = []
        self._area = ""
        self._select = ""
        self.feed(self.source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the element brings."""
        given = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self._open.append((tag, given.get("id", ""), given.get("role", "")))
        if tag == "html":
            self.lang = given.get("lang", "")
        if "href" in given and tag == "a":
            self.links.append(given["href"])
        if tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get").lower()))
        name = given.get("name", "")
        if tag == "textarea":
            self._area = name
            self._keep(name, "")
        if tag == "input" and name:
            kind = given.get("type", "text")
            if kind not in {"checkbox", "radio", "file", "submit"} or "checked" in given:
                self._keep(name, given.get("value", ""))
        self._draw(tag, given)

    def _draw(self, tag: str, given: dict[str, str]) -> None:
        """Note a field, a choice of one or a button in the form it stands in."""
        if not self.forms:
            return
        form, name = self.forms[-1], given.get("name", "")
        if tag == "select":
            self._select = name
        if tag in {"input", "select", "textarea"} and name:
            kind = given.get("type", "text") if tag == "input" else tag
            drawn = form.fields.setdefault(name, Field(name, kind))
            drawn.required |= "required" in given
            if kind in {"radio", "checkbox"}:
                drawn.options.append(given.get("value", ""))
        if tag == "option" and self._select:
            form.fields[self._select].options.append(given.get("value", ""))
            if "selected" in given or self._select not in form.held:
                self._keep(self._select, given.get("value", ""))
        if tag == "button" and given.get("type", "submit") == "submit":
            form.buttons.append((name, given.get("value", "")))

    def handle_endtag(self, tag: str) -> None:
        """Leave the element and what was not closed in it."""
        while tag in {name for name, _, _ in self._open} and self._open.pop()[0] != tag:
            pass
        if tag == "textarea":
            self._area = ""
        if tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        """Add words to the alert or field they stand in."""
        if self._area:
            self._keep(self._area, self.values.get(self._area, "") + data)
        if self._open and self._open[-1][0] == "title" and len(self._open) <= 3:  # not that of a drawing
            self.title += data
        for _, name, role in self._open:
            if role == "alert":
                self.alert += data
            if name.endswith("-error"):
                self.told[name.removesuffix("-error")] = self.told.get(name.removesuffix("-error"), "") + data

    def _keep(self, name: str, value: str) -> None:
        if self.forms:
            self.forms[-1].held[name] = value
        self.values[name] = value

    def posted(self) -> Form:
        """The page's own form: the last that is posted."""
        return [form for form in self.forms if form.method == "post"][-1]


VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr", "use"}


class Site:
    """The application with its database, and ways in."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.database: Database = app.extensions["xiaoneng.database"]
        self.config: Config = app.extensions["xiaoneng.config"]

    def visitor(self) -> FlaskClient:
        """A browser nobody signed in with."""
        return self.app.test_client()

    def sign_in(self, login: str) -> FlaskClient:
        """A browser signed in as an account, by a session row."""
        client = self.app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = sign_in(self.database, login), True
        return client

    def case(self, number: str) -> Case:
        """A case by its number, e.g. ``勐约许1``: series and running number of the year."""
        series, seq = number.rstrip("0123456789"), int(number.lstrip(number.rstrip("0123456789")))
        with self.database.read(Scope.system("a case for a test")) as session:
            found = session.scalars(select(Case).where(Case.series == series, Case.no_seq == seq)).one()
            session.expunge(found)
        return found

    def token(self, client: FlaskClient) -> str:
        """A token of this browser, from a form everybody sees."""
        return str(Page(client.get("/sign-in")).posted().held["csrf_token"])

    def post(self, client: FlaskClient, url: str, typed: Typed, **given: Any) -> TestResponse:
        """Send what a person types: with the token, nothing else of a form."""
        return client.post(url, data={"csrf_token": self.token(client), **typed}, **given)

    def fill(self, client: FlaskClient, url: str, typed: Typed, **given: Any) -> TestResponse:
        """Open a page, type into its form, send it."""
        answer = client.get(url)
        assert answer.status_code == 200, (url, answer.status_code)
        return client.post(url, data={**Page(answer).posted().held, **typed}, **given)

    def let_in(self, client: FlaskClient, case: Case) -> str:
        """Open a case as its party, by number and code; the address of its page."""
        typed = {"number": case.number, "code": case.code}
        answer = self.fill(client, f"/t/{case.tenant_id}/track", typed)
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return str(answer.location)


def draw_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer pages without their words, where thousands are asked only who is let in: drawing is most of the work."""
    monkeypatch.setattr("flask.templating._render", lambda app, template, context: "")


@contextmanager
def opened(sample: Path, folder: Path, **settings: Any) -> Iterator[Site]:
    """An installation of one's own with the sample county, on its day."""
    with installed(sample, folder, **settings) as site, clock.moved(NOON):
        yield site


@contextmanager
def installed(sample: Path, folder: Path, **settings: Any) -> Iterator[Site]:
    """As `opened`, on the day it really is: for what outlives a test, and would take its day into all that follow."""
    with application(databases.copied(sample, folder / "data", **settings)) as app:
        yield Site(app)
    databases.drop(folder / "data")


# Applications whose tests are over, by what was registered: to make one costs as much as to read several pages, and
# the next test needs its templates and its routes as they are.
_idle: list[tuple[plugins.Registry, Flask]] = []


@contextmanager
def application(config: Config) -> Iterator[Flask]:
    """The application over an installation: one that an ended test gave back, with nothing of that test's, or new."""
    registry = plugins.registry()
    app = next((app for known, app in _idle if known is registry), None)
    if app is None:
        app = create_app(config)
    else:
        _idle.remove((registry, app))
        attach(app, config)
    usual = dict(app.config)
    app.testing = True
    yield app
    app.extensions["xiaoneng.database"].dispose()
    app.config.clear()
    app.config.update(usual)
    _idle.append((registry, app))
